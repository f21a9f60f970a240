use std::{
    io,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use clap::{Args, CommandFactory};
use crosscheck::{
    cache::Cache,
    config::Config,
    judge::{self, Within},
    model::{Article, Document, Problem},
    pipeline::{self, Gathered, Measure, Observer, Packed},
    read::{Inputs, Request},
    report::{
        self, Articles, Collector, Counts, Findings, Format, Kept, KeptArticles, Report, Style,
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
    profile,
    progress::Progress,
    saved::Saving,
    setting::{Configured, Setting},
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
    /// Neither use nor write the cache of what articles say
    #[arg(long, help_heading = "Global")]
    no_cache: bool,
    /// Go on where a run was ended, and say how far it had come (any run does unless told --no-cache)
    #[arg(long, conflicts_with = "no_cache", help_heading = "Global")]
    resume: bool,
    /// Write what each stage took, in time and memory, as JSON
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    profile: Option<PathBuf>,
    /// Exit 1 when there is a finding of this severity or above
    #[arg(long, value_enum, default_value_t = FailOn::Never, value_name = "SEVERITY", help_heading = "Output")]
    fail_on: FailOn,
}

impl Run {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
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
        let last =
            "Ended. What was read is kept: the same command with --resume goes on from there.";
        interrupt::clean_up_in(outputs.touched.clone(), Some(last).filter(|_| !self.no_cache));
        let progress = Progress::new(global);
        let (cache, problem) = self.cache(&setting, &rules_hash);
        terminal.problems(problem.as_slice());
        let (inputs, gathered) =
            self.gather(&request, (rules, config), cache.as_ref(), &progress)?;
        let (claims, boilerplate) = (gathered.claims, gathered.boilerplate);
        let disabled = gathered.left_out;
        let compared = self.compare(gathered, rules, cache.as_ref(), &progress);
        let (kept, articles, origins) = compared.map_err(|error| Stop::temporary(&error))?;
        progress.stage("writing", 0, Measure::Articles);
        terminal.inputs(&inputs);
        let cached = cache.as_ref().map_or(0, Cache::hits);
        if let Some(cache) = cache {
            terminal.problems(cache.finish().err().as_slice());
        }
        if self.resume || terminal.verbose {
            terminal.say(&format!(
                "{cached} of {} articles had been read by an earlier run",
                articles.len()
            ));
        }
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
                origins: origins.iter().max().map_or(0, |origins| *origins as usize),
                claims,
                comparable: kept.comparable(),
            },
            reviews: &reviews,
        };
        let manifest = Manifest::of(&report, &rules_hash, began);
        let manifest = Some((manifest, origins)).filter(|_| outputs.folder.is_some());
        let saving = Saving::new(&self.printing, manifest, &desk.kept);
        let saved = saving.save(&report, &outputs, terminal)?;
        progress.finish();
        let stages = progress.stages();
        if let Some(path) = &self.profile {
            let (articles, findings) = (report.articles.len(), findings.len());
            let bytes = inputs.bytes;
            let counts = profile::Counts { bytes, articles, cached, claims, findings };
            profile::write(path, &stages, counts)?;
        }
        if outputs.stdout != Some(Format::Text) {
            let style = Style {
                marks: terminal.local_marks(),
                language: self.printing.language(),
                ..Style::default()
            };
            terminal.say(report::summary(&report, style, &saved).trim_end());
        }
        if terminal.verbose {
            terminal.say(&format!("Read {} bytes", inputs.bytes));
            terminal.say(&profile::line(&stages));
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

impl Run {
    /// Reads the articles and keeps what they say.
    fn gather(
        &self,
        request: &Request,
        (rules, config): (&Rules, &Config),
        cache: Option<&Cache>,
        progress: &Progress,
    ) -> Result<(Inputs<io::Result<Packed>>, Gathered), Stop> {
        let mut gathered = Gathered::new(&Memory::room(self.memory, DOCUMENTS));
        let mut failed = None;
        let each = |article| {
            let read = |article| document(article, rules, config);
            Packed::read(article, cache, read)
        };
        let mut take = |packed: io::Result<Packed>| {
            match packed.and_then(|packed| gathered.push(packed)) {
                Ok(claims) => progress.found(1, claims),
                Err(error) => failed = Some(error),
            }
            failed.is_none()
        };
        let inputs = self.input.stream(request, rules, &each, &mut take, progress)?;
        match failed {
            Some(error) => Err(Stop::temporary(&error)),
            None => Ok((inputs, gathered)),
        }
    }

    /// The findings, the articles and the origin of each.
    fn compare(
        &self,
        gathered: Gathered,
        rules: &Rules,
        cache: Option<&Cache>,
        progress: &Progress,
    ) -> io::Result<(Kept, KeptArticles, Vec<u32>)> {
        let collector = Mutex::new(Collector::new(&Memory::room(self.memory, FINDINGS)));
        let compared = gathered.compare(rules, cache, progress, &|turn, finding| {
            let mut collector = collector.lock().unwrap_or_else(PoisonError::into_inner);
            collector.push(turn.number(), finding)
        })?;
        progress.stage("sorting", 0, Measure::Articles);
        let collector = collector.into_inner().unwrap_or_else(PoisonError::into_inner);
        let kept = collector.finish(|id, turn| judge::renamed(id, turn, Within::Run))?;
        let articles = KeptArticles::new(compared.filed, compared.shared)?;
        Ok((kept, articles, compared.origins))
    }

    /// What earlier runs worked out in this folder, where it is to be used.
    fn cache(&self, setting: &Setting, rules: &str) -> (Option<Cache>, Option<Problem>) {
        let path = setting.cache("articles").filter(|_| !self.no_cache);
        let left_out = &setting.config.rules.disable;
        let open = |path: PathBuf| Cache::open(&path, &format!("{rules} {left_out:?}"));
        path.map(open).unwrap_or_default()
    }
}

/// What an article says without the claims that the configuration leaves out, and their number.
fn document(article: Article, rules: &Rules, config: &Config) -> (Document, usize) {
    let mut document = pipeline::document(article, rules);
    let told = document.claims.len();
    document.claims.retain(|claim| !config.leaves_out(claim));
    let left_out = told - document.claims.len();
    (document, left_out)
}
