use jiff::civil::Weekday;

use crate::{
    model::{Mention, TokenKind},
    rule::{Phrase, Role},
    value::{DateExpr, Days, Direction, Lapse, Tense},
};

use super::{Found, period::inside, words::Words};

impl Words<'_> {
    /// "yesterday", "the day before", "Christmas 2024": phrases of the rules.
    pub(super) fn fixed(&self, at: usize) -> Option<Found> {
        let (length, phrase) = self.phrase(at)?;
        let end = at + length;
        match phrase {
            // "the Daily Mail", "USA Today".
            Phrase::Date { expr, .. } if self.is_in_name(at, end, expr) => None,
            // "the current year", "in the past decade".
            Phrase::Date { expr: DateExpr::Vague { .. }, .. }
                if self.senses(end - 1).pointer.is_some() && self.pointed(end - 1).is_some() =>
            {
                None
            }
            Phrase::Date { expr, rule } => Some(Found::new(at, end, expr.clone(), rule)),
            Phrase::Holiday(expr) => {
                let mut expr = expr.clone();
                let (mut stated, mut end) = self.year_after(end);
                let weekend = self.weekend_word(end);
                if let Some(after) = weekend {
                    let (year, after) = self.year_after(after);
                    (stated, end) = (stated.or(year), after);
                }
                if let DateExpr::Day { year, .. }
                | DateExpr::NthWeekday { year, .. }
                | DateExpr::Feast { year, .. }
                | DateExpr::Easter { year, .. } = &mut expr
                {
                    *year = stated;
                }
                Some(match weekend {
                    Some(_) => Found::new(at, end, weekend_of(expr), "date.weekend"),
                    None => Found::new(at, end, expr, "date.holiday"),
                })
            }
            Phrase::Other => None,
        }
    }

    fn is_in_name(&self, at: usize, end: usize, expr: &DateExpr) -> bool {
        if self.is_headline() || self.kind(at) != Some(TokenKind::Capitalized) {
            return false;
        }
        // "Recently, he left".
        let opens = at == 0 && self.is_mark(end, ",");
        (matches!(expr, DateExpr::Vague { .. }) && !opens)
            || at.checked_sub(1).is_some_and(|before| self.is_capital(before))
    }

    /// "last Christmas", "this Easter": a holiday of the year before, of this year, of the year ahead.
    fn pointed_holiday(&self, at: usize, head: usize, direction: Direction) -> Option<Found> {
        let (length, phrase) = self.phrase(head)?;
        let Phrase::Holiday(holiday) = phrase else { return None };
        let year = |count| DateExpr::Stretch { unit: Lapse::Days(Days::Year), count };
        let period = match direction {
            Direction::Last => year(-1),
            Direction::Next => year(1),
            Direction::This | Direction::Nearest => {
                DateExpr::Relative { unit: Days::Year, count: 0 }
            }
        };
        let expr = DateExpr::Within { date: Box::new(holiday.clone()), period: Box::new(period) };
        Some(Found::new(at, head + length, expr, "date.holiday"))
    }

    /// "last week", "next Tuesday", "this summer", "the past three years", "this morning".
    pub(super) fn pointed(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let mut begin = at + the;
        let mut coming = false;
        let mut direction = self.senses(begin).pointer?;
        // "this past Wednesday", "this coming weekend".
        if let Some(second) = self.senses(begin + 1).pointer
            && direction == Direction::This
        {
            direction = second;
            coming = second == Direction::Next;
            begin += 1;
        }
        let past_word = self.is(begin, Role::PastHour);
        let head = begin + 1;
        if let Some(found) = self.pointed_holiday(at, head, direction) {
            return Some(found);
        }
        let senses = self.senses(head);
        // "this coming Friday" is the first one ahead, "next Friday" that of next week.
        if coming && self.senses(begin + 1).weekday.is_some() {
            direction = Direction::Nearest;
        }
        let tense = |end| if coming { Tense::Future } else { self.tense(at, end) };
        let found = |expr, rule| Some(Found::new(at, head + 1, expr, rule));
        if let Some(word) = senses.weekday.filter(|word| !word.short) {
            let expr =
                DateExpr::Weekday { weekday: word.weekday, direction, tense: tense(head + 1) };
            return found(expr, "date.weekday");
        }
        if let Some(month) =
            senses.month.filter(|month| !month.short && self.is_month(head, month.doubtful))
        {
            let expr = DateExpr::Month {
                year: None,
                month: month.number,
                direction,
                tense: tense(head + 1),
            };
            return found(expr, "date.month");
        }
        if let Some((season, _)) = senses.season {
            let expr = DateExpr::Season { season, year: None, direction, tense: tense(head + 1) };
            return found(expr, "date.season");
        }
        if let Some(end) = self.weekend_word(head).filter(|end| !self.is(*end, Role::Of)) {
            let expr = DateExpr::Weekend { direction, tense: tense(end) };
            return Some(Found::new(at, end, expr, "date.weekend"));
        }
        if let Some(part) = senses.part {
            let count = match direction {
                Direction::This => 0,
                Direction::Last => -1,
                Direction::Next => 1,
                Direction::Nearest => return None,
            };
            let of = Box::new(DateExpr::Relative { unit: Days::Day, count });
            return found(DateExpr::Part { of, part }, "date.part");
        }
        if let Some(word) = senses.unit.filter(|word| !word.many) {
            return self.pointed_unit(at, head, direction, word.unit, past_word || the == 1);
        }
        self.stretch(at, head, direction)
    }

    fn is_month(&self, at: usize, doubtful: bool) -> bool {
        self.is_capital(at) || !doubtful
    }

    fn pointed_unit(
        &self,
        at: usize,
        head: usize,
        direction: Direction,
        unit: Days,
        whole: bool,
    ) -> Option<Found> {
        let count = match direction {
            Direction::Last => -1,
            Direction::Next => 1,
            Direction::This | Direction::Nearest => 0,
        };
        let past_word = self.is(head - 1, Role::PastHour);
        // "This Week" is the name of a show.
        if self.kind(head) == Some(TokenKind::Capitalized) && !self.is_headline() {
            return None;
        }
        let stretch = past_word || (whole && matches!(unit, Days::Decade | Days::Century));
        let expr = if stretch && count != 0 {
            DateExpr::Stretch { unit: Lapse::Days(unit), count }
        } else if unit == Days::Day {
            // "last day" is the last of some other thing.
            return None;
        } else {
            DateExpr::Relative { unit, count }
        };
        let rule = if stretch { "date.stretch" } else { "date.relative" };
        let period = Found::new(at, head + 1, expr, rule);
        // "next week Wednesday", "last week's Sunday".
        let on = usize::from(self.is(head + 1, Role::On) || self.is_possessive(head + 1));
        let weekday = self.senses(head + 1 + on).weekday.filter(|_| unit == Days::Week);
        match weekday.filter(|word| !word.short || self.is_capital(head + 1 + on)) {
            Some(word) => {
                let date = DateExpr::Weekday {
                    weekday: word.weekday,
                    direction: Direction::Nearest,
                    tense: Tense::Unknown,
                };
                let end = head + 2 + on;
                let found = inside(Found::new(at, end, date, "date.weekday"), period);
                Some(Found { end, ..found })
            }
            None => Some(period),
        }
    }

    /// "the 5 past years", "3 next weeks".
    pub(super) fn turned_stretch(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let (count, end) = self.amount(at + the).filter(|_| !self.is(at + the, Role::A))?;
        let sign = match self.senses(end).pointer? {
            Direction::Last => -1,
            Direction::Next => 1,
            Direction::This | Direction::Nearest => return None,
        };
        let plural =
            self.alone || self.senses(end + 1).unit.is_none_or(|word| word.many || count == 1);
        let unit = self.senses(end + 1).lapse().filter(|_| count < 10_000 && plural)?;
        let expr = DateExpr::Stretch { unit, count: sign * count };
        Some(Found::new(at, end + 2, expr, "date.stretch"))
    }

    /// "2 Fridays ago", "three Sundays from now".
    pub(super) fn weekdays_away(&self, at: usize) -> Option<Found> {
        let (count, end) = self.amount(at).filter(|(count, _)| (1..500).contains(count))?;
        let weekday = self.senses(end).weekday.filter(|word| !word.short)?.weekday;
        let of = |tense, count, after| {
            let nearest = DateExpr::Weekday { weekday, direction: Direction::Nearest, tense };
            let ahead = tense == Tense::Future;
            let from = Box::new(nearest);
            let from = if ahead { Box::new(DateExpr::Upcoming(from)) } else { from };
            let expr = DateExpr::Offset { unit: Days::Week, count, from };
            Some(Found::new(at, after, expr, "date.offset"))
        };
        if self.is(end + 1, Role::Ago) {
            return of(Tense::Past, 1 - count, end + 2);
        }
        if self.is(end + 1, Role::From) && self.is(end + 2, Role::FromNow) {
            return of(Tense::Future, count - 1, end + 3);
        }
        None
    }

    /// "in years", "for decades", "a months-long strike": how many is not said.
    pub(super) fn vague_length(&self, at: usize) -> Option<Found> {
        // "several years".
        if self.is(at, Role::Several) {
            let word = self.senses(at + 1).unit.filter(|word| word.many)?;
            let timex = format!("PX{}", letter(word.unit));
            return Some(Found::new(at, at + 2, DateExpr::Vague { timex }, Mention::VAGUE_DATE));
        }
        let senses = self.senses(at);
        let many = senses.unit.is_some_and(|word| word.many);
        let long = self.is_dash(at + 1) && self.is(at + 2, Role::Long);
        // "in just minutes".
        let just = usize::from(self.after_any(at, &[Role::Shortly]));
        let lead = at.checked_sub(just).unwrap_or(at);
        let led = self.after_any(lead, &[Role::In, Role::For]);
        if self.is(at + 1, Role::Of) || self.is(at + 1, Role::Ago) || !(long || led) {
            return None;
        }
        let timex = match senses.lapse()? {
            Lapse::Days(unit) if many => format!("PX{}", letter(unit)),
            Lapse::Minute if self.word(at).ends_with('s') => "PTXM".to_owned(),
            Lapse::Hour if self.word(at).ends_with('s') => "PTXH".to_owned(),
            Lapse::Days(_) | Lapse::Second | Lapse::Minute | Lapse::Hour => return None,
        };
        let end = if long { at + 3 } else { at + 1 };
        Some(Found::new(at, end, DateExpr::Vague { timex }, Mention::VAGUE_DATE))
    }

    /// "to end the day", "for the week,": the day that is told of, the week it is.
    pub(super) fn the_unit(&self, at: usize) -> Option<Found> {
        let word = self.senses(at + 1).unit.filter(|word| !word.many)?;
        let unit = word.unit;
        if !self.is(at, Role::The) || matches!(unit, Days::Decade | Days::Century) {
            return None;
        }
        let closes = unit == Days::Day && self.after_any(at, &[Role::Closes]);
        let period = unit != Days::Day && self.after_any(at, &[Role::In]);
        let whole = (period || self.after_any(at, &[Role::For])) && self.ends(at + 2);
        let expr = if unit == Days::Day {
            DateExpr::Narrated { unit, count: 0 }
        } else {
            DateExpr::Relative { unit, count: 0 }
        };
        (closes || whole).then(|| Found::new(at, at + 2, expr, "date.relative"))
    }

    /// "the last 3 months", "the next few years".
    fn stretch(&self, at: usize, head: usize, direction: Direction) -> Option<Found> {
        // "The truce will last 72 hours."
        let bare = head == at + 1 && self.is(at, Role::LastOf);
        let led = self.after_any(at, &[Role::In, Role::Over, Role::For, Role::Of]);
        if bare && !led && !self.alone && at > 0 {
            return None;
        }
        let sign = match direction {
            Direction::Last => -1,
            Direction::Next => 1,
            Direction::This | Direction::Nearest => return None,
        };
        if self.is(head, Role::Few) && !self.is(head, Role::Couple) && !self.alone {
            let of = usize::from(self.is(head + 1, Role::Of));
            let word = self.senses(head + 1 + of).unit?;
            let timex = format!("PX{}", letter(word.unit));
            let expr = DateExpr::Vague { timex };
            return Some(Found::new(at, head + of + 2, expr, "date.stretch"));
        }
        // "the next couple of weeks".
        let (count, end) = if self.is(head, Role::Couple) {
            (2, head + 1 + usize::from(self.is(head + 1, Role::Of)))
        } else if self.is(head, Role::Few) {
            (3, head + 1)
        } else {
            self.amount(head)?
        };
        // "the past five trading days": how many days they span, no calendar tells.
        if self.is(end, Role::Calendar) {
            let word = self.senses(end + 1).unit.filter(|word| word.unit == Days::Day)?;
            let timex = format!("P{count}{}", letter(word.unit));
            return Some(Found::new(at, end + 2, DateExpr::Vague { timex }, "date.stretch"));
        }
        let unit = self.senses(end).lapse().filter(|_| count < 10_000)?;
        let expr = DateExpr::Stretch { unit, count: sign * count };
        Some(Found::new(at, end + 1, expr, "date.stretch"))
    }

    /// "a week earlier", "three days later", "years ago".
    pub(super) fn ago(&self, at: usize) -> Option<Found> {
        let few = usize::from(self.is(at, Role::A) && self.is(at + 1, Role::Few))
            + usize::from(self.is(at, Role::Few));
        let begin = if self.is(at, Role::A) && few > 0 { at + 1 } else { at };
        if few > 0 || self.senses(at).unit.is_some_and(|word| word.many) {
            let head = if few > 0 { begin + 1 } else { at };
            let head = head + usize::from(self.is(head, Role::Of));
            self.senses(head).unit?;
            let ago = self.is(head + 1, Role::Ago);
            let expr = DateExpr::Vague { timex: "PAST_REF".to_owned() };
            return ago.then(|| Found::new(at, head + 2, expr, Mention::VAGUE_DATE));
        }
        let (Lapse::Days(unit), count, after) = self.lapse(at)? else { return None };
        let senses = self.senses(after);
        let compared = |next: usize| self.is_word_like(next);
        let count = if senses.is(Role::Earlier) && !(senses.is(Role::Before) && compared(after + 1))
        {
            -count
        } else if senses.is(Role::Later) {
            count
        } else {
            return None;
        };
        let expr = DateExpr::Narrated { unit, count };
        Some(Found::new(at, after + 1, expr, "date.narrated"))
    }

    pub(super) fn is_word_like(&self, at: usize) -> bool {
        self.kind(at).is_some_and(|kind| kind.is_word())
    }

    /// "every Friday", "each week".
    pub(super) fn set(&self, at: usize) -> Option<Found> {
        if !self.is(at, Role::Every) {
            return None;
        }
        let senses = self.senses(at + 1);
        let timex = if let Some(word) = senses.weekday.filter(|word| !word.short) {
            format!("XXXX-WXX-{}", word.weekday.to_monday_one_offset())
        } else if let Some(word) = senses.unit {
            format!("P1{}", letter(word.unit))
        } else if senses.is(Role::Weekend) {
            "XXXX-WXX-WE".to_owned()
        } else if senses.part.is_some() {
            "P1D".to_owned()
        } else if let Some(month) = senses.month {
            format!("XXXX-{:02}", month.number)
        } else {
            return None;
        };
        Some(Found::new(at, at + 2, DateExpr::Vague { timex }, "date.set"))
    }

    /// "the weekend".
    pub(super) fn weekend(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let end = self.weekend_word(at + the)?;
        if the == 0 && !self.after_any(at, &[Role::Over]) {
            return None;
        }
        // "the weekend of Halloween"
        if self.is(end, Role::Of)
            && let Some((_, Phrase::Holiday(_))) = self.phrase(end + 1)
        {
            let day = self.fixed(end + 1)?;
            return Some(Found::new(at, day.end, weekend_of(day.expr), "date.weekend"));
        }
        let expr = DateExpr::Weekend { direction: Direction::Nearest, tense: self.tense(at, end) };
        Some(Found::new(at, end, expr, "date.weekend"))
    }

    /// The token after "weekend", "week-end", and "week end" in a text that is nothing else.
    pub(super) fn weekend_word(&self, at: usize) -> Option<usize> {
        if self.is(at, Role::Weekend) {
            return Some(at + 1);
        }
        let week = self.senses(at).unit.is_some_and(|word| word.unit == Days::Week && !word.many);
        let dash = usize::from(self.is_dash(at + 1) && self.is_glued(at + 1));
        let end = at + 1 + dash;
        let joined = self.alone || dash == 1 && self.is_glued(end);
        (week && joined && self.word(end).eq_ignore_ascii_case("end")).then_some(end + 1)
    }
}

