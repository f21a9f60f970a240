use std::{
    env,
    path::{Path, PathBuf},
};

use clap::Args;
use crosscheck::{
    check::{self, Roles, Suppressions},
    config::Config,
    model::{Article, Finding, Problem, Severity, Unit},
    pipeline,
    report::{self, check::Tally},
    rule::Rules,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{
    Global, Stop,
    exit::FailOn,
    input::{self, Input},
    progress::Progress,
};

/// The documents of a repository, and how to look at them.
#[derive(Debug, Args)]
pub(super) struct Scan {
    #[command(flatten)]
    input: Input,
    /// Configuration [default: the nearest crosscheck.toml up to the root of the repository]
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, help_heading = "Input", conflicts_with = "config")]
    isolated: bool,
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
    pub(super) roles: Roles,
    /// What was skipped.
    pub(super) skipped: Vec<Problem>,
    /// What is wrong with comments.
    pub(super) comments: Vec<Problem>,
    pub(super) tally: Tally,
}

/// Where and when a command runs, and what it was told.
pub(super) struct Setting {
    pub(super) config: Config,
    pub(super) working: PathBuf,
    pub(super) today: Date,
}

const BASELINE: &str = ".crosscheck/baseline.jsonl";

impl Scan {
    pub(super) fn setting(&self) -> Result<Setting, Stop> {
        let working = env::current_dir().map_err(|error| {
            let message = format!("the working folder cannot be told: {}", Problem::reason(&error));
            Problem::error("E152", "", message)
        })?;
        let config = match self.isolated {
            true => Config::default(),
            false => Config::load(self.config.as_deref(), &working)?,
        };
        let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
        Ok(Setting { config, working, today })
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
        let rules = rules(config, global)?;
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
        let mut documents = pipeline::documents(articles, Unit::Document, rules, &progress);
        for document in &mut documents {
            if roles.is_changelog(&document.article.id) {
                document.claims.clear();
            }
        }
        suppressions.apply(&mut documents);
        let outcome = pipeline::compared(documents, Unit::Document, rules, &progress);
        progress.finish();
        let mut findings = outcome.findings;
        for finding in &mut findings {
            finding.severity = check::severity(finding, &roles);
        }
        report::sort_findings(&mut findings);
        let tally = Tally {
            documents: outcome.articles.len(),
            historical: roles.changelogs(),
            skipped: inputs.skipped.len(),
            claims: outcome.claims,
            comparable: outcome.comparable,
            suppressed: suppressions.claims,
            ..Tally::default()
        };
        let mut comments = suppressions.unused();
        comments.extend(suppressions.problems);
        comments.sort();
        let mut skipped = inputs.skipped;
        skipped.extend(inputs.warnings);
        Ok(Scanned { articles: outcome.articles, findings, roles, skipped, comments, tally })
    }
}

impl Scanned {
    /// The findings that a baseline may hold.
    pub(super) fn told(&self, fail_on: FailOn) -> Vec<&Finding> {
        let least = if fail_on == FailOn::Note { Severity::Note } else { Severity::Warning };
        self.findings.iter().filter(|finding| finding.severity <= least).collect()
    }
}

/// The compiled rules, with those that the configuration names over them.
fn rules(config: &Config, global: &Global) -> Result<&'static Rules, Stop> {
    let mut sources = crosscheck::rule::Sources::embedded();
    for folder in &config.rules.paths {
        sources.add_folder(&config.path(folder))?;
    }
    input::compiled(sources, global)
}
