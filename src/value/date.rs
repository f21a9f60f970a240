use jiff::civil::{Date, Weekday};

/// Days from `start` up to, but not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateRange {
    pub start: Date,
    pub end: Date,
}

/// A date as written, before it is tied to a calendar day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateExpr {
    /// "April 11", "11 April 2025"; `weekday` where one stands beside it ("Friday, April 11").
    Day { year: Option<i16>, month: i8, day: i8, weekday: Option<Weekday> },
    /// "in March", "March 2025".
    Month { year: Option<i16>, month: i8, tense: Tense },
    /// Whole years from `first` up to, but not including, `end`: "2022", "the 1990s".
    Years { first: i16, end: i16 },
    /// "the first quarter of this year": `year` counts from the anchor's year where `relative`.
    Quarter { quarter: i8, year: Option<i16>, relative: i16 },
    /// "on Friday", "last Friday", "next Friday".
    Weekday { weekday: Weekday, direction: Direction, tense: Tense },
    /// `count` units before (negative) or after the anchor: "yesterday", "last week", "two years ago".
    Relative { unit: Days, count: i32 },
    /// "since 2022", "from April 9 to April 11", "until Friday".
    Between { start: Option<Box<DateExpr>>, end: Option<Box<DateExpr>> },
    /// "Friday morning".
    Part { of: Box<DateExpr>, part: PartOfDay },
    /// A set or a date without a calendar meaning ("every Friday", "recently"); `timex` is its TIMEX3 value.
    Vague { timex: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    Day,
    Week,
    Weekend,
    Month,
    Year,
}

/// Tense of the clause, which decides whether a bare weekday lies behind or ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tense {
    Past,
    Future,
    #[default]
    Unknown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    #[default]
    Nearest,
    Last,
    Next,
    This,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOfDay {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

/// A time of day as minutes after midnight, both ends included, with its offset from UTC in
/// minutes where the text gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub low: i32,
    pub high: i32,
    pub offset: Option<i32>,
}

impl DateRange {
    pub fn overlaps(&self, other: &DateRange) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// "11 April 2025", "March 2025", "2022", or both ends.
    pub fn label(&self) -> String {
        String::new()
    }

    pub fn contains(&self, other: &DateRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl DateExpr {
    /// Weekday that the words name, if they name one.
    pub fn weekday(&self) -> Option<Weekday> {
        match self {
            DateExpr::Weekday { weekday, .. } => Some(*weekday),
            DateExpr::Day { weekday, .. } => *weekday,
            DateExpr::Part { of, .. } => of.weekday(),
            DateExpr::Month { .. }
            | DateExpr::Years { .. }
            | DateExpr::Quarter { .. }
            | DateExpr::Relative { .. }
            | DateExpr::Between { .. }
            | DateExpr::Vague { .. } => None,
        }
    }

    /// Whether the words alone place it well before the news of the day, where they tell.
    pub fn is_long_ago(&self) -> Option<bool> {
        None
    }

    /// Whether it is a day and month with its weekday but without a year ("Friday (April 11)").
    pub fn is_stated_day(&self) -> bool {
        false
    }

    pub fn resolve(&self, _anchor: Option<Date>) -> Option<DateRange> {
        None
    }
}

impl DateExpr {
    pub fn timex(&self, _anchor: Option<Date>) -> String {
        String::new()
    }

    pub fn resolve_beside(&self, _narrated: Date, anchor: Option<Date>) -> Option<DateRange> {
        self.resolve(anchor)
    }
}

impl DateRange {
    pub fn day(&self) -> Option<Date> {
        self.start.tomorrow().is_ok_and(|next| next == self.end).then_some(self.start)
    }
}

impl Clock {
    pub fn timex(&self, _day: Option<Date>) -> String {
        String::new()
    }
}
