use rust_decimal::Decimal;

use crate::{model::TokenKind, rule::NumberPart};

use super::{
    amount::{Amount, Form, whole_step},
    reader::Reader,
};

/// Numbers that give a span of magnitude ("dozens", "several hundred", "tens of millions"), pairs and
/// multiples ("a couple", "twice"), and nobody.
pub(super) fn amount(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    plural(reader, at)
        .or_else(|| several(reader, at))
        .or_else(|| pair(reader, at))
        .or_else(|| double(reader, at))
        .or_else(|| nobody(reader, at))
}

fn range(at: usize, end: usize, low: Decimal, high: Decimal, step: Decimal) -> Amount {
    Amount { tokens: at..end, low, high, step, scale: Decimal::ONE, form: Form::Vague }
}

/// "dozens", "hundreds of thousands".
fn plural(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let rules = reader.number();
    let (low, high) = *rules.vague.get(reader.id(at))?;
    // "He scores between", "test scores": only "scores of" and "scores were hurt" count.
    let verb = reader.id(at) == reader.mark().scores
        && !reader.is_part(at + 1, NumberPart::Of)
        && !(at == 0 && reader.kind(at + 1) == Some(TokenKind::Lower));
    if verb && reader.len() > 1 {
        return None;
    }
    let inner = reader.id(at + 2);
    if reader.is_part(at + 1, NumberPart::Of)
        && rules.vague.contains(inner)
        && let Some(scale) = rules.scale.get(inner)
    {
        let (low, high) = (low.checked_mul(*scale)?, high.checked_mul(*scale)?);
        return Some(range(at, at + 3, low, high, whole_step(low)));
    }
    Some(range(at, at + 1, low, high, whole_step(low)))
}

/// "several hundred", "a few thousand", "a few", "a handful".
fn several(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let rules = reader.number();
    let start = if reader.is_part(at, NumberPart::Article) { at + 1 } else { at };
    let (low, high) = *rules.several.get(reader.id(start))?;
    let scale_at = if reader.is_part(start + 1, NumberPart::Of) { start + 2 } else { start + 1 };
    let scale = rules
        .scale
        .get(reader.id(scale_at))
        .or_else(|| rules.group.get(reader.id(scale_at)))
        .filter(|_| scale_at == start + 1);
    if let Some(scale) = scale {
        // "several hundred thousand"
        let more = rules.scale.get(reader.id(scale_at + 1)).filter(|more| *more > scale);
        let end = if more.is_some() { scale_at + 2 } else { scale_at + 1 };
        let scale = more.map_or(Some(*scale), |more| scale.checked_mul(*more))?;
        let (low, high) = (low.checked_mul(scale)?, high.checked_mul(scale)?);
        return Some(range(at, end, low, high, scale));
    }
    // "few" and "several" alone count nothing.
    let counts = start > at || reader.len() == at + 1;
    counts.then(|| range(at, start + 1, low, high, Decimal::ONE))
}

/// "a couple", "a pair".
fn pair(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let rules = reader.number();
    let start = if reader.is_part(at, NumberPart::Article) { at + 1 } else { at };
    let value = *rules.pair.get(reader.id(start))?;
    let of = reader.is_part(start + 1, NumberPart::Of);
    let scale = |at: usize| {
        let id = reader.id(at);
        rules.scale.get(id).or(rules.group.get(id).filter(|_| !rules.vague.contains(id)))
    };
    let scaled = start > at && scale(start + 1).is_some();
    if !of && !scaled {
        // "the couple" is two people, but of a kind that no count is made of.
        let alone = start > at && reader.len() == start + 1;
        return alone.then(|| Amount::point(at..start + 1, value, Decimal::ONE, Form::Pair));
    }
    let next = if of { start + 2 } else { start + 1 };
    let amount = Amount::point(at..start + 1, value, Decimal::ONE, Form::Pair);
    match scale(next) {
        Some(scale) => {
            let mut scaled = amount.times(*scale)?;
            scaled.tokens = at..next + 1;
            Some(scaled)
        }
        None => Some(amount),
    }
}

/// "twice", "half as many".
pub(super) fn multiple(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    // "half as many"
    let as_many = || reader.number().as_many.longest(reader.ids(at + 1)).is_some();
    let half = || reader.is_part(at, NumberPart::Half) && as_many();
    let value = match reader.number().multiple.get(reader.id(at)) {
        Some(value) => *value,
        None => half().then_some(Decimal::new(5, 1))?,
    };
    Some(Amount::point(at..at + 1, value, Decimal::ONE, Form::Multiple))
}

/// "a double murder" is two of them.
fn double(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let rules = reader.number();
    let value = *rules.double.get(reader.id(at))?;
    let next = if reader.tied(at + 1) { at + 2 } else { at + 1 };
    let counts = rules.double_noun.contains(reader.id(next));
    counts.then(|| Amount::point(at..at + 1, value, Decimal::ONE, Form::Words))
}

fn nobody(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let zero = |end| Amount::point(at..end, Decimal::ZERO, Decimal::ONE, Form::Nobody);
    if let Some((length, ())) = reader.number().nobody.longest(reader.ids(at)) {
        return Some(zero(at + length));
    }
    matches!(reader.part(at), Some(NumberPart::No | NumberPart::None)).then(|| zero(at + 1))
}
