use crate::{
    model::TokenKind,
    rule::Role,
    value::{DateExpr, Days, Direction, Lapse, PartOfDay, Tense},
};

use super::{Found, TODAY, period::inside, words::Words};

impl<'w> Words<'w> {
    /// The longest date at `at`, with a second end and with what the preposition before it says.
    pub(super) fn dated(&self, at: usize) -> Option<Found> {
        let hedge = usize::from(self.is(at, Role::About));
        let found = self.whole(at + hedge)?;
        let found = self.with_end(Found { start: at, ..found });
        Some(self.bounded(found))
    }

    /// A date without its end or bound: "the end of May", "the morning of April 9", "Friday night".
    fn whole(&self, at: usize) -> Option<Found> {
        if let Some(found) = self.staged(at) {
            return Some(found);
        }
        if let Some(found) = self.part_of_date(at) {
            return Some(found);
        }
        let found = self.point(at)?;
        Some(self.with_part(found))
    }

    /// Tries the readings that the first word or the one behind "the" allows for, in their order.
    pub(super) fn point(&self, at: usize) -> Option<Found> {
        let head_at = at + usize::from(self.is(at, Role::The));
        let (first, head) = (self.senses(at), self.senses(head_at));
        let kind = self.kind(head_at)?;
        let digits = !kind.is_word();
        let number = digits || head.cardinal.is_some();
        let ordered = number || head.ordinal.is_some() || head.is(Role::LastOf);
        let counted = self.kind(at).is_some_and(|kind| !kind.is_word())
            || first.cardinal.is_some()
            || first.is_any(&[Role::A, Role::Half, Role::Couple, Role::Few]);
        let length = counted || first.leads_phrase();
        let unit = head.unit.is_some();
        let quarter = ordered || head.quarter.is_some() || head.is(Role::QuarterMark);
        let half = ordered || head.half.is_some() || head.is(Role::Hours);
        let vague = first.lapse().is_some() || first.is(Role::Several);
        type Read<'r> = fn(&Words<'r>, usize) -> Option<Found>;
        let readings: [(bool, Read<'w>); 28] = [
            (ordered || head.month.is_some(), Self::month_day),
            (unit, Self::week_of),
            (length, Self::offset),
            (first.leads_phrase(), Self::fixed),
            (first.is(Role::Every), Self::set),
            (first.is(Role::Fiscal), Self::fiscal_year),
            (number || first.is(Role::Era), Self::era),
            (head.is(Role::Closest), Self::closest),
            (half, Self::half),
            (quarter, Self::quarter),
            (ordered, Self::nth),
            (ordered || head.weekday.is_some(), Self::weekday_beside),
            (ordered, Self::day_of_month),
            (number, Self::turned_stretch),
            (counted, Self::weekdays_away),
            (counted, Self::lasting),
            (counted || first.is(Role::In), Self::counted),
            (counted || first.unit.is_some(), Self::ago),
            (unit, Self::numbered_week),
            (head.pointer.is_some(), Self::pointed),
            (head.weekday.is_some(), Self::weekday),
            (unit || head.is(Role::Weekend), Self::weekend),
            (digits || head.decade.is_some(), Self::decade),
            (first.month.is_some(), Self::month),
            (head.season.is_some(), Self::season),
            (unit, Self::the_unit),
            (vague, Self::vague_length),
            (number || unit, Self::bare_year),
        ];
        readings.into_iter().filter(|(fits, _)| *fits).find_map(|(_, read)| read(self, at))
    }

    /// "early 2009", "mid-April", "the end of the month", "later this year".
    fn staged(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let (stage, bare) = self.senses(at + the).stage?;
        let mut begin = at + the + 1;
        if self.is(begin, Role::Hours) && self.is(begin + 1, Role::Of) {
            let of = self.point(begin + 2)?;
            let expr = DateExpr::Part { of: Box::new(of.expr), part: PartOfDay::Morning };
            return Some(Found::new(at, of.end, expr, "date.part"));
        }
        let of = self.is(begin, Role::Of);
        if of || (bare && (self.is_dash(begin) || self.senses(begin).is_any(&[Role::In, Role::On])))
        {
            begin += 1;
        } else if !bare {
            return None;
        }
        let linked = begin > at + the + 1;
        begin += usize::from(of && self.is(begin, Role::About));
        let inner = match linked || self.is(begin, Role::The) {
            true => self.period(begin).or_else(|| self.point(begin)),
            false => self.point(begin).or_else(|| {
                let (year, end) = self.year_number(begin)?;
                Some(Found::new(begin, end, DateExpr::year(year), "date.year"))
            }),
        }?;
        let inner = self.with_part(inner);
        if matches!(inner.expr, DateExpr::Vague { .. }) {
            return None;
        }
        let expr = DateExpr::Stage { of: Box::new(inner.expr), stage };
        Some(Found::new(at, inner.end, expr, "date.stage"))
    }

