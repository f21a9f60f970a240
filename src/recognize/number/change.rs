use crate::{rule::NumberPart, value::Change};

use super::{reader::Reader, term::Term};

/// Marks numbers that are a rise or a fall ("rose 5 percent", "a 5 percent drop").
pub(super) fn mark(reader: &Reader<'_>, term: &mut Term) {
    if term.ordinal {
        return;
    }
    let rules = reader.number();
    let mut at = term.tokens.start;
    for _ in 0..2 {
        match rules.link.longest(reader.ids_before(at)) {
            Some((length, ())) => at -= length,
            None => break,
        }
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
