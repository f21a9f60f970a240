use jiff::civil::{Date, Weekday};

use super::{DateExpr, DateRange, Days, Direction, Lapse};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl DateExpr {
    /// The weekday that the words name, if they name one.
    pub fn weekday(&self) -> Option<Weekday> {
        match self {
            DateExpr::Weekday { weekday, .. } => Some(*weekday),
            DateExpr::Day { weekday, .. } | DateExpr::DayOfMonth { weekday, .. } => *weekday,
            DateExpr::Upcoming(date) => date.weekday(),
            DateExpr::Part { of, .. } | DateExpr::Stage { of, .. } => of.weekday(),
            DateExpr::Within { date, .. } => date.weekday(),
            DateExpr::Month { .. }
            | DateExpr::Slashed { .. }
            | DateExpr::Years { .. }
            | DateExpr::Quarter { .. }
            | DateExpr::Half { .. }
            | DateExpr::Week { .. }
            | DateExpr::Season { .. }
            | DateExpr::NthWeekday { .. }
            | DateExpr::Easter { .. }
            | DateExpr::Feast { .. }
            | DateExpr::Weekend { .. }
            | DateExpr::Relative { .. }
            | DateExpr::Counted { .. }
            | DateExpr::Offset { .. }
            | DateExpr::Nth { .. }
            | DateExpr::Around { .. }
            | DateExpr::Stretch { .. }
            | DateExpr::Narrated { .. }
            | DateExpr::Between { .. }
            | DateExpr::Before { .. }
            | DateExpr::After { .. }
            | DateExpr::Vague { .. } => None,
        }
    }

    /// The date without a part of the day or stage of the period.
    pub fn whole(&self) -> &DateExpr {
        match self {
            DateExpr::Part { of, .. } | DateExpr::Stage { of, .. } => of.whole(),
            DateExpr::Upcoming(date) => date.whole(),
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
            | DateExpr::Weekday { .. }
            | DateExpr::Weekend { .. }
            | DateExpr::Relative { .. }
            | DateExpr::Counted { .. }
            | DateExpr::Offset { .. }
            | DateExpr::Nth { .. }
            | DateExpr::Around { .. }
            | DateExpr::Stretch { .. }
            | DateExpr::Narrated { .. }
            | DateExpr::Within { .. }
            | DateExpr::Between { .. }
            | DateExpr::Before { .. }
            | DateExpr::After { .. }
            | DateExpr::Vague { .. } => self,
        }
    }

    /// Whether it comes round again, so that the words alone could mean the next one.
    pub fn recurs(&self) -> bool {
        let weekday = matches!(
            self.whole(),
            DateExpr::Weekday { direction: Direction::Nearest | Direction::This, .. }
        );
        weekday || self.is_yearly()
    }

    /// Whether it is a period that results are reported for, such as a quarter.
    pub fn is_reporting_period(&self) -> bool {
        matches!(
            self.whole(),
            DateExpr::Quarter { .. } | DateExpr::Half { .. } | DateExpr::Stretch { .. }
        )
    }

    /// Whether the words name no day of their own: told from another date, or a set of days.
    pub fn is_loose(&self) -> bool {
        matches!(
            self.whole(),
            DateExpr::Narrated { .. }
                | DateExpr::Vague { .. }
                | DateExpr::Stretch { .. }
                | DateExpr::Slashed { .. }
                | DateExpr::Counted { lapse: Lapse::Second | Lapse::Minute | Lapse::Hour, .. }
        )
    }

    /// Whether it is a stretch of time such as a quarter or a year rather than a day.
    pub fn is_period(&self) -> bool {
        match self {
            DateExpr::Month { .. }
            | DateExpr::Years { .. }
            | DateExpr::Quarter { .. }
            | DateExpr::Half { .. }
            | DateExpr::Season { .. }
            | DateExpr::Stretch { .. } => true,
            DateExpr::Relative { unit, .. }
            | DateExpr::Counted { lapse: Lapse::Days(unit), .. }
            | DateExpr::Nth { unit, .. } => match unit {
                Days::Day | Days::Week | Days::Fortnight => false,
                Days::Month | Days::Quarter | Days::Year | Days::Decade | Days::Century => true,
            },
            DateExpr::Within { date, .. } => date.is_period(),
            DateExpr::Part { of, .. } | DateExpr::Stage { of, .. } => of.is_period(),
            DateExpr::Upcoming(date) => date.is_period(),
            DateExpr::Day { .. }
            | DateExpr::DayOfMonth { .. }
            | DateExpr::Slashed { .. }
            | DateExpr::Week { .. }
            | DateExpr::NthWeekday { .. }
            | DateExpr::Easter { .. }
            | DateExpr::Feast { .. }
            | DateExpr::Weekday { .. }
            | DateExpr::Weekend { .. }
            | DateExpr::Counted { .. }
            | DateExpr::Offset { .. }
            | DateExpr::Around { .. }
            | DateExpr::Narrated { .. }
            | DateExpr::Between { .. }
            | DateExpr::Before { .. }
            | DateExpr::After { .. }
            | DateExpr::Vague { .. } => false,
        }
    }

    /// Whether both name one day or month of the calendar, and one leaves the year to be guessed.
    pub fn leaves_year_open(&self, other: &DateExpr) -> bool {
        match (self.whole(), other.whole()) {
            (
                DateExpr::Day { year: a, month: m, day: d, .. },
                DateExpr::Day { year: b, month: n, day: e, .. },
            ) => (a.is_none() || b.is_none()) && m == n && d == e,
            (
                DateExpr::Month { year: a, month: m, .. },
                DateExpr::Month { year: b, month: n, .. },
            ) => (a.is_none() || b.is_none()) && m == n,
            _ => false,
        }
    }

    /// Whether both are told in the same way, as two weekdays are.
    pub fn is_alike(&self, other: &DateExpr) -> bool {
        std::mem::discriminant(self.whole()) == std::mem::discriminant(other.whole())
    }

    /// Whether it is a day with its weekday but without a year ("Friday (April 11)").
    pub fn is_stated_day(&self) -> bool {
        matches!(self, DateExpr::Day { year: None, weekday: Some(_), .. })
    }

    /// Whether the words alone tell of months or years before, without an anchor; `None` where
    /// they do not tell.
    pub fn is_long_ago(&self) -> Option<bool> {
        match self {
            DateExpr::Years { .. }
            | DateExpr::Month { .. }
            | DateExpr::Quarter { .. }
            | DateExpr::Half { .. }
            | DateExpr::Season { .. } => Some(true),
            DateExpr::Relative { unit, count }
            | DateExpr::Counted { lapse: Lapse::Days(unit), count } => Some(match unit {
                Days::Day => *count < -14,
                Days::Week => *count < -2,
                Days::Fortnight => *count < -1,
                Days::Month | Days::Quarter | Days::Year => *count < 0,
                Days::Decade | Days::Century => true,
            }),
            DateExpr::Weekday { .. } | DateExpr::Weekend { .. } => Some(false),
            DateExpr::Day { year, .. } => year.map(|_| true),
            DateExpr::Within { date, period } => period.is_long_ago().or(date.is_long_ago()),
            DateExpr::Part { of, .. } | DateExpr::Stage { of, .. } | DateExpr::Nth { of, .. } => {
                of.is_long_ago()
            }
            DateExpr::Upcoming(_) | DateExpr::Counted { .. } => Some(false),
            DateExpr::NthWeekday { .. }
            | DateExpr::DayOfMonth { .. }
            | DateExpr::Slashed { .. }
            | DateExpr::Week { .. }
            | DateExpr::Easter { .. }
            | DateExpr::Feast { .. }
            | DateExpr::Offset { .. }
            | DateExpr::Around { .. }
            | DateExpr::Stretch { .. }
            | DateExpr::Narrated { .. }
            | DateExpr::Between { .. }
            | DateExpr::Before { .. }
            | DateExpr::After { .. }
            | DateExpr::Vague { .. } => None,
        }
    }
}

