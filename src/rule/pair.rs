use std::collections::BTreeSet;

use serde::Deserialize;

use crate::model::{Problem, WordId};

use super::{Inflection, Lexicon, Sources, WordMap, WordSet, load};

/// Words by which two sentences are set side by side, out of `rules/lang/en/pair.toml`.
#[derive(Clone, Debug, Default)]
pub struct PairRules {
    /// Words without content of their own.
    pub function: WordSet,
    pub negation: WordSet,
    /// Words in front of which a negation turns nothing.
    pub soft: WordSet,
    /// Words with which a number is worked out of others.
    pub whole: WordSet,
    /// Words beside which a clock time is no moment.
    pub loose: WordSet,
    /// Adjectives of more than one country, and words that make one of another ("Latin American").
    pub wide: WordSet,
    /// The word of a set of which only one holds, by the number of the set.
    exclusive: WordMap<(usize, usize)>,
    /// Sets whose words count with a capital only.
    capital: BTreeSet<usize>,
    pub examples: Vec<PairExample>,
}

/// Two sentences and how they relate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairExample {
    pub premise: String,
    pub hypothesis: String,
    pub label: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    function: Vec<String>,
    negation: Vec<String>,
    soft: Vec<String>,
    whole: Vec<String>,
    loose: Vec<String>,
    wide: Vec<String>,
    exclusive: Vec<Exclusive>,
    example: Vec<PairExample>,
}

/// Words of which only one can hold of a thing, each with those that mean the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exclusive {
    id: String,
    words: Vec<Vec<String>>,
    #[serde(default)]
    capital: bool,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.function.extend(over.function);
        self.negation.extend(over.negation);
        self.soft.extend(over.soft);
        self.whole.extend(over.whole);
        self.loose.extend(over.loose);
        self.wide.extend(over.wide);
        self.exclusive.retain(|entry| over.exclusive.iter().all(|other| other.id != entry.id));
        self.exclusive.extend(over.exclusive);
        self.example.extend(over.example);
    }
}

impl PairRules {
    pub(super) fn compile(
        sources: &Sources,
        inflection: &Inflection,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> PairRules {
        let table: Table = load::table(sources, "lang/en/pair.toml", problems);
        let mut words = |list: &[String]| {
            let mut map = WordSet::default();
            for form in list.iter().flat_map(|word| inflection.phrase_forms(word)) {
                map.insert(lexicon.intern(&form));
            }
            map
        };
        let (function, negation) = (words(&table.function), words(&table.negation));
        let (soft, whole) = (words(&table.soft), words(&table.whole));
        let (loose, wide) = (words(&table.loose), words(&table.wide));
        let mut exclusive = WordMap::default();
        let mut capital = BTreeSet::new();
        for (set, entry) in table.exclusive.iter().enumerate() {
            if entry.capital {
                capital.insert(set);
            }
            for (place, alike) in entry.words.iter().enumerate() {
                for form in alike.iter().flat_map(|word| inflection.phrase_forms(word)) {
                    exclusive.insert(lexicon.intern(&form), (set, place));
                }
            }
        }
        PairRules {
            exclusive,
            capital,
            function,
            negation,
            soft,
            whole,
            loose,
            wide,
            examples: table.example,
        }
    }

    /// The set that a word is of, and its place there.
    pub fn exclusive(&self, word: WordId, capital: bool) -> Option<(usize, usize)> {
        let found = *self.exclusive.get(word)?;
        (capital || !self.capital.contains(&found.0)).then_some(found)
    }
}
