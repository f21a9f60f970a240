//! Dates, clock times and lengths of time: written as news writes them, they come back as they were.

use std::sync::LazyLock;

use crosscheck::{
    model::{Article, Mention},
    pipeline,
    rule::Rules,
    value::{Clock, DateExpr, Days, Direction, Lapse, Season, Tense, Value},
};
use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::embedded().unwrap_or_else(|problems| panic!("{problems:?}")));

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
const UNITS: [(&str, Days); 4] =
    [("day", Days::Day), ("week", Days::Week), ("month", Days::Month), ("year", Days::Year)];

/// Dates, times and lengths of time in a sentence that holds `words`.
fn found(words: &str) -> Vec<(String, Value)> {
    let text = format!("It is reported that {words} at the court.");
    let article = Article { text: text.clone(), ..Article::default() };
    let mentions = pipeline::mentions(&article, &RULES).1.into_iter().flatten();
    let timed = |mention: &Mention| {
        matches!(mention.value, Value::Date(_) | Value::Time(_) | Value::Duration(_))
    };
    mentions
        .filter(timed)
        .map(|mention| (mention.span.of(&text).to_owned(), mention.value))
        .collect()
}

/// The only date, with its words.
fn date_in(words: &str) -> Result<(String, DateExpr), TestCaseError> {
    match found(words).as_slice() {
        [(text, Value::Date(date))] => Ok((text.clone(), date.clone())),
        other => Err(TestCaseError::fail(format!("{words}: {other:?}"))),
    }
}

