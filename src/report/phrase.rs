//! Phrases that the page, the workbook and Markdown share.

use std::fmt::Display;

use jiff::civil::Date;

use crate::model::{Evidence, Finding, ReviewStatus, Verdict};

use super::{Report, message::Messages};

/// What matters most, in a few words.
pub(super) fn headline(report: &Report<'_>, messages: &Messages) -> String {
    let count = |verdict| report.findings.count(verdict);
    let say = |key, number: usize| messages.count(key, number, &grouped(&number.to_string()));
    match (count(Verdict::Contradict), count(Verdict::Changed)) {
        (0, 0) => messages.get("headline.none").to_owned(),
        (0, changed) => say("headline.changed", changed),
        (found, _) => say("headline.contradict", found),
    }
}

/// What was read, in a sentence.
pub(super) fn lead(report: &Report<'_>, messages: &Messages) -> String {
    let sources = report.articles.census().sources.len();
    messages.fill(
        "headline.lead",
        &[
            ("articles", &several(messages, "articles", report.articles.len())),
            ("sources", &several(messages, "sources", sources)),
            ("texts", &several(messages, "texts", report.counts.origins)),
            ("claims", &several(messages, "claims", report.counts.claims)),
            ("comparable", &grouped(&report.counts.comparable.to_string())),
        ],
    )
}

/// Name of a verdict for people.
pub(super) fn verdict_word(verdict: Verdict, messages: &Messages) -> String {
    messages.get(&format!("verdict.{}.word", verdict.name())).to_owned()
}

/// What it means that a finding has a verdict.
pub(super) fn verdict_meaning(verdict: Verdict, messages: &Messages) -> String {
    messages.get(&format!("verdict.{}.meaning", verdict.name())).to_owned()
}

/// What a person makes of a finding, in words.
pub(super) fn status_word(status: ReviewStatus, messages: &Messages) -> String {
    messages.get(&format!("status.{}", status.name())).to_owned()
}

/// `match 0.93, 2 independent voices in 2 sources`.
pub(super) fn support(finding: &Finding, messages: &Messages) -> String {
    messages.fill(
        "quote.support",
        &[
            ("match", &finding.match_score.decimal()),
            ("voices", &several(messages, "voices", finding.n_independent)),
            ("sources", &several(messages, "sources", finding.n_sources)),
        ],
    )
}

/// The source, with whom it cites.
pub(super) fn sayer(claim: &Evidence, messages: &Messages) -> String {
    match claim.holder.first() {
        Some(holder) => {
            messages.fill("quote.citing", &[("source", &claim.source), ("holder", holder)])
        }
        None => claim.source.clone(),
    }
}

/// `5 Mar 2024`.
pub(super) fn date_text(date: Date, messages: &Messages) -> String {
    let months = messages.get("date.months");
    let before = usize::try_from(date.month()).ok().and_then(|month| month.checked_sub(1));
    let month = before.and_then(|before| months.split(' ').nth(before)).unwrap_or_default();
    let parts: [(&str, &dyn Display); 3] =
        [("day", &date.day()), ("month", &month), ("year", &date.year())];
    messages.fill("date.day", &parts)
}

/// `1 article`, `2 articles`.
pub(super) fn several(messages: &Messages, what: &str, number: usize) -> String {
    messages.count(&format!("several.{what}"), number, &grouped(&number.to_string()))
}

/// Digits in groups of three from five digits on.
pub(super) fn grouped(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
