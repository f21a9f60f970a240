use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Change, Finding, Past, Review, ReviewState, Reviews, Verdict};

use super::{Earlier, Ledger, word};

/// A finding, as far as reviews need it.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    pub id: &'a str,
    pub evidence_hash: &'a str,
    pub verdict: Verdict,
    pub claims: Vec<&'a str>,
}

impl<'a> Known<'a> {
    pub fn of(finding: &'a Finding) -> Known<'a> {
        Known {
            id: &finding.id,
            evidence_hash: &finding.evidence_hash,
            verdict: finding.verdict,
            claims: finding.claims.iter().map(|claim| claim.claim_id.as_str()).collect(),
        }
    }
}

/// What the ledger and the run before know of the findings.
pub fn join(ledger: &Ledger, findings: &[Known<'_>], earlier: &Earlier) -> Reviews {
    let mut reviews = Reviews::default();
    for finding in findings {
        let change = change(finding, earlier);
        if change != Change::New {
            let past = Past { change, ..Past::default() };
            reviews.by_finding.insert(finding.id.to_owned(), past);
        }
    }
    let by_id: FxHashMap<&str, &Known<'_>> = findings.iter().map(|it| (it.id, it)).collect();
    let said = ledger.reviews().filter(|review| !word::is_blank(review));
    let (here, gone): (Vec<&Review>, Vec<&Review>) =
        said.partition(|review| by_id.contains_key(review.finding_id.as_str()));
    for review in here {
        if let Some(finding) = by_id.get(review.finding_id.as_str()) {
            put(&mut reviews, review, finding, ReviewState::Kept);
        }
    }
    let wanted: FxHashSet<&str> =
        gone.iter().flat_map(|review| &review.claim_ids).map(String::as_str).collect();
    let mut holders: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, finding) in findings.iter().enumerate() {
        for claim in finding.claims.iter().filter(|claim| wanted.contains(*claim)) {
            holders.entry(claim).or_default().push(index);
        }
    }
    for review in gone {
        let heir = heir(review, &holders).and_then(|index| findings.get(index));
        let heir = heir.filter(|finding| {
            let past = reviews.by_finding.get(finding.id);
            past.is_none_or(|past| past.state == ReviewState::None)
        });
        match heir {
            Some(finding) => put(&mut reviews, review, finding, ReviewState::Moved),
            None => reviews.orphans.push(review.clone()),
        }
    }
    reviews
}

fn put(reviews: &mut Reviews, review: &Review, finding: &Known<'_>, state: ReviewState) {
    let past = reviews.by_finding.entry(finding.id.to_owned()).or_default();
    let known = &review.evidence_hash;
    let is_same = known.is_empty() || known == finding.evidence_hash;
    past.review = if is_same { review.clone() } else { word::reopened(review) };
    let is_kept = state == ReviewState::Kept;
    past.state = if is_kept && !is_same { ReviewState::Reopened } else { state };
}

/// The finding that has most of the claims of a review, and at least half of them.
fn heir(review: &Review, holders: &FxHashMap<&str, Vec<usize>>) -> Option<usize> {
    let claims: BTreeSet<&str> = review.claim_ids.iter().map(String::as_str).collect();
    let mut held: BTreeMap<usize, usize> = BTreeMap::new();
    for index in claims.iter().filter_map(|claim| holders.get(claim)).flatten() {
        *held.entry(*index).or_default() += 1;
    }
    let best = held.into_iter().max_by_key(|(index, count)| (*count, Reverse(*index)));
    best.filter(|(_, count)| 2 * count >= claims.len()).map(|(index, _)| index)
}

fn change(finding: &Known<'_>, earlier: &Earlier) -> Change {
    let Some(before) = earlier.get(finding.id) else { return Change::New };
    let is_conflict = |verdict: Verdict| match verdict {
        Verdict::Contradict | Verdict::Unclear | Verdict::Changed => true,
        Verdict::Compatible | Verdict::Agree | Verdict::Single => false,
    };
    if before.evidence_hash != finding.evidence_hash {
        return match is_conflict(before.verdict) && !is_conflict(finding.verdict) {
            true => Change::Resolved,
            false => Change::Changed,
        };
    }
    let known: FxHashSet<&str> = before.claims.iter().map(String::as_str).collect();
    match finding.claims.iter().all(|claim| known.contains(claim)) {
        true => Change::Same,
        false => Change::MoreEvidence,
    }
}
