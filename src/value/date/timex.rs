use jiff::civil::{Date, Weekday};

use super::{DateExpr, DateRange, Days, PartOfDay, Season};

impl DateExpr {
    /// TIMEX3 value, with `X` in place of what cannot be resolved.
    pub fn timex(&self, anchor: Option<Date>) -> String {
        let resolved = || self.resolve(anchor);
        match self {
            DateExpr::Day { month, day, .. } => {
                resolved().map_or_else(|| format!("XXXX-{month:02}-{day:02}"), start_day)
            }
            DateExpr::Month { month, .. } => {
                resolved().map_or_else(|| format!("XXXX-{month:02}"), start_month)
            }
            DateExpr::Years { first, end } => years(*first, *end),
            DateExpr::Quarter { quarter, .. } => {
                format!("{}-Q{quarter}", start_year(resolved()))
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
            DateExpr::Relative { unit, .. } => unit_value(*unit, resolved()),
            DateExpr::Stretch { unit, count } => {
                let letter = match unit {
                    Days::Day => "D",
                    Days::Week => "W",
                    Days::Month => "M",
                    Days::Quarter => "Q",
                    Days::Year => "Y",
                    Days::Decade => return format!("P{}Y", count.unsigned_abs() * 10),
                    Days::Century => return format!("P{}Y", count.unsigned_abs() * 100),
                };
                format!("P{}{letter}", count.unsigned_abs())
            }
            DateExpr::Within { date, .. } => match (&**date, resolved()) {
                (_, None) => date.timex(None),
                (DateExpr::Month { .. }, Some(range)) => start_month(range),
                (DateExpr::Quarter { .. } | DateExpr::Season { .. }, Some(range)) => {
                    date.timex(Some(range.start))
                }
                (_, Some(range)) => range_value(range),
            },
            DateExpr::Stage { of, .. } => of.timex(anchor),
            DateExpr::Between { start, end } => match (start, end) {
                (Some(start), Some(end)) => {
                    format!("{}/{}", start.timex(anchor), end.timex(anchor))
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
            Days::Week => "XXXX-WXX",
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
