use std::collections::BTreeMap;

use serde::Deserialize;

use super::{random::Random, template::Template};

/// What the articles are made of, out of `facts.toml` and `filler.toml`.
pub(crate) struct Words {
    pub(crate) kinds: Vec<Kind>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) openings: Vec<Template>,
    pub(crate) datelines: Vec<Template>,
    pub(crate) titles: Vec<Template>,
    pub(crate) fillers: Vec<Template>,
    /// With numbers that are beside the story.
    pub(crate) asides: Vec<Template>,
    pub(crate) outlets: Vec<String>,
    lists: Vec<Vec<String>>,
    names: BTreeMap<String, usize>,
}

/// A kind of event.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    id: String,
    pub(crate) nouns: Vec<String>,
    pub(crate) verbs: Vec<String>,
}

/// Something with a number that articles tell of an event.
pub(crate) struct Fact {
    pub(crate) told: FactRow,
    /// By the numbers of the kinds.
    pub(crate) kinds: Vec<bool>,
    pub(crate) sentences: Vec<Template>,
    pub(crate) hard: Vec<Template>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactRow {
    /// The attribute by the name that the rules give it.
    pub(crate) id: String,
    /// Kinds of event that have it, all where none is given.
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    pub(crate) prefix: String,
    #[serde(default)]
    pub(crate) unit: String,
    /// How much of the base unit is one of the unit.
    #[serde(default = "one")]
    pub(crate) base: f64,
    #[serde(default)]
    pub(crate) decimals: usize,
    pub(crate) low: u64,
    pub(crate) high: u64,
    /// By how many in a hundred a wrong number is off.
    #[serde(default = "off")]
    pub(crate) off: (u64, u64),
    /// Whether it rises from day to day.
    #[serde(default)]
    pub(crate) grows: bool,
    /// Whether it rises or falls from day to day.
    #[serde(default)]
    pub(crate) varies: bool,
    /// Whether every article tells it of something else.
    #[serde(default)]
    pub(crate) each: bool,
    /// In how many articles of a hundred it stands.
    pub(crate) told: usize,
    sentences: Vec<String>,
    /// Sentences that the program does not always understand.
    #[serde(default)]
    hard: Vec<String>,
}

fn one() -> f64 {
    1.0
}

fn off() -> (u64, u64) {
    (30, 90)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    kind: Vec<Kind>,
    opening: Sentences,
    dateline: Sentences,
    title: Sentences,
    fact: Vec<FactRow>,
}

#[derive(Deserialize)]
struct Sentences {
    sentences: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fillers {
    sentences: Vec<String>,
    numbers: Vec<String>,
    list: BTreeMap<String, Vec<String>>,
}

impl Words {
    pub(crate) fn new() -> Words {
        let facts: Facts = toml::from_str(include_str!("facts.toml")).expect("facts.toml");
        let fillers: Fillers = toml::from_str(include_str!("filler.toml")).expect("filler.toml");
        let (names, lists): (Vec<String>, Vec<Vec<String>>) = fillers.list.into_iter().unzip();
        let names = names.into_iter().zip(0..).collect();
        let words = Words {
            kinds: facts.kind,
            facts: Vec::new(),
            openings: Vec::new(),
            datelines: Vec::new(),
            titles: Vec::new(),
            fillers: Vec::new(),
            asides: Vec::new(),
            outlets: Vec::new(),
            lists,
            names,
        };
        let templates = |list: &[String]| list.iter().map(|it| words.template(it)).collect();
        let openings = templates(&facts.opening.sentences);
        let datelines = templates(&facts.dateline.sentences);
        let titles = templates(&facts.title.sentences);
        let (asides, fillers) = (templates(&fillers.numbers), templates(&fillers.sentences));
        let facts = facts.fact.into_iter().map(|told| Fact {
            kinds: words
                .kinds
                .iter()
                .map(|kind| told.kinds.is_empty() || told.kinds.contains(&kind.id))
                .collect(),
            sentences: templates(&told.sentences),
            hard: templates(&told.hard),
            told,
        });
        let facts = facts.collect();
        let tails = words.list("outlet_tail");
        let heads = words.list("outlet_head").iter();
        let outlets = heads.flat_map(|head| tails.iter().map(move |tail| format!("{head} {tail}")));
        let outlets = outlets.collect();
        Words { openings, datelines, titles, fillers, asides, facts, outlets, ..words }
    }

    pub(crate) fn list_number(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    pub(crate) fn list(&self, name: &str) -> &[String] {
        &self.lists[self.names[name]]
    }

    pub(crate) fn word_of(&self, list: usize, random: &mut Random) -> &str {
        word(&self.lists[list], random)
    }
}

pub(crate) fn any<'a, T>(list: &'a [T], random: &mut Random) -> &'a T {
    &list[random.below(list.len())]
}

pub(crate) fn word<'a>(list: &'a [String], random: &mut Random) -> &'a str {
    any::<String>(list, random)
}
