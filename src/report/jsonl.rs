use std::io::{self, Write};

use serde::Serialize;

use crate::{
    model::{Evidence, Finding, Past, Position, ReviewState, Sign, Step},
    value::Qualifier,
};

use super::{Report, exact::Exact};

pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    for finding in report.shown() {
        let finding = finding?;
        serde_json::to_writer(&mut *out, &Line::of(&finding, &report.reviews.of(&finding.id)))?;
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
    evidence_hash: &'a str,
    kind: &'static str,
    change: &'static str,
    review: Option<Word<'a>>,
}

/// A person's word as the reports of this run show it.
#[derive(Serialize)]
struct Word<'a> {
    /// Of the finding that it was said of, another one where that has moved.
    finding_id: &'a str,
    state: &'static str,
    status: &'static str,
    note: &'a str,
    reviewer: &'a str,
    reviewed_on: Option<String>,
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
    title: Option<&'a str>,
    url: Option<&'a str>,
    line: usize,
    column: usize,
    char_start: u32,
    char_end: u32,
    subject: &'a str,
    attribute: &'a str,
    asof: Option<String>,
    denied: bool,
    normalised_by: &'a str,
    match_score: Exact,
    signs: Vec<&'static str>,
}

#[derive(Serialize)]
struct StepLine<'a> {
    text: &'a str,
    quote: &'a str,
}

impl<'a> Line<'a> {
    fn of(finding: &'a Finding, past: &'a Past) -> Line<'a> {
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
            evidence_hash: &finding.evidence_hash,
            kind: finding.kind.name(),
            change: past.change.name(),
            review: (past.state != ReviewState::None).then(|| Word::of(past)),
        }
    }
}

impl<'a> Word<'a> {
    fn of(past: &'a Past) -> Word<'a> {
        Word {
            finding_id: &past.review.finding_id,
            state: past.state.name(),
            status: past.review.status.name(),
            note: &past.review.note,
            reviewer: &past.review.reviewer,
            reviewed_on: past.review.reviewed_on.map(|date| date.to_string()),
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
            title: claim.title.as_deref(),
            url: claim.url.as_deref(),
            line: claim.line,
            column: claim.column,
            char_start: claim.scalars.start,
            char_end: claim.scalars.end,
            subject: &claim.subject,
            attribute: &claim.attribute,
            asof: claim.asof.map(|date| date.to_string()),
            denied: claim.denied,
            normalised_by: &claim.normalised_by,
            match_score: Exact(claim.match_score.decimal()),
            signs: claim.signs.iter().map(Sign::name).collect(),
        }
    }
}
