use crate::{
    model::TokenKind,
    rule::{NounRole, NumberPart, Unit, UnitKind},
    value::Change,
};

use super::{reader::Reader, term::Term};

/// Marks numbers that are a rise or a fall ("rose 5 percent", "a 5 percent drop").
pub(super) fn mark(reader: &Reader<'_>, term: &mut Term) {
    if term.ordinal {
        return;
    }
    let rules = reader.number();
    let mut at = term.tokens.start;
    // "dropped four bombs": the things are the verb's object, not its measure.
    let points = term.noun.as_ref().is_some_and(|noun| {
        rules.measured.contains(reader.id((noun.tokens.end as usize).saturating_sub(1)))
    });
    // "dropped 420 tons of food"
    let measured = term.unit(reader).is_some_and(|unit| unit.kind == UnitKind::Quantity)
        && reader.is_part(term.tokens.end, NumberPart::Of);
    let things = term.noun.is_some() && !points || measured;
    if things && rules.transitive.longest(reader.ids_before(at)).is_some() {
        return;
    }
    for _ in 0..2 {
        match rules.link.longest(reader.ids_before(at)) {
            Some((length, ())) => at -= length,
            None => break,
        }
    }
    let share = term.unit(reader).is_some_and(Unit::is_share);
    if share && term.amount.high.is_sign_negative() && !term.amount.high.is_zero() {
        // "the DAX -1.3%"
        let named = at > 0
            && matches!(
                reader.kind(at - 1),
                Some(TokenKind::Capitalized | TokenKind::Upper | TokenKind::Number)
            );
        if named {
            term.change = Some(Change::Down);
            return;
        }
    }
    if !share && particle(reader, at) {
        return;
    }
    term.change = direction(reader, at).or_else(|| {
        let end = term.tokens.end;
        if rules.up_after.longest(reader.ids(end)).is_some() {
            Some(Change::Up)
        } else if rules.down_after.longest(reader.ids(end)).is_some() {
            Some(Change::Down)
        } else {
            None
        }
    });
}

/// Whether "up" or "down" before a token belongs to a verb of something else ("picked up two").
fn particle(reader: &Reader<'_>, at: usize) -> bool {
    let rules = reader.number();
    let Some(verb) = at.checked_sub(2) else { return false };
    let length =
        rules.up.longest(reader.ids_before(at)).or(rules.down.longest(reader.ids_before(at)));
    let mark = reader.mark();
    let word = reader.word(verb);
    let form = rules.noun.role(reader.id(verb)) == Some(NounRole::Verb)
        || word.ends_with("ed")
        || word.ends_with("ing");
    length.is_some_and(|(length, ())| length == 1)
        && (reader.id(at - 1) == mark.up || reader.id(at - 1) == mark.down)
        && reader.kind(verb) == Some(TokenKind::Lower)
        && form
}

/// The change word that ends right before a token.
fn direction(reader: &Reader<'_>, at: usize) -> Option<Change> {
    let rules = reader.number();
    if rules.up.longest(reader.ids_before(at)).is_some() {
        Some(Change::Up)
    } else if rules.down.longest(reader.ids_before(at)).is_some() {
        Some(Change::Down)
    } else {
        None
    }
}

/// Whether a number is the old level behind "from" and a verb of change ("fell from 5 to 3").
pub(super) fn from_before(reader: &Reader<'_>, term: &Term) -> bool {
    let start = term.tokens.start;
    let from = start.checked_sub(1).filter(|at| reader.is_part(*at, NumberPart::From));
    from.is_some_and(|from| {
        (from.saturating_sub(3)..=from).any(|at| direction(reader, at).is_some())
    })
}
