use rust_decimal::Decimal;

use crate::{
    model::{ConflictKind, Modality, Reason},
    rule::Rules,
    value::{Kind, Relation},
};

use super::{
    position::{Answer, Given, is_numeric},
    voice::named,
};

/// How two answers differ and why, `None` where they can stand together.
pub(super) fn conflict(
    a: &Answer<'_>,
    b: &Answer<'_>,
    answers: &[Answer<'_>],
    rules: &Rules,
) -> Option<(ConflictKind, Reason)> {
    let relation = a.relation(b);
    if let Relation::Agree(_) | Relation::Compatible(_) = relation {
        return None;
    }
    let mut gravest = None;
    for x in &a.given {
        for y in &b.given {
            let found = witness(x, y, relation, rules).filter(|(_, reason)| {
                *reason == Reason::HoldersDiffer
                    || *reason == Reason::Misquote
                    || *reason == Reason::DifferentScope
                    || !(gives(x, b)
                        || gives(y, a)
                        || is_divided(x, answers)
                        || is_divided(y, answers))
            });
            gravest = match (gravest, found) {
                (Some(known), Some(new)) => Some(std::cmp::min(known, new)),
                (known, new) => known.or(new),
            };
        }
    }
    gravest
}

/// Whether the article of a claim also gives the other answer: then it knows both, and they are
/// about different things.
fn gives(given: &Given<'_>, answer: &Answer<'_>) -> bool {
    answer.given.iter().any(|other| other.member.document == given.member.document)
}

/// Whether one voice of the article gives answers to the question that exclude one another: then
/// the question is not one.
fn is_divided(given: &Given<'_>, answers: &[Answer<'_>]) -> bool {
    let own = |answer: &&Answer<'_>| {
        answer.given.iter().any(|other| {
            other.member.document == given.member.document && other.voice == given.voice
        })
    };
    let mut mine = answers.iter().filter(own);
    let Some(first) = mine.next() else { return false };
    mine.any(|other| first.relation(other) == Relation::Conflict)
}

fn witness(
    x: &Given<'_>,
    y: &Given<'_>,
    relation: Relation,
    rules: &Rules,
) -> Option<(ConflictKind, Reason)> {
    let one_article = x.member.document == y.member.document;
    if let (Some(a), Some(b)) = (x.member.event, y.member.event) {
        if a != b {
            return None;
        }
    }
    let holders = (named(x.claim), named(y.claim));
    if one_article && !matches!(holders, (Some(_), Some(_))) {
        return None;
    }
    if x.claim.scope.qualifiers != y.claim.scope.qualifiers {
        return Some((ConflictKind::Unclear, Reason::DifferentScope));
    }
    match relation {
        Relation::Agree(_) | Relation::Compatible(_) => None,
        Relation::Incomparable => {
            let money = x.claim.kind == Kind::Money && !one_article;
            money.then_some((ConflictKind::Unclear, Reason::NoRate))
        }
        Relation::Doubtful => (!one_article).then_some((ConflictKind::Unclear, Reason::LowMatch)),
        Relation::Conflict if x.claim.modality != y.claim.modality => {
            let moved = x.claim.modality.min(y.claim.modality) == Modality::Happened;
            (moved
                && x.claim.kind == Kind::Date
                && x.document.article.date() != y.document.article.date())
            .then_some((ConflictKind::Changed, Reason::LaterUpdate))
        }
        Relation::Conflict if one_article && x.voice == y.voice => {
            Some((ConflictKind::Contradict, Reason::Misquote))
        }
        Relation::Conflict if one_article => {
            Some((ConflictKind::Contradict, Reason::HoldersDiffer))
        }
        Relation::Conflict if x.member.origin == y.member.origin => {
            Some((ConflictKind::Unclear, Reason::AlteredCopy))
        }
        Relation::Conflict if is_far(x, y) => Some((ConflictKind::Unclear, Reason::LowMatch)),
        Relation::Conflict => Some(over_time(x, y, rules)),
    }
}

/// A count that grows with time and was published on another day is an update.
fn over_time(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> (ConflictKind, Reason) {
    let dates = (x.document.article.date(), y.document.article.date());
    let numbers = (number(x), number(y));
    let grows = rules.attribute.is_cumulative(&x.claim.attribute);
    if let ((Some(a), Some(b)), (Some(m), Some(n)), true) = (dates, numbers, grows) {
        if a != b {
            let rises = (a < b) == (m < n);
            let reason = if rises { Reason::LaterUpdate } else { Reason::Regression };
            return (ConflictKind::Changed, reason);
        }
    }
    let reason = match (named(x.claim), named(y.claim)) {
        (Some(a), Some(b)) if a == b => Reason::DisjointValues,
        (Some(_), Some(_)) => Reason::HoldersDiffer,
        _ => match x.claim.kind {
            Kind::Date => Reason::OtherDate,
            Kind::Place => Reason::OtherPlace,
            Kind::Name => Reason::OtherName,
            Kind::Count
            | Kind::Money
            | Kind::Duration
            | Kind::Quantity
            | Kind::Percent
            | Kind::Ordinal
            | Kind::Time
            | Kind::Age => Reason::DisjointValues,
        },
    };
    (ConflictKind::Contradict, reason)
}

/// Numbers this far apart are rarely about one thing.
const FAR: Decimal = Decimal::TEN;

fn is_far(x: &Given<'_>, y: &Given<'_>) -> bool {
    let (Some(a), Some(b)) = (number(x), number(y)) else { return false };
    let (small, large) = (a.abs().min(b.abs()), a.abs().max(b.abs()));
    !small.is_zero() && small.checked_mul(FAR).is_some_and(|limit| large > limit)
}

fn number(given: &Given<'_>) -> Option<Decimal> {
    let figure = given.claim.value.figure().filter(|_| is_numeric(given.claim.kind))?;
    figure.low.or(figure.high)
}
