use rust_decimal::Decimal;
use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::report::{
    accord::{Accord, Standing},
    cell::Cell,
};

use super::{
    grid::{Column, Fit, Grid, Tally},
    look::Look,
};

const COLUMNS: [Column; 11] = [
    Column { name: "source", width: 28.0, fit: Fit::Wrap },
    Column { name: "articles", width: 10.0, fit: Fit::OneLine },
    Column { name: "first_published", width: 16.0, fit: Fit::OneLine },
    Column { name: "last_published", width: 16.0, fit: Fit::OneLine },
    Column { name: "claims", width: 10.0, fit: Fit::OneLine },
    Column { name: "shared_questions", width: 18.0, fit: Fit::OneLine },
    Column { name: "agree", width: 10.0, fit: Fit::OneLine },
    Column { name: "contradict", width: 12.0, fit: Fit::OneLine },
    Column { name: "agree_pct", width: 12.0, fit: Fit::OneLine },
    Column { name: "contradict_pct", width: 16.0, fit: Fit::OneLine },
    Column { name: "same_text_as", width: 50.0, fit: Fit::Wrap },
];

pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    accord: &Accord,
) -> Result<Tally, XlsxError> {
    let mut grid = Grid::new(sheet, look.messages.get("sheet.sources"), look)?;
    grid.header(&COLUMNS, &[])?;
    grid.sheet.set_freeze_panes(1, 1)?;
    let last = u32::try_from(accord.sources.len()).unwrap_or(u32::MAX);
    grid.sheet.autofilter(0, 0, last, 10)?;
    for standing in accord.sources.iter().take(super::ROWS) {
        grid.row(&COLUMNS, row(standing))?;
    }
    Ok(grid.finish())
}

fn row(standing: &Standing) -> [Cell; 11] {
    let shared = standing.shared;
    let percent = |share: Option<Decimal>| Cell::number(share);
    [
        Cell::text(&standing.source),
        Cell::Whole(standing.articles),
        Cell::date(standing.first),
        Cell::date(standing.last),
        Cell::Whole(standing.claims),
        Cell::Whole(shared.questions),
        Cell::Whole(shared.agree),
        Cell::Whole(shared.contradict),
        percent(shared.agree_percent()),
        percent(shared.contradict_percent()),
        Cell::text(standing.copies.join("; ")),
    ]
}
