use std::{
    io::{self, Write},
    ops::Range,
};

use crate::model::{Finding, Past};

use super::{
    Report,
    cell::{self, Cell},
    dialect::Dialect,
    link::link,
    order::{extent, gap_percent},
    sheet::Sheet,
    side::{Side, Sides},
};

pub(super) const COLUMNS: [&str; 32] = [
    "verdict",
    "subject",
    "summary",
    "review_status",
    "review_note",
    "reviewer",
    "value_1",
    "sources_1",
    "quote_1",
    "link_1",
    "value_2",
    "sources_2",
    "quote_2",
    "link_2",
    "other_values",
    "n_independent",
    "n_sources",
    "min_value",
    "max_value",
    "unit",
    "gap_pct",
    "claim_type",
    "attribute",
    "asof_first",
    "asof_last",
    "reason",
    "severity",
    "match_score",
    "change",
    "review_state",
    "evidence_hash",
    "finding_id",
];

pub(super) fn write(
    report: &Report<'_>,
    dialect: Dialect,
    rows: Range<usize>,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let mut sheet = Sheet::new(out, dialect, &COLUMNS)?;
    for finding in report.shown().skip(rows.start).take(rows.len()) {
        let finding = finding?;
        sheet.row(row(&finding, &report.reviews.of(&finding.id)))?;
    }
    sheet.finish()
}

pub(super) fn row(finding: &Finding, past: &Past) -> [Cell; 32] {
    let sides = Sides::of(finding);
    let [value_1, sources_1, quote_1, link_1] = answer(&sides, Some(&sides.first));
    let [value_2, sources_2, quote_2, link_2] = answer(&sides, sides.second.as_ref());
    let (low, high) = extent(finding).unzip();
    [
        Cell::Verdict(finding.verdict),
        Cell::text(&finding.subject),
        Cell::text(&finding.summary),
        Cell::text(past.review.status.name()),
        Cell::text(&past.review.note),
        Cell::text(&past.review.reviewer),
        value_1,
        sources_1,
        quote_1,
        link_1,
        value_2,
        sources_2,
        quote_2,
        link_2,
        Cell::text(other_values(&sides)),
        Cell::Whole(finding.n_independent),
        Cell::Whole(finding.n_sources),
        Cell::number(low),
        Cell::number(high),
        Cell::text(units(finding)),
        Cell::number(gap_percent(finding)),
        Cell::text(finding.kind.name()),
        Cell::text(&finding.attribute),
        Cell::date(finding.asof_first),
        Cell::date(finding.asof_last),
        Cell::text(finding.reason.name()),
        Cell::text(finding.severity.name()),
        Cell::Number(finding.match_score.decimal()),
        Cell::text(past.change.name()),
        Cell::text(past.state.name()),
        Cell::text(&finding.evidence_hash),
        Cell::text(&finding.id),
    ]
}

fn answer(sides: &Sides<'_>, side: Option<&Side<'_>>) -> [Cell; 4] {
    let Some(side) = side else { return [Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty] };
    let lead = side.claims.first();
    [
        Cell::text(spelled_out(side.value)),
        Cell::text(sides.sources(side)),
        lead.map_or(Cell::Empty, |claim| cell::quote(claim)),
        lead.map_or(Cell::Empty, |claim| Cell::Link(link(claim))),
    ]
}

/// A bare ratio as `3 of 4`, which no spreadsheet takes for a date.
pub(super) fn spelled_out(value: &str) -> String {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match value.split_once('/') {
        Some((part, whole)) if digits(part.trim()) && digits(whole.trim()) => {
            format!("{} of {}", part.trim(), whole.trim())
        }
        _ => value.to_owned(),
    }
}

fn other_values(sides: &Sides<'_>) -> String {
    let shown: Vec<String> = sides
        .others
        .iter()
        .map(|side| format!("{} ({})", spelled_out(side.value), sides.sources(side)))
        .collect();
    shown.join("; ")
}

/// The units of the answers; more than one where they cannot be converted.
fn units(finding: &Finding) -> String {
    let mut units: Vec<&str> = finding.positions.iter().map(|answer| &*answer.unit).collect();
    units.sort_unstable();
    units.dedup();
    units.join("; ")
}