    /// "the morning of April 9", "the evening".
    fn part_of_date(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let part = self.senses(at + the).part?;
        let after = at + the + 1;
        if self.is(after, Role::Of)
            && let Some(of) = self.point(after + 1)
        {
            let expr = DateExpr::Part { of: Box::new(of.expr), part };
            return Some(Found::new(at, of.end, expr, "date.part"));
        }
        if the == 1 && self.after_any(at, &[Role::In]) {
            let of = Box::new(DateExpr::Narrated { unit: Days::Day, count: 0 });
            return Some(Found::new(at, after, DateExpr::Part { of, part }, "date.part"));
        }
        None
    }

    /// What may follow a date: a part of the day, the calendar day, the period it lies in.
    fn with_part(&self, found: Found) -> Found {
        let found = self.in_part(found);
        let found = self.in_period(found);
        let found = self.with_count(found);
        self.with_day(found)
    }

    fn in_part(&self, found: Found) -> Found {
        let is_day = if let DateExpr::Within { date, .. } = &found.expr {
            matches!(**date, DateExpr::Weekday { .. })
        } else {
            is_day(&found.expr)
        };
        if !is_day {
            return found;
        }
        let mut at = found.end;
        if self.is(at, Role::In) {
            at += 1 + usize::from(self.is(at + 1, Role::The));
        }
        at += usize::from(self.senses(at).stage.is_some_and(|(_, bare)| bare));
        match self.senses(at).part {
            Some(part) => {
                let of = Box::new(found.expr);
                Found { expr: DateExpr::Part { of, part }, end: at + 1, rule: "date.part", ..found }
            }
            None => found,
        }
    }

    /// "Tuesday of last week", "in March last year", "April 11 this year".
    fn in_period(&self, found: Found) -> Found {
        let in_year = matches!(
            &found.expr,
            DateExpr::Day { year: None, .. }
                | DateExpr::Month { year: None, direction: Direction::Nearest, .. }
                | DateExpr::Season { year: None, direction: Direction::Nearest, .. }
                | DateExpr::NthWeekday { year: None, .. }
                | DateExpr::Feast { year: None, .. }
        );
        // "Wednesday evening next week".
        if let DateExpr::Part { of, part } = &found.expr
            && let DateExpr::Weekday { direction: Direction::Nearest, .. } = **of
        {
            let day = Found { expr: (**of).clone(), ..found };
            let end = day.end;
            let day = self.in_period(day);
            let expr = DateExpr::Part { of: Box::new(day.expr), part: *part };
            return if day.end > end { Found { expr, end: day.end, ..found } } else { found };
        }
        let in_week =
            matches!(&found.expr, DateExpr::Weekday { direction: Direction::Nearest, .. });
        if !in_year && !in_week {
            return found;
        }
        let wanted = if in_week { Days::Week } else { Days::Year };
        let from = in_week && self.is(found.end, Role::From);
        let of = usize::from(self.is(found.end, Role::Of) || from);
        match self.pointed_period(found.end + of) {
            Some(period) if matches!(period.expr, DateExpr::Relative { unit, .. } if unit == wanted) => {
                inside(found, period)
            }
            Some(_) | None => found,
        }
    }

    /// "Christmas two years ago", "Thanksgiving in nine months": the first one from there on.
    fn with_count(&self, found: Found) -> Found {
        if !found.expr.recurs() || found.expr.weekday().is_some() {
            return found;
        }
        let Some(count) = self.counted(found.end) else { return found };
        let after =
            DateExpr::Offset { unit: Days::Year, count: 1, from: Box::new(count.expr.clone()) };
        let expr = DateExpr::Between {
            start: Some(Box::new(count.expr.clone())),
            end: Some(Box::new(DateExpr::Before { date: Box::new(after) })),
        };
        inside(found, Found { expr, ..count })
    }

    /// "yesterday (April 10)", "Friday night, April 11".
    fn with_day(&self, found: Found) -> Found {
        let (day, part) = if let DateExpr::Part { of, part } = &found.expr {
            (&**of, Some(*part))
        } else if let DateExpr::Within { date, .. } = &found.expr {
            (&**date, None)
        } else {
            (&found.expr, None)
        };
        let weekday = if let DateExpr::Weekday { weekday, .. } = day {
            Some(*weekday)
        } else if let DateExpr::Relative { unit: Days::Day, .. } = day {
            None
        } else {
            return found;
        };
        let today = matches!(found.expr, DateExpr::Relative { count: 0, .. });
        match self.beside(found.end, weekday) {
            Some(day) => {
                let rule = if today { TODAY } else { "date.day" };
                let expr = match part {
                    Some(part) => DateExpr::Part { of: Box::new(day.expr), part },
                    None => day.expr,
                };
                Found { expr, end: day.end, rule, ..found }
            }
            None => found,
        }
    }

