use jiff::civil::{Date, date};

use crate::{model::Mention, rule::Rules, value::Value};

use super::{Trial, mentions};

/// File of the rules, which have no ids of their own.
const FILE: &str = "lang/en/date.toml";
/// The day the examples are seen from.
const ANCHOR: Date = date(2025, 4, 15);

/// Each example holds the dates in brackets with their values in order, a counter-example none.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    if !wanted(FILE) {
        return Vec::new();
    }
    let positive = rules.date.examples().iter().map(|example| {
        let text = example.text.replace(['[', ']'], "");
        let words = example.text.split(['[', ']']).skip(1).step_by(2);
        let values = example.timex.split(" | ");
        let want: Vec<String> =
            words.zip(values).map(|(words, value)| format!("`{words}` = {value}")).collect();
        let found = dates(&text, rules);
        Trial::new(&example.rule, &text, found == want, want.join(", "), &found)
    });
    let negative = rules.date.counterexamples().iter().map(|text| {
        let found = dates(text, rules);
        Trial::new(FILE, text, found.is_empty(), "nothing", &found)
    });
    positive.chain(negative).collect()
}

/// Dates and times of a text with their TIMEX3 values; a time is on the day beside it.
fn dates(text: &str, rules: &Rules) -> Vec<String> {
    let found: Vec<Mention> = mentions(text, rules)
        .into_iter()
        .filter(|mention| matches!(mention.value, Value::Date(_) | Value::Time(_)))
        .collect();
    let day = |at: usize| {
        let range = found.get(at)?.value.date()?.resolve(Some(ANCHOR))?;
        Some(range.start)
    };
    let timex = |at: usize, mention: &Mention| {
        let Value::Time(clock) = &mention.value else {
            return mention.value.date().map(|date| date.timex(Some(ANCHOR)));
        };
        let beside = match mention.rule {
            Mention::TIME_AFTER_DATE => at.checked_sub(1).and_then(day),
            Mention::TIME_BEFORE_DATE => day(at + 1),
            _ => None,
        };
        Some(clock.timex(beside.or(Some(ANCHOR))))
    };
    found
        .iter()
        .enumerate()
        .filter_map(|(at, it)| Some(format!("`{}` = {}", it.span.of(text), timex(at, it)?)))
        .collect()
}
