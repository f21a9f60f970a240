use crate::{
    model::TokenKind,
    rule::{Phrase, Role},
    value::{DateExpr, Days, Lapse, Tense},
};

use super::{Found, words::Words};

impl Words<'_> {
    /// A length of time that may lead to a point: its unit, how many, and the token after it.
    pub(super) fn lapse(&self, at: usize) -> Option<(Lapse, i32, usize)> {
        if let Some((parts, of, end)) = self.fraction(at) {
            let (lapse, whole) = match self.senses(end).lapse()? {
                Lapse::Hour => (Lapse::Minute, 60),
                Lapse::Days(Days::Year) => (Lapse::Days(Days::Month), 12),
                Lapse::Days(Days::Decade) => (Lapse::Days(Days::Month), 120),
                Lapse::Days(Days::Century) => (Lapse::Days(Days::Year), 100),
                Lapse::Second | Lapse::Minute | Lapse::Days(_) => return None,
            };
            return Some((lapse, whole * parts / of, end + 1));
        }
        if let Some((tenths, end)) = self.tenths(at) {
            let (lapse, parts) = halved(self.senses(end).lapse()?)?;
            // "done in 10.0 days" is how long it took.
            if lapse == Lapse::Hour {
                return None;
            }
            let whole = (tenths * parts % 10 == 0).then_some(tenths * parts / 10)?;
            return Some((lapse, whole, end + 1));
        }
        let a = usize::from(self.is(at, Role::A));
        let (count, end) = if self.is(at + a, Role::Couple) {
            (2, at + a + 1 + usize::from(self.is(at + a + 1, Role::Of)))
        } else if self.alone && self.is(at + a, Role::Few) {
            (3, at + a + 1)
        } else {
            self.amount(at)?
        };
        if count >= 10_000 {
            return None;
        }
        // "two and a half years".
        if let Some(end) = self.and_half(end)
            && let Some((lapse, parts)) = self.senses(end).lapse().and_then(halved)
        {
            return Some((lapse, count * parts + parts / 2, end + 1));
        }
        // "in two more weeks".
        let end = end + usize::from(self.is(end, Role::More) && !self.is(end - 1, Role::A));
        let lapse = self.senses(end).lapse().or_else(|| self.prime(at, end))?;
        // "a year and a half", "two years and three months".
        if let Some((small, parts)) = smaller(lapse) {
            if let Some(end) = self.and_half(end + 1).filter(|_| halved(lapse).is_some()) {
                return Some((small, count * parts + parts / 2, end));
            }
            let link = end + 1 + usize::from(self.is(end + 1, Role::And));
            if let Some((more, after)) = self.amount(link)
                && more < parts
                && self.senses(after).lapse() == Some(small)
            {
                return Some((small, count * parts + more, after + 1));
            }
        }
        // "two decades ago" is a year, not a calendar decade.
        Some(match lapse {
            Lapse::Days(Days::Decade) => (Lapse::Days(Days::Year), count * 10, end + 1),
            Lapse::Days(Days::Century) => (Lapse::Days(Days::Year), count * 100, end + 1),
            Lapse::Second | Lapse::Minute | Lapse::Hour | Lapse::Days(_) => (lapse, count, end + 1),
        })
    }

    /// The token after "and a half".
    fn and_half(&self, at: usize) -> Option<usize> {
        let joined =
            self.is(at, Role::And) && self.is(at + 1, Role::A) && self.is(at + 2, Role::Half);
        joined.then_some(at + 3)
    }

    /// "in 15'", `in 30"`: the marks of minutes and seconds, in a text that is nothing else.
    fn prime(&self, at: usize, end: usize) -> Option<Lapse> {
        if !self.alone || !self.after_any(at, &[Role::In]) || !self.is_glued(end) {
            return None;
        }
        match self.word(end) {
            "'" | "′" => Some(Lapse::Minute),
            "\"" | "″" => Some(Lapse::Second),
            _ => None,
        }
    }

    /// "half an", "a quarter of an", "three-quarters of an", "1/2": how many of how many parts, with
    /// the token of the unit.
    fn fraction(&self, at: usize) -> Option<(i32, i32, usize)> {
        if self.is(at, Role::Half) && self.is(at + 1, Role::A) {
            return Some((1, 2, at + 2));
        }
        if let Some((parts @ 1..=3, end)) = self.amount(at) {
            let dash = usize::from(self.is_dash(end));
            let end = end + dash;
            let quarter = self.senses(end).unit.is_some_and(|word| word.unit == Days::Quarter);
            if quarter && self.is(end + 1, Role::Of) && self.is(end + 2, Role::A) {
                return Some((parts, 4, end + 3));
            }
        }
        if self.kind(at) != Some(TokenKind::Number) {
            return None;
        }
        if let Some((parts, of)) = self.word(at).split_once('/') {
            return few(parts, of).map(|(parts, of)| (parts, of, at + 1));
        }
        let slash = self.is_mark(at + 1, "/") && self.is_glued(at + 1) && self.is_glued(at + 2);
        let written = slash.then(|| (self.word(at), self.word(at + 2)));
        let (parts, of) = written.and_then(|(parts, of)| few(parts, of))?;
        Some((parts, of, at + 3))
    }

    /// "2.5" as 25.
    fn tenths(&self, at: usize) -> Option<(i32, usize)> {
        if self.kind(at) != Some(TokenKind::Number) {
            return None;
        }
        let (whole, tenth) = self.word(at).split_once('.')?;
        if whole.len() > 3 || tenth.len() != 1 {
            return None;
        }
        let (whole, tenth): (i32, i32) = (whole.parse().ok()?, tenth.parse().ok()?);
        Some((whole * 10 + tenth, at + 1))
    }

    /// "two weeks ago", "five days from now", "in five minutes", "a week hence".
    pub(super) fn counted(&self, at: usize) -> Option<Found> {
        if self.is(at, Role::In) {
            return self.ahead(at);
        }
        let (lapse, count, end) = self.lapse(at)?;
        let found = |count, end| {
            let expr = DateExpr::Counted { lapse, count };
            Some(Found::new(at, end, expr, "date.relative"))
        };
        if self.is(end, Role::Ago) {
            return found(-count, end + 1);
        }
        if self.is(end, Role::Hence) {
            return found(count, end + 1);
        }
        if self.is(end, Role::From) && self.is(end + 1, Role::FromNow) {
            return found(count, end + 2);
        }
        None
    }

    /// "in two weeks", "within nine months": ahead where the clause looks ahead, else how long
    /// something took.
    fn ahead(&self, at: usize) -> Option<Found> {
        let about = usize::from(self.alone && self.is(at + 1, Role::About));
        let (lapse, count, end) = self.lapse(at + 1 + about)?;
        // "in two weeks' time".
        if self.is_possessive(end) && self.word(end + 1).eq_ignore_ascii_case("time") {
            let expr = DateExpr::Counted { lapse, count };
            return Some(Found::new(at, end + 2, expr, "date.relative"));
        }
        let looks_ahead = self.alone || self.tense(at, end) == Tense::Future;
        if !looks_ahead || self.is(end, Role::Of) || self.is(end, Role::Ago) {
            return None;
        }
        let counted = DateExpr::Counted { lapse, count };
        if self.is(at, Role::Within) {
            let Lapse::Days(_) = lapse else {
                let expr = DateExpr::Stretch { unit: lapse, count };
                return Some(Found::new(at, end, expr, "date.stretch"));
            };
            let today = DateExpr::Relative { unit: Days::Day, count: 0 };
            let expr = DateExpr::Between {
                start: Some(Box::new(today)),
                end: Some(Box::new(DateExpr::Before { date: Box::new(counted) })),
            };
            return Some(Found::new(at, end, expr, "date.range"));
        }
        let from = self.is(end, Role::From) && self.is(end + 1, Role::FromNow);
        let end = if from { end + 2 } else { end };
        // "during two weeks", "in the two years".
        if self.word(at).len() > 2 {
            return None;
        }
        Some(Found::new(at, end, counted, "date.relative"))
    }

    /// "two weeks after Christmas", "three days before April 11", "a week from Monday", "the day
    /// before Easter".
    pub(super) fn offset(&self, at: usize) -> Option<Found> {
        let (unit, count, link) = match self.phrase(at) {
            Some((length, Phrase::Date { expr: DateExpr::Narrated { unit, count }, .. }))
                if *count != 0 && self.is_offset_word(at + length - 1) =>
            {
                (*unit, count.abs(), at + length - 1)
            }
            Some(_) => return None,
            None => {
                let (Lapse::Days(unit), count, link) = self.lapse(at)? else { return None };
                (unit, count, link)
            }
        };
        let senses = self.senses(link);
        if senses.is(Role::From) && self.after_any(at, &[Role::For]) {
            return None;
        }
        let count = if senses.is(Role::Before) {
            -count
        } else if senses.is_any(&[Role::After, Role::From]) {
            count
        } else {
            return None;
        };
        // "two years after 2010" counts years, "a day in 2010" is none.
        let from = match self.point(link + 1) {
            Some(from) => from,
            None => {
                let (year, end) = self.year_number(link + 1)?;
                Found::new(link + 1, end, DateExpr::year(year), "date.year")
            }
        };
        let counts = match &from.expr {
            DateExpr::Years { .. } => unit == Days::Year,
            DateExpr::Day { .. }
            | DateExpr::Slashed { .. }
            | DateExpr::NthWeekday { .. }
            | DateExpr::Easter { .. }
            | DateExpr::Feast { .. }
            | DateExpr::Weekday { .. } => true,
            DateExpr::Relative { unit, .. } => *unit == Days::Day,
            DateExpr::DayOfMonth { .. }
            | DateExpr::Month { .. }
            | DateExpr::Quarter { .. }
            | DateExpr::Half { .. }
            | DateExpr::Week { .. }
            | DateExpr::Season { .. }
            | DateExpr::Weekend { .. }
            | DateExpr::Counted { .. }
            | DateExpr::Offset { .. }
            | DateExpr::Stretch { .. }
            | DateExpr::Narrated { .. }
            | DateExpr::Within { .. }
            | DateExpr::Nth { .. }
            | DateExpr::Around { .. }
            | DateExpr::Stage { .. }
            | DateExpr::Between { .. }
            | DateExpr::Before { .. }
            | DateExpr::After { .. }
            | DateExpr::Part { .. }
            | DateExpr::Upcoming(_)
            | DateExpr::Vague { .. } => false,
        };
        if !counts {
            return None;
        }
        if let DateExpr::Years { first, .. } = from.expr {
            let year = i16::try_from(count).ok().and_then(|count| first.checked_add(count))?;
            return Some(Found::new(at, from.end, DateExpr::year(year), "date.offset"));
        }
        let expr = DateExpr::Offset { unit, count, from: Box::new(from.expr) };
        Some(Found::new(at, from.end, expr, "date.offset"))
    }

    /// "for 3 days from today", "2 weeks starting May 20".
    pub(super) fn lasting(&self, at: usize) -> Option<Found> {
        let (Lapse::Days(unit), count, link) = self.lapse(at)? else { return None };
        let comma = usize::from(self.is_mark(link, ","));
        let mut begin = link + comma;
        let starting = self.is(begin, Role::Starting);
        let from = self.is(begin, Role::From) && self.after_any(at, &[Role::For]);
        if !starting && !from {
            return None;
        }
        begin += 1;
        begin += usize::from(starting && self.senses(begin).is_any(&[Role::On, Role::From]));
        let start = self.point(begin)?;
        if !super::range::is_day(&start.expr) {
            return None;
        }
        let from = Box::new(start.expr.clone());
        let end = DateExpr::Before { date: Box::new(DateExpr::Offset { unit, count, from }) };
        let expr =
            DateExpr::Between { start: Some(Box::new(start.expr)), end: Some(Box::new(end)) };
        Some(Found::new(at, start.end, expr, "date.range"))
    }

    fn is_offset_word(&self, at: usize) -> bool {
        self.senses(at).is_any(&[Role::Before, Role::After])
    }

    /// "the week of April 10", "the week beginning February 4".
    pub(super) fn week_of(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let word = self.senses(at + the).unit?;
        if word.unit != Days::Week || word.many || !self.is(at + the + 1, Role::Commencing) {
            return None;
        }
        let on = usize::from(self.is(at + the + 2, Role::On));
        let day = self.month_day(at + the + 2 + on).or_else(|| self.day_of_month(at + the + 2))?;
        let expr = DateExpr::Around { unit: Days::Week, date: Box::new(day.expr) };
        Some(Found::new(at, day.end, expr, "date.week"))
    }

    /// "week 31", "the week 3 of 2027".
    pub(super) fn numbered_week(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let word = self.senses(at + the).unit?;
        if word.unit != Days::Week || word.many || !self.is_lower(at + the) {
            return None;
        }
        let (week, 1..=2) = self.integer(at + the + 1)? else { return None };
        let week = i8::try_from(week).ok().filter(|week| (1..=53).contains(week))?;
        let end = at + the + 2;
        let date = |year| DateExpr::Week { week, year };
        if let (Some(year), end) = self.year_after(end) {
            return Some(Found::new(at, end, date(Some(year)), "date.week"));
        }
        let of = usize::from(self.is(end, Role::Of));
        let found = Found::new(at, end, date(None), "date.week");
        match self.pointed_period(end + of) {
            Some(period) => Some(super::period::inside(found, period)),
            // "week 2 of the trial" is none of the calendar's.
            None if of == 1 || !(the == 1 || self.alone) => None,
            None => Some(found),
        }
    }

    /// "the 18th", "on the 4th", "the 20th of next month".
    pub(super) fn day_of_month(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let (day, end, words) = self.day_number(at + the)?;
        let suffixed = end > at + the + 1 || words;
        let of = usize::from(self.is(end, Role::Of));
        if let Some(period) = self.pointed_period(end + of)
            && let DateExpr::Relative { unit: Days::Month, .. } = period.expr
            && (suffixed || of == 1)
        {
            let date = DateExpr::DayOfMonth { day, weekday: None, tense: Tense::Unknown };
            let found = Found::new(at, end, date, "date.day");
            return Some(super::period::inside(found, period));
        }
        let led = self.after_any(
            at,
            &[Role::On, Role::By, Role::Since, Role::Until, Role::Before, Role::Commencing],
        );
        // "on the 17 from 2 p.m.".
        let timed = led && self.senses(end).is_link() && self.clock(end + 1).is_some();
        if !(the == 1 && (suffixed || timed) && (led || self.alone)) || (words && !self.alone) {
            return None;
        }
        // "on the 18th floor".
        let counts = self.kind(end).is_some_and(TokenKind::is_word) && !self.senses(end).is_link();
        if counts {
            return None;
        }
        let tense = if self.alone { Tense::Future } else { self.tense(at, end) };
        let expr = DateExpr::DayOfMonth { day, weekday: None, tense };
        Some(Found::new(at, end, expr, "date.day"))
    }
}

