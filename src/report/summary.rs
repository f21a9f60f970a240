use std::{collections::BTreeMap, fmt::Display};

use crate::model::{Change, FieldOrigin, Finding, ReviewState, Verdict};

use super::{
    Report, Style,
    cell::{single_line, visible},
    message::Messages,
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
pub fn summary(report: &Report<'_>, style: Style<'_>, saved: &Saved) -> String {
    let say = Say::in_style(style);
    let mut lines = vec![read(report, say), verdicts(report, say)];
    lines.extend(most_disputed(report, say));
    lines.extend(notes(report, say));
    lines.extend(shortened(report, saved, say));
    lines.extend(wrote(saved, say));
    lines.push(String::new());
    lines.join("\n")
}

/// What the run read, and what it could not do.
pub(super) fn facts(report: &Report<'_>, style: Style<'_>) -> Vec<String> {
    let say = Say::in_style(style);
    let mut lines = vec![read(report, say)];
    lines.extend(notes(report, say));
    lines.extend(shortened(report, &Saved::default(), say));
    lines
}

fn notes(report: &Report<'_>, say: Say<'_>) -> impl Iterator<Item = String> {
    let lines =
        [dating(report, say), unchecked(report, say), since(report, say), reviews(report, say)];
    lines.into_iter().flatten()
}

fn read(report: &Report<'_>, say: Say<'_>) -> String {
    say.messages.fill(
        "summary.read",
        &[
            ("articles", &say.several("articles", report.articles.len())),
            ("sources", &say.several("sources", report.articles.census().sources.len())),
            ("origins", &say.several("origins", report.counts.origins)),
            ("skipped", &say.marks.number(report.problems.len())),
            ("dot", &say.marks.separator()),
            ("claims", &say.several("claims", report.counts.claims)),
            ("comparable", &say.marks.number(report.counts.comparable)),
        ],
    )
}

fn verdicts(report: &Report<'_>, say: Say<'_>) -> String {
    let parts: Vec<String> = Verdict::ALL
        .into_iter()
        .map(|verdict| {
            let count = say.marks.number(report.findings.count(verdict));
            let word = match verdict {
                Verdict::Contradict
                | Verdict::Unclear
                | Verdict::Changed
                | Verdict::Compatible
                | Verdict::Agree => verdict.name(),
                Verdict::Single => say.messages.get("summary.single"),
            };
            format!("{} {count} {word}", say.marks.verdict(verdict))
        })
        .collect();
    parts.join("  ")
}

/// The first contradiction in the order of the report.
fn most_disputed(report: &Report<'_>, say: Say<'_>) -> Option<String> {
    let first = report.findings.iter().next()?.ok()?;
    if first.verdict != Verdict::Contradict {
        return None;
    }
    Some(say.messages.fill(
        "summary.disputed",
        &[
            ("subject", &single_line(&first.subject)),
            ("attribute", &single_line(&first.attribute)),
            ("answers", &single_line(&spread(&first, say))),
            ("voices", &say.several("voices", first.n_independent)),
        ],
    ))
}

/// Smallest to largest answer, or the two answers that differ.
fn spread(finding: &Finding, say: Say<'_>) -> String {
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
            return say.messages.fill("summary.spread", &[("low", low), ("high", high)]);
        }
    }
    let sides = Sides::of(finding);
    match sides.second {
        Some(second) => {
            let parts: [(&str, &dyn Display); 2] =
                [("one", &sides.first.value), ("other", &second.value)];
            say.messages.fill("summary.against", &parts)
        }
        None => sides.first.value.to_owned(),
    }
}

