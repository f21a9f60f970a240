use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use crate::model::FieldOrigin;

use super::{
    article::Raw,
    facts::{Facts, Stated},
    fault::Fault,
};

/// The part of a Word document that holds its words.
pub(super) const BODY: &str = "word/document.xml";
const PROPERTIES: &str = "docProps/core.xml";

/// The text of a Word document, a paragraph each with a blank line between; at most so many bytes of
/// its parts are read.
pub(super) fn docx(bytes: &[u8], max: u64) -> Result<Raw, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut facts = Facts::default();
    if let Ok(part) = archive.by_name(PROPERTIES) {
        let mut found = properties(BufReader::new(part.take(max)));
        facts.title = Stated::of(found.title, FieldOrigin::Meta);
        facts.author = Stated::of(std::mem::take(&mut found.creator), FieldOrigin::Meta);
    }
    let part = archive.by_name(BODY).map_err(|error| damaged(&error))?;
    if part.size() > max {
        return Err(Fault::LargeRecord { max });
    }
    let text = paragraphs(BufReader::new(part.take(max)))?;
    Ok(Raw { text, facts, ..Raw::default() })
}

fn damaged(error: &dyn std::fmt::Display) -> Fault {
    Fault::Damaged { format: "DOCX", message: error.to_string() }
}

fn paragraphs(from: impl BufRead) -> Result<String, Fault> {
    let mut reader = Reader::from_reader(from);
    let (mut text, mut buffer) = (String::new(), Vec::new());
    let mut in_words = false;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| damaged(&error))? {
            Event::Start(start) => in_words = start.local_name().as_ref() == "t",
            Event::Empty(mark) => match mark.local_name().as_ref() {
                "tab" => text.push('\t'),
                "br" | "cr" => text.push('\n'),
                "noBreakHyphen" => text.push('-'),
                _ => {}
            },
            Event::End(end) => {
                in_words = false;
                if end.local_name().as_ref() == "p" && !text.is_empty() && !text.ends_with("\n\n") {
                    text.push_str("\n\n");
                }
            }
            Event::Text(words) if in_words => text.push_str(&words.xml10_content()),
            Event::GeneralRef(name) if in_words => {
                let written = format!("&{};", &*name.into_inner());
                text.push_str(&quick_xml::escape::unescape(&written).unwrap_or_default());
            }
            Event::Eof => break,
            Event::Text(_) | Event::GeneralRef(_) | Event::CData(_) => {}
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    text.truncate(text.trim_end().len());
    Ok(text)
}

#[derive(Default)]
struct Properties {
    title: String,
    creator: String,
}

fn properties(from: impl BufRead) -> Properties {
    let mut reader = Reader::from_reader(from);
    let mut found = Properties::default();
    let (mut name, mut buffer) = (String::new(), Vec::new());
    while let Ok(event) = reader.read_event_into(&mut buffer) {
        match event {
            Event::Start(start) => name = start.local_name().as_ref().to_owned(),
            Event::End(_) => name.clear(),
            Event::Text(words) => match name.as_str() {
                "title" => found.title.push_str(&words.xml10_content()),
                "creator" => found.creator.push_str(&words.xml10_content()),
                _ => {}
            },
            Event::Eof => break,
            Event::Empty(_) | Event::GeneralRef(_) | Event::CData(_) => {}
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        buffer.clear();
    }
    found
}
