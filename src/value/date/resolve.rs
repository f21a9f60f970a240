use jiff::{
    Span, ToSpan,
    civil::{Date, Weekday},
};

use super::{
    DateExpr, DateRange, Days, Direction, Lapse, Stage, Tense,
    calendar::{
        day_of, easter, half_of, in_week, monday, month_of, nth_units, numbered_week, one,
        orthodox_easter, quarter_of, range, season_of, span, stretch, unit_at, years,
    },
};

/// Years to either side in which a yearless day is looked for; 28 years bring every weekday round.
const YEARS_AROUND: i16 = 28;
/// Half a year: from there, the occurrence ahead of the anchor is the nearest.
const HALF_YEAR: i64 = 182;

/// How far the words are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// All that a careful reader allows for: "two months ago" is any day of that month.
    Allowed,
    /// What the words say to the letter: the same day two months before.
    Literal,
}

impl DateExpr {
    /// Days that the expression allows for, seen from `anchor` (the day of publication or a narrated
    /// day). Without an anchor only fully stated dates resolve.
    pub fn resolve(&self, anchor: Option<Date>) -> Option<DateRange> {
        self.days(anchor, Reading::Allowed)
    }

    /// Days that the words name to the letter: a count from today ends on one day, an early part is
    /// the first third, and "11/4" has its month first.
    pub fn literal(&self, anchor: Option<Date>) -> Option<DateRange> {
        self.days(anchor, Reading::Literal)
    }

    fn days(&self, anchor: Option<Date>, reading: Reading) -> Option<DateRange> {
        match self {
            DateExpr::Day { year: Some(year), month, day, .. } => day_of(*year, *month, *day),
            DateExpr::Day { year: None, month, day, weekday } => {
                day_without_year(*month, *day, *weekday, anchor?)
            }
            DateExpr::DayOfMonth { day, weekday, tense } => {
                day_without_month(*day, *weekday, *tense, anchor?)
            }
            DateExpr::Slashed { year, first, second } => match reading {
                Reading::Allowed => None,
                Reading::Literal => month_first(*year, *first, *second).days(anchor, reading),
            },
            DateExpr::Month { year: Some(year), month, .. } => month_of(*year, *month),
            DateExpr::Month { year: None, month, direction, tense } => {
                choose(anchor?, *direction, *tense, |year| month_of(year, *month))
            }
            DateExpr::Years { first, end } => years(*first, *end),
            DateExpr::Quarter { quarter, year } => {
                yearly(*year, anchor, |year| quarter_of(year, *quarter))
            }
            DateExpr::Half { half, year } => yearly(*year, anchor, |year| half_of(year, *half)),
            DateExpr::Week { week, year } => {
                let year = year.or_else(|| anchor.map(|day| day.iso_week_date().year()))?;
                numbered_week(year, *week)
            }
            DateExpr::Season { season, year: Some(year), .. } => season_of(*year, *season),
            DateExpr::Season { season, year: None, direction, tense } => {
                choose(anchor?, *direction, *tense, |year| season_of(year, *season))
            }
            DateExpr::NthWeekday { nth, weekday, month, offset, year } => {
                let of = |year| {
                    let first = Date::new(year, *month, 1).ok()?;
                    let day = first.nth_weekday_of_month(*nth, *weekday).ok()?;
                    one(day.checked_add(i64::from(*offset).days()).ok()?)
                };
                yearly(*year, anchor, of)
            }
            DateExpr::Easter { offset, orthodox, year } => {
                let of = |year| {
                    let sunday = if *orthodox { orthodox_easter(year) } else { easter(year) };
                    one(sunday?.checked_add(i64::from(*offset).days()).ok()?)
                };
                yearly(*year, anchor, of)
            }
            DateExpr::Feast { feast, year } => yearly(*year, anchor, |year| feast.in_year(year)),
            DateExpr::Weekday { weekday, direction, tense } => {
                one(weekday_near(*weekday, *direction, *tense, anchor?)?)
            }
            DateExpr::Weekend { direction, tense } => weekend(*direction, *tense, anchor?),
            DateExpr::Relative { unit, count } => unit_at(*unit, *count, anchor?),
            DateExpr::Counted { lapse, count } => counted(*lapse, *count, anchor?, reading),
            DateExpr::Offset { unit, count, from } => {
                let from = from.days(anchor, reading)?.start;
                if reading == Reading::Literal {
                    one(shifted(from, *unit, *count)?)
                } else {
                    unit_at(*unit, *count, from)
                }
            }
            // Quarters are reported whole.
            DateExpr::Stretch { unit: Lapse::Days(Days::Quarter), count } => {
                let (first, last) = if *count < 0 { (*count, -1) } else { (1, *count) };
                let first = unit_at(Days::Quarter, first, anchor?)?;
                range(first.start, unit_at(Days::Quarter, last, anchor?)?.end)
            }
            DateExpr::Stretch { unit: Lapse::Days(unit), count } => {
                stretch(*unit, *count, anchor?, reading == Reading::Allowed)
            }
            DateExpr::Stretch { unit: Lapse::Second | Lapse::Minute | Lapse::Hour, .. } => None,
            DateExpr::Narrated { unit, count } => {
                (reading == Reading::Literal).then_some(())?;
                unit_at(*unit, *count, anchor?)
            }
            DateExpr::Vague { timex } => {
                (reading == Reading::Literal && timex == "PRESENT_REF").then_some(())?;
                one(anchor?)
            }
            DateExpr::Within { date, period } => within(date, &period.days(anchor, reading)?),
            DateExpr::Nth { nth, count, unit, of } => {
                nth_units(*unit, *nth, *count, &of.days(anchor, reading)?)
            }
            DateExpr::Around { unit, date } => unit_at(*unit, 0, date.days(anchor, reading)?.start),
            DateExpr::Stage { of, stage } => {
                let whole = of.days(anchor, reading)?;
                Some(staged(whole, *stage, anchor, reading))
            }
            DateExpr::Between { start, end } => {
                between(start.as_deref(), end.as_deref(), anchor, reading)
            }
            DateExpr::Before { date } => {
                let end = if let DateExpr::Stage { of, stage: Stage::Late } = &**date {
                    of.days(anchor, reading)?.end
                } else {
                    date.days(anchor, reading)?.start
                };
                range(Date::MIN, end)
            }
            DateExpr::After { date } => {
                let days = date.days(anchor, reading)?;
                // Who comes after Friday, may come on Friday evening.
                let start = if days.day().is_some() { days.start } else { days.end };
                range(start, Date::MAX)
            }
            DateExpr::Upcoming(date) => upcoming(date, anchor?, reading),
            DateExpr::Part { of, .. } => of.days(anchor, reading),
        }
    }

