use serde::{Deserialize, Serialize};

use std::fmt::Write;

use jiff::civil::Date;

/// A time of day as minutes after midnight, both ends included, with its offset from UTC in
/// minutes where the text gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub low: i32,
    pub high: i32,
    pub offset: Option<i32>,
    /// The side on which only the day ends it: "after 2 p.m.", "by noon".
    pub open: Option<Side>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    Before,
    After,
}

const DAY: i32 = 24 * 60;

impl Clock {
    /// A time to the minute.
    pub fn at(minute: i32) -> Clock {
        Clock { low: minute, high: minute, offset: None, open: None }
    }

    /// The same time, between `before` minutes earlier and `after` minutes later.
    pub fn widened(self, before: i32, after: i32) -> Clock {
        Clock { low: self.low - before, high: self.high + after, ..self }
    }

    /// First and last minute that the words allow.
    pub fn ends(&self) -> (i32, i32) {
        match self.open {
            None => (self.low, self.high),
            Some(Side::Before) => (self.low.min(0), self.high),
            Some(Side::After) => (self.low, self.high.max(DAY)),
        }
    }

    /// Offset from UTC of a zone whose clocks show `self` while UTC shows `universal`.
    pub fn offset_to(self, universal: Clock) -> i32 {
        let difference = (self.low - universal.low).rem_euclid(DAY);
        if difference > 14 * 60 { difference - DAY } else { difference }
    }

    /// TIMEX3 value on `day`; a widened time shows its middle.
    pub fn timex(&self, day: Option<Date>) -> String {
        let middle = ((self.low + self.high) / 2).rem_euclid(DAY);
        let mut timex = day.map_or_else(|| "XXXX-XX-XX".to_owned(), |day| day.to_string());
        let _ = write!(timex, "T{:02}:{:02}", middle / 60, middle % 60);
        match self.offset {
            None => {}
            Some(0) => timex.push('Z'),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                let _ = write!(timex, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60);
            }
        }
        timex
    }
}
