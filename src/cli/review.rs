use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use crosscheck::{
    model::{ReviewState, ReviewStatus, Reviews, Verdict},
    report::{visible, write_file},
    review::{Desk, Known, Place, write_export},
};

use super::{
    Stop, desk,
    exit::{self, Exit},
    terminal::{self, Terminal},
};

/// Take in what reviewers wrote, and show where the review stands
#[derive(Debug, Subcommand)]
#[command(after_help = exit::TABLE)]
pub(super) enum Review {
    /// Take the reviews of spreadsheets into the ledger; exit 1 where two reviewers differ
    Merge {
        /// CSV files or workbooks with a column finding_id and columns of reviews
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        place: Where,
    },
    /// Count the reviews by status, state and reviewer
    Status {
        #[command(flatten)]
        place: Where,
    },
    /// Write the reviews with what their findings say
    Export {
        /// File to write [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        place: Where,
    },
}

#[derive(Debug, Args)]
pub(super) struct Where {
    /// Report folder that the reviews are of
    #[arg(long = "in", value_name = "PATH", default_value = "out")]
    within: PathBuf,
    /// Ledger [default: review.csv in the report folder]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
}

impl Where {
    fn open(&self) -> Desk {
        Desk::open(Place { ledger: self.ledger.clone(), ..desk::of_run(&self.within) })
    }
}

impl Review {
    pub(super) fn execute(&self, terminal: &Terminal) -> Result<Exit, Stop> {
        match self {
            Review::Merge { files, place } => merge(files, place.open(), terminal),
            Review::Status { place } => {
                let (desk, reviews) = joined(place, terminal)?;
                let text = status(&desk, &reviews);
                terminal::print(|out| out.write_all(text.as_bytes()))?;
                Ok(Exit::Clean)
            }
            Review::Export { out, place } => {
                let (desk, reviews) = joined(place, terminal)?;
                match out {
                    Some(path) => {
                        let written = write_file(path, &desk.kept, |out| {
                            write_export(&reviews, &desk.earlier, out)
                        })?;
                        terminal.problems(written.warning.as_slice());
                    }
                    None => terminal::print(|out| write_export(&reviews, &desk.earlier, out))?,
                }
                Ok(Exit::Clean)
            }
        }
    }
}

fn merge(files: &[PathBuf], mut desk: Desk, terminal: &Terminal) -> Result<Exit, Stop> {
    let refused: Vec<_> = files.iter().filter_map(|file| desk.merge(file).err()).collect();
    if !refused.is_empty() {
        return Err(Stop { problems: refused, outcome: Some("nothing was merged".to_owned()) });
    }
    let is_saved = desk.save();
    terminal.problems(&desk.problems);
    if !is_saved {
        return Ok(Exit::DidNotRun);
    }
    let ledger = desk.path().map(Path::display);
    terminal.say(&format!(
        "Merged {}: {} new or changed, {}. Ledger: {}",
        several(files.len(), "file"),
        several(desk.tally.words, "review"),
        several(desk.tally.conflicts, "conflict"),
        ledger.map(|path| path.to_string()).unwrap_or_default()
    ));
    Ok(if desk.tally.conflicts > 0 { Exit::Findings } else { Exit::Clean })
}

fn joined(place: &Where, terminal: &Terminal) -> Result<(Desk, Reviews), Stop> {
    let desk = place.open();
    terminal.problems(&desk.problems);
    let each = |take: &mut dyn FnMut(&Known<'_>)| {
        desk.earlier.findings.iter().for_each(|before| take(&before.known()));
        Ok(())
    };
    let reviews = desk.join(&each).map_err(|error| Stop::temporary(&error))?;
    Ok((desk, reviews))
}

/// States in the order of the table's columns.
const STATES: [ReviewState; 4] =
    [ReviewState::Kept, ReviewState::Reopened, ReviewState::Moved, ReviewState::Orphan];

fn status(desk: &Desk, reviews: &Reviews) -> String {
    let here = reviews.by_finding.values().filter(|past| past.state != ReviewState::None);
    let here = here.map(|past| (&past.review, past.state));
    let gone = reviews.orphans.iter().map(|review| (review, ReviewState::Orphan));
    let mut counts: BTreeMap<(ReviewStatus, ReviewState), usize> = BTreeMap::new();
    let mut reviewers: BTreeMap<&str, usize> = BTreeMap::new();
    for (review, state) in here.chain(gone) {
        *counts.entry((review.status, state)).or_default() += 1;
        *reviewers.entry(review.reviewer.trim()).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let ledger = desk.path().map(|path| path.display().to_string()).unwrap_or_default();
    let findings = desk.earlier.findings.len();
    let mut text = format!(
        "{} in {ledger}, {} in the last run\n\n",
        several(total, "review"),
        several(findings, "finding")
    );
    text.push_str(&format!("{:<16}", "status"));
    STATES.iter().for_each(|state| text.push_str(&format!("{:>10}", state.name())));
    text.push('\n');
    for status in ReviewStatus::ALL {
        text.push_str(&format!("{:<16}", status.name()));
        for state in STATES {
            let count = counts.get(&(status, state)).copied().unwrap_or_default();
            text.push_str(&format!("{count:>10}"));
        }
        text.push('\n');
    }
    let by: Vec<String> = reviewers
        .into_iter()
        .map(|(name, count)| match name {
            "" => format!("nobody named {count}"),
            name => format!("{} {count}", visible(name)),
        })
        .collect();
    if !by.is_empty() {
        text.push_str(&format!("\nReviewed by: {}\n", by.join(", ")));
    }
    let left: Vec<String> = Verdict::ALL
        .into_iter()
        .filter_map(|verdict| {
            let all = desk.earlier.findings.iter().filter(|it| it.verdict == verdict);
            let open = all.filter(|it| reviews.of(&it.id).state == ReviewState::None).count();
            (open > 0).then(|| format!("{open} {}", verdict.name()))
        })
        .collect();
    if !left.is_empty() {
        text.push_str(&format!("Not reviewed: {}\n", left.join(", ")));
    }
    text
}

fn several(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
