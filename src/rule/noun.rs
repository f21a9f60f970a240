use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    model::{Problem, WordId},
    value::Symbol,
};

use super::{Lexicon, Sources, WordMap, WordSet, load};

/// Words that shape the noun phrase behind a number, out of `rules/lang/en/noun.toml`.
#[derive(Clone, Debug, Default)]
pub struct NounRules {
    role: WordMap<NounRole>,
    determiner: WordSet,
    superlative: WordSet,
    acronym: WordSet,
    short: WordMap<ShortNoun>,
    /// Endings of words that are no noun by themselves.
    pub adjective_endings: Vec<Box<str>>,
}

/// What an abbreviation counts, and in what: "rpg" are rebounds per game.
#[derive(Clone, Debug)]
pub struct ShortNoun {
    pub noun: Box<str>,
    pub per: Option<Symbol>,
}

/// What a word does to a noun phrase that it would stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NounRole {
    /// Ends it: prepositions, pronouns, auxiliaries, adverbs.
    Stop,
    /// Ends it once a noun stands: verb forms.
    Verb,
    /// Tells what befell those counted; a modifier only before a noun.
    State,
    /// A plural noun without the ending.
    Plural,
    /// Ends in "s" and is no plural.
    Singular,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct NounTable {
    determiner: Vec<String>,
    superlative: Vec<String>,
    acronym: Vec<String>,
    short: BTreeMap<String, String>,
    adjective_endings: Vec<String>,
    stop: Vec<String>,
    verb: Vec<String>,
    state: Vec<String>,
    plural: Vec<String>,
    singular: Vec<String>,
}

impl load::Table for NounTable {
    fn overlay(&mut self, over: NounTable) {
        self.determiner.extend(over.determiner);
        self.superlative.extend(over.superlative);
        self.acronym.extend(over.acronym);
        self.short.extend(over.short);
        self.adjective_endings.extend(over.adjective_endings);
        self.stop.extend(over.stop);
        self.verb.extend(over.verb);
        self.state.extend(over.state);
        self.plural.extend(over.plural);
        self.singular.extend(over.singular);
    }
}

impl NounRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> NounRules {
        let table: NounTable = load::table(sources, "lang/en/noun.toml", problems);
        let mut role = WordMap::default();
        for (words, part) in [
            (&table.singular, NounRole::Singular),
            (&table.verb, NounRole::Verb),
            (&table.state, NounRole::State),
            (&table.plural, NounRole::Plural),
            (&table.stop, NounRole::Stop),
        ] {
            for word in words {
                role.insert(lexicon.intern(word), part);
            }
        }
        let mut set = |words: &[String]| {
            let mut set = WordSet::default();
            for word in words {
                set.insert(lexicon.intern(word));
            }
            set
        };
        let determiner = set(&table.determiner);
        let superlative = set(&table.superlative);
        let acronym = set(&table.acronym);
        let mut short = WordMap::default();
        for (word, full) in &table.short {
            let (noun, per) = match full.split_once(" per ") {
                Some((noun, per)) => (noun, Some(Symbol::from(per))),
                None => (full.as_str(), None),
            };
            short.insert(lexicon.intern(word), ShortNoun { noun: noun.into(), per });
        }
        let adjective_endings = table.adjective_endings.into_iter().map(Into::into).collect();
        NounRules { role, determiner, superlative, acronym, short, adjective_endings }
    }

    /// Whether a word may stand between "of" and the noun of "one of the homes".
    pub fn is_determiner(&self, word: WordId) -> bool {
        self.determiner.contains(word)
    }

    /// Whether a stop word is a name in capitals: "5,000 US troops".
    pub fn is_acronym(&self, word: WordId) -> bool {
        self.acronym.contains(word)
    }

    /// Whether a word names an extreme of what is measured: "the lowest 74".
    pub fn is_superlative(&self, word: WordId) -> bool {
        self.superlative.contains(word)
    }

    /// What an abbreviation behind a number counts.
    pub fn short(&self, word: WordId) -> Option<&ShortNoun> {
        self.short.get(word)
    }

    pub fn role(&self, word: WordId) -> Option<NounRole> {
        self.role.get(word).copied()
    }
}
