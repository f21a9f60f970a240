use crate::{
    model::Mention,
    value::{Figure, Kind, Qualifier, Relation, Value, compare},
};

use super::side::Side;

/// What a premise says of a number of the hypothesis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// A number of the premise lies within it.
    Follows,
    /// The premise has the same figures.
    Said,
    /// A number of the same kind beside the same words excludes it.
    Conflict,
    Nothing,
}

/// How far an approximate number reaches to either side: a tenth.
const ABOUT: rust_decimal::Decimal = rust_decimal::Decimal::from_parts(1, 0, 0, false, 1);

/// Words around a number that tell what it is of.
const NEAR: usize = 3;
/// Share of the hypothesis's words, in percent, that lets a day stand for another without them.
const SAME_EVENT: usize = 55;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Relates {
    Follows,
    Excludes,
    Open,
}

pub(super) fn fit(premise: &Side, hypothesis: &Side, number: &Mention, percent: usize) -> Fit {
    let relates = |given: &Mention| relates(given, number);
    if premise.numbers.iter().any(|given| relates(given) == Relates::Follows) {
        return Fit::Follows;
    }
    if premise.has_figures(hypothesis, number.span) {
        return Fit::Said;
    }
    if is_part(hypothesis, number) || !hypothesis.shares_verb(premise) {
        return Fit::Nothing;
    }
    let around = hypothesis.around(number, NEAR);
    let excluded = premise
        .numbers
        .iter()
        .filter(|it| relates(it) == Relates::Excludes && !is_part(premise, it));
    let conflict = excluded.into_iter().any(|it| {
        let near = premise.around(it, NEAR + 1).iter().any(|word| around.contains(word));
        match number.value.kind() {
            Kind::Time => near && !premise.is_loose && !hypothesis.is_loose,
            Kind::Date if premise.is_owner(hypothesis) => false,
            Kind::Date => near || percent >= SAME_EVENT,
            Kind::Count => of(it) == of(number) && (near || !of(number).is_empty()),
            Kind::Money
            | Kind::Duration
            | Kind::Quantity
            | Kind::Percent
            | Kind::Ordinal
            | Kind::Age => near,
            Kind::Place | Kind::Name | Kind::Statement => false,
        }
    });
    if conflict { Fit::Conflict } else { Fit::Nothing }
}

/// Whether a number is that of some among others ("one of the largest").
fn is_part(side: &Side, number: &Mention) -> bool {
    let words = number.span.of(&side.text);
    let behind = side.text.get(number.span.end as usize..).unwrap_or_default();
    words.contains(" of ") || behind.trim_start().starts_with("of ")
}

/// What a number counts or in which unit it measures.
pub(super) fn of(mention: &Mention) -> String {
    match &mention.value {
        Value::Money(money) => money.currency.to_string(),
        Value::Duration(measure) | Value::Quantity(measure) => measure.unit.to_string(),
        Value::Count(_)
        | Value::Percent { .. }
        | Value::Ordinal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Age(_)
        | Value::Place(_)
        | Value::Name(_)
        | Value::Statement { .. } => {
            mention.noun.as_ref().map(|noun| noun.head.clone()).unwrap_or_default()
        }
    }
}

fn relates(given: &Mention, asked: &Mention) -> Relates {
    match (&given.value, &asked.value) {
        (Value::Date(a), Value::Date(b)) => match (a.resolve(None), b.resolve(None)) {
            (Some(a), Some(b)) if b.start <= a.start && a.end <= b.end => Relates::Follows,
            (Some(a), Some(b)) if !a.overlaps(&b) => Relates::Excludes,
            (None, None) if a == b => Relates::Follows,
            _ => Relates::Open,
        },
        (Value::Time(a), Value::Time(b)) => match compare::clocks(a, b) {
            Relation::Agree(_) => Relates::Follows,
            Relation::Conflict => Relates::Excludes,
            Relation::Compatible(_) | Relation::Doubtful | Relation::Incomparable => Relates::Open,
        },
        _ => match figures(given, asked) {
            // A bare number may be of another thing than the amount.
            Some((a, b)) if given.value.kind() != asked.value.kind() => match within(a, b) {
                Relates::Follows => Relates::Follows,
                Relates::Excludes | Relates::Open => Relates::Open,
            },
            Some((a, b)) => within(a, b),
            None => Relates::Open,
        },
    }
}

/// The figures of two amounts in one unit; a bare number takes the other's.
fn figures<'m>(given: &'m Mention, asked: &'m Mention) -> Option<(&'m Figure, &'m Figure)> {
    let bare = given.value.kind() == Kind::Count || asked.value.kind() == Kind::Count;
    match (&given.value, &asked.value) {
        (Value::Duration(a), Value::Duration(b))
        | (Value::Quantity(a), Value::Quantity(b))
        | (Value::Age(a), Value::Age(b)) => {
            (a.dimension == b.dimension).then_some((a.base.as_ref()?, b.base.as_ref()?))
        }
        (Value::Money(a), Value::Money(b)) => {
            (a.currency == b.currency).then_some((&a.figure, &b.figure))
        }
        (Value::Ordinal(a), Value::Ordinal(b)) => Some((a, b)),
        (Value::Percent { figure: a, .. }, Value::Percent { figure: b, .. }) => Some((a, b)),
        (Value::Ordinal(_) | Value::Percent { .. }, _)
        | (_, Value::Ordinal(_) | Value::Percent { .. }) => None,
        (a, b) => bare.then_some((a.figure()?, b.figure()?)),
    }
}

/// Whether the words of one figure allow only numbers that the other's allow, or none of them.
fn within(given: &Figure, asked: &Figure) -> Relates {
    let (low, high) = (given.low, given.high);
    let (mut from, mut to) = (asked.low, asked.high);
    if asked.qualifier == Qualifier::About {
        let reach = |end: rust_decimal::Decimal| end.abs().checked_mul(ABOUT).unwrap_or_default();
        from = from.map(|from| from - reach(from));
        to = to.map(|to| to + reach(to));
    }
    let over = asked.qualifier == Qualifier::MoreThan && given.qualifier == Qualifier::Exact;
    let at_least =
        from.is_none_or(|from| low.is_some_and(|low| low > from || low == from && !over));
    let at_most = to.is_none_or(|to| high.is_some_and(|high| high <= to));
    let below = high.zip(from).is_some_and(|(high, from)| high < from || high == from && over);
    let above = low.zip(to).is_some_and(|(low, to)| low > to);
    if at_least && at_most {
        Relates::Follows
    } else if below || above {
        Relates::Excludes
    } else {
        Relates::Open
    }
}
