use crate::{
    model::{Claim, Mention, Span},
    rule::Rules,
    value::Symbol,
};

use super::property::Line;

/// Words between "default" and its value: "defaults to a value of 5".
const REACH: usize = 4;
/// Word of a question about the default of a setting.
const DEFAULT: &str = "(default)";

impl Line<'_> {
    /// The default of a setting that the sentence or its heading names as programs spell it: "`max_age`
    /// (default: five minutes)".
    pub(super) fn default(&self, heading: Option<&Line<'_>>) -> Option<Claim> {
        let mut values = self.values().filter(|mention| self.is_default(mention));
        let (mention, None) = (values.next()?, values.next()) else { return None };
        let before = Span { end: mention.span.start, ..self.sentence.span };
        let named = match identifiers(before, self.text).as_slice() {
            [one] => *one,
            [] => match identifiers(heading?.sentence.span, self.text).as_slice() {
                [one] => *one,
                _ => return None,
            },
            _ => return None,
        };
        let name = named.of(self.text).to_lowercase();
        Some(Claim {
            subject: Some(format!("{name} {DEFAULT}")),
            rule: Symbol::from(Claim::PROPERTY),
            unit: mention.noun.as_ref().map(|noun| Symbol::from(noun.head.as_str())),
            about: Some(named),
            normalised_by: mention.rule,
            ..Claim::new(
                Symbol::from("default"),
                mention.value.clone(),
                self.sentence.span,
                mention.span,
            )
        })
    }

    /// Whether "default" stands in front of a value with nothing but small words between.
    fn is_default(&self, mention: &Mention) -> bool {
        let start = mention.tokens.start as usize;
        let before = (start.saturating_sub(REACH)..start).rev();
        let rules: &Rules = self.rules;
        let mut words = before.map(|at| self.lower(at));
        let first = words.find(|word| {
            let mark = !word.chars().any(char::is_alphanumeric);
            !mark && !rules.property.is_hollow(word)
        });
        first.is_some_and(|word| rules.property.is_default(&word))
    }
}

/// The names in a part of the text that only programs spell so: `max_age`, `--max-age`.
fn identifiers(within: Span, text: &str) -> Vec<Span> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let mut found: Vec<Span> = Vec::new();
    let mut at = within.start as usize;
    for word in within.of(text).split(|letter: char| !is_part(letter)) {
        let name = word.trim_matches(['.', '-']);
        let inner = name.trim_matches('_');
        let long = word.starts_with("--") && name.len() > 2;
        let start = at + (word.len() - word.trim_start_matches(['.', '-']).len());
        if inner.contains('_') || long {
            let span = Span::new(start, start + name.len());
            if found.iter().all(|known| known.of(text) != name) {
                found.push(span);
            }
        }
        // The letter that ends the word may be wide.
        let end = at + word.len();
        at = end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    found
}
