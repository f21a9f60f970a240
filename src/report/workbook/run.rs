use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::{
    model::Article,
    report::{Entry, Report, cell::Cell, message::Messages},
};

use super::{
    grid::{Column, Fit, Grid, Tally},
    look::Look,
};

const COLUMNS: [Column; 7] = [
    Column { name: "path", width: 44.0, fit: Fit::Wrap },
    Column { name: "source", width: 24.0, fit: Fit::Wrap },
    Column { name: "published", width: 13.0, fit: Fit::OneLine },
    Column { name: "day_taken_from", width: 16.0, fit: Fit::OneLine },
    Column { name: "title", width: 44.0, fit: Fit::Wrap },
    Column { name: "url", width: 36.0, fit: Fit::Wrap },
    Column { name: "values_not_checked", width: 20.0, fit: Fit::OneLine },
];

/// What was read and what was not checked; `others` is what did not fit the other sheets.
pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    report: &Report<'_>,
    others: Tally,
) -> Result<Tally, XlsxError> {
    let messages = look.messages;
    let articles = report.articles.len();
    let mut grid = Grid::new(sheet, messages.get("sheet.run"), look)?;
    let counts = report.counts;
    let facts = [
        ("workbook.articles_read", articles),
        ("workbook.inputs_skipped", report.problems.len()),
        ("workbook.origins", counts.origins),
        ("workbook.all_claims", counts.claims),
        ("workbook.comparable", counts.comparable),
        ("workbook.all_findings", report.findings.len()),
        ("workbook.in_file", report.shown_count()),
        ("workbook.cut", others.cut),
        ("workbook.unlinked", others.unlinked),
    ];
    grid.say(0, concat!("crosscheck ", env!("CARGO_PKG_VERSION")), &look.heading)?;
    grid.next()?;
    for (name, count) in facts {
        fact(&mut grid, messages.get(name), count)?;
    }
    for (why, count) in report.not_checked() {
        fact(&mut grid, &messages.fill("workbook.unchecked", &[("why", &why)]), count)?;
    }
    grid.next()?;
    grid.header(&COLUMNS, &[])?;
    let room = super::ROWS;
    for entry in report.articles.iter().take(room) {
        let Entry { article, unchecked } = entry?;
        grid.row(&COLUMNS, row(&article, unchecked.len(), messages))?;
    }
    if articles > room {
        let more = messages.fill("workbook.more", &[("n", &(articles - room))]);
        grid.say(0, &more, &look.text)?;
    }
    Ok(grid.finish())
}

fn fact(grid: &mut Grid<'_>, name: &str, count: usize) -> Result<(), XlsxError> {
    grid.say(0, name, &grid.look.text)?;
    grid.cell(1, Fit::OneLine, Cell::Whole(count))?;
    grid.next()
}

fn row(article: &Article, unchecked: usize, messages: &Messages) -> [Cell; 7] {
    let published = article.published;
    [
        Cell::text(&article.id),
        Cell::text(&article.source),
        Cell::date(article.date()),
        Cell::text(published.map_or(messages.get("workbook.undated"), |it| it.origin.name())),
        Cell::optional_text(article.title.as_deref()),
        article.url.clone().map_or(Cell::Empty, Cell::Link),
        Cell::Whole(unchecked),
    ]
}