fn plural(count: u32, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

fn ordinal(number: i8) -> String {
    let end = match (number % 10, number / 10) {
        (1, tens) if tens != 1 => "st",
        (2, tens) if tens != 1 => "nd",
        (3, tens) if tens != 1 => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

proptest! {
    #[test]
    fn days(year in 1500i16..2200, month in 1i8..13, day in 1i8..29, form in 0usize..8) {
        let name = MONTHS[month as usize - 1];
        let short = match name {
            "September" => "Sept.".to_owned(),
            name if name.len() > 4 => format!("{}.", &name[..3]),
            name => name.to_owned(),
        };
        let words = match form {
            0 => format!("{name} {day}, {year}"),
            1 => format!("{day} {name} {year}"),
            2 => format!("{year}-{month:02}-{day:02}"),
            3 => format!("{short} {day}, {year}"),
            4 => format!("the {} of {name}, {year}", ordinal(day)),
            5 => format!("{name} {} {year}", ordinal(day)),
            6 => format!("{day:02}.{month:02}.{year}"),
            _ => format!("{:02}/{month:02}/{year}", day.max(13)),
        };
        let day = if form == 7 { day.max(13) } else { day };
        let (text, expr) = date_in(&format!("he spoke on {words}"))?;
        prop_assert_eq!(text, words);
        prop_assert_eq!(expr, DateExpr::Day { year: Some(year), month, day, weekday: None });
    }

    #[test]
    fn days_with_their_weekday(year in 1900i16..2100, month in 1i8..13, day in 1i8..29) {
        let weekday = date(year, month, day).weekday();
        let words = format!("{weekday:?}, {} {day}, {year}", MONTHS[month as usize - 1]);
        let (text, expr) = date_in(&format!("he spoke on {words}"))?;
        prop_assert_eq!(text, words);
        let expected = DateExpr::Day { year: Some(year), month, day, weekday: Some(weekday) };
        prop_assert_eq!(expr, expected);
    }

    #[test]
    fn periods(year in 1900i16..2100, part in 1i8..5, form in 0usize..7) {
        let nth = ["first", "second", "third", "fourth"][part as usize - 1];
        let half = part.min(2);
        let names = ["spring", "summer", "autumn", "winter"];
        let seasons = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];
        let direction = Direction::Nearest;
        let tense = Tense::Unknown;
        let (words, expected) = match form {
            0 => (format!("the {nth} quarter of {year}"), DateExpr::Quarter { quarter: part, year: Some(year) }),
            1 => (format!("Q{part} {year}"), DateExpr::Quarter { quarter: part, year: Some(year) }),
            2 => {
                let nth = ["first", "second"][half as usize - 1];
                (format!("the {nth} half of {year}"), DateExpr::Half { half, year: Some(year) })
            }
            3 => {
                let season = seasons[part as usize - 1];
                (format!("the {} of {year}", names[part as usize - 1]), DateExpr::Season { season, year: Some(year), direction, tense })
            }
            4 => {
                let (month, name) = (part * 3, MONTHS[part as usize * 3 - 1]);
                (format!("{name} {year}"), DateExpr::Month { year: Some(year), month, direction, tense })
            }
            5 => (format!("{year}"), DateExpr::year(year)),
            _ => {
                let first = year - year % 10;
                (format!("the {first}s"), DateExpr::Years { first, end: first + 10 })
            }
        };
        let (text, expr) = date_in(&format!("he spoke in {words}"))?;
        prop_assert_eq!(text, words);
        prop_assert_eq!(expr, expected);
    }

    #[test]
    fn counts_from_today(count in 1u32..400, unit in 0usize..4) {
        let (name, unit) = UNITS[unit];
        let counted = |count| DateExpr::Counted { lapse: Lapse::Days(unit), count };
        let count = i32::try_from(count).unwrap_or(1);
        let words = format!("{} ago", plural(count.unsigned_abs(), name));
        prop_assert_eq!(date_in(&format!("he spoke {words}"))?, (words, counted(-count)));
        let words = format!("in {}", plural(count.unsigned_abs(), name));
        prop_assert_eq!(date_in(&format!("he will speak {words}"))?, (words, counted(count)));
    }

    #[test]
    fn ranges(year in 1900i16..2100, month in 1i8..13, first in 1i8..28, length in 1i8..10, form in 0usize..4) {
        let last = (first + length).min(28);
        let name = MONTHS[month as usize - 1];
        let words = match form {
            0 => format!("{name} {first}-{last}, {year}"),
            1 => format!("{first}-{last} {name} {year}"),
            2 => format!("{name} {first} to {last}, {year}"),
            _ => format!("{name} {first} to {name} {last}, {year}"),
        };
        let (text, expr) = date_in(&format!("he was away from {words}"))?;
        prop_assert_eq!(text, words);
        let range = expr.resolve(None).map(|range| (range.start, range.end));
        let end = date(year, month, last).tomorrow().ok();
        prop_assert_eq!(range, end.map(|end| (date(year, month, first), end)));
    }

    #[test]
    fn clock_times(minute in 0i32..1440, form in 0usize..3) {
        let (hour, rest) = (minute / 60, minute % 60);
        let half = if hour < 12 { "a.m." } else { "p.m." };
        let twelve = (hour + 11) % 12 + 1;
        let (words, offset) = match form {
            0 => (format!("{twelve}:{rest:02} {half}"), None),
            1 => (format!("{hour:02}:{rest:02} UTC"), Some(0)),
            _ => (format!("{twelve}:{rest:02}{}", half.replace('.', "")), None),
        };
        let expected = Value::Time(Clock { low: minute, high: minute, offset, open: None });
        prop_assert_eq!(found(&format!("he spoke at {words}")), vec![(words, expected)]);
    }

    #[test]
    fn lengths(count in 1u32..1000, unit in 0usize..7) {
        let unit = ["second", "minute", "hour", "day", "week", "month", "year"][unit];
        let words = plural(count, unit);
        match found(&format!("he spoke for {words}")).as_slice() {
            [(text, Value::Duration(measure))] => {
                prop_assert_eq!(text, &words);
                prop_assert_eq!(&*measure.unit, unit);
                prop_assert_eq!(measure.figure.point(), Some(Decimal::from(count)));
            }
            other => prop_assert!(false, "{words}: {other:?}"),
        }
    }
}
