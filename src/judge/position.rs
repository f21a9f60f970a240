use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    model::{Claim, Document, Frame, Group, Member},
    rule::Rules,
    value::{DateRange, Figure, Kind, Qualifier, Relation, Value, compare},
};

use super::{part::leaves_out, property, voice::Voice};

/// One answer of a group and the members that give it.
pub(super) struct Answer<'d> {
    pub(super) given: Vec<Given<'d>>,
}

/// A member with what it stands on.
pub(super) struct Given<'d> {
    pub(super) member: &'d Member,
    pub(super) document: &'d Document,
    pub(super) claim: &'d Claim,
    pub(super) voice: Voice,
    /// What is read off its sentence once, for all that it is set against.
    frame: OnceCell<Frame<'d>>,
    pub(super) value: OnceCell<String>,
    pub(super) names: OnceCell<BTreeSet<&'d str>>,
    pub(super) leading_names: OnceCell<BTreeSet<&'d str>>,
}

impl<'d> Given<'d> {
    pub(super) fn new(
        member: &'d Member,
        (document, claim): (&'d Document, &'d Claim),
        rules: &Rules,
    ) -> Given<'d> {
        Given {
            member,
            document,
            claim,
            voice: Voice::of(member, document, claim, rules),
            frame: OnceCell::new(),
            value: OnceCell::new(),
            names: OnceCell::new(),
            leading_names: OnceCell::new(),
        }
    }

    pub(super) fn frame(&self, rules: &Rules) -> &Frame<'d> {
        let says = |before: &str, word: &str| rules.says(before, word);
        self.frame.get_or_init(|| Frame::new(self.document, self.claim, says))
    }
}

/// Sorts the members of a group by answer: best supported first, then in the order of the text.
pub(super) fn answers<'d>(
    group: &'d Group,
    documents: &'d [Document],
    rules: &Rules,
) -> Vec<Answer<'d>> {
    let mut answers: Vec<Answer<'d>> = Vec::new();
    for member in &group.members {
        let Some(told) = member.of(documents) else { continue };
        let given = Given::new(member, told, rules);
        let same = answers.iter_mut().find(|answer| {
            let first = answer.given.first();
            first.is_some_and(|known| is_same(known, &given) && !leaves_out(known, &given, rules))
        });
        match same {
            Some(answer) => answer.given.push(given),
            None => answers.push(Answer { given: vec![given] }),
        }
    }
    answers.sort_by_key(|answer| std::cmp::Reverse(answer.voices()));
    answers
}

impl Answer<'_> {
    /// Number of independent voices.
    pub(super) fn voices(&self) -> usize {
        Voice::count(self.given.iter().map(|given| &given.voice))
    }

    pub(super) fn origins(&self) -> usize {
        let mut origins: Vec<usize> = self.given.iter().map(|given| given.member.origin).collect();
        origins.sort_unstable();
        origins.dedup();
        origins.len()
    }

    /// Whether it is given for a thing that documents have in common.
    pub(super) fn is_property(&self) -> bool {
        self.given.first().is_some_and(|given| given.claim.is_property())
    }

    pub(super) fn relation(&self, other: &Answer<'_>) -> Relation {
        let relate = |a: &Given<'_>, b: &Given<'_>| {
            if property::are_other_limits(a, b) {
                return Relation::Conflict;
            }
            compare::values((&a.claim.value, a.member.days), (&b.claim.value, b.member.days))
        };
        let first = match (self.given.first(), other.given.first()) {
            (Some(a), Some(b)) => relate(a, b),
            _ => Relation::Incomparable,
        };
        // One of those who give an answer may state it in the other's currency, too.
        let mut pairs = self.given.iter().flat_map(|a| other.given.iter().map(move |b| (a, b)));
        match first {
            Relation::Incomparable => pairs
                .find_map(|(a, b)| Some(relate(a, b)).filter(|it| *it != Relation::Incomparable))
                .unwrap_or(first),
            Relation::Agree(_)
            | Relation::Compatible(_)
            | Relation::Doubtful
            | Relation::Conflict => first,
        }
    }
}

/// The answers that a source replaced by another one on a later day.
pub(super) struct Replaced<'d>(BTreeSet<(usize, &'d str)>);

