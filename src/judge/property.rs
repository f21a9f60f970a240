use std::path::Path;

use crate::{
    model::{ConflictKind, Reason},
    value::{Kind, Qualifier, Relation},
};

use super::position::{Answer, Given};

/// How two answers about a thing differ: a document may say it twice in the same words, a sentence not.
pub(super) fn conflict(a: &Answer<'_>, b: &Answer<'_>) -> Option<(ConflictKind, Reason)> {
    let apart = |x: &Given<'_>, y: &Given<'_>| {
        let one_place =
            x.member.document == y.member.document && x.claim.sentence == y.claim.sentence;
        let two_programs = is_under_heading(x) && is_under_heading(y) && are_siblings(x, y);
        !one_place && !two_programs
    };
    let mut pairs = a.given.iter().flat_map(|x| b.given.iter().map(move |y| (x, y)));
    let (x, _) = pairs.find(|(x, y)| apart(x, y))?;
    let reason =
        if x.claim.kind == Kind::Date { Reason::OtherDate } else { Reason::DisjointValues };
    match a.relation(b) {
        Relation::Conflict => Some((ConflictKind::Contradict, reason)),
        Relation::Agree(_)
        | Relation::Compatible(_)
        | Relation::Doubtful
        | Relation::Incomparable => None,
    }
}

/// Whether its heading names what it is of.
fn is_under_heading(given: &Given<'_>) -> bool {
    given.claim.about.is_some_and(|about| !given.claim.sentence.contains(about))
}

/// Two references in one folder describe two programs, whose settings may have one name.
fn are_siblings(x: &Given<'_>, y: &Given<'_>) -> bool {
    let folder =
        |given: &Given<'_>| Path::new(&given.document.article.id).parent().map(Path::to_owned);
    x.member.document != y.member.document && folder(x) == folder(y)
}

/// "Up to 5 GB" and "up to 10 GB" are two limits, and only one can be that of a thing.
pub(super) fn are_other_limits(a: &Given<'_>, b: &Given<'_>) -> bool {
    let limit = |given: &Given<'_>| {
        let bound = match given.claim.value.figure()?.qualifier {
            qualifier @ (Qualifier::MoreThan
            | Qualifier::AtLeast
            | Qualifier::LessThan
            | Qualifier::AtMost) => qualifier,
            Qualifier::Exact | Qualifier::About | Qualifier::Range => return None,
        };
        Some((bound, given.claim.value.base_number()?)).filter(|_| given.claim.is_property())
    };
    limit(a).zip(limit(b)).is_some_and(|((x, m), (y, n))| x == y && m != n)
}
