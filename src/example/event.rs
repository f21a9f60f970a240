use crate::{
    rule::{EventClass, Rules},
    split::split,
};

use super::{Trial, article};

/// Each example holds words that name an event of its class, a counter-example none.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for class in rules.event.classes().iter().filter(|it| wanted(&it.id)) {
        let positive = class.examples.iter();
        trials.extend(positive.map(|it| names_event(class, &it.text, Some(&it.trigger), rules)));
        let negative = class.counterexamples.iter();
        trials.extend(negative.map(|text| names_event(class, text, None, rules)));
    }
    trials
}

/// Whether the words of `trigger`, or none, name an event of the class.
fn names_event(class: &EventClass, text: &str, trigger: Option<&str>, rules: &Rules) -> Trial {
    let article = article(text);
    let mut found = Vec::new();
    for sentence in split(&article, rules) {
        let mut rest = sentence.tokens.as_slice();
        while let Some((first, after)) = rest.split_first() {
            let hit = rules.event.trigger(rest.iter().map(|token| token.word));
            let length = hit.map_or(1, |(length, _)| length.max(1));
            let named = hit.and_then(|(_, trigger)| rules.event.class(trigger?.class));
            if named.is_some_and(|named| named.id == class.id) {
                let last = rest.get(length - 1).unwrap_or(first);
                found.push(first.span.cover(last.span).of(text).to_owned());
            }
            rest = rest.get(length..).unwrap_or(after);
        }
    }
    let passed = match trigger {
        Some(trigger) => found.iter().any(|words| words.eq_ignore_ascii_case(trigger)),
        None => found.is_empty(),
    };
    let wanted = trigger.map_or("nothing".to_owned(), |trigger| format!("`{trigger}`"));
    Trial::new(&class.id, text, passed, wanted, &found)
}
