//! What people read in a report, a file for each language. Machine fields stay in English.

use std::{
    collections::BTreeMap,
    fmt::{self, Display},
    sync::LazyLock,
};

use serde::Deserialize;

use crate::model::Reason;

/// A language of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
}

static ENGLISH: LazyLock<Messages> = LazyLock::new(|| Messages::read(include_str!("en.toml")));

impl Language {
    pub const ALL: [Language; 1] = [Language::English];

    /// Its code (BCP 47).
    pub fn name(self) -> &'static str {
        match self {
            Language::English => "en",
        }
    }

    pub fn parse(name: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.name() == name)
    }

    pub fn messages(self) -> &'static Messages {
        match self {
            Language::English => &ENGLISH,
        }
    }
}

/// The key of a column that the workbook names for people, in whatever language.
pub fn column_key(header: &str) -> Option<&'static str> {
    let all = Language::ALL.into_iter().flat_map(|language| &language.messages().texts);
    let mut headers = all.filter_map(|(key, text)| {
        let key = key.strip_prefix("column.")?.strip_suffix(".header")?;
        Some((key, text))
    });
    let header = header.trim();
    headers.find(|(_, text)| text.other.to_lowercase() == header.to_lowercase()).map(|(key, _)| key)
}

/// Texts by their keys, `page.filter`.
#[derive(Debug, Default)]
pub struct Messages {
    texts: BTreeMap<String, Text>,
}

/// A text for one, where that is another than for several.
#[derive(Debug, Default)]
struct Text {
    one: Option<String>,
    other: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Node {
    Text(String),
    Plural { one: String, other: String },
    Table(BTreeMap<String, Node>),
}

impl Messages {
    /// Reads a file of messages; one that is malformed has none, which the tests tell.
    fn read(file: &str) -> Messages {
        let mut messages = Messages::default();
        messages.add("", toml::from_str(file).unwrap_or(Node::Table(BTreeMap::new())));
        messages
    }

    fn add(&mut self, key: &str, node: Node) {
        let (one, other) = match node {
            Node::Text(other) => (None, other),
            Node::Plural { one, other } => (Some(one), other),
            Node::Table(nodes) => {
                for (name, node) in nodes {
                    let dot = if key.is_empty() { "" } else { "." };
                    self.add(&format!("{key}{dot}{name}"), node);
                }
                return;
            }
        };
        self.texts.insert(key.to_owned(), Text { one, other });
    }

    /// The keys of all texts, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The text of a key; the key itself where there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, |text| &text.other)
    }

    /// The text of a key with its parts in braces filled in.
    pub fn fill(&self, key: &str, parts: &[(&str, &dyn Display)]) -> String {
        filled(self.get(key), parts)
    }

    /// The text for `number`, which is shown as `digits`.
    pub(super) fn count(&self, key: &str, number: usize, digits: &dyn Display) -> String {
        let text = self.texts.get(key);
        let one = text.and_then(|text| text.one.as_deref()).filter(|_| number == 1);
        filled(one.unwrap_or_else(|| self.get(key)), &[("n", digits)])
    }

    /// The header of a column for people.
    pub fn header<'a>(&'a self, column: &'a str) -> &'a str {
        self.texts.get(&format!("column.{column}.header")).map_or(column, |text| &text.other)
    }

    /// What a column holds.
    pub(super) fn column(&self, column: &str) -> Option<&str> {
        self.texts.get(&format!("column.{column}.meaning")).map(|text| &*text.other)
    }

    /// A reason in a few words.
    pub fn reason(&self, reason: Reason) -> &str {
        let key = format!("reason.{}", reason.name());
        self.texts.get(&key).map_or(reason.name(), |text| &text.other)
    }
}

/// Puts the parts into a text once: what they bring along stays as it is.
fn filled(text: &str, parts: &[(&str, &dyn Display)]) -> String {
    let mut whole = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('{') {
        whole.push_str(before);
        let part = inside.split_once('}').and_then(|(name, after)| {
            let (_, part) = parts.iter().find(|(known, _)| *known == name)?;
            Some((part, after))
        });
        match part {
            Some((part, after)) => {
                append(&mut whole, *part);
                rest = after;
            }
            None => {
                whole.push('{');
                rest = inside;
            }
        }
    }
    whole.push_str(rest);
    whole
}

fn append(whole: &mut String, part: &dyn Display) {
    // Writing to a string does not fail.
    let _ = fmt::Write::write_fmt(whole, format_args!("{part}"));
}
