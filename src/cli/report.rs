use std::path::PathBuf;

use clap::Args;
use crosscheck::{
    report::{Articles, Findings, Report},
    review::Known,
    saved::Run,
};

use super::{
    Stop, desk,
    exit::{self, Exit},
    printing::Printing,
    saved::Saving,
    target::{Outputs, Target},
    terminal::Terminal,
};

/// Show a run again in another format, without its articles
#[derive(Debug, Args)]
#[command(after_help = exit::TABLE)]
pub(super) struct Render {
    /// Report folder of the run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// What to write: html, xlsx, csv, claims-csv, jsonl, md, claimreview, text; without PATH to standard output (repeatable)
    #[arg(short, long, value_name = "FORMAT[=PATH]", required = true)]
    format: Vec<Target>,
    #[command(flatten)]
    printing: Printing,
    /// Reviews to show [default: review.csv in the report folder]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
}

impl Render {
    pub(super) fn execute(&self, terminal: &Terminal) -> Result<Exit, Stop> {
        let run = Run::read(&self.run)?;
        terminal.problems(&run.warnings);
        let outputs = Outputs::open(&self.format, None)?;
        let mut desk = desk::open(&outputs, Some(&self.run), self.ledger.as_deref());
        let each = |take: &mut dyn FnMut(&Known<'_>)| {
            run.findings.iter().for_each(|finding| take(&Known::of(finding)));
            Ok(())
        };
        let mut reviews = desk.join(&each).map_err(|error| Stop::temporary(&error))?;
        for (id, change) in run.changes {
            reviews.by_finding.entry(id).or_default().change = change;
        }
        desk.save();
        terminal.problems(&desk.problems);
        let report = Report {
            findings: Findings::Held(&run.findings),
            limit: None,
            articles: Articles::Held(&run.articles, &run.unchecked),
            problems: &run.problems,
            counts: run.counts,
            reviews: &reviews,
        };
        Saving::new(&self.printing, None, &desk.kept).save(&report, &outputs, terminal)?;
        Ok(Exit::Clean)
    }
}
