use std::ops::Range;

use rust_decimal::Decimal;

use crate::{
    rule::{NumberPart, Unit, UnitKind},
    value::{Conversion, Qualifier},
};

use super::{
    join::connector,
    reader::Reader,
    term::{Term, is_whole_text},
};

/// Adds an amount in another unit of the same dimension that follows at once. The sum is in the
/// smaller unit, where it is exact; cents stay a part of their money, and inches of the feet that a
/// sentence tells of.
pub(super) fn compound(reader: &Reader<'_>, left: &mut Term, right: &Term) -> bool {
    let again = reread(reader, left, right);
    let right = again.as_ref().unwrap_or(right);
    let (Some(first), Some(second)) = (left.unit(reader), right.unit(reader)) else { return false };
    if right.unit_first || !is_exact(left) || !is_exact(right) || !adds(reader, left, right) {
        return false;
    }
    let Some(ratio) = ratio(first, second) else { return false };
    if is_cents(first, second) {
        return put(left, right, cents(first, second, left, right));
    }
    // A month is no whole number of weeks; a metre is no whole number of feet, and metric.
    let calendar = first.kind != UnitKind::Quantity;
    if ratio > Decimal::ONE && (calendar || ratio.fract().is_zero()) {
        return fits(reader, left, right, ratio) && add_part(reader, left, right, ratio);
    }
    other_way(reader, left, right, ratio) && put(left, right, ascending(first, second, left, right))
}

/// Takes the other sense of a unit that the one beside it tells: "5 pounds and 20 pence" are money,
/// "2h 30m" a time.
fn reread(reader: &Reader<'_>, left: &mut Term, right: &Term) -> Option<Term> {
    let (first, second) = (left.unit(reader)?, right.unit(reader)?);
    if first.kind == UnitKind::Quantity && second.major.is_some() {
        let (_, senses) = reader.units().after.longest(reader.ids(left.tokens.end - 1))?;
        let is_money = |unit: &usize| {
            reader.units().unit(*unit).is_some_and(|unit| unit.kind == UnitKind::Money)
        };
        left.unit = senses.iter().map(|sense| sense.unit).find(is_money).or(left.unit);
    }
    let letter = reader.word(right.tokens.end - 1);
    let part = first.part.as_ref().filter(|part| letter.len() == 1 && part.starts_with(letter))?;
    let time = first.kind == UnitKind::Duration && second.kind == UnitKind::Quantity;
    let close = right.tokens.start == left.tokens.end;
    (time && close).then(|| Term { unit: reader.units().position(part), ..right.clone() })
}

/// Adds an amount in a smaller unit, of which `ratio` are one of the greater.
pub(super) fn add_part(reader: &Reader<'_>, left: &mut Term, right: &Term, ratio: Decimal) -> bool {
    let (Some(first), Some(second)) = (left.unit(reader), right.unit(reader)) else { return false };
    let told = !is_whole_text(reader, left.tokens.start..right.tokens.end);
    let sum = if told && first.kind == UnitKind::Quantity && first.is_in_parts(second) {
        ascending(first, second, left, right)
    } else {
        descending(first, second, left, right, ratio)
    };
    put(left, right, sum)
}

fn put(left: &mut Term, right: &Term, sum: Option<Sum>) -> bool {
    let Some(sum) = sum else { return false };
    let value = sum.value.normalize();
    (left.amount.low, left.amount.high) = (value, value);
    left.amount.step = sum.step.normalize();
    left.tokens.end = right.tokens.end;
    left.sum = sum.base;
    if sum.in_second {
        left.unit = right.unit;
    }
    true
}

struct Sum {
    value: Decimal,
    step: Decimal,
    base: Option<Decimal>,
    in_second: bool,
}

fn is_exact(term: &Term) -> bool {
    term.amount.low == term.amount.high
        && term.qualifier == Qualifier::Exact
        && !term.amount.low.is_sign_negative()
}

fn is_cents(first: &Unit, second: &Unit) -> bool {
    second.major.is_some() && first.kind == UnitKind::Money && first.major.is_none()
}

