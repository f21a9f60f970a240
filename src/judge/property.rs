use std::path::Path;

use crate::{
    model::{Claim, ConflictKind, Modality, Reason},
    value::{Kind, Qualifier, Relation},
};

use super::position::{Answer, Given};

/// Parts of a name that no two settings of a project share: `cache_expire_max`.
const PARTS: usize = 3;

/// How two answers about a thing differ: a document may say it twice in the same words, a sentence not.
pub(super) fn conflict(a: &Answer<'_>, b: &Answer<'_>) -> Option<(ConflictKind, Reason)> {
    match a.relation(b) {
        Relation::Conflict => {}
        Relation::Agree(_)
        | Relation::Compatible(_)
        | Relation::Doubtful
        | Relation::Incomparable => return None,
    }
    let pairs = a.given.iter().flat_map(|x| b.given.iter().map(move |y| (x, y)));
    let how = |(x, y): (&Given<'_>, &Given<'_>)| {
        let kind = between(x, y)?;
        let dated = x.claim.kind == Kind::Date;
        let reason = match kind {
            ConflictKind::Unclear => Reason::DifferentScope,
            ConflictKind::Contradict | ConflictKind::Changed if dated => Reason::OtherDate,
            ConflictKind::Contradict | ConflictKind::Changed => Reason::DisjointValues,
        };
        Some((kind, reason))
    };
    pairs.filter_map(how).min()
}

/// Whether two places with other values speak of one thing, `None` where they do not.
fn between(x: &Given<'_>, y: &Given<'_>) -> Option<ConflictKind> {
    let same = x.member.document == y.member.document;
    let is = |pattern: &str| (x.claim.is_made_by(pattern), y.claim.is_made_by(pattern));
    if same && x.claim.sentence == y.claim.sentence || !same && are_copies(x, y) {
        return None;
    }
    let described = is(Claim::ENTRY) == (true, true);
    // Two sections, or two references side by side, describe two things of one name.
    if described && (same || are_siblings(x, y)) {
        return None;
    }
    let within = is(Claim::WITHIN);
    let entry = is(Claim::ENTRY);
    if within.0 && !entry.1 || within.1 && !entry.0 {
        return None;
    }
    let name = x.claim.about.map_or("", |name| name.of(&x.document.article.text));
    // Programs side by side have options of one name.
    let option = !same
        && x.claim.about.is_some_and(|name| name.of(&x.document.article.text).starts_with("--"));
    let top = is(Claim::TOP);
    let said =
        |given: &Given<'_>| given.claim.pattern.is_none() || given.claim.is_made_by(Claim::TOP);
    let sections = same && said(x) && said(y) && !top.0 && !top.1;
    let asked = is(Claim::ASKED);
    let versions = x.claim.normalised_by == Claim::VERSION && asked != (true, true);
    let vague = is(Claim::VAGUE) != (false, false);
    if vague && !same && are_siblings(x, y) {
        return None;
    }
    let short = described && name.matches(['_', '.', '-']).count() < PARTS - 1;
    let conditional = |given: &Given<'_>| given.claim.modality == Modality::Conditional;
    let tables = is(Claim::ROW) == (true, true);
    match tables
        || option
        || sections
        || versions
        || vague
        || short
        || conditional(x)
        || conditional(y)
    {
        true => Some(ConflictKind::Unclear),
        false => Some(ConflictKind::Contradict),
    }
}

/// Whether two documents stand in one folder, or have one name in two.
fn are_siblings(x: &Given<'_>, y: &Given<'_>) -> bool {
    let (x, y) = (path(x), path(y));
    x.parent() == y.parent() || x.file_stem() == y.file_stem()
}

/// Whether two documents have one name in one folder, or in folders of one name, as those of two
/// versions have.
fn are_copies(x: &Given<'_>, y: &Given<'_>) -> bool {
    let (x, y) = (path(x), path(y));
    let folder = |path: &Path| path.parent().and_then(Path::file_name).map(ToOwned::to_owned);
    x.file_stem() == y.file_stem()
        && (x.parent() == y.parent() || folder(x).is_some() && folder(x) == folder(y))
}

fn path<'d>(given: &Given<'d>) -> &'d Path {
    Path::new(&given.document.article.id)
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
