use std::fmt::Display;

use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormatType, Worksheet, XlsxError, utility,
};

use crate::report::accord::Accord;

use super::{
    grid::{Grid, Tally},
    look::Look,
};

/// Sources in the matrix: those that share most.
pub(super) const MOST: usize = 30;
/// Shared questions below which a percentage says little.
const FEW: usize = 5;
/// Row of the names.
const TOP: u32 = 3;

/// How often two sources agree, and beside it how many questions both answer.
pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    accord: &Accord,
) -> Result<Tally, XlsxError> {
    let messages = look.messages;
    let names: Vec<&str> =
        accord.sources.iter().take(MOST).map(|standing| standing.source.as_str()).collect();
    let mut grid = Grid::new(sheet, look.messages.get("sheet.agreement"), look)?;
    grid.say(0, messages.get("workbook.agreement"), &look.heading)?;
    grid.row = 1;
    let mut note = messages.fill("workbook.agreement_note", &[("few", &FEW)]);
    if names.len() < accord.sources.len() {
        let parts: [(&str, &dyn Display); 2] =
            [("shown", &names.len()), ("all", &accord.sources.len())];
        note = format!("{note} {}", messages.fill("workbook.agreement_some", &parts));
    }
    grid.say(0, &note, &look.plain)?;
    let width = u16::try_from(names.len()).unwrap_or(u16::MAX);
    let beside = width + 2;
    let end = beside + width;
    for (first, corner) in [(0, "workbook.agreement_corner"), (beside, "workbook.agreement_both")] {
        grid.sheet.set_column_width(first, 24)?;
        grid.sheet.set_column_range_width(first + 1, first + width.max(1), 12)?;
        grid.row = TOP;
        grid.say(first, messages.get(corner), &look.header)?;
        for (column, name) in (first + 1..).zip(&names) {
            grid.say(column, name, &look.header)?;
        }
        grid.sheet.set_row_height(TOP, 48)?;
    }
    grid.sheet.set_column_width(width + 1, 3)?;
    grid.sheet.set_freeze_panes(TOP + 1, 1)?;
    grid.sheet.set_repeat_rows(TOP, TOP)?;
    let mut telling = Vec::new();
    for (a, name) in names.iter().enumerate() {
        grid.row = TOP + 1 + u32::try_from(a).unwrap_or_default();
        for first in [0, beside] {
            grid.say(first, name, &look.header)?;
        }
        for (b, column) in (0..names.len()).zip(1..) {
            let shared = accord.pair(a, b);
            let percent = shared.agree_percent().filter(|_| a != b);
            let Some(percent) = percent.and_then(|percent| u8::try_from(percent).ok()) else {
                if a == b {
                    grid.say(column, "", &look.same)?;
                    grid.say(beside + column, "", &look.same)?;
                } else {
                    let at = beside + column;
                    grid.say(column, "", &look.faint)?;
                    grid.sheet.write_number_with_format(grid.row, at, 0, &look.faint)?;
                }
                continue;
            };
            let few = shared.questions < FEW;
            let format = if few { &look.few } else { &look.percent };
            grid.sheet.write_number_with_format(grid.row, column, percent, format)?;
            let format = if few { &look.faint } else { &look.count };
            let count = u32::try_from(shared.questions).unwrap_or(u32::MAX);
            grid.sheet.write_number_with_format(grid.row, beside + column, count, format)?;
            if !few {
                telling.push(utility::row_col_to_cell(grid.row, column));
            }
        }
    }
    if !telling.is_empty() {
        let scale = ConditionalFormat2ColorScale::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 100)
            .set_minimum_color("FFFFFF")
            .set_maximum_color("8DBBE8")
            .set_multi_range(telling.join(" "));
        let last = TOP + u32::from(width);
        grid.sheet.add_conditional_format(TOP + 1, 1, last, width, &scale)?;
    }
    grid.sheet.set_print_area(0, 0, TOP + u32::from(width), end)?;
    Ok(grid.finish())
}
