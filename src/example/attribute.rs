use crate::{
    model::Claim,
    pipeline,
    rule::{Attribute, AttributeExample, Rules},
};

use super::{Trial, article};

/// Each example makes a claim of its attribute, a counter-example none.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for attribute in rules.attribute.attributes().iter().filter(|it| wanted(&it.id)) {
        let positive = attribute.examples.iter();
        trials.extend(positive.map(|example| makes_claim(attribute, example, rules)));
        let negative = attribute.counterexamples.iter();
        trials.extend(negative.map(|text| makes_no_claim(attribute, text, rules)));
    }
    trials
}

/// Claims of the attribute in a text that is an article of its own.
fn claims_in(text: &str, attribute: &Attribute, rules: &Rules) -> Vec<Claim> {
    let mut claims = pipeline::document(article(text), rules).claims;
    claims.retain(|claim| claim.attribute == attribute.id);
    claims
}

fn makes_claim(attribute: &Attribute, example: &AttributeExample, rules: &Rules) -> Trial {
    let text = example.text.as_str();
    let claims = claims_in(text, attribute, rules);
    let fits = |claim: &Claim| {
        let words = claim.span.of(text);
        let value = words.contains(&example.value) || example.value.ends_with(words);
        let scope = example.scope.as_deref().is_none_or(|scope| {
            claim.scope.qualifiers.iter().chain(&claim.sort).any(|qualifier| &**qualifier == scope)
        });
        let known = claim.subject.as_deref().unwrap_or_default();
        let subject = example.subject.as_deref();
        value && scope && subject.is_none_or(|name| name.eq_ignore_ascii_case(known))
    };
    let scope = example.scope.as_deref().map(|scope| format!(" ({scope})")).unwrap_or_default();
    let found: Vec<String> = claims.iter().map(|claim| shown(claim, text)).collect();
    let subject = example.subject.as_deref().map(|name| format!(" of {name}")).unwrap_or_default();
    let wanted = format!("`{}`{scope}{subject}", example.value);
    Trial::new(&attribute.id, text, claims.iter().any(fits), wanted, &found)
}

fn makes_no_claim(attribute: &Attribute, text: &str, rules: &Rules) -> Trial {
    let claims = claims_in(text, attribute, rules);
    let found: Vec<String> = claims.iter().map(|claim| shown(claim, text)).collect();
    Trial::new(&attribute.id, text, found.is_empty(), "nothing", &found)
}

fn shown(claim: &Claim, text: &str) -> String {
    let qualifiers: Vec<&str> = claim.scope.qualifiers.iter().map(|word| &**word).collect();
    let scope =
        if qualifiers.is_empty() { String::new() } else { format!(" ({})", qualifiers.join(", ")) };
    let subject = claim.subject.as_deref().map(|name| format!(" of {name}")).unwrap_or_default();
    format!("`{}`{scope}{subject}", claim.span.of(text))
}
