use crate::{pipeline, rule::Rules, value::Kind};

use super::{Trial, article};

/// Each example tells its fact, a counter-example does not.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for entry in rules.fact.entries.iter().filter(|entry| wanted(&entry.id)) {
        let tells = |text: &str| {
            let claims = pipeline::document(article(text), rules).claims;
            claims.iter().any(|claim| claim.kind == Kind::Statement && *claim.attribute == entry.id)
        };
        for text in &entry.examples {
            trials.push(Trial::new(&entry.id, text, tells(text), format!("`{}`", entry.id), &[]));
        }
        for text in &entry.counterexamples {
            let found = [format!("`{}`", entry.id)];
            trials.push(Trial::new(&entry.id, text, !tells(text), "nothing", &found));
        }
    }
    trials
}
