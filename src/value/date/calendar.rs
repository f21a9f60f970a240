//! Calendar units as ranges of days.

use jiff::{
    Span, ToSpan,
    civil::{Date, ISOWeekDate, Weekday},
};

use super::{DateRange, Days, Season};

pub(super) fn range(start: Date, end: Date) -> Option<DateRange> {
    (start < end).then_some(DateRange { start, end })
}

pub(super) fn one(day: Date) -> Option<DateRange> {
    range(day, day.tomorrow().ok()?)
}

pub(super) fn day_of(year: i16, month: i8, day: i8) -> Option<DateRange> {
    one(Date::new(year, month, day).ok()?)
}

pub(super) fn month_of(year: i16, month: i8) -> Option<DateRange> {
    let start = Date::new(year, month, 1).ok()?;
    range(start, start.checked_add(1.month()).ok()?)
}

pub(super) fn years(first: i16, end: i16) -> Option<DateRange> {
    range(Date::new(first, 1, 1).ok()?, Date::new(end, 1, 1).ok()?)
}

pub(super) fn quarter_of(year: i16, quarter: i8) -> Option<DateRange> {
    let start = Date::new(year, quarter.checked_sub(1)?.checked_mul(3)?.checked_add(1)?, 1).ok()?;
    range(start, start.checked_add(3.months()).ok()?)
}

pub(super) fn half_of(year: i16, half: i8) -> Option<DateRange> {
    let start = Date::new(year, half.checked_sub(1)?.checked_mul(6)?.checked_add(1)?, 1).ok()?;
    range(start, start.checked_add(6.months()).ok()?)
}

/// A week by its number in the year, as ISO 8601 counts them.
pub(super) fn numbered_week(year: i16, week: i8) -> Option<DateRange> {
    let start = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
    range(start, start.checked_add(1.week()).ok()?)
}

/// The `count` units that begin with the `nth` of a period, counted from its end where negative. A
/// week belongs to the period that holds its Thursday.
pub(super) fn nth_units(unit: Days, nth: i8, count: i8, period: &DateRange) -> Option<DateRange> {
    let (nth, count) = (i32::from(nth), i32::from(count));
    let last = period.end.yesterday().ok()?;
    let edge = match (unit, nth > 0) {
        (Days::Week, true) => first_week(period.start)?,
        (Days::Week, false) => first_week(period.end)?.checked_sub(1.week()).ok()?,
        (_, true) => period.start,
        (_, false) => last,
    };
    let (from, to) = if nth > 0 { (nth - 1, nth + count - 2) } else { (nth - count + 2, nth + 1) };
    let (from, to) = (unit_at(unit, from, edge)?, unit_at(unit, to, edge)?);
    let inside = from.start >= period.start.checked_sub(1.week()).ok()?
        && to.end <= last.checked_add(1.week()).ok()?;
    range(from.start, to.end).filter(|_| inside)
}

/// A day of the first week from `start` on whose Thursday is not before it.
fn first_week(start: Date) -> Option<Date> {
    let late = start.weekday().to_monday_zero_offset() > 3;
    if late { start.checked_add(1.week()).ok() } else { Some(start) }
}

pub(super) fn season_of(year: i16, season: Season) -> Option<DateRange> {
    let month = match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    };
    let start = Date::new(year, month, 1).ok()?;
    range(start, start.checked_add(3.months()).ok()?)
}

/// Gauss's algorithm in the form of Meeus, Jones and Butcher.
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    if y < 1583 {
        return None;
    }
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?).ok()
}

/// Meeus's algorithm for the Julian calendar, as a day of ours.
pub(super) fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    if y < 1583 {
        return None;
    }
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let sum = d + e + 114;
    let julian =
        Date::new(year, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?).ok()?;
    let behind = y / 100 - y / 400 - 2;
    julian.checked_add(i64::from(behind).days()).ok()
}

pub(super) fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

pub(super) fn in_week(weekday: Weekday, monday: Date) -> Option<Date> {
    monday.checked_add(i64::from(weekday.to_monday_zero_offset()).days()).ok()
}

/// The calendar unit that lies `count` units from the one the anchor stands in.
pub(super) fn unit_at(unit: Days, count: i32, anchor: Date) -> Option<DateRange> {
    let shift = i64::from(count);
    match unit {
        Days::Day => one(anchor.checked_add(Span::new().try_days(shift).ok()?).ok()?),
        Days::Week => {
            let start = monday(anchor)?.checked_add(Span::new().try_weeks(shift).ok()?).ok()?;
            range(start, start.checked_add(1.week()).ok()?)
        }
        Days::Fortnight => {
            let shift = shift.checked_mul(2)?;
            let start = monday(anchor)?.checked_add(Span::new().try_weeks(shift).ok()?).ok()?;
            range(start, start.checked_add(2.weeks()).ok()?)
        }
        Days::Month => {
            let day =
                anchor.first_of_month().checked_add(Span::new().try_months(shift).ok()?).ok()?;
            month_of(day.year(), day.month())
        }
        Days::Quarter => {
            let months = i64::from(count).checked_mul(3)?;
            let day =
                anchor.first_of_month().checked_add(Span::new().try_months(months).ok()?).ok()?;
            quarter_of(day.year(), (day.month() - 1) / 3 + 1)
        }
        Days::Year => block(anchor, count, 1),
        Days::Decade => block(anchor, count, 10),
        Days::Century => block(anchor, count, 100),
    }
}

pub(super) fn block(anchor: Date, count: i32, length: i32) -> Option<DateRange> {
    let index = i32::from(anchor.year()).div_euclid(length).checked_add(count)?;
    let first = index.checked_mul(length)?;
    let end = first.checked_add(length)?;
    years(i16::try_from(first).ok()?, i16::try_from(end).ok()?)
}

/// The `count` units before or after the anchor, whose own day belongs to a past stretch where
/// `today` says so, since news of the day belongs to it.
pub(super) fn stretch(unit: Days, count: i32, anchor: Date, today: bool) -> Option<DateRange> {
    let tomorrow = anchor.tomorrow().ok()?;
    let near = if today || count > 0 { tomorrow } else { anchor };
    let far = if count < 0 { anchor } else { near }.checked_add(span(unit, count)?).ok()?;
    if count < 0 { range(far, near) } else { range(near, far) }
}

/// The length of `count` units.
pub(super) fn span(unit: Days, count: i32) -> Option<Span> {
    let count = i64::from(count);
    let span = match unit {
        Days::Day => Span::new().try_days(count),
        Days::Week => Span::new().try_weeks(count),
        Days::Fortnight => Span::new().try_weeks(count.checked_mul(2)?),
        Days::Month => Span::new().try_months(count),
        Days::Quarter => Span::new().try_months(count.checked_mul(3)?),
        Days::Year => Span::new().try_years(count),
        Days::Decade => Span::new().try_years(count.checked_mul(10)?),
        Days::Century => Span::new().try_years(count.checked_mul(100)?),
    };
    span.ok()
}
