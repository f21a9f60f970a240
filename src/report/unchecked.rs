use std::io::{self, Write};

use super::{
    Entry, Report,
    cell::{self, Cell},
    dialect::Dialect,
    findings_csv::spelled_out,
    sheet::Sheet,
};

pub(super) const COLUMNS: [&str; 6] = ["path", "line", "claim_type", "value", "why", "sentence"];

pub(super) fn write(
    report: &Report<'_>,
    dialect: Dialect,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let mut sheet = Sheet::new(out, dialect, &COLUMNS)?;
    for entry in report.articles.iter() {
        let Entry { article, unchecked } = entry?;
        for value in unchecked.iter() {
            sheet.row([
                Cell::text(&article.id),
                Cell::Whole(value.line),
                Cell::text(value.kind.name()),
                Cell::text(spelled_out(value.span.of(&article.text))),
                Cell::text(value.why),
                cell::sentence(&article.source, value.sentence, value.span, &article.text),
            ])?;
        }
    }
    sheet.finish()
}
