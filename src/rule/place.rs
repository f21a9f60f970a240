use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::{
    model::{Problem, WordId},
    value::{Place, Symbol},
};

use super::{Lexicon, PhraseMap, Sources, Towns, load};

/// Places with what contains them, and the adjectives that stand for them.
#[derive(Clone, Debug, Default)]
pub struct PlaceRules {
    entries: Vec<Entry>,
    names: PhraseMap<Box<[usize]>>,
    /// Names all in capitals ("US", "UAE"), which are other words in lower case.
    short: PhraseMap<Box<[usize]>>,
    demonyms: PhraseMap<Symbol>,
    /// Names, in lower case, that are no places of the gazetteer without a cue.
    cue: FxHashSet<String>,
}

#[derive(Clone, Debug)]
struct Entry {
    place: Place,
    /// Whether other places lie in it, so that it may follow their names ("Atlanta, Georgia").
    contains: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    place: Vec<One>,
    within: Vec<Inside>,
    /// Names of the gazetteer that are better known as something else.
    cue: Vec<String>,
}

/// A place of its own, such as a country.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    name: String,
    /// Tells places of one name apart ("Georgia (state)"); the name where left out.
    id: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    demonym: Vec<String>,
    within: Option<String>,
    /// File that names it, as shown to the user.
    #[serde(skip)]
    file: Symbol,
}

/// Places inside another: "Istanbul" and "Ankara" inside "Turkey".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inside {
    place: String,
    names: Vec<Spelling>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Spelling {
    One(String),
    /// The first is the name that is kept.
    Several(Vec<String>),
}

/// A longer chain of containers is a circle.
const DEEPEST: usize = 8;

impl PlaceRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> PlaceRules {
        let mut places: BTreeMap<String, One> = BTreeMap::new();
        let mut cue = FxHashSet::default();
        for file in sources.at("place/") {
            let Some(table) = load::parse::<File>(file, problems) else { continue };
            let shown = Symbol::from(file.shown.as_str());
            cue.extend(table.cue.iter().map(|name| name.to_lowercase()));
            for one in table.place.into_iter().chain(table.within.into_iter().flat_map(insiders)) {
                let id = one.id.clone().unwrap_or_else(|| one.name.clone());
                places.insert(id, One { file: shown.clone(), ..one });
            }
        }
        let mut known: Vec<Option<String>> = {
            let ids = ids(&places);
            let known = |one: &One| Some((*ids.get(one.within.as_deref()?)?).to_owned());
            places.values().map(known).collect()
        };
        for ((id, one), known) in places.iter_mut().zip(&mut known) {
            let Some(within) = &mut one.within else { continue };
            match known.take() {
                Some(known) => *within = known,
                None => {
                    let words = format!("`{id}` lies within `{within}`, which no rule names");
                    problems.push(Problem::error("E210", &*one.file, words));
                }
            }
        }
        PlaceRules { cue, ..build(&places, lexicon) }
    }

    /// The places of the gazetteer with a name, and whether it takes a cue to mean one of them. What
    /// these rules name is not asked for here: they go before.
    pub fn towns(&self, name: &str) -> Option<(Towns, bool)> {
        let towns = Towns::named(name)?;
        let cue = towns.needs_cue() || self.cue.contains(&name.to_lowercase());
        Some((towns, cue))
    }

    /// Longest place name at the head of `words`, with its length; `upper` says whether the words
    /// are written in capitals, as the short forms must be.
    pub fn longest(
        &self,
        words: impl Iterator<Item = WordId> + Clone,
        upper: bool,
    ) -> Option<(usize, &[usize])> {
        let short = self.short.longest(words.clone()).filter(|_| upper);
        let name = self.names.longest(words);
        short.into_iter().chain(name).max_by_key(|(length, _)| *length).map(|(n, ids)| (n, &**ids))
    }

    /// The place a set of candidates stands for: it lies in what contains all of them.
    pub fn place(&self, candidates: &[usize]) -> Option<Place> {
        let mut found =
            candidates.iter().filter_map(|id| self.entries.get(*id)).map(|entry| &entry.place);
        let mut place = found.next()?.clone();
        found.for_each(|other| place.within.retain(|name| other.within.contains(name)));
        Some(place)
    }

    /// The candidate of `inner` that lies in a candidate of `outer`.
    pub fn inside(&self, inner: &[usize], outer: &[usize]) -> Option<Place> {
        inner.iter().filter_map(|id| self.entries.get(*id)).map(|entry| &entry.place).find_map(
            |place| {
                let holds = |id: &usize| {
                    let outer = &self.entries.get(*id)?.place;
                    let mut chain = place.within.iter();
                    let found = chain.any(|name| *name == outer.name);
                    (found && outer.within.iter().eq(chain)).then_some(())
                };
                outer.iter().find_map(holds).map(|()| place.clone())
            },
        )
    }

    /// The candidate that others lie in, with its own chain: the first state, else the first country.
    pub fn container(&self, candidates: &[usize]) -> Option<&Place> {
        let found = || candidates.iter().filter_map(|id| self.entries.get(*id));
        let holds = |entry: &&Entry| entry.contains;
        found()
            .filter(holds)
            .find(|entry| !entry.place.within.is_empty())
            .or_else(|| found().find(holds))
            .map(|entry| &entry.place)
    }

    /// Longest demonym at the head of `words`, with the place it stands for.
    pub fn demonym(&self, words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &Symbol)> {
        self.demonyms.longest(words)
    }
}

