//! What is printed in words and digits reads back as the same value, for every kind of number.

use std::sync::OnceLock;

use proptest::prelude::*;
use rust_decimal::Decimal;

use crosscheck::{
    model::{Article, Mention},
    pipeline,
    rule::{Rules, Unit, UnitKind},
    value::{Figure, Value},
};

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules::embedded().unwrap_or_else(|problems| panic!("{problems:?}")))
}

fn numbers(text: &str) -> Vec<Mention> {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let found = pipeline::mentions(&article, rules()).1.into_iter().flatten();
    found.filter(|mention| mention.value.figure().is_some()).collect()
}

/// The one number of a text, with its unit.
fn only(text: &str) -> Option<(Figure, String)> {
    let found = numbers(text);
    let [mention] = found.as_slice() else { return None };
    let unit = match &mention.value {
        Value::Money(money) => money.currency.to_string(),
        Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
            measure.unit.to_string()
        }
        Value::Percent { points: false, .. } => "percent".to_owned(),
        Value::Percent { points: true, .. } => "percentage point".to_owned(),
        Value::Count(_) => mention.noun.as_ref().map_or(String::new(), |noun| noun.head.clone()),
        Value::Ordinal(_) => "ordinal".to_owned(),
        Value::Date(_)
        | Value::Time(_)
        | Value::Place(_)
        | Value::Name(_)
        | Value::Statement { .. } => return None,
    };
    Some((mention.value.figure()?.clone(), unit))
}

/// Digits in groups of three: 1,234,567.89.
fn grouped(value: Decimal) -> String {
    let text = value.to_string();
    let (whole, part) = text.split_once('.').map_or((&*text, None), |(a, b)| (a, Some(b)));
    let mut groups: Vec<String> = Vec::new();
    let digits: Vec<char> = whole.chars().collect();
    for group in digits.rchunks(3) {
        groups.insert(0, group.iter().collect());
    }
    let whole = groups.join(",");
    part.map_or(whole.clone(), |part| format!("{whole}.{part}"))
}

fn value() -> impl Strategy<Value = Decimal> {
    (3_i64..900_000, 0_u32..4).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

/// Units of a kind that the rules' own examples write in full, by id.
fn units(kinds: &[UnitKind]) -> Vec<&'static Unit> {
    rules().unit.iter().filter(|unit| kinds.contains(&unit.kind)).collect()
}

fn same(text: &str, value: Decimal, unit: &str) -> Result<(), TestCaseError> {
    let read = only(text);
    let Some((figure, found)) = read else {
        return Err(TestCaseError::fail(format!("{text}: {:?}", numbers(text))));
    };
    prop_assert_eq!(figure.point(), Some(value.normalize()), "{}", text);
    prop_assert_eq!(found, unit, "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn money(value in value(), at in any::<prop::sample::Index>()) {
        let units = units(&[UnitKind::Money]);
        let reads = |unit: &&&Unit| {
            let read = only(&format!("It cost {} 5,000.", unit.id));
            read.is_some_and(|(_, code)| *code == *unit.id)
        };
        let codes: Vec<&&Unit> = units.iter().filter(reads).collect();
        prop_assert!(codes.len() > 100);
        let code = &codes[at.index(codes.len())].id;
        same(&format!("It cost {code} {}.", grouped(value)), value, code)?;
    }

    #[test]
    fn quantities(value in value(), at in any::<prop::sample::Index>()) {
        let names: [(&str, &str); 18] = [
            ("metres", "metre"), ("kilometres", "kilometre"), ("inches", "inch"),
            ("square kilometres", "square kilometre"), ("hectares", "hectare"), ("litres", "litre"),
            ("barrels", "barrel"), ("kilograms", "kilogram"), ("tons", "ton"),
            ("kilometres per hour", "kilometre per hour"), ("megawatts", "megawatt"),
            ("gigawatt hours", "gigawatt hour"), ("gigabytes", "gigabyte"),
            ("degrees Celsius", "celsius"), ("volts", "volt"), ("hectopascals", "hectopascal"),
            ("megahertz", "megahertz"), ("microsieverts", "microsievert"),
        ];
        let (written, unit) = names[at.index(names.len())];
        same(&format!("It came to {} {written}.", grouped(value)), value, unit)?;
    }

    #[test]
    fn durations_and_ages(value in 2_u32..100, at in 0_usize..6) {
        let value = Decimal::from(value);
        let unit = ["second", "minute", "hour", "day", "week", "month"][at];
        same(&format!("The wait lasted {value} {unit}s."), value, unit)?;
        same(&format!("A {value}-year-old won."), value, "year of age")?;
    }

    #[test]
    fn percents(value in value()) {
        same(&format!("It was {} percent.", grouped(value)), value, "percent")?;
        same(&format!("It was {value} percentage points."), value, "percentage point")?;
    }

    #[test]
    fn counts_and_ordinals(value in 2_u32..900_000) {
        let value = Decimal::from(value);
        same(&format!("We saw {} homes.", grouped(value)), value, "home")?;
        let text = value.to_string();
        let end = match &*text {
            text if text.ends_with("11") || text.ends_with("12") || text.ends_with("13") => "th",
            text if text.ends_with('1') => "st",
            text if text.ends_with('2') => "nd",
            text if text.ends_with('3') => "rd",
            _ => "th",
        };
        same(&format!("It was the {}{end} attempt.", grouped(value)), value, "ordinal")?;
    }
}
