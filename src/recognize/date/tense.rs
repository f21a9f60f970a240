use crate::{rule::Role, value::Tense};

use super::words::Words;

/// Tokens to either side that are looked at.
const REACH: usize = 40;

impl Words<'_> {
    /// Tense of the clause around the tokens `start..end`: the nearest verb before, else after.
    /// For a possessive ("Friday's talks") the verb after goes first.
    pub(super) fn tense(&self, start: usize, end: usize) -> Tense {
        let before = || (start.saturating_sub(REACH)..start).rev().find_map(|at| self.tense_at(at));
        let after = || (end..end + REACH).find_map(|at| self.tense_at(at));
        let found =
            if self.is_possessive(end) { after().or_else(before) } else { before().or_else(after) };
        found.unwrap_or_default()
    }

    fn tense_at(&self, at: usize) -> Option<Tense> {
        let senses = self.senses(at);
        if self.word(at).ends_with("'ll") || self.word(at).ends_with("’ll") {
            return Some(Tense::Future);
        }
        if !self.is_lower(at) && !self.is_headline() && at > 0 {
            return None;
        }
        if senses.tense.is_some() {
            return senses.tense;
        }
        if senses.is(Role::Intends) && self.is(at + 1, Role::To) {
            return Some(Tense::Future);
        }
        // "should be completed": the modal decides.
        if self.after_any(at, &[Role::Be]) || (at > 1 && self.is(at - 2, Role::Be)) {
            return None;
        }
        let word = self.word(at);
        (word.len() > 3 && word.ends_with("ed") && !senses.no_tense).then_some(Tense::Past)
    }
}