    /// The same, where `narrated` is the day that the text spoke of last: "the day before" counts
    /// from there.
    pub fn literal_beside(&self, narrated: Date, anchor: Option<Date>) -> Option<DateRange> {
        if let DateExpr::Narrated { .. } = self {
            return self.literal(Some(narrated));
        }
        if let DateExpr::Part { of, .. } = self {
            return of.literal_beside(narrated, anchor);
        }
        self.literal(anchor)
    }

    /// Whether the words leave the year open, so that one occurrence has to be chosen.
    pub(super) fn is_yearly(&self) -> bool {
        match self {
            DateExpr::Day { year, .. }
            | DateExpr::Slashed { year, .. }
            | DateExpr::Quarter { year, .. }
            | DateExpr::Half { year, .. }
            | DateExpr::NthWeekday { year, .. }
            | DateExpr::Easter { year, .. }
            | DateExpr::Feast { year, .. } => year.is_none(),
            DateExpr::Month { year, direction, .. } | DateExpr::Season { year, direction, .. } => {
                year.is_none() && *direction == Direction::Nearest
            }
            DateExpr::Part { of, .. } | DateExpr::Stage { of, .. } | DateExpr::Nth { of, .. } => {
                of.is_yearly()
            }
            DateExpr::Around { date, .. } => date.is_yearly(),
            DateExpr::Between { start, end } => {
                start.as_ref().or(end.as_ref()).is_some_and(|date| date.is_yearly())
            }
            DateExpr::Years { .. }
            | DateExpr::DayOfMonth { .. }
            | DateExpr::Week { .. }
            | DateExpr::Weekday { .. }
            | DateExpr::Weekend { .. }
            | DateExpr::Relative { .. }
            | DateExpr::Counted { .. }
            | DateExpr::Offset { .. }
            | DateExpr::Stretch { .. }
            | DateExpr::Narrated { .. }
            | DateExpr::Within { .. }
            | DateExpr::Before { .. }
            | DateExpr::After { .. }
            | DateExpr::Upcoming(_)
            | DateExpr::Vague { .. } => false,
        }
    }
}