/// The weekend that a holiday makes longer, or the one nearest to it.
fn weekend_of(holiday: DateExpr) -> DateExpr {
    let weekday = if let DateExpr::NthWeekday { weekday, offset, .. } = &holiday {
        Some(weekday.wrapping_add(*offset))
    } else if let DateExpr::Easter { offset, .. } = &holiday {
        Some(Weekday::Sunday.wrapping_add(*offset))
    } else {
        None
    };
    let side = |count| {
        let from = Box::new(holiday.clone());
        DateExpr::Offset { unit: Days::Day, count, from }
    };
    let between =
        |start, end| DateExpr::Between { start: Some(Box::new(start)), end: Some(Box::new(end)) };
    match weekday {
        Some(Weekday::Thursday) => between(side(0), side(3)),
        Some(Weekday::Friday) => between(side(0), side(2)),
        Some(Weekday::Saturday) => between(side(0), side(1)),
        Some(Weekday::Sunday) => between(side(-1), side(0)),
        Some(Weekday::Monday) => between(side(-2), side(0)),
        Some(Weekday::Tuesday) => between(side(-3), side(0)),
        Some(Weekday::Wednesday) | None => {
            let (weekday, direction) = (Weekday::Saturday, Direction::Nearest);
            let date = DateExpr::Weekday { weekday, direction, tense: Tense::Future };
            let near = Box::new(between(side(-3), side(3)));
            let saturday = DateExpr::Within { date: Box::new(date), period: near };
            let from = Box::new(saturday.clone());
            between(saturday, DateExpr::Offset { unit: Days::Day, count: 1, from })
        }
    }
}

fn letter(unit: Days) -> &'static str {
    match unit {
        Days::Day => "D",
        Days::Week | Days::Fortnight => "W",
        Days::Month => "M",
        Days::Quarter => "Q",
        Days::Year => "Y",
        Days::Decade => "DE",
        Days::Century => "CE",
    }
}