/// Days in the longest range that still tells when something happened.
const LONG_DAYS: i32 = 14;

impl DateRange {
    /// Whether it is more than a stretch of days: a month, a season, an open end.
    pub fn is_long(&self) -> bool {
        (self.end - self.start).get_days() > LONG_DAYS
    }

    /// "11 April 2025", "April 2025", "2025", or both ends.
    pub fn label(&self) -> String {
        let day = |date: Date| format!("{} {} {}", date.day(), month(date), date.year());
        let last = self.end.yesterday().unwrap_or(self.end);
        let first = self.start;
        if first == last {
            day(first)
        } else if self.start == Date::MIN {
            format!("until {}", day(last))
        } else if self.end == Date::MAX {
            format!("since {}", day(first))
        } else if first.day() == 1 && last.month() == first.month() && self.end.day() == 1 {
            format!("{} {}", month(first), first.year())
        } else if first.day_of_year() == 1
            && last.year() == first.year()
            && self.end.day_of_year() == 1
        {
            first.year().to_string()
        } else {
            format!("{} to {}", day(first), day(last))
        }
    }
}

fn month(date: Date) -> &'static str {
    let index = usize::try_from(date.month() - 1).unwrap_or_default();
    MONTHS.get(index).copied().unwrap_or_default()
}
