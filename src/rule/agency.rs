use serde::Deserialize;

use crate::{
    model::{Problem, WordId},
    value::Symbol,
};

use super::{Lexicon, PhraseMap, Sources, load};

/// News agencies and the names under which they are credited, out of `rules/lang/en/agency.toml`.
#[derive(Clone, Debug, Default)]
pub struct AgencyRules {
    /// Names that count wherever a credit may stand.
    names: PhraseMap<Symbol>,
    /// Names and short forms that count in brackets.
    marks: PhraseMap<Symbol>,
    pub entries: Vec<AgencyEntry>,
}

/// An agency as its rule is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyEntry {
    pub id: String,
    names: Vec<String>,
    #[serde(default)]
    marks: Vec<String>,
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    agency: Vec<AgencyEntry>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        for entry in over.agency {
            self.agency.retain(|known| known.id != entry.id);
            self.agency.push(entry);
        }
    }
}

impl AgencyRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> AgencyRules {
        let table: Table = load::table(sources, "lang/en/agency.toml", problems);
        let mut rules = AgencyRules::default();
        for entry in &table.agency {
            let id = Symbol::from(entry.id.as_str());
            for name in &entry.names {
                rules.names.insert(&lexicon.intern_phrase(name), id.clone());
            }
            for mark in entry.names.iter().chain(&entry.marks) {
                rules.marks.insert(&lexicon.intern_phrase(mark), id.clone());
            }
        }
        rules.entries = table.agency;
        rules
    }

    /// The agency whose name stands at the head of `words`, with the length of the name.
    pub fn named(&self, words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &Symbol)> {
        self.names.longest(words)
    }

    /// The same for what stands in brackets, short forms included.
    pub fn marked(&self, words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &Symbol)> {
        self.marks.longest(words)
    }
}
