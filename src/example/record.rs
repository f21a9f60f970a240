use crate::rule::Rules;

use super::Trial;

/// Each example is a name of its field, a counter-example is none.
pub(super) fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for entry in rules.record.entries.iter().filter(|entry| wanted(&entry.id)) {
        for (names, positive) in [(&entry.examples, true), (&entry.counterexamples, false)] {
            for name in names {
                let field = rules.record.field(name).map(|(field, _)| field.name().to_owned());
                let is_own = field.as_deref() == Some(&entry.id);
                let not = if positive { "" } else { "not " };
                let found: Vec<String> = field.into_iter().collect();
                let want = format!("{not}`{}`", entry.id);
                trials.push(Trial::new(&entry.id, name, is_own == positive, want, &found));
            }
        }
    }
    trials
}
