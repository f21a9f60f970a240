use serde::Deserialize;

use crate::model::Problem;

use super::{Inflection, Lexicon, Sources, WordMap, load};

/// Words by which two sentences are set side by side, out of `rules/lang/en/pair.toml`.
#[derive(Clone, Debug, Default)]
pub struct PairRules {
    /// Words without content of their own.
    pub function: WordMap<()>,
    pub negation: WordMap<()>,
    /// Words in front of which a negation turns nothing.
    pub soft: WordMap<()>,
    /// Words with which a number is worked out of others.
    pub whole: WordMap<()>,
    /// Words beside which a clock time is no moment.
    pub loose: WordMap<()>,
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
    example: Vec<PairExample>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.function.extend(over.function);
        self.negation.extend(over.negation);
        self.soft.extend(over.soft);
        self.whole.extend(over.whole);
        self.loose.extend(over.loose);
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
            let mut map = WordMap::default();
            for form in list.iter().flat_map(|word| inflection.phrase_forms(word)) {
                map.insert(lexicon.intern(&form), ());
            }
            map
        };
        PairRules {
            function: words(&table.function),
            negation: words(&table.negation),
            soft: words(&table.soft),
            whole: words(&table.whole),
            loose: words(&table.loose),
            examples: table.example,
        }
    }
}
