use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{
    model::{Problem, ProblemSeverity, Review, Reviews},
    report::{spares, write_file},
};

use super::{
    Each, Earlier, Ledger,
    conflict::Conflicts,
    join::join,
    ledger::{Entry, review_of},
    table::{ID, Row, Table},
    typed::{Sheet, Standing, Typed},
    word::{is_blank, same},
};

/// Where people's words are.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Report folder of the run before.
    pub folder: Option<PathBuf>,
    pub ledger: Option<PathBuf>,
    /// Spreadsheets of the run before that somebody may have edited.
    pub sheets: Vec<PathBuf>,
    /// Spreadsheets that another run wrote.
    pub older: Vec<PathBuf>,
}

/// What was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reviews that are new or changed.
    pub words: usize,
    /// Words that another person contradicts.
    pub conflicts: usize,
}

/// The ledger with the run before it.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    pub ledger: Ledger,
    pub earlier: Earlier,
    pub tally: Tally,
    /// What to tell people since it was asked for last.
    pub problems: Vec<Problem>,
    /// Files that hold words which are nowhere else; nothing may be written over them.
    pub kept: Vec<PathBuf>,
    place: Place,
    /// Where the ledger is written; nowhere for a run that leaves no files.
    path: Option<PathBuf>,
    /// What stands there.
    on_disk: Ledger,
    conflicts: Conflicts,
    /// Spreadsheets from which words were taken that are not in a file yet.
    unsaved: Vec<PathBuf>,
}

impl Desk {
    pub const LEDGER: &str = "review.csv";

    /// Reads the ledger and the run before, and takes in what was typed into its spreadsheets.
    pub fn open(place: Place) -> Desk {
        let in_folder = place.folder.as_ref().map(|folder| folder.join(Desk::LEDGER));
        let Some(path) = place.ledger.clone().or(in_folder.clone()) else { return Desk::default() };
        let mut desk = Desk::default();
        if let Some(folder) = &place.folder {
            (desk.earlier, desk.problems) = Earlier::read(folder);
        }
        desk.read_conflicts(&path);
        let others = in_folder.filter(|other| *other != path);
        desk.read_ledgers(&path, others.as_deref());
        desk.restore();
        let older = place.older.iter().map(|sheet| (sheet.clone(), true));
        let mut sheets: Vec<(PathBuf, bool)> =
            place.sheets.iter().map(|sheet| (sheet.clone(), false)).chain(older).collect();
        sheets.sort_by_cached_key(|(sheet, _)| (modified(sheet), sheet.clone()));
        desk.place = place;
        for (sheet, is_older) in sheets {
            if let Err(reason) = desk.take(&sheet, is_older) {
                let message = format!("cannot read what was typed into this file: {reason}");
                desk.problems.push(
                    Problem::warning("E324", sheet.to_string_lossy(), message)
                        .note("nothing was taken from it; it stays as it is, and the report goes to another file")
                        .help("repair it and run again, or delete it if nobody wrote into it"),
                );
                desk.kept.push(sheet);
            }
        }
        desk
    }

