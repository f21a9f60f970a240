use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::Path,
};

use crate::model::Review;

use super::{
    ledger::write_rows,
    table::{ID, Table},
    word,
};

const COLUMNS: [&str; 8] = [
    ID,
    "review_status",
    "review_note",
    "reviewer",
    "reviewed_on",
    "evidence_hash",
    "in_ledger",
    "from",
];

/// Words that the ledger has no room for, beside those it has: a row each.
#[derive(Clone, Debug, Default)]
pub(super) struct Conflicts {
    rows: BTreeSet<Vec<String>>,
    /// Whether there are any that the file does not hold.
    pub(super) is_new: bool,
}

impl Conflicts {
    pub(super) const NAME: &str = "review_conflicts.csv";

    /// What the file holds already.
    ///
    /// # Errors
    /// In words, why it cannot be read.
    pub(super) fn read(path: &Path) -> Result<Conflicts, String> {
        if !path.exists() {
            return Ok(Conflicts::default());
        }
        let table = Table::read(path)?;
        let cell =
            |row: &super::table::Row, name| word::text(row.get(name).unwrap_or("")).to_owned();
        let row = |row: &super::table::Row| COLUMNS.map(|name| cell(row, name)).to_vec();
        Ok(Conflicts { rows: table.rows.iter().map(row).collect(), is_new: false })
    }

    /// Adds somebody's words; gives whether they are new here.
    pub(super) fn add(&mut self, review: &Review, in_ledger: bool, from: &str) -> bool {
        let words = [
            review.finding_id.clone(),
            review.status.name().to_owned(),
            review.note.trim().to_owned(),
            review.reviewer.trim().to_owned(),
            review.reviewed_on.map(|day| day.to_string()).unwrap_or_default(),
            review.evidence_hash.clone(),
        ];
        // Days, hashes and places may differ where the words are the same.
        let known = self.rows.iter().any(|row| row.iter().zip(&words).take(4).all(|(a, b)| a == b));
        if !known {
            let place = [if in_ledger { "yes" } else { "no" }.to_owned(), from.to_owned()];
            self.rows.insert(words.into_iter().chain(place).collect());
            self.is_new = true;
        }
        !known
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write_rows(out, &COLUMNS, self.rows.iter().cloned())
    }
}
