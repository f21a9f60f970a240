use std::{
    io::{self, Write},
    ops::Range,
};

use crate::{
    model::{Evidence, Finding},
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
    for cells in rows_of(report).skip(rows.start).take(rows.len()) {
        sheet.row(cells)?;
    }
    sheet.finish()
}

/// Every claim of the findings shown, in order.
pub(super) fn rows_of<'a>(report: &Report<'a>) -> impl Iterator<Item = [Cell; 27]> + use<'a> {
    let findings = report.shown();
    let mut claims: Vec<(&Finding, &Evidence)> = findings
        .iter()
        .flat_map(|finding| finding.claims.iter().map(move |claim| (finding, claim)))
        .collect();
    claims.sort_by_key(|(finding, claim)| {
        (&claim.source, &claim.article, claim.span, &claim.claim_id, &finding.id)
    });
    claims.into_iter().map(move |(finding, claim)| row(finding, claim))
}

fn row(finding: &Finding, claim: &Evidence) -> [Cell; 27] {
    [
        Cell::text(&claim.claim_id),
        Cell::text(&finding.id),
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
