use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::report::{Report, cell::Cell};

use super::{
    grid::{Column, Fit, Grid, Tally},
    look::Look,
};

const COLUMNS: [Column; 7] = [
    Column { name: "review_status", width: 16.0, fit: Fit::Wrap },
    Column { name: "review_note", width: 60.0, fit: Fit::Wrap },
    Column { name: "reviewer", width: 16.0, fit: Fit::Wrap },
    Column { name: "reviewed_on", width: 13.0, fit: Fit::OneLine },
    Column { name: "finding_id", width: 16.0, fit: Fit::OneLine },
    Column { name: "evidence_hash", width: 14.0, fit: Fit::OneLine },
    Column { name: "claim_ids", width: 40.0, fit: Fit::Wrap },
];

/// Column of the ids: a note of ours in one of the reviewer's columns would be taken for a review.
const ID: u16 = 4;

/// Reviews of findings that are gone: nobody's word is lost.
pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    report: &Report<'_>,
) -> Result<Tally, XlsxError> {
    let mut grid = Grid::new(sheet, look.messages.get("sheet.orphans"), look)?;
    grid.header(&COLUMNS, &[])?;
    grid.sheet.set_freeze_panes(1, 0)?;
    for review in &report.reviews.orphans {
        grid.row(
            &COLUMNS,
            [
                Cell::text(review.status.name()),
                Cell::text(&review.note),
                Cell::text(&review.reviewer),
                Cell::date(review.reviewed_on),
                Cell::text(&review.finding_id),
                Cell::text(&review.evidence_hash),
                Cell::text(review.claim_ids.join("; ")),
            ],
        )?;
    }
    if report.reviews.orphans.is_empty() {
        grid.say(ID, look.messages.get("workbook.no_orphans"), &look.plain)?;
    }
    Ok(grid.finish())
}
