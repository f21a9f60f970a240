use jiff::civil::Weekday;

use crate::{
    rule::Role,
    value::{DateExpr, Days, Direction},
};

use super::{Found, words::Words};

/// Words after which a month or a season stands alone.
const BEFORE_MONTH: [Role; 11] = [
    Role::In,
    Role::Since,
    Role::Until,
    Role::By,
    Role::Before,
    Role::After,
    Role::From,
    Role::To,
    Role::Between,
    Role::Of,
    Role::Over,
];

/// The words among them that no name follows.
const SURELY: [Role; 6] = [Role::In, Role::Since, Role::Until, Role::By, Role::Before, Role::After];

impl Words<'_> {
    /// "in March", "March 2025", "a September meeting".
    pub(super) fn month(&self, at: usize) -> Option<Found> {
        let word = self.senses(at).month?;
        let (dot, after) = if word.short { self.dotted(at) } else { (false, at + 1) };
        let joined = self.is_mark(after, "/-") && self.is_glued(after) && self.is_glued(after + 1);
        let (year, end) = self.year_after(after + usize::from(joined));
        let led = self.after_any(at, &BEFORE_MONTH) || self.is_led(at);
        let stands = match year {
            Some(_) => self.is_capital(at) || !word.doubtful,
            None if word.short => {
                (led && (dot || self.alone))
                    || (self.is_capital(at)
                        && self.after_any(at, &[Role::Of])
                        && at.checked_sub(2).is_some_and(|unit| self.senses(unit).unit.is_some()))
                    || (self.is_capital(at)
                        && (self.after_any(at, &SURELY)
                            || self.is_joined(after)
                            || self.ends_months(at)))
            }
            None if word.doubtful => {
                self.alone
                    || self.is_capital(at) && (self.is_joined(after) || self.ends_months(at))
                    || (led
                        && (self.is_capital(at) || self.after_any(at, &[Role::In]))
                        && !self.is_capital(after))
            }
            // Without a preposition, a name may hold the month: "April Jones", "Camp August".
            None => {
                (self.is_capital(at) || word.number != 8 || self.after_any(at, &BEFORE_MONTH))
                    && (led || !(self.is_capital(after) || self.follows_name(at)))
            }
        };
        if !stands {
            return None;
        }
        let end = if year.is_some() { end } else { after };
        let expr = DateExpr::Month {
            year,
            month: word.number,
            direction: Direction::Nearest,
            tense: if year.is_some() { Default::default() } else { self.tense(at, end) },
        };
        Some(Found::new(at, end, expr, "date.month"))
    }

    /// "Nov-Feb".
    fn is_joined(&self, at: usize) -> bool {
        (self.is_dash(at) || self.is(at, Role::To)) && self.senses(at + 1).month.is_some()
    }

    /// "Nov" in "Sep to Nov".
    fn ends_months(&self, at: usize) -> bool {
        let Some(link) = at.checked_sub(1) else { return false };
        self.is_joined(link) && self.senses(link.saturating_sub(1)).month.is_some()
    }

    fn follows_name(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            before > 0 && self.is_capital(before) && !self.senses(before).can_start()
        })
    }

    /// Whether a stage word or "and" after another month leads up to a month.
    fn is_led(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let dash = usize::from(self.is_dash(before));
        let lead = before.checked_sub(dash).unwrap_or(before);
        let senses = self.senses(lead);
        let listed = senses.is(Role::And) || self.is_mark(lead, ",");
        senses.stage.is_some()
            || senses.pointer.is_some()
            || (listed && lead.checked_sub(1).is_some_and(|lead| self.senses(lead).month.is_some()))
    }

    /// "the first quarter of this year", "Q3 2024", "2024-Q3", "third-quarter".
    pub(super) fn quarter(&self, at: usize) -> Option<Found> {
        let of = |quarter, year| DateExpr::Quarter { quarter, year };
        if let Some((year, after)) = self.year_before(at)
            && let Some((quarter, end)) = self.quarter_number(after)
        {
            return Some(Found::new(at, end, of(quarter, Some(year)), "date.quarter"));
        }
        let the = usize::from(self.is(at, Role::The));
        let (quarter, end) = self.quarter_number(at + the)?;
        let found = Found::new(at, end, of(quarter, None), "date.quarter");
        Some(match self.year_of_part(end) {
            Some((year, end)) => Found { end, expr: of(quarter, Some(year)), ..found },
            None => self.of_period(found),
        })
    }

    /// "the first half of 2024", "H2 2019", "the second half of this year".
    pub(super) fn half(&self, at: usize) -> Option<Found> {
        let of = |half, year| DateExpr::Half { half, year };
        if let Some((year, after)) = self.year_before(at)
            && let Some((half, end)) = self.half_number(after)
        {
            return Some(Found::new(at, end, of(half, Some(year)), "date.half"));
        }
        if let Some((half, end)) = self.half_number(at) {
            let (year, end) = self.year_of_part(end)?;
            return Some(Found::new(at, end, of(half, Some(year)), "date.half"));
        }
        let the = usize::from(self.is(at, Role::The));
        let (half, end) = match self.ordinal(at + the) {
            Some((half, end)) => (i8::try_from(half).ok().filter(|half| *half <= 2)?, end),
            None if self.is(at + the, Role::LastOf) => (2, at + the + 1),
            None => return None,
        };
        let dash = usize::from(self.is_dash(end));
        if !self.is(end + dash, Role::Half) {
            return None;
        }
        let end = end + dash + 1;
        let link = self.senses(end).is_any(&[Role::Of, Role::In]);
        if let Some((year, end)) = self.year_of_part(end) {
            return Some(Found::new(at, end, of(half, Some(year)), "date.half"));
        }
        // "the first half" of a game.
        let period = self.period(end + 1).filter(|_| link)?;
        if let DateExpr::Relative { unit: Days::Year, .. } = period.expr {
            let found = Found::new(at, end, of(half, None), "date.half");
            return Some(inside(found, period));
        }
        None
    }

    /// "H2", however the tokens cut it.
    fn half_number(&self, at: usize) -> Option<(i8, usize)> {
        if let Some(half) = self.senses(at).half {
            return Some((half, at + 1));
        }
        let (half @ 1..=2, 1) = self.integer(at + 1)? else { return None };
        let letter = matches!(self.word(at), "H" | "h") && self.is_glued(at + 1);
        letter.then_some((i8::try_from(half).ok()?, at + 2))
    }

    /// "2024" in "2024-Q3", "2024 H1", "2024Q3", "24q3".
    fn year_before(&self, at: usize) -> Option<(i16, usize)> {
        let (year, length) = self.integer(at)?;
        let year = match length {
            4 if (1900..2200).contains(&year) => year,
            2 if self.is_glued(at + 1) => super::number::century(year),
            _ => return None,
        };
        let dash = usize::from(self.is_dash(at + 1) && self.is_glued(at + 1));
        Some((year, at + 1 + dash))
    }

    /// The year after a part of it: "of 2024", ", 2024", "-2024", "in fiscal 2024".
    fn year_of_part(&self, at: usize) -> Option<(i16, usize)> {
        let senses = self.senses(at);
        let link = usize::from(senses.is_any(&[Role::Of, Role::In]) || self.is_mark(at, ",-"));
        let fiscal = usize::from(self.is(at + link, Role::Fiscal));
        let (year, end) = self.year_number(at + link + fiscal)?;
        (!self.is_counted(end)).then_some((year, end))
    }

    fn of_period(&self, found: Found) -> Found {
        let of = usize::from(self.is(found.end, Role::Of));
        match self.pointed_period(found.end + of) {
            Some(period) => inside(found, period),
            None => found,
        }
    }

    fn quarter_number(&self, at: usize) -> Option<(i8, usize)> {
        if let Some(quarter) = self.senses(at).quarter {
            return Some((quarter, at + 1));
        }
        let few = |number: i16| i8::try_from(number).ok().filter(|number| (1..=4).contains(number));
        if self.is(at, Role::QuarterMark) && self.is_glued(at + 1) {
            return Some((few(self.integer(at + 1)?.0)?, at + 2));
        }
        let (number, end) = match self.ordinal(at) {
            Some((number, end)) => (few(i16::from(number))?, end),
            // "the last quarter" is the one before, not the fourth.
            None if self.is(at, Role::LastOf) && self.senses(at).pointer.is_none() => (4, at + 1),
            None => return None,
        };
        let dash = usize::from(self.is_dash(end));
        let word = self.senses(end + dash).unit?;
        (word.unit == Days::Quarter && !word.many).then_some((number, end + dash + 1))
    }

    /// "the summer of 2024", "in spring", "winter 2010".
    pub(super) fn season(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let begin = at + the;
        let (season, doubtful) = self.senses(begin).season?;
        let (year, end) = self.year_after(begin + 1);
        let led = self.after_any(at, &BEFORE_MONTH) && !self.after_any(at, &[Role::Of, Role::To]);
        let stands = match year {
            Some(_) => true,
            None => {
                led && !self.is(end, Role::Of) && (!doubtful || the == 1 || self.is_capital(begin))
            }
        };
        if !stands {
            return None;
        }
        let tense = if year.is_some() { Default::default() } else { self.tense(at, end) };
        let expr = DateExpr::Season { season, year, direction: Direction::Nearest, tense };
        Some(Found::new(at, end, expr, "date.season"))
    }

    /// "the first Monday of May", "the first week of April", "the last three days of the year",
    /// "the 19th century".
    pub(super) fn nth(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let begin = at + the;
        let (nth, end) = self.nth_number(begin)?;
        let dash = usize::from(self.is_dash(end));
        if let Some(word) = self.senses(end + dash).unit.filter(|_| nth > 0)
            && word.unit == Days::Century
        {
            let years = i16::from(nth).checked_mul(100)?;
            let (end, before) = self.era_mark(end + dash + 1);
            let first = if before { 1 - years } else { years.checked_sub(100)? };
            let expr = DateExpr::Years { first, end: first.checked_add(100)? };
            return Some(Found::new(at, end, expr, "date.century"));
        }
        if let Some(word) = self.senses(end).weekday {
            if !self.senses(end + 1).is_any(&[Role::Of, Role::In]) {
                return None;
            }
            let period = self.period(end + 2)?;
            let nth = (-1..=5).contains(&nth).then_some(nth)?;
            let (weekday, rule) = (word.weekday, "date.nth-weekday");
            let day = |month, year| DateExpr::NthWeekday { nth, weekday, month, offset: 0, year };
            let expr = if let DateExpr::Month { year, month, .. } = period.expr {
                day(month, year)
            } else if let DateExpr::Relative { unit: Days::Month, .. } = period.expr {
                DateExpr::Within { date: Box::new(day(0, None)), period: Box::new(period.expr) }
            } else {
                return None;
            };
            return Some(Found::new(at, period.end, expr, rule));
        }
        if let Some(link) = self.weekend_word(end)
            && self.senses(link).is_any(&[Role::Of, Role::In])
        {
            let period = self.period(link + 1)?;
            let DateExpr::Month { year, month, .. } = period.expr else { return None };
            let nth = (-1..=5).contains(&nth).then_some(nth)?;
            let weekday = Weekday::Saturday;
            let saturday = DateExpr::NthWeekday { nth, weekday, month, offset: 0, year };
            let ahead = self.alone && year.is_none();
            let saturday = if ahead { DateExpr::Upcoming(Box::new(saturday)) } else { saturday };
            let day = |count| {
                let from = Box::new(saturday.clone());
                Some(Box::new(DateExpr::Offset { unit: Days::Day, count, from }))
            };
            // A note in a calendar begins it on Friday.
            let start = if self.alone { day(-1) } else { Some(Box::new(saturday.clone())) };
            let expr = DateExpr::Between { start, end: day(1) };
            return Some(Found::new(at, period.end, expr, "date.nth-weekday"));
        }
        let (count, end) = match self.amount(end).filter(|_| !self.is(end, Role::A)) {
            Some((count, after)) => (i8::try_from(count).ok().filter(|count| *count > 0)?, after),
            None => (1, end),
        };
        let word = self.senses(end).unit?;
        if (word.many && count == 1)
            || !matches!(word.unit, Days::Week | Days::Day | Days::Month)
            || !self.senses(end + 1).is_any(&[Role::Of, Role::In])
        {
            return None;
        }
        let period = self.period(end + 2).filter(|period| is_longer(&period.expr, word.unit))?;
        let of = Box::new(period.expr);
        let expr = DateExpr::Nth { nth, count, unit: word.unit, of };
        Some(Found::new(at, period.end, expr, "date.nth"))
    }

    /// "first", "3rd", "last", "the second last": from the end where negative.
    fn nth_number(&self, at: usize) -> Option<(i8, usize)> {
        if self.is(at, Role::LastOf) {
            return Some((-1, at + 1));
        }
        let (number, end) = self.ordinal(at)?;
        let number = i8::try_from(number).ok()?;
        let last = self.is(end, Role::LastOf);
        Some(if last { (-number, end + 1) } else { (number, end) })
    }

    /// "this year", "last month": a pointer and a unit.
    pub(super) fn pointed_period(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let direction = self.senses(at + the).pointer?;
        let the = the + usize::from(self.is(at + the + 1, Role::Calendar));
        let word = self.senses(at + the + 1).unit.filter(|word| !word.many)?;
        let count = match direction {
            Direction::Last => -1,
            Direction::Next => 1,
            Direction::This | Direction::Nearest => 0,
        };
        let expr = DateExpr::Relative { unit: word.unit, count };
        Some(Found::new(at, at + the + 2, expr, "date.relative"))
    }

    /// What may follow "of": "this year", "the month", "May", "2024", "the 1990s".
    pub(super) fn period(&self, at: usize) -> Option<Found> {
        if let Some(found) = self.pointed_period(at) {
            return Some(found);
        }
        let the = usize::from(self.is(at, Role::The));
        if let Some(word) = self.senses(at + the).unit.filter(|word| !word.many) {
            let (unit, count) = (word.unit, 0);
            let expr = if unit == Days::Day {
                DateExpr::Narrated { unit, count }
            } else {
                DateExpr::Relative { unit, count }
            };
            return Some(Found::new(at, at + the + 1, expr, "date.relative"));
        }
        if self.is_mark(at, "'’‘") || self.integer(at).is_some_and(|(_, length)| length == 4) {
            if let Some(decade) = self.decade(at) {
                return Some(decade);
            }
            let (year, end) = self.year_number(at)?;
            return (!self.is_counted(end))
                .then(|| Found::new(at, end, DateExpr::year(year), "date.year"));
        }
        self.decade(at).or_else(|| self.month(at))
    }
}

/// Whether a period can be divided into units.
fn is_longer(period: &DateExpr, unit: Days) -> bool {
    if let DateExpr::Relative { unit: whole, .. } = period {
        return match whole {
            Days::Day | Days::Week | Days::Fortnight => false,
            Days::Month => unit != Days::Month,
            Days::Quarter | Days::Year | Days::Decade | Days::Century => true,
        };
    }
    matches!(period, DateExpr::Month { .. } | DateExpr::Years { .. })
}

pub(super) fn inside(date: Found, period: Found) -> Found {
    let expr = DateExpr::Within { date: Box::new(date.expr), period: Box::new(period.expr) };
    Found { expr, end: period.end, ..date }
}
