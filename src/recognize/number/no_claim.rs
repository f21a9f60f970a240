use crate::{model::TokenKind, rule::NumberPart};

use super::{amount::Form, noun, reader::Reader, term::Term};

/// Why "one of the homes" is no claim, though it counts.
const ONE_OF: &str = "one of several";

/// Says why a bare number claims nothing, if so. What only names has nothing that it counts.
pub(super) fn mark(reader: &Reader<'_>, term: &mut Term, hedged: bool) {
    if term.no_claim.is_some() {
        term.noun = None;
        return;
    }
    term.no_claim = reason(reader, term, hedged);
    if term.no_claim.is_some_and(|reason| reason != ONE_OF) {
        term.noun = None;
    }
}

fn reason(reader: &Reader<'_>, term: &Term, hedged: bool) -> Option<&'static str> {
    if term.unit.is_some() || term.ordinal {
        return None;
    }
    let rules = &reader.number().no_claim;
    let (start, end) = (term.amount.tokens.start, term.amount.tokens.end);
    let phrase =
        |at: usize| rules.phrase.longest(reader.ids(at)).filter(|(length, _)| at + length > start);
    if let Some((_, reason)) = phrase(start).or_else(|| phrase(start.checked_sub(1)?)) {
        return Some(reason);
    }
    if score(reader, term) {
        return Some("score");
    }
    if let Some(reason) = rules.named.get(reader.id(start)) {
        return Some(reason);
    }
    // "a blood pressure of 120/80"
    let under = reader.word(start).split_once('/').map_or(0, |(_, under)| under.len());
    if under > 1 && term.amount.low > rust_decimal::Decimal::ONE {
        return Some("ratio");
    }
    if term.amount.form == Form::Digits {
        if let Some(reason) = model(reader, start, end) {
            return Some(reason);
        }
        if let Some((_, reason)) = rules.after.longest(reader.ids(end)) {
            return Some(reason);
        }
        if let Some(reason) = street(reader, end) {
            return Some(reason);
        }
        if spaced_model(reader, start) {
            return Some("model name");
        }
        if listed(reader, start, end) {
            return Some("list number");
        }
        if numbered(reader, start, end) {
            return Some("number in brackets");
        }
    }
    // "the Kick Six win", "the Big Ten": behind an article a capital in both words makes a name.
    let capital = |at: usize| reader.kind(at) == Some(TokenKind::Capitalized);
    let titled = term.amount.form == Form::Words
        && end == start + 1
        && start > 2
        && capital(start)
        && capital(start - 1)
        && reader.is_part(start - 2, NumberPart::The)
        && reader.kind(start - 2) == Some(TokenKind::Lower)
        || is_group(reader, start, end);
    if titled {
        return Some("model name");
    }
    // "a turbo-four"
    let behind = start > 1 && reader.tied(start - 1) && reader.is_word(start - 2);
    if term.amount.form == Form::Words && behind && !digits_word(reader, start - 2) {
        return Some("model name");
    }
    if let Some((_, reason)) = rules.tied.longest(reader.ids(end)) {
        return Some(reason);
    }
    let named = rules.before.longest(reader.ids_before(start));
    if let Some((length, reason)) = named {
        let plural = term.noun.as_ref().is_some_and(|noun| noun::is_plural(reader, noun));
        // "in the second week 40 homes burned": a number with a noun of its own counts.
        let lower = reader.kind(start - length) == Some(TokenKind::Lower);
        let counts = plural && (lower || term.amount.form != Form::Digits);
        if !hedged && !counts {
            return Some(reason);
        }
    }
    if term.amount.form == Form::Digits && !hedged && name(reader, term) {
        return Some("model name");
    }
    pronoun(reader, term)
}

/// "123 Random Street" in a headline, where every word has a capital.
fn street(reader: &Reader<'_>, at: usize) -> Option<&'static str> {
    let capital = |at: usize| reader.kind(at) == Some(TokenKind::Capitalized);
    let behind = (1..3).take_while(|skip| capital(at + skip - 1) && capital(at + skip));
    let mut reasons = behind.filter_map(|skip| {
        let (_, reason) = reader.number().no_claim.after.longest(reader.ids(at + skip))?;
        Some(*reason)
    });
    reasons.find(|reason| *reason == "address")
}

/// "Planet 9", "Watch 5": digits behind a name, with nothing that they count.
fn name(reader: &Reader<'_>, term: &Term) -> bool {
    let start = term.amount.tokens.start;
    let named = start > 1
        && matches!(reader.kind(start - 1), Some(TokenKind::Capitalized | TokenKind::Upper))
        && reader.rules.number.noun.role(reader.id(start - 1)).is_none()
        && !reader.number().month.contains(reader.id(start - 1));
    let plural = term.noun.as_ref().is_some_and(|noun| noun::is_plural(reader, noun));
    named && !plural && term.change.is_none()
}

/// Farthest from a pair of numbers that a word tells that it is a vote.
const VOTE: usize = 8;

/// "won 2-1", "a 9-2 lead": a pair of numbers tied by a hyphen that is no range.
fn score(reader: &Reader<'_>, term: &Term) -> bool {
    let (start, end) = (term.amount.tokens.start, term.amount.tokens.end);
    let digits = |at: usize| reader.is_number(at) && reader.word(at).len() < 4;
    let left = start > 1 && reader.tied(start - 1) && digits(start - 2);
    let right = reader.tied(end) && digits(end + 1);
    // "voted 52-48": the first number counts who was for it.
    let near = start.saturating_sub(VOTE)..end + VOTE;
    let vote = |at: usize| reader.number().no_claim.vote.contains(reader.id(at));
    if right && !left && near.into_iter().any(vote) {
        return false;
    }
    if term.amount.tokens.len() == 1 && digits(start) && (left || right) {
        return true;
    }
    let pair = term.amount.low != term.amount.high && reader.tied(start + 1) && digits(start);
    let around = start.saturating_sub(6)..end + 3;
    pair && term.noun.as_ref().is_none_or(|noun| !noun::is_plural(reader, noun))
        && around.into_iter().any(|at| reader.number().no_claim.score.contains(reader.id(at)))
}

/// "F-150", "AK-47", "B52", "787-9": digits tied to letters.
fn model(reader: &Reader<'_>, start: usize, end: usize) -> Option<&'static str> {
    if start > 0 && reader.glued(start) {
        let before = reader.kind(start - 1);
        if before.is_some_and(TokenKind::is_word) {
            return Some("model name");
        }
        let stop = reader.id(start - 1) == reader.mark().stop && reader.glued(start - 1);
        if stop && start > 1 && reader.is_word(start - 2) {
            return Some("model name");
        }
        let tied = start > 1 && reader.is_hyphen(start - 1) && reader.glued(start - 1);
        // "ISO 3888-2"
        let upper =
            |at: usize| matches!(reader.kind(at), Some(TokenKind::Upper | TokenKind::Capitalized));
        if tied && start > 2 && reader.is_number(start - 2) && upper(start - 3) {
            return Some("model name");
        }
        if tied && matches!(reader.kind(start - 2), Some(TokenKind::Upper | TokenKind::Capitalized))
        {
            return Some("model name");
        }
    }
    // "737s" count, "330e" and "5G" name, and "28and" is a slip.
    let short = reader.word(end).len() < 3
        && reader.number().noun.role(reader.id(end)).is_none()
        && reader.id(end) != reader.mark().x;
    let letters = reader.is_word(end)
        && reader.glued(end)
        && (short || reader.kind(end) != Some(TokenKind::Lower));
    letters.then_some("model name")
}

/// "the Group of Seven"
fn is_group(reader: &Reader<'_>, start: usize, end: usize) -> bool {
    let capital = |at: usize| reader.kind(at) == Some(TokenKind::Capitalized);
    start > 2
        && capital(start)
        && reader.kind(end) != Some(TokenKind::Capitalized)
        && reader.is_part(start - 1, NumberPart::Of)
        && capital(start - 2)
        && reader.is_part(start - 3, NumberPart::The)
}

/// "flew a DC - 3 there", in text whose hyphens are set apart; "NEW YORK - 3 people" opens a story.
fn spaced_model(reader: &Reader<'_>, start: usize) -> bool {
    start > 2
        && reader.is_hyphen(start - 1)
        && !reader.glued(start)
        && !reader.glued(start - 1)
        && reader.kind(start - 2) == Some(TokenKind::Upper)
        && reader.kind(start - 3) == Some(TokenKind::Lower)
        && !reader.number().noun.is_acronym(reader.id(start - 2))
}

/// "(1)", "1)", "1." at the head of a sentence, "(1/2)".
fn listed(reader: &Reader<'_>, start: usize, end: usize) -> bool {
    let mark = reader.mark();
    let close = reader.id(end) == mark.close;
    let open = start > 0 && reader.id(start - 1) == mark.open;
    let slash = reader.word(start).contains('/');
    (start == 0 && (close || (reader.id(end) == mark.stop && end + 1 < reader.len())))
        || (start == 1 && open && close)
        || (open && close && slash)
}

/// Whether a word is part of a number itself.
fn digits_word(reader: &Reader<'_>, at: usize) -> bool {
    let (id, rules) = (reader.id(at), reader.number());
    rules.cardinal.contains(id)
        || rules.scale.contains(id)
        || rules.to.contains(id)
        || reader.part(at).is_some()
}

/// "Ann Lee (4) runs", "the second (2) and third": a small number alone in brackets.
fn numbered(reader: &Reader<'_>, start: usize, end: usize) -> bool {
    let mark = reader.mark();
    let bracket = start > 1
        && reader.id(start - 1) == mark.open
        && reader.id(end) == mark.close
        && end == start + 1;
    bracket
        && reader.word(start).len() < 3
        && (reader.kind(start - 2) != Some(TokenKind::Lower)
            || reader.is_part(start - 2, NumberPart::And))
}

/// "no one knows", "one can see", and "one of the homes"; a text of this word alone is a number.
fn pronoun(reader: &Reader<'_>, term: &Term) -> Option<&'static str> {
    let one = term.amount.form == Form::Words
        && term.amount.tokens.len() == 1
        && term.amount.high == rust_decimal::Decimal::ONE
        && term.amount.tokens.len() < reader.len();
    if !one {
        return None;
    }
    let of = reader.is_part(term.amount.tokens.end, NumberPart::Of);
    if term.noun.is_none() { Some("pronoun") } else { of.then_some(ONE_OF) }
}
