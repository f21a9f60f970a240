use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::model::{Evidence, Span, Verdict};

/// Content of one cell, by type: what a document says never reaches a number column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Empty,
    /// Text of any origin.
    Text(String),
    Quote(Quote),
    /// A URL, or a path with its line.
    Link(String),
    Verdict(Verdict),
    Number(Decimal),
    Whole(usize),
    Date(Date),
    Flag(bool),
}

/// `[source] “sentence”` on one line; it starts with a label of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    pub(super) before: String,
    /// The words that were compared.
    pub(super) value: String,
    pub(super) after: String,
}

impl Quote {
    pub(super) fn whole(&self) -> String {
        [self.before.as_str(), &self.value, &self.after].concat()
    }
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    pub(super) fn optional_text(text: Option<&str>) -> Cell {
        text.map_or(Cell::Empty, Cell::text)
    }

    pub(super) fn number(number: Option<Decimal>) -> Cell {
        number.map_or(Cell::Empty, Cell::Number)
    }

    pub(super) fn date(date: Option<Date>) -> Cell {
        date.map_or(Cell::Empty, Cell::Date)
    }
}

/// Letters of the sentence shown before and after the value.
const CONTEXT: usize = 160;
/// Letters of a sentence shown in all.
const QUOTE: usize = 500;
/// UTF-16 units in a cell; spreadsheets take 32 767 and lose the rest without a word.
const CELL: usize = 32_000;

/// `[source] “sentence”`, cut around the value where it is long.
pub(super) fn quote(claim: &Evidence) -> Cell {
    quoted(&claim.source, parts(claim))
}

/// The same for a value that is no claim.
pub(super) fn sentence(source: &str, sentence: Span, value: Span, text: &str) -> Cell {
    let before = Span { start: sentence.start, end: value.start };
    let after = Span { start: value.end, end: sentence.end };
    quoted(source, (before.of(text), value.of(text), after.of(text)))
}

/// The sentence of a claim before, under and after the value, cut as in a cell.
pub(super) fn around(claim: &Evidence) -> [String; 3] {
    cropped(parts(claim))
}

fn quoted(source: &str, parts: (&str, &str, &str)) -> Cell {
    let [before, value, after] = cropped(parts);
    let value = if before.is_empty() { value.trim_start() } else { &value };
    let value = if after.is_empty() { value.trim_end() } else { value };
    Cell::Quote(Quote {
        before: format!("[{}] “{}", single_line(source), flat(before.trim_start())),
        value: flat(value),
        after: format!("{}”", flat(after.trim_end())),
    })
}

fn cropped((before, value, after): (&str, &str, &str)) -> [String; 3] {
    let (before, cut_before) = last(before, CONTEXT);
    let (value, cut_value) = first(value, QUOTE - 2 * CONTEXT);
    let (after, cut_after) = if cut_value { ("", true) } else { first(after, CONTEXT) };
    let open = if cut_before { "…" } else { "" };
    let close = if cut_value || cut_after { "…" } else { "" };
    let before = if cut_before { before.trim_start() } else { before };
    let after = if close.is_empty() { after } else { after.trim_end() };
    [format!("{open}{before}"), value.to_owned(), format!("{after}{close}")]
}

/// The sentence before, under and after the value. A claim about a name may point at the name; then
/// the value's words are looked for.
pub(super) fn parts(claim: &Evidence) -> (&str, &str, &str) {
    let quote = claim.quote.as_str();
    let inside = |offset: u32| offset.checked_sub(claim.sentence.start);
    let by_span = match (inside(claim.span.start), inside(claim.span.end)) {
        (Some(start), Some(end)) => Some(Span { start, end }),
        _ => None,
    };
    let by_words = || {
        let at = quote.to_ascii_lowercase().find(&claim.value.to_ascii_lowercase())?;
        Some(Span::new(at, at + claim.value.len()))
    };
    let split = |span: Span| {
        let (head, after) = quote.split_at_checked(span.end as usize)?;
        let (before, value) = head.split_at_checked(span.start as usize)?;
        Some((before, value, after))
    };
    let by_span = by_span.and_then(split);
    let is_value = |words: &str| words.split_whitespace().eq(claim.value.split_whitespace());
    by_span
        .filter(|(_, words, _)| is_value(words))
        .or_else(|| by_words().and_then(split))
        .or(by_span)
        .unwrap_or(("", "", quote))
}

/// First `limit` letters, and whether there were more.
fn first(text: &str, limit: usize) -> (&str, bool) {
    match text.char_indices().nth(limit) {
        Some((cut, _)) => (text.get(..cut).unwrap_or(text), true),
        None => (text, false),
    }
}

/// Last `limit` letters, and whether there were more.
fn last(text: &str, limit: usize) -> (&str, bool) {
    if limit == 0 {
        return ("", !text.is_empty());
    }
    match text.char_indices().rev().nth(limit - 1) {
        Some((cut, _)) if cut > 0 => (text.get(cut..).unwrap_or(text), true),
        _ => (text, false),
    }
}

/// Text for a cell: one line, nothing invisible, and no formula.
pub fn safe(text: &str) -> String {
    let line = single_line(text);
    if starts_formula(text) { format!("“{line}”") } else { line }
}

