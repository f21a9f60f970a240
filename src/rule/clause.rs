use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{Modality, Problem, WordId};

use super::{Inflection, Lexicon, PhraseMap, Sources, load};

/// Words that shape a clause and say how it is meant, out of `rules/lang/en/clause.toml`.
#[derive(Clone, Debug, Default)]
pub struct ClauseRules {
    /// Phrases that move a statement out of what happened, or into the background.
    pub cue: PhraseMap<Cue>,
    /// What each word can do, by its number: a bit a part.
    parts: Vec<u32>,
    pub examples: Vec<ClauseExample>,
    pub counterexamples: Vec<ClauseExample>,
}

/// What a cue does to the clause it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    Modality(Modality),
    Denied,
    Background,
    /// Somebody tells what he saw or felt himself, which is not all that happened.
    Seen,
    /// Denies nothing, although it begins so.
    Stressed,
}

/// What a small word does in a clause; the rule file says which words do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A clause ends before it.
    Break,
    /// A clause ends before it when a number follows.
    Join,
    /// It stands in front of the place where something happens.
    Locates,
    /// It stands in front of the first of two places ("between Oslo and Bergen").
    Between,
    /// It stands in front of what an event is for ("met for talks").
    Aim,
    /// It stands in front of an event that was told before ("the").
    Definite,
    /// It stands in front of an event that is told for the first time ("another").
    Indefinite,
    /// It stands in front of an event that something else is about ("the toll from the quake").
    Oblique,
    /// A verb that says nothing by itself.
    Auxiliary,
    /// At the head of a sentence it goes on about what was said before.
    Pronoun,
    /// A person as subject ("he").
    Person,
    /// What is a person's own ("his").
    Owner,
    /// A name behind it is no subject ("of").
    Preposition,
    /// It opens a relative clause.
    Relative,
    /// It joins two verbs of one subject.
    Link,
    /// The mark of the possessive.
    Possessive,
    /// In front of a noun phrase, no part of a name for it.
    Lead,
    /// It joins some of a kind to their kind ("nine of the people").
    Of,
    /// A word for a place that others lie around ("village").
    Area,
    /// It says that a number is that of one among several ("in Tarn alone").
    Alone,
    /// It makes a word of more a comparison ("more than").
    Comparison,
    /// In front of an event that is over ("the last election").
    Prior,
    /// It stands in front of an event that is only spoken of ("a news conference on the shooting").
    Topic,
    /// Behind a length of time and in front of an event it puts that one so far back ("two years after
    /// a fire").
    After,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseExample {
    pub text: String,
    /// `happened`, `planned`, `conditional` or `possible`.
    pub modality: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    planned: Vec<String>,
    conditional: Vec<String>,
    possible: Vec<String>,
    denied: Vec<String>,
    /// Phrases that begin like a denial and deny nothing ("not only").
    stressed: Vec<String>,
    background: Vec<String>,
    seen: Vec<String>,
    parts: BTreeMap<Part, Vec<String>>,
    example: Vec<ClauseExample>,
    counterexample: Vec<ClauseExample>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.planned.extend(over.planned);
        self.conditional.extend(over.conditional);
        self.possible.extend(over.possible);
        self.denied.extend(over.denied);
        self.stressed.extend(over.stressed);
        self.background.extend(over.background);
        self.seen.extend(over.seen);
        for (part, words) in over.parts {
            self.parts.entry(part).or_default().extend(words);
        }
        self.example.extend(over.example);
        self.counterexample.extend(over.counterexample);
    }
}

impl ClauseRules {
    pub(super) fn compile(
        sources: &Sources,
        inflection: &Inflection,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> ClauseRules {
        let table: Table = load::table(sources, "lang/en/clause.toml", problems);
        let mut cue = PhraseMap::default();
        let lists = [
            (&table.seen, Cue::Seen),
            (&table.background, Cue::Background),
            (&table.possible, Cue::Modality(Modality::Possible)),
            (&table.conditional, Cue::Modality(Modality::Conditional)),
            (&table.planned, Cue::Modality(Modality::Planned)),
            (&table.denied, Cue::Denied),
            (&table.stressed, Cue::Stressed),
        ];
        for (phrases, effect) in lists {
            for phrase in phrases.iter().flat_map(|phrase| inflection.phrase_forms(phrase)) {
                cue.insert(&lexicon.intern_phrase(&phrase), effect);
            }
        }
        let mut parts: Vec<u32> = Vec::new();
        for (part, words) in &table.parts {
            for word in words {
                let index = lexicon.intern(word).0 as usize;
                parts.resize(parts.len().max(index + 1), 0);
                if let Some(bits) = parts.get_mut(index) {
                    *bits |= part.bit();
                }
            }
        }
        ClauseRules { cue, parts, examples: table.example, counterexamples: table.counterexample }
    }

    /// Whether a word can do anything that a part says.
    pub fn plays_any(&self, word: WordId) -> bool {
        self.parts.get(word.0 as usize).is_some_and(|bits| *bits != 0)
    }

    /// Whether a word can do what `part` says.
    pub fn is(&self, word: WordId, part: Part) -> bool {
        self.parts.get(word.0 as usize).is_some_and(|bits| bits & part.bit() != 0)
    }
}

impl Part {
    fn bit(self) -> u32 {
        1 << self as u32
    }
}
