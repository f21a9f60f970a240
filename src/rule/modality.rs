use serde::Deserialize;

use crate::model::{Modality, Problem};

use super::{Lexicon, PhraseMap, Sources, WordMap, load};

/// Words that say how a statement is meant, out of `rules/lang/en/modality.toml`.
#[derive(Clone, Debug, Default)]
pub struct ModalityRules {
    pub cue: PhraseMap<Cue>,
    /// Words in front of a place where something happens ("in", "near", "struck").
    pub locates: WordMap<()>,
    /// Words in front of what an event is for ("met for talks").
    pub aims: WordMap<()>,
    /// Verbs that say nothing by themselves ("be", "have").
    pub auxiliaries: WordMap<()>,
    /// Words in front of an event that is told of for the first time ("a", "another").
    pub indefinite: WordMap<()>,
    /// Prepositions in front of an event that something else is about.
    pub obliques: WordMap<()>,
    /// Words in front of an event that was told before ("the", "this").
    pub definite: WordMap<()>,
    /// Pronouns that take up what was said before.
    pub pronouns: WordMap<()>,
    /// Words before which a clause ends.
    pub breaks: WordMap<()>,
    /// Words before which a clause ends when a number follows them ("killing two and injuring 80").
    pub joins: WordMap<()>,
    pub examples: Vec<ModalityExample>,
    pub counterexamples: Vec<ModalityExample>,
}

/// What a cue word does to the clause it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    Modality(Modality),
    Denied,
    Background,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModalityExample {
    pub text: String,
    pub modality: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    planned: Vec<String>,
    conditional: Vec<String>,
    possible: Vec<String>,
    denied: Vec<String>,
    background: Vec<String>,
    locates: Vec<String>,
    aims: Vec<String>,
    definite: Vec<String>,
    indefinite: Vec<String>,
    obliques: Vec<String>,
    auxiliaries: Vec<String>,
    pronouns: Vec<String>,
    breaks: Vec<String>,
    joins: Vec<String>,
    example: Vec<ModalityExample>,
    counterexample: Vec<ModalityExample>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.planned.extend(over.planned);
        self.conditional.extend(over.conditional);
        self.possible.extend(over.possible);
        self.denied.extend(over.denied);
        self.background.extend(over.background);
        self.locates.extend(over.locates);
        self.aims.extend(over.aims);
        self.definite.extend(over.definite);
        self.indefinite.extend(over.indefinite);
        self.obliques.extend(over.obliques);
        self.auxiliaries.extend(over.auxiliaries);
        self.pronouns.extend(over.pronouns);
        self.breaks.extend(over.breaks);
        self.joins.extend(over.joins);
        self.example.extend(over.example);
        self.counterexample.extend(over.counterexample);
    }
}

impl ModalityRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> ModalityRules {
        let table: Table = load::table(sources, "lang/en/modality.toml", problems);
        let mut cue = PhraseMap::default();
        let lists = [
            (&table.background, Cue::Background),
            (&table.possible, Cue::Modality(Modality::Possible)),
            (&table.conditional, Cue::Modality(Modality::Conditional)),
            (&table.planned, Cue::Modality(Modality::Planned)),
            (&table.denied, Cue::Denied),
        ];
        for (phrases, effect) in lists {
            for phrase in phrases {
                cue.insert(&lexicon.intern_phrase(phrase), effect);
            }
        }
        let mut words = |list: &[String]| {
            let mut map = WordMap::default();
            for word in list {
                map.insert(lexicon.intern(word), ());
            }
            map
        };
        let (breaks, joins) = (words(&table.breaks), words(&table.joins));
        let (locates, pronouns) = (words(&table.locates), words(&table.pronouns));
        let (aims, auxiliaries) = (words(&table.aims), words(&table.auxiliaries));
        let definite = words(&table.definite);
        let (indefinite, obliques) = (words(&table.indefinite), words(&table.obliques));
        ModalityRules {
            cue,
            locates,
            aims,
            definite,
            indefinite,
            obliques,
            auxiliaries,
            pronouns,
            breaks,
            joins,
            examples: table.example,
            counterexamples: table.counterexample,
        }
    }
}
