use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    io,
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

/// Hands over the findings of a run in the order of the report, as often as it is called.
pub type Each<'e> = dyn Fn(&mut dyn FnMut(&Known<'_>)) -> io::Result<()> + 'e;

/// A finding that holds claims of a review whose own finding is gone.
struct Candidate {
    id: String,
    evidence_hash: String,
}

/// What the ledger and the run before know of the findings.
///
/// # Errors
/// Those of `each`.
pub fn join(ledger: &Ledger, each: &Each<'_>, earlier: &Earlier) -> io::Result<Reviews> {
    let mut reviews = Reviews::default();
    let said: BTreeMap<&str, &Review> = ledger
        .reviews()
        .filter(|review| !word::is_blank(review))
        .map(|review| (review.finding_id.as_str(), review))
        .collect();
    if said.is_empty() && earlier.findings.is_empty() {
        return Ok(reviews);
    }
    let mut here: FxHashSet<&str> = FxHashSet::default();
    each(&mut |finding| {
        let change = change(finding, earlier);
        if change != Change::New {
            let past = Past { change, ..Past::default() };
            reviews.by_finding.insert(finding.id.to_owned(), past);
        }
        if let Some((id, review)) = said.get_key_value::<str>(finding.id) {
            here.insert(id);
            put(&mut reviews, review, (finding.id, finding.evidence_hash), ReviewState::Kept);
        }
    })?;
    let gone: Vec<&Review> =
        said.iter().filter(|(id, _)| !here.contains(*id)).map(|(_, review)| *review).collect();
    let mut holders: FxHashMap<&str, Vec<usize>> =
        gone.iter().flat_map(|it| &it.claim_ids).map(|claim| (claim.as_str(), vec![])).collect();
    let mut candidates: Vec<Candidate> = Vec::new();
    if !holders.is_empty() {
        each(&mut |finding| {
            let mut held = false;
            for claim in &finding.claims {
                if let Some(holders) = holders.get_mut::<str>(claim) {
                    holders.push(candidates.len());
                    held = true;
                }
            }
            if held {
                let (id, evidence_hash) = (finding.id.to_owned(), finding.evidence_hash.to_owned());
                candidates.push(Candidate { id, evidence_hash });
            }
        })?;
    }
    for review in gone {
        let heir = heir(review, &holders).and_then(|index| candidates.get(index));
        let heir = heir.filter(|finding| {
            let past = reviews.by_finding.get(&finding.id);
            past.is_none_or(|past| past.state == ReviewState::None)
        });
        match heir {
            Some(heir) => {
                put(&mut reviews, review, (&heir.id, &heir.evidence_hash), ReviewState::Moved);
            }
            None => reviews.orphans.push(review.clone()),
        }
    }
    Ok(reviews)
}

fn put(reviews: &mut Reviews, review: &Review, (id, hash): (&str, &str), state: ReviewState) {
    let past = reviews.by_finding.entry(id.to_owned()).or_default();
    let known = &review.evidence_hash;
    let is_same = known.is_empty() || known == hash;
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
