use rust_decimal::Decimal;

use crate::model::TokenKind;

use super::{
    amount::{Amount, Form},
    digits, noun,
    reader::Reader,
    unit::unit_phrase,
};

/// Longest run of digits and letters that is read as one number, in tokens.
const LONGEST: usize = 8;

/// Digits among which letters stand for some, as a scan or a slip leaves them: "1O0,000", "O.5
/// percent", "l2 people". It is read only where something around it says that it is a number.
pub(super) fn read(reader: &Reader<'_>, at: usize) -> Option<(Decimal, Decimal, usize)> {
    if !is_mixed(reader, at) {
        return None;
    }
    let before = at.checked_sub(1).filter(|_| reader.glued(at));
    let marked = before.is_some_and(|at| reader.kind(at) == Some(TokenKind::Symbol));
    if before.is_some_and(|at| !marked && reader.id(at) != reader.mark().open) {
        return None;
    }
    let (text, end) = run(reader, at)?;
    let (value, step) = digits::parse(&text)?;
    let padded = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    if padded || reader.is_word(end) && reader.glued(end) {
        return None;
    }
    let amount = Amount::point(at..end, value, step, Form::Digits);
    let unit = unit_phrase(reader, end, &amount).and_then(|(unit, _)| reader.units().unit(unit));
    let scaled = reader.number().scale.contains(reader.id(end));
    // "the I2 offices", "I5 miles away" are names.
    let named = reader.word(at).starts_with('I');
    let told = match unit {
        Some(unit) => !named || unit.is_share(),
        None => scaled || !named && noun::plural(reader, end).is_some(),
    };
    (marked || told || text.contains(',') && !named).then_some((value, step, end))
}

/// A cheap test that turns most numbers and all words away.
fn is_mixed(reader: &Reader<'_>, at: usize) -> bool {
    if !reader.glued(at + 1) {
        return false;
    }
    let comma = reader.id(at + 1) == reader.mark().comma && reader.glued(at + 2);
    let next = if comma { at + 2 } else { at + 1 };
    let alike = |letter| reader.number().lookalike.iter().any(|(known, _)| *known == letter);
    !reader.is_number(at) || reader.word(next).chars().next().is_some_and(alike)
}

/// The run with digits alone, and the token behind it.
fn run(reader: &Reader<'_>, at: usize) -> Option<(String, usize)> {
    let mark = reader.mark();
    let mut text = String::new();
    let (mut digits, mut letters) = (false, "");
    let mut end = at;
    while end < at + LONGEST && (end == at || reader.glued(end)) {
        let word = reader.word(end);
        let next = end + 1;
        let separates = reader.id(end) == mark.comma || reader.id(end) == mark.stop;
        if reader.is_number(end) {
            digits = true;
            text.push_str(word);
        } else if reader.is_word(end) {
            let Some(meant) = meant(reader, word) else { break };
            letters = word;
            text.push_str(&meant);
        } else if separates
            && end > at
            && reader.glued(next)
            && (reader.is_number(next) || meant(reader, reader.word(next)).is_some())
        {
            text.push_str(word);
        } else {
            break;
        }
        end = next;
    }
    // "5l" are litres.
    let litres = reader.word(end.checked_sub(1)?) == "l";
    (digits && !letters.is_empty() && !litres).then_some((text, end))
}

/// The digits that the letters of a short word look like.
fn meant(reader: &Reader<'_>, word: &str) -> Option<String> {
    let like = |letter| reader.number().lookalike.iter().find(|(known, _)| *known == letter);
    let letters = word.strip_suffix('.').unwrap_or(word);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut text: String =
        letters.chars().map(|letter| Some(like(letter)?.1)).collect::<Option<_>>()?;
    text.push_str(word.get(letters.len()..)?);
    Some(text)
}
