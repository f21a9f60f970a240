use jiff::civil::Date;

use crate::model::{Problem, Review};

use super::{
    Before,
    ledger::review_of,
    table::{ID, Row},
    word::{is_blank, reopened, same, same_text},
};

/// What is to be known of a spreadsheet to read its rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    pub(super) legacy: bool,
    pub(super) is_older: bool,
    /// When it was saved.
    pub(super) day: Option<Date>,
}

/// What a person typed into a row of a spreadsheet, with what the last run had printed there.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) word: Review,
    printed: Option<Review>,
    legacy: bool,
}

/// How typed words stand to those of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The ledger says it already, or something newer in the same sense.
    Known,
    /// They take the place of what the ledger says.
    Follows,
    /// Somebody else says something different.
    Differs { is_newer: bool },
}

impl Typed {
    /// `None` where the row says no more than what was printed there. `known` is what the ledger says.
    pub(super) fn of(
        row: &Row,
        sheet: Sheet,
        before: Option<&Before>,
        known: Option<&Review>,
        problems: &mut Vec<Problem>,
    ) -> Option<Typed> {
        let legacy = sheet.legacy;
        let printed = before.map(|before| before.word.clone());
        let base = printed.clone().or_else(|| known.cloned()).unwrap_or_default();
        let mut word = review_of(row, &base, problems);
        if same_text(&word.note, &base.note, legacy) {
            word.note.clone_from(&base.note);
        }
        if same_text(&word.reviewer, &base.reviewer, legacy) {
            word.reviewer.clone_from(&base.reviewer);
        }
        // An empty row takes back a review only where the review was printed there.
        let is_silent = sheet.is_older && is_blank(&word);
        if is_silent || same(&word, &base, legacy) {
            return None;
        }
        row.get(ID).unwrap_or_default().clone_into(&mut word.finding_id);
        if word.evidence_hash.is_empty() {
            word.evidence_hash =
                before.map(|before| before.evidence_hash.clone()).unwrap_or_default();
        }
        word.claim_ids = match before {
            Some(before) => before.claims.clone(),
            None => known.map(|known| known.claim_ids.clone()).unwrap_or_default(),
        };
        if row.get("reviewed_on").is_none() {
            word.reviewed_on = sheet.day;
        }
        Some(Typed { word, printed, legacy })
    }

    pub(super) fn standing(&self, old: &Review) -> Standing {
        let (word, legacy) = (&self.word, self.legacy);
        let was =
            |review: &Review| same(old, review, legacy) || same(&reopened(old), review, legacy);
        let is_same = same(old, word, legacy);
        if is_same && old.evidence_hash == word.evidence_hash || self.printed.is_none() && was(word)
        {
            return Standing::Known;
        }
        let has_other = !same_text(&old.reviewer, &word.reviewer, legacy);
        // Where it is not known what was printed there, a name says whose word it is.
        let is_named = !word.reviewer.trim().is_empty();
        let is_own = self.printed.as_ref().map_or(is_named && !has_other, was);
        let quotes = !old.note.is_empty() && word.note.contains(&*old.note);
        let is_answer = is_own && (!has_other || quotes || old.reviewer.trim().is_empty());
        let is_newer = is_own || old.reviewed_on <= word.reviewed_on;
        match is_same || is_answer || is_blank(old) {
            true if is_newer => Standing::Follows,
            true => Standing::Known,
            false => Standing::Differs { is_newer },
        }
    }
}
