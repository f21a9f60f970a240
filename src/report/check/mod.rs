//! What `crosscheck check` found, for the tools that read it. Every format is a file here and one line
//! in [`CheckFormat`].

mod github;
mod gitlab;
mod json;
mod junit;
mod place;
mod sarif;
mod text;

use std::io::{self, Write};

pub use github::step_summary;
pub use place::Place;

use crate::model::{Finding, Problem, Role, Severity};

use super::{Format, Report, Style};

/// What a check found, as its formats need it.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// Gravest first.
    pub diagnostics: &'a [Diagnostic<'a>],
    /// Every finding, those that are let pass included.
    pub findings: &'a [Finding],
    /// Inputs that were skipped, and what is wrong with comments.
    pub problems: &'a [Problem],
    pub tally: Tally,
    /// The same findings with those that agree, for the formats of a report.
    pub report: Report<'a>,
}

/// The numbers of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub documents: usize,
    /// Of these, lists of changes and the like, which are not compared.
    pub historical: usize,
    /// Files of tests, which are not compared.
    pub aside: usize,
    pub skipped: usize,
    pub claims: usize,
    pub comparable: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// Notes that are not told of.
    pub hidden: usize,
    /// Findings that the baseline holds.
    pub known: usize,
    /// Claims that comments take out.
    pub suppressed: usize,
    /// Claims of types and attributes that the configuration leaves out.
    pub disabled: usize,
    /// Findings that touch no changed line.
    pub untouched: usize,
    /// Findings beyond the limit that was asked for.
    pub cut: usize,
}

/// A finding with the place that its reader looks at first.
#[derive(Clone, Debug)]
pub struct Diagnostic<'a> {
    pub finding: &'a Finding,
    pub severity: Severity,
    pub here: Place<'a>,
    /// The places that say otherwise, and then those that say the same.
    pub there: Vec<Place<'a>>,
}

impl Diagnostic<'_> {
    /// `“Free plan / storage”`: its subject and attribute.
    fn topic(&self) -> String {
        topic(self.finding)
    }

    /// The places that say otherwise than the first one.
    fn against(&self) -> impl Iterator<Item = &Place<'_>> {
        self.there.iter().filter(|place| place.claim.position != self.here.claim.position)
    }

    /// What differs, in one line; `place` writes a place.
    fn told(&self, place: impl Fn(usize, &Place<'_>) -> String) -> String {
        let mut told = format!("{}: {} here", self.topic(), self.here.value());
        let mut others = self.against();
        if let Some(first) = others.next() {
            let number = self.there.iter().position(|it| it.claim == first.claim).unwrap_or(0);
            told += &format!(", {} in {}", first.value(), place(number, first));
            if first.role == Some(Role::Canonical) {
                told += " (canonical)";
            }
        }
        match others.count() {
            0 => told,
            more => format!("{told} and {more} more"),
        }
    }
}

fn topic(finding: &Finding) -> String {
    let attribute = super::visible(&finding.attribute);
    match finding.subject.as_str() {
        "" => format!("“{attribute}”"),
        subject => format!("“{} / {attribute}”", super::visible(subject)),
    }
}

/// The formats of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckFormat {
    Text,
    Json,
    Sarif,
    Github,
    Junit,
    Gitlab,
    /// One of those that hold a whole report.
    Report(Format),
}

impl CheckFormat {
    pub const ALL: [CheckFormat; 12] = [
        CheckFormat::Text,
        CheckFormat::Json,
        CheckFormat::Sarif,
        CheckFormat::Github,
        CheckFormat::Junit,
        CheckFormat::Gitlab,
        CheckFormat::Report(Format::Html),
        CheckFormat::Report(Format::Xlsx),
        CheckFormat::Report(Format::Csv),
        CheckFormat::Report(Format::ClaimsCsv),
        CheckFormat::Report(Format::Jsonl),
        CheckFormat::Report(Format::Markdown),
    ];

    pub fn name(self) -> &'static str {
        match self {
            CheckFormat::Text => "text",
            CheckFormat::Json => "json",
            CheckFormat::Sarif => "sarif",
            CheckFormat::Github => "github",
            CheckFormat::Junit => "junit",
            CheckFormat::Gitlab => "gitlab",
            CheckFormat::Report(format) => format.name(),
        }
    }

    pub fn parse(name: &str) -> Option<CheckFormat> {
        CheckFormat::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Writes what was found; only text has colours.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, checked: &Checked<'_>, colors: bool, out: &mut dyn Write) -> io::Result<()> {
        match self {
            CheckFormat::Text => text::write(checked, colors, out),
            CheckFormat::Json => json::write(checked, out),
            CheckFormat::Sarif => sarif::write(checked, out),
            CheckFormat::Github => github::write(checked, out),
            CheckFormat::Junit => junit::write(checked, out),
            CheckFormat::Gitlab => gitlab::write(checked, out),
            CheckFormat::Report(format) => {
                format.write(&checked.report, Style::default(), out).map(drop)
            }
        }
    }
}