/// The unit that halves of another come to; half a week or half a month is no number of days.
fn halved(lapse: Lapse) -> Option<(Lapse, i32)> {
    let days = matches!(lapse, Lapse::Days(Days::Week | Days::Month));
    smaller(lapse).filter(|_| !days)
}

/// The unit that a part of another is counted in, and how many of it make the other.
fn smaller(lapse: Lapse) -> Option<(Lapse, i32)> {
    Some(match lapse {
        Lapse::Minute => (Lapse::Second, 60),
        Lapse::Hour => (Lapse::Minute, 60),
        Lapse::Days(Days::Day) => (Lapse::Hour, 24),
        Lapse::Days(Days::Week) => (Lapse::Days(Days::Day), 7),
        Lapse::Days(Days::Month) => (Lapse::Days(Days::Day), 30),
        Lapse::Days(Days::Year) => (Lapse::Days(Days::Month), 12),
        Lapse::Days(Days::Decade) => (Lapse::Days(Days::Year), 10),
        Lapse::Days(Days::Century) => (Lapse::Days(Days::Year), 100),
        Lapse::Second | Lapse::Days(Days::Fortnight | Days::Quarter) => return None,
    })
}

/// "1/2", "3/4".
fn few(parts: &str, of: &str) -> Option<(i32, i32)> {
    match (parts, of) {
        ("1", "2") => Some((1, 2)),
        ("1", "4") => Some((1, 4)),
        ("3", "4") => Some((3, 4)),
        _ => None,
    }
}
