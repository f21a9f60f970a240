use crate::{
    model::Noun,
    rule::{NounRole, NumberPart, Unit, UnitKind},
    value::Qualifier,
};

use super::{amount::Form, change, join::connector, noun, reader::Reader, term::Term};

/// How far back the number stands whose noun is left out, in tokens.
const REACH: usize = 30;

/// How many numbers back.
const NUMBERS: usize = 6;

/// Fills in what a number leaves out because one before it has said it: the noun in "435 homes by sale
/// and 187 by tender", the unit in "rose 64 points to 4,577", the change in "lost 190 points, or 0.6%".
pub(super) fn fill(reader: &Reader<'_>, terms: &mut [Term]) {
    for at in 1..terms.len() {
        let (head, tail) = terms.split_at_mut(at);
        let (Some(left), Some(right)) = (head.last(), tail.first_mut()) else { continue };
        if measured_again(reader, left, right) {
            let noun = right.noun.clone();
            if let Some(left) = head.last_mut() {
                left.unit = right.unit;
                left.noun = noun;
            }
            continue;
        }
        if named_on(reader, left, right) {
            right.no_claim = left.no_claim;
        } else if again(reader, left, right) {
            right.change = left.change;
        } else if level(reader, left, right) {
            right.unit = left.unit;
            right.noun.clone_from(&left.noun);
        } else if let Some(found) = level_of(reader, head, right) {
            right.noun = Some(found);
        } else if superlative(reader, left, right) {
            right.unit = left.unit;
        } else if left.is_bare() && left.noun.is_none() && between(reader, left, right) {
            // "eight million 250ml bottles"
            let noun = noun::plural(reader, right.tokens.end);
            if let Some(left) = head.last_mut() {
                left.noun = noun;
            }
        } else if right.is_bare() && right.noun.is_none() && elliptic(reader, right) {
            let counted = head.iter().rev().take(NUMBERS).find(|term| term.noun.is_some());
            let near = counted.filter(|term| {
                term.unit.is_none()
                    && !term.ordinal
                    && term.no_claim.is_none()
                    && term.change.is_none()
                    && term.tokens.end + REACH > right.tokens.start
            });
            let plural =
                |term: &&Term| term.noun.as_ref().is_some_and(|noun| noun::is_plural(reader, noun));
            right.noun = near.filter(plural).and_then(|term| term.noun.clone());
        }
    }
}

/// Whether the right number is one more of those that a plural in front of the left one names:
/// "sections 603 and 604".
fn named_on(reader: &Reader<'_>, left: &Term, right: &Term) -> bool {
    let plural = left
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|at| reader.word(at).trim_end_matches('.').ends_with('s'));
    let (comma, joined) = connector(reader, left.tokens.end..right.tokens.start);
    plural
        && (comma || joined)
        && left.no_claim.is_some()
        && right.is_bare()
        && right.noun.is_none()
        && right.amount.form == Form::Digits
}

/// Whether the right number says the change of the left one in another measure.
fn again(reader: &Reader<'_>, left: &Term, right: &Term) -> bool {
    let (_, joined) = connector(reader, left.phrase_end()..right.tokens.start);
    let or = right.tokens.start.checked_sub(1).is_some_and(|at| reader.is_part(at, NumberPart::Or));
    let measured = |term: &Term| term.unit.is_some() || term.noun.is_some();
    joined
        && or
        && left.change.is_some()
        && right.change.is_none()
        && left.unit != right.unit
        && measured(right)
}

/// Whether the right number is the change that led to the level on the left ("16,369 up 58 points").
fn measured_again(reader: &Reader<'_>, left: &Term, right: &Term) -> bool {
    left.is_bare()
        && left.noun.is_none()
        && left.amount.form == Form::Digits
        && right.change.is_some()
        && right.tokens.start == left.tokens.end + 1
        && !right.unit(reader).is_some_and(Unit::is_share)
        && (right.unit.is_some() || right.noun.is_some())
}

