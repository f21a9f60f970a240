use rust_decimal::Decimal;
use serde::Deserialize;

use crate::{
    model::{Problem, WordId},
    value::Qualifier,
};

use super::{Lexicon, PhraseMap, Sources, load};

/// Words that bound or widen a number, out of `rules/lang/en/hedge.toml`.
#[derive(Clone, Debug, Default)]
pub struct HedgeRules {
    /// Phrases before a number, last word first.
    pub before: PhraseMap<Hedge>,
    /// Phrases behind a number or its unit.
    pub after: PhraseMap<Hedge>,
    entries: Vec<HedgeEntry>,
}

/// What a hedge does to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hedge {
    pub qualifier: Qualifier,
    pub slack: Decimal,
}

/// A hedge as the rules give it, with the sentences it is tested on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HedgeEntry {
    pub id: String,
    qualifier: String,
    slack: String,
    place: Place,
    words: Vec<String>,
    /// Each holds one number, which carries the hedge.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Each holds one number, which does not.
    #[serde(default)]
    pub counterexamples: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    Before,
    After,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct HedgeTable {
    #[serde(default)]
    hedge: Vec<HedgeEntry>,
}

impl load::Table for HedgeTable {
    fn overlay(&mut self, over: HedgeTable) {
        for entry in over.hedge {
            match self.hedge.iter_mut().find(|known| known.id == entry.id) {
                Some(known) => *known = entry,
                None => self.hedge.push(entry),
            }
        }
    }
}

impl HedgeEntry {
    /// The hedge, `None` where its words in the file mean nothing.
    pub fn hedge(&self) -> Option<Hedge> {
        let qualifier = match self.qualifier.as_str() {
            "exact" => Qualifier::Exact,
            "about" => Qualifier::About,
            "more_than" => Qualifier::MoreThan,
            "at_least" => Qualifier::AtLeast,
            "less_than" => Qualifier::LessThan,
            "at_most" => Qualifier::AtMost,
            _ => return None,
        };
        let slack = Decimal::from_str_exact(&self.slack).ok()?;
        Some(Hedge { qualifier, slack })
    }
}

impl HedgeRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> HedgeRules {
        let table: HedgeTable = load::table(sources, "lang/en/hedge.toml", problems);
        let mut rules = HedgeRules::default();
        for entry in &table.hedge {
            let Some(hedge) = entry.hedge() else {
                problems.push(Problem::error(
                    "E211",
                    "rules/lang/en/hedge.toml",
                    format!("hedge {}: unknown qualifier or slack", entry.id),
                ));
                continue;
            };
            for phrase in &entry.words {
                let mut ids: Vec<WordId> = lexicon.intern_phrase(phrase);
                match entry.place {
                    Place::Before => {
                        ids.reverse();
                        rules.before.insert(&ids, hedge);
                    }
                    Place::After => rules.after.insert(&ids, hedge),
                }
            }
        }
        rules.entries = table.hedge;
        rules
    }

    pub fn entries(&self) -> &[HedgeEntry] {
        &self.entries
    }
}