    /// "from 2014 to 2016", "April 29 - May 3", "between March and May".
    fn with_end(&self, found: Found) -> Found {
        let Some(end) = self.second_end(&found) else { return self.with_length(found) };
        let mut start = match is_now(&found.expr) {
            true => DateExpr::Relative { unit: Days::Day, count: 0 },
            false => found.expr,
        };
        share_year(&mut start, &end.expr);
        let expr =
            DateExpr::Between { start: Some(Box::new(start)), end: Some(Box::new(end.expr)) };
        Found { expr, end: end.end, rule: "date.range", ..found }
    }

    /// "from December 18 for 10 days".
    fn with_length(&self, found: Found) -> Found {
        let led = self.alone || self.after_any(found.start, &[Role::From, Role::Starting]);
        if !led || !self.is(found.end, Role::For) || !is_day(&found.expr) {
            return found;
        }
        let Some((Lapse::Days(unit), count, end)) = self.lapse(found.end + 1) else { return found };
        let from = Box::new(found.expr.clone());
        let last = DateExpr::Before { date: Box::new(DateExpr::Offset { unit, count, from }) };
        let (start, last) = (Some(Box::new(found.expr)), Some(Box::new(last)));
        let expr = DateExpr::Between { start, end: last };
        Found { expr, end, rule: "date.range", ..found }
    }

    fn second_end(&self, found: &Found) -> Option<Found> {
        if !is_calendar(&found.expr) && !is_now(&found.expr) {
            return None;
        }
        let at = found.end;
        let between = self.after_any(found.start, &[Role::Between]);
        let from = self.after_any(found.start, &[Role::From]);
        let dash = self.is_dash(at);
        let linked = (dash && (self.is_glued(at) == self.is_glued(at + 1)))
            || (between && self.is(at, Role::And))
            || (self.is(at, Role::To) && (from || between || self.is_span_word(at, &found.expr)));
        if !linked {
            return None;
        }
        if let DateExpr::Years { first, .. } = &found.expr {
            if let Some((year, end)) = self.year_number(at + 1) {
                let later = year > *first && !self.is_counted(end);
                return later.then(|| Found::new(at + 1, end, DateExpr::year(year), "date.year"));
            }
            if let Some((short, 2)) = self.integer(at + 1)
                && dash
                && short > first % 100
            {
                let expr = DateExpr::year(first - first % 100 + short);
                return Some(Found::new(at + 1, at + 2, expr, "date.year"));
            }
        }
        let end = self.whole(at + 1)?;
        // "between March and now" ends before what is to come.
        if is_now(&end.expr) {
            let today = DateExpr::Relative { unit: Days::Day, count: 0 };
            let expr = DateExpr::Before { date: Box::new(today) };
            return Some(Found { expr, ..end });
        }
        is_calendar(&end.expr).then_some(end)
    }

    /// Whether "to" joins the two: years, months and days of a month do without "from".
    fn is_span_word(&self, at: usize, expr: &DateExpr) -> bool {
        let month = matches!(expr, DateExpr::Month { .. }) && self.senses(at + 1).month.is_some();
        month
            || matches!(expr, DateExpr::Years { .. } | DateExpr::Day { .. })
            || self.is(at, Role::Until)
    }

    /// Whether no word and no number stands at `at`.
    pub(super) fn ends(&self, at: usize) -> bool {
        !self.is_word_like(at) && self.kind(at) != Some(TokenKind::Number)
    }

