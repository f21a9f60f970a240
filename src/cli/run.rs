use std::{
    io,
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use clap::{Args, CommandFactory};
use crosscheck::{
    config::Config,
    judge,
    model::Article,
    pipeline::{self, Gathered, Packed},
    report::{
        self, Articles, Collector, Counts, Findings, Format, KeptArticles, PackedFinding, Report,
        Style,
    },
    review::Known,
    rule::Rules,
    saved::Manifest,
};
use jiff::Timestamp;

use super::{
    Cli, Global, Stop, desk,
    exit::{self, Exit, FailOn},
    input::Input,
    interrupt,
    memory::Memory,
    printing::Printing,
    progress::Progress,
    saved::Saving,
    setting::Configured,
    target::{Outputs, Target},
    terminal::Terminal,
};

/// Shares of the memory for what articles say and for findings; the work itself takes the rest.
const DOCUMENTS: u64 = 4;
const FINDINGS: u64 = 4;

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
    /// Memory to keep to, as in 512M or 2G; what does not fit goes to temporary files [default: a quarter of the machine's]
    #[arg(long, value_parser = Memory::parse, value_name = "SIZE", help_heading = "Global")]
    memory: Option<Memory>,
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
        let mut gathered = Gathered::new(&Memory::room(self.memory, DOCUMENTS));
        let mut failed = None;
        let disabled = AtomicUsize::new(0);
        let each = |article| packed(article, rules, config, &disabled);
        let mut take = |packed: io::Result<Packed>| {
            failed = packed.and_then(|packed| gathered.push(packed)).err();
            failed.is_none()
        };
        let inputs = self.input.stream(&request, rules, &each, &mut take, &progress)?;
        if let Some(error) = failed {
            return Err(Stop::temporary(&error));
        }
        let (claims, boilerplate) = (gathered.claims, gathered.boilerplate);
        let collector = Mutex::new(Collector::new(&Memory::room(self.memory, FINDINGS)));
        let compared = gathered.compare(
            rules,
            &progress,
            &|finding| PackedFinding::of(&finding),
            &|turn, finding| {
                let mut collector = collector.lock().unwrap_or_else(PoisonError::into_inner);
                collector.push(turn.number(), finding)
            },
        );
        let compared = compared.map_err(|error| Stop::temporary(&error))?;
        let collector = collector.into_inner().unwrap_or_else(PoisonError::into_inner);
        let kept = collector.finish(judge::renamed).map_err(|error| Stop::temporary(&error))?;
        let articles = KeptArticles::new(compared.filed, compared.shared);
        let articles = articles.map_err(|error| Stop::temporary(&error))?;
        progress.finish();
        terminal.inputs(&inputs);
        let disabled = disabled.into_inner();
        if disabled > 0 {
            terminal.say(&format!("Not compared: {disabled} claims of disabled types"));
        }
        let ledger = config.review.ledger.as_deref().map(|path| config.path(path));
        let ledger = self.ledger.clone().or(ledger);
        let mut desk = desk::open(&outputs, None, ledger.as_deref());
        let findings = Findings::Kept(&kept);
        let each = |take: &mut dyn FnMut(&Known<'_>)| {
            findings.iter().try_for_each(|finding| {
                take(&Known::of(&*finding?));
                Ok(())
            })
        };
        let reviews = desk.join(&each).map_err(|error| Stop::temporary(&error))?;
        desk.save();
        terminal.problems(&desk.problems);
        let report = Report {
            findings,
            limit: Some(self.max_findings).filter(|limit| *limit > 0),
            articles: Articles::Kept(&articles),
            problems: &inputs.skipped,
            counts: Counts {
                origins: compared.origins.iter().max().map_or(0, |origins| *origins as usize),
                claims,
                comparable: kept.comparable(),
            },
            reviews: &reviews,
        };
        let manifest = Manifest::of(&report, &rules_hash, began);
        let manifest = Some((manifest, compared.origins)).filter(|_| outputs.folder.is_some());
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
                "{boilerplate} sentences and blocks of pages are no prose of an article, such as menus, \
                 captions and posts; no claim was made of them (crosscheck inspect --stage sentences \
                 shows them)"
            ));
        }
        Ok(if kept.gravest().is_some_and(|severity| self.fail_on.is_met_by(severity)) {
            Exit::Findings
        } else if inputs.skipped.is_empty() {
            Exit::Clean
        } else {
            Exit::Skipped
        })
    }
}

/// What an article says, without the claims that the configuration leaves out.
fn packed(
    article: Article,
    rules: &Rules,
    config: &Config,
    disabled: &AtomicUsize,
) -> io::Result<Packed> {
    let mut document = pipeline::document(article, rules);
    let told = document.claims.len();
    document.claims.retain(|claim| !config.leaves_out(claim));
    disabled.fetch_add(told - document.claims.len(), Ordering::Relaxed);
    Packed::of(document)
}
