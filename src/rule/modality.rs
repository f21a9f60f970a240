use serde::Deserialize;

use crate::model::{Modality, Problem};

use super::{Lexicon, PhraseMap, Sources, load};

/// Words that say how a statement is meant, out of `rules/lang/en/modality.toml`.
#[derive(Clone, Debug, Default)]
pub struct ModalityRules {
    pub cue: PhraseMap<Cue>,
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
        ModalityRules { cue, examples: table.example, counterexamples: table.counterexample }
    }
}
