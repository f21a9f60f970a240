use crate::{
    rule::{Hedge, NumberPart},
    value::Qualifier,
};

use super::{
    amount::{Form, is_bound},
    reader::Reader,
    term::Term,
};

/// The hedge that ends right before a token, with its first token.
pub(super) fn before(reader: &Reader<'_>, at: usize) -> Option<(usize, Hedge)> {
    let (length, hedge) = reader.rules.hedge.before.longest(reader.ids_before(at))?;
    Some((at - length, *hedge))
}

/// Applies the hedges around a term ("at least about 5", "40 or so", "20 percent or more").
pub(super) fn apply(reader: &Reader<'_>, term: &mut Term, floor: usize) {
    if term.ordinal || matches!(term.amount.form, Form::Nobody) {
        return;
    }
    for _ in 0..3 {
        let Some((start, hedge)) = before(reader, term.tokens.start) else { break };
        if start < floor {
            break;
        }
        term.tokens.start = start;
        combine(term, hedge);
    }
    let end = term.tokens.end;
    if let Some((length, hedge)) = reader.rules.hedge.after.longest(reader.ids(end))
        && !starts_number(reader, end + length)
    {
        combine(term, *hedge);
        term.tokens.end = end + length;
    }
}

/// Applies a hedge behind the noun counted ("12 people at most", "40 homes or more").
pub(super) fn behind(reader: &Reader<'_>, term: &mut Term) {
    let end = term.phrase_end();
    if end == term.tokens.end || term.ordinal || term.amount.form == Form::Nobody {
        return;
    }
    if let Some((length, hedge)) = reader.rules.hedge.after.longest(reader.ids(end))
        && length > 1
        && !reader.is_hyphen(end)
        && !starts_number(reader, end + length)
    {
        combine(term, *hedge);
    }
}

/// "200 or greater than 190" hedges the second number alone.
fn starts_number(reader: &Reader<'_>, at: usize) -> bool {
    let than = if reader.is_word(at) { at + 1 } else { at };
    let half = reader.is_part(at, NumberPart::Article)
        && matches!(reader.part(at + 1), Some(NumberPart::Half | NumberPart::Quarter));
    half || [at, than].into_iter().any(|at| {
        reader.is_number(at)
            || reader.number().cardinal.contains(reader.id(at))
            || reader.units().before.longest(reader.ids(at)).is_some()
    })
}

/// A bound outlives a vaguer hedge beside it ("more than about 5").
fn combine(term: &mut Term, hedge: Hedge) {
    term.slack = term.slack.max(hedge.slack);
    match hedge.qualifier {
        Qualifier::Exact | Qualifier::Range => {}
        Qualifier::About => {
            if term.qualifier == Qualifier::Exact {
                term.qualifier = Qualifier::About;
            }
        }
        Qualifier::MoreThan | Qualifier::AtLeast | Qualifier::LessThan | Qualifier::AtMost => {
            if !is_bound(term.qualifier) && term.qualifier != Qualifier::Range {
                term.qualifier = hedge.qualifier;
            } else if term.qualifier == Qualifier::Range && term.amount.form == Form::Vague {
                // "more than a dozen", "at least several hundred"
                term.qualifier = hedge.qualifier;
            }
        }
    }
}
