use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::{
    model::Verdict,
    report::{
        Marks, Report, Style, cell::Cell, findings_csv, phrase::verdict_meaning, summary::facts,
    },
};

use super::{
    grid::{Fit, Grid, Tally},
    look::{Look, marked, tint},
};

/// The sheets in their order.
const SHEETS: [&str; 7] =
    ["findings", "claims", "agreement", "sources", "orphans", "skipped", "run"];

/// What to do with the workbook, in the order of the work.
const STEPS: [&str; 5] =
    ["workbook.step_1", "workbook.step_2", "workbook.step_3", "workbook.step_4", "workbook.step_5"];

pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    report: &Report<'_>,
    style: Style<'_>,
) -> Result<Tally, XlsxError> {
    let messages = look.messages;
    let mut grid = Grid::new(sheet, messages.get("sheet.start"), look)?;
    grid.sheet.set_portrait().set_screen_gridlines(false);
    grid.widths(&[30.0, 16.0, 92.0])?;
    grid.say(0, messages.get("workbook.question"), &look.title)?;
    grid.next()?;
    let read = facts(report, Style { marks: Marks::Unicode, ..style });
    for line in read.first().map(String::as_str).into_iter().chain([messages.get("workbook.motto")])
    {
        grid.say(0, line, &look.plain)?;
        grid.next()?;
    }
    grid.next()?;
    heading(&mut grid, messages.get("sheet.findings"))?;
    for verdict in Verdict::ALL {
        let count = report.findings.count(verdict);
        grid.say(0, &marked(verdict), &tint(verdict))?;
        grid.cell(1, Fit::OneLine, Cell::Whole(count))?;
        grid.cell(2, Fit::Wrap, Cell::text(verdict_meaning(verdict, messages)))?;
        grid.next()?;
    }
    grid.next()?;
    heading(&mut grid, messages.get("workbook.steps"))?;
    for (step, key) in (1..).zip(STEPS) {
        let step = messages.fill("workbook.step", &[("n", &step)]);
        grid.cell(0, Fit::Wrap, Cell::text(step))?;
        let text = match (key, style.page) {
            ("workbook.step_2", Some(page)) => {
                messages.fill("workbook.step_2_page", &[("page", &page)])
            }
            (key, _) => messages.get(key).to_owned(),
        };
        across(&mut grid, &text)?;
    }
    grid.next()?;
    heading(&mut grid, messages.get("workbook.sheets"))?;
    for sheet in SHEETS {
        let name = format!("sheet.{sheet}");
        let name = messages.get(&name);
        grid.leads(0, name, &format!("internal:'{name}'!A1"))?;
        across(&mut grid, messages.get(&format!("workbook.{sheet}")))?;
    }
    if let Some(page) = style.page {
        grid.leads(0, page, &format!("file:///{page}"))?;
        across(&mut grid, messages.get("workbook.page"))?;
    }
    grid.next()?;
    let sheet = messages.get("sheet.findings");
    heading(&mut grid, &messages.fill("workbook.columns", &[("sheet", &sheet)]))?;
    for name in findings_csv::COLUMNS {
        grid.say(0, messages.header(name), &look.text)?;
        grid.cell(1, Fit::OneLine, Cell::text(name))?;
        let meaning = messages.column(name).unwrap_or_default();
        grid.cell(2, Fit::Wrap, Cell::text(meaning))?;
        grid.next()?;
    }
    Ok(grid.finish())
}

fn heading(grid: &mut Grid<'_>, text: &str) -> Result<(), XlsxError> {
    grid.say(0, text, &grid.look.heading)?;
    grid.next()
}

fn across(grid: &mut Grid<'_>, text: &str) -> Result<(), XlsxError> {
    grid.cell(1, Fit::Wrap, Cell::Empty)?;
    grid.cell(2, Fit::Wrap, Cell::text(text))?;
    grid.next()
}
