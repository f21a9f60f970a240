use std::{ops::Range, sync::LazyLock};

use memchr::{memchr, memchr3, memmem::Finder};

use crate::{
    model::{Article, Span},
    rule::is_space,
};

/// A line of an article without the white space around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a blank line or metadata stands above it.
    pub(super) gap: bool,
}

impl Line {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }

    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// Lines that are not blank, metadata left out.
pub(super) fn lines(article: &Article) -> Vec<Line> {
    let text = article.text.as_str();
    let mut lines = Vec::new();
    let mut start = 0;
    let mut metadata = article.metadata.clone();
    metadata.sort_unstable();
    for span in metadata.into_iter().chain([Span::new(text.len(), text.len())]) {
        let end = (span.start as usize).max(start);
        collect(text, start, end, &mut lines);
        start = (span.end as usize).max(end);
    }
    lines
}

fn collect(text: &str, start: usize, end: usize, lines: &mut Vec<Line>) {
    let Some(part) = text.get(start..end) else { return };
    let mut at = 0;
    let mut gap = true;
    let mut after_return = false;
    let plain = has_plain_breaks(part);
    while at < part.len() {
        let (body_end, next) = if plain { plain_line_end(part, at) } else { line_end(part, at) };
        let raw = part.get(at..next).unwrap_or("");
        let body = trim(part.get(at..body_end).unwrap_or(""));
        // The second half of a CR LF pair is no line of its own.
        let pair = after_return && raw == "\n";
        if let Some(body) = body {
            let line_start = start + at + body.start;
            lines.push(Line { start: line_start, end: line_start + body.len(), gap });
            gap = false;
        } else if !pair {
            gap = true;
        }
        after_return = raw.ends_with('\r');
        at = next;
    }
}

/// Whether no mark but a line feed breaks lines.
fn has_plain_breaks(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr3(b'\r', 0xb, 0xc, bytes).is_none() && RARE.iter().all(|mark| mark.find(bytes).is_none())
}

/// Breaks of lines and paragraphs that hardly a text has.
static RARE: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| ["\u{85}", "\u{2028}", "\u{2029}"].map(Finder::new));

fn plain_line_end(text: &str, at: usize) -> (usize, usize) {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr(b'\n', rest).map_or((text.len(), text.len()), |end| (at + end, at + end + 1))
}

/// End of the line at `at`, without and with the mark that breaks it.
fn line_end(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(byte) = bytes.get(end) {
        let width = match byte {
            b'\n' | b'\r' | 0xb | 0xc => 1,
            0xc2 if bytes.get(end + 1) == Some(&0x85) => 2,
            0xe2 if matches!(bytes.get(end + 1..end + 3), Some([0x80, 0xa8 | 0xa9])) => 3,
            _ => {
                end += 1;
                continue;
            }
        };
        return (end, end + width);
    }
    (end, end)
}

/// The part of a line between the white space around it, none for a blank line.
fn trim(line: &str) -> Option<Range<usize>> {
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if plain(line.as_bytes().first()) && plain(line.as_bytes().last()) {
        return Some(0..line.len());
    }
    let body = line.trim_start_matches(is_space);
    let start = line.len() - body.len();
    let body = body.trim_end_matches(is_space);
    (!body.is_empty()).then_some(start..start + body.len())
}
