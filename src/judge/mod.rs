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

use rustc_hash::FxHashMap;

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

/// Among which findings an id is to be one finding's alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Those of documents that have nothing to do with others.
    Cell,
    /// Those of all cells, where the ids of each are its own already.
    Run,
}

/// Gives findings whose id others before them have another one.
pub fn make_unique<'f>(findings: impl Iterator<Item = &'f mut Finding>, within: Within) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for finding in findings {
        let turn = seen.entry(finding.id.clone()).or_default();
        *turn += 1;
        if *turn > 1 {
            finding.id = renamed(&finding.id, *turn, within);
        }
    }
}

/// The id of a finding whose id others have already, which got it for the how manieth time.
pub fn renamed(id: &str, turn: usize, within: Within) -> String {
    match within {
        Within::Cell => id::renamed(id, turn, None),
        Within::Run => id::renamed(id, turn, Some("run")),
    }
}
