use rust_decimal::Decimal;

use crate::{
    model::TokenKind,
    rule::{Candidate, NumberPart, When},
};

use super::{
    amount::{Amount, Form},
    reader::Reader,
    term::is_whole_text,
};

/// From here on a number may be money where the name of the unit is a mass too.
const LARGE: Decimal = Decimal::from_parts(100_000, 0, 0, false, 0);

/// How far around a number a word may stand that tells its unit, in tokens.
const REACH: usize = 12;

/// How far back the quotation may open that a mark closes, in bytes.
const QUOTED: usize = 600;

/// A unit in brackets of any kind: `20 (kg)`, `20 [kg]`, `20 {kg}`, `20 <kg>`.
pub(super) fn bracketed(reader: &Reader<'_>, at: usize, amount: &Amount) -> Option<(usize, usize)> {
    let close = match reader.word(at) {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        "<" => ">",
        _ => return None,
    };
    let (unit, end) = unit_phrase(reader, at + 1, amount)?;
    (reader.word(end) == close).then_some((unit, end + 1))
}

/// Longest unit behind a number, with the token after it.
pub(super) fn unit_phrase(
    reader: &Reader<'_>,
    at: usize,
    amount: &Amount,
) -> Option<(usize, usize)> {
    let direct = unit_at(reader, at, amount);
    // "a three-in-one tool"
    let inner = reader.tied(at + 2) && reader.id(at + 1) == reader.mark().in_;
    let counts = inner && reader.number().cardinal.contains(reader.id(at + 3));
    if direct.is_none() && reader.is_hyphen(at) && !reader.is_number(at + 1) && !counts {
        return unit_at(reader, at + 1, amount);
    }
    direct
}

/// What the phrase of a unit multiplies its number with.
pub(super) fn factor(reader: &Reader<'_>, at: usize, unit: usize) -> Decimal {
    let found = reader.units().after.longest(reader.ids(at));
    let same =
        |candidates: &Vec<Candidate>| candidates.iter().find(|one| one.unit == unit).cloned();
    found.and_then(|(_, candidates)| same(candidates)).map_or(Decimal::ONE, |one| one.factor)
}

/// A sign or code at a token that a number follows, with the number's token.
pub(super) fn prefix<'a>(reader: &Reader<'a>, at: usize) -> Option<(&'a Candidate, usize)> {
    let (length, candidates) = reader.units().before.longest(reader.ids(at))?;
    let start = at + length;
    if reader.is_hyphen(start) && !reader.glued(start + 1) {
        return None;
    }
    let candidate = candidates.iter().find(|one| {
        written(reader, at, start, one)
            && match one.when {
                When::Tight => {
                    // "S $1.2 million", but "A $5 toll"
                    let letter = reader.kind(at) != Some(TokenKind::Lower)
                        && !reader.is_part(at, NumberPart::Article);
                    letter || (at + 1..start).all(|inner| reader.glued(inner))
                }
                // A letter must not be the tail of a word, as in "the 5".
                When::Marked => {
                    let word = start > at + 1 || reader.word(at).len() > 1;
                    (word || reader.glued(start)) && (at == 0 || !reader.glued(at))
                }
                When::Alone
                | When::Large
                | When::Told
                | When::Mark
                | When::Closing
                | When::Glued
                | When::Always => true,
            }
    })?;
    Some((candidate, start))
}

fn unit_at(reader: &Reader<'_>, at: usize, amount: &Amount) -> Option<(usize, usize)> {
    let (mut length, mut candidates) = reader.units().after.longest(reader.ids(at))?;
    // The "2" of "km2" must stand against its letters: "12 ft 2 in" are no square feet.
    let apart = |inner: &usize| reader.is_number(*inner) && !reader.glued(*inner);
    if let Some(number) = (at + 1..at + length).find(apart) {
        (length, candidates) = reader.units().after.longest(reader.ids(at).take(number - at))?;
    }
    let end = at + length;
    // The unit must not be the head of a longer mark, as in "m212".
    let mark = reader.kind(at) == Some(TokenKind::Punctuation);
    // "6ft1in"
    let parts =
        reader.glued(end + 1) && reader.units().after.longest(reader.ids(end + 1)).is_some();
    let cut = reader.glued(end) && reader.is_number(end) && !mark && !parts;
    if cut || is_year(reader, at, amount) {
        return None;
    }
    let letter = reader.word(at).len() == 1 && reader.tied(end);
    // "24703 L-202"
    if letter && reader.is_number(end + 1) {
        return None;
    }
    let code = is_code(reader, at, amount);
    let candidate = candidates.iter().find(|one| {
        written(reader, at, end, one)
            && !((letter || code) && one.exact.is_some() && one.when != When::Mark)
            && holds(reader, at, end, amount, one)
    })?;
    Some((candidate.unit, end))
}

/// A number of four digits before a capitalised word is a year ("the 1984 Yard").
fn is_year(reader: &Reader<'_>, at: usize, amount: &Amount) -> bool {
    let (first, last, _) = reader.number().years;
    amount.tokens.len() == 1
        && amount.form == Form::Digits
        && reader.kind(at) == Some(TokenKind::Capitalized)
        && reader.word(amount.tokens.start).len() == 4
        && reader
            .word(amount.tokens.start)
            .parse::<u32>()
            .is_ok_and(|year| (first..last).contains(&year))
}

