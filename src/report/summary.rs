use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Change, DateOrigin, Finding, ReviewState, Verdict};

use super::{
    Report,
    cell::{single_line, visible},
    side::Sides,
};

/// Sources that a line names before it only counts them.
const NAMED: usize = 5;

/// Signs in text for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    #[default]
    Unicode,
    Ascii,
}

/// Where the report went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Folder as given, and the names of the files in it.
    pub folder: Option<(String, Vec<String>)>,
    /// Paths of single files.
    pub files: Vec<String>,
    /// Cells that were cut to fit a spreadsheet.
    pub cut: usize,
}

/// The run in a few lines: what was read, what was found, what was not done, where it is.
pub fn summary(report: &Report<'_>, marks: Marks, saved: &Saved) -> String {
    let mut lines = vec![read(report, marks), verdicts(report, marks)];
    lines.extend(most_disputed(report));
    lines.extend(dating(report, marks));
    lines.extend(unchecked(report, marks));
    lines.extend(since(report, marks));
    lines.extend(reviews(report, marks));
    lines.extend(shortened(report, saved, marks));
    lines.extend(wrote(saved));
    lines.push(String::new());
    lines.join("\n")
}

pub(super) fn read(report: &Report<'_>, marks: Marks) -> String {
    let sources: BTreeSet<&str> =
        report.articles.iter().map(|article| article.source.as_str()).collect();
    let separator = marks.separator();
    format!(
        "Checked {}, {} ({}), {} skipped {separator} {}, {} comparable",
        marks.several(report.articles.len(), "article", "articles"),
        marks.several(sources.len(), "source", "sources"),
        marks.several(report.counts.origins, "origin", "origins"),
        marks.number(report.problems.len()),
        marks.several(report.counts.claims, "claim", "claims"),
        marks.number(report.counts.comparable),
    )
}

fn verdicts(report: &Report<'_>, marks: Marks) -> String {
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for finding in report.findings {
        *counts.entry(finding.verdict).or_default() += 1;
    }
    let parts: Vec<String> = Verdict::ALL
        .into_iter()
        .map(|verdict| {
            let count = marks.number(counts.get(&verdict).copied().unwrap_or(0));
            let word = match verdict {
                Verdict::Contradict
                | Verdict::Unclear
                | Verdict::Changed
                | Verdict::Compatible
                | Verdict::Agree => verdict.name(),
                Verdict::Single => "single source",
            };
            format!("{} {count} {word}", marks.verdict(verdict))
        })
        .collect();
    parts.join("  ")
}

/// The first contradiction in the order of the report.
fn most_disputed(report: &Report<'_>) -> Option<String> {
    let first = report.findings.first()?;
    if first.verdict != Verdict::Contradict {
        return None;
    }
    let voices = match first.n_independent {
        1 => "1 independent voice".to_owned(),
        voices => format!("{voices} independent voices"),
    };
    Some(format!(
        "Most disputed: {} / {}: {} ({voices})",
        single_line(&first.subject),
        single_line(&first.attribute),
        single_line(&spread(first)),
    ))
}

/// Smallest to largest answer, or the two answers that differ.
fn spread(finding: &Finding) -> String {
    let ends = |n: usize| {
        let position = finding.positions.get(n)?;
        Some((position.low.or(position.high)?, position.high.or(position.low)?, &position.value))
    };
    let known: Option<Vec<_>> = (0..finding.positions.len()).map(ends).collect();
    let one_unit = super::order::extent(finding).is_some();
    if let Some(known) = known.filter(|_| one_unit) {
        let low = known.iter().min_by_key(|(low, _, _)| low);
        let high = known.iter().max_by_key(|(_, high, _)| high);
        if let (Some((_, _, low)), Some((_, _, high))) = (low, high)
            && low != high
        {
            return format!("{low} to {high}");
        }
    }
    let sides = Sides::of(finding);
    match sides.second {
        Some(second) => format!("{} against {}", sides.first.value, second.value),
        None => sides.first.value.to_owned(),
    }
}

