use std::{
    env,
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::{Args, ValueEnum};
use crosscheck::{
    check::{self, Baseline, Changes, Scope},
    model::{Article, Finding, Problem, Reviews, Severity},
    report::{
        self, Articles, Counts, Findings, Folder, Report,
        check::{CheckFormat, Checked, Diagnostic, Place, Tally, step_summary},
    },
};

use super::{
    Global, Stop, baseline,
    exit::{self, Exit, FailOn},
    git::{self, Since},
    interrupt,
    scan::{Scan, Scanned},
    setting::Setting,
    terminal::{self, Terminal},
};

/// Check that the documents of a repository do not contradict one another
#[derive(Debug, Args)]
#[command(after_help = exit::TABLE)]
pub(super) struct Check {
    #[command(flatten)]
    scan: Scan,
    /// What to write: text, json, sarif, github, junit, gitlab, html, xlsx, csv, claims-csv, jsonl, md; without PATH to standard output (repeatable) [default: text]
    #[arg(
        short,
        long,
        value_name = "FORMAT[=PATH]",
        value_delimiter = ',',
        help_heading = "Output"
    )]
    format: Vec<Target>,
    /// Write at most this many findings, gravest first (0: all)
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Output")]
    max_findings: usize,
    /// Exit 1 also where the baseline holds what no finding needs any more
    #[arg(long, help_heading = "Baseline")]
    strict_baseline: bool,
    /// Let no known finding pass
    #[arg(long, help_heading = "Baseline", conflicts_with_all = ["baseline", "strict_baseline"])]
    no_baseline: bool,
    /// Show findings only that touch what changed since REV
    #[arg(long, value_name = "REV", help_heading = "Change")]
    diff: Option<String>,
    /// Show findings only that touch what is staged
    #[arg(long, help_heading = "Change", conflicts_with = "diff")]
    staged: bool,
    /// What counts as changed
    #[arg(long, value_enum, default_value_t = DiffScope::Lines, value_name = "SCOPE", help_heading = "Change")]
    diff_scope: DiffScope,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffScope {
    Lines,
    Files,
}

/// `FORMAT` or `FORMAT=PATH`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    format: CheckFormat,
    path: Option<PathBuf>,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Target, String> {
        let (name, path) = match text.split_once('=') {
            Some((_, "")) => return Err("a path is missing after `=`".to_owned()),
            Some((name, path)) => {
                (name, Some(PathBuf::from(path)).filter(|path| path != Path::new("-")))
            }
            None => (text, None),
        };
        let Some(format) = CheckFormat::parse(name) else {
            let known = CheckFormat::ALL.map(CheckFormat::name).join(", ");
            return Err(format!("unknown format `{name}`; known are {known}"));
        };
        Ok(Target { format, path })
    }
}