/// Whether what stands between lets two amounts be one: nothing, a comma or "and".
fn adds(reader: &Reader<'_>, left: &Term, right: &Term) -> bool {
    let (Some(first), Some(second)) = (left.unit(reader), right.unit(reader)) else { return false };
    let between = gap(reader, left, right);
    let or = between.clone().any(|at| reader.is_part(at, NumberPart::Or));
    let (comma, and) = connector(reader, between.clone());
    let parts = match first.kind {
        UnitKind::Money => is_cents(first, second) && !comma,
        UnitKind::Duration | UnitKind::Age | UnitKind::Quantity => {
            first.sums && first.dimension == second.dimension
        }
        UnitKind::Percent | UnitKind::Points => false,
    };
    let measured = first.conversion.offset.is_zero() && second.conversion.offset.is_zero();
    (between.is_empty() || comma || and) && !or && parts && measured
}

/// The tokens between two amounts, without the stop of a short form: "5 ft. 10 in."
fn gap(reader: &Reader<'_>, left: &Term, right: &Term) -> Range<usize> {
    let end = left.tokens.end;
    let stop = reader.id(end) == reader.mark().stop && reader.glued(end);
    let start = if stop { end + 1 } else { end };
    start..right.tokens.start.max(start)
}

/// How many of the second unit are one of the first.
fn ratio(first: &Unit, second: &Unit) -> Option<Decimal> {
    match (first.months, second.months) {
        (Some(whole), Some(part)) => Decimal::from(whole).checked_div(Decimal::from(part)),
        _ => one(first.conversion)?.checked_div(one(second.conversion)?),
    }
}

fn one(unit: Conversion) -> Option<Decimal> {
    unit.scale(Decimal::ONE)
}

/// Both amounts in the base unit.
fn base(first: &Unit, second: &Unit, left: &Term, right: &Term) -> Option<Decimal> {
    let left = left.sum.or_else(|| first.conversion.scale(left.amount.low))?;
    left.checked_add(second.conversion.scale(right.amount.low)?)
}

/// "2 yards and 7 feet", but "the 5 km and 800 m" are two races.
fn fits(reader: &Reader<'_>, left: &Term, right: &Term, ratio: Decimal) -> bool {
    let quantity = left.unit(reader).is_some_and(|unit| unit.kind == UnitKind::Quantity);
    let few = ratio < Decimal::from(40) && quantity;
    let before = left.tokens.start.checked_sub(1);
    let listed = quantity
        && !gap(reader, left, right).is_empty()
        && before.is_some_and(|at| reader.is_part(at, NumberPart::The));
    (right.amount.low < ratio || few) && !listed
}

fn cents(first: &Unit, second: &Unit, left: &Term, right: &Term) -> Option<Sum> {
    Some(Sum {
        value: left.amount.low.checked_add(second.conversion.scale(right.amount.low)?)?,
        step: second.conversion.scale(right.amount.step)?,
        base: base(first, second, left, right),
        in_second: false,
    })
}

fn descending(
    first: &Unit,
    second: &Unit,
    left: &Term,
    right: &Term,
    ratio: Decimal,
) -> Option<Sum> {
    let base = base(first, second, left, right);
    let value = if first.months.is_some() && second.months.is_none() {
        // 13 months and 21 days that were written "1 year 1 month 21 days" are 416 days.
        base?.checked_div(one(second.conversion)?)?
    } else {
        left.amount.low.checked_mul(ratio)?.checked_add(right.amount.low)?
    };
    Some(Sum { value, step: right.amount.step, base, in_second: true })
}

/// Whether amounts are one that are not written from the great unit to the small: "2 days 1 month",
/// "1 meter 1 foot"; with "and" or a comma only where the text holds nothing else.
fn other_way(reader: &Reader<'_>, left: &Term, right: &Term, ratio: Decimal) -> bool {
    let close = gap(reader, left, right).is_empty();
    let alone = is_whole_text(reader, left.tokens.start..right.tokens.end);
    ratio != Decimal::ONE && (close || alone)
}

fn ascending(first: &Unit, second: &Unit, left: &Term, right: &Term) -> Option<Sum> {
    let base = base(first, second, left, right)?;
    let value = base.checked_div(one(first.conversion)?)?;
    let step = second.conversion.scale(right.amount.step)?.checked_div(one(first.conversion)?)?;
    Some(Sum { value, step, base: Some(base), in_second: false })
}
