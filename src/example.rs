//! Runs the examples and counter-examples of the rules through the stages that use them.

use crate::{
    model::{Article, Claim},
    pipeline,
    rule::{Attribute, AttributeExample, EventClass, Rules},
    split::split,
};

/// One example, run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The rule's id.
    pub rule: String,
    pub text: String,
    /// What was wanted and what came out, `None` where the two are the same.
    pub fault: Option<Fault>,
}

/// An example that does not come out as the rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub wanted: String,
    pub found: String,
}

/// Runs the examples of the rules whose ids `wanted` accepts, in the order of the rules.
pub fn trials(rules: &Rules, wanted: impl Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for attribute in rules.attribute.attributes().iter().filter(|it| wanted(&it.id)) {
        let positive = attribute.examples.iter();
        trials.extend(positive.map(|example| makes_claim(attribute, example, rules)));
        let negative = attribute.counterexamples.iter();
        trials.extend(negative.map(|text| makes_no_claim(attribute, text, rules)));
    }
    for class in rules.event.classes().iter().filter(|it| wanted(&it.id)) {
        let positive = class.examples.iter();
        trials.extend(positive.map(|it| names_event(class, &it.text, Some(&it.trigger), rules)));
        let negative = class.counterexamples.iter();
        trials.extend(negative.map(|text| names_event(class, text, None, rules)));
    }
    trials
}

impl Trial {
    fn new(rule: &str, text: &str, passed: bool, wanted: String, found: &[String]) -> Trial {
        let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
        let fault = (!passed).then_some(Fault { wanted, found });
        Trial { rule: rule.to_owned(), text: text.to_owned(), fault }
    }
}

/// Claims of the attribute in a text that is an article of its own.
fn claims_in(text: &str, attribute: &Attribute, rules: &Rules) -> Vec<Claim> {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let mut claims = pipeline::document(article, rules).claims;
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
            claim.scope.qualifiers.iter().any(|qualifier| &**qualifier == scope)
        });
        value && scope
    };
    let scope = example.scope.as_deref().map(|scope| format!(" ({scope})")).unwrap_or_default();
    let found: Vec<String> = claims.iter().map(|claim| shown(claim, text)).collect();
    let wanted = format!("`{}`{scope}", example.value);
    Trial::new(&attribute.id, text, claims.iter().any(fits), wanted, &found)
}

fn makes_no_claim(attribute: &Attribute, text: &str, rules: &Rules) -> Trial {
    let claims = claims_in(text, attribute, rules);
    let found: Vec<String> = claims.iter().map(|claim| shown(claim, text)).collect();
    Trial::new(&attribute.id, text, found.is_empty(), "nothing".to_owned(), &found)
}

fn shown(claim: &Claim, text: &str) -> String {
    let qualifiers: Vec<&str> = claim.scope.qualifiers.iter().map(|word| &**word).collect();
    let scope =
        if qualifiers.is_empty() { String::new() } else { format!(" ({})", qualifiers.join(", ")) };
    format!("`{}`{scope}", claim.span.of(text))
}

/// Whether the words of `trigger`, or none, name an event of the class.
fn names_event(class: &EventClass, text: &str, trigger: Option<&str>, rules: &Rules) -> Trial {
    let article = Article { text: text.to_owned(), ..Article::default() };
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