    /// Takes in what a person typed into a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn merge(&mut self, file: &Path) -> Result<(), Problem> {
        let refuse = |reason: &str| {
            let message = format!("cannot merge this file: {reason}");
            Problem::error("E326", file.to_string_lossy(), message).help(
                "it needs a column finding_id and review_status, review_note or reviewer, as CSV or XLSX",
            )
        };
        match self.take(file, true) {
            Ok(true) => Ok(()),
            Ok(false) => Err(refuse("it has no column finding_id")),
            Err(reason) => Err(refuse(&reason)),
        }
    }

    /// What is known of the findings of this run.
    ///
    /// # Errors
    /// Those of `each`.
    pub fn join(&self, each: &Each<'_>) -> io::Result<Reviews> {
        join(&self.ledger, each, &self.earlier)
    }

    /// Where the ledger is, `None` for a run that leaves no files.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Writes what is new into the ledger and beside it. Where that fails, the files that the words
    /// came from are kept; gives whether all is written.
    pub fn save(&mut self) -> bool {
        let Some(path) = self.path.clone() else { return true };
        let mut is_saved = true;
        if self.conflicts.is_new {
            let beside = path.with_file_name(Conflicts::NAME);
            is_saved &= self.write(&beside, Conflicts::NAME, |desk, out| desk.conflicts.write(out));
        }
        if self.ledger != self.on_disk {
            is_saved &= self.write(&path, Desk::LEDGER, |desk, out| desk.ledger.write(out));
        }
        if !is_saved {
            self.kept.append(&mut self.unsaved);
        }
        is_saved
    }

    /// Writes beside where it cannot write, and into the report folder where that fails too.
    fn write(
        &mut self,
        path: &Path,
        in_folder: &str,
        fill: impl Fn(&Desk, &mut dyn Write) -> io::Result<()>,
    ) -> bool {
        if let Some(folder) = path.parent() {
            // Where this fails, so does the writing, which says why.
            let _ = fs::create_dir_all(folder);
        }
        let in_folder = self.place.folder.as_ref().map(|folder| folder.join(in_folder));
        let mut refused: Option<Problem> = None;
        for target in std::iter::once(path.to_owned()).chain(in_folder) {
            match write_file(&target, &self.kept, |out| fill(self, out)) {
                Ok(written) => {
                    self.problems.extend(written.warning);
                    let instead = format!("it is in {} instead", written.path.display());
                    self.problems.extend(refused.map(|problem| problem.note(instead)));
                    return true;
                }
                Err(problem) => {
                    refused = Some(Problem { severity: ProblemSeverity::Warning, ..problem });
                }
            }
        }
        let kept = "the spreadsheets that the reviews came from stay as they are";
        self.problems.extend(refused.map(|problem| problem.note(kept)));
        false
    }

    fn read_conflicts(&mut self, ledger: &Path) {
        let path = ledger.with_file_name(Conflicts::NAME);
        match Conflicts::read(&path) {
            Ok(conflicts) => self.conflicts = conflicts,
            Err(reason) => {
                self.problems.push(unusable(&path, &reason));
                self.kept.extend(spares(&path).filter(|spare| spare.exists()));
                self.kept.push(path);
            }
        }
    }

    /// Reads every ledger there is; where two say different things, the newer one holds.
    fn read_ledgers(&mut self, path: &Path, other: Option<&Path>) {
        let own: Vec<PathBuf> = std::iter::once(path.to_owned()).chain(spares(path)).collect();
        let others = other
            .into_iter()
            .flat_map(|other| std::iter::once(other.to_owned()).chain(spares(other)));
        let mut all: Vec<PathBuf> =
            own.iter().cloned().chain(others).filter(|file| file.exists()).collect();
        all.sort_by_cached_key(|file| (modified(file), file == path, file.clone()));
        let mut tables = Vec::new();
        for file in all {
            let table = Table::read(&file).and_then(|table| {
                let is_empty = fs::metadata(&file).is_ok_and(|data| data.len() == 0);
                match table.columns.is_empty() && !is_empty {
                    true => Err("it has no column finding_id".to_owned()),
                    false => Ok(table),
                }
            });
            match table {
                Ok(table) => tables.push((file, table)),
                Err(reason) => {
                    self.problems.push(unusable(&file, &reason));
                    self.kept.push(file);
                }
            }
        }
        let target = own.into_iter().find(|file| !self.kept.contains(file));
        let target = target.unwrap_or_else(|| path.to_owned());
        for (file, table) in &tables {
            self.ledger.add_columns(table);
            for row in &table.rows {
                self.add_row(row);
            }
            if *file == target {
                // Rows that stand there twice are written once.
                let mut alone = Desk { conflicts: self.conflicts.clone(), ..Desk::default() };
                alone.ledger.add_columns(table);
                table.rows.iter().for_each(|row| alone.add_row(row));
                self.on_disk = alone.ledger;
            }
        }
        self.path = Some(target);
    }

    /// Words that the run before showed and no ledger has any more.
    fn restore(&mut self) {
        let rows = &mut self.ledger.rows;
        for before in &self.earlier.findings {
            let is_known =
                [&before.id, &before.word.finding_id].into_iter().any(|id| rows.contains_key(id));
            if is_known || is_blank(&before.word) {
                continue;
            }
            let review = Review {
                finding_id: before.id.clone(),
                evidence_hash: before.evidence_hash.clone(),
                claim_ids: before.claims.clone(),
                ..before.word.clone()
            };
            rows.insert(before.id.clone(), Entry { review, ..Entry::default() });
        }
    }

    /// A row of a ledger.
    fn add_row(&mut self, row: &Row) {
        let review = review_of(row, &Review::default(), &mut self.problems);
        if review.finding_id.is_empty() {
            self.homeless(row, &review);
            return;
        }
        let known = |name: &str| super::ledger::COLUMNS.contains(&name);
        let extra = row.cells().filter(|(name, cell)| !known(name) && !cell.is_empty());
        let extra = extra.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect();
        let entry = Entry { review, extra };
        let Some(old) = self.ledger.rows.get(&entry.review.finding_id).cloned() else {
            self.ledger.rows.insert(entry.review.finding_id.clone(), entry);
            return;
        };
        let is_newer = entry.review.reviewed_on >= old.review.reviewed_on;
        if !same(&entry.review, &old.review, false) {
            let (winner, loser) = match is_newer {
                true => (&entry.review, &old.review),
                false => (&old.review, &entry.review),
            };
            self.conflict(winner, loser, &row.place);
        }
        if is_newer {
            let mut extra = old.extra;
            extra.extend(entry.extra);
            self.ledger.rows.insert(old.review.finding_id, Entry { extra, ..entry });
        }
    }

    /// Takes in a spreadsheet; `false` where it has no ids and nobody's words.
    fn take(&mut self, file: &Path, is_older: bool) -> Result<bool, String> {
        let table = Table::read(file)?;
        let day = modified(file).and_then(day);
        let sheet = Sheet { legacy: table.legacy, is_older, day };
        let before = self.tally;
        for row in &table.rows {
            self.take_row(row, sheet);
        }
        if self.tally != before {
            self.unsaved.push(file.to_owned());
        }
        Ok(!table.columns.is_empty())
    }

    /// A row of a spreadsheet: what it says beyond what was written there, into the ledger.
    fn take_row(&mut self, row: &Row, sheet: Sheet) {
        let id = row.get(ID).unwrap_or_default();
        if id.is_empty() {
            if row.has_words() {
                let review = review_of(row, &Review::default(), &mut self.problems);
                self.homeless(row, &review);
            }
            return;
        }
        let before = self.earlier.get(id);
        let former = before.map_or(id, |before| before.word.finding_id.as_str());
        let rows = &self.ledger.rows;
        let old = rows.get(id).or_else(|| rows.get(former)).cloned();
        let known = old.as_ref().map(|entry| &entry.review);
        let Some(typed) = Typed::of(row, sheet, before, known, &mut self.problems) else { return };
        let Some(old) = old else {
            if !is_blank(&typed.word) {
                self.enter(typed.word, Entry::default());
            }
            return;
        };
        match typed.standing(&old.review) {
            Standing::Known => {}
            Standing::Follows => self.enter(typed.word, old),
            Standing::Differs { is_newer: true } => {
                self.conflict(&typed.word, &old.review, &row.place);
                self.enter(typed.word, old);
            }
            Standing::Differs { is_newer: false } => {
                self.conflict(&old.review, &typed.word, &row.place);
            }
        }
    }

    /// Puts a review in the place of an entry of the ledger.
    fn enter(&mut self, review: Review, old: Entry) {
        self.tally.words += 1;
        self.ledger.rows.remove(&old.review.finding_id);
        self.ledger.rows.insert(review.finding_id.clone(), Entry { review, ..old });
    }

    /// Keeps both words where two differ.
    fn conflict(&mut self, winner: &Review, loser: &Review, place: &str) {
        let is_new = self.conflicts.add(loser, false, place);
        let is_new = self.conflicts.add(winner, true, place) || is_new;
        self.tally.conflicts += 1;
        if !is_new {
            return;
        }
        let said = |review: &Review| {
            let who = if review.reviewer.is_empty() { "nobody named" } else { &review.reviewer };
            format!("{} ({who})", review.status.name())
        };
        let message =
            format!("two reviews of {}: {} and {}", winner.finding_id, said(winner), said(loser));
        self.problems.push(
            Problem::warning("E323", place, message)
                .note(format!("the ledger has `{}`; both are in {}", said(winner), Conflicts::NAME))
                .help("settle it between you, and write the outcome into the report's spreadsheet"),
        );
    }

    /// Keeps words that belong to no finding.
    fn homeless(&mut self, row: &Row, review: &Review) {
        if is_blank(review) || !self.conflicts.add(review, false, &row.place) {
            return;
        }
        self.problems.push(
            Problem::warning("E321", &*row.place, "this row has a review and no finding_id")
                .note(format!("it was copied to {}", Conflicts::NAME))
                .help("write the finding's id, which begins with cx-, into the row"),
        );
    }
}

fn unusable(path: &Path, reason: &str) -> Problem {
    let message = format!("cannot read these reviews: {reason}");
    Problem::warning("E320", path.to_string_lossy(), message)
        .note("it stays as it is; the run went on without it, and new reviews go to another file beside it")
        .help("repair it, and the next run takes it in again")
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|data| data.modified()).ok()
}

fn day(time: SystemTime) -> Option<Date> {
    let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let time = Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    Some(time.to_zoned(TimeZone::UTC).date())
}
