use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use crosscheck::{
    model::{Problem, Reason, Verdict},
    report::{Marks, visible},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    Global, Stop,
    exit::Exit,
    input, rules,
    terminal::{self, Terminal},
};

/// Show why a finding was made, or what a rule says
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Finding (cx-...), claim (cl-...) or rule
    id: String,
    /// Report folder or findings.jsonl to look in
    #[arg(long = "in", value_name = "PATH", default_value = "out")]
    within: PathBuf,
}

impl Explain {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
        let is_finding = self.id.starts_with("cx-") || self.id.starts_with("cl-");
        if !is_finding {
            let sources = input::sources(global)?;
            let found = rules::describe(&sources, &self.id);
            if !found.is_empty() {
                terminal::print(|out| out.write_all(found.as_bytes()))?;
                return Ok(Exit::Clean);
            }
        }
        let path = if self.within.is_dir() {
            self.within.join("findings.jsonl")
        } else {
            self.within.clone()
        };
        let text = fs::read_to_string(&path).map_err(|error| {
            let reason = Problem::reason(&error);
            let message = if is_finding {
                format!("cannot read the findings: {reason}")
            } else {
                format!("no rule `{}`, and the findings cannot be read: {reason}", self.id)
            };
            Problem::error("E140", path.to_string_lossy(), message)
                .help("run `crosscheck run` first, or name the report with --in PATH")
        })?;
        for (number, line) in text.lines().enumerate() {
            if !line.contains(&self.id) {
                continue;
            }
            let finding: Finding<'_> = serde_json::from_str(line).map_err(|error| {
                let place = format!("{}:{}", path.display(), number + 1);
                Problem::error("E141", place, format!("this line is no finding: {error}"))
            })?;
            if finding.is(&self.id) {
                terminal::print(|out| finding.print(terminal, out))?;
                return Ok(Exit::Clean);
            }
        }
        Err(unknown(&self.id, &path).into())
    }
}

fn unknown(id: &str, path: &Path) -> Problem {
    Problem::error("E142", path.to_string_lossy(), format!("no finding, claim or rule `{id}`"))
        .help("findings are listed in findings.csv, rules by `crosscheck rules list`")
}

/// A line of findings.jsonl; numbers stay as they are written.
#[derive(Deserialize)]
struct Finding<'a> {
    finding_id: String,
    verdict: String,
    reason: String,
    severity: String,
    subject: String,
    attribute: String,
    summary: String,
    #[serde(borrow)]
    match_score: &'a RawValue,
    n_independent: usize,
    n_sources: usize,
    positions: Vec<Position<'a>>,
    conflicts: Vec<(usize, usize, String)>,
    claims: Vec<Claim<'a>>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Position<'a> {
    value: String,
    #[serde(borrow)]
    low: Option<&'a RawValue>,
    #[serde(borrow)]
    high: Option<&'a RawValue>,
    unit: String,
    origins: usize,
}

#[derive(Deserialize)]
struct Claim<'a> {
    claim_id: String,
    article: String,
    source: String,
    published: Option<String>,
    holder: Vec<String>,
    position: usize,
    quote: String,
    start: usize,
    value_start: usize,
    value_end: usize,
    value: String,
    kind: String,
    #[serde(borrow)]
    low: Option<&'a RawValue>,
    #[serde(borrow)]
    high: Option<&'a RawValue>,
    unit: String,
    qualifier: String,
    origin: usize,
    rule: String,
}

#[derive(Deserialize)]
struct Step {
    text: String,
    quote: String,
}

