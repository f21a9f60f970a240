//! The report as a workbook, a sheet a file.

mod agreement;
mod claims;
mod findings;
mod grid;
mod look;
mod orphans;
mod run;
mod skipped;
mod sources;
mod start;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{Report, Style, accord::Accord};

use grid::Tally;
use look::Look;

/// Rows of a sheet; a spreadsheet ends soon after.
const ROWS: usize = super::ROWS;
/// Rows above which a sheet goes to the disk while it is written; in memory it takes kilobytes a row.
const LARGE: usize = 2_000;

/// How hard a large workbook is compressed, of nine: a quarter less time for a fifth more bytes.
const FAST: u8 = 3;

/// Writes the workbook; gives the number of cells that were cut.
pub(super) fn write(
    report: &Report<'_>,
    style: Style<'_>,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let (bytes, cut) = build(report, style).map_err(io::Error::other)?;
    out.write_all(&bytes)?;
    Ok(cut)
}

fn build(report: &Report<'_>, style: Style<'_>) -> Result<(Vec<u8>, usize), XlsxError> {
    let messages = style.language.messages();
    let look = Look::new(messages);
    let accord = Accord::of(report, agreement::MOST)?;
    let mut workbook = Workbook::new();
    // A day of our own: the file is the same whenever it is written.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(messages.get("workbook.title"))
        .set_subject(messages.get("workbook.about"))
        .set_author("crosscheck")
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    if report.shown_count() > LARGE {
        workbook.set_zip_compression_level(FAST);
    }
    let mut tally = Tally::default();
    start::write(workbook.add_worksheet(), &look, report, style)?;
    tally.add(findings::write(&mut workbook, &look, report, style.page)?);
    tally.add(claims::write(&mut workbook, &look, report)?);
    tally.add(agreement::write(workbook.add_worksheet(), &look, &accord)?);
    tally.add(sources::write(workbook.add_worksheet(), &look, &accord)?);
    tally.add(orphans::write(workbook.add_worksheet(), &look, report)?);
    tally.add(skipped::write(workbook.add_worksheet(), &look, report)?);
    let so_far = tally;
    tally.add(run::write(&mut workbook, &look, report, so_far)?);
    Ok((workbook.save_to_buffer()?, tally.cut))
}

/// A sheet for so many rows.
fn sheet(workbook: &mut Workbook, rows: usize) -> Result<&mut Worksheet, XlsxError> {
    if rows > LARGE {
        workbook.add_worksheet_with_constant_memory()
    } else {
        Ok(workbook.add_worksheet())
    }
}

/// The name of a sheet, or of what did not fit the first.
fn numbered(name: &str, part: usize) -> String {
    if part == 0 { name.to_owned() } else { format!("{name} {}", part + 1) }
}
