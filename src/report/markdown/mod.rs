//! The findings as Markdown, to paste into a mail, an issue or a wiki.

mod text;

use std::{
    fmt::Display,
    io::{self, Write},
};

use crate::model::{Evidence, Finding, Past, Verdict};

use super::{
    Report, Style, cell,
    link::link,
    message::Messages,
    phrase::{
        date_text, headline, lead, sayer, status_word, support, verdict_meaning, verdict_word,
    },
    side::{Side, Sides},
};

pub(super) use text::{escaped, table};

use text::{piece, target};

pub(super) fn write(report: &Report<'_>, style: Style<'_>, out: &mut dyn Write) -> io::Result<()> {
    let messages = style.language.messages();
    writeln!(out, "# {}\n\n{}\n", headline(report, messages), lead(report, messages))?;
    let header = ["markdown.verdict", "markdown.findings", "markdown.meaning"];
    let header = header.map(|key| messages.get(key));
    let rows = Verdict::ALL.map(|verdict| {
        let count = report.findings.count(verdict);
        [marked(verdict, messages), count.to_string(), verdict_meaning(verdict, messages)]
    });
    table(out, header, rows)?;
    let (shown, all) = (report.shown_count(), report.findings.len());
    if shown < all {
        let parts: [(&str, &dyn Display); 2] = [("shown", &shown), ("all", &all)];
        writeln!(out, "{}\n", messages.fill("headline.limited", &parts))?;
    }
    let (mut above, mut single) = (None, 0);
    for finding in report.shown() {
        let finding = finding?;
        if finding.verdict == Verdict::Single {
            single += 1;
            continue;
        }
        if above != Some(finding.verdict) {
            writeln!(out, "## {}\n", marked(finding.verdict, messages))?;
            above = Some(finding.verdict);
        }
        write_finding(&finding, &report.reviews.of(&finding.id), messages, out)?;
    }
    if single > 0 {
        writeln!(out, "{}\n", messages.count("markdown.single", single, &single))?;
    }
    writeln!(out, "{}", messages.get("headline.motto"))
}

fn marked(verdict: Verdict, messages: &Messages) -> String {
    format!("{} {}", verdict.mark().0, verdict_word(verdict, messages))
}

fn write_finding(
    finding: &Finding,
    past: &Past,
    messages: &Messages,
    out: &mut dyn Write,
) -> io::Result<()> {
    let sides = Sides::of(finding);
    writeln!(out, "### {} / {}\n", escaped(&finding.subject), escaped(&finding.attribute))?;
    writeln!(out, "{}\n", escaped(&finding.summary))?;
    for side in std::iter::once(&sides.first).chain(&sides.second) {
        write_side(side, &sides, messages, out)?;
    }
    if !sides.others.is_empty() {
        let value = |side: &Side<'_>| {
            format!("{} ({})", escaped(side.value), escaped(&sides.sources(side)))
        };
        let values: Vec<String> = sides.others.iter().map(value).collect();
        writeln!(out, "{}\n", messages.fill("markdown.others", &[("values", &values.join("; "))]))?;
    }
    if past.is_reviewed() {
        write_review(past, messages, out)?;
    }
    let why = messages.reason(finding.reason);
    let support = support(finding, messages);
    writeln!(out, "{} {why} ({support}). `{}`\n", messages.get("quote.why"), finding.id)
}

/// An answer with who gives it, and the sentence of the first of them.
fn write_side(
    side: &Side<'_>,
    sides: &Sides<'_>,
    messages: &Messages,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "- **{}** ({})", escaped(side.value), escaped(&sides.sources(side)))?;
    if let Some(claim) = side.claims.first() {
        writeln!(out, "  > “{}”", quoted(claim))?;
        let published = claim.published.map(|day| format!(", {}", date_text(day, messages)));
        let place = format!("{}:{}", claim.article, claim.line);
        let link = link(claim);
        let shown = match link == place {
            true => escaped(&place),
            false => format!("[{}](<{}>)", escaped(&place), target(&link)),
        };
        let sayer = escaped(&sayer(claim, messages));
        writeln!(out, "  >\n  > {sayer}{}, {shown}", published.unwrap_or_default())?;
    }
    writeln!(out)
}

/// The sentence with the value's words strong; no space stands inside the stars.
fn quoted(claim: &Evidence) -> String {
    let [before, value, after] = cell::around(claim);
    let words = value.trim();
    let (before, after) = (piece(before.trim_start()), piece(after.trim_end()));
    if words.is_empty() {
        return format!("{before}{after}");
    }
    let (lead, tail) = value.split_once(words).unwrap_or_default();
    format!("{before}{}**{}**{}{after}", piece(lead), piece(words), piece(tail))
}

fn write_review(past: &Past, messages: &Messages, out: &mut dyn Write) -> io::Result<()> {
    let review = &past.review;
    let status = status_word(review.status, messages);
    write!(out, "{}", messages.fill("markdown.review", &[("status", &status)]))?;
    if !review.note.is_empty() {
        write!(out, " – {}", escaped(&review.note))?;
    }
    let day = review.reviewed_on.map(|day| date_text(day, messages));
    let name = Some(escaped(&review.reviewer)).filter(|name| !name.is_empty());
    let by: Vec<String> = name.into_iter().chain(day).collect();
    if !by.is_empty() {
        write!(out, " ({})", by.join(", "))?;
    }
    writeln!(out, "\n")
}