impl Check {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
        let setting = self.scan.setting()?;
        let stdout = self.stdout()?;
        let folders = self.folders()?;
        interrupt::clean_up_in(folders, None);
        let known = self.known(&setting)?;
        let changes = self.changes(&setting.working)?;
        let scanned = self.scan.run(&setting, global)?;
        terminal.problems(&scanned.skipped);
        terminal.problems(&scanned.comments);
        terminal.problems(&scanned.notices);
        let fail_on = self.scan.fail_on(&setting.config);
        let mut selection = Selection {
            known: known.as_ref(),
            changes: changes.as_ref(),
            least: match fail_on {
                FailOn::Note => Severity::Note,
                _ if terminal.verbose => Severity::Note,
                FailOn::Error | FailOn::Warning | FailOn::Never => Severity::Warning,
            },
            tally: scanned.tally,
            fails: false,
        };
        let mut told = selection.select(&scanned, &setting, fail_on);
        if self.max_findings > 0 && told.len() > self.max_findings {
            selection.tally.cut = told.len() - self.max_findings;
            told.truncate(self.max_findings);
        }
        let stale = stale(known.as_ref(), &scanned, fail_on, &setting);
        let problems: Vec<Problem> =
            scanned.skipped.iter().chain(&scanned.comments).chain(&stale).cloned().collect();
        let tally = selection.tally;
        let agreeing = |finding: &&Finding| {
            finding.severity == Severity::None
                && changes.as_ref().is_none_or(|changes| changes.touch_any(finding))
        };
        let agreeing = scanned.findings.iter().filter(agreeing);
        let mut reported: Vec<Finding> =
            told.iter().map(|it| it.finding).chain(agreeing).cloned().collect();
        report::sort_findings(&mut reported);
        let reviews = Reviews::default();
        let checked = Checked {
            diagnostics: &told,
            findings: &scanned.findings,
            problems: &problems,
            tally,
            report: Report {
                findings: Findings::Held(&reported),
                limit: None,
                articles: Articles::Held(&scanned.articles, &scanned.unchecked),
                problems: &problems,
                counts: Counts {
                    origins: scanned.articles.len(),
                    claims: tally.claims,
                    comparable: tally.comparable,
                },
                reviews: &reviews,
            },
        };
        self.write(&checked, stdout, terminal)?;
        terminal.problems(&stale);
        terminal.say(&summary(selection.tally, terminal.verbose));
        if terminal.verbose {
            let (cached, all) = (scanned.cached, tally.documents);
            terminal.say(&format!("{cached} of {all} documents had not changed (cache)"));
        }
        Ok(if selection.fails || self.strict_baseline && !stale.is_empty() {
            Exit::Findings
        } else if selection.tally.skipped > 0 {
            Exit::Skipped
        } else {
            Exit::Clean
        })
    }

    /// The format for standard output; that of GitHub holds the text, too.
    fn stdout(&self) -> Result<Option<CheckFormat>, Stop> {
        if self.format.is_empty() {
            return Ok(Some(CheckFormat::Text));
        }
        let mut formats: Vec<CheckFormat> =
            self.format.iter().filter(|it| it.path.is_none()).map(|it| it.format).collect();
        formats.sort_unstable();
        formats.dedup();
        match formats.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            [CheckFormat::Text, CheckFormat::Github] => Ok(Some(CheckFormat::Github)),
            [first, second, ..] => {
                let (first, second) = (first.name(), second.name());
                let message = format!(
                    "only one format can go to standard output, not both {first} and {second}"
                );
                let help = format!("give one a path: --format {second}=PATH");
                Err(Problem::error("E304", "", message).help(help).into())
            }
        }
    }

    /// The folders that get files, tested before anything is read.
    fn folders(&self) -> Result<Vec<PathBuf>, Stop> {
        let mut folders = Vec::new();
        for path in self.format.iter().filter_map(|target| target.path.as_deref()) {
            if path.is_dir() {
                let message = "cannot write a report over a folder";
                return Err(Problem::error("E300", path.to_string_lossy(), message).into());
            }
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            let parent = parent.unwrap_or(Path::new("."));
            Folder::open(parent)?;
            folders.push(parent.to_owned());
        }
        Ok(folders)
    }

    fn known(&self, setting: &Setting) -> Result<Option<Baseline>, Stop> {
        let (path, named) = self.scan.baseline(&setting.config);
        let wanted = !self.no_baseline && (named || self.strict_baseline || path.exists());
        wanted.then(|| baseline::read(&path)).transpose()
    }

    fn changes(&self, working: &Path) -> Result<Option<Changes>, Stop> {
        let scope = match self.diff_scope {
            DiffScope::Lines => Scope::Lines,
            DiffScope::Files => Scope::Files,
        };
        let since = match &self.diff {
            Some(revision) => Since::Revision(revision),
            None if self.staged => Since::Staged,
            None => return Ok(None),
        };
        git::changes(since, scope, working).map(Some)
    }

    fn write(
        &self,
        checked: &Checked<'_>,
        stdout: Option<CheckFormat>,
        terminal: &Terminal,
    ) -> Result<(), Stop> {
        for target in &self.format {
            if let Some(path) = &target.path {
                let format = target.format;
                let written =
                    report::write_file(path, &[], |out| format.write(checked, false, out))?;
                terminal.problems(written.warning.as_slice());
            }
        }
        if self.format.iter().any(|target| target.format == CheckFormat::Github) {
            append_step_summary(checked)?;
        }
        if let Some(format) = stdout {
            let colors = terminal.paints();
            terminal::print(|out| format.write(checked, colors, out))?;
        }
        Ok(())
    }
}

fn append_step_summary(checked: &Checked<'_>) -> Result<(), Stop> {
    let Some(path) = env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let file = OpenOptions::new().create(true).append(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(step_summary(checked).as_bytes()));
    written.map_err(|error| {
        let message = format!("cannot write the step summary: {}", Problem::reason(&error));
        Problem::error("E302", path.to_string_lossy(), message).into()
    })
}

/// Which findings are told, and what becomes of the others.
struct Selection<'a> {
    known: Option<&'a Baseline>,
    changes: Option<&'a Changes>,
    least: Severity,
    tally: Tally,
    fails: bool,
}

