use crate::{pipeline, rule::Rules};

use super::{Trial, article};

/// Text below a line, so that the article is no single line.
const BELOW: &str = "The mayor left the hall before the vote and did not speak to reporters.";

/// Each example is credited to its agency, a counter-example is not.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for entry in rules.agency.entries.iter().filter(|entry| wanted(&entry.id)) {
        for (texts, positive) in [(&entry.examples, true), (&entry.counterexamples, false)] {
            for text in texts {
                let document = pipeline::document(article(&format!("{text}\n\n{BELOW}")), rules);
                let credit = document.credit.map(|credit| credit.to_string());
                let credited = credit.as_deref() == Some(&entry.id);
                let not = if positive { "" } else { "not " };
                let want = format!("{not}{}", entry.id);
                let found: Vec<String> = credit.into_iter().collect();
                trials.push(Trial::new(&entry.id, text, credited == positive, want, &found));
            }
        }
    }
    trials
}
