use crate::{
    pair::pair,
    rule::{PairExample, Rules},
};

use super::Trial;

const FILE: &str = "lang/en/pair.toml";

/// The sentences of each example relate as it says.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let examples = rules.pair.examples.iter().filter(|_| wanted(FILE));
    let trial = |it: &PairExample| {
        let answer = pair(&it.premise, &it.hypothesis, rules);
        let text = format!("{} / {}", it.premise, it.hypothesis);
        let found = format!("{} ({})", answer.label.name(), answer.reason.name());
        let passed = answer.label.name() == it.label;
        Trial::new(FILE, &text, passed, it.label.as_str(), &[found])
    };
    examples.map(trial).collect()
}
