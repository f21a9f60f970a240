use jiff::{
    Span, ToSpan,
    civil::{Date, Weekday},
};

use super::{DateExpr, DateRange, Days, Direction, Season, Stage, Tense};

/// Years to either side in which a yearless day is looked for; 28 years bring every weekday round.
const YEARS_AROUND: i16 = 28;

impl DateExpr {
    /// Days that the expression stands for, seen from `anchor` (the day of publication or a narrated
    /// day). Without an anchor only fully stated dates resolve.
    pub fn resolve(&self, anchor: Option<Date>) -> Option<DateRange> {
        match self {
            DateExpr::Day { year: Some(year), month, day, .. } => day_of(*year, *month, *day),
            DateExpr::Day { year: None, month, day, weekday } => {
                day_without_year(*month, *day, *weekday, anchor?)
            }
            DateExpr::Month { year: Some(year), month, .. } => month_of(*year, *month),
            DateExpr::Month { year: None, month, direction, tense } => {
                choose(anchor?, *direction, *tense, |year| month_of(year, *month))
            }
            DateExpr::Years { first, end } => years(*first, *end),
            DateExpr::Quarter { quarter, year: Some(year), .. } => quarter_of(*year, *quarter),
            DateExpr::Quarter { quarter, year: None, tense } => {
                choose(anchor?, Direction::Nearest, *tense, |year| quarter_of(year, *quarter))
            }
            DateExpr::Season { season, year: Some(year), .. } => season_of(*year, *season),
            DateExpr::Season { season, year: None, direction, tense } => {
                choose(anchor?, *direction, *tense, |year| season_of(year, *season))
            }
            DateExpr::NthWeekday { nth, weekday, month, year } => {
                let of = |year| {
                    one(Date::new(year, *month, 1)
                        .ok()?
                        .nth_weekday_of_month(*nth, *weekday)
                        .ok()?)
                };
                yearly(*year, anchor, of)
            }
            DateExpr::Easter { offset, year } => {
                let of = |year| one(easter(year)?.checked_add(i64::from(*offset).days()).ok()?);
                yearly(*year, anchor, of)
            }
            DateExpr::Weekday { weekday, direction, tense } => {
                one(weekday_near(*weekday, *direction, *tense, anchor?)?)
            }
            DateExpr::Weekend { direction, tense } => weekend(*direction, *tense, anchor?),
            DateExpr::Relative { unit, count } => unit_at(*unit, *count, anchor?),
            DateExpr::Stretch { unit, count } => stretch(*unit, *count, anchor?),
            DateExpr::Narrated { .. } | DateExpr::Vague { .. } => None,
            DateExpr::Within { date, period } => within(date, &period.resolve(anchor)?),
            DateExpr::Stage { of, stage } => Some(part_of(of.resolve(anchor)?, *stage)),
            DateExpr::Between { start, end } => between(start.as_deref(), end.as_deref(), anchor),
            DateExpr::Part { of, .. } => of.resolve(anchor),
        }
    }

    /// The same, where `narrated` is the day that the text spoke of last: "the day before" counts
    /// from there.
    pub fn resolve_beside(&self, narrated: Date, anchor: Option<Date>) -> Option<DateRange> {
        match self {
            DateExpr::Narrated { unit, count } => unit_at(*unit, *count, narrated),
            DateExpr::Part { of, .. } => of.resolve_beside(narrated, anchor),
            DateExpr::Day { .. }
            | DateExpr::Month { .. }
            | DateExpr::Years { .. }
            | DateExpr::Quarter { .. }
            | DateExpr::Season { .. }
            | DateExpr::NthWeekday { .. }
            | DateExpr::Easter { .. }
            | DateExpr::Weekday { .. }
            | DateExpr::Weekend { .. }
            | DateExpr::Relative { .. }
            | DateExpr::Stretch { .. }
            | DateExpr::Within { .. }
            | DateExpr::Stage { .. }
            | DateExpr::Between { .. }
            | DateExpr::Vague { .. } => self.resolve(anchor),
        }
    }
}

fn range(start: Date, end: Date) -> Option<DateRange> {
    (start < end).then_some(DateRange { start, end })
}

fn one(day: Date) -> Option<DateRange> {
    range(day, day.tomorrow().ok()?)
}

fn day_of(year: i16, month: i8, day: i8) -> Option<DateRange> {
    one(Date::new(year, month, day).ok()?)
}

fn month_of(year: i16, month: i8) -> Option<DateRange> {
    let start = Date::new(year, month, 1).ok()?;
    range(start, start.checked_add(1.month()).ok()?)
}

fn years(first: i16, end: i16) -> Option<DateRange> {
    range(Date::new(first, 1, 1).ok()?, Date::new(end, 1, 1).ok()?)
}

