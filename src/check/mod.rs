//! The documents of a repository against one another: which of them count for more, what their
//! authors take out of the comparison, what was known before, and which lines a change touches.

mod baseline;
mod change;
mod listed;
mod place;
mod role;
mod suppression;

pub use baseline::{Baseline, Entry, Update};
pub use change::{Changes, Scope};
pub use place::path;
pub use role::Roles;
pub use suppression::Suppressions;

use crate::model::{Conflict, Finding, Role, Severity};

/// The severity of a finding once the roles of its documents are known: what is only told of the past
/// is a note.
pub fn severity(finding: &Finding, roles: &Roles) -> Severity {
    let told_now = |position: usize| {
        let mut claims = finding.claims.iter().filter(|claim| claim.position == position);
        claims.any(|claim| roles.of(&claim.article) != Some(Role::Historical))
    };
    let gravest = |conflict: &&Conflict| conflict.kind.verdict() == finding.verdict;
    let mut conflicts = finding.conflicts.iter().filter(gravest).peekable();
    let past = conflicts.peek().is_some()
        && conflicts.all(|conflict| !told_now(conflict.a) || !told_now(conflict.b));
    if past { finding.severity.max(Severity::Note) } else { finding.severity }
}

/// The claim that a reader is pointed at first, an index into the finding's claims: one that a change
/// touches, that is not canonical, and that fewer documents share.
pub fn primary(finding: &Finding, roles: &Roles, changes: Option<&Changes>) -> usize {
    let in_conflict = |position: usize| {
        let mut conflicts = finding.conflicts.iter();
        conflicts.any(|it| {
            it.kind.verdict() == finding.verdict && (it.a == position || it.b == position)
        })
    };
    let key = |(number, claim): (usize, &crate::model::Evidence)| {
        let support = finding.positions.get(claim.position).map_or(0, |it| it.origins);
        (
            !in_conflict(claim.position),
            changes.is_some_and(|changes| !changes.touch(claim)),
            roles.of(&claim.article),
            support,
            claim.position,
            number,
        )
    };
    // `None`, an ordinary document, comes before the roles.
    let order = |role: Option<Role>| match role {
        None => 0,
        Some(Role::Historical) => 1,
        Some(Role::Canonical) => 2,
    };
    let claims = finding.claims.iter().enumerate();
    let first = claims.min_by_key(|claim| {
        let (aside, untouched, role, support, position, number) = key(*claim);
        (aside, untouched, order(role), support, position, number)
    });
    first.map_or(0, |(number, _)| number)
}
