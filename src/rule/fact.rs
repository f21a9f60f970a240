use serde::Deserialize;

use crate::{
    model::{Problem, WordId},
    value::Symbol,
};

use super::{Lexicon, PhraseMap, Sources, load};

/// Facts that the news tells in set phrases, out of `rules/lang/en/fact.toml`.
#[derive(Clone, Debug, Default)]
pub struct FactRules {
    phrases: PhraseMap<Told>,
    deny: PhraseMap<()>,
    pub entries: Vec<FactEntry>,
}

/// What a phrase tells: the fact, and whether it is so.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: Symbol,
    pub affirmed: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactEntry {
    pub id: String,
    affirms: Vec<String>,
    denies: Vec<String>,
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    /// Words in front of an affirming phrase that deny it.
    deny: Vec<String>,
    fact: Vec<FactEntry>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.deny.extend(over.deny);
        self.fact.retain(|entry| over.fact.iter().all(|other| other.id != entry.id));
        self.fact.extend(over.fact);
    }
}

impl FactRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> FactRules {
        let table: Table = load::table(sources, "lang/en/fact.toml", problems);
        let mut rules = FactRules::default();
        for word in &table.deny {
            rules.deny.insert(&lexicon.intern_phrase(word), ());
        }
        for entry in &table.fact {
            for (phrases, affirmed) in [(&entry.affirms, true), (&entry.denies, false)] {
                for phrase in phrases {
                    let told = Told { id: Symbol::from(entry.id.as_str()), affirmed };
                    rules.phrases.insert(&lexicon.intern_phrase(phrase), told);
                }
            }
        }
        rules.entries = table.fact;
        rules
    }

    /// Longest phrase at the head of `words`, with its length in words.
    pub fn longest(&self, words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &Told)> {
        self.phrases.longest(words)
    }

    /// Whether a word that denies what comes stands at the head of `words`.
    pub fn denies(&self, words: impl Iterator<Item = WordId> + Clone) -> bool {
        self.deny.longest(words).is_some()
    }
}
