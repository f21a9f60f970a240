use rust_decimal::Decimal;

use crate::{
    model::{Claim, Modality, Span},
    rule::{Part, Rules},
    value::{Figure, Symbol, Value},
};

use super::{
    context::{Context, event_for},
    draft::draft,
    frame::Frame,
    predication::{Predication, thing},
};

/// Where all survived none was killed: the zero of the attribute that counts the others.
pub(super) fn none_left(
    frame: &Frame<'_>,
    context: &Context<'_>,
    verb: &Predication,
    rules: &Rules,
) -> Option<Claim> {
    let sense = verb.sense.as_ref()?;
    let attribute = rules.attribute.by_id(sense.none.as_deref()?)?;
    let (start, clause) = (verb.tokens.start, frame.clause(verb.tokens.start)?);
    let id = |token: usize| frame.sentence.id(token);
    let all = (clause.tokens.start..start).find(|token| rules.predicate.is_every(id(*token)))?;
    let before = id(all.wrapping_sub(1));
    let opens = all == clause.tokens.start
        || rules.clause.is(before, Part::Break)
        || rules.clause.is(before, Part::Link)
        || rules.holder.is_speech(before);
    let whole = opens && !rules.predicate.is_except(id(all + 1));
    let befallen = verb.passive || !sense.befalls;
    if !whole || !befallen || clause.denied_before(start).is_some() {
        return None;
    }
    let modality = clause.modality_at(start);
    let event = event_for(frame, context, start, &attribute.events, rules);
    if modality != Modality::Happened || event.is_none() && !attribute.events.is_empty() {
        return None;
    }
    let value = Value::Count(Figure::exact(Decimal::ZERO, Decimal::ONE));
    let span = who(frame, all, start, rules)?;
    Some(Claim {
        unit: Some(Symbol::from("persons")),
        rule: attribute.id.clone(),
        event,
        ..draft(frame, start, span, attribute.id.clone(), value, rules)?
    })
}

/// The words for those who all do it.
fn who(frame: &Frame<'_>, all: usize, verb: usize, rules: &Rules) -> Option<Span> {
    let first = frame.sentence.tokens.get(all)?.span;
    let end = thing(frame, all + 1..verb, rules).map_or(all + 1, |thing| thing.end);
    let last = frame.sentence.tokens.get(end.checked_sub(1)?)?.span;
    let counted = frame
        .mentions
        .iter()
        .find(|mention| mention.span.start <= first.start && first.end <= mention.span.end);
    Some(counted.map_or(first.cover(last), |mention| mention.span))
}
