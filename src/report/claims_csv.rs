use std::{
    io::{self, Write},
    ops::Range,
};

use crate::{
    model::Evidence,
    spill::{Sorted, Sorter, pack, unpack},
    value::Qualifier,
};

use super::{
    Report,
    cell::{self, Cell},
    dialect::Dialect,
    findings_csv::spelled_out,
    sheet::Sheet,
};

pub(super) const COLUMNS: [&str; 27] = [
    "claim_id",
    "finding_id",
    "source",
    "origin_group",
    "title",
    "published",
    "asof",
    "claim_type",
    "subject",
    "attribute",
    "raw_text",
    "qualifier",
    "value_low",
    "value_high",
    "unit",
    "quote",
    "path",
    "line",
    "column",
    "char_start",
    "char_end",
    "url",
    "rule_id",
    "normalised_by",
    "match_score",
    "suppressed",
    "suppress_reason",
];

pub(super) fn write(
    report: &Report<'_>,
    dialect: Dialect,
    rows: Range<usize>,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let mut sheet = Sheet::new(out, dialect, &COLUMNS)?;
    let sorted = sorted(report)?;
    for cells in rows_of(&sorted)?.skip(rows.start).take(rows.len()) {
        sheet.row(cells?)?;
    }
    sheet.finish()
}

/// The claims of a report by source, place and id, each with the id of its finding.
pub(super) fn sorted(report: &Report<'_>) -> io::Result<Sorted> {
    let mut sorter = Sorter::new(report.findings.room());
    for finding in report.shown() {
        let finding = finding?;
        for claim in &finding.claims {
            sorter.push(key(&finding.id, claim), pack(&(&finding.id, claim))?)?;
        }
    }
    sorter.finish()
}

fn key(finding: &str, claim: &Evidence) -> Vec<u8> {
    let mut key = Vec::new();
    for text in [&claim.source, &claim.article] {
        key.extend(text.bytes());
        key.push(0);
    }
    key.extend(claim.span.start.to_be_bytes());
    key.extend(claim.span.end.to_be_bytes());
    key.extend(claim.claim_id.bytes());
    key.push(0);
    key.extend(finding.bytes());
    key
}

/// The rows of the table.
pub(super) fn rows_of(sorted: &Sorted) -> io::Result<impl Iterator<Item = io::Result<[Cell; 27]>>> {
    Ok(sorted.iter()?.map(|packed| {
        let (finding, claim): (String, Evidence) = unpack(&packed?.1)?;
        Ok(row(&finding, &claim))
    }))
}

fn row(finding: &str, claim: &Evidence) -> [Cell; 27] {
    [
        Cell::text(&claim.claim_id),
        Cell::text(finding),
        Cell::text(&claim.source),
        Cell::Whole(claim.origin),
        Cell::optional_text(claim.title.as_deref()),
        Cell::date(claim.published),
        Cell::date(claim.asof),
        Cell::text(claim.kind.name()),
        Cell::text(&claim.subject),
        Cell::text(&claim.attribute),
        Cell::text(spelled_out(&claim.value)),
        Cell::text(qualifier(claim)),
        Cell::number(claim.low),
        Cell::number(claim.high),
        Cell::text(&claim.unit),
        cell::quote(claim),
        Cell::text(&claim.article),
        Cell::Whole(claim.line),
        Cell::Whole(claim.column),
        Cell::Whole(claim.scalars.start as usize),
        Cell::Whole(claim.scalars.end as usize),
        claim.url.clone().map_or(Cell::Empty, Cell::Link),
        Cell::text(&claim.rule),
        Cell::text(&claim.normalised_by),
        Cell::Number(claim.match_score.decimal()),
        Cell::Flag(false),
        Cell::Empty,
    ]
}

/// The qualifier in the words of the sheet, which does not tell open from closed bounds.
fn qualifier(claim: &Evidence) -> &'static str {
    if claim.denied {
        return "denied";
    }
    match claim.qualifier {
        Qualifier::Exact => "exact",
        Qualifier::About => "about",
        Qualifier::MoreThan | Qualifier::AtLeast => "at_least",
        Qualifier::LessThan | Qualifier::AtMost => "at_most",
        Qualifier::Range => "range",
    }
}
