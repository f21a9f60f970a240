//! A run on disk, to be shown again without its articles: `findings.jsonl` holds the findings,
//! `manifest.json` what was read, with hashes, and when.
//!
//! | code | what |
//! |---|---|
//! | E310 | a saved run cannot be read (stops the command) |
//! | E311 | a line of it is no finding (stops the command) |
//! | E312 | it holds only the first of its findings |

mod finding;
mod manifest;

use std::{collections::BTreeMap, fs, path::Path};

pub use manifest::{Manifest, Sheets, sha256};

use crate::{
    model::{Article, Change, Finding, Problem, Unchecked},
    report::Counts,
};

/// What a run left on disk.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub findings: Vec<Finding>,
    /// How each finding differed from the run before, by its id.
    pub changes: BTreeMap<String, Change>,
    /// Without their texts.
    pub articles: Vec<Article>,
    pub problems: Vec<Problem>,
    pub counts: Counts,
    pub unchecked: Vec<Vec<Unchecked>>,
    pub warnings: Vec<Problem>,
}

impl Run {
    /// Reads the run that was written to a folder.
    ///
    /// # Errors
    /// When one of its two files is missing or malformed.
    pub fn read(folder: &Path) -> Result<Run, Problem> {
        let manifest = Manifest::read(folder)?;
        let path = folder.join("findings.jsonl");
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        let (mut findings, mut changes) = (Vec::new(), BTreeMap::new());
        for (number, line) in (1..).zip(text.lines()) {
            let read = finding::read(line).map_err(|reason| {
                let place = format!("{}:{number}", path.display());
                Problem::error("E311", place, format!("this line is no finding: {reason}"))
                    .help("write the report again: crosscheck run INPUT -o FOLDER")
            })?;
            changes.insert(read.0.id.clone(), read.1);
            findings.push(read.0);
        }
        let mut warnings = Vec::new();
        if let Some(all) = Some(manifest.findings()).filter(|all| *all > findings.len()) {
            let message = format!("this run kept {} of its {all} findings", findings.len());
            warnings.push(
                Problem::warning("E312", path.to_string_lossy(), message)
                    .note("the counts are of those that were kept")
                    .help("run again without --max-findings to have all"),
            );
        }
        let (articles, unchecked) = manifest.articles().into_iter().unzip();
        Ok(Run {
            findings,
            changes,
            articles,
            problems: manifest.problems(),
            counts: manifest.counts(),
            unchecked,
            warnings,
        })
    }
}

/// The finding of a line of `findings.jsonl`.
///
/// # Errors
/// In words, why it is none.
pub fn read_finding(line: &str) -> Result<Finding, String> {
    finding::read(line).map(|(finding, _)| finding)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let message = format!("cannot read this saved run: {}", Problem::reason(error));
    Problem::error("E310", path.to_string_lossy(), message)
        .note("a saved run is a folder with findings.jsonl and manifest.json")
        .help("name the folder that `crosscheck run -o FOLDER` wrote")
}
