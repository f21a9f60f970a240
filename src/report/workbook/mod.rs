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
    let mut findings = sheets(&mut workbook, report.shown_count(), &look)?;
    let mut claims = sheets(&mut workbook, report.shown_claims()?, &look)?;
    let (of_findings, of_claims) = rayon::join(
        || findings::write(&mut findings, &look, report, style.page),
        || claims::write(&mut claims, &look, report),
    );
    tally.add(of_findings?);
    tally.add(of_claims?);
    findings.into_iter().chain(claims).for_each(|sheet| workbook.push_worksheet(sheet));
    tally.add(agreement::write(workbook.add_worksheet(), &look, &accord)?);
    tally.add(sources::write(workbook.add_worksheet(), &look, &accord)?);
    tally.add(orphans::write(workbook.add_worksheet(), &look, report)?);
    tally.add(skipped::write(workbook.add_worksheet(), &look, report)?);
    let so_far = tally;
    let mut last = sheet(&mut workbook, report.articles.len(), &look)?;
    tally.add(run::write(&mut last, &look, report, so_far)?);
    workbook.push_worksheet(last);
    Ok((workbook.save_to_buffer()?, tally.cut))
}

/// Sheets for so many rows, to be filled and then put into the workbook.
fn sheets(workbook: &mut Workbook, rows: usize, look: &Look) -> Result<Vec<Worksheet>, XlsxError> {
    (0..rows.div_ceil(ROWS).max(1)).map(|_| sheet(workbook, rows, look)).collect()
}

/// One of them.
fn sheet(workbook: &mut Workbook, rows: usize, look: &Look) -> Result<Worksheet, XlsxError> {
    if rows <= LARGE {
        return Ok(Worksheet::new());
    }
    let mut sheet = workbook.new_worksheet_with_constant_memory()?;
    // Large sheets share one list of formats. They are filled side by side, and the list must not depend
    // on which of them comes to a format first.
    for format in look.of_tables() {
        sheet.write_blank(0, 0, format)?;
    }
    Ok(sheet)
}

/// The name of a sheet, or of what did not fit the first.
fn numbered(name: &str, part: usize) -> String {
    if part == 0 { name.to_owned() } else { format!("{name} {}", part + 1) }
}
