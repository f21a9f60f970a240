use std::{path::PathBuf, time::Instant};

use clap::{Args, CommandFactory, ValueEnum, builder::PossibleValuesParser};
use crosscheck::{
    model::{Finding, Reviews, Severity},
    pipeline,
    report::{self, Counts, Dialect, Format, Marks, Report, Saved, Style},
};

use super::{
    Cli, Global, Stop,
    exit::{self, Exit},
    input::{self, Input},
    interrupt,
    progress::Progress,
    saved::Saving,
    target::{Outputs, Target},
    terminal::{self, Terminal},
};

/// Read articles, compare what they claim, write the report
#[derive(Debug, Args)]
#[command(after_help = exit::TABLE)]
pub(super) struct Run {
    #[command(flatten)]
    input: Input,
    /// Folder for the report [default: out]
    #[arg(short, long, value_name = "DIR", help_heading = "Output")]
    out: Option<PathBuf>,
    /// What to write: csv, claims-csv, jsonl, text; without PATH to --out if given, else to standard output (repeatable) [default: csv, claims-csv and jsonl into the folder]
    #[arg(short, long, value_name = "FORMAT[=PATH]", help_heading = "Output")]
    format: Vec<Target>,
    /// How CSV is written [default: excel, on standard output plain]
    #[arg(long, value_name = "DIALECT", help_heading = "Output",
        value_parser = PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))]
    csv_dialect: Option<String>,
    /// Write at most this many findings, gravest first (0: all)
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Output")]
    max_findings: usize,
    /// Exit 1 when there is a finding of this severity or above
    #[arg(long, value_enum, default_value_t = FailOn::Never, value_name = "SEVERITY", help_heading = "Output")]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    fn is_met_by(self, finding: &Finding) -> bool {
        match self {
            FailOn::Error => finding.severity <= Severity::Error,
            FailOn::Warning => finding.severity <= Severity::Warning,
            FailOn::Note => finding.severity <= Severity::Note,
            FailOn::Never => false,
        }
    }
}

impl Run {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
        let started = Instant::now();
        let Some(request) = self.input.request()? else {
            let mut command = Cli::command();
            command.build();
            let usage = command.find_subcommand_mut("run").map(|run| run.render_usage());
            terminal.error_line(&usage.map(|usage| usage.to_string()).unwrap_or_default());
            terminal.error_line("Name a file or folder with articles; --help lists the flags.");
            return Ok(Exit::DidNotRun);
        };
        let rules = input::rules(global)?;
        let outputs = Outputs::open(&self.format, self.out.as_ref())?;
        interrupt::clean_up_in(outputs.touched.clone());
        let progress = Progress::new(global);
        let inputs = self.input.read(&request, &progress)?;
        let outcome = pipeline::cross_check(inputs.articles, rules, &progress);
        progress.finish();
        terminal.problems(&inputs.warnings);
        terminal.problems(&inputs.skipped);
        let mut findings = outcome.findings;
        report::sort_findings(&mut findings);
        let reviews = Reviews::default();
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
        let saved = self.save(&report, &outputs, terminal)?;
        if outputs.stdout != Some(Format::Text) {
            terminal.say(report::summary(&report, terminal.local_marks(), &saved).trim_end());
        }
        if terminal.verbose {
            let seconds = started.elapsed().as_secs_f64();
            terminal.say(&format!("Read {} bytes; took {seconds:.2} s", inputs.bytes));
        }
        Ok(if findings.iter().any(|finding| self.fail_on.is_met_by(finding)) {
            Exit::Findings
        } else if inputs.skipped.is_empty() {
            Exit::Clean
        } else {
            Exit::Skipped
        })
    }

    fn save(
        &self,
        report: &Report<'_>,
        outputs: &Outputs,
        terminal: &Terminal,
    ) -> Result<Saved, Stop> {
        let style = self.style(Dialect::Excel, terminal.marks);
        let saved = Saving::default().save(report, outputs, style, terminal)?;
        if let Some(format) = outputs.stdout {
            let style = self.style(Dialect::Plain, terminal.local_marks());
            terminal::print(|out| match format {
                Format::Text => {
                    out.write_all(report::summary(report, style.marks, &saved).as_bytes())
                }
                Format::Csv | Format::ClaimsCsv | Format::Jsonl | Format::Xlsx | Format::Html => {
                    format.write(report, style, out).map(drop)
                }
            })?;
        }
        Ok(saved)
    }

    fn style(&self, default: Dialect, marks: Marks) -> Style {
        let dialect = self.csv_dialect.as_deref().and_then(Dialect::parse).unwrap_or(default);
        Style { dialect, marks }
    }
}