/// Whether letters stand against both ends of a number: "SCP-173C", "Boeing 777F".
fn is_code(reader: &Reader<'_>, at: usize, amount: &Amount) -> bool {
    let start = amount.tokens.start;
    if start == 0 || !reader.glued(at) || amount.form != Form::Digits {
        return false;
    }
    let upper = matches!(reader.kind(at), Some(TokenKind::Capitalized | TokenKind::Upper));
    let before = start - 1;
    let named = reader.kind(before) == Some(TokenKind::Capitalized) && before > 0 && upper;
    // "scp2-173m"
    let named_number =
        |at: usize| reader.is_number(at) && reader.glued(at) && at > 0 && reader.is_word(at - 1);
    let tied = reader.is_hyphen(before)
        && reader.glued(before)
        && before > 0
        && (reader.is_word(before - 1) || named_number(before - 1));
    // A sign of minus belongs to the number.
    let minus = reader.is_hyphen(start)
        && reader.glued(start)
        && matches!(reader.kind(before), Some(kind) if kind.is_word() || kind == TokenKind::Number);
    // "6ft1in"
    let part = reader.is_word(before)
        && reader.glued(before)
        && before > 0
        && reader.is_number(before - 1);
    reader.glued(start) && (reader.is_word(before) && !part || tied) || minus || named
}

/// Whether a phrase stands in the case that its candidate asks for.
fn written(reader: &Reader<'_>, at: usize, end: usize, candidate: &Candidate) -> bool {
    candidate.exact.as_deref().is_none_or(|exact| {
        let mut rest = exact;
        let spelled = (at..end).all(|inner| match rest.strip_prefix(reader.word(inner)) {
            Some(after) => {
                rest = after;
                true
            }
            None => false,
        });
        spelled && rest.is_empty()
    })
}

fn holds(
    reader: &Reader<'_>,
    at: usize,
    end: usize,
    amount: &Amount,
    candidate: &Candidate,
) -> bool {
    match candidate.when {
        When::Always => true,
        When::Alone => is_whole_text(reader, amount.tokens.start..end),
        // "24C", but "the 13F filing"
        When::Glued => {
            let named = &reader.number().no_claim.after;
            reader.glued(at) && named.longest(reader.ids(at)).is_none_or(|(length, _)| length < 2)
        }
        When::Large => {
            // "a twenty-pound bag", "20 pounds of rice"
            let mass = at > 0 && reader.is_hyphen(at - 1) || reader.is_part(end, NumberPart::Of);
            amount.high >= LARGE || !mass && among(reader, candidate.unit, amount.tokens.start, end)
        }
        When::Told => {
            let mark = !reader.is_word(at);
            let tall = reader.number().measure.contains(reader.id(end));
            let stands = !mark || reader.glued(at) && !tall && !closes_quotation(reader, at);
            stands && among(reader, candidate.unit, amount.tokens.start, end)
        }
        When::Mark => {
            // `5"`, `10 " long`
            let tall = reader.number().measure.contains(reader.id(end));
            (reader.glued(at) || tall) && !closes_quotation(reader, at)
        }
        When::Closing => {
            let next = reader.id(end);
            amount.form != Form::Article
                && (!reader.is_word(end) && !reader.is_number(end)
                    || reader.number().measure.contains(next)
                    || reader.rules.hedge.after.longest(reader.ids(end)).is_some())
        }
        When::Marked | When::Tight => false,
    }
}

/// Whether words near a letter that also scales say that it is a unit: "a temperature of 300 K".
pub(super) fn is_told(reader: &Reader<'_>, at: usize, amount: &Amount) -> bool {
    let counts =
        reader.is_word(at + 1) && reader.rules.number.noun.role(reader.id(at + 1)).is_none();
    let letter = reader.kind(at) != Some(TokenKind::Lower) && reader.word(at).len() == 1;
    let found = reader.units().after.longest(reader.ids(at).take(1));
    letter
        && !counts
        && found.is_some_and(|(_, candidates)| {
            let large = |one: &&Candidate| one.when == When::Large;
            candidates
                .iter()
                .filter(large)
                .any(|one| among(reader, one.unit, amount.tokens.start, at + 1))
        })
}

fn among(reader: &Reader<'_>, unit: usize, start: usize, end: usize) -> bool {
    let Some(unit) = reader.units().unit(unit) else { return false };
    reader.ids_before(start).take(REACH).any(|word| unit.among.contains(word))
        || reader.ids(end).take(REACH / 2).any(|word| unit.among.contains(word))
}

/// Whether a quotation mark closes one that opened in the same paragraph, not far before.
fn closes_quotation(reader: &Reader<'_>, at: usize) -> bool {
    let Some(token) = reader.token(at) else { return true };
    let end = token.span.start as usize;
    let mut start = end.saturating_sub(QUOTED);
    while !reader.text.is_char_boundary(start) {
        start += 1;
    }
    let before = reader.text.get(start..end).unwrap_or("");
    let before = before.rsplit('\n').next().unwrap_or("");
    let mut last = ' ';
    let mut open = false;
    for letter in before.chars() {
        let free = !last.is_alphanumeric();
        match letter {
            '"' if !last.is_ascii_digit() => open = !open,
            '\u{201c}' | '\u{2018}' => open = true,
            '`' | '\'' if free => open = true,
            '\u{201d}' if !last.is_ascii_digit() => open = false,
            _ => {}
        }
        last = letter;
    }
    open
}
