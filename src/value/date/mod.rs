//! Dates as written, the days they stand for, and their TIMEX3 values.

mod calendar;
mod clock;
mod feast;
mod length;
mod look;
mod resolve;
mod timex;
mod weekday;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

pub use clock::{Clock, Side};
pub use feast::Feast;

/// Days from `start` up to, but not including, `end`; an open side lies at `Date::MIN` or `Date::MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateRange {
    pub start: Date,
    pub end: Date,
}

/// A date as written, before it is tied to a calendar day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateExpr {
    /// "April 11", "11 April 2025"; `weekday` where one stands beside it ("Friday, April 11").
    Day {
        year: Option<i16>,
        month: i8,
        day: i8,
        #[serde(with = "weekday::option")]
        weekday: Option<Weekday>,
    },
    /// "the 18th", "Monday the 21st", "the 20th" of a month named beside it.
    DayOfMonth {
        day: i8,
        #[serde(with = "weekday::option")]
        weekday: Option<Weekday>,
        tense: Tense,
    },
    /// "11/4/2025": which of the two is the month is not known.
    Slashed { year: Option<i16>, first: i8, second: i8 },
    /// "in March", "March 2025", "last March".
    Month { year: Option<i16>, month: i8, direction: Direction, tense: Tense },
    /// Whole years from `first` up to, but not including, `end`: "2022", "the 1990s".
    Years { first: i16, end: i16 },
    /// "the third quarter", "Q3 2024".
    Quarter { quarter: i8, year: Option<i16> },
    /// "the second half of 2024", "H1 2025".
    Half { half: i8, year: Option<i16> },
    /// "week 31".
    Week { week: i8, year: Option<i16> },
    /// "the summer of 2024", "last winter"; winter begins in the year it is named after.
    Season { season: Season, year: Option<i16>, direction: Direction, tense: Tense },
    /// "Thanksgiving", "the first Monday of May": `nth` counts from 1, or is -1 for the last; a
    /// holiday may lie some days after it.
    NthWeekday {
        nth: i8,
        #[serde(with = "weekday")]
        weekday: Weekday,
        month: i8,
        offset: i8,
        year: Option<i16>,
    },
    /// Days from Easter Sunday of the western or the orthodox churches.
    Easter { offset: i16, orthodox: bool, year: Option<i16> },
    /// A holiday whose days are listed: "Ramadan", "Diwali 2019".
    Feast { feast: Feast, year: Option<i16> },
    /// "on Friday", "last Friday", "next Friday".
    Weekday {
        #[serde(with = "weekday")]
        weekday: Weekday,
        direction: Direction,
        tense: Tense,
    },
    /// "over the weekend", "last weekend".
    Weekend { direction: Direction, tense: Tense },
    /// `count` calendar units before (negative) or after the anchor's: "yesterday", "last week".
    Relative { unit: Days, count: i32 },
    /// Counted from the anchor itself: "two years ago", "in five minutes".
    Counted { lapse: Lapse, count: i32 },
    /// Counted from another date: "two weeks after Christmas".
    Offset { unit: Days, count: i32, from: Box<DateExpr> },
    /// The `count` units that end before the anchor (negative) or follow it: "the past three years".
    Stretch { unit: Lapse, count: i32 },
    /// The same, told from another date of the text: "the day before", "a week later", "that day".
    Narrated { unit: Days, count: i32 },
    /// A date inside a stated period: "Tuesday of last week", "in March last year".
    Within { date: Box<DateExpr>, period: Box<DateExpr> },
    /// `count` units of a period from the `nth` on, from its end where negative: "the last week of
    /// March", "the first ten days of May".
    Nth { nth: i8, count: i8, unit: Days, of: Box<DateExpr> },
    /// The unit that a date lies in: "the week of April 10".
    Around { unit: Days, date: Box<DateExpr> },
    /// "early 2009", "the end of the month".
    Stage { of: Box<DateExpr>, stage: Stage },
    /// "since 2022", "from April 9 to April 11", "until Friday"; both ends belong to it.
    Between { start: Option<Box<DateExpr>>, end: Option<Box<DateExpr>> },
    /// "before 2010": what lies before it, without it.
    Before { date: Box<DateExpr> },
    /// "after March".
    After { date: Box<DateExpr> },
    /// "Friday morning".
    Part { of: Box<DateExpr>, part: PartOfDay },
    /// A date that stands alone, like a note in a calendar: the next one.
    Upcoming(Box<DateExpr>),
    /// A set or a date without a calendar meaning ("every Friday", "recently"); `timex` is its TIMEX3 value.
    Vague { timex: String },
}

/// Calendar units that dates count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Days {
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// What a lapse of time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lapse {
    Second,
    Minute,
    Hour,
    Days(Days),
}

/// Tense of the clause, which decides whether a bare weekday lies behind or ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tense {
    Past,
    Future,
    #[default]
    Unknown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    #[default]
    Nearest,
    Last,
    Next,
    This,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    Early,
    Middle,
    Late,
    /// The part before today: "earlier this year".
    Earlier,
    /// The part from today on: "later this week".
    Later,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartOfDay {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

impl DateRange {
    pub fn overlaps(&self, other: &DateRange) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn contains(&self, other: &DateRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The single day that the range consists of.
    pub fn day(&self) -> Option<Date> {
        (self.start.tomorrow().ok() == Some(self.end)).then_some(self.start)
    }
}

impl DateExpr {
    /// A bare year.
    pub fn year(year: i16) -> DateExpr {
        DateExpr::Years { first: year, end: year.saturating_add(1) }
    }
}
