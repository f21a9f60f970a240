use rust_decimal::Decimal;

use super::{Clock, DateRange, Figure, Measure, Money, Place, Qualifier, Value};

/// How two values of one kind relate. Symmetric, and independent of any third value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same answer.
    Agree(Likeness),
    /// Both can be true, with other precision.
    Compatible(Likeness),
    /// Both can be true by their words, but one lies far beyond the other's bound.
    Doubtful,
    /// Both cannot be true of the same thing.
    Conflict,
    /// No unit factor, no exchange rate, no common dimension.
    Incomparable,
}

/// Why two values are taken for the same or for compatible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    Same,
    Rounding,
    Bounds,
    Contains,
}

/// A value this much beyond a bound still confirms it.
const NEAR_BOUND: Decimal = Decimal::from_parts(125, 0, 0, false, 2);
/// A value further beyond a bound than this leaves doubt whether both mean the same thing.
const FAR_BOUND: Decimal = Decimal::TWO;
/// Rates that two articles convert by differ by no more than this.
const RATES: Decimal = Decimal::from_parts(105, 0, 0, false, 2);
/// Clock times that were not rounded in writing may still differ by this many minutes.
const CLOCK_SLACK: i32 = 5;

/// Compares two values with the days that dates were resolved to; dates that were not resolved
/// conflict with nothing.
pub fn values(a: (&Value, Option<DateRange>), b: (&Value, Option<DateRange>)) -> Relation {
    match (a.0, b.0) {
        (Value::Count(x), Value::Count(y)) | (Value::Ordinal(x), Value::Ordinal(y)) => {
            figures(x, y)
        }
        (
            Value::Percent { figure: x, points: of_x },
            Value::Percent { figure: y, points: of_y },
        ) if of_x == of_y => figures(x, y),
        (Value::Money(x), Value::Money(y)) => money(x, y),
        (Value::Duration(x), Value::Duration(y))
        | (Value::Quantity(x), Value::Quantity(y))
        | (Value::Age(x), Value::Age(y)) => measures(x, y),
        (Value::Date(_), Value::Date(_)) => match (a.1, b.1) {
            (Some(x), Some(y)) => dates(&x, &y),
            _ => Relation::Incomparable,
        },
        (Value::Time(x), Value::Time(y)) => clocks(x, y),
        (Value::Place(x), Value::Place(y)) => places(x, y),
        (Value::Name(x), Value::Name(y)) if x.text == y.text => Relation::Agree(Likeness::Same),
        (Value::Name(x), Value::Name(y)) if x.is_spelled_like(y) => Relation::Conflict,
        (Value::Statement { affirmed: x }, Value::Statement { affirmed: y }) => match x == y {
            true => Relation::Agree(Likeness::Same),
            false => Relation::Conflict,
        },
        _ => Relation::Incomparable,
    }
}

/// Compares two figures in the same unit.
pub fn figures(a: &Figure, b: &Figure) -> Relation {
    let same = (a.low, a.high) == (b.low, b.high);
    // Equal numbers under one qualifier always overlap.
    let one = same && a.qualifier == b.qualifier;
    if !one && !a.interval().overlaps(&b.interval()) {
        return Relation::Conflict;
    }
    if same {
        return match (a.qualifier, b.qualifier) {
            (x, y) if x == y => Relation::Agree(Likeness::Same),
            (Qualifier::Exact, Qualifier::About) | (Qualifier::About, Qualifier::Exact) => {
                Relation::Agree(Likeness::Rounding)
            }
            _ => Relation::Agree(Likeness::Bounds),
        };
    }
    if is_bound(a.qualifier) || is_bound(b.qualifier) {
        return bounds(a, b);
    }
    if a.qualifier == Qualifier::Range || b.qualifier == Qualifier::Range {
        return Relation::Compatible(Likeness::Bounds);
    }
    Relation::Compatible(Likeness::Rounding)
}

fn is_bound(qualifier: Qualifier) -> bool {
    match qualifier {
        Qualifier::MoreThan | Qualifier::AtLeast | Qualifier::LessThan | Qualifier::AtMost => true,
        Qualifier::Exact | Qualifier::About | Qualifier::Range => false,
    }
}

