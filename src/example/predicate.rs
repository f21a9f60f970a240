use crate::{
    model::{Article, Claim, FieldOrigin, Finding, Published, Verdict},
    pipeline,
    rule::Rules,
    value::Kind,
};

use super::{Trial, article};

/// Each example makes a plain statement of its predicate, a counter-example none; two articles that
/// are opposed contradict each other, two that stand apart do not.
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
        for (pairs, wanted) in [(&entry.opposed, true), (&entry.apart, false)] {
            for pair in pairs {
                let found = contradict(pair, rules);
                let name = |opposed| if opposed { "a contradiction" } else { "no contradiction" };
                let found_words = [name(found).to_owned()];
                let text = pair.join(" / ");
                trials.push(Trial::new(
                    &entry.id,
                    &text,
                    found == wanted,
                    name(wanted),
                    &found_words,
                ));
            }
        }
    }
    trials
}

/// Whether two one-sentence articles of one day contradict each other.
fn contradict(pair: &[String; 2], rules: &Rules) -> bool {
    let articles = pair.iter().enumerate().map(|(number, text)| {
        let name = format!("{number}");
        let date = jiff::civil::date(2025, 4, 15);
        let published = Some(Published::on(date, FieldOrigin::Manifest));
        Article { id: name.clone(), source: name, published, ..article(text) }
    });
    let outcome = pipeline::cross_check(articles.collect(), rules, &pipeline::Silent);
    let differ = [Verdict::Contradict, Verdict::Changed];
    let differs = |finding: &Finding| differ.contains(&finding.verdict);
    outcome.is_ok_and(|outcome| outcome.findings.iter().any(differs))
}
