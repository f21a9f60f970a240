//! Rules out of TOML files, checked and compiled: word lists, units, patterns. Every area of rules
//! is a file here that holds the table as written and the compiled form.

mod agency;
mod assemble;
mod attribute;
mod automaton;
mod clause;
mod date;
mod element;
mod endings;
mod error;
mod event;
mod fact;
mod gazetteer;
mod hedge;
mod holder;
mod inflection;
mod keyword;
mod language;
mod lexicon;
mod listing;
mod load;
mod matcher;
mod name;
mod no_claim;
mod noun;
mod number;
mod page;
mod pair;
mod pattern;
mod place;
mod predicate;
mod property;
mod record;
mod score;
mod sentence;
mod source;
mod states;
mod token;
mod unit;
mod word_set;

pub use agency::{AgencyEntry, AgencyRules};
pub use attribute::{About, Attribute, AttributeExample, AttributeRules};
pub use clause::{ClauseRules, Cue, Part};
pub use date::{DateExample, DateRules, MonthWord, Phrase, Role, Senses, UnitWord, WeekdayWord};
pub use element::{Element, Match};
pub use event::{EventClass, EventRules, Trigger};
pub use fact::FactRules;
pub use gazetteer::Towns;
pub use hedge::{Hedge, HedgeEntry, HedgeRules};
pub use holder::HolderRules;
pub use inflection::Inflection;
pub use keyword::{KeywordRules, Synonym};
pub use language::LanguageRules;
pub use lexicon::{Dot, Lexicon, PhraseMap, WordMap, WordSet};
pub use listing::{Listed, ListedWord};
pub(crate) use load::parse_toml;
pub use name::{Marks as NameMarks, NameRules, Traits};
pub use no_claim::{NoClaimEntry, NoClaimRules};
pub use noun::{NounRole, NounRules};
pub use number::{Marks, NumberRules, Part as NumberPart};
pub use page::{Mark as PageMark, PageField, PageRules};
pub use pair::{PairExample, PairRules};
pub use place::PlaceRules;
pub use predicate::{PredicateRules, Sense};
pub use property::{PropertyExample, PropertyRules, VersionPart};
pub use record::{Field, FieldEntry, RecordRules};
pub use score::ScoreRules;
pub use sentence::{Abbreviation, Cue as LineCue, Example, LineRule, SentenceRules};
pub use source::{RuleFile, Sources};
pub(crate) use token::Tokens;
pub use token::is_space;
pub use unit::{Candidate, Implied, Unit, UnitKind, UnitRules, When};

use crate::model::Problem;

/// All rules of a run, compiled over one lexicon.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub lexicon: Lexicon,
    pub inflection: Inflection,
    pub sentence: SentenceRules,
    pub number: NumberRules,
    pub hedge: HedgeRules,
    pub unit: UnitRules,
    pub date: DateRules,
    pub name: NameRules,
    pub place: PlaceRules,
    pub holder: HolderRules,
    pub agency: AgencyRules,
    pub pair: PairRules,
    pub clause: ClauseRules,
    pub predicate: PredicateRules,
    pub property: PropertyRules,
    pub record: RecordRules,
    pub fact: FactRules,
    pub keyword: KeywordRules,
    pub event: EventRules,
    pub attribute: AttributeRules,
    pub score: ScoreRules,
    pub page: PageRules,
    pub language: LanguageRules,
}

impl Rules {
    /// Whether a lower-case word is a verb of saying by the word in front of it: "the state" says nothing.
    pub fn says(&self, before: &str, word: &str) -> bool {
        let noun = || self.clause.is(self.lexicon.lookup(before), Part::Definite);
        self.holder.is_speech(self.lexicon.lookup(word)) && !noun()
    }

    /// The rules in the binary.
    ///
    /// # Errors
    /// Never for the rules as shipped, which a test compiles.
    pub fn embedded() -> Result<Rules, Vec<Problem>> {
        Rules::compile(&Sources::embedded())
    }

    /// Compiles rule files.
    ///
    /// # Errors
    /// Every fault of every file, with file, line and column.
    pub fn compile(sources: &Sources) -> Result<Rules, Vec<Problem>> {
        Rules::assemble(sources).or_else(|_| Rules::assemble(&sources.as_text()))
    }

    fn assemble(sources: &Sources) -> Result<Rules, Vec<Problem>> {
        let mut problems: Vec<Problem> = sources.strays().collect();
        let mut lexicon = Lexicon::default();
        let inflection = Inflection::compile(sources, &mut problems);
        let event = EventRules::compile(sources, &inflection, &mut lexicon, &mut problems);
        let predicate = PredicateRules::compile(sources, &inflection, &mut lexicon, &mut problems);
        let keyword =
            KeywordRules::compile(sources, &inflection, &predicate, &mut lexicon, &mut problems);
        let mut rules = Rules {
            sentence: SentenceRules::compile(sources, &mut lexicon, &mut problems),
            number: NumberRules::compile(sources, &mut lexicon, &mut problems),
            hedge: HedgeRules::compile(sources, &mut lexicon, &mut problems),
            unit: UnitRules::compile(sources, &mut lexicon, &mut problems),
            date: DateRules::compile(sources, &mut lexicon, &mut problems),
            name: NameRules::compile(sources, &mut lexicon, &mut problems),
            place: PlaceRules::compile(sources, &mut lexicon, &mut problems),
            holder: HolderRules::compile(sources, &inflection, &mut lexicon, &mut problems),
            agency: AgencyRules::compile(sources, &mut lexicon, &mut problems),
            pair: PairRules::compile(sources, &inflection, &mut lexicon, &mut problems),
            clause: ClauseRules::compile(sources, &inflection, &mut lexicon, &mut problems),
            predicate,
            property: PropertyRules::compile(sources, &mut problems),
            record: RecordRules::compile(sources, &mut problems),
            fact: FactRules::compile(sources, &mut lexicon, &mut problems),
            score: ScoreRules::compile(sources, &mut problems),
            page: PageRules::compile(sources, &mut problems),
            language: LanguageRules::compile(sources, &mut problems),
            keyword,
            attribute: AttributeRules::compile(
                sources,
                &inflection,
                &mut lexicon,
                &event,
                &mut problems,
            ),
            event,
            inflection,
            lexicon,
        };
        rules.number.find_starts(&rules.unit);
        rules.keyword.number(&rules.lexicon);
        if problems.is_empty() { Ok(rules) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packed_rules_are_all_that_a_start_needs() {
        if let Err(problems) = Rules::assemble(&Sources::embedded()) {
            panic!("{problems:?}");
        }
    }
}
