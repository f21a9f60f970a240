use std::path::Path;

use memchr::memmem;

use crate::model::Markup;

/// What a stream of bytes holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Gzip,
    Zstandard,
    Xz,
    Zip,
    Tar,
    Warc,
    Mbox,
    Mail,
    Feed,
    /// A record a line.
    JsonLines,
    /// One value over many lines, or several.
    Json,
    Table {
        delimiter: u8,
    },
    Html,
    Pdf,
    Text(Markup),
    /// XML that is neither a feed nor a page.
    Data,
    /// A format that is not read, by its name.
    Foreign(&'static str),
}

/// Formats by their first bytes.
const MAGIC: &[(&[u8], Format)] = &[
    (b"\x1f\x8b", Format::Gzip),
    (b"\x28\xb5\x2f\xfd", Format::Zstandard),
    (b"\xfd7zXZ\0", Format::Xz),
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"PK\x07\x08PK\x03\x04", Format::Zip),
    (b"WARC/", Format::Warc),
    (b"BZh", Format::Foreign("bzip2")),
    (b"7z\xbc\xaf\x27\x1c", Format::Foreign("7-Zip")),
    (b"Rar!\x1a\x07", Format::Foreign("RAR")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::Foreign("an old Office file")),
    (b"{\\rtf", Format::Foreign("RTF")),
    (b"\x89PNG", Format::Foreign("a picture")),
    (b"\xff\xd8\xff", Format::Foreign("a picture")),
    (b"GIF8", Format::Foreign("a picture")),
    (b"SQLite format 3\0", Format::Foreign("a database")),
    (b"PAR1", Format::Foreign("Parquet")),
];

/// Headers that only a message has.
const MESSAGE_HEADERS: [&[u8]; 6] = [
    b"mime-version",
    b"received",
    b"message-id",
    b"return-path",
    b"delivered-to",
    b"x-mozilla-status",
];
/// Bytes before the root element of an XML file.
const PROLOGUE: usize = 4 << 10;

impl Format {
    /// By the first bytes, and where they leave it open by the name. `is_text` says of the first line
    /// whether it names columns of which one is a text.
    pub(super) fn of(
        head: &[u8],
        name: &Path,
        whole: bool,
        names_text: &dyn Fn(&[u8], u8) -> bool,
    ) -> Format {
        if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
            return *format;
        }
        let ending = name.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let ending = ending.to_ascii_lowercase();
        if head.get(257..262) == Some(b"ustar") || (ending == "tar" && !head.is_empty()) {
            return Format::Tar;
        }
        if memmem::find(head.get(..1024).unwrap_or(head), b"%PDF-").is_some() {
            return Format::Pdf;
        }
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        match ending.as_str() {
            "jsonl" | "ndjson" => return Format::JsonLines,
            "md" | "markdown" | "mdx" | "rst" | "adoc" | "asciidoc" => {
                return Format::Text(Markup::of(name));
            }
            _ => {}
        }
        xml(text)
            .or_else(|| json(text, whole))
            .or_else(|| message(head))
            .or_else(|| named(&ending, text))
            .or_else(|| table(text, names_text))
            .unwrap_or(Format::Text(Markup::of(name)))
    }

    /// Whether its reader takes UTF-8 only; of other formats the whole is decoded at once.
    pub(super) fn is_read_as_utf8(self) -> bool {
        matches!(self, Format::Feed | Format::JsonLines | Format::Json | Format::Table { .. })
    }
}

/// By the name of the root element, declaration and comments aside.
fn xml(text: &[u8]) -> Option<Format> {
    let mut rest = text.get(..PROLOGUE).unwrap_or(text);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?") {
            b"?>"
        } else if rest.get(..9).is_some_and(|it| it.eq_ignore_ascii_case(b"<!doctype")) {
            let kind = rest.get(9..)?.trim_ascii_start();
            if kind.get(..4).is_some_and(|it| it.eq_ignore_ascii_case(b"html")) {
                return Some(Format::Html);
            }
            b">"
        } else {
            break;
        };
        rest = rest.get(memmem::find(rest, end)? + end.len()..)?;
    }
    let name = rest.strip_prefix(b"<")?;
    let end = name.iter().position(|it| !it.is_ascii_alphanumeric() && *it != b':')?;
    match name.get(..end)?.to_ascii_lowercase().as_slice() {
        b"rss" | b"feed" | b"rdf:rdf" | b"atom:feed" => Some(Format::Feed),
        b"html" | b"head" | b"body" => Some(Format::Html),
        _ => None,
    }
}

fn json(text: &[u8], whole: bool) -> Option<Format> {
    let next = text.get(1..)?.trim_ascii_start();
    match text.first()? {
        b'[' if next.starts_with(b"{") => Some(Format::Json),
        b'{' if next.starts_with(b"\"") => {
            let mut lines = text.split(|byte| *byte == b'\n');
            let first = lines.next().unwrap_or_default();
            let ended = whole || first.len() < text.len();
            let is_record = ended && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok();
            Some(if is_record { Format::JsonLines } else { Format::Json })
        }
        _ => None,
    }
}

/// A mailbox or a message, by its headers.
fn message(head: &[u8]) -> Option<Format> {
    let from_line = head.starts_with(b"From ");
    let mut lines = head.split(|byte| *byte == b'\n');
    if from_line {
        lines.next();
    }
    let mut known = false;
    for line in lines {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let name = line.get(..line.iter().position(|byte| *byte == b':')?)?;
        if name.is_empty() || !name.iter().all(|it| it.is_ascii_alphanumeric() || *it == b'-') {
            return None;
        }
        let name = name.to_ascii_lowercase();
        known |= MESSAGE_HEADERS.contains(&name.as_slice()) || (from_line && name == b"from");
    }
    known.then_some(if from_line { Format::Mbox } else { Format::Mail })
}

fn named(ending: &str, text: &[u8]) -> Option<Format> {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match ending {
        "html" | "htm" | "xhtml" => Some(Format::Html),
        "eml" | "mht" | "mhtml" => Some(Format::Mail),
        "mbox" => Some(Format::Mbox),
        "json" => Some(Format::Json),
        "csv" | "tsv" => Some(Format::Table { delimiter: delimiter(first) }),
        "rss" | "atom" => Some(Format::Feed),
        "xml" => Some(Format::Data),
        _ => None,
    }
}

/// A table whose header names a text.
fn table(text: &[u8], names_text: &dyn Fn(&[u8], u8) -> bool) -> Option<Format> {
    let first = text.split(|byte| *byte == b'\n').next()?;
    let delimiter = delimiter(first);
    names_text(first, delimiter).then_some(Format::Table { delimiter })
}

/// The separator that a header line has most of.
fn delimiter(header: &[u8]) -> u8 {
    let count = |sign: u8| header.iter().filter(|byte| **byte == sign).count();
    [b',', b'\t', b';', b'|'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}
