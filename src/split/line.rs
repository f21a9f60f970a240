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
    let mut at = start;
    let mut gap = true;
    let mut after_return = false;
    for raw in part.split_inclusive(is_break) {
        let body = raw.trim_matches(is_space);
        // The second half of a CR LF pair is no line of its own.
        let pair = after_return && raw == "\n";
        if !body.is_empty() {
            let line_start = at + (raw.len() - raw.trim_start_matches(is_space).len());
            lines.push(Line { start: line_start, end: line_start + body.len(), gap });
            gap = false;
        } else if !pair {
            gap = true;
        }
        after_return = raw.ends_with('\r');
        at += raw.len();
    }
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
