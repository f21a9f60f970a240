use crate::{
    model::Mention,
    rule::Rules,
    value::{Qualifier, Value},
};

use super::{Trial, mentions};

/// Each example of a unit holds a number in it, of a hedge a number under it, of a reason for no
/// claim a number that claims nothing; counter-examples do not.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    let mut run = |id: &str, examples: [&[String]; 2], fits: &dyn Fn(&Mention, &str) -> bool| {
        for (texts, positive) in examples.into_iter().zip([true, false]) {
            for text in texts {
                let found = mentions(text, rules);
                let passed = found.iter().any(|mention| fits(mention, text)) == positive;
                let want = if positive { "a number" } else { "no number" };
                let found: Vec<String> =
                    found.iter().map(|it| format!("`{}`", it.span.of(text))).collect();
                trials.push(Trial::new(id, text, passed, format!("{want} of {id}"), &found));
            }
        }
    };
    for unit in rules.unit.iter().filter(|unit| wanted(&unit.id)) {
        let examples = [unit.examples.as_slice(), unit.counterexamples.as_slice()];
        // A name that several units share is read as one of them.
        let meant = |id: &str| {
            let senses = unit.senses.iter().filter_map(|sense| rules.unit.unit(*sense));
            std::iter::once(unit).chain(senses).any(|unit| *unit.id == *id)
        };
        run(&unit.id, examples, &|mention, _| unit_of(mention).is_some_and(meant));
    }
    for entry in rules.hedge.entries().iter().filter(|entry| wanted(&entry.id)) {
        let Some(hedge) = entry.hedge() else { continue };
        let examples = [entry.examples.as_slice(), entry.counterexamples.as_slice()];
        run(&entry.id, examples, &|mention, text| {
            // "exactly 50 people" differs from "50 people" by its words only.
            let hedged = hedge.qualifier != Qualifier::Exact
                || mention.span.of(text).split_whitespace().count() > 2;
            let qualifier = mention.value.figure().map(|figure| figure.qualifier);
            hedged && qualifier == Some(hedge.qualifier)
        });
    }
    for entry in rules.number.no_claim.entries().iter().filter(|entry| wanted(&entry.id)) {
        let examples = [entry.examples.as_slice(), entry.counterexamples.as_slice()];
        run(&entry.id, examples, &|mention, _| mention.no_claim == Some(&entry.reason));
    }
    trials
}

fn unit_of(mention: &Mention) -> Option<&str> {
    match &mention.value {
        Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
            Some(&measure.unit)
        }
        Value::Money(money) => Some(&money.currency),
        Value::Percent { points: true, .. } => Some("percentage point"),
        Value::Percent { points: false, .. } => Some("percent"),
        Value::Count(_)
        | Value::Ordinal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Place(_)
        | Value::Name(_)
        | Value::Statement { .. } => None,
    }
}
