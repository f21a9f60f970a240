use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{Finding, Problem, Verdict};

/// Findings that were known before and are let pass, by what is claimed and which values there are: no
/// lines, no numbers of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub id: String,
    pub verdict: String,
    /// Values as written; a finding with any other one is new.
    pub values: BTreeSet<String>,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub until: Option<String>,
    /// For people; never compared.
    #[serde(default)]
    pub info: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    crosscheck_baseline: u32,
}

const VERSION: u32 = 1;

/// What an update did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Update {
    pub added: usize,
    pub removed: usize,
    /// New findings that were not taken in.
    pub left: usize,
}

impl Baseline {
    /// Reads a baseline: a header line, then one entry a line.
    ///
    /// # Errors
    /// Every line that is none.
    pub fn parse(text: &str, shown: &str) -> Result<Baseline, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut baseline = Baseline::default();
        let bad = |line: usize, message: String| {
            Problem::error("E410", format!("{shown}:{line}"), message)
                .help("restore the file, or make it again with `crosscheck baseline create`")
        };
        let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
        match lines.next().map(|(line, _)| serde_json::from_str::<Header>(line)) {
            Some(Ok(header)) if header.crosscheck_baseline == VERSION => {}
            Some(Ok(header)) => {
                let version = header.crosscheck_baseline;
                problems.push(bad(1, format!("a baseline of version {version}, not {VERSION}")));
            }
            Some(Err(_)) | None => {
                problems.push(bad(1, String::from("the head of a baseline is missing")));
            }
        }
        for (line, number) in lines {
            match serde_json::from_str::<Entry>(line) {
                Ok(entry) => {
                    if let Some(day) =
                        entry.until.as_deref().filter(|day| day.parse::<Date>().is_err())
                    {
                        problems.push(bad(number, format!("`{day}` is no day; write 2027-01-01")));
                    }
                    baseline.entries.insert(entry.id.clone(), entry);
                }
                Err(error) => {
                    problems.push(bad(number, format!("no entry of a baseline: {error}")))
                }
            }
        }
        if problems.is_empty() { Ok(baseline) } else { Err(problems) }
    }

    /// The baseline as a file.
    pub fn print(&self) -> String {
        let line = |text: serde_json::Result<String>| text.unwrap_or_default() + "\n";
        let header = Header { crosscheck_baseline: VERSION };
        let mut text = line(serde_json::to_string(&header));
        text.extend(self.entries.values().map(|entry| line(serde_json::to_string(entry))));
        text
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Whether a finding was known with all the values that it has today.
    pub fn holds(&self, finding: &Finding, today: Date) -> bool {
        let Some(entry) = self.entries.get(&finding.id) else { return false };
        let known = Verdict::ALL.into_iter().find(|verdict| verdict.name() == entry.verdict);
        !entry.is_over(today)
            && known.is_some_and(|known| known <= finding.verdict)
            && values(finding).is_subset(&entry.values)
    }

    /// Entries that no finding of today needs.
    pub fn stale(&self, findings: &[&Finding], today: Date) -> Vec<&Entry> {
        let needed: BTreeSet<&str> = findings
            .iter()
            .filter(|finding| self.holds(finding, today))
            .map(|finding| finding.id.as_str())
            .collect();
        self.entries.values().filter(|entry| !needed.contains(entry.id.as_str())).collect()
    }

    /// Removes what no finding needs any more; takes in new findings where that is asked for.
    pub fn update(&mut self, findings: &[&Finding], accept: bool, today: Date) -> Update {
        let mut update = Update::default();
        let stale: BTreeSet<String> =
            self.stale(findings, today).into_iter().map(|entry| entry.id.clone()).collect();
        for finding in findings.iter().copied() {
            if self.holds(finding, today) {
                continue;
            }
            if !accept {
                update.left += 1;
                continue;
            }
            update.added += 1;
            let old = self.entries.remove(&finding.id);
            update.removed += usize::from(old.is_some());
            let reason = old.map(|old| old.reason).unwrap_or_default();
            self.entries.insert(finding.id.clone(), Entry { reason, ..Entry::of(finding) });
        }
        let accepted: BTreeSet<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
        self.entries.retain(|id, _| {
            let keep = !stale.contains(id) || accept && accepted.contains(id.as_str());
            update.removed += usize::from(!keep);
            keep
        });
        update
    }
}

impl Entry {
    fn of(finding: &Finding) -> Entry {
        let mut articles: Vec<&str> =
            finding.claims.iter().map(|claim| claim.article.as_str()).collect();
        articles.dedup();
        Entry {
            id: finding.id.clone(),
            verdict: finding.verdict.name().to_owned(),
            values: values(finding),
            reason: String::new(),
            until: None,
            info: articles.join(", "),
        }
    }

    fn is_over(&self, today: Date) -> bool {
        let until = self.until.as_deref().and_then(|day| day.parse::<Date>().ok());
        until.is_some_and(|day| day < today)
    }
}

fn values(finding: &Finding) -> BTreeSet<String> {
    finding.positions.iter().map(|position| position.value.clone()).collect()
}