fn bounds(a: &Figure, b: &Figure) -> Relation {
    let far_end = |figure: &Figure| figure.low.or(figure.high);
    let (Some(x), Some(y)) = (far_end(a), far_end(b)) else { return Relation::Doubtful };
    let (small, large) = if x.abs() <= y.abs() { (x.abs(), y.abs()) } else { (y.abs(), x.abs()) };
    let within = |factor: Decimal| small.checked_mul(factor).is_some_and(|limit| large <= limit);
    if within(NEAR_BOUND) {
        Relation::Agree(Likeness::Bounds)
    } else if within(FAR_BOUND) {
        Relation::Compatible(Likeness::Bounds)
    } else {
        Relation::Doubtful
    }
}

/// Compares two measures in the base unit of their dimension.
pub fn measures(a: &Measure, b: &Measure) -> Relation {
    match (&a.base, &b.base) {
        (Some(x), Some(y)) if a.dimension == b.dimension => figures(x, y),
        _ => Relation::Incomparable,
    }
}

/// Compares two amounts in the currency that both state; none in common leaves them incomparable.
/// Amounts that were converted differ by the rate of the day.
pub fn money(a: &Money, b: &Money) -> Relation {
    let codes = std::iter::once(&a.currency).chain(a.stated.iter().map(|(_, code)| code));
    let compared = codes.filter_map(|code| {
        let (x, y) = (a.in_currency(code)?, b.in_currency(code)?);
        let converted = *code != a.currency || *code != b.currency;
        let relation = figures(x, y);
        let rates = relation == Relation::Conflict && converted && is_within(x, y, RATES);
        Some(if rates { Relation::Compatible(Likeness::Rounding) } else { relation })
    });
    compared.min_by_key(rank).unwrap_or(Relation::Incomparable)
}

/// Whether two amounts of one currency may be one sum of another, converted at the rates of two days.
pub fn may_be_converted(a: &Value, b: &Value) -> bool {
    let (Value::Money(a), Value::Money(b)) = (a, b) else { return false };
    a.currency == b.currency && is_within(&a.figure, &b.figure, RATES)
}

/// Whether the larger of two numbers is no more than `factor` times the smaller.
fn is_within(a: &Figure, b: &Figure, factor: Decimal) -> bool {
    let number = |figure: &Figure| figure.low.or(figure.high).map(|number| number.abs());
    number(a)
        .zip(number(b))
        .is_some_and(|(a, b)| a.min(b).checked_mul(factor).is_some_and(|limit| a.max(b) <= limit))
}

fn rank(relation: &Relation) -> u8 {
    match relation {
        Relation::Agree(_) => 0,
        Relation::Compatible(_) => 1,
        Relation::Doubtful => 2,
        Relation::Conflict => 3,
        Relation::Incomparable => 4,
    }
}

/// Compares two resolved dates at the coarser precision.
pub fn dates(a: &DateRange, b: &DateRange) -> Relation {
    if a == b {
        Relation::Agree(Likeness::Same)
    } else if a.overlaps(b) {
        Relation::Compatible(Likeness::Contains)
    } else {
        Relation::Conflict
    }
}

/// Compares two times of the same day; a zone on one side only is taken to be the other's.
pub fn clocks(a: &Clock, b: &Clock) -> Relation {
    let shift = match (a.offset, b.offset) {
        (Some(x), Some(y)) => y - x,
        _ => 0,
    };
    let ((a_low, a_high), (low, high)) = (a.ends(), b.ends());
    let (low, high) = (low - shift, high - shift);
    // A hedge that is wider than the slack already says how far the time may be off.
    let hedged = (a_high - a_low).max(high - low) / 2;
    let slack = (CLOCK_SLACK - hedged).max(0);
    if (a_low, a_high) == (low, high) {
        Relation::Agree(Likeness::Same)
    } else if a_low <= high + slack && low <= a_high + slack {
        Relation::Compatible(Likeness::Rounding)
    } else {
        Relation::Conflict
    }
}

pub fn places(a: &Place, b: &Place) -> Relation {
    if a.name == b.name {
        Relation::Agree(Likeness::Same)
    } else if a.is_or_contains(b) || b.is_or_contains(a) {
        Relation::Compatible(Likeness::Contains)
    } else {
        Relation::Conflict
    }
}
