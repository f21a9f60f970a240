use std::{collections::BTreeMap, ops::RangeInclusive, path::PathBuf};

use crate::model::{Evidence, Finding};

use super::place::path;

/// What of a file counts as changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    Lines,
    Files,
}

/// The lines that a change touches, by file.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Lines of a file; none in the list stand for all.
    files: BTreeMap<String, Vec<RangeInclusive<usize>>>,
    scope: Scope,
    working: PathBuf,
}

impl Changes {
    /// Reads a unified diff without context, whose paths are below the folder `working`.
    pub fn parse(diff: &str, scope: Scope, working: PathBuf) -> Changes {
        let mut files: BTreeMap<String, Vec<RangeInclusive<usize>>> = BTreeMap::new();
        let mut file: Option<String> = None;
        for line in diff.lines() {
            if let Some(path) = line.strip_prefix("+++ ") {
                file = path.trim_end_matches('\t').strip_prefix("b/").map(str::to_owned);
            } else if let (Some(range), Some(file)) = (hunk(line), &file) {
                files.entry(file.clone()).or_default().push(range);
            }
        }
        Changes { files, scope, working }
    }

    /// Counts a file as new in all its lines.
    pub fn add_file(&mut self, path: &str) {
        self.files.insert(path.to_owned(), Vec::new());
    }

    /// Whether any claim of a finding stands in a changed line.
    pub fn touch_any(&self, finding: &Finding) -> bool {
        finding.claims.iter().any(|claim| self.touch(claim))
    }

    /// Whether the value of a claim, or its sentence, stands in a changed line.
    pub(super) fn touch(&self, claim: &Evidence) -> bool {
        let Some(lines) = self.files.get(&path(&claim.article, &self.working)) else {
            return false;
        };
        let before =
            claim.quote.get(..(claim.span.start.saturating_sub(claim.sentence.start)) as usize);
        let above = before.map_or(0, |words| words.matches('\n').count());
        let first = claim.line.saturating_sub(above);
        let last = first + claim.quote.matches('\n').count();
        self.scope == Scope::Files
            || lines.is_empty()
            || lines.iter().any(|range| *range.start() <= last && first <= *range.end())
    }
}

/// The new lines of "@@ -3,0 +4,2 @@"; a deletion touches the line above it.
fn hunk(line: &str) -> Option<RangeInclusive<usize>> {
    let new = line.strip_prefix("@@ ")?.split(' ').find_map(|part| part.strip_prefix('+'))?;
    let (start, count) = match new.split_once(',') {
        Some((start, count)) => (start.parse().ok()?, count.parse().ok()?),
        None => (new.parse().ok()?, 1),
    };
    let start: usize = start;
    let count: usize = count;
    (count > 0).then(|| start..=start + count - 1)
}
