use crate::model::Block;

use super::{
    Part,
    inline::Inline,
    restructured::{Line, lines},
};

/// Marks that open and close a block that is no prose.
const FENCES: [&str; 5] = ["----", "....", "++++", "////", "```"];

/// The blocks of an AsciiDoc text from `body` on.
pub(super) fn parts(text: &str, body: usize) -> Vec<Part> {
    let lines = lines(text, body);
    let mut parts: Vec<Part> = Vec::new();
    let mut open: Option<Part> = None;
    let mut table: Option<Table> = None;
    let mut fence: Option<&str> = None;
    for line in &lines {
        let range = line.start..line.start + line.body.len();
        if let Some(mark) = fence {
            match parts.last_mut() {
                Some(code) if line.body != mark => code.words.push(range),
                Some(_) | None => fence = None,
            }
            continue;
        }
        if let Some(inside) = table.as_mut() {
            if line.body == "|===" {
                table = None;
            } else {
                inside.read(line, &mut parts);
            }
            continue;
        }
        let opens = FENCES.iter().any(|mark| line.body.starts_with(mark))
            && line
                .body
                .chars()
                .all(|letter| line.body.starts_with(letter) || letter.is_alphanumeric());
        let other = line.is_blank()
            || opens
            || line.body == "|==="
            || line.body.starts_with("//")
            || line.body.starts_with('[') && line.body.ends_with(']')
            || is_attribute(line.body)
            || ["ifdef::", "ifndef::", "endif::", "include::"]
                .iter()
                .any(|it| line.body.starts_with(it))
            || matches!(line.body, "====" | "****" | "____" | "--" | "+");
        let (block, skip) = kind(line.body);
        if other || block.is_some() || line.body.starts_with('.') && !line.body.starts_with(". ") {
            parts.extend(open.take());
        }
        if opens {
            fence = Some(line.body);
            parts.push(Part::new(Block::Code));
        } else if line.body == "|===" {
            table = Some(Table::default());
        }
        if other {
            continue;
        }
        let words = Inline::asciidoc(text, range.start + skip..range.end);
        match block {
            Some(Block::Heading) => {
                let end = range.end - if is_term(line.body) { 2 } else { 0 };
                let words = Inline::asciidoc(text, range.start + skip..end);
                let mut part = Part::new(Block::Heading);
                words.read(&mut part);
                parts.push(part);
            }
            block => {
                let part = open.get_or_insert_with(|| Part::new(block.unwrap_or(Block::Paragraph)));
                words.read(part);
            }
        }
    }
    parts.extend(open);
    parts
}

/// The block that a line opens by its marks, and how long those are.
fn kind(body: &str) -> (Option<Block>, usize) {
    if is_term(body) {
        return (Some(Block::Heading), 0);
    }
    let marks = body.len() - body.trim_start_matches('=').len();
    if (1..=6).contains(&marks) && body.get(marks..).is_some_and(|rest| rest.starts_with(' ')) {
        return (Some(Block::Heading), marks + 1);
    }
    let bullet = body.len() - body.trim_start_matches(['*', '-', '.']).len();
    if (1..=5).contains(&bullet) && body.get(bullet..).is_some_and(|rest| rest.starts_with(' ')) {
        return (Some(Block::ListItem), bullet + 1);
    }
    for note in ["NOTE: ", "TIP: ", "IMPORTANT: ", "WARNING: ", "CAUTION: "] {
        if body.starts_with(note) {
            return (Some(Block::Paragraph), note.len());
        }
    }
    (None, 0)
}

/// The term of a list of definitions: "name::".
fn is_term(body: &str) -> bool {
    body.strip_suffix("::").is_some_and(|term| !term.is_empty() && !term.ends_with(':'))
}

/// An entry of the head: ":name: value".
fn is_attribute(body: &str) -> bool {
    let name = body.strip_prefix(':').and_then(|rest| rest.split_once(':'));
    name.is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '))
}

/// Rows between "|===": the first line has as many cells as there are columns.
#[derive(Default)]
struct Table {
    columns: u32,
    next: u32,
}

impl Table {
    fn read(&mut self, line: &Line<'_>, parts: &mut Vec<Part>) {
        let mut start = None;
        let mut cells = Vec::new();
        for (at, letter) in line.body.char_indices().chain([(line.body.len(), '|')]) {
            if letter == '|' {
                cells.extend(start.map(|start| start..at));
                start = Some(at + 1);
            }
        }
        if self.columns == 0 {
            self.columns = u32::try_from(cells.len()).unwrap_or(u32::MAX);
        }
        for cell in cells {
            let Some(place) = self.next.checked_rem(self.columns) else { continue };
            let mut part = Part::new(Block::Cell { row: self.next / self.columns, column: place });
            let range = line.start + cell.start..line.start + cell.end;
            Inline::asciidoc(line.text, range).read(&mut part);
            parts.push(part);
            self.next += 1;
        }
    }
}
