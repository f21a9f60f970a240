use crate::{
    model::{Document, Modality},
    pipeline,
    rule::Rules,
};

use super::{Trial, article};

const CLAUSE: &str = "lang/en/clause.toml";
const HOLDER: &str = "lang/en/holder.toml";

/// Each example tells of an event with its modality, or has a claim with its holder; a
/// counter-example has a claim and no holder, or an event of another modality.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let document = |text: &str| pipeline::document(article(text), rules);
    let mut trials = Vec::new();
    if wanted(CLAUSE) {
        trials.extend(rules.clause.examples.iter().map(|it| {
            let found = modalities(&document(&it.text));
            let passed = found.contains(&it.modality);
            Trial::new(CLAUSE, &it.text, passed, format!("`{}`", it.modality), &found)
        }));
        trials.extend(rules.clause.counterexamples.iter().map(|it| {
            let found = modalities(&document(&it.text));
            let passed = !found.is_empty() && !found.contains(&it.modality);
            Trial::new(CLAUSE, &it.text, passed, format!("another than `{}`", it.modality), &found)
        }));
    }
    if wanted(HOLDER) {
        trials.extend(rules.holder.examples.iter().map(|it| {
            let found = holders(&document(&it.text));
            let passed = found.iter().any(|holder| holder.eq_ignore_ascii_case(&it.holder));
            Trial::new(HOLDER, &it.text, passed, format!("`{}`", it.holder), &found)
        }));
        trials.extend(rules.holder.counterexamples.iter().map(|text| {
            let document = document(text);
            let found = holders(&document);
            let passed = !document.claims.is_empty() && found.is_empty();
            Trial::new(HOLDER, text, passed, "a claim without a holder", &found)
        }));
    }
    trials
}

fn modalities(document: &Document) -> Vec<String> {
    let name = |modality: Modality| match modality {
        Modality::Happened => "happened",
        Modality::Planned => "planned",
        Modality::Conditional => "conditional",
        Modality::Possible => "possible",
    };
    document.events.iter().map(|event| name(event.modality).to_owned()).collect()
}

fn holders(document: &Document) -> Vec<String> {
    document.claims.iter().flat_map(|claim| claim.holder.clone()).collect()
}
