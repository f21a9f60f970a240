use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::model::Problem;

use super::{Sources, load};

/// By which a text is known to be in a language that the rules are for, out of
/// `rules/lang/en/language.toml`.
#[derive(Clone, Debug, Default)]
pub struct LanguageRules {
    tags: Vec<String>,
    common: FxHashSet<String>,
    /// Texts in the language, and texts in others.
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    tags: Vec<String>,
    common: Vec<String>,
    example: Vec<Example>,
    counterexample: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.tags.extend(over.tags);
        self.common.extend(over.common);
        self.example.extend(over.example);
        self.counterexample.extend(over.counterexample);
    }
}

impl LanguageRules {
    pub(super) fn compile(sources: &Sources, problems: &mut Vec<Problem>) -> LanguageRules {
        let table: Table = load::table(sources, "lang/en/language.toml", problems);
        let texts = |list: Vec<Example>| list.into_iter().map(|example| example.text).collect();
        LanguageRules {
            tags: table.tags,
            common: table.common.into_iter().collect(),
            examples: texts(table.example),
            counterexamples: texts(table.counterexample),
        }
    }

    /// Whether a language tag such as `en-GB` is that of the rules.
    pub fn is_tag(&self, tag: &str) -> bool {
        let first = tag.trim().split(['-', '_']).next().unwrap_or("").to_lowercase();
        self.tags.contains(&first)
    }

    /// Whether a word in small letters is one that hardly another language has.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }
}
