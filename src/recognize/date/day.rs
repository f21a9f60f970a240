use jiff::civil::Weekday;

use crate::{
    model::TokenKind,
    rule::Role,
    value::{DateExpr, Direction, Tense},
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
            .or_else(|| self.numeric(at))
            .or_else(|| self.year_first(at))?;
        let mut found = Found { start: at, ..found };
        self.add_weekday(&mut found);
        Some(found)
    }

    /// "April 11 (Friday)".
    fn add_weekday(&self, found: &mut Found) {
        let DateExpr::Day { weekday, .. } = &mut found.expr else { return };
        let Some(word) = self.senses(found.end + 1).weekday else { return };
        if self.is_mark(found.end, "(") && self.is_mark(found.end + 2, ")") {
            *weekday = Some(word.weekday);
            found.end += 3;
        } else if self.is_mark(found.end, ",") && (self.alone || self.is_capital(found.end + 1)) {
            *weekday = Some(word.weekday);
            found.end += 2;
        }
    }

    /// "2019-Aug-01", "2019/aug/1".
    fn year_first(&self, at: usize) -> Option<Found> {
        let (year, 4) = self.integer(at)? else { return None };
        let (month, after) = self.month_word(at + 2)?;
        let joined =
            |at: usize| self.is_mark(at, "/-") && self.is_glued(at) && self.is_glued(at + 1);
        if !joined(at + 1) || !joined(after) {
            return None;
        }
        let (number, end, _) = self.day_number(after + 1)?;
        Some(Found::new(at, end, day(Some(year), month.number, number)?, "date.number"))
    }

    fn month_first(&self, at: usize) -> Option<Found> {
        let (month, after) = self.month_word(at)?;
        let joined = self.is_mark(after, "/-") && self.is_glued(after) && self.is_glued(after + 1);
        let after = after + usize::from(joined);
        let comma = self.is_mark(after, ",")
            && self.is(after + 2, Role::Suffix)
            && self.is_glued(after + 2);
        let after = after + usize::from(comma);
        let the = usize::from(self.is(after, Role::The));
        if let Some(groups) = self.groups(after)
            && let [(first, 1..=2), (last, 1..=2)] = groups.values[..]
            && matches!(groups.separator, '-' | '–')
        {
            let (year, end) = self.year_after(groups.end);
            return span_of_days(at, end, year, month.number, first, last);
        }
        // "August nineteen ninety-three" is a month.
        if self.year_words(after).is_some() {
            return None;
        }
        let (number, end, _) = self.day_number(after + the).or_else(|| self.day_in_words(after))?;
        if self.is_counted(end) {
            return None;
        }
        if let Some((last, end)) = self.last_day(end) {
            let (year, end) = self.year_after(end);
            return span_of_days(at, end, year, month.number, i16::from(number), last);
        }
        let dash = usize::from(joined && self.is_dash(end) && self.is_glued(end));
        let (year, end) = match self.year_after(end + dash) {
            (Some(year), end) => (Some(year), end),
            (None, _) => (None, end),
        };
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
        // "fifteen August nineteen ninety-three".
        let spelled = self.day_in_words(at).filter(|(_, end, _)| {
            self.is_capital(*end)
                && self
                    .month_word(*end)
                    .is_some_and(|(month, after)| !month.short && self.year_words(after).is_some())
        });
        let spelled = spelled.map(|(number, end, _)| (number, end, false));
        let (number, end, words) = spelled.or_else(|| self.day_number(at))?;
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
                false => self.short_year(end, joined).unwrap_or_else(|| self.year_after(end)),
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

    /// "74" in "31-Oct-74", "15" in a note "14th April 15".
    fn short_year(&self, at: usize, joined: bool) -> Option<(Option<i16>, usize)> {
        if self.alone
            && at + 1 == self.sentence.tokens.len()
            && let Some((year, 2)) = self.integer(at)
        {
            return Some((Some(century(year)), at + 1));
        }
        let (year, 2) = self.integer(at + 1)? else { return None };
        let dashed = joined && self.is_mark(at, "/-") && self.is_glued(at) && self.is_glued(at + 1);
        dashed.then_some((Some(century(year)), at + 2))
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
        // "in April in 2016"; not "in April in 2016 towns".
        let inside = usize::from(comma + of == 0 && self.is(at, Role::In));
        let free = |end: usize| {
            let senses = self.senses(end);
            inside == 0 || !self.is_lower(end) || senses.is_link() || senses.tense.is_some()
        };
        match self.year_number(at + comma + of + inside) {
            Some((year, end)) if !self.is_counted(end) && free(end) => (Some(year), end),
            Some(_) | None => (None, at),
        }
    }

    /// Whether what follows a number makes it an amount.
    pub(super) fn is_counted(&self, at: usize) -> bool {
        self.is(at, Role::Counted) || self.is_mark(at, "%$€£°")
    }

    /// "2025-04-11", "11.04.2025", "13/04/2025"; which number of "04/05/2025" is the month is left
    /// open, since countries differ.
    fn numeric(&self, at: usize) -> Option<Found> {
        if let Some(found) =
            self.slash_range(at).or_else(|| self.compact(at)).or_else(|| self.year_month(at))
        {
            return Some(found);
        }
        if let Some(found) = self.spaced(at) {
            return Some(found);
        }
        let groups = self.groups(at)?;
        let found = |year, month: i16, number: i16| {
            let month = i8::try_from(month).ok()?;
            let expr = day(year, month, i8::try_from(number).ok()?)?;
            Some(Found::new(at, groups.end, expr, "date.number"))
        };
        let open = |year, a: i16, b: i16| {
            let (first, second) = (i8::try_from(a).ok()?, i8::try_from(b).ok()?);
            let expr = DateExpr::Slashed { year, first, second };
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
                let year = Some(full(year, length)?);
                match (groups.separator, a, b) {
                    (_, 13.., _) => found(year, b, a),
                    (_, _, 13..) => found(year, a, b),
                    ('.', _, _) => found(year, b, a),
                    (_, a, b) if a == b => found(year, a, b),
                    _ if a > 0 && b > 0 => open(year, a, b),
                    _ => None,
                }
            }
            // "on 4/25": a fraction otherwise.
            [(a, 1..=2), (b, 1..=2)]
                if groups.separator == '/'
                    && self.is_no_fraction(at, groups.end)
                    && !(a <= 12 && b <= 12 && self.is_whole(at, groups.end)) =>
            {
                let (year, end) = match self.year_number(groups.end + 1) {
                    Some((year, end)) if self.is_mark(groups.end, ",") => (Some(year), end),
                    Some(_) | None => (None, groups.end),
                };
                let found = match (a, b) {
                    (13.., _) => found(year, b, a),
                    (_, 13..) => found(year, a, b),
                    (1.., 1..) => open(year, a, b),
                    _ => None,
                };
                found.map(|found| Found { end, ..found })
            }
            [(a, 1..=2), (b, 1..=2)] if groups.separator == '-' && self.alone => match (a, b) {
                (1..=12, 13..=31) => found(None, a, b),
                _ => None,
            },
            _ => None,
        }
    }

    /// "2 / 15" in a text that is nothing else.
    fn spaced(&self, at: usize) -> Option<Found> {
        let whole = self.alone && self.is_whole(at, at + 3) && !self.is_glued(at + 1);
        if !whole || !self.is_mark(at + 1, "/-") {
            return None;
        }
        let (first @ 1..=12, _) = self.integer(at)? else { return None };
        let (second @ 13..=31, _) = self.integer(at + 2)? else { return None };
        let expr = day(None, i8::try_from(first).ok()?, i8::try_from(second).ok()?)?;
        Some(Found::new(at, at + 3, expr, "date.number"))
    }

    /// Whether a sentence is nothing but these tokens: "3/4" alone may be either day, so it is a number.
    fn is_whole(&self, at: usize, end: usize) -> bool {
        at == 0 && end == self.sentence.tokens.len()
    }

    /// Whether "4/25" is a date by what stands beside it.
    fn is_no_fraction(&self, at: usize, end: usize) -> bool {
        const LEADS: [Role; 8] = [
            Role::On,
            Role::From,
            Role::Between,
            Role::Since,
            Role::Until,
            Role::By,
            Role::Before,
            Role::After,
        ];
        // "in 1/2 hour".
        let after = self.senses(end);
        if after.clock_unit.is_some() || after.unit.is_some() || self.after_any(at, &[Role::In]) {
            return false;
        }
        self.alone
            || self.after_any(at, &LEADS)
            || self.follows_slashed(at)
            || at.checked_sub(1).is_some_and(|before| {
                self.senses(before).weekday.is_some()
                    || (self.is_dash(before)
                        && before
                            .checked_sub(1)
                            .is_some_and(|before| self.kind(before) == Some(TokenKind::Number)))
            })
    }

    /// Whether it goes on from another such date: "on 11/20, 11/22 or 11/25", "from 5/1 to 5/7".
    fn follows_slashed(&self, at: usize) -> bool {
        let Some(link) = at.checked_sub(1) else { return false };
        let linked = self.is_mark(link, ",") || self.senses(link).is_any(&[Role::Or, Role::To]);
        linked
            && link.checked_sub(1).is_some_and(|last| {
                let slash = last.checked_sub(1).is_some_and(|before| self.is_mark(before, "/"));
                let number = self.kind(last) == Some(TokenKind::Number);
                number && (slash || self.word(last).contains('/'))
            })
    }

    /// "5/1-5/7", "10/1/2018-10/7/2018", however the tokens cut it.
    fn slash_range(&self, at: usize) -> Option<Found> {
        let first = self.sentence.tokens.get(at)?.span.start as usize;
        let mut end = at + 1;
        while end < at + 12
            && self.is_glued(end)
            && (self.kind(end) == Some(TokenKind::Number) || self.is_mark(end, "/-–"))
        {
            end += 1;
        }
        let last = self.sentence.tokens.get(end - 1)?.span.end as usize;
        let written = self.text.get(first..last).filter(|_| end > at + 2)?;
        let (from, to) = written.split_once(['-', '–'])?;
        let part = |written: &str| {
            let mut numbers = written.split('/');
            let (first, second) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
            let year = match numbers.next() {
                Some(year) if year.len() == 2 => Some(century(year.parse().ok()?)),
                Some(year) if year.len() == 4 => Some(year.parse().ok()?),
                Some(_) => return None,
                None => None,
            };
            let fits = (1..=31).contains(&first) && (1..=31).contains(&second);
            let either = first <= 12 || second <= 12;
            (numbers.next().is_none() && fits && either).then_some((year, first, second))
        };
        let ((from_year, a, b), (to_year, c, d)) = (part(from)?, part(to)?);
        let (stated, end) = match to_year {
            Some(year) => (Some(year), end),
            None => self.year_after(end),
        };
        let date = |year, first, second| Box::new(DateExpr::Slashed { year, first, second });
        let expr = DateExpr::Between {
            start: Some(date(from_year.or(stated), a, b)),
            end: Some(date(stated, c, d)),
        };
        Some(Found::new(at, end, expr, "date.range"))
    }

    /// "20161016".
    fn compact(&self, at: usize) -> Option<Found> {
        let word = self.word(at);
        if word.len() != 8 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year: i16 = word.get(..4)?.parse().ok()?;
        let month: i8 = word.get(4..6)?.parse().ok()?;
        let number: i8 = word.get(6..)?.parse().ok()?;
        let expr = day(Some(year), month, number).filter(|_| (1900..2100).contains(&year))?;
        Some(Found::new(at, at + 1, expr, "date.number"))
    }

    /// "2/2013", "2015-3"; "2014-10" could be a range of years unless it stands alone.
    fn year_month(&self, at: usize) -> Option<Found> {
        let groups = self.groups(at)?;
        let month = |year, month: i16| {
            let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
            let expr = DateExpr::Month {
                year: Some(year),
                month,
                direction: Direction::Nearest,
                tense: Default::default(),
            };
            Some(Found::new(at, groups.end, expr, "date.month"))
        };
        match (&groups.values[..], groups.separator) {
            (&[(number, 1..=2), (year @ 1900..2100, 4)], '/' | '-') => month(year, number),
            (&[(year @ 1900..2100, 4), (number, 1)], '-') => month(year, number),
            (&[(year @ 1900..2100, 4), (number, 2)], '/' | '-') if self.alone => {
                month(year, number)
            }
            _ => None,
        }
    }

    /// A weekday, with the day of the month where it stands beside it.
    pub(super) fn weekday(&self, at: usize) -> Option<Found> {
        let word = self.senses(at).weekday?;
        let (dot, end) = if word.short { self.dotted(at) } else { (false, at + 1) };
        if word.short && self.is_lower(at) && !self.alone {
            return self.weekday_number(at, end, word.weekday).filter(|_| self.is(end, Role::The));
        }
        if let Some(day) = self.beside(end, Some(word.weekday)) {
            return Some(Found { start: at, ..day });
        }
        // "Friday after next".
        if self.is(end, Role::After) && self.senses(end + 1).pointer == Some(Direction::Next) {
            let (weekday, tense) = (word.weekday, Tense::Future);
            let expr = DateExpr::Weekday { weekday, direction: Direction::Next, tense };
            return Some(Found::new(at, end + 2, expr, "date.weekday"));
        }
        if let Some(found) = self.weekday_number(at, end, word.weekday) {
            return Some(found);
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

    /// "Monday the 21st", "Friday 23".
    fn weekday_number(&self, at: usize, end: usize, weekday: Weekday) -> Option<Found> {
        let the = usize::from(self.is(end, Role::The));
        let (day, after, words) = self.day_number(end + the)?;
        let suffixed = after > end + the + 1;
        let counts = self.is_word_like(after)
            && !self.senses(after).is_link()
            && self.clock(after).is_none();
        let clock = self.is(after, Role::Am) || self.is(after, Role::Pm) || self.is_dash(after);
        let amount = !suffixed && self.is_counted(after);
        if counts || clock || amount || (words && the == 0) {
            return None;
        }
        let tense = if self.alone { Tense::Future } else { self.tense(at, end) };
        let expr = DateExpr::DayOfMonth { day, weekday: Some(weekday), tense };
        Some(Found::new(at, after, expr, "date.day"))
    }

    fn is_short_weekday(&self, at: usize) -> bool {
        self.alone || self.after_any(at, &[Role::On, Role::By, Role::Since, Role::Until])
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
        // Which number is the month is not asked of the weekday: it may be wrong itself.
        if let DateExpr::Slashed { .. } = found.expr {
            return Some(found);
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