    /// "since 2022", "until Friday", "by the end of May": the preposition opens one side.
    fn bounded(&self, found: Found) -> Found {
        let before = found.start.wrapping_sub(1);
        if !(is_calendar(&found.expr) || matches!(found.expr, DateExpr::Stage { .. }))
            || self.is_possessive(found.end)
        {
            return found;
        }
        let mut date = found.expr;
        let lead =
            |back: usize, role| found.start.checked_sub(back).is_some_and(|at| self.is(at, role));
        // "2012 or later", "May 1 and after".
        if self.is(found.end, Role::Or)
            && (self.is(found.end + 1, Role::Later)
                || (self.is(found.end + 1, Role::After) && self.ends(found.end + 2)))
            && !lead(1, Role::Before)
        {
            let expr = DateExpr::Between { start: Some(Box::new(date)), end: None };
            return Found { expr, end: found.end + 2, rule: "date.since", ..found };
        }
        let on = usize::from(self.senses(before).is_any(&[Role::On, Role::From]));
        if lead(1 + on, Role::Starting) {
            let expr = DateExpr::Between { start: Some(Box::new(date)), end: None };
            return Found { expr, rule: "date.since", ..found };
        }
        // "later than 2018", "no later than Friday".
        if lead(1, Role::Than) && lead(2, Role::Later) {
            if lead(3, Role::No) {
                let end = DateExpr::Between { start: None, end: Some(Box::new(date)) };
                return Found { expr: end, rule: "date.until", ..found };
            }
            let expr = DateExpr::After { date: Box::new(date) };
            return Found { expr, rule: "date.after", ..found };
        }
        let senses = self.senses(before);
        let (expr, rule) = if senses.is(Role::Since) {
            (DateExpr::Between { start: Some(Box::new(date)), end: None }, "date.since")
        } else if senses.is_any(&[Role::Until, Role::By]) {
            // "has kept shops closed until Friday": the verb does not tell where the end lies.
            forget_past(&mut date);
            // "by the end of the month", as a term that runs from now.
            let today = DateExpr::Relative { unit: Days::Day, count: 0 };
            let start = (self.alone && senses.is(Role::By)).then(|| Box::new(today));
            (DateExpr::Between { start, end: Some(Box::new(date)) }, "date.until")
        } else if senses.is(Role::Before) {
            (DateExpr::Before { date: Box::new(date) }, "date.before")
        } else if senses.is(Role::After) {
            (DateExpr::After { date: Box::new(date) }, "date.after")
        } else {
            return Found { expr: date, ..found };
        };
        Found { expr, rule, ..found }
    }
}

/// Whether a date can be an end of a range.
fn is_calendar(expr: &DateExpr) -> bool {
    match expr {
        DateExpr::Day { .. }
        | DateExpr::DayOfMonth { .. }
        | DateExpr::Slashed { .. }
        | DateExpr::Month { .. }
        | DateExpr::Years { .. }
        | DateExpr::Quarter { .. }
        | DateExpr::Half { .. }
        | DateExpr::Week { .. }
        | DateExpr::Season { .. }
        | DateExpr::NthWeekday { .. }
        | DateExpr::Easter { .. }
        | DateExpr::Feast { .. }
        | DateExpr::Nth { .. }
        | DateExpr::Around { .. }
        | DateExpr::Offset { .. }
        | DateExpr::Weekday { .. }
        | DateExpr::Weekend { .. }
        | DateExpr::Relative { .. }
        | DateExpr::Within { .. }
        | DateExpr::Stage { .. } => true,
        DateExpr::Part { of, .. } => is_calendar(of),
        DateExpr::Stretch { .. }
        | DateExpr::Narrated { .. }
        | DateExpr::Counted { .. }
        | DateExpr::Upcoming(_)
        | DateExpr::Before { .. }
        | DateExpr::After { .. }
        | DateExpr::Between { .. }
        | DateExpr::Vague { .. } => false,
    }
}

fn is_now(expr: &DateExpr) -> bool {
    matches!(expr, DateExpr::Vague { timex } if timex == "PRESENT_REF")
}

/// "April 29 to May 3, 2025": the year belongs to both.
fn share_year(start: &mut DateExpr, end: &DateExpr) {
    if let DateExpr::Day { year: stated, .. } | DateExpr::Month { year: stated, .. } = end
        && let DateExpr::Day { year, .. } | DateExpr::Month { year, .. } = start
    {
        *year = year.or(*stated);
    }
}

pub(super) fn is_day(expr: &DateExpr) -> bool {
    if let DateExpr::Relative { unit, .. } | DateExpr::Narrated { unit, .. } = expr {
        return *unit == Days::Day;
    }
    matches!(
        expr,
        DateExpr::Day { .. }
            | DateExpr::DayOfMonth { .. }
            | DateExpr::Slashed { .. }
            | DateExpr::Weekday { .. }
            | DateExpr::Offset { .. }
            | DateExpr::Feast { .. }
            | DateExpr::Easter { .. }
            | DateExpr::NthWeekday { .. }
    )
}

fn forget_past(expr: &mut DateExpr) {
    if let DateExpr::Stage { of, .. } | DateExpr::Part { of, .. } = expr {
        return forget_past(of);
    }
    if let DateExpr::Month { tense, .. }
    | DateExpr::Season { tense, .. }
    | DateExpr::Weekend { tense, .. }
    | DateExpr::Weekday { tense, .. } = expr
        && *tense == Tense::Past
    {
        *tense = Tense::Unknown;
    }
}
