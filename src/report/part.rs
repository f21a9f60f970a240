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
    pub fn parts(self, report: &Report<'_>, most: usize) -> Vec<Part> {
        let name = self.file_name();
        let rows = match self {
            Format::Csv => report.shown().len(),
            Format::ClaimsCsv => report.shown().iter().map(|finding| finding.claims.len()).sum(),
            Format::Jsonl | Format::Xlsx | Format::Html | Format::Text => 0,
        };
        if rows <= most {
            return vec![Part { name: name.to_owned(), rows: 0..usize::MAX }];
        }
        let (stem, end) = name.split_once('.').unwrap_or((name, ""));
        (0..rows.div_ceil(most.max(1)))
            .map(|n| Part {
                name: format!("{stem}-{:03}.{end}", n + 1),
                rows: n * most..(n + 1) * most,
            })
            .collect()
    }

    /// Writes one of its files; gives the number of cells that were cut to fit a spreadsheet.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_part(
        self,
        report: &Report<'_>,
        style: Style,
        part: &Part,
        out: &mut dyn Write,
    ) -> io::Result<usize> {
        let rows = part.rows.clone();
        match self {
            Format::Csv => findings_csv::write(report, style.dialect, rows, out),
            Format::ClaimsCsv => claims_csv::write(report, style.dialect, rows, out),
            Format::Jsonl | Format::Xlsx | Format::Html | Format::Text => {
                self.write(report, style, out)
            }
        }
    }
}
