use crate::{
    model::{Mention, TokenKind},
    rule::Role,
    value::{Clock, Lapse, PartOfDay, Side},
};

use super::{FoundClock, words::Words};

const DAY: i32 = 24 * 60;
/// Minutes by which "about" and "shortly after" widen a time.
const HEDGE: i32 = 15;

/// How a time was written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// With a.m. or p.m., o'clock, or as a word: nothing else is needed.
    Full,
    /// "10:30": a time unless the words around it say otherwise.
    Colon,
    /// "1353", "3": a time only before a zone.
    Bare,
}

struct Reading {
    minute: i32,
    end: usize,
    form: Form,
}

impl Words<'_> {
    /// A clock time with its hedge, its second end and its zone.
    pub(super) fn clock(&self, at: usize) -> Option<FoundClock> {
        let (begin, before, after) = self.clock_hedge(at);
        let (mut low, mut high, mut end, form) = self.span(begin)?;
        let zone = self.clock_zone(end);
        let mut offset = None;
        if let Some((length, minutes)) = zone {
            end += length;
            offset = minutes;
        }
        let clock = Clock { low, high, offset, open: None };
        if let Some((universal, minutes, after)) = self.universal(end) {
            end = after;
            offset = Some(clock.offset_to(universal) + minutes);
        } else if form == Form::Bare && zone.is_none() {
            return None;
        }
        if form == Form::Colon && offset.is_none() && zone.is_none() && !self.may_be_clock(at, end)
        {
            return None;
        }
        if form == Form::Full && begin > at && (before, after) == (0, 0) {
            return None;
        }
        let plain = low == high;
        if plain && let Some((minutes, after)) = self.clock_length(at, end) {
            (high, end) = (low + minutes, after);
        }
        let open = if low == high { self.open_side(at, end) } else { None };
        low -= before;
        high += after;
        let rule = if plain && self.is_either_half(begin, end, low) {
            Mention::TIME_EITHER_HALF
        } else {
            "time.clock"
        };
        Some(FoundClock { start: at, end, clock: Clock { low, high, offset, open }, rule })
    }

    /// Whether a note tells an hour of twelve and not whether it is before or after noon.
    fn is_either_half(&self, at: usize, end: usize, minute: i32) -> bool {
        const TOLD: [Role; 4] = [Role::Am, Role::Pm, Role::Noon, Role::Midnight];
        let told = |at: usize| {
            let senses = self.senses(at);
            senses.is_any(&TOLD)
                || senses.part.is_some()
                || self.word(at).starts_with(['0', 'a', 'p', 'h'])
        };
        self.alone && (60..13 * 60).contains(&minute) && !(at..end).any(told)
    }

    /// "from 4 p.m. for thirty minutes".
    fn clock_length(&self, at: usize, end: usize) -> Option<(i32, usize)> {
        let led = self.alone || self.after_any(at, &[Role::From, Role::Starting]);
        if !led || !self.is(end, Role::For) {
            return None;
        }
        match self.lapse(end + 1)? {
            (Lapse::Minute, count, after) => Some((count, after)),
            (Lapse::Hour, count, after) => Some((count.checked_mul(60)?, after)),
            (Lapse::Second | Lapse::Days(_), ..) => None,
        }
    }

    /// "by 5 p.m.", "until noon", "after 2 p.m.", "no later than 6 p.m.".
    fn open_side(&self, at: usize, end: usize) -> Option<Side> {
        let lead = at.checked_sub(1)?;
        if self.is(lead, Role::Than) && self.after_any(lead, &[Role::Later]) {
            let later = lead.checked_sub(1)?;
            let no = self.after_any(later, &[Role::No]);
            return Some(if no { Side::Before } else { Side::After });
        }
        let senses = self.senses(lead);
        // A note "from 2 p.m."; "from 4 p.m. for an hour" has an end, and "by 2 p.m." runs from now.
        let note = self.alone && senses.is(Role::From) && end == self.sentence.tokens.len();
        let until =
            senses.is_any(&[Role::Until, Role::Before]) || (senses.is(Role::By) && !self.alone);
        if until {
            Some(Side::Before)
        } else if note || senses.is_any(&[Role::Since, Role::After]) {
            Some(Side::After)
        } else {
            None
        }
    }

    /// "around", "shortly after", "just before" at the head of a time, with the minutes they widen it.
    fn clock_hedge(&self, at: usize) -> (usize, i32, i32) {
        if self.is(at, Role::About) {
            return (at + 1, HEDGE, HEDGE);
        }
        if self.is(at, Role::Shortly) {
            if self.is(at + 1, Role::After) {
                return (at + 2, 0, HEDGE);
            }
            if self.is(at + 1, Role::Before) {
                return (at + 2, HEDGE, 0);
            }
        }
        (at, 0, 0)
    }

    /// One time or two: "9-11 a.m.", "between 3 and 4 p.m.".
    fn span(&self, at: usize) -> Option<(i32, i32, usize, Form)> {
        let first = self.reading(at)?;
        let between = self.after_any(at, &[Role::Between]);
        let joined = self.is_dash(first.end)
            || self.is(first.end, Role::To)
            || (between && self.is(first.end, Role::And));
        if joined
            && let Some(second) = self.reading(first.end + 1)
            && second.form != Form::Bare
        {
            // "9 to 11 a.m.": the mark of the second serves both.
            let mut low = first.minute;
            if first.form == Form::Bare
                && second.minute >= DAY / 2
                && low + DAY / 2 <= second.minute
            {
                low += DAY / 2;
            }
            // "11:30-1:30" goes past noon, "10 p.m. to 2 a.m." past midnight.
            let half = second.minute + DAY / 2;
            let noon = second.form == Form::Colon && second.minute < DAY / 2 && half > low;
            let high = match second.minute < low {
                true if noon => half,
                true => second.minute + DAY,
                false => second.minute,
            };
            return Some((low, high, second.end, second.form));
        }
        Some((first.minute, first.minute, first.end, first.form))
    }

    fn reading(&self, at: usize) -> Option<Reading> {
        if self.is(at, Role::Noon) {
            return Some(Reading { minute: DAY / 2, end: at + 1, form: Form::Full });
        }
        if self.is(at, Role::Midnight) {
            return Some(Reading { minute: 0, end: at + 1, form: Form::Full });
        }
        if let Some(reading) = self.spoken(at).or_else(|| self.half_hour(at)) {
            return Some(reading);
        }
        if let Some(reading) = self.hours_with_letter(at) {
            return Some(reading);
        }
        let (hour, minute, mut end, colon) = self.digits_of_clock(at)?;
        // "3 o'clock p.m.".
        if self.is(end, Role::Oclock) && self.meridiem(end + 1).is_some() {
            end += 1;
        }
        if let Some((afternoon, length)) = self.meridiem(end).or_else(|| self.part_mark(at, end)) {
            if hour == 0 || hour > 12 {
                return None;
            }
            let hour = hour % 12 + if afternoon { 12 } else { 0 };
            return Some(Reading {
                minute: hour * 60 + minute,
                end: end + length,
                form: Form::Full,
            });
        }
        if self.is(end, Role::Oclock) {
            return Some(Reading { minute: hour * 60 + minute, end: end + 1, form: Form::Full });
        }
        if self.is(end, Role::Hours)
            && !self.is_glued(end + 1)
            && self.kind(at) == Some(TokenKind::Number)
            && self.word(at).len() == 4
        {
            end += 1;
            return Some(Reading { minute: hour * 60 + minute, end, form: Form::Full });
        }
        // "at three twenty", "at 1030" in a text that is nothing else.
        let timed = self.alone && self.after_any(at, &[Role::At, Role::About]);
        let minutes = end > at + 1 || self.word(at).len() == 4;
        let form = match (colon, timed && minutes) {
            (true, _) => Form::Colon,
            (false, true) => Form::Full,
            (false, false) => Form::Bare,
        };
        Some(Reading { minute: hour * 60 + minute, end, form })
    }

    /// "15h30"; "15h" after "at", since it is a length otherwise.
    fn hours_with_letter(&self, at: usize) -> Option<Reading> {
        if !matches!(self.word(at + 1), "h" | "H") || !self.is_glued(at + 1) {
            return None;
        }
        let (hour, 1..=2) = self.integer(at)? else { return None };
        let hour = i32::from(hour);
        let minute = match self.integer(at + 2) {
            Some((minute @ 0..=59, 2)) if self.is_glued(at + 2) => Some(i32::from(minute)),
            Some(_) | None => None,
        };
        let end = at + 2 + usize::from(minute.is_some());
        // "19h" as a note; "10h" may be a length.
        let late =
            self.alone && (13..24).contains(&hour) && !self.after_any(at, &[Role::For, Role::In]);
        let stands =
            late || minute.is_some() || self.after_any(at, &[Role::At]) || self.zone(end).is_some();
        let minute = hour * 60 + minute.unwrap_or_default();
        (hour <= 24 && stands).then_some(Reading { minute, end, form: Form::Full })
    }

    /// "10:30", "10.30", "1353", "3"; tells whether a colon was written.
    fn digits_of_clock(&self, at: usize) -> Option<(i32, i32, usize, bool)> {
        if self.kind(at) != Some(TokenKind::Number) {
            let hour = self.senses(at).cardinal.filter(|hour| (1..=12).contains(hour))?;
            let hour = i32::from(hour);
            // "three twenty", "nine fifty-nine".
            let tens = self.senses(at + 1).cardinal.is_some_and(|tens| tens >= 10);
            if let Some((minute @ 10..=59, end)) = self.amount(at + 1).filter(|_| tens) {
                return Some((hour, minute, end, false));
            }
            return Some((hour, 0, at + 1, false));
        }
        let word = self.word(at);
        let separator = word.find([':', '.']);
        let (hour, minute) = match separator {
            Some(place) => {
                let (hour, rest) = word.split_at(place);
                let rest = rest.get(1..)?;
                let (minute, second) = rest.split_once(':').unwrap_or((rest, "00"));
                if minute.len() != 2 || second.len() != 2 || hour.len() > 2 {
                    return None;
                }
                (hour, minute)
            }
            None if word.len() == 4 => word.split_at_checked(2)?,
            // "330 p.m.".
            None if word.len() == 3 && (self.meridiem(at + 1).is_some() || self.leads_part(at)) => {
                word.split_at_checked(1)?
            }
            // "at 3 15".
            None if word.len() <= 2 && self.alone && self.after_any(at, &[Role::At]) => {
                match self.integer(at + 1) {
                    Some((minute @ 0..=59, 2)) => {
                        let hour: i32 = word.parse().ok()?;
                        return (hour <= 24).then_some((
                            hour % 24,
                            i32::from(minute),
                            at + 2,
                            false,
                        ));
                    }
                    Some(_) | None => (word, "00"),
                }
            }
            None if word.len() <= 2 => (word, "00"),
            None => return None,
        };
        let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.parse().ok()?);
        let colon = separator.is_some_and(|place| word.as_bytes().get(place) == Some(&b':'));
        (hour <= 24 && minute < 60).then_some((hour % 24, minute, at + 1, colon))
    }

    /// "a.m.", "pm", also where the tokens cut it at the dots; true for the afternoon.
    fn meridiem(&self, at: usize) -> Option<(bool, usize)> {
        let dot = |at: usize| usize::from(self.is_mark(at, ".") && self.is_glued(at));
        if self.is(at, Role::Am) || self.is(at, Role::Pm) {
            let open = self.word(at).ends_with(".m") || self.word(at).ends_with(".M");
            let length = 1 + if open { dot(at + 1) } else { 0 };
            return Some((self.is(at, Role::Pm), length));
        }
        // "3 in the AM".
        if self.is(at, Role::In)
            && self.is(at + 1, Role::The)
            && self.senses(at + 2).is_any(&[Role::Am, Role::Pm])
        {
            return Some((self.is(at + 2, Role::Pm), 3));
        }
        let letter = self.word(at);
        let afternoon = letter.eq_ignore_ascii_case("p");
        let colon = at.checked_sub(1).is_some_and(|before| self.word(before).contains(':'));
        // "3:18a"; "3p" is three pence.
        if (afternoon || letter.eq_ignore_ascii_case("a")) && self.is_glued(at) && colon {
            return Some((afternoon, 1 + dot(at + 1)));
        }
        // "a m" as it is heard.
        if (afternoon || letter == "a") && self.word(at + 1).eq_ignore_ascii_case("m") {
            return Some((afternoon, 2));
        }
        if (afternoon || letter.eq_ignore_ascii_case("a"))
            && dot(at + 1) == 1
            && self.word(at + 2).eq_ignore_ascii_case("m")
            && self.is_glued(at + 2)
        {
            return Some((afternoon, 3 + dot(at + 3)));
        }
        None
    }

    fn leads_part(&self, at: usize) -> bool {
        self.after_any(at, &[Role::At]) && self.part_mark(at, at + 1).is_some()
    }

    /// "at 3 in the morning", "at 10 at night": a part of the day in place of a.m. or p.m.
    fn part_mark(&self, at: usize, end: usize) -> Option<(bool, usize)> {
        const LEADS: [Role; 6] =
            [Role::At, Role::About, Role::By, Role::Since, Role::Until, Role::After];
        let colon = self.word(at).contains(':');
        if !self.after_any(at, &LEADS) && !self.alone && !colon {
            return None;
        }
        let the = usize::from(self.is(end, Role::In) && self.is(end + 1, Role::The));
        if the == 0 && !self.is(end, Role::At) && !(colon && self.is(end, Role::In)) {
            return None;
        }
        let afternoon = self.senses(end + 1 + the).part? != PartOfDay::Morning;
        Some((afternoon, 2 + the))
    }

    /// "at half three": thirty minutes past it.
    fn half_hour(&self, at: usize) -> Option<Reading> {
        let led = self.alone || self.after_any(at, &[Role::At, Role::About, Role::By]);
        if !led || !self.is(at, Role::Half) || self.kind(at + 1) == Some(TokenKind::Number) {
            return None;
        }
        let (hour, 0, mut end, _) = self.digits_of_clock(at + 1)? else { return None };
        let mark = self.meridiem(end).or_else(|| self.part_after(end));
        let ends = mark.is_some() || self.ends(end) || self.senses(end).is_link();
        let mut minute = hour % 12 * 60 + 30;
        if let Some((afternoon, length)) = mark {
            minute += if afternoon { DAY / 2 } else { 0 };
            end += length;
        }
        ends.then_some(Reading { minute, end, form: Form::Full })
    }

    /// "half past three", "a quarter to five", "20 minutes past 3 p.m.", "ten to noon".
    fn spoken(&self, at: usize) -> Option<Reading> {
        let (minutes, link) = self.minutes_of_hour(at)?;
        let to = self.is(link, Role::ToHour) && !self.is(at, Role::Half);
        if !to && !self.is(link, Role::PastHour) {
            return None;
        }
        // "9 to 11 a.m." is a range.
        let named = self.senses(link - 1).clock_unit.is_some();
        let counted = !self.is(at, Role::Half) && !self.is(at, Role::FourthOfHour);
        if to && counted && !named && minutes <= 12 {
            return None;
        }
        let (hour, end) = if self.is(link + 1, Role::Noon) {
            (12, link + 2)
        } else if self.is(link + 1, Role::Midnight) {
            (0, link + 2)
        } else {
            let (hour, 0, end, _) = self.digits_of_clock(link + 1)? else { return None };
            let part = usize::from(self.is(end, Role::Oclock));
            let mark = self.meridiem(end + part).or_else(|| self.part_after(end + part));
            match mark {
                Some((afternoon, length)) => {
                    (hour % 12 + if afternoon { 12 } else { 0 }, end + part + length)
                }
                // "20 to 30" is a range.
                None if counted && part == 0 => return None,
                None => (hour, end + part),
            }
        };
        let minute = hour * 60 + if to { -minutes } else { minutes };
        Some(Reading { minute: minute.rem_euclid(DAY), end, form: Form::Full })
    }

    /// Minutes before or after an hour, with the token that says which.
    fn minutes_of_hour(&self, at: usize) -> Option<(i32, usize)> {
        if self.is(at, Role::Half) {
            return Some((30, at + 1));
        }
        if self.is(at, Role::FourthOfHour) {
            return Some((15, at + 1));
        }
        let (minutes @ 1..=59, end) = self.amount(at)? else { return None };
        let unit = self.senses(end).clock_unit == Some(Lapse::Minute);
        Some((minutes, end + usize::from(unit)))
    }

    /// "in the morning" after an hour.
    fn part_after(&self, at: usize) -> Option<(bool, usize)> {
        if !self.is(at, Role::In) || !self.is(at + 1, Role::The) {
            return None;
        }
        Some((self.senses(at + 2).part? != PartOfDay::Morning, 3))
    }

    /// Length of a zone in tokens, and its offset from UTC in minutes.
    fn clock_zone(&self, at: usize) -> Option<(usize, Option<i32>)> {
        let open = usize::from(self.is_mark(at, "("));
        let (length, mut offset) = self.zone(at + open)?;
        let mut end = at + open + length;
        // "2 Mt of copper", "rose to 2 MT"
        let short = self.word(at + open).len() < 3;
        let hour = at.checked_sub(1).unwrap_or(at);
        let bare = self.kind(hour) == Some(TokenKind::Number) && !self.word(hour).contains(':');
        let led = !bare
            || self.after_any(hour, &[Role::At, Role::By, Role::About, Role::Until, Role::Since])
            || self.after_any(hour, &[Role::Before, Role::After, Role::From, Role::Between]);
        if short && !(self.kind(at + open) == Some(TokenKind::Upper) && led) {
            return None;
        }
        // "GMT +8", "UTC+3".
        if self.is_mark(end, "+-−") && self.kind(end + 1) == Some(TokenKind::Number) {
            let (hour, minute, after, _) = self.digits_of_clock(end + 1)?;
            let minutes = hour * 60 + minute;
            offset = Some(if self.is_mark(end, "+") { minutes } else { -minutes });
            end = after;
        }
        if open == 1 {
            if !self.is_mark(end, ")") {
                return None;
            }
            end += 1;
        }
        Some((end - at, offset))
    }

    /// "(1200 GMT)", "(2248 GMT Tuesday)", "; 1200 GMT)": the same time in a stated zone, with the
    /// zone's own offset and the token after it.
    fn universal(&self, at: usize) -> Option<(Clock, i32, usize)> {
        if !self.is_mark(at, "(") {
            return None;
        }
        let reading = self.reading(at + 1)?;
        let (length, offset) = self.zone(reading.end)?;
        let mut end = reading.end + length;
        let on = usize::from(self.is(end, Role::On) || self.is_mark(end, ","));
        if self.senses(end + on).weekday.is_some() {
            end += on + 1;
        }
        self.is_mark(end, ")").then_some((Clock::at(reading.minute), offset?, end + 1))
    }

    /// Whether "10:30" is no score, verse, ratio or running time.
    fn may_be_clock(&self, at: usize, end: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let senses = self.senses(before);
        let date = senses.weekday.is_some()
            || senses.is_any(&[
                Role::At,
                Role::By,
                Role::Since,
                Role::Until,
                Role::From,
                Role::About,
            ]);
        let named = self.is_capital(before) && before > 0 && !date;
        let scored =
            senses.is(Role::Score) || self.is(end, Role::Score) || self.is(end, Role::Counted);
        // "finished in 10:30" is a length.
        !named && !scored && (date || !senses.is(Role::In))
    }
}
