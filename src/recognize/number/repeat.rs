use crate::{rule::UnitKind, value::Qualifier};

use super::{hedge, reader::Reader, term::Term};

/// Takes in an amount that says the one before it once more: "€21 billion ($24 billion)",
/// "75 kilometers (50 miles)", "(£1.7m; $2.6m)", "forty-five (45)".
pub(super) fn merge(reader: &Reader<'_>, terms: Vec<Term>) -> Vec<Term> {
    let mut merged: Vec<Term> = Vec::with_capacity(terms.len());
    for term in terms {
        parallel(reader, &mut merged, &term);
        let taken = merged.last_mut().is_some_and(|last| repeats(reader, last, &term));
        if !taken {
            merged.push(term);
        }
    }
    merged
}

/// How many amounts back the one may stand that tells an unsaid unit.
const REACH: usize = 6;

/// Gives a bare number before brackets the unit that the same pair had before: "2 million yen
/// ($18,000) and 3 million ($27,000)".
fn parallel(reader: &Reader<'_>, terms: &mut [Term], inside: &Term) {
    let Some((last, before)) = terms.split_last_mut() else { return };
    let open = reader.id(last.tokens.end);
    let bracket = open.is_known() && open == reader.mark().open;
    let closed = reader.id(inside.tokens.end) == reader.mark().close;
    if !bracket || !closed || !last.is_bare() || inside.tokens.start != last.tokens.end + 1 {
        return;
    }
    let paired = |term: &&Term| term.restated.iter().any(|again| again.unit == inside.unit);
    if inside.unit.is_some()
        && let Some(first) = before.iter().rev().take(REACH).find(paired)
    {
        last.unit = first.unit;
    }
}

fn repeats(reader: &Reader<'_>, left: &mut Term, right: &Term) -> bool {
    let mark = reader.mark();
    let at = left.tokens.end;
    let lead = reader.id(at);
    let bracket = lead.is_known() && (lead == mark.open || lead == mark.open_square);
    let inside = lead.is_known()
        && (lead == mark.semicolon || lead == mark.slash || lead == mark.comma)
        && left.tokens.start > 0
        && reader.id(left.tokens.start - 1) == mark.open;
    let start = if bracket || inside { at + 1 } else { return false };
    let end = right.tokens.end;
    let hedged = hedge::before(reader, right.tokens.start).is_some_and(|(from, _)| from == start);
    if right.tokens.start != start && !hedged {
        return false;
    }
    let closing = reader.id(end);
    let closed = closing.is_known() && (closing == mark.close || closing == mark.close_square);
    let open = bracket && closing.is_known() && closing == mark.semicolon;
    if !closed && !open {
        return false;
    }
    let after = if bracket && closed { end + 1 } else { end };
    match (left.unit(reader), right.unit(reader)) {
        (None, None) => {
            let same = left.amount.low == right.amount.low
                && left.amount.form != right.amount.form
                && bracket;
            if same {
                left.tokens.end = after;
            }
            same
        }
        (Some(a), Some(b)) if a.dimension == b.dimension && a.id != b.id => {
            if a.kind == UnitKind::Money {
                if b.major.is_some() {
                    return false;
                }
                let mut figure = right.amount.figure();
                if right.qualifier != Qualifier::Exact {
                    figure = figure.qualified(right.qualifier, right.slack);
                }
                if let Some(unit) = right.unit {
                    left.stated.push((figure, unit));
                }
            } else if a.kind == UnitKind::Duration {
                return false;
            }
            left.restated.push(right.clone());
            left.tokens.end = after;
            true
        }
        _ => false,
    }
}
