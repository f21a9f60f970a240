use std::ops::Range;

use crate::model::Block;

use super::{Part, inline::Inline, table::Drawn};

/// A line with its place, indentation and words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    /// Where the words begin.
    pub(super) start: usize,
    pub(super) indent: usize,
    pub(super) body: &'t str,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.body.is_empty()
    }

    fn range(&self) -> Range<usize> {
        self.start..self.start + self.body.len()
    }

    /// Whether it is a mark repeated, as under a title.
    fn is_rule(&self) -> bool {
        let mut letters = self.body.chars();
        letters.next().is_some_and(|first| {
            first.is_ascii_punctuation() && letters.all(|letter| letter == first)
        }) && self.body.len() > 2
    }
}

pub(super) fn lines(text: &str, body: usize) -> Vec<Line<'_>> {
    let mut at = body;
    let whole = text.get(body..).unwrap_or_default().split_inclusive('\n');
    whole
        .map(|raw| {
            let trimmed = raw.trim_start_matches([' ', '\t']);
            let indent = raw.len() - trimmed.len();
            let line = Line { text, start: at + indent, indent, body: trimmed.trim_end() };
            at += raw.len();
            line
        })
        .collect()
}

/// Directives whose body is no prose of the document: code, pictures, lists of files.
const CODE: [&str; 26] = [
    "code-block",
    "code",
    "sourcecode",
    "literalinclude",
    "highlight",
    "parsed-literal",
    "math",
    "image",
    "figure",
    "toctree",
    "raw",
    "include",
    "csv-table",
    "productionlist",
    "testcode",
    "testoutput",
    "testsetup",
    "doctest",
    "prompt",
    "graphviz",
    "digraph",
    "index",
    "contents",
    "console",
    "ipython",
    "jinja",
];
/// Directives that tell of a version, as a list of changes does.
const HISTORY: [&str; 5] =
    ["versionadded", "versionchanged", "deprecated", "versionremoved", "deprecated-removed"];

/// The blocks of a reStructuredText from `body` on.
pub(super) fn parts(text: &str, body: usize) -> Vec<Part> {
    let lines = lines(text, body);
    let mut reader = Reader { lines: &lines, at: 0, parts: Vec::new() };
    while reader.at < lines.len() {
        reader.block();
    }
    reader.parts
}

struct Reader<'l, 't> {
    lines: &'l [Line<'t>],
    at: usize,
    parts: Vec<Part>,
}

