use crate::{model::TokenKind, rule::NumberPart};

use super::{amount::Form, noun, reader::Reader, term::Term};

/// Says why a bare number claims nothing, if so.
pub(super) fn reason(reader: &Reader<'_>, term: &Term, hedged: bool) -> Option<&'static str> {
    if term.unit.is_some() || term.ordinal {
        return None;
    }
    let rules = &reader.number().no_claim;
    let (start, end) = (term.amount.tokens.start, term.amount.tokens.end);
    if score(reader, term) {
        return Some("score");
    }
    if term.amount.form == Form::Digits {
        if let Some(reason) = model(reader, start, end) {
            return Some(reason);
        }
        if let Some((_, reason)) = rules.after.longest(reader.ids(end)) {
            return Some(reason);
        }
        if listed(reader, start, end) {
            return Some("list number");
        }
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

/// "won 2-1", "a 9-2 lead": a pair of numbers tied by a hyphen that is no range.
fn score(reader: &Reader<'_>, term: &Term) -> bool {
    let (start, end) = (term.amount.tokens.start, term.amount.tokens.end);
    let digits = |at: usize| reader.is_number(at) && reader.word(at).len() < 4;
    let left = start > 1 && reader.tied(start - 1) && digits(start - 2);
    let right = reader.tied(end) && digits(end + 1);
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
        let tied = start > 1 && reader.is_hyphen(start - 1) && reader.glued(start - 1);
        if tied && matches!(reader.kind(start - 2), Some(TokenKind::Upper | TokenKind::Capitalized))
        {
            return Some("model name");
        }
    }
    let letters =
        reader.is_word(end) && reader.glued(end) && reader.kind(end) != Some(TokenKind::Lower);
    letters.then_some("model name")
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

/// "one of the", "no one knows", "one can see".
fn pronoun(reader: &Reader<'_>, term: &Term) -> Option<&'static str> {
    let one = term.amount.form == Form::Words
        && term.amount.tokens.len() == 1
        && term.amount.high == rust_decimal::Decimal::ONE;
    let of = reader.is_part(term.amount.tokens.end, NumberPart::Of);
    (one && (of || term.noun.is_none())).then_some("pronoun")
}
