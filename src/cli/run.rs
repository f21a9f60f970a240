use std::{path::PathBuf, time::Instant};

use clap::{Args, CommandFactory};
use crosscheck::{
    model::Unit,
    pipeline,
    report::{self, Counts, Format, Report, Style},
    review::Known,
    saved::Manifest,
};
use jiff::Timestamp;

use super::{
    Cli, Global, Stop, desk,
    exit::{self, Exit, FailOn},
    input::Input,
    interrupt,
    printing::Printing,
    progress::Progress,
    saved::Saving,
    setting::Configured,
    target::{Outputs, Target},
    terminal::Terminal,
};

/// Read articles, compare what they claim, write the report
#[derive(Debug, Args)]
#[command(after_help = exit::TABLE)]
pub(super) struct Run {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    configured: Configured,
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

impl Run {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
        let started = Instant::now();
        let Some(mut request) = self.input.request()? else {
            let mut command = Cli::command();
            command.build();
            let usage = command.find_subcommand_mut("run").map(|run| run.render_usage());
            terminal.error_line(&usage.map(|usage| usage.to_string()).unwrap_or_default());
            terminal.error_line("Name a file or folder with articles; --help lists the flags.");
            return Ok(Exit::DidNotRun);
        };
        let began = Timestamp::now();
        let setting = self.configured.setting()?;
        let config = &setting.config;
        let rules = setting.rules(global)?;
        Input::configure(&mut request, config);
        let rules_hash = setting.rules_hash(global)?;
        let outputs = Outputs::open(&self.format, self.out.as_ref())?;
        interrupt::clean_up_in(outputs.touched.clone());
        let progress = Progress::new(global);
        let document = |article| pipeline::document(article, rules);
        let mut inputs = self.input.read(&request, rules, &document, &progress)?;
        let mut documents = std::mem::take(&mut inputs.articles);
        documents.sort_by(|a, b| a.article.id.cmp(&b.article.id));
        let mut disabled = 0;
        for document in &mut documents {
            let told = document.claims.len();
            document.claims.retain(|claim| !config.leaves_out(claim));
            disabled += told - document.claims.len();
        }
        let outcome = pipeline::compared(documents, Unit::Origin, rules, &progress);
        progress.finish();
        terminal.inputs(&inputs);
        if disabled > 0 {
            terminal.say(&format!("Not compared: {disabled} claims of disabled types"));
        }
        let mut findings = outcome.findings;
        report::sort_findings(&mut findings);
        let ledger = config.review.ledger.as_deref().map(|path| config.path(path));
        let ledger = self.ledger.clone().or(ledger);
        let mut desk = desk::open(&outputs, None, ledger.as_deref());
        let known: Vec<Known<'_>> = findings.iter().map(Known::of).collect();
        let reviews = desk.join(&known);
        desk.save();
        terminal.problems(&desk.problems);
        let report = Report {
            findings: &findings,
            limit: Some(self.max_findings).filter(|limit| *limit > 0),
            articles: &outcome.articles,
            problems: &inputs.skipped,
            counts: Counts {
                origins: outcome.origins,
                claims: outcome.claims,
                comparable: outcome.comparable,
            },
            unchecked: &outcome.unchecked,
            reviews: &reviews,
        };
        let manifest = Manifest::of(&report, &rules_hash, &outcome.origin_of, began);
        let manifest = Some(manifest).filter(|_| outputs.folder.is_some());
        let saving = Saving::new(&self.printing, manifest, &desk.kept);
        let saved = saving.save(&report, &outputs, terminal)?;
        if outputs.stdout != Some(Format::Text) {
            let style = Style {
                marks: terminal.local_marks(),
                language: self.printing.language(),
                ..Style::default()
            };
            terminal.say(report::summary(&report, style, &saved).trim_end());
        }
        if terminal.verbose {
            let seconds = started.elapsed().as_secs_f64();
            terminal.say(&format!("Read {} bytes; took {seconds:.2} s", inputs.bytes));
            terminal.say(&format!(
                "{} sentences and blocks of pages are no prose of an article, such as menus, captions \
                 and posts; no claim was made of them (crosscheck inspect --stage sentences shows them)",
                outcome.boilerplate
            ));
        }
        Ok(if findings.iter().any(|finding| self.fail_on.is_met_by(finding.severity)) {
            Exit::Findings
        } else if inputs.skipped.is_empty() {
            Exit::Clean
        } else {
            Exit::Skipped
        })
    }
}
