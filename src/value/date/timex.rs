use jiff::civil::{Date, Weekday};

use super::{DateExpr, DateRange, Days, Lapse, PartOfDay, Season, resolve::month_first};

impl DateExpr {
    /// TIMEX3 value, with `X` in place of what cannot be resolved.
    pub fn timex(&self, anchor: Option<Date>) -> String {
        let resolved = || self.resolve(anchor);
        match self {
            DateExpr::Day { month, day, .. } => {
                resolved().map_or_else(|| format!("XXXX-{month:02}-{day:02}"), start_day)
            }
            DateExpr::DayOfMonth { day, .. } => {
                resolved().map_or_else(|| format!("XXXX-XX-{day:02}"), start_day)
            }
            DateExpr::Slashed { year, first, second } => {
                month_first(*year, *first, *second).timex(anchor)
            }
            DateExpr::Month { month, .. } => {
                resolved().map_or_else(|| format!("XXXX-{month:02}"), start_month)
            }
            DateExpr::Years { first, end } => years(*first, *end),
            DateExpr::Quarter { quarter, .. } => {
                format!("{}-Q{quarter}", start_year(resolved()))
            }
            DateExpr::Half { half, .. } => format!("{}-H{half}", start_year(resolved())),
            DateExpr::Week { week: number, .. } => {
                resolved().map_or_else(|| format!("XXXX-W{number:02}"), week)
            }
            DateExpr::Season { season, .. } => {
                let code = match season {
                    Season::Spring => "SP",
                    Season::Summer => "SU",
                    Season::Autumn => "FA",
                    Season::Winter => "WI",
                };
                format!("{}-{code}", start_year(resolved()))
            }
            DateExpr::NthWeekday { .. } | DateExpr::Easter { .. } | DateExpr::Narrated { .. } => {
                resolved().map_or_else(|| "XXXX-XX-XX".to_owned(), start_day)
            }
            DateExpr::Weekday { weekday, .. } => resolved()
                .map_or_else(|| format!("XXXX-WXX-{}", weekday.to_monday_one_offset()), start_day),
            DateExpr::Weekend { .. } => resolved()
                .map_or_else(|| "XXXX-WXX-WE".to_owned(), |range| format!("{}-WE", week(range))),
            DateExpr::Feast { .. } => {
                resolved().map_or_else(|| "XXXX-XX-XX".to_owned(), range_value)
            }
            DateExpr::Relative { unit, .. }
            | DateExpr::Offset { unit, .. }
            | DateExpr::Around { unit, .. } => unit_value(*unit, resolved()),
            DateExpr::Counted { lapse: Lapse::Days(unit), .. } => unit_value(*unit, resolved()),
            DateExpr::Counted { count, .. } => {
                if *count < 0 { "PAST_REF" } else { "FUTURE_REF" }.to_owned()
            }
            DateExpr::Nth { unit, count, .. } => match resolved().filter(|_| *count > 1) {
                Some(range) => range_value(range),
                None => unit_value(*unit, resolved()),
            },
            DateExpr::Upcoming(date) => date.timex_as(resolved(), anchor),
            DateExpr::Stretch { unit, count } => {
                let number = u64::from(count.unsigned_abs());
                let (number, letter) = match unit {
                    Lapse::Second => return format!("PT{number}S"),
                    Lapse::Minute => return format!("PT{number}M"),
                    Lapse::Hour => return format!("PT{number}H"),
                    Lapse::Days(Days::Day) => (number, "D"),
                    Lapse::Days(Days::Week) => (number, "W"),
                    Lapse::Days(Days::Fortnight) => (number * 2, "W"),
                    Lapse::Days(Days::Month) => (number, "M"),
                    Lapse::Days(Days::Quarter) => (number, "Q"),
                    Lapse::Days(Days::Year) => (number, "Y"),
                    Lapse::Days(Days::Decade) => (number * 10, "Y"),
                    Lapse::Days(Days::Century) => (number * 100, "Y"),
                };
                format!("P{number}{letter}")
            }
            DateExpr::Within { date, .. } => match (&**date, resolved()) {
                (_, None) => date.timex(None),
                (DateExpr::Month { .. }, Some(range)) => start_month(range),
                (
                    DateExpr::Quarter { .. }
                    | DateExpr::Half { .. }
                    | DateExpr::Week { .. }
                    | DateExpr::Season { .. },
                    Some(range),
                ) => date.timex(Some(range.start)),
                (_, Some(range)) => range_value(range),
            },
            DateExpr::Stage { of, .. } => of.timex(anchor),
            DateExpr::Before { date } | DateExpr::After { date } => date.timex(anchor),
            DateExpr::Between { start, end } => match (start, end) {
                (Some(start), Some(end)) => {
                    // An end that lies in the year after the start is seen from there.
                    let last = resolved().and_then(|range| range.end.yesterday().ok());
                    let own = end.resolve(anchor).and_then(|range| range.end.yesterday().ok());
                    let seen = if last == own { anchor } else { last };
                    format!("{}/{}", start.timex(anchor), end.timex(seen))
                }
                (Some(only), None) | (None, Some(only)) => only.timex(anchor),
                (None, None) => "XXXX-XX-XX".to_owned(),
            },
            DateExpr::Part { of, part } => {
                let code = match part {
                    PartOfDay::Morning => "TMO",
                    PartOfDay::Midday => "TMI",
                    PartOfDay::Afternoon => "TAF",
                    PartOfDay::Evening => "TEV",
                    PartOfDay::Night => "TNI",
                };
                format!("{}{code}", of.timex(anchor))
            }
            DateExpr::Vague { timex } => timex.clone(),
        }
    }