/// Whether a spreadsheet may take the text for a formula, now or after saving it again.
pub fn starts_formula(text: &str) -> bool {
    let ignored = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
    };
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(ignored)
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Line breaks and tabs become a space, paragraph breaks ` ¶ `; the rest as [`visible`].
pub(super) fn single_line(text: &str) -> String {
    flat(text.trim_matches(['\n', '\r', '\t']))
}

/// The same for a part of a line.
pub(super) fn flat(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if !is_break(letter) {
            push_visible(&mut line, letter);
            continue;
        }
        let mut breaks = rank(letter);
        let mut previous = letter;
        while let Some(next) = letters.next_if(|next| next.is_whitespace()) {
            if !(previous == '\r' && next == '\n') && is_break(next) {
                breaks += rank(next);
            }
            previous = next;
        }
        line.push_str(if breaks > 1 { " ¶ " } else { " " });
    }
    line
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// How far a letter is from ending a paragraph: two lines do, a tab never does.
fn rank(letter: char) -> usize {
    match letter {
        '\t' => 0,
        '\u{2029}' => 2,
        _ => 1,
    }
}

/// The text with control characters shown: C0 and C1 as U+FFFD, bidirectional ones as `<U+202E>`.
/// Line breaks stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    let shown = |letter: char| letter == '\n' || !is_hidden(letter);
    if text.chars().all(shown) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => line.push(letter),
            '\t' => line.push(' '),
            _ => push_visible(&mut line, letter),
        }
    }
    Cow::Owned(line)
}

/// Whether a letter is not seen but acts.
pub(super) fn is_hidden(letter: char) -> bool {
    letter.is_control() || is_bidi(letter)
}

fn push_visible(line: &mut String, letter: char) {
    if is_bidi(letter) {
        line.push_str(&format!("<U+{:04X}>", u32::from(letter)));
    } else if letter.is_control() {
        line.push(char::REPLACEMENT_CHARACTER);
    } else {
        line.push(letter);
    }
}

fn is_bidi(letter: char) -> bool {
    matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Cuts text that is too long for a cell and says so; `None` where it fits.
pub fn cut(text: &str) -> Option<String> {
    if text.len() <= CELL {
        return None;
    }
    let units: usize = text.chars().map(char::len_utf16).sum();
    if units <= CELL {
        return None;
    }
    let room = CELL - 64;
    let mut used = 0;
    let mut kept = String::new();
    let mut letters = text.chars();
    for letter in letters.by_ref() {
        used += letter.len_utf16();
        if used > room {
            break;
        }
        kept.push(letter);
    }
    let more = letters.count() + 1;
    Some(format!("{kept}… [cut, {more} more; see findings.jsonl]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_shown_and_never_a_formula() {
        let cases = [
            ("plain words", "plain words"),
            ("=1+1", "“=1+1”"),
            ("  =1+1", "“  =1+1”"),
            ("\u{a0}@SUM(A1)", "“\u{a0}@SUM(A1)”"),
            ("\u{feff}=1", "“\u{feff}=1”"),
            ("+49 30", "“+49 30”"),
            ("-5", "“-5”"),
            ("＝1+1", "“＝1+1”"),
            ("＠x", "“＠x”"),
            ("\tx", "“x”"),
            ("\r\nx", "“x”"),
            ("\n=x", "“=x”"),
            ("a=1", "a=1"),
            ("one\ntwo", "one two"),
            ("one\r\ntwo", "one two"),
            ("one\ttwo", "one two"),
            ("one\n\ntwo", "one ¶ two"),
            ("one\r\n \r\ntwo", "one ¶ two"),
            ("one\u{2029}two", "one ¶ two"),
            ("one\n   two", "one two"),
            ("nul\0 bell\u{7} c1\u{9b}", "nul\u{fffd} bell\u{fffd} c1\u{fffd}"),
            ("\u{202e}=1+1", "<U+202E>=1+1"),
            ("a\u{61c}b\u{2069}", "a<U+061C>b<U+2069>"),
            ("“quoted”", "“quoted”"),
        ];
        for (raw, shown) in cases {
            assert_eq!(safe(raw), shown, "{raw:?}");
        }
    }

    #[test]
    fn a_cell_is_cut_by_utf16_units_and_says_how_much() {
        assert_eq!(cut(&"x".repeat(32_000)), None);
        assert_eq!(cut(&"é".repeat(32_000)), None);
        for (text, total) in [("x".repeat(40_000), 40_000), ("😀".repeat(33_000), 33_000)] {
            let cut = cut(&text).unwrap_or_default();
            assert!(cut.encode_utf16().count() <= CELL);
            let kept = cut.chars().position(|letter| letter == '…').unwrap_or(0);
            let note = format!("… [cut, {} more; see findings.jsonl]", total - kept);
            assert!(cut.ends_with(&note), "{note}");
        }
    }

    #[test]
    fn terminal_text_keeps_its_lines() {
        assert_eq!(visible("a\nb"), "a\nb");
        assert_eq!(visible("\u{1b}[31mred\r\n"), "\u{fffd}[31mred\u{fffd}\n");
    }
}