impl Finding<'_> {
    fn is(&self, id: &str) -> bool {
        self.finding_id == id || self.claims.iter().any(|claim| claim.claim_id == id)
    }

    fn print(&self, terminal: &Terminal, out: &mut dyn Write) -> io::Result<()> {
        let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.name() == self.verdict);
        let mark = verdict.map_or("", |verdict| match terminal.local_marks() {
            Marks::Unicode => verdict.mark().0,
            Marks::Ascii => verdict.mark().1,
        });
        let (subject, attribute) = (visible(&self.subject), visible(&self.attribute));
        writeln!(out, "{mark} {}  {subject} / {attribute}  {}", self.verdict, self.finding_id)?;
        writeln!(out, "{}\n", visible(&self.summary))?;
        writeln!(out, "Why: {}: {}", self.reason, meaning(&self.reason))?;
        writeln!(out, "Severity: {}", self.severity)?;
        writeln!(out, "Match: {} of 1 that the claims answer one question", self.match_score)?;
        writeln!(
            out,
            "Support: {} in {}",
            several(self.n_independent, "independent voice", "independent voices"),
            several(self.n_sources, "source", "sources"),
        )?;
        for (number, position) in self.positions.iter().enumerate() {
            self.print_position(number, position, terminal, out)?;
        }
        writeln!(out)?;
        for (a, b, kind) in &self.conflicts {
            writeln!(out, "Answers {} and {}: {kind}", a + 1, b + 1)?;
        }
        self.print_tolerance(out)?;
        if !self.steps.is_empty() {
            writeln!(out, "Steps:")?;
        }
        for (number, step) in self.steps.iter().enumerate() {
            write!(out, "  {}. {}", number + 1, visible(&step.text))?;
            if !step.quote.is_empty() {
                write!(out, " “{}”", one_line(&step.quote))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn print_position(
        &self,
        number: usize,
        position: &Position<'_>,
        terminal: &Terminal,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let number_shown = number + 1;
        let origins = several(position.origins, "origin", "origins");
        write!(out, "\n{number_shown}. {}", visible(&position.value))?;
        if let Some(range) = range(position.low, position.high, &position.unit) {
            write!(out, " = {range}")?;
        }
        writeln!(out, " ({origins})")?;
        for claim in self.claims.iter().filter(|claim| claim.position == number) {
            claim.print(terminal, out)?;
        }
        Ok(())
    }

    /// What each way of writing a number leaves open.
    fn print_tolerance(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut used: Vec<&str> = self
            .claims
            .iter()
            .filter(|claim| claim.low.is_some() || claim.high.is_some())
            .map(|claim| claim.qualifier.as_str())
            .collect();
        used.sort_unstable();
        used.dedup();
        for qualifier in used {
            writeln!(out, "Tolerance, {qualifier}: {}", tolerance(qualifier))?;
        }
        Ok(())
    }
}

impl Claim<'_> {
    fn print(&self, terminal: &Terminal, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "   [{}", visible(&self.source))?;
        if let Some(published) = &self.published {
            write!(out, ", {}", visible(published))?;
        }
        if !self.holder.is_empty() {
            write!(out, ", citing {}", visible(&self.holder.join(", who cites ")))?;
        }
        writeln!(
            out,
            "] {} bytes {}-{}, origin {}",
            visible(&self.article),
            self.value_start,
            self.value_end,
            self.origin
        )?;
        writeln!(out, "   “{}”", self.quote_with_mark(terminal))?;
        write!(out, "   {} ({}, {})", one_line(&self.value), self.kind, self.qualifier)?;
        if let Some(range) = range(self.low, self.high, &self.unit) {
            write!(out, " = {range}")?;
        }
        writeln!(out, "; rule {}, claim {}", self.rule, self.claim_id)
    }

    /// The sentence with the value marked, where the offsets fit it.
    fn quote_with_mark(&self, terminal: &Terminal) -> String {
        let inside = |offset: usize| offset.checked_sub(self.start);
        let split = || {
            let (head, after) = self.quote.split_at_checked(inside(self.value_end)?)?;
            let (before, value) = head.split_at_checked(inside(self.value_start)?)?;
            Some((before, value, after))
        };
        match split() {
            Some((before, value, after)) => format!(
                "{}{}{}",
                one_line(before),
                terminal.marked(&one_line(value)),
                one_line(after)
            ),
            None => one_line(&self.quote),
        }
    }
}

fn one_line(text: &str) -> String {
    visible(text).replace('\n', " ")
}

fn several(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `2700 s`, `2700 to 5400 s`, `at least 2700 s`; `None` without a number.
fn range(low: Option<&RawValue>, high: Option<&RawValue>, unit: &str) -> Option<String> {
    let text = match (low.map(RawValue::get), high.map(RawValue::get)) {
        (Some(low), Some(high)) if low == high => low.to_owned(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("from {low}"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => return None,
    };
    Some(format!("{text} {unit}").trim_end().to_owned())
}

fn tolerance(qualifier: &str) -> &'static str {
    match qualifier {
        "exact" => {
            "half a unit of the last digit written, at most 2.5 %; whole numbers below 100 none"
        }
        "about" => "the share that the rules give for the hedge (`crosscheck rules list`)",
        "more_than" | "at_least" => "open above, but far above it is unclear",
        "less_than" | "at_most" => "open below, but far below it is unclear",
        "range" => "every number from one end to the other",
        _ => "not known to this version",
    }
}

fn meaning(reason: &str) -> &'static str {
    Reason::parse(reason).map_or("a reason that this version does not know", Reason::meaning)
}
