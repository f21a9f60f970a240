use crate::{
    model::{Article, Claim, Unit},
    pipeline,
    rule::Rules,
};

use super::Trial;

/// File of the rules, which have no ids of their own.
const FILE: &str = "lang/en/property.toml";

/// The two texts of an example answer one question, those of a counter-example do not.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    let all = [(&rules.property.examples, true), (&rules.property.counterexamples, false)];
    for (examples, one) in all.into_iter().filter(|_| wanted(FILE)) {
        for example in examples {
            let [a, b] = example.texts.each_ref().map(|text| questions(text, rules));
            let met = a.iter().any(|question| b.contains(question));
            let want = if one { "one question" } else { "two questions" };
            let text = example.texts.join(" | ");
            trials.push(Trial::new(FILE, &text, met == one, want, &[a, b].concat()));
        }
    }
    trials
}

fn questions(text: &str, rules: &Rules) -> Vec<String> {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let claims = pipeline::documents(vec![article], Unit::Document, rules, None, &pipeline::Silent);
    let claims = claims.into_iter().flat_map(|document| document.claims);
    claims.filter(Claim::is_property).filter_map(|claim| claim.subject).collect()
}
