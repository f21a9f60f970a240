use jiff::civil::{Date, date};

use crate::{model::Mention, rule::Rules, value::Value};

use super::{Trial, mentions};

/// File of the rules, which have no ids of their own.
const FILE: &str = "lang/en/date.toml";
/// The day the examples are seen from.
const ANCHOR: Date = date(2025, 4, 15);

/// Each example holds the one date in brackets, a counter-example none.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    if !wanted(FILE) {
        return Vec::new();
    }
    let positive = rules.date.examples().iter().map(|example| {
        let text = example.text.replace(['[', ']'], "");
        let words = example.text.split(['[', ']']).nth(1).unwrap_or_default();
        let want = format!("`{words}` = {}", example.timex);
        let found = dates(&text, rules);
        Trial::new(&example.rule, &text, found == [want.as_str()], want, &found)
    });
    let negative = rules.date.counterexamples().iter().map(|text| {
        let found = dates(text, rules);
        Trial::new(FILE, text, found.is_empty(), "nothing", &found)
    });
    positive.chain(negative).collect()
}

/// Dates and times of a text with their TIMEX3 values.
fn dates(text: &str, rules: &Rules) -> Vec<String> {
    let timex = |mention: &Mention| {
        if let Value::Time(clock) = &mention.value {
            return Some(clock.timex(Some(ANCHOR)));
        }
        mention.value.date().map(|date| date.timex(Some(ANCHOR)))
    };
    let found = mentions(text, rules);
    found.iter().filter_map(|it| Some(format!("`{}` = {}", it.span.of(text), timex(it)?))).collect()
}
