use crate::{
    rule::{Phrase, Role, WeekdayWord},
    value::{DateExpr, Days, Direction, Lapse, Tense},
};

use super::{Found, range::is_day, words::Words};

impl Words<'_> {
    /// The date of a text that is nothing else, read like a note in a calendar: the next one of
    /// what comes round, whole weeks and months, a weekend from Friday on.
    pub(super) fn noted(&self, found: Found) -> DateExpr {
        let expr = found.expr;
        if expr.recurs() {
            return DateExpr::Upcoming(Box::new(expr));
        }
        if let DateExpr::Weekend { .. } = expr {
            let from = Box::new(expr.clone());
            let friday = DateExpr::Offset { unit: Days::Day, count: -1, from };
            return between(friday, expr);
        }
        let DateExpr::Stretch { unit: Lapse::Days(unit), count } = expr else { return expr };
        let at = |count| DateExpr::Relative { unit, count };
        if count == -1 && unit != Days::Day {
            return at(-1);
        }
        if count < 0 {
            return between(at(count), at(-1));
        }
        // "two upcoming weeks" is the second one ahead.
        if (found.start..found.end).any(|at| self.is_upcoming(at)) {
            return at(count);
        }
        between(at(1), at(count))
    }

    fn is_upcoming(&self, at: usize) -> bool {
        let senses = self.senses(at);
        senses.pointer == Some(Direction::Next) && senses.tense == Some(Tense::Future)
    }

    /// "the third Tuesday after Christmas", "the Sunday before Easter".
    pub(super) fn weekday_beside(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let (count, head) = match self.ordinal(at + the) {
            Some((count, end)) => (i32::from(count), end),
            None => (1, at + the),
        };
        let weekday = self.senses(head).weekday.filter(|word| !word.short)?.weekday;
        // "the Sunday nearest to November 11".
        if let Some(word) = self.senses(head).weekday
            && self.is(head + 1, Role::Closest)
        {
            let to = usize::from(self.is(head + 2, Role::To));
            return self.near(at, self.nearest(word), 3, head + 2 + to);
        }
        let senses = self.senses(head + 1);
        let (after, before) = (senses.is(Role::After), senses.is(Role::Before));
        if !after && !before {
            return None;
        }
        let from = self.month_day(head + 2).or_else(|| self.fixed(head + 2))?;
        let fixed = from.expr.recurs() && from.expr.weekday().is_none();
        if !fixed
            && !matches!(
                from.expr,
                DateExpr::Day { .. }
                    | DateExpr::Feast { .. }
                    | DateExpr::Easter { .. }
                    | DateExpr::NthWeekday { .. }
            )
        {
            return None;
        }
        let days = if after { 1 } else { -7 };
        let near = DateExpr::Offset { unit: Days::Day, count: days, from: Box::new(from.expr) };
        let period = DateExpr::Between { start: Some(Box::new(near)), end: None };
        let date =
            DateExpr::Weekday { weekday, direction: Direction::Nearest, tense: Tense::Future };
        let first = DateExpr::Within { date: Box::new(date), period: Box::new(period) };
        let weeks = if after { count - 1 } else { 1 - count };
        let expr = match weeks {
            0 => first,
            count => DateExpr::Offset { unit: Days::Week, count, from: Box::new(first) },
        };
        Some(Found::new(at, from.end, expr, "date.offset"))
    }
}

impl Words<'_> {
    /// "the Sunday nearest November 11", "the closest Monday to October 5", "the closest Christmas to
    /// today".
    pub(super) fn closest(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        // "the second closest Monday"
        let listed = at.checked_sub(1).is_some_and(|before| {
            let senses = self.senses(before);
            senses.ordinal.is_some() || senses.is(Role::Suffix)
        });
        if listed {
            return None;
        }
        let head = at + the + 1;
        let (date, reach, link) = match (self.senses(head).weekday, self.phrase(head)) {
            (Some(word), _) => (self.nearest(word), 3, head + 1),
            (None, Some((length, Phrase::Holiday(day)))) => (day.clone(), 182, head + length),
            (None, Some((_, Phrase::Date { .. } | Phrase::Other)) | None) => return None,
        };
        if !self.is(link, Role::To) {
            return None;
        }
        self.near(at, date, reach, link + 1)
    }

    fn nearest(&self, word: WeekdayWord) -> DateExpr {
        let (weekday, tense) = (word.weekday, Tense::Future);
        DateExpr::Weekday { weekday, direction: Direction::Nearest, tense }
    }

    /// The one within some days to either side of the day at `begin`.
    fn near(&self, at: usize, date: DateExpr, reach: i32, begin: usize) -> Option<Found> {
        let day = self.month_day(begin).or_else(|| self.fixed(begin))?;
        if !is_day(&day.expr) {
            return None;
        }
        let recurs = self.alone && day.expr.recurs();
        let middle = if recurs { DateExpr::Upcoming(Box::new(day.expr)) } else { day.expr };
        let side = |count| {
            let from = Box::new(middle.clone());
            DateExpr::Offset { unit: Days::Day, count, from }
        };
        let period = Box::new(between(side(-reach), side(reach)));
        let expr = DateExpr::Within { date: Box::new(date), period };
        Some(Found::new(at, day.end, expr, "date.offset"))
    }
}

fn between(start: DateExpr, end: DateExpr) -> DateExpr {
    DateExpr::Between { start: Some(Box::new(start)), end: Some(Box::new(end)) }
}
