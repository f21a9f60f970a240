use crate::{model::Claim, pipeline, rule::Rules, value::Kind};

use super::{Trial, article};

/// Each example makes a plain statement of its predicate, a counter-example none.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for entry in rules.predicate.entries.iter().filter(|entry| wanted(&entry.id)) {
        let states = |text: &str| -> (bool, Vec<String>) {
            let mut claims = pipeline::document(article(text), rules).claims;
            claims.retain(|claim| claim.kind == Kind::Statement && !claim.is_loose());
            let of = |claim: &Claim| claim.attribute.split(' ').next() == Some(&entry.id);
            let found = claims.iter().map(|claim| format!("`{}`", claim.attribute)).collect();
            (claims.iter().any(of), found)
        };
        for text in &entry.examples {
            let (passed, found) = states(text);
            trials.push(Trial::new(&entry.id, text, passed, format!("`{}`", entry.id), &found));
        }
        for text in &entry.counterexamples {
            let (stated, found) = states(text);
            trials.push(Trial::new(&entry.id, text, !stated, "nothing", &found));
        }
    }
    trials
}