/// The occurrence that ends after the anchor; a weekday is that of another day than today.
fn upcoming(date: &DateExpr, anchor: Date, reading: Reading) -> Option<DateRange> {
    if date.is_yearly() {
        let ahead = anchor.checked_add(HALF_YEAR.days()).ok()?;
        return date.days(Some(ahead), reading);
    }
    if let DateExpr::Part { of, .. } = date {
        return upcoming(of, anchor, reading);
    }
    if let DateExpr::Weekday { weekday, direction: Direction::Nearest | Direction::This, .. } = date
    {
        return one(anchor.nth_weekday(1, *weekday).ok()?);
    }
    date.days(Some(anchor), reading)
}

/// "11/4" as written in America; the other way round where there is no such month.
pub(super) fn month_first(year: Option<i16>, first: i8, second: i8) -> DateExpr {
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    DateExpr::Day { year, month, day, weekday: None }
}

/// "two weeks ago", "in five days".
fn counted(lapse: Lapse, count: i32, anchor: Date, reading: Reading) -> Option<DateRange> {
    match (lapse, reading) {
        // The time of day it is counted from is not known.
        (Lapse::Second | Lapse::Minute | Lapse::Hour, _) => None,
        (Lapse::Days(unit), Reading::Allowed) => unit_at(unit, count, anchor),
        (Lapse::Days(unit), Reading::Literal) => one(shifted(anchor, unit, count)?),
    }
}