impl Selection<'_> {
    fn select<'s>(
        &mut self,
        scanned: &'s Scanned,
        setting: &Setting,
        fail_on: FailOn,
    ) -> Vec<Diagnostic<'s>> {
        let mut told: Vec<Diagnostic<'s>> = Vec::new();
        let grave = scanned.findings.iter().filter(|finding| finding.severity < Severity::None);
        for finding in grave {
            if self.known.is_some_and(|known| known.holds(finding, setting.today)) {
                self.tally.known += 1;
                continue;
            }
            if self.changes.is_some_and(|changes| !changes.touch_any(finding)) {
                self.tally.untouched += 1;
                continue;
            }
            self.fails |= fail_on.is_met_by(finding.severity);
            match finding.severity {
                Severity::Error => self.tally.errors += 1,
                Severity::Warning => self.tally.warnings += 1,
                Severity::Note | Severity::None => self.tally.notes += 1,
            }
            if finding.severity > self.least {
                self.tally.hidden += 1;
                continue;
            }
            let first = check::primary(finding, &scanned.roles, self.changes);
            told.extend(diagnostic(finding, first, scanned, &setting.working));
        }
        told.sort_by(|a, b| key(a).cmp(&key(b)));
        told
    }
}

fn key<'a>(diagnostic: &'a Diagnostic<'_>) -> (Severity, &'a str, usize, usize, &'a str) {
    let here = &diagnostic.here;
    let (line, column) = (here.claim.line, here.claim.column);
    (diagnostic.severity, here.path.as_str(), line, column, diagnostic.finding.id.as_str())
}

fn diagnostic<'s>(
    finding: &'s Finding,
    first: usize,
    scanned: &'s Scanned,
    working: &Path,
) -> Option<Diagnostic<'s>> {
    let article = |id: &str| -> Option<&'s Article> {
        let at = scanned.articles.binary_search_by(|article| article.id.as_str().cmp(id)).ok()?;
        scanned.articles.get(at)
    };
    let place = |number: usize| {
        let claim = finding.claims.get(number)?;
        let role = scanned.roles.of(&claim.article);
        let path = check::path(&claim.article, working);
        Some(Place::new(claim, article(&claim.article)?, path, role))
    };
    let here = place(first)?;
    let mut rest: Vec<usize> = (0..finding.claims.len()).filter(|it| *it != first).collect();
    let differs = |a: usize| {
        finding.conflicts.iter().any(|conflict| {
            let pair = (conflict.a, conflict.b);
            pair == (a, here.claim.position) || pair == (here.claim.position, a)
        })
    };
    // Those that say otherwise first, of these what is canonical.
    rest.sort_by_key(|number| {
        let claim = finding.claims.get(*number);
        let aside = claim.is_none_or(|claim| !differs(claim.position));
        let role = claim.and_then(|claim| scanned.roles.of(&claim.article));
        (aside, role != Some(crosscheck::model::Role::Canonical), *number)
    });
    let there = rest.into_iter().filter_map(place).collect();
    Some(Diagnostic { finding, severity: finding.severity, here, there })
}

/// Warnings about entries that no finding needs.
fn stale(
    known: Option<&Baseline>,
    scanned: &Scanned,
    fail_on: FailOn,
    setting: &Setting,
) -> Vec<Problem> {
    let Some(known) = known else { return Vec::new() };
    let stale = known.stale(&scanned.told(fail_on), setting.today);
    stale
        .into_iter()
        .map(|entry| {
            let message = format!("no finding needs this entry of the baseline: {}", entry.id);
            Problem::warning("E413", entry.info.as_str(), message)
                .help("run `crosscheck baseline prune`")
        })
        .collect()
}

fn summary(tally: Tally, verbose: bool) -> String {
    let counted = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    let mut line = format!(
        "Checked {} · {}, {} comparable: {}, {}",
        counted(tally.documents, "document"),
        counted(tally.claims, "claim"),
        tally.comparable,
        counted(tally.errors, "error"),
        counted(tally.warnings, "warning"),
    );
    let mut add = |count: usize, words: &str| {
        if count > 0 {
            line += &format!(" · {count} {words}");
        }
    };
    if verbose || tally.hidden == 0 {
        add(tally.notes, "notes");
    } else {
        add(tally.hidden, "notes not shown (--verbose shows them)");
    }
    add(tally.cut, "findings not shown (--max-findings)");
    add(tally.known, "known (baseline)");
    add(tally.untouched, "touch nothing that changed");
    add(tally.suppressed, "claims taken out (comments, suppressions.toml)");
    add(tally.disabled, "claims of disabled types");
    add(tally.historical, "lists of changes not compared");
    add(tally.aside, "files of tests not compared");
    add(tally.skipped, "skipped");
    line
}
