//! Runs the examples and counter-examples of the rules through the stages that use them.

mod agency;
mod attribute;
mod clause;
mod date;
mod event;
mod fact;
mod keyword;
mod number;
mod pair;
mod predicate;
mod property;
mod reach;
mod record;
mod sentence;

pub use reach::{Unreached, unreached};

use crate::{
    model::{Article, Mention},
    pipeline,
    rule::Rules,
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

/// Runs the examples of the rules, by area. `wanted` is asked for each rule by its id, and for rules
/// without an id by their file's path inside the rules folder.
pub fn trials(rules: &Rules, wanted: &dyn Fn(&str) -> bool) -> Vec<Trial> {
    let mut trials = sentence::trials(rules, wanted);
    trials.extend(number::trials(rules, wanted));
    trials.extend(date::trials(rules, wanted));
    trials.extend(clause::trials(rules, wanted));
    trials.extend(event::trials(rules, wanted));
    trials.extend(attribute::trials(rules, wanted));
    trials.extend(predicate::trials(rules, wanted));
    trials.extend(keyword::trials(rules, wanted));
    trials.extend(agency::trials(rules, wanted));
    trials.extend(pair::trials(rules, wanted));
    trials.extend(fact::trials(rules, wanted));
    trials.extend(property::trials(rules, wanted));
    trials.extend(record::trials(rules, wanted));
    trials
}

/// The text as an article of its own.
fn article(text: &str) -> Article {
    Article { text: text.to_owned(), ..Article::default() }
}

/// The mentions of a text.
fn mentions(text: &str, rules: &Rules) -> Vec<Mention> {
    pipeline::mentions(&article(text), rules).1.into_iter().flatten().collect()
}

impl Trial {
    fn new(
        rule: &str,
        text: &str,
        passed: bool,
        wanted: impl Into<String>,
        found: &[String],
    ) -> Trial {
        let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
        let fault = (!passed).then(|| Fault { wanted: wanted.into(), found });
        Trial { rule: rule.to_owned(), text: text.to_owned(), fault }
    }
}