/// The day `count` units from another.
fn shifted(day: Date, unit: Days, count: i32) -> Option<Date> {
    day.checked_add(span(unit, count)?).ok()
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
        // "this winter" in February is the one that began in December.
        let now = around.iter().find(|range| range.start <= anchor && anchor < range.end);
        return now.copied().or_else(|| of(year));
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

/// "the 18th", "Monday the 21st": in a month around the anchor.
fn day_without_month(
    day: i8,
    weekday: Option<Weekday>,
    tense: Tense,
    anchor: Date,
) -> Option<DateRange> {
    let reach = if weekday.is_some() { 14 } else { 3 };
    let around: Vec<DateRange> = (-reach..=reach)
        .filter_map(|months| {
            let month = anchor.first_of_month().checked_add(Span::new().months(months)).ok()?;
            day_of(month.year(), month.month(), day)
        })
        .filter(|range| weekday.is_none_or(|weekday| range.start.weekday() == weekday))
        .collect();
    pick(&around, anchor, Direction::Nearest, tense)
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

/// The occurrence of `date` that begins inside `period`.
fn within(date: &DateExpr, period: &DateRange) -> Option<DateRange> {
    let last = period.end.yesterday().ok()?;
    [period.start, last]
        .into_iter()
        .filter_map(|anchor| {
            let (year, month) = (anchor.year(), anchor.month());
            match date {
                DateExpr::Day { month, day, .. } => day_of(year, *month, *day),
                DateExpr::DayOfMonth { day, .. } => day_of(year, month, *day),
                DateExpr::Month { month, .. } => month_of(year, *month),
                DateExpr::Quarter { quarter, .. } => quarter_of(year, *quarter),
                DateExpr::Half { half, .. } => half_of(year, *half),
                DateExpr::Week { week, .. } => numbered_week(year, *week),
                DateExpr::Season { season, .. } => season_of(year, *season),
                DateExpr::Feast { feast, .. } => feast.in_year(year),
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
                | DateExpr::Slashed { .. }
                | DateExpr::Weekend { .. }
                | DateExpr::Years { .. }
                | DateExpr::Relative { .. }
                | DateExpr::Counted { .. }
                | DateExpr::Offset { .. }
                | DateExpr::Stretch { .. }
                | DateExpr::Narrated { .. }
                | DateExpr::Within { .. }
                | DateExpr::Nth { .. }
                | DateExpr::Around { .. }
                | DateExpr::Stage { .. }
                | DateExpr::Between { .. }
                | DateExpr::Before { .. }
                | DateExpr::After { .. }
                | DateExpr::Upcoming(_)
                | DateExpr::Vague { .. } => date.resolve(Some(anchor)),
                DateExpr::Part { of, .. } => within(of, period),
            }
        })
        .find(|range| period.start <= range.start && range.start < period.end)
}

/// A part of a period: about half of it, to the letter a third; days are not divided. What lies
/// before or after today ends or begins there.
fn staged(whole: DateRange, stage: Stage, anchor: Option<Date>, reading: Reading) -> DateRange {
    let halves = reading == Reading::Allowed;
    let today = anchor.filter(|day| whole.start <= *day && *day < whole.end);
    let (from, to, of) = match (stage, halves) {
        (Stage::Early, true) => (0, 2, 4),
        (Stage::Middle, true) => (1, 3, 4),
        (Stage::Late, true) => (2, 4, 4),
        // The beginning of a year is its first quarter.
        (Stage::Early, false) if whole.start.checked_add(1.year()).ok() == Some(whole.end) => {
            (0, 1, 4)
        }
        (Stage::Early, false) => (0, 1, 3),
        (Stage::Middle, false) => (1, 2, 3),
        (Stage::Late, false) => (2, 3, 3),
        (Stage::Earlier, true) => {
            let end = today.and_then(|day| day.tomorrow().ok());
            return end.and_then(|end| range(whole.start, end)).unwrap_or(whole);
        }
        (Stage::Later, true) => {
            return today.and_then(|day| range(day, whole.end)).unwrap_or(whole);
        }
        // To the letter, in the half that it lies in as well.
        (Stage::Earlier, false) => {
            let half = staged(whole, Stage::Early, None, Reading::Allowed);
            let end = today.map_or(half.end, |day| day.min(half.end));
            return range(whole.start, end).unwrap_or(half);
        }
        (Stage::Later, false) => {
            let half = staged(whole, Stage::Late, None, Reading::Allowed);
            let start = today.map_or(half.start, |day| day.max(half.start));
            return range(start, whole.end).unwrap_or(half);
        }
    };
    let length = whole.start.duration_until(whole.end).as_hours() / 24;
    if length < 4 {
        return whole;
    }
    // The first three days of a week and its last three.
    if length == 7 && !halves {
        let (from, to) = match from {
            0 => (0, 3),
            1 => (2, 5),
            _ => (4, 7),
        };
        let day = |days: i64| whole.start.checked_add(days.days());
        return day(from)
            .and_then(|from| Ok((from, day(to)?)))
            .ok()
            .and_then(|(from, to)| range(from, to))
            .unwrap_or(whole);
    }
    let at = |part: i64| {
        if part == of {
            return whole.end;
        }
        let first = whole.start.day() == 1 && whole.end.day() == 1;
        let moved = if length > 60 && first {
            whole.start.checked_add((length / 30 * part / of).months())
        } else if length > 20 && first && of == 3 {
            whole.start.checked_add((part * 10).days())
        } else if of == 3 {
            whole.start.checked_add(((length * part + part) / of).days())
        } else {
            whole.start.checked_add((length * part / of).days())
        };
        moved.unwrap_or(whole.start)
    };
    range(at(from), at(to)).unwrap_or(whole)
}

fn between(
    start: Option<&DateExpr>,
    end: Option<&DateExpr>,
    anchor: Option<Date>,
    reading: Reading,
) -> Option<DateRange> {
    match (start, end) {
        (None, None) => None,
        (Some(start), None) => range(start.days(anchor, reading)?.start, Date::MAX),
        (None, Some(end)) => range(Date::MIN, end.days(anchor, reading)?.end),
        (Some(start), Some(end)) => {
            let start = start.days(anchor, reading)?.start;
            let last = end.days(anchor, reading)?.end;
            // "from November to February" ends in the year after, "from next Monday to Friday" in
            // the same week.
            let last = if last > start {
                last
            } else if let DateExpr::Weekday { .. } = end {
                end.days(Some(start), reading)?.end
            } else {
                last.checked_add(1.year()).ok()?
            };
            range(start, last)
        }
    }
}
