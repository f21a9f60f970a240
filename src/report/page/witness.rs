use std::collections::BTreeMap;

use crate::model::{Evidence, Finding};

/// A claim as a picture shows it: one for each origin, holder and answer, copies counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Witness<'a> {
    pub(super) claim: &'a Evidence,
    /// Other articles of the same origin.
    pub(super) copies: usize,
}

/// The claims of a finding without repeats, by answer, then in the order of the finding.
pub(super) fn witnesses(finding: &Finding) -> Vec<Witness<'_>> {
    let claims: Vec<&Evidence> = finding.claims.iter().collect();
    let mut witnesses = distinct(&claims);
    witnesses.sort_by_key(|witness| witness.claim.position);
    witnesses
}

/// The first claim of each answer, origin and holder.
pub(super) fn distinct<'a>(claims: &[&'a Evidence]) -> Vec<Witness<'a>> {
    let mut place: BTreeMap<(usize, usize, Option<&String>), usize> = BTreeMap::new();
    let mut witnesses: Vec<Witness<'a>> = Vec::new();
    for &claim in claims {
        let key = (claim.position, claim.origin, claim.holder.first());
        match place.get(&key).and_then(|at| witnesses.get_mut(*at)) {
            Some(first) if first.claim.article != claim.article => first.copies += 1,
            Some(_) => {}
            None => {
                place.insert(key, witnesses.len());
                witnesses.push(Witness { claim, copies: 0 });
            }
        }
    }
    witnesses
}
