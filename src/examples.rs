//! Runs the examples and counter-examples that the rules carry through the stages.

use crate::{
    model::{Article, Document, Problem},
    pipeline,
    rule::{Attribute, Rules},
};

/// How many examples ran, and those that failed.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub run: usize,
    pub failed: Vec<Problem>,
}

/// Runs the examples of the rules whose id `wanted` accepts.
pub fn check(rules: &Rules, wanted: impl Fn(&str) -> bool) -> Outcome {
    let mut outcome = Outcome::default();
    for attribute in rules.attribute.attributes().iter().filter(|rule| wanted(&rule.id)) {
        for example in &attribute.examples {
            let document = document(&example.text, rules);
            let fault = found(attribute, &document, Some(&example.value));
            outcome.note(&attribute.file, &attribute.id, &example.text, fault);
        }
        for text in &attribute.counterexamples {
            let document = document(text, rules);
            let fault = match found(attribute, &document, None) {
                None => Some(format!("a counter-example gives `{}` nevertheless", attribute.id)),
                Some(_) => None,
            };
            outcome.note(&attribute.file, &attribute.id, text, fault);
        }
    }
    outcome
}

fn document(text: &str, rules: &Rules) -> Document {
    let article = Article { id: "example".into(), text: text.to_owned(), ..Article::default() };
    pipeline::document(article, rules)
}

/// What is wrong with an example: `None` when a claim of the attribute has the value's words.
fn found(attribute: &Attribute, document: &Document, value: Option<&str>) -> Option<String> {
    let words = |claim: &crate::model::Claim| claim.span.of(&document.article.text).to_owned();
    let values: Vec<String> =
        document.claims.iter().filter(|claim| claim.attribute == attribute.id).map(words).collect();
    match value {
        _ if values.is_empty() => Some(format!("no claim `{}` is found", attribute.id)),
        Some(value) if !values.iter().any(|found| found == value) => {
            Some(format!("the value found is `{}`, not `{value}`", values.join("`, `")))
        }
        _ => None,
    }
}

impl Outcome {
    fn note(&mut self, file: &str, id: &str, text: &str, fault: Option<String>) {
        self.run += 1;
        if let Some(fault) = fault {
            let problem = Problem::error("E220", file, format!("example of `{id}` fails: {fault}"));
            self.failed.push(problem.note(format!("“{text}”")));
        }
    }
}