impl<'t> Reader<'_, 't> {
    fn line(&self, ahead: usize) -> Option<Line<'t>> {
        self.lines.get(self.at + ahead).copied()
    }

    fn block(&mut self) {
        let Some(line) = self.line(0) else { return };
        let below = self.line(1).filter(|below| !below.is_blank());
        if line.is_blank() {
            self.at += 1;
        } else if let Some(drawn) = Drawn::of(line.body) {
            self.at += 1;
            let rest = self.lines.get(self.at..).unwrap_or_default();
            self.at += drawn.cells(rest, &mut self.parts);
        } else if line.is_rule() {
            // The line over a title, or between two paragraphs.
            self.at += 1;
        } else if line.body.starts_with(".. ") || line.body == ".." {
            self.explicit(line);
        } else if line.body.starts_with(">>> ") {
            self.code(|line| line.is_blank());
        } else if let Some(name) = field(line.body).filter(|_| line.body.starts_with(':')) {
            self.at += 1;
            let told = line.body.len() > name.len() + 2 && is_told(name);
            if told {
                self.words(Block::Paragraph, line.start + 1..line.range().end);
            }
        } else if below.is_some_and(|below| below.is_rule() && below.indent == line.indent) {
            self.words(Block::Heading, line.range());
            self.at += 2;
        } else if let Some(marker) = marker(line.body) {
            self.paragraph(Block::ListItem, marker, |first, line| line.indent > first.indent);
        } else if below.is_some_and(|below| below.indent > line.indent) {
            // The term of a definition.
            self.words(Block::Heading, line.range());
            self.at += 1;
        } else {
            self.paragraph(Block::Paragraph, 0, |first, line| line.indent == first.indent);
        }
    }

    fn words(&mut self, block: Block, range: Range<usize>) {
        let mut part = Part::new(block);
        Inline::restructured(self.lines.first().map_or("", |line| line.text), range)
            .read(&mut part);
        self.parts.push(part);
    }

    /// Lines up to a blank one or one that does not go on; "::" at the end opens a block of code.
    fn paragraph(
        &mut self,
        block: Block,
        marker: usize,
        goes_on: impl Fn(&Line<'t>, &Line<'t>) -> bool,
    ) {
        let Some(first) = self.line(0) else { return };
        let mut part = Part::new(block);
        let mut last = first;
        let mut skip = marker;
        while let Some(line) = self.line(0).filter(|line| !line.is_blank()) {
            let begins = last.start == line.start;
            if !begins && (!goes_on(&first, &line) || marker_of_item(&first, &line, block)) {
                break;
            }
            let range = line.start + skip..line.range().end;
            Inline::restructured(line.text, range).read(&mut part);
            skip = 0;
            last = line;
            self.at += 1;
        }
        self.parts.push(part);
        if last.body.ends_with("::") {
            self.indented(first.indent, Block::Code);
        }
    }

    /// Takes the lines below that are indented deeper, as one block.
    fn indented(&mut self, indent: usize, block: Block) {
        let from = self.at;
        let mut end = None;
        while let Some(line) = self.line(0) {
            if !line.is_blank() && line.indent <= indent {
                break;
            }
            if !line.is_blank() {
                end = Some(line.range().end);
            }
            self.at += 1;
        }
        let start = self.lines.get(from..self.at).unwrap_or_default();
        let start = start.iter().find(|line| !line.is_blank()).map(|line| line.start);
        let words: Vec<Range<usize>> =
            start.zip(end).map(|(start, end)| start..end).into_iter().collect();
        self.parts.push(Part { block, words });
    }

    fn code(&mut self, ends: impl Fn(&Line<'t>) -> bool) {
        let mut part = Part::new(Block::Code);
        while let Some(line) = self.line(0).filter(|line| !ends(line)) {
            part.words.push(line.range());
            self.at += 1;
        }
        self.parts.push(part);
    }

    /// A directive, a comment, a target.
    fn explicit(&mut self, line: Line<'t>) {
        self.at += 1;
        let rest = line.body.get(2..).unwrap_or_default().trim_start();
        let name = rest.split_once("::").map(|(name, _)| name).filter(|name| is_name(name));
        let Some(name) = name else {
            // Comments and targets; the words of a footnote belong to no sentence of the text.
            self.skip(line.indent);
            return;
        };
        if CODE.contains(&name) {
            self.indented(line.indent, Block::Code);
        } else if HISTORY.contains(&name) {
            self.skip(line.indent);
        } else if name == "list-table" {
            self.list_table(line.indent);
        } else {
            let about = rest.get(name.len() + 2..).unwrap_or_default().trim_start();
            if !about.is_empty() && !is_admonition(name) {
                let end = line.range().end;
                self.words(Block::Heading, end - about.len()..end);
            } else if !about.is_empty() {
                let end = line.range().end;
                self.words(Block::Paragraph, end - about.len()..end);
            }
        }
    }

    fn skip(&mut self, indent: usize) {
        let kept = self.parts.len();
        self.indented(indent, Block::Code);
        self.parts.truncate(kept);
    }

    /// Rows of "* - cell" with further cells below.
    fn list_table(&mut self, indent: usize) {
        let (mut row, mut column) = (None, 0);
        while let Some(line) = self.line(0) {
            if !line.is_blank() && line.indent <= indent {
                break;
            }
            self.at += 1;
            let next = line.body.strip_prefix("* -").or_else(|| line.body.strip_prefix("*   -"));
            let cell = next.or_else(|| line.body.strip_prefix("-").filter(|_| row.is_some()));
            if next.is_some() {
                (row, column) = (Some(row.map_or(0, |row: u32| row + 1)), 0);
            } else if cell.is_some() {
                column += 1;
            }
            let Some(number) = row else { continue };
            let words = cell.unwrap_or(line.body).trim_start();
            let range = line.range().end - words.len()..line.range().end;
            let block = Block::Cell { row: number, column };
            match self.parts.last_mut().filter(|part| part.block == block) {
                Some(part) => Inline::restructured(line.text, range).read(part),
                None => self.words(block, range),
            }
        }
    }
}

/// Whether a line begins another item of the list that the first one is in.
fn marker_of_item(first: &Line<'_>, line: &Line<'_>, block: Block) -> bool {
    block == Block::ListItem && line.indent == first.indent && marker(line.body).is_some()
}

/// Length of a bullet or number with its space.
fn marker(body: &str) -> Option<usize> {
    let bullet = ["- ", "* ", "+ ", "• ", "#. "].iter().find(|mark| body.starts_with(**mark));
    if let Some(bullet) = bullet {
        return Some(bullet.len());
    }
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let rest = body.get(digits..)?;
    let numbered = (1..=3).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "));
    numbered.then_some(digits + 2)
}

/// The name of a field: ":name: value".
fn field(body: &str) -> Option<&str> {
    let (name, rest) = body.strip_prefix(':')?.split_once(':')?;
    let free = rest.is_empty() || rest.starts_with(' ');
    (free && !name.is_empty() && !name.contains('`')).then_some(name)
}

/// Whether a field says something of what stands above it, and is no parameter of a function.
fn is_told(name: &str) -> bool {
    let first = name.chars().next();
    first.is_some_and(char::is_uppercase) && name.chars().all(char::is_alphabetic)
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | ':' | '_' | '.'))
}

fn is_admonition(name: &str) -> bool {
    matches!(
        name,
        "note"
            | "warning"
            | "tip"
            | "important"
            | "caution"
            | "attention"
            | "danger"
            | "hint"
            | "admonition"
            | "seealso"
            | "topic"
            | "sidebar"
            | "error"
    )
}
