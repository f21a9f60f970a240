use std::ops::Range;

use super::Part;

/// A run of text with the marks that stand inside a line.
pub(super) struct Inline<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    language: Language,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    ReStructuredText,
    AsciiDoc,
}

impl<'t> Inline<'t> {
    pub(super) fn restructured(text: &'t str, range: Range<usize>) -> Inline<'t> {
        let language = Language::ReStructuredText;
        Inline { text, at: range.start, end: range.end, language }
    }

    pub(super) fn asciidoc(text: &'t str, range: Range<usize>) -> Inline<'t> {
        let language = Language::AsciiDoc;
        Inline { text, at: range.start, end: range.end, language }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    /// Adds the words to a part, without the marks around them.
    pub(super) fn read(mut self, part: &mut Part) {
        let mut from = self.at;
        while let Some(first) = self.rest().chars().next() {
            let marked = match self.language {
                Language::ReStructuredText => self.mark(),
                Language::AsciiDoc => self.asciidoc_mark(),
            };
            match marked {
                Some((words, next)) => {
                    part.push(from..self.at);
                    part.push(words);
                    self.at = next.max(self.at + first.len_utf8());
                    from = self.at;
                }
                None => self.at += first.len_utf8(),
            }
        }
        part.push(from..self.end);
    }

    /// Words between the marks that start here, and where those end.
    fn mark(&self) -> Option<(Range<usize>, usize)> {
        let rest = self.rest();
        let inside = |open: usize, close: &str| {
            let length = rest.get(open..)?.find(close)?;
            let words = self.at + open..self.at + open + length;
            let end = words.end + close.len();
            (length > 0).then_some((words, end))
        };
        if rest.starts_with("``") {
            return inside(2, "``");
        }
        if rest.starts_with("**") {
            return inside(2, "**");
        }
        if let Some(open) = role(rest) {
            let (words, end) = inside(open, "`")?;
            return Some((self.titled(words), self.behind(end)));
        }
        if rest.starts_with('*') {
            let spaced = rest.get(1..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
            return inside(1, "*").filter(|_| !spaced);
        }
        if rest.starts_with('|') {
            let (words, end) = inside(1, "|")?;
            return Some((words.end..words.end, self.behind(end)));
        }
        if rest.starts_with('[') {
            let (words, end) = inside(1, "]_")?;
            return Some((words.end..words.end, end));
        }
        None
    }

    /// The underscores of a reference.
    fn behind(&self, end: usize) -> usize {
        let rest = self.text.get(end..self.end).unwrap_or_default();
        end + (rest.len() - rest.trim_start_matches('_').len())
    }

    /// The title in front of a target: `text <target>`.
    fn titled(&self, words: Range<usize>) -> Range<usize> {
        let text = self.text.get(words.clone()).unwrap_or_default();
        match text.find('<').filter(|_| text.ends_with('>')) {
            Some(at) if at > 0 => {
                let title = text.get(..at).unwrap_or_default().trim_end();
                words.start..words.start + title.len()
            }
            Some(_) | None => {
                let short = text.trim_start_matches(['~', '!']);
                words.end - short.len()..words.end
            }
        }
    }

    fn asciidoc_mark(&self) -> Option<(Range<usize>, usize)> {
        let rest = self.rest();
        let at = self.at;
        let opens = at == 0
            || self.text.get(..at).is_none_or(|text| !text.ends_with(char::is_alphanumeric));
        for mark in ["``", "**", "__", "`", "*", "_", "+"] {
            if let Some(inner) = rest.strip_prefix(mark).filter(|_| opens) {
                let length = inner.find(mark).filter(|length| *length > 0)?;
                let words = at + mark.len()..at + mark.len() + length;
                return Some((words.clone(), words.end + mark.len()));
            }
        }
        if let Some(inner) = rest.strip_prefix("<<") {
            let close = inner.find(">>")?;
            let label = inner.get(..close)?.find(',').map_or(close, |comma| comma + 1);
            return Some((at + 2 + label..at + 2 + close, at + close + 4));
        }
        let macros = ["link:", "xref:", "image:", "http://", "https://", "footnote:"];
        if opens && macros.iter().any(|name| rest.starts_with(name)) {
            let open = rest.find(['[', ' ']).filter(|open| rest[*open..].starts_with('['));
            let Some(open) = open else {
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                return Some((at + length..at + length, at + length));
            };
            let close = open + rest.get(open..)?.find(']')?;
            let hidden = rest.starts_with("image:") || rest.starts_with("footnote:");
            let from = if hidden { close } else { open + 1 };
            return Some((at + from..at + close, at + close + 1));
        }
        None
    }
}

/// Length of a role with its opening mark: "`" or ":ref:`".
fn role(rest: &str) -> Option<usize> {
    if rest.starts_with('`') {
        return Some(1);
    }
    let name = rest.strip_prefix(':')?;
    let length = name.find('`')?;
    let is_name = |name: &str| {
        name.ends_with(':')
            && name.chars().all(|letter| {
                letter.is_alphanumeric() || matches!(letter, ':' | '-' | '_' | '+' | '.')
            })
    };
    name.get(..length).filter(|name| is_name(name)).map(|_| length + 2)
}
