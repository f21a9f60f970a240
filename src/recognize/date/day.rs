use jiff::civil::Weekday;

use crate::{
    rule::Role,
    value::{DateExpr, Direction},
};

use super::{Found, number::century, words::Words};

const LONGEST_MONTH: [i8; 13] = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

fn day(year: Option<i16>, month: i8, day: i8) -> Option<DateExpr> {
    let longest = LONGEST_MONTH.get(usize::try_from(month).ok()?)?;
    (1..=*longest).contains(&day).then_some(DateExpr::Day { year, month, day, weekday: None })
}

impl Words<'_> {
    /// A day of a month, in any order, and ranges of days inside one month.
    pub(super) fn month_day(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let found = self
            .month_first(at)
            .or_else(|| self.day_first(at + the))
            .or_else(|| self.numeric(at))?;
        let mut found = Found { start: at, ..found };
        self.add_weekday(&mut found);
        Some(found)
    }

    /// "April 11 (Friday)".
    fn add_weekday(&self, found: &mut Found) {
        let DateExpr::Day { weekday, .. } = &mut found.expr else { return };
        if self.is_mark(found.end, "(")
            && self.is_mark(found.end + 2, ")")
            && let Some(word) = self.senses(found.end + 1).weekday
        {
            *weekday = Some(word.weekday);
            found.end += 3;
        }
    }

    fn month_first(&self, at: usize) -> Option<Found> {
        let (month, after) = self.month_word(at)?;
        let joined = self.is_mark(after, "/-") && self.is_glued(after) && self.is_glued(after + 1);
        let after = after + usize::from(joined);
        let the = usize::from(self.is(after, Role::The));
        if let Some(groups) = self.groups(after)
            && let [(first, 1..=2), (last, 1..=2)] = groups.values[..]
            && matches!(groups.separator, '-' | '–')
        {
            let (year, end) = self.year_after(groups.end);
            return span_of_days(at, end, year, month.number, first, last);
        }
        let (number, end, _) = self.day_number(after + the).or_else(|| self.day_in_words(after))?;
        if self.is_counted(end) {
            return None;
        }
        if let Some((last, end)) = self.last_day(end) {
            let (year, end) = self.year_after(end);
            return span_of_days(at, end, year, month.number, i16::from(number), last);
        }
        let (year, end) = self.year_after(end);
        Some(Found::new(at, end, day(year, month.number, number)?, "date.day"))
    }

    fn day_in_words(&self, at: usize) -> Option<(i8, usize, bool)> {
        self.senses(at).cardinal?;
        let (value, end) = self.amount(at)?;
        Some((i8::try_from(value).ok()?, end, true))
    }

    fn day_first(&self, at: usize) -> Option<Found> {
        if let Some(groups) = self.groups(at)
            && let [(first, 1..=2), (last, 1..=2)] = groups.values[..]
            && matches!(groups.separator, '-' | '–')
            && let Some((month, end)) = self.month_word(groups.end)
        {
            let (year, end) = self.year_after(end);
            return span_of_days(at, end, year, month.number, first, last);
        }
        let (number, end, words) = self.day_number(at)?;
        let (last, end) = match self.last_day(end) {
            Some((last, end)) => (Some(last), end),
            None => match self.day_number(end + 1) {
                Some((last, after, _)) if self.is(end, Role::And) => (Some(i16::from(last)), after),
                Some(_) | None => (None, end),
            },
        };
        let of = self.is(end, Role::Of);
        if words && !of {
            return None;
        }
        let joined = self.is_mark(end, "/-") && self.is_glued(end) && self.is_glued(end + 1);
        let (month, end) = match self.senses(end + 1).month {
            // "the second of march".
            Some(month) if of && words => (month, end + 2),
            Some(_) | None => self.month_word(end + usize::from(of || joined))?,
        };
        let (year, end) =
            match self.is_mark(end, "/-") && joined && self.year_number(end + 1).is_some() {
                true => self.year_after(end + 1),
                false => self.year_after(end),
            };
        // "the 19 Sept. 11 victims": the month belongs to what follows.
        if year.is_none() && !of && matches!(self.integer(end), Some((1..=31, 1..=2))) {
            return None;
        }
        match last {
            Some(last) => span_of_days(at, end, year, month.number, i16::from(number), last),
            None => Some(Found::new(at, end, day(year, month.number, number)?, "date.day")),
        }
    }

    /// "to 11", "- 11" after a day.
    fn last_day(&self, at: usize) -> Option<(i16, usize)> {
        if !self.is_dash(at) && !self.is(at, Role::To) {
            return None;
        }
        let the = usize::from(self.is(at + 1, Role::The));
        let (last, end, _) = self.day_number(at + 1 + the)?;
        (!self.is_counted(end)).then_some((i16::from(last), end))
    }

    /// "2025", ", 2025" after a day or month; nothing where it is something else.
    pub(super) fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let comma = usize::from(self.is_mark(at, ","));
        let of = usize::from(comma == 0 && self.is(at, Role::Of));
        match self.year_number(at + comma + of) {
            Some((year, end)) if !self.is_counted(end) => (Some(year), end),
            Some(_) | None => (None, at),
        }
    }

    /// Whether what follows a number makes it an amount.
    pub(super) fn is_counted(&self, at: usize) -> bool {
        self.is(at, Role::Counted) || self.is_mark(at, "%$€£°")
    }

    /// "2025-04-11", "11.04.2025", "13/04/2025"; "04/05/2025" is left alone, since countries differ.
    fn numeric(&self, at: usize) -> Option<Found> {
        let groups = self.groups(at)?;
        let found = |year, month: i16, number: i16| {
            let month = i8::try_from(month).ok()?;
            let expr = day(year, month, i8::try_from(number).ok()?)?;
            Some(Found::new(at, groups.end, expr, "date.number"))
        };
        let full = |year: i16, length: usize| match length {
            4 => Some(year),
            2 => Some(century(year)),
            _ => None,
        };
        match groups.values[..] {
            [(year, 4), (month, 1..=2), (number, 1..=2)] => found(Some(year), month, number),
            [(a, 1..=2), (b, 1..=2), (year, length)] => {
                let stated = full(year, length)?;
                let year = Some(stated);
                match (groups.separator, a, b) {
                    ('.', _, _) | (_, 13.., _) => found(year, b, a),
                    (_, _, 13..) => found(year, a, b),
                    (_, a, b) if a == b => found(year, a, b),
                    _ => {
                        let timex = format!("{:04}-XX-XX", stated);
                        let expr = DateExpr::Vague { timex };
                        Some(Found::new(at, groups.end, expr, "date.number"))
                    }
                }
            }
            // "on 4/25": a fraction otherwise.
            [(a, 1..=2), (b, 1..=2)]
                if groups.separator == '/'
                    && (self.after_any(at, &[Role::On])
                        || at
                            .checked_sub(1)
                            .is_some_and(|at| self.senses(at).weekday.is_some())) =>
            {
                match (a, b) {
                    (13.., _) => found(None, b, a),
                    (_, 13..) => found(None, a, b),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A weekday, with the day of the month where it stands beside it.
    pub(super) fn weekday(&self, at: usize) -> Option<Found> {
        let word = self.senses(at).weekday?;
        let (dot, end) = if word.short { self.dotted(at) } else { (false, at + 1) };
        if word.short && self.is_lower(at) {
            return None;
        }
        if let Some(day) = self.beside(end, Some(word.weekday)) {
            return Some(Found { start: at, ..day });
        }
        if word.short && !dot && !self.is_short_weekday(at) {
            return None;
        }
        let expr = DateExpr::Weekday {
            weekday: word.weekday,
            direction: Direction::Nearest,
            tense: self.tense(at, end),
        };
        Some(Found::new(at, end, expr, "date.weekday"))
    }

    fn is_short_weekday(&self, at: usize) -> bool {
        self.after_any(at, &[Role::On, Role::By, Role::Since, Role::Until])
    }

    /// "(April 11)", ", April 11", " April 11" after a weekday or "yesterday".
    pub(super) fn beside(&self, at: usize, weekday: Option<Weekday>) -> Option<Found> {
        let open = self.is_mark(at, "(");
        let skip = usize::from(open || self.is_mark(at, ",-"));
        let mut found = self.month_day(at + skip)?;
        if open {
            if !self.is_mark(found.end, ")") {
                return None;
            }
            found.end += 1;
        }
        let DateExpr::Day { weekday: beside, .. } = &mut found.expr else { return None };
        *beside = weekday.or(*beside);
        Some(found)
    }
}

fn span_of_days(
    at: usize,
    end: usize,
    year: Option<i16>,
    month: i8,
    first: i16,
    last: i16,
) -> Option<Found> {
    let expr = |number: i16| day(year, month, i8::try_from(number).ok()?).map(Box::new);
    let (first, last) = (expr(first)?, expr(last)?);
    let expr = DateExpr::Between { start: Some(first), end: Some(last) };
    Some(Found::new(at, end, expr, "date.range"))
}
