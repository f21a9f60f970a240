//! Drafts of ClaimReview markup (schema.org) for findings that a person has confirmed. The rating,
//! the address of the fact check and who publishes it are for people to add.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use serde::Serialize;

use crate::{
    model::{Evidence, Finding, ReviewStatus},
    value::Kind,
};

use super::{
    Report,
    cell::single_line,
    link::web_address,
    side::{Side, Sides},
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimReview {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    claim_reviewed: String,
    item_reviewed: Claim,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claim {
    #[serde(rename = "@type")]
    kind: &'static str,
    author: Author,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_appearance: Option<Work>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    appearance: Vec<Work>,
}

#[derive(Serialize)]
struct Author {
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    name: String,
}

#[derive(Serialize)]
struct Work {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
}

/// Writes a draft for each answer of each confirmed finding: only people know which of them is wrong.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut drafted = Vec::new();
    for finding in report.shown() {
        let finding = finding?;
        if report.reviews.of(&finding.id).review.status == ReviewStatus::Confirmed {
            drafted.extend(drafts(&finding));
        }
    }
    serde_json::to_writer_pretty(&mut *out, &drafted)?;
    out.write_all(b"\n")
}

fn drafts(finding: &Finding) -> Vec<ClaimReview> {
    let sides = Sides::of(finding);
    let all = std::iter::once(sides.first).chain(sides.second).chain(sides.others);
    all.filter_map(|side| draft(finding, &side)).collect()
}

fn draft(finding: &Finding, side: &Side<'_>) -> Option<ClaimReview> {
    let mut claims = side.claims.clone();
    claims.sort_by_key(|claim| (claim.published.is_none(), claim.published));
    let first = claims.first()?;
    let mut seen = BTreeSet::new();
    let urls = claims.iter().filter_map(|claim| web_address(claim));
    let mut works = urls
        .filter(|url| seen.insert(*url))
        .map(|url| Work { kind: "CreativeWork", url: url.to_owned() });
    Some(ClaimReview {
        context: "https://schema.org",
        kind: "ClaimReview",
        claim_reviewed: claimed(finding, side.value, first),
        item_reviewed: Claim {
            kind: "Claim",
            author: author(first),
            date_published: first.published.map(|day| day.to_string()),
            first_appearance: works.next(),
            appearance: works.collect(),
        },
    })
}

/// The claim in a few words; what is denied or stated without a number needs its own.
fn claimed(finding: &Finding, value: &str, first: &Evidence) -> String {
    let (subject, value) = (single_line(&finding.subject), single_line(value));
    match (first.denied, finding.kind == Kind::Statement) {
        (true, _) => single_line(&first.quote),
        (false, true) => format!("{subject}: {value}"),
        (false, false) => format!("{subject}, {}: {value}", single_line(&finding.attribute)),
    }
}

/// Who makes the claim: whoever is cited, else the source. Whether a holder is a person or a body is
/// not known, so that is left for people too.
fn author(claim: &Evidence) -> Author {
    match claim.holder.last() {
        Some(holder) => Author { kind: None, name: single_line(holder) },
        None => Author { kind: Some("Organization"), name: single_line(&claim.source) },
    }
}
