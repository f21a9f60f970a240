use std::{borrow::Cow, ops::Range};

/// Marks of a block whose body is indented below it.
const MARKS: [&str; 4] = ["!!! ", "??? ", "???+ ", "=== \""];
/// How deep a body is indented.
const INDENT: usize = 4;

/// A Markdown text whose admonitions (`!!! note`) stand at the depth of the text around them.
pub(super) struct Flat<'t> {
    pub(super) text: Cow<'t, str>,
    /// Where lines begin in the flat text and in the text itself.
    lines: Vec<(usize, usize)>,
}

impl<'t> Flat<'t> {
    pub(super) fn new(text: &'t str) -> Flat<'t> {
        let marked = |line: &str| MARKS.iter().any(|mark| line.trim_start().starts_with(mark));
        if !text.lines().any(marked) {
            return Flat { text: Cow::Borrowed(text), lines: vec![(0, 0)] };
        }
        let mut flat = String::with_capacity(text.len());
        let mut lines = Vec::new();
        // Where the bodies that are open are indented from.
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let body = line.trim_start_matches(' ');
            let indent = line.len() - body.len();
            let blank = body.trim().is_empty();
            while open.last().is_some_and(|from| !blank && indent < from + INDENT) {
                open.pop();
            }
            let cut = (open.len() * INDENT).min(indent);
            if marked(line) {
                open.push(indent);
                flat.push('\n');
            }
            lines.push((flat.len(), at + cut));
            match marked(line) {
                true => flat.push('\n'),
                false => flat.push_str(line.get(cut..).unwrap_or_default()),
            }
            at += line.len();
        }
        Flat { text: Cow::Owned(flat), lines }
    }

    /// The place in the text itself of a range of the flat one.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let known = self.lines.partition_point(|(flat, _)| *flat <= at);
            let line = known.checked_sub(1).and_then(|line| self.lines.get(line));
            line.map_or(at, |(flat, own)| own + (at - flat))
        };
        let start = place(range.start);
        // The end may be the start of the next line, whose indentation does not belong to it.
        let end = range
            .end
            .checked_sub(1)
            .filter(|_| !range.is_empty())
            .map_or(start, |last| place(last) + 1);
        start..end
    }
}
