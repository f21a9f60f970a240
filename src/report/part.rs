use std::{
    io::{self, Write},
    ops::Range,
};

use super::{Format, Report, Style, claims_csv, findings_csv};

/// Rows of a file that a spreadsheet opens whole.
pub const ROWS: usize = 1_000_000;

/// One of the files that a format makes in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    rows: Range<usize>,
}

impl Format {
    /// The files of this format when none has more than `most` rows: `claims.csv`, else
    /// `claims-001.csv` and so on.
    ///
    /// # Errors
    /// When the findings cannot be read back.
    pub fn parts(self, report: &Report<'_>, most: usize) -> io::Result<Vec<Part>> {
        let name = self.file_name();
        let rows = match self {
            Format::Csv => report.shown_count(),
            Format::ClaimsCsv => report.shown_claims()?,
            Format::Html
            | Format::Xlsx
            | Format::Jsonl
            | Format::Markdown
            | Format::ClaimReview
            | Format::Text => 0,
        };
        if rows <= most {
            return Ok(vec![Part { name: name.to_owned(), rows: 0..usize::MAX }]);
        }
        let (stem, end) = name.split_once('.').unwrap_or((name, ""));
        let part =
            |n| Part { name: format!("{stem}-{:03}.{end}", n + 1), rows: n * most..(n + 1) * most };
        Ok((0..rows.div_ceil(most.max(1))).map(part).collect())
    }

    /// Whether it makes a file of this name in a folder, the whole report or a part of it.
    pub fn makes(self, name: &str) -> bool {
        let (stem, end) = self.file_name().split_once('.').unwrap_or((self.file_name(), ""));
        let inside = name.strip_suffix(end).and_then(|name| name.strip_suffix('.'));
        let is_number = |part: &str| {
            let digits = part.strip_prefix('-').unwrap_or_default();
            digits.len() >= 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let part = inside.and_then(|name| name.strip_prefix(stem));
        part.is_some_and(|part| part.is_empty() || is_number(part))
    }

    /// Writes one of its files; gives the number of cells that were cut to fit a spreadsheet.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_part(
        self,
        report: &Report<'_>,
        style: Style<'_>,
        part: &Part,
        out: &mut dyn Write,
    ) -> io::Result<usize> {
        let rows = part.rows.clone();
        match self {
            Format::Csv => findings_csv::write(report, style.dialect, rows, out),
            Format::ClaimsCsv => claims_csv::write(report, style.dialect, rows, out),
            Format::Html
            | Format::Xlsx
            | Format::Jsonl
            | Format::Markdown
            | Format::ClaimReview
            | Format::Text => self.write(report, style, out),
        }
    }
}
