use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::{
    model::Verdict,
    report::{Marks, Report, cell::Cell, summary},
};

use super::{
    findings,
    grid::{Fit, Grid, Tally},
    look::{Look, marked, tint},
};

/// What to do with the workbook, in the order of the work.
const STEPS: [&str; 5] = [
    "Open the sheet Findings: one row for each question that the articles answer. At first it shows what contradicts, is unclear or changed; clear the filter of the column verdict to see the rest.",
    "Read summary, then the two quotes. The words that were compared are bold, underlined and dark red. The verdict is a link to all quotes in report.html (in LibreOffice with the Ctrl key).",
    "Choose a review_status and write a review_note and your name as reviewer (yellow headers). Rows that are done turn grey.",
    "Save under the same name and place. The next run of crosscheck reads your columns and keeps them; sort, filter and hide what you like.",
    "Numbers, dates and ids are folded away on the right; the + above the columns opens them. Every claim with its place in the article is on the sheet Claims.",
];

const SHEETS: [(&str, &str); 7] = [
    (
        "Findings",
        "Who agrees and who contradicts whom, with both quotes; the place for your review",
    ),
    ("Claims", "Every claim behind the findings: sentence, article, line, value"),
    ("Agreement", "How often two sources give answers that fit together"),
    ("Sources", "What each source has in this run, and who has the same text"),
    ("Orphans", "Your reviews of findings that no longer exist"),
    ("Skipped", "Files that could not be read, and why"),
    ("Run", "What was read and what was not checked"),
];

/// What a row of the sheet Findings says.
const COLUMNS: [(&str, &str); 9] = [
    (
        "value_1, sources_1",
        "The answer that most independent sources give, and who gives it; “copy: 3 more” are reprints of one text",
    ),
    ("quote_1, link_1", "The sentence it stands in, and where"),
    (
        "value_2 to link_2",
        "The answer that differs most gravely; without one, another wording or another voice",
    ),
    ("other_values", "All further answers with their sources"),
    ("n_independent, n_sources", "Voices that do not depend on one another, and outlets"),
    (
        "min_value, max_value, unit, gap_pct",
        "Smallest and largest number in one unit, and their distance in percent",
    ),
    ("reason, severity", "Why the verdict was reached, and how grave it is"),
    ("match_score", "How sure it is that the sentences answer one question, from 0 to 1"),
    ("change, review_state", "What is different from the last run, and what became of your review"),
];

pub(super) fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradict => "Independent sources give answers that cannot all be right",
        Verdict::Unclear => "The answers differ, but may be answers to different questions",
        Verdict::Changed => {
            "The answers differ, and a later article explains it: a toll that rose, a plan that changed"
        }
        Verdict::Compatible => "The answers differ in precision only: about 50 and 47",
        Verdict::Agree => "Independent sources give the same answer",
        Verdict::Single => "One source only, copies included: nothing to compare with",
    }
}

pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    report: &Report<'_>,
) -> Result<Tally, XlsxError> {
    let mut grid = Grid::new(sheet, "Start here", look)?;
    grid.sheet.set_portrait().set_screen_gridlines(false);
    grid.widths(&[32.0, 9.0, 96.0])?;
    grid.say(0, "What the articles agree and disagree on", &look.title)?;
    grid.next()?;
    grid.say(0, &summary::read(report, Marks::Unicode), &look.plain)?;
    grid.next()?;
    grid.say(
        0,
        "The program compares what articles say; it does not know who is right.",
        &look.plain,
    )?;
    grid.next()?;
    grid.next()?;
    heading(&mut grid, "Findings")?;
    for verdict in Verdict::ALL {
        let count = report.findings.iter().filter(|finding| finding.verdict == verdict).count();
        grid.say(0, &marked(verdict), &tint(verdict))?;
        grid.cell(1, Fit::OneLine, Cell::Whole(count))?;
        grid.cell(2, Fit::Wrap, Cell::text(meaning(verdict)))?;
        grid.next()?;
    }
    grid.next()?;
    heading(&mut grid, "How to work with this file")?;
    for (step, text) in (1..).zip(STEPS) {
        grid.cell(0, Fit::Wrap, Cell::text(format!("Step {step}")))?;
        across(&mut grid, text)?;
    }
    grid.next()?;
    heading(&mut grid, "Sheets")?;
    for (name, text) in SHEETS {
        grid.leads(0, name, &format!("internal:'{name}'!A1"))?;
        across(&mut grid, text)?;
    }
    grid.leads(0, "report.html", "file:///report.html")?;
    across(&mut grid, "The same findings as a page for the browser, beside this file")?;
    grid.next()?;
    heading(&mut grid, &format!("Columns of the sheet {}", findings::NAME))?;
    for (name, text) in COLUMNS {
        grid.say(0, name, &look.text)?;
        across(&mut grid, text)?;
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
