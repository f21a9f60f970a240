use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    model::{
        Change, Conflict, ConflictKind, Evidence, Finding, Position, Reason, Score, Severity, Sign,
        Span, Step, Verdict,
    },
    value::{Kind, Qualifier},
};

/// A line of `findings.jsonl`; numbers stay as they are written until they are decimals.
#[derive(Deserialize)]
struct Line<'a> {
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
    asof_first: Option<String>,
    asof_last: Option<String>,
    positions: Vec<Answer<'a>>,
    conflicts: Vec<(usize, usize, String)>,
    claims: Vec<Claim<'a>>,
    steps: Vec<StepLine>,
    evidence_hash: String,
    kind: String,
    change: String,
}

#[derive(Deserialize)]
struct Answer<'a> {
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
    start: u32,
    end: u32,
    value_start: u32,
    value_end: u32,
    value: String,
    kind: String,
    #[serde(borrow)]
    low: Option<&'a RawValue>,
    #[serde(borrow)]
    high: Option<&'a RawValue>,
    unit: String,
    qualifier: Qualifier,
    origin: usize,
    rule: String,
    current: bool,
    title: Option<String>,
    url: Option<String>,
    line: usize,
    column: usize,
    char_start: u32,
    char_end: u32,
    subject: String,
    attribute: String,
    asof: Option<String>,
    denied: bool,
    normalised_by: String,
    #[serde(borrow)]
    match_score: &'a RawValue,
    signs: Vec<String>,
}

#[derive(Deserialize)]
struct StepLine {
    text: String,
    quote: String,
}

/// The finding of a line, and how it differed from the run before.
pub(super) fn read(line: &str) -> Result<(Finding, Change), String> {
    let line: Line<'_> = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let change = named("change", &line.change, &Change::ALL, Change::name)?;
    let verdict = |name: &str| named("verdict", name, &Verdict::ALL, Verdict::name);
    let conflict = |(a, b, kind): &(usize, usize, String)| {
        let name = |kind: ConflictKind| kind.verdict().name();
        Ok(Conflict { a: *a, b: *b, kind: named("conflict", kind, &ConflictKind::ALL, name)? })
    };
    let positions: Vec<Position> =
        line.positions.into_iter().map(answer).collect::<Result<_, String>>()?;
    let conflicts: Vec<Conflict> =
        line.conflicts.iter().map(conflict).collect::<Result<_, String>>()?;
    let claims: Vec<Evidence> = line.claims.into_iter().map(claim).collect::<Result<_, _>>()?;
    let known = |position: usize| position < positions.len();
    let is_whole = conflicts.iter().all(|it| known(it.a) && known(it.b))
        && claims.iter().all(|it| known(it.position));
    if !is_whole {
        return Err("it names an answer that it does not hold".to_owned());
    }
    let finding = Finding {
        id: line.finding_id,
        evidence_hash: line.evidence_hash,
        verdict: verdict(&line.verdict)?,
        reason: named("reason", &line.reason, &Reason::ALL, Reason::name)?,
        severity: named("severity", &line.severity, &Severity::ALL, Severity::name)?,
        subject: line.subject,
        attribute: line.attribute,
        kind: kind(&line.kind)?,
        summary: line.summary,
        match_score: score(line.match_score)?,
        n_independent: line.n_independent,
        n_sources: line.n_sources,
        asof_first: day(line.asof_first.as_deref())?,
        asof_last: day(line.asof_last.as_deref())?,
        positions,
        conflicts,
        claims,
        steps: line.steps.into_iter().map(|it| Step { text: it.text, quote: it.quote }).collect(),
    };
    Ok((finding, change))
}

fn answer(answer: Answer<'_>) -> Result<Position, String> {
    Ok(Position {
        value: answer.value,
        low: answer.low.map(decimal).transpose()?,
        high: answer.high.map(decimal).transpose()?,
        unit: answer.unit,
        origins: answer.origins,
    })
}

fn claim(claim: Claim<'_>) -> Result<Evidence, String> {
    let sign = |name: &String| named("sign", name, &Sign::ALL, Sign::name);
    Ok(Evidence {
        claim_id: claim.claim_id,
        article: claim.article,
        source: claim.source,
        published: day(claim.published.as_deref())?,
        title: claim.title,
        url: claim.url,
        holder: claim.holder,
        position: claim.position,
        current: claim.current,
        quote: claim.quote,
        sentence: Span { start: claim.start, end: claim.end },
        span: Span { start: claim.value_start, end: claim.value_end },
        line: claim.line,
        column: claim.column,
        scalars: Span { start: claim.char_start, end: claim.char_end },
        value: claim.value,
        kind: kind(&claim.kind)?,
        subject: claim.subject,
        attribute: claim.attribute,
        asof: day(claim.asof.as_deref())?,
        low: claim.low.map(decimal).transpose()?,
        high: claim.high.map(decimal).transpose()?,
        unit: claim.unit,
        qualifier: claim.qualifier,
        denied: claim.denied,
        origin: claim.origin,
        rule: claim.rule,
        normalised_by: claim.normalised_by,
        match_score: score(claim.match_score)?,
        signs: claim.signs.iter().map(sign).collect::<Result<_, _>>()?,
    })
}

/// The one of `all` that has this name in reports.
pub(super) fn named<T: Copy>(
    what: &str,
    name: &str,
    all: &[T],
    name_of: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    let found = all.iter().copied().find(|one| name_of(*one) == name);
    found.ok_or_else(|| format!("unknown {what} `{name}`"))
}

pub(super) fn kind(name: &str) -> Result<Kind, String> {
    named("kind", name, &Kind::ALL, Kind::name)
}

pub(super) fn day(text: Option<&str>) -> Result<Option<Date>, String> {
    let parse = |text: &str| text.parse().map_err(|_| format!("`{text}` is no day"));
    text.map(parse).transpose()
}

fn decimal(digits: &RawValue) -> Result<Decimal, String> {
    Decimal::from_str_exact(digits.get()).map_err(|_| format!("{} is no number", digits.get()))
}

fn score(digits: &RawValue) -> Result<Score, String> {
    let hundredths = decimal(digits)?.checked_mul(Decimal::ONE_HUNDRED);
    let hundredths = hundredths.and_then(|it| u8::try_from(it).ok());
    hundredths.map(Score).ok_or_else(|| format!("{} is no score", digits.get()))
}
