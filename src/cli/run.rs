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
    pipeline::{self, Capped, Gathered, Measure, Observer, Packed},
    read::{Inputs, Request},
    report::{Collector, Kept, KeptArticles, Report},
    rule::Rules,
};
use jiff::Timestamp;

use super::{
    Cli, Global, Stop,
    exit::{self, Exit},
    input::Input,
    interrupt,
    memory::Memory,
    profile,
    progress::Progress,
    reporting::{Found, Reporting},
    setting::{Configured, Setting},
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
    #[command(flatten)]
    reporting: Reporting,
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
        let outputs = self.reporting.outputs()?;
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
        let (kept, articles, origins, capped) =
            compared.map_err(|error| Stop::temporary(&error))?;
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
        Run::tell(&capped, terminal);
        if disabled > 0 {
            terminal.say(&format!("Not compared: {disabled} claims of disabled types"));
        }
        let found = Found {
            kept,
            articles,
            origins,
            claims,
            skipped: &inputs.skipped,
            rules: &rules_hash,
            began,
        };
        let mut stages = Vec::new();
        let done = |report: &Report<'_>| {
            progress.finish();
            stages = progress.stages();
            let Some(path) = &self.profile else { return Ok(()) };
            let (articles, findings) = (report.articles.len(), report.findings.len());
            let counts =
                profile::Counts { bytes: inputs.bytes, articles, cached, claims, findings };
            Ok(profile::write(path, &stages, counts)?)
        };
        let exit = self.reporting.write(found, &outputs, &setting, terminal, done)?;
        if terminal.verbose {
            terminal.say(&format!("Read {} bytes", inputs.bytes));
            terminal.say(&profile::line(&stages));
            terminal.say(&format!(
                "{boilerplate} sentences and blocks of pages are no prose of an article, such as menus, \
                 captions and posts; no claim was made of them (crosscheck inspect --stage sentences \
                 shows them)"
            ));
        }
        Ok(exit)
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

    /// Says what was not compared because names or words stand in very many articles.
    fn tell(capped: &Capped, terminal: &Terminal) {
        if capped.articles > 0 {
            terminal.say(&format!(
                "Names in very many articles ({}) lead to the latest of them only: at most {} pairs of \
                 articles were not looked at for a story in common",
                capped.names.join(", "),
                capped.articles
            ));
        }
        if capped.claims > 0 && terminal.verbose {
            terminal.say(&format!(
                "Words in very many claims of a story lead to the next of them only: {} times a pair of \
                 claims was not looked at for a word in common",
                capped.claims
            ));
        }
    }

    /// The findings, the articles, the origin of each, and what was not looked at.
    fn compare(
        &self,
        gathered: Gathered,
        rules: &Rules,
        cache: Option<&Cache>,
        progress: &Progress,
    ) -> io::Result<(Kept, KeptArticles, Vec<u32>, Capped)> {
        let collector = Mutex::new(Collector::new(&Memory::room(self.memory, FINDINGS)));
        let compared = gathered.compare(rules, cache, progress, &|turn, finding| {
            let mut collector = collector.lock().unwrap_or_else(PoisonError::into_inner);
            collector.push(turn.number(), finding)
        })?;
        progress.stage("sorting", 0, Measure::Articles);
        let collector = collector.into_inner().unwrap_or_else(PoisonError::into_inner);
        let kept = collector.finish(|id, turn| judge::renamed(id, turn, Within::Run))?;
        let articles = KeptArticles::new(compared.filed, compared.shared)?;
        Ok((kept, articles, compared.origins, compared.capped))
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
pub(super) fn document(article: Article, rules: &Rules, config: &Config) -> (Document, usize) {
    let mut document = pipeline::document(article, rules);
    let told = document.claims.len();
    document.claims.retain(|claim| !config.leaves_out(claim));
    let left_out = told - document.claims.len();
    (document, left_out)
}
