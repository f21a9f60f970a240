//! The settings in force, each with the place that it comes from.

use std::fmt::Write;

use toml::de::{DeTable, DeValue};

use super::{
    Config,
    setting::{SETTINGS, Setting, Shape},
};

impl Config {
    /// Every setting with its value as TOML, and behind it `file:line` or `default`.
    pub fn show(&self) -> String {
        let mut text = match &self.file {
            Some(file) => format!("# {}\n", file.shown),
            None => {
                String::from("# no crosscheck.toml from here up to the root of the repository\n")
            }
        };
        let lines = self.file.as_ref().map(|file| (file.shown.as_str(), file.text.as_str()));
        let told = lines.and_then(|(shown, text)| Some((shown, text, DeTable::parse(text).ok()?)));
        let mut section = "";
        for it in SETTINGS {
            if it.section != section {
                section = it.section;
                let _ = write!(text, "\n[{section}]\n");
            }
            let found = told.as_ref().map(|(shown, text, table)| {
                let lines = said(it, table.get_ref(), text);
                lines.into_iter().map(move |(line, at)| (line, format!("{shown}:{at}")))
            });
            let mut lines: Vec<(String, String)> = found.into_iter().flatten().collect();
            if lines.is_empty() && it.shape != Shape::ByGlob {
                lines.push((format!("{} = {}", it.key, it.default), String::from("default")));
            }
            for (line, origin) in lines {
                let _ = writeln!(text, "{line:<44} # {origin}");
            }
        }
        text
    }
}

/// What the file says of a setting, on one line each, with the number of the line.
fn said(setting: &Setting, top: &DeTable<'_>, text: &str) -> Vec<(String, usize)> {
    let table = match setting.section {
        "" => Some(top),
        section => top.get(section).and_then(|table| table.get_ref().as_table()),
    };
    let keys = table.into_iter().flatten();
    let own = keys.filter(|(key, _)| setting.key.is_empty() || key.get_ref() == setting.key);
    let mut lines: Vec<(usize, String)> = own
        .map(|(key, value)| {
            let raw = |span: std::ops::Range<usize>| text.get(span).unwrap_or_default();
            let value = match value.get_ref() {
                DeValue::Array(items) => {
                    let items: Vec<&str> = items.iter().map(|it| raw(it.span())).collect();
                    format!("[{}]", items.join(", "))
                }
                DeValue::String(_)
                | DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_)
                | DeValue::Table(_) => raw(value.span()).to_owned(),
            };
            (key.span().start, format!("{} = {value}", raw(key.span())))
        })
        .collect();
    lines.sort();
    let number = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    lines.into_iter().map(|(at, line)| (line, number(at))).collect()
}
