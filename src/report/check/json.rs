use std::io::{self, Write};

use serde::Serialize;

use crate::{
    model::{Problem, ProblemSeverity, Role},
    report::exact::Exact,
};

use super::{Checked, Diagnostic, Place, Tally};

/// The version of `docs/check.schema.json`.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    tool: Tool,
    summary: Summary,
    diagnostics: Vec<Entry<'a>>,
    problems: Vec<Fault<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    documents: usize,
    historical: usize,
    aside: usize,
    skipped: usize,
    claims: usize,
    comparable: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    hidden: usize,
    known: usize,
    suppressed: usize,
    untouched: usize,
    cut: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    evidence_hash: &'a str,
    severity: &'static str,
    verdict: &'static str,
    reason: &'static str,
    kind: &'static str,
    subject: &'a str,
    attribute: &'a str,
    message: String,
    match_score: Exact,
    places: Vec<Spot<'a>>,
}

#[derive(Serialize)]
struct Spot<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    value: &'a str,
    /// Number of the answer, from 0; places with the same one agree.
    position: usize,
    quote: &'a str,
    claim_id: &'a str,
    role: Option<&'static str>,
}

#[derive(Serialize)]
struct Fault<'a> {
    code: &'a str,
    severity: &'static str,
    place: &'a str,
    message: &'a str,
}

pub(super) fn write(checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema_version: VERSION,
        tool: Tool { name: "crosscheck", version: env!("CARGO_PKG_VERSION") },
        summary: Summary::of(checked.tally),
        diagnostics: checked.diagnostics.iter().map(Entry::of).collect(),
        problems: checked.problems.iter().map(Fault::of).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

impl Summary {
    fn of(tally: Tally) -> Summary {
        let Tally { documents, historical, aside, skipped, claims, comparable, errors, .. } = tally;
        let Tally { warnings, notes, hidden, known, suppressed, untouched, cut, .. } = tally;
        Summary {
            documents,
            historical,
            aside,
            skipped,
            claims,
            comparable,
            errors,
            warnings,
            notes,
            hidden,
            known,
            suppressed,
            untouched,
            cut,
        }
    }
}

impl<'a> Entry<'a> {
    fn of(diagnostic: &'a Diagnostic<'a>) -> Entry<'a> {
        let finding = diagnostic.finding;
        let places = std::iter::once(&diagnostic.here).chain(&diagnostic.there);
        Entry {
            id: &finding.id,
            evidence_hash: &finding.evidence_hash,
            severity: diagnostic.severity.name(),
            verdict: finding.verdict.name(),
            reason: finding.reason.name(),
            kind: finding.kind.name(),
            subject: &finding.subject,
            attribute: &finding.attribute,
            message: diagnostic.told(|_, place| place.short()),
            match_score: Exact(finding.match_score.decimal()),
            places: places.map(Spot::of).collect(),
        }
    }
}

impl<'a> Spot<'a> {
    fn of(place: &'a Place<'a>) -> Spot<'a> {
        Spot {
            path: &place.path,
            line: place.claim.line,
            column: place.claim.column,
            end_line: place.end_line,
            end_column: place.end_column,
            value: &place.claim.value,
            position: place.claim.position,
            quote: &place.claim.quote,
            claim_id: &place.claim.claim_id,
            role: place.role.map(Role::name),
        }
    }
}

impl<'a> Fault<'a> {
    fn of(problem: &'a Problem) -> Fault<'a> {
        let severity = match problem.severity {
            ProblemSeverity::Error => "error",
            ProblemSeverity::Warning => "warning",
        };
        let Problem { code, place, message, .. } = problem;
        Fault { code, severity, place, message }
    }
}
