//! Findings to files. Every format is a file here and one line in [`Format`]; none knows a rule.

mod accord;
mod articles;
mod cell;
pub mod check;
mod claim_review;
mod claims_csv;
mod dialect;
mod digest;
mod exact;
mod findings;
mod findings_csv;
pub mod inspect;
mod jsonl;
mod link;
mod markdown;
mod message;
mod order;
mod package;
mod page;
mod part;
mod phrase;
mod sheet;
mod side;
mod skipped;
mod summary;
mod unchecked;
mod workbook;
mod write;

use std::{
    borrow::Cow,
    cmp::Reverse,
    io::{self, Write},
};

pub use articles::{Articles, Entry, KeptArticles};
pub use cell::{cut, safe, starts_formula, visible};
pub use dialect::Dialect;
pub use findings::{Collector, Findings, Kept, PackedFinding};
pub use message::{Language, Messages, column_key};
pub use order::{gap_percent, sort_findings};
pub use part::{Part, ROWS};
pub use summary::{Marks, Saved, summary};
pub use write::{Folder, Written, discard_unfinished, spares, write_file};

use crate::model::{Finding, Lasting, Problem, Reviews};

/// What a run found, as the formats need it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    pub findings: Findings<'a>,
    /// Findings to write, `None` for all; the counts always cover all.
    pub limit: Option<usize>,
    pub articles: Articles<'a>,
    /// Inputs that were skipped.
    pub problems: &'a [Problem],
    pub counts: Counts,
    /// What people and the last run know of the findings.
    pub reviews: &'a Reviews,
}

/// Counts that the findings do not show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub origins: usize,
    pub claims: usize,
    /// Claims that share a question with another.
    pub comparable: usize,
}

impl<'a> Report<'a> {
    /// The findings to write: all, or the first ones up to the limit.
    pub fn shown(&self) -> impl Iterator<Item = io::Result<Cow<'a, Finding>>> + use<'a> {
        self.findings.iter().take(self.limit.unwrap_or(usize::MAX))
    }

    /// How many findings there are to write.
    pub fn shown_count(&self) -> usize {
        self.findings.len().min(self.limit.unwrap_or(usize::MAX))
    }

    /// How many claims the findings to write have.
    ///
    /// # Errors
    /// When the findings cannot be read back.
    fn shown_claims(&self) -> io::Result<usize> {
        if self.shown_count() == self.findings.len() {
            return Ok(self.findings.claims());
        }
        self.shown().map(|finding| Ok(finding?.claims.len())).sum()
    }

    /// The first findings to write, at most so many.
    ///
    /// # Errors
    /// When they cannot be read back.
    fn first(&self, most: usize) -> io::Result<Cow<'a, [Finding]>> {
        let most = most.min(self.shown_count());
        if let Findings::Held(findings) = self.findings {
            return Ok(Cow::Borrowed(findings.get(..most).unwrap_or(findings)));
        }
        let findings = self.findings.iter().take(most).map(|it| it.map(Cow::into_owned));
        Ok(Cow::Owned(findings.collect::<io::Result<Vec<Finding>>>()?))
    }

    /// How many values could not be checked, by reason, the commonest first.
    fn not_checked(&self) -> Vec<(Lasting, usize)> {
        let census = self.articles.census();
        let mut counts: Vec<(Lasting, usize)> =
            census.unchecked.iter().map(|(why, count)| (*why, *count)).collect();
        counts.sort_by_key(|(why, count)| (Reverse(*count), *why));
        counts
    }
}

/// The formats that hold a whole report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Html,
    Xlsx,
    Csv,
    ClaimsCsv,
    Jsonl,
    Markdown,
    ClaimReview,
    Text,
}

impl Format {
    pub const ALL: [Format; 8] = [
        Format::Html,
        Format::Xlsx,
        Format::Csv,
        Format::ClaimsCsv,
        Format::Jsonl,
        Format::Markdown,
        Format::ClaimReview,
        Format::Text,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Xlsx => "xlsx",
            Format::Csv => "csv",
            Format::ClaimsCsv => "claims-csv",
            Format::Jsonl => "jsonl",
            Format::Markdown => "md",
            Format::ClaimReview => "claimreview",
            Format::Text => "text",
        }
    }

    pub fn parse(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Usual name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Format::Html => "report.html",
            Format::Xlsx => "report.xlsx",
            Format::Csv => "findings.csv",
            Format::ClaimsCsv => "claims.csv",
            Format::Jsonl => "findings.jsonl",
            Format::Markdown => "report.md",
            Format::ClaimReview => "claimreview.json",
            Format::Text => "summary.txt",
        }
    }

    /// Writes the report; gives the number of cells that were cut to fit a spreadsheet.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(
        self,
        report: &Report<'_>,
        style: Style<'_>,
        mut out: &mut dyn Write,
    ) -> io::Result<usize> {
        match self {
            Format::Html => page::write(report, style, out).map(|()| 0),
            Format::Xlsx => workbook::write(report, style, out),
            Format::Csv => findings_csv::write(report, style.dialect, 0..usize::MAX, out),
            Format::ClaimsCsv => claims_csv::write(report, style.dialect, 0..usize::MAX, out),
            Format::Jsonl => jsonl::write(report, &mut out).map(|()| 0),
            Format::Markdown => markdown::write(report, style, out).map(|()| 0),
            Format::ClaimReview => claim_review::write(report, out).map(|()| 0),
            Format::Text => {
                out.write_all(summary(report, style, &Saved::default()).as_bytes())?;
                Ok(0)
            }
        }
    }
}

/// How the formats print what they leave open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style<'a> {
    pub dialect: Dialect,
    pub marks: Marks,
    pub language: Language,
    /// Name of the page beside the file, which a workbook leads to.
    pub page: Option<&'a str>,
}

/// Writes the list of skipped inputs as a CSV file; gives the number of cells cut.
///
/// # Errors
/// Those of `out`.
pub fn write_skipped(
    problems: &[Problem],
    dialect: Dialect,
    out: &mut dyn Write,
) -> io::Result<usize> {
    skipped::write(problems, dialect, out)
}

/// Writes the values that could not be checked as a CSV file; gives the number of cells cut.
///
/// # Errors
/// Those of `out`.
pub fn write_unchecked(
    report: &Report<'_>,
    dialect: Dialect,
    out: &mut dyn Write,
) -> io::Result<usize> {
    unchecked::write(report, dialect, out)
}

/// Writes the description of the CSV files' columns as a Frictionless data package; no file has more
/// than `most` rows.
///
/// # Errors
/// Those of `out`.
pub fn write_package(
    report: &Report<'_>,
    style: Style<'_>,
    most: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    package::write(report, style, most, out)
}

/// Writes the run in numbers as JSON; `cut` is the number of cells cut in all files.
///
/// # Errors
/// Those of `out`.
pub fn write_summary_json(report: &Report<'_>, cut: usize, out: &mut dyn Write) -> io::Result<()> {
    digest::Digest::of(report, cut)?.json(out)
}

/// Writes the same as Markdown.
///
/// # Errors
/// Those of `out`.
pub fn write_summary_markdown(
    report: &Report<'_>,
    style: Style<'_>,
    cut: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    digest::Digest::of(report, cut)?.markdown(style.language.messages(), out)
}
