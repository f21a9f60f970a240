use std::path::{Path, PathBuf};

use clap::Args;
use crosscheck::{
    cache::Cache,
    check::{self, Roles, Suppressions},
    config::Config,
    model::{Article, Finding, Problem, Severity, Unchecked, Unit},
    pipeline,
    report::{self, check::Tally},
};

use super::{
    Global, Stop,
    exit::FailOn,
    input::Input,
    progress::Progress,
    setting::{Configured, Setting},
};

/// The documents of a repository, and how to look at them.
#[derive(Debug, Args)]
pub(super) struct Scan {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    configured: Configured,
    /// Read every document again, and keep nothing for the next run
    #[arg(long, help_heading = "Input")]
    no_cache: bool,
    /// Exit 1 when there is a finding of this severity or above [default: error]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Output")]
    fail_on: Option<FailOn>,
    /// Findings that are known and let pass [default: .crosscheck/baseline.jsonl, if it is there]
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    baseline: Option<PathBuf>,
}

/// What the documents of a repository add up to.
pub(super) struct Scanned {
    pub(super) articles: Vec<Article>,
    pub(super) findings: Vec<Finding>,
    pub(super) unchecked: Vec<Vec<Unchecked>>,
    pub(super) roles: Roles,
    /// What was skipped.
    pub(super) skipped: Vec<Problem>,
    /// What is wrong with comments.
    pub(super) comments: Vec<Problem>,
    /// What is wrong with the cache, which no output tells of.
    pub(super) notices: Vec<Problem>,
    /// How many documents were not read again.
    pub(super) cached: usize,
    pub(super) tally: Tally,
}

const SUPPRESSIONS: &str = ".crosscheck/suppressions.toml";
const BASELINE: &str = ".crosscheck/baseline.jsonl";

impl Scan {
    pub(super) fn setting(&self) -> Result<Setting, Stop> {
        self.configured.setting()
    }

    pub(super) fn fail_on(&self, config: &Config) -> FailOn {
        self.fail_on.or(config.check.fail_on.map(FailOn::from)).unwrap_or(FailOn::Error)
    }

    /// The file of the baseline, and whether somebody named it.
    pub(super) fn baseline(&self, config: &Config) -> (PathBuf, bool) {
        let configured = config.check.baseline.as_deref().map(|path| config.path(path));
        match self.baseline.clone().or(configured) {
            Some(path) => (path, true),
            None => (config.path(Path::new(BASELINE)), false),
        }
    }

    /// Reads the documents and compares them.
    pub(super) fn run(&self, setting: &Setting, global: &Global) -> Result<Scanned, Stop> {
        let config = &setting.config;
        let request = self.input.documents(config)?;
        let rules = setting.rules(global)?;
        let progress = Progress::new(global);
        let inputs = self.input.read(&request, rules, &|article| article, &progress)?;
        let mut articles = inputs.articles;
        for article in &mut articles {
            if let Some(plain) = article.id.strip_prefix("./") {
                article.id = plain.to_owned();
            }
            // Files of one name are not one source.
            article.source.clone_from(&article.id);
        }
        let changelogs = config.check.changelogs;
        let roles = Roles::assign(&mut articles, &config.roles, changelogs, &rules.property)?;
        let require_reason = config.check.require_reason.unwrap_or(true);
        let mut suppressions = Suppressions::read(&articles, require_reason, setting.today);
        let list = config.check.suppressions.as_deref().unwrap_or(Path::new(SUPPRESSIONS));
        let id = |path: &str| config.path(Path::new(path)).to_string_lossy().into_owned();
        suppressions.read_list(&config.path(list), &articles, id, setting.today)?;
        let path = setting.cache("documents").filter(|_| !self.no_cache);
        let hash = setting.rules_hash(global)?;
        let mut notices = Vec::new();
        let cache = path.map(|path| {
            let (cache, problem) = Cache::open(&path, &hash);
            notices.extend(problem);
            cache
        });
        let cache = cache.flatten();
        let mut documents =
            pipeline::documents(articles, Unit::Document, rules, cache.as_ref(), &progress);
        let cached = cache.as_ref().map_or(0, Cache::hits);
        if let Some(cache) = cache {
            notices.extend(cache.finish().err());
        }
        let mut disabled = 0;
        for document in &mut documents {
            let id = &document.article.id;
            if roles.is_changelog(id) || roles.is_aside(id) {
                document.claims.clear();
            }
            let told = document.claims.len();
            document.claims.retain(|claim| !config.leaves_out(claim));
            disabled += told - document.claims.len();
        }
        suppressions.apply(&mut documents);
        let outcome = pipeline::compared(documents, Unit::Document, rules, &progress)
            .map_err(|error| Stop::temporary(&error))?;
        progress.finish();
        let mut findings = outcome.findings;
        for finding in &mut findings {
            finding.severity = check::severity(finding, &roles);
        }
        report::sort_findings(&mut findings);
        let tally = Tally {
            documents: outcome.articles.len(),
            historical: roles.changelogs(),
            aside: roles.aside(),
            skipped: inputs.skipped.len(),
            claims: outcome.claims,
            comparable: outcome.comparable,
            suppressed: suppressions.claims,
            disabled,
            ..Tally::default()
        };
        let mut comments = suppressions.unused();
        comments.extend(suppressions.problems);
        comments.sort();
        let mut skipped = inputs.skipped;
        skipped.extend(inputs.warnings);
        Ok(Scanned {
            articles: outcome.articles,
            findings,
            unchecked: outcome.unchecked,
            roles,
            skipped,
            comments,
            notices,
            cached,
            tally,
        })
    }
}

impl Scanned {
    /// The findings that a baseline may hold.
    pub(super) fn told(&self, fail_on: FailOn) -> Vec<&Finding> {
        let least = if fail_on == FailOn::Note { Severity::Note } else { Severity::Warning };
        self.findings.iter().filter(|finding| finding.severity <= least).collect()
    }
}
