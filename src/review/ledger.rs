use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use csv::{Terminator, WriterBuilder};
use jiff::civil::Date;

use crate::model::{Problem, Review};

use super::{
    table::{ID, Row, Table},
    word,
};

pub(super) const COLUMNS: [&str; 7] =
    [ID, "evidence_hash", "review_status", "review_note", "reviewer", "reviewed_on", "claim_ids"];

/// People's words by finding, with the columns that they added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub(super) rows: BTreeMap<String, Entry>,
    /// Names of columns beside ours.
    pub(super) extra: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) review: Review,
    pub(super) extra: BTreeMap<String, String>,
}

impl Ledger {
    /// The reviews in the order of the findings' ids.
    pub fn reviews(&self) -> impl Iterator<Item = &Review> {
        self.rows.values().map(|entry| &entry.review)
    }

    /// Notes the columns beside ours that a file has.
    pub(super) fn add_columns(&mut self, table: &Table) {
        for name in table.columns.iter().filter(|name| !name.is_empty()) {
            if !COLUMNS.contains(&name.as_str()) && !self.extra.contains(name) {
                self.extra.push(name.clone());
            }
        }
    }

    /// Writes every row.
    ///
    /// # Errors
    /// Those of `out`.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let header: Vec<&str> =
            COLUMNS.into_iter().chain(self.extra.iter().map(String::as_str)).collect();
        let row = |entry: &Entry| {
            let review = &entry.review;
            let mut cells = vec![
                review.finding_id.clone(),
                review.evidence_hash.clone(),
                review.status.name().to_owned(),
                review.note.clone(),
                review.reviewer.clone(),
                review.reviewed_on.map(|day| day.to_string()).unwrap_or_default(),
                review.claim_ids.join(" "),
            ];
            cells.extend(
                self.extra.iter().map(|name| entry.extra.get(name).cloned().unwrap_or_default()),
            );
            cells
        };
        write_rows(out, &header, self.rows.values().map(row))
    }
}

/// A CSV file that spreadsheets open as what it is.
pub(super) fn write_rows(
    out: &mut dyn Write,
    header: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut sheet = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    sheet.write_record(header)?;
    for row in rows {
        sheet.write_record(row.iter().map(|cell| word::guarded(cell)))?;
    }
    sheet.flush()
}

/// The review of a row that stands for itself. An unknown status goes to the note, with a warning.
pub(super) fn review_of(row: &Row, base: &Review, problems: &mut Vec<Problem>) -> Review {
    let or = |column: &str, base: &str| {
        let cell = row.get(column).map(word::text);
        match cell {
            Some(cell) if !word::same_text(cell, base, false) => cell.to_owned(),
            Some(_) | None => base.to_owned(),
        }
    };
    let mut review = Review {
        finding_id: row.get(ID).unwrap_or_default().to_owned(),
        evidence_hash: or("evidence_hash", &base.evidence_hash),
        status: base.status,
        note: or("review_note", &base.note),
        reviewer: or("reviewer", &base.reviewer),
        reviewed_on: row.get("reviewed_on").and_then(day).or(base.reviewed_on),
        claim_ids: match row.get("claim_ids") {
            Some(ids) => {
                let ids = ids.split([' ', ',', ';', '\n', '\r', '\t']).filter(|id| !id.is_empty());
                ids.map(str::to_owned).collect()
            }
            None => base.claim_ids.clone(),
        },
    };
    let cell = row.get("review_status").unwrap_or(base.status.name());
    match word::status(cell) {
        Some(status) => review.status = status,
        None => {
            let mark = format!("[status: {cell}]");
            if !review.note.contains(&mark) {
                let gap = if review.note.is_empty() { "" } else { " " };
                review.note = format!("{}{gap}{mark}", review.note);
            }
            problems.push(
                Problem::warning("E322", &*row.place, format!("unknown review status `{cell}`"))
                    .note(format!(
                        "taken for `{}`; the word was added to the note",
                        review.status.name()
                    ))
                    .help("known are open, confirmed, not_a_conflict, needs_reporting, fixed"),
            );
        }
    }
    review
}

fn day(cell: &str) -> Option<Date> {
    cell.get(..10).unwrap_or(cell).parse().ok()
}
