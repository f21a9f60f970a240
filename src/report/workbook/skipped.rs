use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::report::{Report, skipped};

use super::{
    grid::{Column, Fit, Grid, Tally},
    look::Look,
};

pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    report: &Report<'_>,
) -> Result<Tally, XlsxError> {
    let columns = skipped::COLUMNS.map(|name| {
        let width = match name {
            "code" => 8.0,
            "place" => 44.0,
            _ => 50.0,
        };
        Column { name, width, fit: Fit::Wrap }
    });
    let mut grid = Grid::new(sheet, look.messages.get("sheet.skipped"), look)?;
    grid.header(&columns, &[])?;
    grid.sheet.set_freeze_panes(1, 0)?;
    for problem in report.problems {
        grid.row(&columns, skipped::row(problem))?;
    }
    if report.problems.is_empty() {
        grid.say(0, look.messages.get("workbook.all_read"), &look.plain)?;
    }
    Ok(grid.finish())
}
