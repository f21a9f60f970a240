use jiff::{ToSpan, civil::Date};

use crate::{
    model::Mention,
    value::{DateExpr, DateRange, Value},
};

/// A date or time in the terms of the calendar, as far as it is known.
#[derive(Default)]
pub(super) struct When {
    pub(super) timex: Option<String>,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
}

/// The days that dates and times of an article are counted from.
pub(super) struct Calendar {
    published: Option<Date>,
    /// Day that the text spoke of last.
    narrated: Option<Date>,
}

impl Calendar {
    pub(super) fn new(published: Option<Date>) -> Calendar {
        Calendar { published, narrated: None }
    }

    /// When the mentions of a sentence are, one for each. A time is on the sentence's day, else on
    /// that of publication.
    pub(super) fn days(&mut self, sentence: &[Mention]) -> Vec<When> {
        let ranges: Vec<Option<DateRange>> =
            sentence.iter().map(|mention| self.resolve(&mention.value)).collect();
        let stated = ranges.iter().flatten().find_map(DateRange::day).or(self.published);
        let when = |(mention, range): (&Mention, Option<DateRange>)| match &mention.value {
            Value::Date(date) => When {
                timex: Some(self.timex(date, range)),
                start: range.map(|range| range.start).filter(|day| *day > Date::MIN).map(iso),
                end: range.map(|range| range.end).filter(|day| *day < Date::MAX).map(iso),
            },
            Value::Time(clock) => When {
                timex: Some(clock.timex(stated)),
                start: stated.and_then(|day| minute(day, clock.low)),
                end: stated.and_then(|day| minute(day, clock.high.checked_add(1)?)),
            },
            Value::Count(_)
            | Value::Money(_)
            | Value::Duration(_)
            | Value::Quantity(_)
            | Value::Percent { .. }
            | Value::Ordinal(_)
            | Value::Age(_)
            | Value::Place(_)
            | Value::Name(_) => When::default(),
        };
        sentence.iter().zip(ranges).map(when).collect()
    }

    /// The TIMEX3 value; the day where the words leave it open and the text before them does not.
    fn timex(&self, date: &DateExpr, range: Option<DateRange>) -> String {
        let timex = date.timex(self.published);
        match range.and_then(|range| range.day()) {
            Some(day) if timex.contains('X') => day.to_string(),
            Some(_) | None => timex,
        }
    }

    fn resolve(&mut self, value: &Value) -> Option<DateRange> {
        let Value::Date(date) = value else { return None };
        let range = match self.narrated {
            Some(narrated) => date.resolve_beside(narrated, self.published),
            None => date.resolve(self.published),
        };
        self.narrated = range.and_then(|range| range.day()).or(self.narrated);
        range
    }
}

fn iso(day: Date) -> String {
    day.to_string()
}

/// The minute after midnight of a day, or of a day beside it, in ISO form.
fn minute(day: Date, minute: i32) -> Option<String> {
    let time = day.at(0, 0, 0, 0).checked_add(i64::from(minute).minutes()).ok()?;
    Some(format!("{}T{:02}:{:02}", time.date(), time.hour(), time.minute()))
}
