use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::report::{Report, claims_csv};

use super::{
    ROWS,
    grid::{Column, Fit, Grid, Tally},
    look::Look,
};

pub(super) fn write(
    sheets: &mut [Worksheet],
    look: &Look,
    report: &Report<'_>,
) -> Result<Tally, XlsxError> {
    let mut tally = Tally::default();
    let total = report.shown_claims()?;
    let sorted = claims_csv::sorted(report)?;
    let columns = claims_csv::COLUMNS.map(column);
    let mut rows = claims_csv::rows_of(&sorted)?;
    for (part, sheet) in sheets.iter_mut().enumerate() {
        let here = total.saturating_sub(part * ROWS).min(ROWS);
        let mut grid =
            Grid::new(sheet, &super::numbered(look.messages.get("sheet.claims"), part), look)?;
        grid.header(&columns, &[])?;
        grid.sheet.set_freeze_panes(1, 3)?;
        grid.sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 2)?;
        let (last, end) = (u32::try_from(here).unwrap_or(u32::MAX), columns.len() - 1);
        grid.sheet.autofilter(0, 0, last, u16::try_from(end).unwrap_or(u16::MAX))?;
        for cells in rows.by_ref().take(ROWS) {
            grid.row(&columns, cells?)?;
        }
        tally.add(grid.finish());
    }
    Ok(tally)
}

fn column(name: &'static str) -> Column {
    let (width, fit) = match name {
        "quote" => (60.0, Fit::Wrap),
        "title" => (30.0, Fit::Wrap),
        "path" | "url" => (30.0, Fit::Wrap),
        "subject" | "attribute" => (26.0, Fit::Wrap),
        "source" | "raw_text" => (20.0, Fit::Wrap),
        "rule_id" | "normalised_by" => (24.0, Fit::OneLine),
        "claim_id" | "finding_id" | "unit" => (15.0, Fit::OneLine),
        _ => (12.0, Fit::OneLine),
    };
    Column { name, width, fit }
}