    /// The value seen from the days that the expression was found to lie on.
    fn timex_as(&self, days: Option<DateRange>, anchor: Option<Date>) -> String {
        self.timex(days.map(|range| range.start).or(anchor))
    }
}

fn start_day(range: DateRange) -> String {
    range.start.to_string()
}

fn start_month(range: DateRange) -> String {
    format!("{:04}-{:02}", range.start.year(), range.start.month())
}

fn start_year(range: Option<DateRange>) -> String {
    range.map_or_else(|| "XXXX".to_owned(), |range| format!("{:04}", range.start.year()))
}

fn week(range: DateRange) -> String {
    let iso = range.start.iso_week_date();
    format!("{:04}-W{:02}", iso.year(), iso.week())
}

fn years(first: i16, end: i16) -> String {
    match (end.saturating_sub(first), first) {
        (1, ..=0) => format!("BC{:04}", 1 - i32::from(first)),
        (_, ..=0) => format!("BC{:04}/BC{:04}", 1 - i32::from(first), 2 - i32::from(end)),
        (1, _) => format!("{first:04}"),
        (10, first) if first % 10 == 0 => format!("{:03}", first / 10),
        (100, first) if first % 100 == 0 => format!("{:02}", first / 100),
        _ => format!("{first:04}/{:04}", end.saturating_sub(1)),
    }
}

fn unit_value(unit: Days, resolved: Option<DateRange>) -> String {
    let Some(range) = resolved else {
        return match unit {
            Days::Day => "XXXX-XX-XX",
            Days::Week | Days::Fortnight => "XXXX-WXX",
            Days::Month => "XXXX-XX",
            Days::Quarter => "XXXX-QX",
            Days::Year => "XXXX",
            Days::Decade => "XXX",
            Days::Century => "XX",
        }
        .to_owned();
    };
    match unit {
        Days::Day => start_day(range),
        Days::Week => week(range),
        Days::Fortnight => range_value(range),
        Days::Month => start_month(range),
        Days::Quarter => {
            format!("{:04}-Q{}", range.start.year(), (range.start.month() - 1) / 3 + 1)
        }
        Days::Year | Days::Decade | Days::Century => years(range.start.year(), range.end.year()),
    }
}

/// The shortest value that names exactly the days of a range.
fn range_value(range: DateRange) -> String {
    if range.day().is_some() {
        return start_day(range);
    }
    let days = range.start.duration_until(range.end).as_hours() / 24;
    if days == 7 && range.start.weekday() == Weekday::Monday {
        return week(range);
    }
    if days == 2 && range.start.weekday() == Weekday::Saturday {
        return format!("{}-WE", week(range));
    }
    let whole_years = range.start.day_of_year() == 1 && range.end.day_of_year() == 1;
    if whole_years {
        return years(range.start.year(), range.end.year());
    }
    let last = range.end.yesterday().unwrap_or(range.start);
    if range.start.first_of_month() == range.start && range.start.last_of_month() == last {
        return start_month(range);
    }
    format!("{}/{last}", range.start)
}
