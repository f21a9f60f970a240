use std::collections::BTreeSet;

use crate::model::{Claim, Member};

/// Who stands behind a claim independently: the outermost named holder, else the origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Voice {
    Holder(String),
    Origin(usize),
}

impl Voice {
    pub(super) fn of(member: &Member, claim: &Claim) -> Voice {
        match claim.named_holder() {
            Some(holder) => Voice::Holder(key(holder)),
            None => Voice::Origin(member.origin),
        }
    }

    pub(super) fn count<'v>(voices: impl Iterator<Item = &'v Voice>) -> usize {
        voices.collect::<BTreeSet<_>>().len()
    }

    pub(super) fn is_named(&self) -> bool {
        match self {
            Voice::Holder(_) => true,
            Voice::Origin(_) => false,
        }
    }
}

/// Holders are compared without case, dots and a leading article.
fn key(holder: &str) -> String {
    let folded: String =
        holder.chars().filter(|letter| *letter != '.').flat_map(char::to_lowercase).collect();
    folded.strip_prefix("the ").map_or(folded.clone(), str::to_owned)
}
