use rust_xlsxwriter::{
    ConditionalFormatDataBar, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle,
    FilterCondition, Formula, Worksheet, XlsxError,
};

use crate::{
    model::{Finding, ReviewStatus, Verdict},
    report::{Report, cell::Cell, findings_csv, message::Messages},
};

use super::{
    ROWS,
    grid::{Column, Fit, Grid, Tally},
    look::{Look, done, marked, tint},
};

/// Verdicts that the filter lets through at first.
const SHOWN: [Verdict; 3] = [Verdict::Contradict, Verdict::Unclear, Verdict::Changed];
/// Columns that a reviewer fills.
const YOURS: [&str; 3] = ["review_status", "review_note", "reviewer"];
const STATUS: u16 = 3;
const GAP: u16 = 20;
/// Columns folded away: numbers and ids for those who look closer.
const FOLDED: (u16, u16) = (15, 31);

pub(super) fn write(
    sheets: &mut [Worksheet],
    look: &Look,
    report: &Report<'_>,
    page: Option<&str>,
) -> Result<Tally, XlsxError> {
    let mut tally = Tally::default();
    let shown = report.shown_count();
    let mut all = report.shown().peekable();
    let columns = findings_csv::COLUMNS.map(column);
    for (part, sheet) in sheets.iter_mut().enumerate() {
        let here = shown.saturating_sub(part * ROWS).min(ROWS);
        let mut grid =
            Grid::new(sheet, &super::numbered(look.messages.get("sheet.findings"), part), look)?;
        let last = u32::try_from(here).unwrap_or(u32::MAX);
        grid.header(&columns, &YOURS)?;
        // The gravest come first.
        let first = all.peek().and_then(|finding| finding.as_ref().ok());
        let filtered = first.is_some_and(|finding| SHOWN.contains(&finding.verdict));
        for finding in all.by_ref().take(here) {
            let finding = finding?;
            if filtered && !SHOWN.contains(&finding.verdict) {
                grid.sheet.set_row_hidden(grid.row)?;
            }
            row(&mut grid, &columns, report, &finding, page)?;
        }
        tally.add(grid.finish());
        equip(sheet, look, last, filtered)?;
    }
    Ok(tally)
}

fn row(
    grid: &mut Grid<'_>,
    columns: &[Column],
    report: &Report<'_>,
    finding: &Finding,
    page: Option<&str>,
) -> Result<(), XlsxError> {
    let cells = findings_csv::row(finding, &report.reviews.of(&finding.id));
    for ((place, column), cell) in (0..).zip(columns).zip(cells) {
        if let (Cell::Verdict(verdict), Some(page)) = (&cell, page) {
            // A link to the page on the shortest text, for LibreOffice wraps none that is a link.
            let target = format!("file:///{page}#{}", finding.id);
            grid.leads(place, &marked(*verdict), &target)?;
        } else {
            grid.cell(place, column.fit, cell)?;
        }
    }
    grid.next()
}

fn column(name: &'static str) -> Column {
    let (width, fit) = match name {
        "verdict" => (13.0, Fit::Wrap),
        "subject" => (24.0, Fit::Wrap),
        "summary" => (52.0, Fit::Wrap),
        "review_status" => (16.0, Fit::Wrap),
        "review_note" => (30.0, Fit::Wrap),
        "reviewer" => (12.0, Fit::Wrap),
        "value_1" | "value_2" => (18.0, Fit::Wrap),
        "sources_1" | "sources_2" => (20.0, Fit::Wrap),
        "quote_1" | "quote_2" => (52.0, Fit::Wrap),
        "link_1" | "link_2" => (28.0, Fit::Wrap),
        "other_values" => (32.0, Fit::Wrap),
        "attribute" | "reason" => (20.0, Fit::OneLine),
        "unit" | "review_state" | "evidence_hash" | "finding_id" => (15.0, Fit::OneLine),
        _ => (12.0, Fit::OneLine),
    };
    Column { name, width, fit }
}

/// What a reviewer works with: frozen rows and columns, filter, drop-downs, colours.
fn equip(sheet: &mut Worksheet, look: &Look, last: u32, filtered: bool) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 3)?;
    sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 1)?;
    sheet.group_columns_collapsed(FOLDED.0, FOLDED.1)?;
    sheet.autofilter(0, 0, last, FOLDED.1)?;
    // The rows are hidden already; a sheet on the disk could not be read again for it.
    sheet.filter_automatic_off();
    if filtered {
        let shown = SHOWN.into_iter().fold(FilterCondition::new(), |filter, verdict| {
            filter.add_list_filter(marked(verdict).as_str())
        });
        sheet.filter_column(0, &shown)?;
    }
    hints(sheet, look.messages)?;
    if last == 0 {
        return Ok(());
    }
    let known = ReviewStatus::ALL.map(ReviewStatus::name).join(", ");
    let choice = DataValidation::new()
        .allow_list_strings(&ReviewStatus::ALL.map(ReviewStatus::name))?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title(look.messages.get("workbook.not_listed"))?
        .set_error_message(look.messages.fill("workbook.choose", &[("list", &known)]))?;
    sheet.add_data_validation(1, STATUS, last, STATUS, &choice)?;
    let rule = Formula::new(r#"=OR($D2="confirmed",$D2="not_a_conflict",$D2="fixed")"#);
    let grey =
        ConditionalFormatFormula::new().set_rule(rule).set_format(done()).set_stop_if_true(true);
    sheet.add_conditional_format(1, 0, last, FOLDED.1, &grey)?;
    for verdict in Verdict::ALL {
        let rule = format!(r#"=$A2="{}""#, marked(verdict));
        let colour =
            ConditionalFormatFormula::new().set_rule(Formula::new(rule)).set_format(tint(verdict));
        sheet.add_conditional_format(1, 0, last, 0, &colour)?;
    }
    let bar = ConditionalFormatDataBar::new().set_fill_color("F0A868").set_solid_fill(true);
    sheet.add_conditional_format(1, GAP, last, GAP, &bar)?;
    Ok(())
}

/// What each header says when it is chosen: the column's name in findings.csv, and what it holds.
fn hints(sheet: &mut Worksheet, messages: &Messages) -> Result<(), XlsxError> {
    for (column, name) in (0..).zip(findings_csv::COLUMNS) {
        let hint = match name {
            "review_status" => messages.get("workbook.status_hint"),
            "review_note" => messages.get("workbook.note_hint"),
            "reviewer" => messages.get("workbook.reviewer_hint"),
            name => messages.column(name).unwrap_or_default(),
        };
        let hint = DataValidation::new()
            .allow_any_value()
            .set_input_title(name)?
            .set_input_message(hint)?;
        sheet.add_data_validation(0, column, 0, column, &hint)?;
    }
    Ok(())
}
