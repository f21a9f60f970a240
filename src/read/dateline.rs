use jiff::civil::Date;

use crate::model::{FieldOrigin, Published, Span};

use super::date::{Stamp, leading, parse};

/// Lines that are no blank in which a dateline is looked for.
const LINES: usize = 10;
/// Of these, lines that may consist of a date alone.
const DATE_LINES: usize = 5;
/// Bytes of a line in which a dateline starts and ends.
const WIDTH: usize = 160;
const PLACE_WORDS: usize = 6;

/// A publication date in the text's first lines, and what of it is no prose.
pub(super) fn find(text: &str, from: usize) -> Option<(Published, Option<Span>)> {
    if let Some((date, span)) = date_word(text, from) {
        return Some((Published::on(date, FieldOrigin::DateLine), Some(span)));
    }
    let mut at = from;
    let lines = text.get(from..)?.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        (start, line)
    });
    let lines = lines.filter(|(_, line)| !line.trim().is_empty()).take(LINES).enumerate();
    for (count, (start, line)) in lines {
        // Every date has a digit, and most first lines have none.
        if !line.bytes().take(WIDTH).any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        if count < DATE_LINES
            && line.len() <= WIDTH
            && let Some(Stamp { date, time, zone }) = parse(line)
            // A line that says more, such as who posted it, is left to the split.
            && leading(line.trim()).is_some()
            && !line.trim().bytes().all(|byte| byte.is_ascii_digit())
        {
            let start = start + (line.len() - line.trim_start().len());
            let span = Span::new(start, start + line.trim().len());
            let origin = FieldOrigin::DateLine;
            return Some((Published { date, time, zone, origin }, Some(span)));
        }
        if let Some(date) = dateline(line) {
            return Some((Published::on(date, FieldOrigin::Dateline), None));
        }
    }
    None
}

/// "date 2025-04-11" before anything else.
fn date_word(text: &str, from: usize) -> Option<(Date, Span)> {
    let text = text.get(from..)?;
    let start = text.len() - text.trim_start().len();
    let word = text.get(start..start + 4)?;
    if !word.eq_ignore_ascii_case("date") {
        return None;
    }
    let after = text.get(start + 4..)?;
    let value = after.strip_prefix(':').unwrap_or(after).trim_start();
    if value.len() == after.len() {
        return None;
    }
    let (date, width) = leading(value)?;
    let end = text.len() - value.len() + width;
    Some((date, Span::new(from + start, from + end)))
}

/// "LONDON, April 11, 2025 (Reuters) - ", "March 5, 2024 — ".
fn dateline(line: &str) -> Option<Date> {
    let line = line.trim_start();
    let head = line.get(..line.floor_char_boundary(WIDTH)).unwrap_or(line);
    let mut inside = false;
    for (at, letter) in head.char_indices() {
        let starts = letter.is_alphanumeric() && !inside;
        inside = letter.is_alphanumeric();
        if starts && let Some((date, width)) = head.get(at..).and_then(leading) {
            let (before, after) = (head.get(..at)?, head.get(at + width..)?);
            return (is_place(before) && has_dash(after)).then_some(date);
        }
    }
    None
}

/// Nothing, or a few capitalised words with a comma, bracket or dash after them.
fn is_place(before: &str) -> bool {
    let before = before.trim_end();
    let Some(place) = before.strip_suffix([',', '(', '-', '–', '—', '/', '|']) else {
        return before.is_empty();
    };
    let mut words = 0;
    let capital = |word: &str| {
        word.chars().find(|letter| letter.is_alphanumeric()).is_none_or(char::is_uppercase)
    };
    place.split_whitespace().all(|word| {
        words += 1;
        capital(word)
    }) && words <= PLACE_WORDS
}

/// An agency in brackets or between slashes, if any, then a dash.
fn has_dash(after: &str) -> bool {
    let rest = after.trim_start().trim_start_matches([')', ',', '.']).trim_start();
    let closing = match rest.chars().next() {
        Some('(') => Some(')'),
        Some('/') => Some('/'),
        _ => None,
    };
    let rest = match closing {
        Some(closing) => rest.get(1..).and_then(|inner| inner.split_once(closing)),
        None => Some(("", rest)),
    };
    let Some((_, rest)) = rest else { return false };
    let dash = rest.trim_start();
    let hyphen = dash.strip_prefix('-').is_some_and(|next| {
        dash.len() < rest.len() || next.starts_with(|c: char| c == '-' || c.is_whitespace())
    });
    hyphen || dash.starts_with(['–', '—', '―'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_datelines() {
        let cases = [
            ("LONDON, April 11, 2025 (Reuters) - Talks began.", true),
            ("April 11, 2025 — Talks began.", true),
            ("NEW YORK, April 11, 2025 /PRNewswire/ -- Talks began.", true),
            ("ST. PETERSBURG, Russia (April 11, 2025) – Talks began.", true),
            ("JAKARTA (ANTARA) - April 11, 2025 - Talks began.", true),
            ("LONDON, Friday, April 11, 2025 (Reuters) - Talks began.", true),
            ("On April 11, 2025 — a Friday — talks began.", false),
            ("Talks began on the day named, April 11, 2025 - at last.", false),
            ("April 11, 2025 was a Friday.", false),
            ("April 11, 2025-style talks", false),
        ];
        for (line, is_dateline) in cases {
            assert_eq!(dateline(line).is_some(), is_dateline, "{line}");
        }
    }
}
