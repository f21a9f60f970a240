//! Groups to findings: positions, conflicts between them, verdict, reason, steps.

mod derive;
mod id;
mod label;
mod pair;
mod part;
mod position;
mod property;
mod quote;
mod speaker;
mod summary;
mod tie;
mod verdict;
mod voice;

use crate::{
    model::{Document, Finding, Group},
    rule::Rules,
};

/// Judges one group.
pub fn judge(group: &Group, documents: &[Document], rules: &Rules) -> Finding {
    let answers = position::answers(group, documents, rules);
    verdict::finding(group, answers, rules)
}

/// What the numbers of one article come to and another one gives, over the groups of a run in the
/// order of their stories.
pub fn derived(groups: &[Group], documents: &[Document], rules: &Rules) -> Vec<Finding> {
    derive::derived(groups, documents, rules)
}

/// The id of a finding whose id another has already, which got it for the how manieth time.
pub fn renamed(id: &str, turn: usize) -> String {
    id::renamed(id, turn)
}