impl<'d> Replaced<'d> {
    pub(super) fn new(answers: &[Answer<'d>]) -> Replaced<'d> {
        let last = last_days(answers.iter().flat_map(|answer| &answer.given));
        let mut replaced = BTreeSet::new();
        for (number, answer) in answers.iter().enumerate() {
            let days = last_days(&answer.given);
            let old = days.into_iter().filter(|(source, day)| Some(day) < last.get(source));
            replaced.extend(old.map(|(source, _)| (number, source)));
        }
        Replaced(replaced)
    }

    pub(super) fn has(&self, answer: usize, source: &str) -> bool {
        self.0.contains(&(answer, source))
    }
}

/// The last day on which each source is heard.
fn last_days<'a, 'd: 'a>(
    given: impl IntoIterator<Item = &'a Given<'d>>,
) -> BTreeMap<&'d str, Date> {
    let mut last: BTreeMap<&str, Date> = BTreeMap::new();
    for given in given {
        if let Some(date) = given.document.article.date() {
            let known = last.entry(&given.document.article.source).or_insert(date);
            *known = date.max(*known);
        }
    }
    last
}

/// Equal words of value: the same numbers under the same qualifier in the same base unit.
fn is_same(a: &Given<'_>, b: &Given<'_>) -> bool {
    let same_figure =
        |a: &Figure, b: &Figure| (a.low, a.high, a.qualifier) == (b.low, b.high, b.qualifier);
    match (&a.claim.value, &b.claim.value) {
        (Value::Count(x), Value::Count(y)) | (Value::Ordinal(x), Value::Ordinal(y)) => {
            same_figure(x, y)
        }
        (
            Value::Percent { figure: x, points: of_x },
            Value::Percent { figure: y, points: of_y },
        ) => of_x == of_y && same_figure(x, y),
        (Value::Money(x), Value::Money(y)) => {
            x.currency == y.currency && same_figure(&x.figure, &y.figure)
        }
        (Value::Duration(x), Value::Duration(y))
        | (Value::Quantity(x), Value::Quantity(y))
        | (Value::Age(x), Value::Age(y)) => {
            x.dimension == y.dimension
                && x.base.as_ref().zip(y.base.as_ref()).is_some_and(|(x, y)| same_figure(x, y))
        }
        (Value::Date(x), Value::Date(y)) => match (a.member.days, b.member.days) {
            (Some(a), Some(b)) => a == b,
            (None, None) => x == y && a.member.document == b.member.document,
            _ => false,
        },
        (Value::Time(x), Value::Time(y)) => x == y,
        (Value::Place(x), Value::Place(y)) => x.name == y.name,
        (Value::Name(x), Value::Name(y)) => x == y,
        (Value::Statement { affirmed: x }, Value::Statement { affirmed: y }) => x == y,
        _ => false,
    }
}

/// Ends of a value in its base unit, with the unit's name.
pub(super) fn extent(given: &Given<'_>) -> (Option<Decimal>, Option<Decimal>, String) {
    let ends = |figure: &Figure, unit: &str| (figure.low, figure.high, unit.to_owned());
    match &given.claim.value {
        Value::Count(figure) => ends(figure, given.claim.unit.as_deref().unwrap_or("count")),
        Value::Ordinal(figure) => ends(figure, "ordinal"),
        Value::Percent { figure, points: false } => ends(figure, "percent"),
        Value::Percent { figure, points: true } => ends(figure, "percentage points"),
        Value::Money(money) => ends(&money.figure, &money.currency),
        Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
            match &measure.base {
                Some(base) => ends(base, &measure.base_unit),
                None => ends(&measure.figure, &measure.unit),
            }
        }
        Value::Date(_) => match given.member.days {
            Some(days) => {
                let (first, last) = epoch_days(days);
                (first, last, String::from("days since 1970"))
            }
            None => (None, None, String::from("days since 1970")),
        },
        Value::Time(clock) => (
            Some(clock.ends().0.into()),
            Some(clock.ends().1.into()),
            String::from("minutes after midnight"),
        ),
        Value::Place(_) | Value::Name(_) | Value::Statement { .. } => (None, None, String::new()),
    }
}

/// First and last day as days since 1970-01-01, `None` at an open end.
fn epoch_days(days: DateRange) -> (Option<Decimal>, Option<Decimal>) {
    let epoch = jiff::civil::date(1970, 1, 1);
    let count = |day: Date| Decimal::from((day - epoch).get_days());
    let first = (days.start > Date::MIN).then(|| count(days.start));
    let last = (days.end < Date::MAX).then(|| count(days.end) - Decimal::ONE);
    (first, last)
}

/// How the words bound a value.
pub(super) fn qualifier(claim: &Claim) -> Qualifier {
    claim.value.figure().map_or(Qualifier::Exact, |figure| figure.qualifier)
}

/// Whether the answers of a kind can be put in an order.
pub(super) fn is_numeric(kind: Kind) -> bool {
    match kind {
        Kind::Count
        | Kind::Money
        | Kind::Duration
        | Kind::Quantity
        | Kind::Percent
        | Kind::Ordinal
        | Kind::Age => true,
        Kind::Date | Kind::Time | Kind::Place | Kind::Name | Kind::Statement => false,
    }
}
