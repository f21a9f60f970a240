use jiff::{
    Span, ToSpan,
    civil::{Date, DateTime},
};

use crate::{
    model::Mention,
    value::{Clock, DateExpr, DateRange, Days, Lapse, Side, Value},
};

/// A date, a time or a length of time in the terms of the calendar, as far as it is known.
#[derive(Default)]
pub(super) struct When {
    pub(super) timex: Option<String>,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
}

const HALF_DAY: i32 = 12 * 60;

/// The days that dates and times of an article are counted from.
pub(super) struct Calendar {
    published: Option<DateTime>,
    /// First day that the text spoke of last.
    narrated: Option<Date>,
}

impl Calendar {
    pub(super) fn new(published: Option<DateTime>) -> Calendar {
        Calendar { published, narrated: None }
    }

    /// When the mentions of a sentence are, one for each. A time is on the sentence's day, else on
    /// that of publication.
    pub(super) fn days(&mut self, sentence: &[Mention]) -> Vec<When> {
        let ranges: Vec<Option<DateRange>> =
            sentence.iter().map(|mention| self.resolve(&mention.value)).collect();
        let stated = ranges.iter().flatten().find_map(DateRange::day);
        let when = |(at, (mention, range)): (usize, (&Mention, &Option<DateRange>))| match &mention
            .value
        {
            Value::Date(DateExpr::Counted { lapse, count }) => self.counted(*lapse, *count),
            Value::Date(DateExpr::Stretch { unit, count })
                if self.shift(*unit, *count).is_some() =>
            {
                let (now, then) = (self.published, self.shift(*unit, *count));
                let (start, end) = if *count < 0 { (then, now) } else { (now, then) };
                let timex = DateExpr::Stretch { unit: *unit, count: *count }.timex(None);
                When { timex: Some(timex), start: start.map(written), end: end.map(written) }
            }
            Value::Date(date) => When {
                timex: Some(self.timex(date, *range)),
                start: range.map(|range| range.start).filter(|day| *day > Date::MIN).map(iso),
                end: range.map(|range| range.end).filter(|day| *day < Date::MAX).map(iso),
            },
            Value::Time(clock) => {
                let of = |at: usize| ranges.get(at).copied().flatten();
                let beside = match mention.rule {
                    Mention::TIME_AFTER_DATE => at.checked_sub(1).and_then(of),
                    Mention::TIME_BEFORE_DATE => of(at + 1),
                    _ => None,
                };
                self.time(clock, mention.rule, beside.map(|range| range.start).or(stated))
            }
            Value::Duration(measure) => When { timex: measure.timex(), ..When::default() },
            Value::Count(_)
            | Value::Money(_)
            | Value::Quantity(_)
            | Value::Percent { .. }
            | Value::Ordinal(_)
            | Value::Age(_)
            | Value::Place(_)
            | Value::Name(_)
            | Value::Statement { .. } => When::default(),
        };
        sentence.iter().zip(&ranges).enumerate().map(when).collect()
    }

    fn time(&self, clock: &Clock, rule: &str, stated: Option<Date>) -> When {
        let published = self.published;
        let today = published.map(|moment| moment.date());
        // A time that stands alone is the next one.
        let minutes =
            published.map(|moment| i32::from(moment.hour()) * 60 + i32::from(moment.minute()));
        let passed = stated.is_none() && minutes.is_some_and(|now| now > clock.high);
        let alone = rule == Mention::TIME_ALONE || rule == Mention::TIME_EITHER_HALF;
        let later = Clock { low: clock.low + HALF_DAY, high: clock.high + HALF_DAY, ..*clock };
        let comes = |clock: &Clock| minutes.is_some_and(|now| now <= clock.high);
        // "3:30" at noon is that of the afternoon.
        let (clock, passed) = if rule == Mention::TIME_EITHER_HALF && passed && comes(&later) {
            (&later, false)
        } else {
            (clock, passed)
        };
        let day = match stated {
            None if alone && passed => today.and_then(|day| day.tomorrow().ok()),
            None => today,
            Some(day) => Some(day),
        };
        When {
            timex: Some(clock.timex(day)),
            start: match clock.open {
                Some(Side::Before) => None,
                Some(Side::After) | None => day.and_then(|day| minute(day, clock.low)),
            },
            end: match clock.open {
                Some(Side::Before) => day.and_then(|day| minute(day, clock.high)),
                Some(Side::After) => None,
                None => day.and_then(|day| minute(day, clock.high.checked_add(1)?)),
            },
        }
    }

    /// "two weeks ago" is a day, "in five minutes" a minute.
    fn counted(&self, lapse: Lapse, count: i32) -> When {
        let date = DateExpr::Counted { lapse, count };
        let today = self.published.map(|moment| moment.date());
        if let Lapse::Days(_) = lapse {
            let range = date.literal(today);
            return When {
                timex: Some(date.timex(today)),
                start: range.map(|range| iso(range.start)),
                end: range.map(|range| iso(range.end)),
            };
        }
        let moment = self.shift(lapse, count);
        When {
            timex: Some(moment.map_or_else(|| date.timex(today), written)),
            start: moment.map(written),
            end: moment.and_then(|moment| moment.checked_add(1.minute()).ok()).map(written),
        }
    }

    /// The moment that lies some seconds, minutes or hours from publication.
    fn shift(&self, lapse: Lapse, count: i32) -> Option<DateTime> {
        let count = i64::from(count);
        let span = match lapse {
            Lapse::Second => Span::new().try_seconds(count),
            Lapse::Minute => Span::new().try_minutes(count),
            Lapse::Hour => Span::new().try_hours(count),
            Lapse::Days(_) => return None,
        };
        self.published?.checked_add(span.ok()?).ok()
    }

    /// The TIMEX3 value; the day where the words leave it open and the text before them does not.
    fn timex(&self, date: &DateExpr, range: Option<DateRange>) -> String {
        let timex = date.timex(self.published.map(|moment| moment.date()));
        let Some(range) = range.filter(|_| timex.contains('X')) else { return timex };
        if let DateExpr::Narrated { unit, .. } = date.whole() {
            let unit = if *unit == Days::Fortnight { Days::Day } else { *unit };
            let told = DateExpr::Relative { unit, count: 0 };
            let told = if let DateExpr::Part { part, .. } = date {
                DateExpr::Part { of: Box::new(told), part: *part }
            } else {
                told
            };
            return told.timex(Some(range.start));
        }
        range.day().map_or(timex, iso)
    }

    fn resolve(&mut self, value: &Value) -> Option<DateRange> {
        let Value::Date(date) = value else { return None };
        let today = self.published.map(|moment| moment.date());
        let range = match self.narrated {
            Some(narrated) => date.literal_beside(narrated, today),
            None => date.literal(today),
        };
        let spoken = range.filter(|range| range.start > Date::MIN && range.end < Date::MAX);
        if !date.is_loose() || matches!(date.whole(), DateExpr::Narrated { .. }) {
            self.narrated = spoken.map(|range| range.start).or(self.narrated);
        }
        range
    }
}

fn iso(day: Date) -> String {
    day.to_string()
}

fn written(moment: DateTime) -> String {
    format!("{}T{:02}:{:02}", moment.date(), moment.hour(), moment.minute())
}

/// The minute after midnight of a day, or of a day beside it, in ISO form.
fn minute(day: Date, minute: i32) -> Option<String> {
    day.at(0, 0, 0, 0).checked_add(i64::from(minute).minutes()).ok().map(written)
}