/// Sources whose publication day was not given but inferred, or is not known at all.
fn dating(report: &Report<'_>, say: Say<'_>) -> Option<String> {
    let census = report.articles.census();
    let by = |wanted: Option<FieldOrigin>| {
        let (count, sources) = census.dated.get(&wanted)?;
        Some((*count, sources.iter().map(String::as_str).collect::<Vec<&str>>()))
    };
    let parts = [
        (by(Some(FieldOrigin::Inferred)), "summary.inferred"),
        (by(Some(FieldOrigin::Shared)), "summary.shared"),
        (by(None), "summary.undated"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter_map(|(dated, key)| {
            let (count, sources) = dated?;
            let named = if sources.len() <= NAMED {
                format!(" ({})", visible(&sources.join(", ")))
            } else {
                String::new()
            };
            let parts: [(&str, &dyn Display); 2] =
                [("n", &say.marks.number(count)), ("named", &named)];
            Some(say.messages.fill(key, &parts))
        })
        .collect();
    say.counts("summary.dating", &parts)
}

fn unchecked(report: &Report<'_>, say: Say<'_>) -> Option<String> {
    let counts = report.not_checked();
    let total = Some(counts.iter().map(|(_, count)| count).sum()).filter(|total| *total > 0)?;
    let counts: Vec<String> =
        counts.iter().map(|(why, count)| format!("{} {why}", say.marks.number(*count))).collect();
    let parts: [(&str, &dyn Display); 2] =
        [("n", &say.marks.number(total)), ("counts", &counts.join(", "))];
    Some(say.messages.fill("summary.unchecked", &parts))
}

/// How the findings differ from those of the last run, where there was one.
fn since(report: &Report<'_>, say: Say<'_>) -> Option<String> {
    let mut counts: BTreeMap<Change, usize> = BTreeMap::new();
    for past in report.reviews.by_finding.values().filter(|past| past.change != Change::New) {
        *counts.entry(past.change).or_default() += 1;
    }
    let known: usize = counts.values().sum();
    if known == 0 {
        return None;
    }
    if let Some(new) = report.findings.len().checked_sub(known).filter(|new| *new > 0) {
        counts.insert(Change::New, new);
    }
    let told = [
        (Change::New, "summary.new"),
        (Change::Changed, "summary.changed"),
        (Change::MoreEvidence, "summary.more_evidence"),
        (Change::Resolved, "summary.resolved"),
    ];
    let parts = told.into_iter().filter_map(|(change, key)| {
        let count = counts.get(&change)?;
        Some(say.count(key, *count))
    });
    let parts: Vec<String> = parts.collect();
    let nothing =
        say.counts("summary.since", &[say.messages.get("summary.nothing_new").to_owned()]);
    say.counts("summary.since", &parts).or(nothing)
}

/// What became of people's reviews, where there are any.
fn reviews(report: &Report<'_>, say: Say<'_>) -> Option<String> {
    let mut counts: BTreeMap<ReviewState, usize> = BTreeMap::new();
    for past in report.reviews.by_finding.values() {
        *counts.entry(past.state).or_default() += 1;
    }
    counts.insert(ReviewState::Orphan, report.reviews.orphans.len());
    let told = [
        (ReviewState::Kept, "summary.kept"),
        (ReviewState::Reopened, "summary.reopened"),
        (ReviewState::Moved, "summary.moved"),
        (ReviewState::Orphan, "summary.orphan"),
    ];
    let parts = told.into_iter().filter_map(|(state, key)| {
        let count = counts.get(&state).filter(|count| **count > 0)?;
        Some(say.count(key, *count))
    });
    say.counts("summary.reviews", &parts.collect::<Vec<String>>())
}

fn shortened(report: &Report<'_>, saved: &Saved, say: Say<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let (shown, all) = (report.shown_count(), report.findings.len());
    if shown < all {
        let parts: [(&str, &dyn Display); 2] =
            [("shown", &say.marks.number(shown)), ("findings", &say.several("findings", all))];
        lines.push(say.messages.fill("summary.limited", &parts));
    }
    if saved.cut > 0 {
        let cells = say.several("cells", saved.cut);
        lines.push(say.messages.fill("summary.cut", &[("cells", &cells)]));
    }
    lines
}

fn wrote(saved: &Saved, say: Say<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((folder, files)) = &saved.folder {
        let folder = folder.trim_end_matches('/');
        let parts: [(&str, &dyn Display); 2] =
            [("folder", &folder), ("files", &named(files, say).join(" "))];
        let line = say.messages.fill("summary.folder", &parts);
        lines.push(visible(&line).into_owned());
    }
    if !saved.files.is_empty() {
        let line = say.messages.fill("summary.files", &[("files", &saved.files.join(" "))]);
        lines.push(visible(&line).into_owned());
    }
    lines
}

/// The files, a page among them as the one to open first.
fn named(files: &[String], say: Say<'_>) -> Vec<String> {
    let name = |file: &String| match file.ends_with(".html") {
        true => say.messages.fill("summary.start", &[("file", file)]),
        false => file.clone(),
    };
    files.iter().map(name).collect()
}

/// How the lines are put: in which words, with which signs.
#[derive(Clone, Copy)]
struct Say<'a> {
    messages: &'a Messages,
    marks: Marks,
}

impl Say<'_> {
    fn in_style(style: Style<'_>) -> Say<'static> {
        Say { messages: style.language.messages(), marks: style.marks }
    }

    fn several(self, what: &str, number: usize) -> String {
        self.count(&format!("several.{what}"), number)
    }

    fn count(self, key: &str, number: usize) -> String {
        self.messages.count(key, number, &self.marks.number(number))
    }

    /// A line of counts, `None` without any.
    fn counts(self, key: &str, counts: &[String]) -> Option<String> {
        (!counts.is_empty()).then(|| self.messages.fill(key, &[("counts", &counts.join(", "))]))
    }
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
}