/// Sources whose publication day was not given but inferred, or is not known at all.
fn dating(report: &Report<'_>, marks: Marks) -> Option<String> {
    let by = |wanted: Option<DateOrigin>| {
        let articles = report.articles.iter();
        let mut sources: Vec<&str> = articles
            .filter(|article| article.published.map(|published| published.origin) == wanted)
            .map(|article| article.source.as_str())
            .collect();
        let count = sources.len();
        sources.sort_unstable();
        sources.dedup();
        (count, sources)
    };
    let parts = [
        (by(Some(DateOrigin::Inferred)), "stated in the text"),
        (by(Some(DateOrigin::Shared)), "taken from another article of the story"),
        (by(None), "not known"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|((count, _), _)| *count > 0)
        .map(|((count, sources), how)| {
            let named = if sources.len() <= NAMED {
                format!(" ({})", visible(&sources.join(", ")))
            } else {
                String::new()
            };
            format!("{} {how}{named}", marks.number(count))
        })
        .collect();
    (!parts.is_empty()).then(|| format!("Publication days not given: {}", parts.join(", ")))
}

fn unchecked(report: &Report<'_>, marks: Marks) -> Option<String> {
    let counts = report.not_checked();
    let total = Some(counts.iter().map(|(_, count)| count).sum()).filter(|total| *total > 0)?;
    let counts: Vec<String> =
        counts.iter().map(|(why, count)| format!("{} {why}", marks.number(*count))).collect();
    Some(format!("Values not checked: {} ({})", marks.number(total), counts.join(", ")))
}

/// How the findings differ from those of the last run, where there was one.
fn since(report: &Report<'_>, marks: Marks) -> Option<String> {
    let mut counts: BTreeMap<Change, usize> = BTreeMap::new();
    for finding in report.findings {
        *counts.entry(report.reviews.change(&finding.id)).or_default() += 1;
    }
    counts.keys().find(|change| **change != Change::New)?;
    let told = [Change::New, Change::Changed, Change::MoreEvidence, Change::Resolved];
    let parts = told.into_iter().filter_map(|change| {
        let count = counts.get(&change)?;
        Some(format!("{} {}", marks.number(*count), change.name().replace('_', " ")))
    });
    let parts: Vec<String> = parts.collect();
    let parts = if parts.is_empty() { "nothing new".to_owned() } else { parts.join(", ") };
    Some(format!("Since the last run: {parts}"))
}

/// What became of people's reviews, where there are any.
fn reviews(report: &Report<'_>, marks: Marks) -> Option<String> {
    let mut counts: BTreeMap<ReviewState, usize> = BTreeMap::new();
    for past in report.reviews.by_finding.values() {
        *counts.entry(past.state).or_default() += 1;
    }
    counts.insert(ReviewState::Orphan, report.reviews.orphans.len());
    let told = [
        (ReviewState::Kept, "kept"),
        (ReviewState::Reopened, "reopened, for the values changed"),
        (ReviewState::Moved, "moved to a finding with a new id"),
        (ReviewState::Orphan, "of findings that are gone"),
    ];
    let parts = told.into_iter().filter_map(|(state, words)| {
        let count = counts.get(&state).filter(|count| **count > 0)?;
        Some(format!("{} {words}", marks.number(*count)))
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| format!("Reviews: {}", parts.join(", ")))
}

fn shortened(report: &Report<'_>, saved: &Saved, marks: Marks) -> Vec<String> {
    let mut lines = Vec::new();
    let (shown, all) = (report.shown().len(), report.findings.len());
    if shown < all {
        lines.push(format!(
            "Written: the first {} of {} (--max-findings)",
            marks.number(shown),
            marks.several(all, "finding", "findings")
        ));
    }
    if saved.cut > 0 {
        lines.push(format!(
            "Cut: {} too long for a spreadsheet; the whole text is in findings.jsonl",
            marks.several(saved.cut, "cell", "cells")
        ));
    }
    lines
}

fn wrote(saved: &Saved) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((folder, files)) = &saved.folder {
        let folder = folder.trim_end_matches('/');
        lines.push(visible(&format!("Wrote {folder}/: {}", files.join(" "))).into_owned());
    }
    if !saved.files.is_empty() {
        lines.push(visible(&format!("Wrote {}", saved.files.join(" "))).into_owned());
    }
    lines
}

impl Marks {
    fn verdict(self, verdict: Verdict) -> &'static str {
        let (unicode, ascii) = verdict.mark();
        match self {
            Marks::Unicode => unicode,
            Marks::Ascii => ascii,
        }
    }

    fn separator(self) -> &'static str {
        match self {
            Marks::Unicode => "·",
            Marks::Ascii => "-",
        }
    }

    /// The number, in groups of three from five digits on.
    fn number(self, number: usize) -> String {
        let digits = number.to_string();
        if digits.len() < 5 {
            return digits;
        }
        let gap = match self {
            Marks::Unicode => '\u{202F}',
            Marks::Ascii => ' ',
        };
        let mut grouped = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(gap);
            }
            grouped.push(digit);
        }
        grouped
    }

    fn several(self, number: usize, one: &str, many: &str) -> String {
        format!("{} {}", self.number(number), if number == 1 { one } else { many })
    }
}
