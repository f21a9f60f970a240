use serde::Deserialize;

use crate::model::{Problem, WordId};

use super::{Inflection, Lexicon, PhraseMap, Sources, WordSet, load};
use crate::value::Symbol;

/// Verbs with their synonyms and opposites, out of `rules/lang/en/predicate.toml`.
#[derive(Clone, Debug, Default)]
pub struct PredicateRules {
    phrases: PhraseMap<Sense>,
    negation: PhraseMap<()>,
    open: PhraseMap<()>,
    hollow: WordSet,
    passive: WordSet,
    aim: WordSet,
    agent: WordSet,
    topic: WordSet,
    other: WordSet,
    every: WordSet,
    except: WordSet,
    pub entries: Vec<PredicateEntry>,
}

/// What a verb says: the predicate it belongs to, and whether it says its opposite.
#[derive(Clone, Debug)]
pub struct Sense {
    pub id: Symbol,
    /// The id, or for the opposite the first verb that says it.
    pub name: Symbol,
    pub opposite: bool,
    /// What is claimed is about whom it befalls ("arrested"), not about who does it.
    pub befalls: bool,
    /// It says all by itself ("resigned"); others need their object to be compared.
    pub alone: bool,
    /// Without an object it befalls its subject ("the bridge reopened").
    pub either: bool,
    /// Of two names the other's opposite ("won against", "lost to").
    pub converse: bool,
    /// The attribute that counts nobody where all do it.
    pub none: Option<Symbol>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PredicateEntry {
    pub id: String,
    words: Vec<String>,
    /// Verbs that say the opposite.
    #[serde(default)]
    against: Vec<String>,
    #[serde(default)]
    befalls: bool,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    either: bool,
    #[serde(default)]
    converse: bool,
    /// The attribute that counts those who do not do it ("all were rescued": none missing).
    #[serde(default)]
    all: Option<String>,
    /// The same for the opposite ("all survived": none killed).
    #[serde(default)]
    all_against: Option<String>,
    /// It may be so today and not so tomorrow ("accepted", "rejected").
    #[serde(default)]
    turns: bool,
    /// Its opposite undoes it ("closed", "reopened"): either may be news of one day.
    #[serde(default)]
    undone: bool,
    /// Verbs of both lists that are about who does it, whatever befalls others ("survived").
    #[serde(default)]
    active: Vec<String>,
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
    /// Pairs of articles that contradict each other by it.
    #[serde(default)]
    pub opposed: Vec<[String; 2]>,
    /// Pairs that do not.
    #[serde(default)]
    pub apart: Vec<[String; 2]>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    /// Phrases in front of a verb that deny it besides those of a clause ("nobody").
    negation: Vec<String>,
    /// Phrases that leave open what comes ("has yet to").
    open: Vec<String>,
    /// Verbs of saying that tell nothing by their date ("said on Monday").
    hollow: Vec<String>,
    /// Auxiliaries of the passive ("was arrested").
    passive: Vec<String>,
    /// In front of what is only aimed at ("to restore power").
    aim: Vec<String>,
    /// In front of who does it ("was beaten by").
    agent: Vec<String>,
    /// In front of what a verb or a noun is about ("a plan for").
    topic: Vec<String>,
    /// They tell a thing from another of its kind ("an earlier plan").
    other: Vec<String>,
    /// All of them ("everyone").
    every: Vec<String>,
    /// Behind such a word they leave some out ("all but two").
    except: Vec<String>,
    predicate: Vec<PredicateEntry>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.negation.extend(over.negation);
        self.open.extend(over.open);
        self.hollow.extend(over.hollow);
        self.passive.extend(over.passive);
        self.aim.extend(over.aim);
        self.agent.extend(over.agent);
        self.topic.extend(over.topic);
        self.other.extend(over.other);
        self.every.extend(over.every);
        self.except.extend(over.except);
        self.predicate.retain(|entry| over.predicate.iter().all(|other| other.id != entry.id));
        self.predicate.extend(over.predicate);
    }
}

impl PredicateEntry {
    /// Its verbs and those that say the opposite, as written.
    pub(super) fn verbs(&self) -> impl Iterator<Item = &String> {
        self.words.iter().chain(&self.against)
    }
}

