use std::ops::Range;

use serde::{Deserialize, de::DeserializeOwned};
use toml::de::{DeTable, DeValue, Deserializer};

use crate::model::Problem;

use super::{
    error::{fault, unknown},
    source::{RuleFile, Sources},
};

/// A table of rules as one file gives it; a file of the user lies over the embedded one.
pub(super) trait Table: DeserializeOwned + Default {
    /// Takes over what `over` names: entries with the same id replace, others are added.
    fn overlay(&mut self, over: Self);
}

/// Reads the table at `path` with everything that lies over it; errors of all files are collected.
pub(super) fn table<T: Table>(sources: &Sources, path: &str, problems: &mut Vec<Problem>) -> T {
    let mut whole = T::default();
    for file in sources.at(path) {
        if let Some(over) = parse::<T>(file, problems) {
            whole.overlay(over);
        }
    }
    whole
}

/// A string of a rule file with the place where it stands, which errors point at; a packed file
/// keeps no places.
#[derive(Clone, Debug)]
pub(super) struct Spanned {
    text: String,
    span: Range<usize>,
}

impl Spanned {
    pub(super) fn new(text: &str) -> Spanned {
        Spanned { text: text.to_owned(), span: 0..0 }
    }

    pub(super) fn get_ref(&self) -> &String {
        &self.text
    }

    pub(super) fn into_inner(self) -> String {
        self.text
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl<'de> Deserialize<'de> for Spanned {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Spanned, D::Error> {
        if !deserializer.is_human_readable() {
            return Ok(Spanned { text: String::deserialize(deserializer)?, span: 0..0 });
        }
        let read = toml::Spanned::deserialize(deserializer)?;
        Ok(Spanned { span: read.span(), text: read.into_inner() })
    }
}

/// Parses one rule file; unknown keys are reported and left out, so that what else is wrong in
/// the file is found as well.
pub(super) fn parse<T: DeserializeOwned>(
    file: &RuleFile,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    if let Some(packed) = file.packed {
        return match rmp_serde::from_slice(packed) {
            Ok(table) => Some(table),
            Err(error) => {
                problems.push(fault(file, 0..0, "E203", error.to_string()));
                None
            }
        };
    }
    if let Ok(table) = toml::from_str(&file.text) {
        return Some(table);
    }
    let (mut table, faults) = DeTable::parse_recoverable(&file.text);
    if !faults.is_empty() {
        problems.extend(faults.iter().map(|error| {
            let message = error.message().lines().next().unwrap_or_default();
            fault(file, error.span().unwrap_or(0..0), "E202", format!("not valid TOML: {message}"))
        }));
        return None;
    }
    loop {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        let (code, message) = explain(error.message());
        problems.push(fault(file, span.clone(), code, message));
        if code != "E201" || !remove(table.get_mut(), &span) {
            return None;
        }
    }
}

/// Code and plain sentence for a message of the deserializer.
fn explain(message: &str) -> (&'static str, String) {
    let message = message.lines().next().unwrap_or_default();
    let mut names = message.split('`').skip(1).step_by(2);
    let first = names.next().unwrap_or_default();
    if message.starts_with("unknown field") {
        ("E201", unknown("key", first, names))
    } else if message.starts_with("unknown variant") {
        ("E203", unknown("value", first, names))
    } else if message.starts_with("missing field") {
        ("E203", format!("the key `{first}` is missing"))
    } else if let Some((found, wanted)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        ("E203", format!("expected {wanted}, found {found}"))
    } else {
        ("E203", message.to_owned())
    }
}

/// Removes the key that stands at `span`, wherever in the table it is.
fn remove(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let here = table.keys().find(|key| key.span() == *span).cloned();
    if let Some(key) = here {
        return table.remove(&key).is_some();
    }
    let keys: Vec<_> = table.keys().cloned().collect();
    keys.iter()
        .any(|key| table.get_mut(key).is_some_and(|value| remove_inside(value.get_mut(), span)))
}

fn remove_inside(value: &mut DeValue<'_>, span: &Range<usize>) -> bool {
    if let DeValue::Table(table) = value {
        remove(table, span)
    } else if let DeValue::Array(array) = value {
        array.iter_mut().any(|item| remove_inside(item.get_mut(), span))
    } else {
        false
    }
}

/// Reads a TOML text that is no rule file.
///
/// # Errors
/// All its faults, with line and column and what may have been meant.
pub(crate) fn parse_toml<T: DeserializeOwned>(shown: &str, text: &str) -> Result<T, Vec<Problem>> {
    let file = RuleFile {
        path: shown.to_owned(),
        shown: shown.to_owned(),
        text: text.to_owned().into(),
        packed: None,
    };
    let mut problems = Vec::new();
    let read = parse(&file, &mut problems);
    match read {
        Some(read) if problems.is_empty() => Ok(read),
        Some(_) | None => Err(problems),
    }
}
