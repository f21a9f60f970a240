use std::collections::BTreeSet;

use crate::{pipeline, rule::Rules};

use super::{Trial, article};

/// The sentences of an example have the same keywords, those of a counter-example do not.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let keys = |text: &str| -> BTreeSet<u32> {
        let keywords = pipeline::document(article(text), rules).keywords;
        keywords.iter().map(|keyword| keyword.key).collect()
    };
    let mut trials = Vec::new();
    for entry in rules.keyword.synonyms.iter().filter(|entry| wanted(&entry.id)) {
        let examples = entry.examples.iter().map(|pair| (pair, true));
        let counterexamples = entry.counterexamples.iter().map(|pair| (pair, false));
        for ([left, right], same) in examples.chain(counterexamples) {
            let passed = (keys(left) == keys(right)) == same;
            let text = format!("{left} {right}");
            let wanted = if same { "the same keywords" } else { "other keywords" };
            trials.push(Trial::new(&entry.id, &text, passed, wanted, &[]));
        }
    }
    trials
}
