use serde::Deserialize;

use crate::model::{Problem, WordId};

use super::{Inflection, Lexicon, PhraseMap, Sources, WordSet, load};

/// Words that attribute a statement to somebody, out of `rules/lang/en/holder.toml`.
#[derive(Clone, Debug, Default)]
pub struct HolderRules {
    pub speech: WordSet,
    pub cue: PhraseMap<()>,
    pub source: WordSet,
    /// Words after which a speaker no longer stands behind what follows.
    pub turns: WordSet,
    /// Words behind which a word of saying is a noun: "amid reports that".
    pub nominal: WordSet,
    /// Words behind a verb of saying that open what is said.
    pub that: WordSet,
    pub examples: Vec<HolderExample>,
    pub counterexamples: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolderExample {
    pub text: String,
    pub holder: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    speech: Vec<String>,
    cue: Vec<String>,
    source: Vec<String>,
    turns: Vec<String>,
    nominal: Vec<String>,
    that: Vec<String>,
    example: Vec<HolderExample>,
    counterexample: Vec<Counterexample>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counterexample {
    text: String,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.speech.extend(over.speech);
        self.cue.extend(over.cue);
        self.source.extend(over.source);
        self.turns.extend(over.turns);
        self.nominal.extend(over.nominal);
        self.that.extend(over.that);
        self.example.extend(over.example);
        self.counterexample.extend(over.counterexample);
    }
}

impl HolderRules {
    pub(super) fn compile(
        sources: &Sources,
        inflection: &Inflection,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> HolderRules {
        let table: Table = load::table(sources, "lang/en/holder.toml", problems);
        let mut rules = HolderRules {
            examples: table.example,
            counterexamples: table.counterexample.into_iter().map(|case| case.text).collect(),
            ..HolderRules::default()
        };
        let mut words = |list: &[String], map: &mut WordSet| {
            for form in list.iter().flat_map(|phrase| inflection.phrase_forms(phrase)) {
                if let [word] = lexicon.intern_phrase(&form)[..] {
                    map.insert(word);
                }
            }
        };
        words(&table.speech, &mut rules.speech);
        words(&table.source, &mut rules.source);
        words(&table.turns, &mut rules.turns);
        words(&table.nominal, &mut rules.nominal);
        words(&table.that, &mut rules.that);
        for cue in &table.cue {
            rules.cue.insert(&lexicon.intern_phrase(cue), ());
        }
        rules
    }

    pub fn is_speech(&self, word: WordId) -> bool {
        self.speech.contains(word)
    }
}
