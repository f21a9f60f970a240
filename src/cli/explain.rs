use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use crosscheck::{
    model::{Conflict, Evidence, Finding, Position, Problem},
    report::{Language, Marks, visible},
    saved::read_finding,
    value::Qualifier,
};
use rust_decimal::Decimal;

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
            let finding = read_finding(line).map_err(|reason| {
                let place = format!("{}:{}", path.display(), number + 1);
                Problem::error("E141", place, format!("this line is no finding: {reason}"))
            })?;
            let is_wanted = finding.id == self.id
                || finding.claims.iter().any(|claim| claim.claim_id == self.id);
            if is_wanted {
                terminal::print(|out| Printed { finding: &finding, terminal }.print(out))?;
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

/// A finding on the terminal, with everything that it rests on.
struct Printed<'a> {
    finding: &'a Finding,
    terminal: &'a Terminal,
}

impl Printed<'_> {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        let finding = self.finding;
        let mark = match self.terminal.local_marks() {
            Marks::Unicode => finding.verdict.mark().0,
            Marks::Ascii => finding.verdict.mark().1,
        };
        let (subject, attribute) = (visible(&finding.subject), visible(&finding.attribute));
        let (verdict, id) = (finding.verdict.name(), &finding.id);
        writeln!(out, "{mark} {verdict}  {subject} / {attribute}  {id}")?;
        writeln!(out, "{}\n", visible(&finding.summary))?;
        let meaning = Language::English.messages().reason(finding.reason);
        writeln!(out, "Why: {}: {meaning}", finding.reason.name())?;
        writeln!(out, "Severity: {}", finding.severity.name())?;
        let score = finding.match_score.decimal().normalize();
        writeln!(out, "Match: {score} of 1 that the claims answer one question")?;
        writeln!(
            out,
            "Support: {} in {}",
            several(finding.n_independent, "independent voice", "independent voices"),
            several(finding.n_sources, "source", "sources"),
        )?;
        for (number, position) in finding.positions.iter().enumerate() {
            self.print_position(number, position, out)?;
        }
        writeln!(out)?;
        for Conflict { a, b, kind } in &finding.conflicts {
            writeln!(out, "Answers {} and {}: {}", a + 1, b + 1, kind.verdict().name())?;
        }
        self.print_tolerance(out)?;
        if !finding.steps.is_empty() {
            writeln!(out, "Steps:")?;
        }
        for (number, step) in finding.steps.iter().enumerate() {
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
        position: &Position,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let number_shown = number + 1;
        let origins = several(position.origins, "origin", "origins");
        write!(out, "\n{number_shown}. {}", visible(&position.value))?;
        if let Some(range) = range(position.low, position.high, &position.unit) {
            write!(out, " = {range}")?;
        }
        writeln!(out, " ({origins})")?;
        for claim in self.finding.claims.iter().filter(|claim| claim.position == number) {
            self.print_claim(claim, out)?;
        }
        Ok(())
    }

    fn print_claim(&self, claim: &Evidence, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "   [{}", visible(&claim.source))?;
        if let Some(published) = claim.published {
            write!(out, ", {published}")?;
        }
        if !claim.holder.is_empty() {
            write!(out, ", citing {}", visible(&claim.holder.join(", who cites ")))?;
        }
        let (article, span) = (visible(&claim.article), claim.span);
        writeln!(out, "] {article} bytes {}-{}, origin {}", span.start, span.end, claim.origin)?;
        writeln!(out, "   “{}”", self.quote_with_mark(claim))?;
        let (kind, qualifier) = (claim.kind.name(), claim.qualifier.name());
        write!(out, "   {} ({kind}, {qualifier})", one_line(&claim.value))?;
        if let Some(range) = range(claim.low, claim.high, &claim.unit) {
            write!(out, " = {range}")?;
        }
        writeln!(out, "; rule {}, claim {}", claim.rule, claim.claim_id)
    }

    /// The sentence with the value marked, where the offsets fit it.
    fn quote_with_mark(&self, claim: &Evidence) -> String {
        let inside =
            |offset: u32| offset.checked_sub(claim.sentence.start).map(|inside| inside as usize);
        let split = || {
            let (head, after) = claim.quote.split_at_checked(inside(claim.span.end)?)?;
            let (before, value) = head.split_at_checked(inside(claim.span.start)?)?;
            Some((before, value, after))
        };
        match split() {
            Some((before, value, after)) => format!(
                "{}{}{}",
                one_line(before),
                self.terminal.marked(&one_line(value)),
                one_line(after)
            ),
            None => one_line(&claim.quote),
        }
    }

    /// What each way of writing a number leaves open.
    fn print_tolerance(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut used: Vec<(&str, Qualifier)> = self
            .finding
            .claims
            .iter()
            .filter(|claim| claim.low.is_some() || claim.high.is_some())
            .map(|claim| (claim.qualifier.name(), claim.qualifier))
            .collect();
        used.sort_unstable_by_key(|(name, _)| *name);
        used.dedup();
        for (name, qualifier) in used {
            writeln!(out, "Tolerance, {name}: {}", tolerance(qualifier))?;
        }
        Ok(())
    }
}

fn one_line(text: &str) -> String {
    visible(text).replace('\n', " ")
}

fn several(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `2700 s`, `2700 to 5400 s`, `from 2700 s`; `None` without a number.
fn range(low: Option<Decimal>, high: Option<Decimal>, unit: &str) -> Option<String> {
    let text = match (low.map(|it| it.normalize()), high.map(|it| it.normalize())) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("from {low}"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => return None,
    };
    Some(format!("{text} {unit}").trim_end().to_owned())
}

fn tolerance(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Exact => {
            "half a unit of the last digit written, at most 2.5 %; whole numbers below 100 none"
        }
        Qualifier::About => "the share that the rules give for the hedge (`crosscheck rules list`)",
        Qualifier::MoreThan | Qualifier::AtLeast => "open above, but far above it is unclear",
        Qualifier::LessThan | Qualifier::AtMost => "open below, but far below it is unclear",
        Qualifier::Range => "every number from one end to the other",
    }
}
