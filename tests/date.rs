//! Dates and clock times from words to days.

use std::sync::LazyLock;

use crosscheck::{
    model::{Article, Mention},
    pipeline,
    recognize::{infer_published, stated_weekday_day},
    rule::Rules,
    value::{
        Clock, DateExpr, DateRange, Days, Direction, Lapse, PartOfDay, Relation, Season, Stage,
        Tense, Value, compare,
    },
};
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::embedded().unwrap_or_else(|problems| panic!("{problems:?}")));

fn mentions(text: &str, rules: &Rules) -> Vec<Mention> {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let found = pipeline::mentions(&article, rules).1.into_iter().flatten();
    found.filter(|mention| matches!(mention.value, Value::Date(_) | Value::Time(_))).collect()
}

fn timex(mention: &Mention, anchor: Option<Date>) -> String {
    if let Value::Date(date) = &mention.value {
        date.timex(anchor)
    } else if let Value::Time(clock) = &mention.value {
        clock.timex(anchor)
    } else {
        String::new()
    }
}

/// Days of the only date in a text.
fn days(text: &str, anchor: Option<Date>, rules: &Rules) -> Option<DateRange> {
    match &mentions(text, rules).as_slice() {
        [Mention { value: Value::Date(date), .. }] => date.resolve(anchor),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn examples_are_made_by_their_rule() {
    let rules = &RULES;
    for example in rules.date.examples() {
        let plain = example.text.replace(['[', ']'], "");
        let found = mentions(&plain, rules);
        let made = found.iter().any(|mention| mention.rule == example.rule);
        assert!(made, "{example:?}: {found:?}");
    }
}

#[test]
fn dates_resolve_by_the_day_of_publication() {
    let rules = &RULES;
    let friday = date(2025, 4, 11);
    let cases = [
        ("They met on Friday.", "2025-04-11", "2025-04-12"),
        ("They met on Thursday.", "2025-04-10", "2025-04-11"),
        ("They will meet on Thursday.", "2025-04-17", "2025-04-18"),
        ("They met last Friday.", "2025-04-04", "2025-04-05"),
        ("Friday's talks will decide.", "2025-04-11", "2025-04-12"),
        ("Prices fell last week.", "2025-03-31", "2025-04-07"),
        ("It began in March.", "2025-03-01", "2025-04-01"),
        ("It ended in December.", "2024-12-01", "2025-01-01"),
        ("It should be completed in October.", "2025-10-01", "2025-11-01"),
        ("It ended on December 30.", "2024-12-30", "2024-12-31"),
        ("It fell on Thursday, July 18.", "2024-07-18", "2024-07-19"),
        ("It opened two days ago.", "2025-04-09", "2025-04-10"),
        ("It opened in March last year.", "2024-03-01", "2024-04-01"),
        ("It opened on Tuesday of last week.", "2025-04-01", "2025-04-02"),
        ("It rose in early 2024.", "2024-01-01", "2024-07-01"),
        ("It ran from November to February.", "2024-11-01", "2025-03-01"),
        ("It has been shut since 2022.", "2022-01-01", "9999-12-31"),
        ("It was shut before 2010.", "-009999-01-01", "2010-01-01"),
        ("It was shut after March 2024.", "2024-04-01", "9999-12-31"),
        ("It is due by the end of the month.", "-009999-01-01", "2025-05-01"),
        ("They died over the weekend.", "2025-04-05", "2025-04-07"),
        ("It fell on Thanksgiving 2024.", "2024-11-28", "2024-11-29"),
        ("He served 2014-2018.", "2014-01-01", "2019-01-01"),
        ("He left last Christmas.", "2024-12-25", "2024-12-26"),
        ("The museum opened two decades ago.", "2005-01-01", "2006-01-01"),
        ("It opens the first Monday of May 2025.", "2025-05-05", "2025-05-06"),
    ];
    for (text, start, end) in cases {
        let range = days(text, Some(friday), rules);
        let found = range.map(|range| (range.start.to_string(), range.end.to_string()));
        assert_eq!(found, Some((start.to_owned(), end.to_owned())), "{text}");
    }
}

#[test]
fn without_an_anchor_only_full_dates_resolve() {
    let rules = &RULES;
    assert!(days("They met on April 11, 2025.", None, rules).is_some());
    assert!(days("They met in March 2025.", None, rules).is_some());
    for text in ["They met on Friday.", "They met on April 11.", "He left yesterday."] {
        assert_eq!(days(text, None, rules), None, "{text}");
    }
    let narrated = DateExpr::Narrated { unit: Days::Day, count: -1 };
    assert_eq!(narrated.resolve(Some(date(2025, 4, 11))), None);
    let before = narrated.literal_beside(date(2025, 4, 2), None).and_then(|range| range.day());
    assert_eq!(before, Some(date(2025, 4, 1)));
    assert_eq!(days("It is dated 04/05/2025.", Some(date(2025, 4, 11)), rules), None);
}

#[test]
fn clock_times_keep_hedge_and_zone() {
    let rules = &RULES;
    let at = |low, high, offset| Clock { low, high, offset, open: None };
    let cases = [
        ("It struck at 1:30 a.m. on Friday.", "1:30 a.m.", at(90, 90, None)),
        (
            "It struck around 1:30 a.m. local time.",
            "around 1:30 a.m. local time",
            at(75, 105, None),
        ),
        ("It began shortly after 1 a.m. there.", "shortly after 1 a.m.", at(60, 75, None)),
        (
            "It struck at 6:35 am (2135 GMT Tuesday).",
            "6:35 am (2135 GMT Tuesday)",
            at(395, 395, Some(540)),
        ),
        ("It struck at 1418 (1048 GMT).", "1418 (1048 GMT)", at(858, 858, Some(210))),
        ("It ended at 16:08 UTC.", "16:08 UTC", at(968, 968, Some(0))),
        ("Open from 9 to 11 a.m. daily.", "9 to 11 a.m.", at(540, 660, None)),
        ("They met at half past three.", "half past three", at(210, 210, None)),
        ("It was at 3 in the morning.", "3 in the morning", at(180, 180, None)),
        ("They met at 3 o'clock.", "3 o'clock", at(180, 180, None)),
    ];
    for (text, words, clock) in cases {
        let found = mentions(text, rules);
        let first = found.iter().find_map(|mention| {
            let Value::Time(clock) = &mention.value else { return None };
            Some((mention.span.of(text), *clock))
        });
        assert_eq!(first, Some((words, clock)), "{text}");
    }
}

#[test]
fn a_preposition_bounds_one_side_of_a_time() {
    let rules = &RULES;
    let time = |text: &str| {
        mentions(text, rules)
            .into_iter()
            .map(|mention| mention.value)
            .find(|value| matches!(value, Value::Time(_)))
    };
    let cases = [
        ("He left after 2 p.m. that day.", "He left at 4 p.m. that day.", true),
        ("He left by 2 p.m. that day.", "He left at 11 a.m. that day.", true),
        ("He left no later than 2 p.m. that day.", "He left at 4 p.m. that day.", false),
        ("He left after 2 p.m. that day.", "He left at 11 a.m. that day.", false),
    ];
    for (bound, told, fits) in cases {
        let (Some(bound), Some(told)) = (time(bound), time(told)) else { panic!("{bound} {told}") };
        let both = [
            compare::values((&bound, None), (&told, None)),
            compare::values((&told, None), (&bound, None)),
        ];
        assert!(both.iter().all(|found| (*found != Relation::Conflict) == fits), "{bound:?}");
    }
}

#[test]
fn ordinary_words_are_no_dates() {
    let rules = &RULES;
    let texts = [
        "Talks lasted over four hours.",
        "He may march; the second fall hurt.",
        "April Jones and Theresa May spoke.",
        "The team won 3:1 and lost 2:10.",
        "About 2000 people fled to 1500 homes.",
        "The Daily Mail and USA Today reported it.",
        "The Boeing 747 has 4 engines and flies 12.5 hours.",
    ];
    for text in texts {
        assert_eq!(mentions(text, rules), [], "{text}");
    }
}

#[test]
fn publication_is_inferred_from_a_weekday_with_its_date() {
    let rules = &RULES;
    let inferred = |text: &str| infer_published(mentions(text, rules).iter());
    assert_eq!(inferred("They met on Friday, April 11, 2025."), Some(date(2025, 4, 11)));
    let text = "They met on Friday (April 11), after a call on March 29, 2025.";
    assert_eq!(inferred(text), Some(date(2025, 4, 11)));
    assert_eq!(inferred("They met on Friday (April 11), after a call on May 2, 2019."), None);
    let yearless = "They met on Friday (April 11).";
    assert_eq!(inferred(yearless), None);
    let found = mentions(yearless, rules);
    let stated: Vec<_> = stated_weekday_day(found.iter()).collect();
    assert_eq!(stated, [(Weekday::Friday, 4, 11)]);
}

fn any_tense() -> impl Strategy<Value = Tense> {
    prop_oneof![Just(Tense::Past), Just(Tense::Future), Just(Tense::Unknown)]
}

fn any_direction() -> impl Strategy<Value = Direction> {
    use Direction::{Last, Nearest, Next, This};
    prop_oneof![Just(Nearest), Just(Last), Just(Next), Just(This)]
}

fn any_weekday() -> impl Strategy<Value = Weekday> {
    (0i8..7).prop_map(|offset| Weekday::from_monday_zero_offset(offset).unwrap_or(Weekday::Monday))
}

fn any_unit() -> impl Strategy<Value = Days> {
    use Days::{Century, Day, Decade, Fortnight, Month, Quarter, Week, Year};
    prop_oneof![
        Just(Day),
        Just(Week),
        Just(Fortnight),
        Just(Month),
        Just(Quarter),
        Just(Year),
        Just(Decade),
        Just(Century)
    ]
}

fn any_lapse() -> impl Strategy<Value = Lapse> {
    prop_oneof![
        Just(Lapse::Second),
        Just(Lapse::Minute),
        Just(Lapse::Hour),
        any_unit().prop_map(Lapse::Days)
    ]
}

fn any_simple() -> impl Strategy<Value = DateExpr> {
    let year = || proptest::option::of(any::<i16>());
    let season = prop_oneof![
        Just(Season::Spring),
        Just(Season::Summer),
        Just(Season::Autumn),
        Just(Season::Winter)
    ];
    prop_oneof![
        (any::<i8>(), any::<i8>(), proptest::option::of(any_weekday()), year())
            .prop_map(|(month, day, weekday, year)| DateExpr::Day { year, month, day, weekday }),
        (1i8..13, 1i8..29).prop_map(|(month, day)| DateExpr::Day {
            year: None,
            month,
            day,
            weekday: None
        }),
        (any::<i8>(), any_direction(), any_tense(), year()).prop_map(
            |(month, direction, tense, year)| DateExpr::Month { year, month, direction, tense }
        ),
        (any::<i16>(), any::<i16>()).prop_map(|(first, end)| DateExpr::Years { first, end }),
        (any::<i8>(), year()).prop_map(|(quarter, year)| DateExpr::Quarter { quarter, year }),
        (season, any_direction(), any_tense(), year()).prop_map(
            |(season, direction, tense, year)| DateExpr::Season { season, year, direction, tense }
        ),
        (any::<i8>(), any_weekday(), any::<i8>(), year()).prop_map(
            |(nth, weekday, month, year)| DateExpr::NthWeekday {
                nth,
                weekday,
                month,
                offset: 0,
                year,
            }
        ),
        (any::<i16>(), any::<bool>(), year())
            .prop_map(|(offset, orthodox, year)| DateExpr::Easter { offset, orthodox, year }),
        (any::<i8>(), year()).prop_map(|(half, year)| DateExpr::Half { half, year }),
        (any::<i8>(), year()).prop_map(|(week, year)| DateExpr::Week { week, year }),
        (any::<i8>(), any::<i8>(), year()).prop_map(|(first, second, year)| DateExpr::Slashed {
            year,
            first,
            second
        }),
        (any::<i8>(), proptest::option::of(any_weekday()), any_tense())
            .prop_map(|(day, weekday, tense)| DateExpr::DayOfMonth { day, weekday, tense }),
        (any_lapse(), any::<i32>()).prop_map(|(lapse, count)| DateExpr::Counted { lapse, count }),
        (any_weekday(), any_direction(), any_tense()).prop_map(|(weekday, direction, tense)| {
            DateExpr::Weekday { weekday, direction, tense }
        }),
        (any_direction(), any_tense())
            .prop_map(|(direction, tense)| DateExpr::Weekend { direction, tense }),
        (any_unit(), any::<i32>()).prop_map(|(unit, count)| DateExpr::Relative { unit, count }),
        (any_lapse(), any::<i32>()).prop_map(|(unit, count)| DateExpr::Stretch { unit, count }),
    ]
}

fn any_expr() -> impl Strategy<Value = DateExpr> {
    any_simple().prop_recursive(3, 8, 2, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        let stage = prop_oneof![
            Just(Stage::Early),
            Just(Stage::Middle),
            Just(Stage::Late),
            Just(Stage::Earlier),
            Just(Stage::Later)
        ];
        prop_oneof![
            (boxed(), boxed()).prop_map(|(date, period)| DateExpr::Within { date, period }),
            (boxed(), stage).prop_map(|(of, stage)| DateExpr::Stage { of, stage }),
            boxed().prop_map(|of| DateExpr::Part { of, part: PartOfDay::Morning }),
            boxed().prop_map(DateExpr::Upcoming),
            (boxed(), any_unit()).prop_map(|(date, unit)| DateExpr::Around { unit, date }),
            (boxed(), any_unit(), any::<i32>()).prop_map(|(from, unit, count)| DateExpr::Offset {
                unit,
                count,
                from
            }),
            (boxed(), any_unit(), any::<i8>(), any::<i8>())
                .prop_map(|(of, unit, nth, count)| DateExpr::Nth { nth, count, unit, of }),
            boxed().prop_map(|date| DateExpr::Before { date }),
            boxed().prop_map(|date| DateExpr::After { date }),
            (proptest::option::of(boxed()), proptest::option::of(boxed()))
                .prop_map(|(start, end)| DateExpr::Between { start, end }),
        ]
    })
}

fn any_date() -> impl Strategy<Value = Date> {
    (-9999i16..=9999, 1i8..13, 1i8..29).prop_map(|(year, month, day)| date(year, month, day))
}

proptest! {
    #[test]
    fn resolving_never_fails_and_ranges_are_not_empty(
        expr in any_expr(),
        anchor in proptest::option::of(any_date()),
    ) {
        for range in [expr.resolve(anchor), expr.literal(anchor)].into_iter().flatten() {
            prop_assert!(range.start < range.end);
        }
        prop_assert!(!expr.timex(anchor).is_empty());
    }

    /// A later day of publication never gives an earlier day.
    #[test]
    fn resolving_is_monotone(
        expr in any_simple(),
        anchor in (1900i16..2100, 1i8..13, 1i8..29),
        later in 0i64..800,
    ) {
        let anchor = date(anchor.0, anchor.1, anchor.2);
        let later = anchor.saturating_add(jiff::Span::new().days(later));
        if let (Some(early), Some(late)) = (expr.resolve(Some(anchor)), expr.resolve(Some(later))) {
            prop_assert!(early.start <= late.start && early.end <= late.end);
        }
    }

    #[test]
    fn recognising_takes_any_text(text in "([a-zA-Z0-9 .,:'()/-]{0,12}|April|the|of|last|Friday|to|early|first|1999| ){0,12}") {
        for mention in mentions(&text, &RULES) {
            prop_assert!(!mention.span.of(&text).is_empty());
            prop_assert!(!timex(&mention, None).is_empty());
        }
    }
}
