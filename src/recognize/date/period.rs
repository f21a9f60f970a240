use crate::{
    rule::Role,
    value::{DateExpr, Days, Direction, Stage},
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
                (dot && led)
                    || (self.is_capital(at)
                        && (self.after_any(at, &SURELY) || self.is_joined(after)))
            }
            None if word.doubtful => {
                led && (self.is_capital(at) || self.after_any(at, &[Role::In]))
                    && !self.is_capital(after)
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

    /// "the first quarter of this year", "Q3 2024", "third-quarter".
    pub(super) fn quarter(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let begin = at + the;
        let (quarter, end) = self.quarter_number(begin)?;
        let found =
            |end, year| Found::new(at, end, DateExpr::Quarter { quarter, year }, "date.quarter");
        let link =
            usize::from(self.senses(end).is_any(&[Role::Of, Role::In]) || self.is_mark(end, ","));
        let fiscal = usize::from(self.is(end + link, Role::Fiscal));
        if let Some((year, end)) = self.year_number(end + link + fiscal) {
            return Some(found(end, Some(year)));
        }
        let of = usize::from(self.is(end, Role::Of));
        if let Some(period) = self.pointed_period(end + of) {
            return Some(inside(found(end, None), period));
        }
        Some(found(end, None))
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

    /// "the first Monday of May", "the first week of April", "the 19th century".
    pub(super) fn nth(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let begin = at + the;
        let last = self.is(begin, Role::LastOf);
        let (number, end) = match last {
            true => (0, begin + 1),
            false => self.ordinal(begin)?,
        };
        let dash = usize::from(self.is_dash(end));
        if let Some(word) = self.senses(end + dash).unit.filter(|_| !last)
            && word.unit == Days::Century
        {
            let end_year = i16::from(number).checked_mul(100)?;
            let expr = DateExpr::Years { first: end_year.checked_sub(100)?, end: end_year };
            return Some(Found::new(at, end + dash + 1, expr, "date.century"));
        }
        if !self.senses(end + 1).is_any(&[Role::Of, Role::In]) {
            return None;
        }
        let period = self.period(end + 2)?;
        if let Some(word) = self.senses(end).weekday {
            let nth = if last { -1 } else { i8::try_from(number).ok().filter(|nth| *nth <= 5)? };
            let (weekday, rule) = (word.weekday, "date.nth-weekday");
            let expr = if let DateExpr::Month { year, month, .. } = period.expr {
                DateExpr::NthWeekday { nth, weekday, month, offset: 0, year }
            } else if let DateExpr::Relative { unit: Days::Month, .. } = period.expr {
                let date = Box::new(DateExpr::NthWeekday {
                    nth,
                    weekday,
                    month: 0,
                    offset: 0,
                    year: None,
                });
                DateExpr::Within { date, period: Box::new(period.expr) }
            } else {
                return None;
            };
            return Some(Found::new(at, period.end, expr, rule));
        }
        let unit = self.senses(end).unit?;
        if unit.many || !matches!(unit.unit, Days::Week | Days::Day | Days::Month) {
            return None;
        }
        let of = Box::new(period.expr);
        let expr = match (last, number) {
            (true, _) => DateExpr::Stage { of, stage: Stage::Late },
            (false, 1) => DateExpr::Stage { of, stage: Stage::Early },
            (false, _) => *of,
        };
        Some(Found::new(at, period.end, expr, "date.stage"))
    }

    /// "this year", "last month": a pointer and a unit.
    pub(super) fn pointed_period(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let direction = self.senses(at + the).pointer?;
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

pub(super) fn inside(date: Found, period: Found) -> Found {
    let expr = DateExpr::Within { date: Box::new(date.expr), period: Box::new(period.expr) };
    Found { expr, end: period.end, ..date }
}
