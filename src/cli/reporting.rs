use std::{io, path::PathBuf};

use clap::Args;
use crosscheck::{
    model::Problem,
    report::{
        Articles, Counts, Findings, Format, Kept, KeptArticles, Report, Saved, Style, summary,
    },
    review::Known,
    saved::Manifest,
};
use jiff::Timestamp;

use super::{
    Stop, desk,
    exit::{Exit, FailOn},
    printing::Printing,
    saved::Saving,
    setting::Setting,
    target::{Outputs, Target},
    terminal::Terminal,
};

/// Where a report goes, and how.
#[derive(Debug, Args)]
pub(super) struct Reporting {
    /// Folder for the report [default: out]
    #[arg(short, long, value_name = "DIR", help_heading = "Output")]
    out: Option<PathBuf>,
    /// What to write: html, xlsx, csv, claims-csv, jsonl, md, claimreview, text; without PATH to --out if given, else to standard output (repeatable) [default: html, xlsx, csv, claims-csv and jsonl into the folder]
    #[arg(short, long, value_name = "FORMAT[=PATH]", help_heading = "Output")]
    format: Vec<Target>,
    #[command(flatten)]
    printing: Printing,
    /// Reviews to keep [default: review.csv in the report folder]
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    ledger: Option<PathBuf>,
    /// Write at most this many findings, gravest first (0: all)
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Output")]
    max_findings: usize,
    /// Exit 1 when there is a finding of this severity or above
    #[arg(long, value_enum, default_value_t = FailOn::Never, value_name = "SEVERITY", help_heading = "Output")]
    fail_on: FailOn,
}

/// What a run found.
pub(super) struct Found<'a> {
    pub(super) kept: Kept,
    pub(super) articles: KeptArticles,
    /// Number of each article's origin, from 1.
    pub(super) origins: Vec<u32>,
    pub(super) claims: usize,
    pub(super) skipped: &'a [Problem],
    /// Hash of the rules.
    pub(super) rules: &'a str,
    /// When reading began.
    pub(super) began: Timestamp,
}

impl Reporting {
    pub(super) fn outputs(&self) -> Result<Outputs, Stop> {
        Outputs::open(&self.format, self.out.as_ref())
    }

    /// Writes the report; `done` is called before the summary is shown.
    pub(super) fn write(
        &self,
        found: Found<'_>,
        outputs: &Outputs,
        setting: &Setting,
        terminal: &Terminal,
        done: impl FnOnce(&Report<'_>) -> Result<(), Stop>,
    ) -> Result<Exit, Stop> {
        let Found { kept, articles, origins, claims, skipped, rules, began } = found;
        let config = &setting.config;
        let ledger = config.review.ledger.as_deref().map(|path| config.path(path));
        let ledger = self.ledger.clone().or(ledger);
        let mut desk = desk::open(outputs, None, ledger.as_deref());
        let findings = Findings::Kept(&kept);
        let each = |take: &mut dyn FnMut(&Known<'_>)| {
            findings.iter().try_for_each(|finding| {
                take(&Known::of(&*finding?));
                io::Result::Ok(())
            })
        };
        let reviews = desk.join(&each).map_err(|error| Stop::temporary(&error))?;
        desk.save();
        terminal.problems(&desk.problems);
        let report = Report {
            findings,
            limit: Some(self.max_findings).filter(|limit| *limit > 0),
            articles: Articles::Kept(&articles),
            problems: skipped,
            counts: Counts {
                origins: origins.iter().max().map_or(0, |origins| *origins as usize),
                claims,
                comparable: kept.comparable(),
            },
            reviews: &reviews,
        };
        let manifest = Manifest::of(&report, rules, began);
        let manifest = Some((manifest, origins)).filter(|_| outputs.folder.is_some());
        let saving = Saving::new(&self.printing, manifest, &desk.kept);
        let saved: Saved = saving.save(&report, outputs, terminal)?;
        done(&report)?;
        if outputs.stdout != Some(Format::Text) {
            let style = Style {
                marks: terminal.local_marks(),
                language: self.printing.language(),
                ..Style::default()
            };
            terminal.say(summary(&report, style, &saved).trim_end());
        }
        Ok(if kept.gravest().is_some_and(|severity| self.fail_on.is_met_by(severity)) {
            Exit::Findings
        } else if skipped.is_empty() {
            Exit::Clean
        } else {
            Exit::Skipped
        })
    }
}
