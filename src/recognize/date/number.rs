use crate::{
    model::TokenKind,
    rule::{MonthWord, Role},
};

use super::words::Words;

/// Two or three numbers with one kind of separator, such as "2025-04-11", and the token after them.
pub(super) struct Groups {
    pub(super) values: Vec<(i16, usize)>,
    pub(super) separator: char,
    pub(super) end: usize,
}

impl Words<'_> {
    /// An unsigned integer without separators, with its number of digits.
    pub(super) fn integer(&self, at: usize) -> Option<(i16, usize)> {
        if self.kind(at) != Some(TokenKind::Number) {
            return None;
        }
        digits(self.word(at))
    }

    /// A number of units: "3", "three", "twenty-one", "a".
    pub(super) fn amount(&self, at: usize) -> Option<(i32, usize)> {
        if let Some((value, _)) = self.integer(at) {
            return Some((i32::from(value), at + 1));
        }
        if self.is(at, Role::A) {
            return Some((1, at + 1));
        }
        let value = self.senses(at).cardinal?;
        let dash = usize::from(self.is_dash(at + 1));
        let ones = self.senses(at + 1 + dash).cardinal.filter(|ones| *ones < 10 && value >= 20);
        Some(match ones {
            Some(ones) => (i32::from(value + ones), at + 2 + dash),
            None => (i32::from(value), at + 1),
        })
    }

    /// "third", "3rd", "twenty-first".
    pub(super) fn ordinal(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((value, 1..=2)) = self.integer(at) {
            return (self.is(at + 1, Role::Suffix) && self.is_glued(at + 1))
                .then_some((u8::try_from(value).ok()?, at + 2));
        }
        if let Some(value) = self.senses(at).ordinal {
            return Some((value, at + 1));
        }
        let tens = self.senses(at).cardinal.filter(|tens| *tens >= 20)?;
        let dash = usize::from(self.is_dash(at + 1));
        let ones = self.senses(at + 1 + dash).ordinal.filter(|ones| *ones < 10)?;
        Some((u8::try_from(tens).ok()?.checked_add(ones)?, at + 2 + dash))
    }

    /// Day of the month: "11", "11th", "eleventh"; tells whether it is an ordinal in words.
    pub(super) fn day_number(&self, at: usize) -> Option<(i8, usize, bool)> {
        if let Some((value, 1..=2)) = self.integer(at) {
            let suffix = self.is(at + 1, Role::Suffix) && self.is_glued(at + 1);
            let day = i8::try_from(value).ok().filter(|day| (1..=31).contains(day))?;
            return Some((day, at + 1 + usize::from(suffix), false));
        }
        let (value, end) = self.ordinal(at)?;
        let day = i8::try_from(value).ok().filter(|day| (1..=31).contains(day))?;
        Some((day, end, true))
    }

    /// A month word with its dot, where it is written so that it can only be a month beside a number.
    pub(super) fn month_word(&self, at: usize) -> Option<(MonthWord, usize)> {
        let month = self.senses(at).month?;
        if month.doubtful && self.is_lower(at) && !self.alone {
            return None;
        }
        Some((month, if month.short { self.dotted(at).1 } else { at + 1 }))
    }

    /// "nineteen eighty-six", "two thousand and five", "nineteen hundred ninety three".
    pub(super) fn year_words(&self, at: usize) -> Option<(i16, usize)> {
        let first = i16::try_from(self.senses(at).cardinal?).ok()?;
        if first == 2 && self.is(at + 1, Role::Thousand) {
            let and = usize::from(self.is(at + 2, Role::And));
            return Some(match self.below_hundred(at + 2 + and) {
                Some((rest, end)) => (2000 + rest, end),
                None => (2000, at + 2),
            });
        }
        if !(11..=20).contains(&first) {
            return None;
        }
        if self.is(at + 1, Role::Hundred) {
            let and = usize::from(self.is(at + 2, Role::And));
            let (rest, end) = self.below_hundred(at + 2 + and).unwrap_or((0, at + 2));
            return Some((first * 100 + rest, end));
        }
        let (rest, end) = self.below_hundred(at + 1).filter(|(rest, _)| *rest >= 10)?;
        Some((first * 100 + rest, end))
    }

    fn below_hundred(&self, at: usize) -> Option<(i16, usize)> {
        self.senses(at).cardinal?;
        let (value, end) = self.amount(at)?;
        Some((i16::try_from(value).ok().filter(|value| *value < 100)?, end))
    }

    /// A year of four digits, of two after an apostrophe, or in words.
    pub(super) fn year_number(&self, at: usize) -> Option<(i16, usize)> {
        if let Some(found) = self.year_words(at) {
            return Some(found);
        }
        if self.is_mark(at, "'’‘") && self.is_glued(at + 1) {
            let (value, length) = self.integer(at + 1)?;
            return (length == 2).then_some((century(value), at + 2));
        }
        let (value, length) = self.integer(at)?;
        (length == 4 && (1000..3000).contains(&value)).then_some((value, at + 1))
    }

    /// Numbers with separators between them, however the tokens cut them.
    pub(super) fn groups(&self, at: usize) -> Option<Groups> {
        if self.kind(at) != Some(TokenKind::Number) || self.is_glued_number(at) {
            return None;
        }
        let first = self.word(at);
        if !self.is_glued(at + 1) && first.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut written = String::new();
        let mut separator = None;
        let mut end = at;
        while end < at + 5 {
            let part = self.word(end);
            let fits = match self.kind(end) {
                Some(TokenKind::Number) => part.len() <= 10,
                Some(TokenKind::Punctuation | TokenKind::Symbol) => {
                    // "5/1-5/7": a dash between slashes joins two dates.
                    self.is_mark(end, "-–/.")
                        && *separator.get_or_insert(part) == part
                        && self.kind(end + 1) == Some(TokenKind::Number)
                        && self.is_glued(end + 1)
                }
                Some(TokenKind::Lower | TokenKind::Capitalized | TokenKind::Upper) | None => false,
            };
            if !fits || (end > at && !self.is_glued(end)) {
                break;
            }
            written.push_str(part);
            end += 1;
        }
        let separator = written.chars().find(|letter| !letter.is_ascii_digit())?;
        let values: Option<Vec<_>> = written.split(separator).map(digits).collect();
        let values = values.filter(|values| (2..=3).contains(&values.len()))?;
        Some(Groups { values, separator, end })
    }

    /// Whether a number goes on from the token before, as in "5-4-3", but not in "5/1-5/7".
    fn is_glued_number(&self, at: usize) -> bool {
        let dates = self.is_dash(at.saturating_sub(1)) && self.is_mark(at + 1, "/");
        !dates
            && self.is_glued(at)
            && at >= 2
            && self.is_mark(at - 1, "-–/.$€£")
            && (self.is_glued(at - 1) && self.kind(at - 2) == Some(TokenKind::Number))
    }
}

fn digits(word: &str) -> Option<(i16, usize)> {
    if word.is_empty() || word.len() > 4 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((word.parse().ok()?, word.len()))
}

/// Full year of one written with two digits.
pub(super) fn century(value: i16) -> i16 {
    if value < 40 { 2000 + value } else { 1900 + value }
}
