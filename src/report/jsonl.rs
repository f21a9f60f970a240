use std::io::{self, Write};

use serde::Serialize;

use crate::{
    model::{Evidence, Finding, Position, Step},
    value::Qualifier,
};

use super::{Report, exact::Exact};

pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    for finding in report.shown() {
        serde_json::to_writer(&mut *out, &Line::of(finding))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A finding as one line; the order of the fields is part of the format.
#[derive(Serialize)]
struct Line<'a> {
    finding_id: &'a str,
    verdict: &'static str,
    reason: &'static str,
    severity: &'static str,
    subject: &'a str,
    attribute: &'a str,
    summary: &'a str,
    match_score: Exact,
    n_independent: usize,
    n_sources: usize,
    asof_first: Option<String>,
    asof_last: Option<String>,
    positions: Vec<Answer<'a>>,
    conflicts: Vec<(usize, usize, &'static str)>,
    claims: Vec<Claim<'a>>,
    steps: Vec<StepLine<'a>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    value: &'a str,
    low: Option<Exact>,
    high: Option<Exact>,
    unit: &'a str,
    origins: usize,
}

#[derive(Serialize)]
struct Claim<'a> {
    claim_id: &'a str,
    article: &'a str,
    source: &'a str,
    published: Option<String>,
    holder: &'a [String],
    position: usize,
    quote: &'a str,
    start: u32,
    end: u32,
    value_start: u32,
    value_end: u32,
    value: &'a str,
    kind: &'static str,
    low: Option<Exact>,
    high: Option<Exact>,
    unit: &'a str,
    qualifier: Qualifier,
    origin: usize,
    rule: &'a str,
    current: bool,
}

#[derive(Serialize)]
struct StepLine<'a> {
    text: &'a str,
    quote: &'a str,
}

impl<'a> Line<'a> {
    fn of(finding: &'a Finding) -> Line<'a> {
        Line {
            finding_id: &finding.id,
            verdict: finding.verdict.name(),
            reason: finding.reason.name(),
            severity: finding.severity.name(),
            subject: &finding.subject,
            attribute: &finding.attribute,
            summary: &finding.summary,
            match_score: Exact(finding.match_score.decimal()),
            n_independent: finding.n_independent,
            n_sources: finding.n_sources,
            asof_first: finding.asof_first.map(|date| date.to_string()),
            asof_last: finding.asof_last.map(|date| date.to_string()),
            positions: finding.positions.iter().map(Answer::of).collect(),
            conflicts: finding
                .conflicts
                .iter()
                .map(|conflict| (conflict.a, conflict.b, conflict.kind.verdict().name()))
                .collect(),
            claims: finding.claims.iter().map(Claim::of).collect(),
            steps: finding
                .steps
                .iter()
                .map(|Step { text, quote }| StepLine { text, quote })
                .collect(),
        }
    }
}

impl<'a> Answer<'a> {
    fn of(position: &'a Position) -> Answer<'a> {
        Answer {
            value: &position.value,
            low: position.low.map(Exact),
            high: position.high.map(Exact),
            unit: &position.unit,
            origins: position.origins,
        }
    }
}

impl<'a> Claim<'a> {
    fn of(claim: &'a Evidence) -> Claim<'a> {
        Claim {
            claim_id: &claim.claim_id,
            article: &claim.article,
            source: &claim.source,
            published: claim.published.map(|date| date.to_string()),
            holder: &claim.holder,
            position: claim.position,
            quote: &claim.quote,
            start: claim.sentence.start,
            end: claim.sentence.end,
            value_start: claim.span.start,
            value_end: claim.span.end,
            value: &claim.value,
            kind: claim.kind.name(),
            low: claim.low.map(Exact),
            high: claim.high.map(Exact),
            unit: &claim.unit,
            qualifier: claim.qualifier,
            origin: claim.origin,
            rule: &claim.rule,
            current: claim.current,
        }
    }
}
