use std::{borrow::Cow, io::BufRead};

use serde::Deserialize;

use crate::model::FieldOrigin;

use super::{
    article::Raw,
    encoding::{refuse_binary, utf8},
    facts::{Facts, Stated},
    fault::Fault,
    text::{Limits, Line, next_line},
};

/// One line of a JSONL file; keys that are not listed are passed over.
#[derive(Debug, Deserialize)]
pub(super) struct Record {
    #[serde(default)]
    pub id: Option<Id>,
    pub text: String,
    #[serde(default)]
    pub published: Option<String>,
    #[serde(default)]
    pub source: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub language: Option<String>,
}

impl Record {
    /// The record at a line of its file.
    pub(super) fn into_raw(self, line: u64) -> Raw {
        let stated = |value: Option<String>| Stated::of(value?, FieldOrigin::Field);
        Raw {
            text: self.text,
            facts: Facts {
                source: stated(self.source),
                published: stated(self.published),
                title: stated(self.title),
                url: stated(self.url),
                author: stated(self.author),
                language: stated(self.language),
                ..Facts::default()
            },
            id: self.id.map(|id| id.text().into_owned()),
            line: Some(line),
            ..Raw::default()
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`id` must be a string or a whole number")]
pub(super) enum Id {
    Text(String),
    Number(i64),
}

impl Id {
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Id::Text(text) => Cow::Borrowed(text.trim()),
            Id::Number(number) => Cow::Owned(number.to_string()),
        }
    }
}

const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// Whether a line is a JSON object with a text.
pub(super) fn is_record(line: &[u8]) -> bool {
    let line = line.strip_prefix(BOM).unwrap_or(line);
    line.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<Record>(line).is_ok()
}

/// Hands over every record, or its fault, with the number of its line; gives the bytes read.
/// Reading ends early at `Err`, with what was handed over until then.
pub(super) fn records(
    mut from: impl BufRead,
    limits: Limits,
    bytes: &mut u64,
    mut each: impl FnMut(u64, Result<Record, Fault>),
) -> Result<(), Fault> {
    refuse_binary(from.fill_buf()?)?;
    let mut buffer = Vec::new();
    let mut number = 0;
    let mut any = false;
    loop {
        let offset = *bytes;
        let line = next_line(&mut from, &mut buffer, limits.max_line, bytes)?;
        number += 1;
        match line {
            Line::End if any => return Ok(()),
            Line::End => return Err(Fault::Empty),
            Line::Long => {
                any = true;
                each(number, Err(Fault::LongLine { line: number, max: limits.max_line }));
            }
            Line::Whole => {
                let bom = if number == 1 && buffer.starts_with(BOM) { BOM.len() } else { 0 };
                let line = buffer.get(bom..).unwrap_or(&buffer);
                if !line.trim_ascii().is_empty() {
                    any = true;
                    each(number, record(line, number, offset + bom as u64));
                }
            }
        }
    }
}

fn record(line: &[u8], number: u64, offset: u64) -> Result<Record, Fault> {
    let line = utf8(line.trim_ascii_end(), number, offset)?;
    // An array would do for the parser, its items taken as the fields in order.
    if !line.trim_ascii_start().starts_with('{') {
        return Err(Fault::Record {
            message: "it does not start with `{`".to_owned(),
            column: None,
        });
    }
    serde_json::from_str(line).map_err(|error| {
        let message = error.to_string();
        // The line within the record is always 1.
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        Fault::Record { message, column: (!error.is_data()).then(|| error.column()) }
    })
}
