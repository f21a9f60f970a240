//! Laws of values: comparing is symmetric, a wider value conflicts with nothing new, and a
//! conversion there and back changes nothing.

use crosscheck::{
    rule::Rules,
    value::{Figure, Qualifier, Relation, compare},
};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn figure() -> impl Strategy<Value = Figure> {
    let qualifiers = vec![
        Qualifier::Exact,
        Qualifier::About,
        Qualifier::MoreThan,
        Qualifier::AtLeast,
        Qualifier::LessThan,
        Qualifier::AtMost,
    ];
    let decimal = || (-50_000i64..50_000, 0u32..3).prop_map(|(n, scale)| Decimal::new(n, scale));
    (decimal(), decimal(), 0u32..3, 0i64..30, prop::sample::select(qualifiers), any::<bool>())
        .prop_map(|(low, high, step, slack, qualifier, range)| {
            let step = Decimal::new(1, step);
            let slack = Decimal::new(slack, 2);
            if range {
                Figure { slack, ..Figure::range(low, high, step) }
            } else {
                Figure::exact(low, step).qualified(qualifier, slack)
            }
        })
}

fn wider(figure: &Figure, by: Decimal) -> Figure {
    Figure {
        low: figure.low.map(|low| low - by),
        high: figure.high.map(|high| high + by),
        slack: figure.slack,
        ..figure.clone()
    }
}

proptest! {
    #[test]
    fn comparing_is_symmetric(a in figure(), b in figure()) {
        prop_assert_eq!(compare::figures(&a, &b), compare::figures(&b, &a));
    }

    #[test]
    fn a_figure_agrees_with_itself(a in figure()) {
        prop_assert!(matches!(compare::figures(&a, &a), Relation::Agree(_)));
    }

    #[test]
    fn a_hedge_creates_no_conflict(a in figure(), b in figure(), more in 1i64..50) {
        let before = compare::figures(&a, &b);
        let looser = Figure { slack: a.slack + Decimal::new(more, 2), ..a.clone() };
        prop_assert!(before == Relation::Conflict || compare::figures(&looser, &b) != Relation::Conflict);
    }

    #[test]
    fn a_wider_range_creates_no_conflict(a in figure(), b in figure(), more in 1i64..500) {
        let before = compare::figures(&a, &b);
        let looser = wider(&a, Decimal::new(more, 1));
        prop_assert!(before == Relation::Conflict || compare::figures(&looser, &b) != Relation::Conflict);
    }
}

#[test]
fn conversions_go_there_and_back() {
    let rules = Rules::embedded().unwrap_or_else(|problems| panic!("{problems:?}"));
    for unit in rules.unit.iter() {
        let way = unit.conversion;
        for value in ["1", "0.25", "4.5", "98.6", "1234567", "-40"] {
            let Ok(value) = Decimal::from_str_exact(value) else { panic!("{value}") };
            let Some(base) = way.apply(value) else { continue };
            let back = base * way.denominator / way.numerator - way.offset;
            let scale = value.abs().max(Decimal::ONE);
            let error = (back - value).abs() / scale;
            assert!(error < Decimal::new(1, 6), "{}: {value} -> {base} -> {back}", unit.id);
        }
    }
    let fahrenheit =
        rules.unit.iter().find(|unit| *unit.id == *"fahrenheit").map(|unit| unit.conversion);
    let freezing = fahrenheit.and_then(|way| way.apply(Decimal::from(32)));
    assert_eq!(freezing, Decimal::from_str_exact("273.15").ok());
}