/// Whether the right number is the level that the change on the left led to ("rose 64 points to").
fn level(reader: &Reader<'_>, left: &Term, right: &Term) -> bool {
    let share = left.unit(reader).is_some_and(Unit::is_share);
    let end = left.phrase_end();
    left.change.is_some()
        && !share
        && right.is_bare()
        && right.noun.is_none()
        && right.amount.form == Form::Digits
        && right.tokens.start == end + 1
        && reader.number().to.contains(reader.id(end))
        && !change::from_before(reader, left)
        && (left.unit.is_some() || left.noun.is_some())
}

/// The points of a level whose change is given in percent: "lost 12 points, or 0.6%, to close at
/// 4,577", "while the other index rose 0.1% to 1,333".
fn level_of(reader: &Reader<'_>, head: &[Term], right: &Term) -> Option<Noun> {
    let start = right.tokens.start;
    let led = start > 0
        && reader.number().to.contains(reader.id(start - 1))
        && !reader.is_hyphen(start - 1);
    let plain = right.is_bare() && right.noun.is_none() && right.amount.form == Form::Digits;
    let end = right.tokens.end;
    let ends = !reader.is_number(end)
        && (!reader.is_word(end) || reader.number().noun.role(reader.id(end)).is_some());
    if !(led && plain && ends) {
        return None;
    }
    let named = |term: &&Term| term.no_claim.is_none();
    let mut shares = head.iter().rev().take(NUMBERS).filter(named);
    let share = |term: &Term| term.unit(reader).is_some_and(Unit::is_share);
    let near = shares.next().filter(|term| {
        share(term) && term.change.is_some() && term.tokens.end + REACH / 4 > start
    })?;
    let found = shares.find(|term| !share(term))?;
    let noun = found.noun.as_ref().filter(|_| found.unit.is_none())?;
    let last = (noun.tokens.end as usize).saturating_sub(1);
    let points = reader.number().measured.contains(reader.id(last));
    (points && found.tokens.end + REACH > near.tokens.start).then(|| noun.clone())
}

/// "the highest is 84 cents, the lowest 74": a superlative of what was measured before.
fn superlative(reader: &Reader<'_>, left: &Term, right: &Term) -> bool {
    let start = right.tokens.start;
    let verb = start
        .checked_sub(1)
        .filter(|at| reader.number().noun.role(reader.id(*at)) == Some(NounRole::Stop));
    let at = verb.unwrap_or(start);
    let most = |at: usize| reader.number().noun.is_superlative(reader.id(at));
    left.unit.is_some()
        && right.is_bare()
        && right.noun.is_none()
        && right.amount.form == Form::Digits
        && !reader.is_word(right.tokens.end)
        && left.tokens.end + REACH / 3 > start
        && at > 0
        && most(at - 1)
        && (left.tokens.start.saturating_sub(4)..left.tokens.start).any(most)
}

/// Whether the right number only measures what the left one counts.
fn between(reader: &Reader<'_>, left: &Term, right: &Term) -> bool {
    right.tokens.start == left.tokens.end
        && right.qualifier == Qualifier::Exact
        && right.unit(reader).is_some_and(|unit| unit.kind == UnitKind::Quantity)
}

/// Whether a bare number stands where its noun may be left out: behind a word of comparison or "and",
/// before a preposition or the end of its clause.
fn elliptic(reader: &Reader<'_>, term: &Term) -> bool {
    let (start, end) = (term.tokens.start, term.tokens.end);
    let rules = reader.number();
    let plain = matches!(term.amount.form, Form::Digits | Form::Words);
    let close = rules.ellipsis_close.contains(reader.id(end));
    if rules.ellipsis_compare.longest(reader.ids_before(start)).is_some() {
        return plain && (close || !reader.is_word(end));
    }
    plain && close && start > 0 && reader.is_part(start - 1, NumberPart::And)
}