fn quarter_of(year: i16, quarter: i8) -> Option<DateRange> {
    let start = Date::new(year, quarter.checked_sub(1)?.checked_mul(3)?.checked_add(1)?, 1).ok()?;
    range(start, start.checked_add(3.months()).ok()?)
}

fn season_of(year: i16, season: Season) -> Option<DateRange> {
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
fn easter(year: i16) -> Option<Date> {
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

/// Days between an anchor and a range, 0 where it lies inside.
fn distance(range: &DateRange, anchor: Date) -> i32 {
    let days = |from: Date, to: Date| from.duration_until(to).as_hours() / 24;
    let days = if anchor < range.start {
        days(anchor, range.start)
    } else if anchor >= range.end {
        days(range.end, anchor) + 1
    } else {
        0
    };
    i32::try_from(days).unwrap_or(i32::MAX)
}

/// Chooses among the yearly occurrences around the anchor.
fn choose(
    anchor: Date,
    direction: Direction,
    tense: Tense,
    of: impl Fn(i16) -> Option<DateRange>,
) -> Option<DateRange> {
    let year = anchor.year();
    let around =
        (year.saturating_sub(2)..=year.saturating_add(2)).filter_map(&of).collect::<Vec<_>>();
    if direction == Direction::This {
        return of(year);
    }
    pick(&around, anchor, direction, tense)
}

/// Chooses among ranges in the order of time.
fn pick(
    ranges: &[DateRange],
    anchor: Date,
    direction: Direction,
    tense: Tense,
) -> Option<DateRange> {
    let mut ranges = ranges.iter().copied();
    match (direction, tense) {
        (Direction::Last, _) => ranges.rfind(|range| range.end <= anchor),
        (Direction::Next, _) => ranges.find(|range| range.start > anchor),
        (Direction::Nearest | Direction::This, Tense::Past) => {
            ranges.rfind(|range| range.start <= anchor)
        }
        (Direction::Nearest | Direction::This, Tense::Future) => {
            ranges.find(|range| range.end > anchor)
        }
        (Direction::Nearest | Direction::This, Tense::Unknown) => {
            ranges.min_by_key(|range| distance(range, anchor))
        }
    }
}

fn yearly(
    year: Option<i16>,
    anchor: Option<Date>,
    of: impl Fn(i16) -> Option<DateRange>,
) -> Option<DateRange> {
    match year {
        Some(year) => of(year),
        None => choose(anchor?, Direction::Nearest, Tense::Unknown, of),
    }
}

fn day_without_year(
    month: i8,
    day: i8,
    weekday: Option<Weekday>,
    anchor: Date,
) -> Option<DateRange> {
    let year = anchor.year();
    (year.saturating_sub(YEARS_AROUND)..=year.saturating_add(YEARS_AROUND))
        .filter_map(|year| day_of(year, month, day))
        .filter(|range| weekday.is_none_or(|weekday| range.start.weekday() == weekday))
        .min_by_key(|range| distance(range, anchor))
}

fn weekday_near(
    weekday: Weekday,
    direction: Direction,
    tense: Tense,
    anchor: Date,
) -> Option<Date> {
    match direction {
        Direction::Last => anchor.nth_weekday(-1, weekday).ok(),
        Direction::Next => in_week(weekday, monday(anchor)?.checked_add(1.week()).ok()?),
        Direction::This if tense != Tense::Past => in_week(weekday, monday(anchor)?),
        Direction::This | Direction::Nearest => {
            let back = weekday.until(anchor.weekday());
            let on_or_before = anchor.checked_sub(i64::from(back).days()).ok()?;
            let ahead = match tense {
                Tense::Past => false,
                Tense::Future => back > 0,
                Tense::Unknown => back > 3,
            };
            if ahead { on_or_before.checked_add(1.week()).ok() } else { Some(on_or_before) }
        }
    }
}

fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

fn in_week(weekday: Weekday, monday: Date) -> Option<Date> {
    monday.checked_add(i64::from(weekday.to_monday_zero_offset()).days()).ok()
}

fn weekend(direction: Direction, tense: Tense, anchor: Date) -> Option<DateRange> {
    let monday = monday(anchor)?;
    let around: Vec<DateRange> = (-2i64..=2)
        .filter_map(|week| {
            let start = monday.checked_add((week * 7 + 5).days()).ok()?;
            range(start, start.checked_add(2.days()).ok()?)
        })
        .collect();
    if direction == Direction::This && tense != Tense::Past {
        return around.get(2).copied();
    }
    pick(&around, anchor, direction, tense)
}

/// The calendar unit that lies `count` units from the one the anchor stands in.
fn unit_at(unit: Days, count: i32, anchor: Date) -> Option<DateRange> {
    let shift = i64::from(count);
    match unit {
        Days::Day => one(anchor.checked_add(Span::new().try_days(shift).ok()?).ok()?),
        Days::Week => {
            let start = monday(anchor)?.checked_add(Span::new().try_weeks(shift).ok()?).ok()?;
            range(start, start.checked_add(1.week()).ok()?)
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

fn block(anchor: Date, count: i32, length: i32) -> Option<DateRange> {
    let index = i32::from(anchor.year()).div_euclid(length).checked_add(count)?;
    let first = index.checked_mul(length)?;
    let end = first.checked_add(length)?;
    years(i16::try_from(first).ok()?, i16::try_from(end).ok()?)
}

fn stretch(unit: Days, count: i32, anchor: Date) -> Option<DateRange> {
    let units = i64::from(count);
    let span = match unit {
        Days::Day => Span::new().try_days(units),
        Days::Week => Span::new().try_weeks(units),
        Days::Month => Span::new().try_months(units),
        Days::Quarter => Span::new().try_months(units.checked_mul(3)?),
        Days::Year => Span::new().try_years(units),
        Days::Decade => Span::new().try_years(units.checked_mul(10)?),
        Days::Century => Span::new().try_years(units.checked_mul(100)?),
    };
    // The past stretch takes the anchor's day in, since news of the day belongs to it.
    let near = anchor.tomorrow().ok()?;
    let far = if count < 0 { anchor } else { near }.checked_add(span.ok()?).ok()?;
    if count < 0 { range(far, near) } else { range(near, far) }
}

/// The occurrence of `date` that begins inside `period`.
fn within(date: &DateExpr, period: &DateRange) -> Option<DateRange> {
    let last = period.end.yesterday().ok()?;
    [period.start, last]
        .into_iter()
        .filter_map(|anchor| {
            let (year, month) = (anchor.year(), anchor.month());
            match date {
                DateExpr::Day { month, day, .. } => day_of(year, *month, *day),
                DateExpr::Month { month, .. } => month_of(year, *month),
                DateExpr::Quarter { quarter, .. } => quarter_of(year, *quarter),
                DateExpr::Season { season, .. } => season_of(year, *season),
                DateExpr::Weekday { weekday, .. } => {
                    one(weekday_near(*weekday, Direction::Nearest, Tense::Future, period.start)?)
                }
                DateExpr::NthWeekday { nth, weekday, month: 0, .. } => {
                    one(Date::new(year, month, 1)
                        .ok()?
                        .nth_weekday_of_month(*nth, *weekday)
                        .ok()?)
                }
                DateExpr::NthWeekday { .. }
                | DateExpr::Easter { .. }
                | DateExpr::Weekend { .. }
                | DateExpr::Years { .. }
                | DateExpr::Relative { .. }
                | DateExpr::Stretch { .. }
                | DateExpr::Narrated { .. }
                | DateExpr::Within { .. }
                | DateExpr::Stage { .. }
                | DateExpr::Between { .. }
                | DateExpr::Vague { .. } => date.resolve(Some(anchor)),
                DateExpr::Part { of, .. } => within(of, period),
            }
        })
        .find(|range| period.start <= range.start && range.start < period.end)
}

/// Half of a period; days are not divided.
fn part_of(whole: DateRange, stage: Stage) -> DateRange {
    let length = i64::from(
        i32::try_from(whole.start.duration_until(whole.end).as_hours() / 24).unwrap_or(0),
    );
    if length < 4 {
        return whole;
    }
    let months = length > 60 && whole.start.day() == 1 && whole.end.day() == 1;
    let at = |quarter: i64| {
        let moved = if months {
            whole.start.checked_add((length / 30 * quarter / 4).months())
        } else {
            whole.start.checked_add((length * quarter / 4).days())
        };
        moved.unwrap_or(whole.start)
    };
    let (start, end) = match stage {
        Stage::Early => (whole.start, at(2)),
        Stage::Middle => (at(1), at(3)),
        Stage::Late => (at(2), whole.end),
    };
    range(start, end).unwrap_or(whole)
}

fn between(
    start: Option<&DateExpr>,
    end: Option<&DateExpr>,
    anchor: Option<Date>,
) -> Option<DateRange> {
    match (start, end) {
        (None, None) => None,
        (Some(start), None) => range(start.resolve(anchor)?.start, Date::MAX),
        (None, Some(end)) => range(Date::MIN, end.resolve(anchor)?.end),
        (Some(start), Some(end)) => {
            let start = start.resolve(anchor)?.start;
            let end = end.resolve(anchor)?.end;
            // "from November to February" ends in the year after.
            let end = if end <= start { end.checked_add(1.year()).ok()? } else { end };
            range(start, end)
        }
    }
}