impl PredicateRules {
    pub(super) fn compile(
        sources: &Sources,
        inflection: &Inflection,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> PredicateRules {
        let table: Table = load::table(sources, "lang/en/predicate.toml", problems);
        let mut rules = PredicateRules::default();
        for form in table.negation.iter().flat_map(|phrase| inflection.phrase_forms(phrase)) {
            rules.negation.insert(&lexicon.intern_phrase(&form), ());
        }
        for (words, map) in [
            (&table.passive, &mut rules.passive),
            (&table.aim, &mut rules.aim),
            (&table.agent, &mut rules.agent),
            (&table.topic, &mut rules.topic),
            (&table.other, &mut rules.other),
            (&table.every, &mut rules.every),
            (&table.except, &mut rules.except),
        ] {
            for word in words {
                map.insert(lexicon.intern(word));
            }
        }
        for phrase in &table.open {
            rules.open.insert(&lexicon.intern_phrase(phrase), ());
        }
        for form in table.hollow.iter().flat_map(|word| inflection.phrase_forms(word)) {
            rules.hollow.insert(lexicon.intern(&form));
        }
        for entry in &table.predicate {
            let id = Symbol::from(entry.id.as_str());
            for (words, opposite) in [(&entry.words, false), (&entry.against, true)] {
                let none = if opposite { &entry.all_against } else { &entry.all };
                let none = none.as_ref();
                let first = words.first().filter(|_| opposite);
                let name = first.map_or(id.clone(), |it| Symbol::from(it.trim_end_matches('~')));
                for phrase in words {
                    let sense = Sense {
                        id: id.clone(),
                        name: name.clone(),
                        opposite,
                        befalls: entry.befalls && !entry.active.contains(phrase),
                        alone: entry.alone || entry.active.contains(phrase),
                        either: entry.either,
                        converse: entry.converse,
                        none: none.map(|none| Symbol::from(none.as_str())),
                    };
                    for form in inflection.phrase_forms(phrase) {
                        rules.phrases.insert(&lexicon.intern_phrase(&form), sense.clone());
                    }
                }
            }
        }
        rules.entries = table.predicate;
        rules
    }

    /// Whether some verb begins with the word.
    pub fn begins(&self, word: WordId) -> bool {
        self.phrases.begins(word)
    }

    /// Longest verb at the head of `words`, with its length in words.
    pub fn longest(&self, words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &Sense)> {
        self.phrases.longest(words)
    }

    /// Whether a phrase that denies what comes stands at the head of `words`.
    pub fn denies(&self, words: impl Iterator<Item = WordId> + Clone) -> bool {
        self.negation.longest(words).is_some()
    }

    pub fn is_hollow(&self, word: WordId) -> bool {
        self.hollow.contains(word)
    }

    pub fn is_passive(&self, word: WordId) -> bool {
        self.passive.contains(word)
    }

    pub fn is_agent(&self, word: WordId) -> bool {
        self.agent.contains(word)
    }

    pub fn is_topic(&self, word: WordId) -> bool {
        self.topic.contains(word)
    }

    pub fn is_other(&self, word: WordId) -> bool {
        self.other.contains(word)
    }

    /// Whether what a predicate says may turn from day to day.
    pub fn turns(&self, id: &str) -> bool {
        self.entries.iter().any(|entry| entry.id == id && entry.turns)
    }

    /// Whether the opposite of a predicate undoes it.
    pub fn is_undone(&self, id: &str) -> bool {
        self.entries.iter().any(|entry| entry.id == id && entry.undone)
    }

    pub fn is_every(&self, word: WordId) -> bool {
        self.every.contains(word)
    }

    pub fn is_except(&self, word: WordId) -> bool {
        self.except.contains(word)
    }

    pub fn is_aim(&self, word: WordId) -> bool {
        self.aim.contains(word)
    }

    /// Whether a phrase that leaves open what comes stands at the head of `words`.
    pub fn leaves_open(&self, words: impl Iterator<Item = WordId> + Clone) -> bool {
        self.open.longest(words).is_some()
    }
}