/// Ids by what a file may call a place: its id, or its name where only one place has it.
fn ids(places: &BTreeMap<String, One>) -> FxHashMap<&str, &str> {
    let mut ids: FxHashMap<&str, &str> = FxHashMap::default();
    let mut shared = BTreeSet::new();
    for (id, one) in places {
        if ids.insert(&one.name, id).is_some() {
            shared.insert(one.name.as_str());
        }
    }
    for name in shared {
        ids.remove(name);
    }
    ids.extend(places.keys().map(|id| (id.as_str(), id.as_str())));
    ids
}

fn insiders(inside: Inside) -> impl Iterator<Item = One> {
    let Inside { place, names } = inside;
    names.into_iter().filter_map(move |spelling| {
        let mut names = match spelling {
            Spelling::One(name) => vec![name],
            Spelling::Several(names) => names,
        }
        .into_iter();
        let name = names.next()?;
        let id = Some(format!("{name} ({place})"));
        let within = Some(place.clone());
        Some(One {
            name,
            id,
            also: names.collect(),
            demonym: Vec::new(),
            within,
            file: Symbol::default(),
        })
    })
}

fn build(places: &BTreeMap<String, One>, lexicon: &mut Lexicon) -> PlaceRules {
    let mut rules = PlaceRules::default();
    let containers: FxHashSet<&str> =
        places.values().filter_map(|one| one.within.as_deref()).collect();
    let symbols: FxHashMap<&str, Symbol> = containers
        .iter()
        .filter_map(|id| Some((*id, places.get(*id)?.name.as_str().into())))
        .collect();
    let mut names: Vec<(Vec<WordId>, usize)> = Vec::new();
    let mut short = Vec::new();
    for (id, one) in places {
        let number = rules.entries.len();
        let name: Symbol = one.name.as_str().into();
        rules.entries.push(Entry {
            place: Place { name: name.clone(), within: chain(one, places, &symbols) },
            contains: containers.contains(id.as_str()) || one.within.is_none(),
        });
        for spelling in std::iter::once(&one.name).chain(&one.also) {
            let phrase = lexicon.intern_phrase(&spelling.to_lowercase());
            let acronym = spelling.len() > 1 && spelling.chars().all(char::is_uppercase);
            if acronym { &mut short } else { &mut names }.push((phrase, number));
        }
        for word in &one.demonym {
            let phrase = lexicon.intern_phrase(&word.to_lowercase());
            rules.demonyms.insert(&phrase, name.clone());
        }
    }
    index(names, &mut rules.names);
    index(short, &mut rules.short);
    rules
}

/// Puts together the places of one name.
fn index(mut names: Vec<(Vec<WordId>, usize)>, by_name: &mut PhraseMap<Box<[usize]>>) {
    names.sort_unstable();
    for same in names.chunk_by(|(a, _), (b, _)| a == b) {
        if let Some((phrase, _)) = same.first() {
            by_name.insert(phrase, same.iter().map(|(_, number)| *number).collect());
        }
    }
}

fn chain(
    one: &One,
    places: &BTreeMap<String, One>,
    symbols: &FxHashMap<&str, Symbol>,
) -> Vec<Symbol> {
    let mut within = Vec::new();
    let mut next = one.within.as_deref();
    while let Some(id) = next
        && let (Some(outer), Some(name)) = (places.get(id), symbols.get(id))
        && within.len() < DEEPEST
    {
        within.push(name.clone());
        next = outer.within.as_deref();
    }
    within
}
