use std::{collections::BTreeMap, fs, io, path::Path};

use serde::Deserialize;

use crate::model::{Change, Problem, Review, Verdict};

use super::{join::Known, word};

/// The run before this one, as far as reviews need it.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// Its findings in their order.
    pub findings: Vec<Before>,
    by_id: BTreeMap<String, usize>,
}

/// A finding of the run before.
#[derive(Clone, Debug)]
pub struct Before {
    pub id: String,
    pub subject: String,
    pub summary: String,
    pub verdict: Verdict,
    pub evidence_hash: String,
    pub change: Change,
    pub claims: Vec<String>,
    /// What its spreadsheets said when they were written.
    pub(super) word: Review,
}

#[derive(Deserialize)]
struct Line {
    finding_id: String,
    subject: String,
    summary: String,
    verdict: String,
    evidence_hash: String,
    change: String,
    claims: Vec<Claim>,
    review: Option<Word>,
}

#[derive(Deserialize)]
struct Claim {
    claim_id: String,
}

#[derive(Deserialize)]
struct Word {
    finding_id: String,
    status: String,
    note: String,
    reviewer: String,
    reviewed_on: Option<String>,
}

impl Earlier {
    /// Reads the findings of the last run in a folder; none where there was none.
    pub fn read(folder: &Path) -> (Earlier, Vec<Problem>) {
        let path = folder.join("findings.jsonl");
        let unreadable = |place: String, reason: &str| {
            let message = format!("cannot read what the last run found: {reason}");
            Problem::warning("E325", place, message)
                .note("its findings count as new, and its spreadsheets are held against the ledger")
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Default::default(),
            Err(error) => {
                let problem = unreadable(path.display().to_string(), &Problem::reason(&error));
                return (Earlier::default(), vec![problem]);
            }
        };
        let (mut earlier, mut problems) = (Earlier::default(), Vec::new());
        for (number, line) in (1..).zip(text.lines()) {
            match serde_json::from_str(line).ok().and_then(Before::of) {
                Some(before) => {
                    earlier.by_id.insert(before.id.clone(), earlier.findings.len());
                    earlier.findings.push(before);
                }
                None => {
                    let place = format!("{}:{number}", path.display());
                    problems.push(unreadable(place, "this line is no finding"));
                    break;
                }
            }
        }
        (earlier, problems)
    }

    pub(super) fn get(&self, id: &str) -> Option<&Before> {
        self.by_id.get(id).and_then(|at| self.findings.get(*at))
    }
}

impl Before {
    fn of(line: Line) -> Option<Before> {
        let word = match line.review {
            Some(word) => Review {
                finding_id: word.finding_id,
                status: word::status(&word.status)?,
                note: word.note,
                reviewer: word.reviewer,
                reviewed_on: word.reviewed_on.and_then(|day| day.parse().ok()),
                ..Review::default()
            },
            None => Review { finding_id: line.finding_id.clone(), ..Review::default() },
        };
        Some(Before {
            id: line.finding_id,
            subject: line.subject,
            summary: line.summary,
            verdict: Verdict::ALL.into_iter().find(|verdict| verdict.name() == line.verdict)?,
            evidence_hash: line.evidence_hash,
            change: Change::ALL.into_iter().find(|change| change.name() == line.change)?,
            claims: line.claims.into_iter().map(|claim| claim.claim_id).collect(),
            word,
        })
    }

    /// As [`super::join()`] takes it.
    pub fn known(&self) -> Known<'_> {
        Known {
            id: &self.id,
            evidence_hash: &self.evidence_hash,
            verdict: self.verdict,
            claims: self.claims.iter().map(String::as_str).collect(),
        }
    }
}
