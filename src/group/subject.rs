use std::{
    cell::RefCell,
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use memchr::memchr2_iter;
use rustc_hash::FxHashMap;

use crate::{
    model::{Document, Event, Identity, Member, Modality, Subject, SubjectSort, WordId},
    rule::Rules,
    value::{Kind, Place, Symbol},
};

use super::{event::StoryEvents, story::Story};

/// Sentences at the top of an article, its title among them, in which it says what it is about.
const TOP: usize = 4;
/// Names of a story, most frequent first, among which one is looked for that some sentences share.
const KNOWN: usize = 6;
/// Names that tell what a story is about where no event does.
const NAMED: usize = 2;

/// What a reader is told that the questions of a story are about.
pub(super) struct Subjects<'s> {
    documents: &'s [Document],
    events: &'s StoryEvents,
    rules: &'s Rules,
    /// The event that most articles of the story tell at their top.
    headline: Option<usize>,
    /// What each event of the story is called.
    labels: Vec<String>,
    /// Keys of the story's names, those that occur most first.
    names: Vec<&'s str>,
    /// The articles that hold each name of the story.
    holders: FxHashMap<&'s str, Vec<usize>>,
    /// What a reader is shown of the keys asked for so far.
    shown: RefCell<FxHashMap<String, String>>,
}

impl<'s> Subjects<'s> {
    pub(super) fn new(
        documents: &'s [Document],
        story: &'s Story,
        events: &'s StoryEvents,
        rules: &'s Rules,
    ) -> Subjects<'s> {
        let today = |main: &usize| {
            let merged = events.events.get(*main);
            merged.is_some_and(|merged| {
                let long = merged.event.resolved.is_some_and(|days| days.is_long());
                merged.event.modality == Modality::Happened && !long && !merged.event.is_bare()
            })
        };
        let headline = events.main().filter(today).filter(|main| {
            let at_top = story.iter().zip(&events.numbers).filter(|(index, numbers)| {
                documents.get(**index).is_some_and(|document| {
                    let told = document.events.iter().zip(numbers.iter());
                    told.into_iter().any(|(event, number)| {
                        number == main && !event.background && is_at_top(document, event)
                    })
                })
            });
            at_top.count() * 2 >= story.len()
        });
        let mut subjects = Subjects {
            documents,
            events,
            rules,
            headline,
            labels: Vec::new(),
            names: names(documents, story),
            holders: holders(documents, story),
            shown: RefCell::default(),
        };
        let told = events.events.iter().enumerate();
        subjects.labels = told.map(|(number, it)| subjects.label(number, &it.event)).collect();
        subjects
    }

    /// An event, for claims of which one speaks of it, or where the whole story does. What is offered
    /// or paid at a meeting is none of the meeting, unless the rules say that it belongs to one.
    pub(super) fn event(&self, number: usize, attribute: &str, members: &[Member]) -> Subject {
        let Some(event) = self.events.events.get(number).map(|merged| &merged.event) else {
            return self.told(members);
        };
        let class = event.class.as_ref().and_then(|class| self.rules.event.by_id(class));
        let main = class.and_then(|class| self.headline.filter(|_| class.minor)).unwrap_or(number);
        let told = members.iter().any(|member| member.event == Some(number));
        let belongs = event.identity == Identity::Place || self.belongs(event, attribute);
        match self.labels.get(main).filter(|_| belongs) {
            Some(label) if told => happened(label, SubjectSort::Event),
            Some(label) if self.headline == Some(main) => {
                // How long something took is of what the sentence tells of.
                let rule = self.rules.attribute.by_id(attribute);
                let ruled = rule.is_some_and(|rule| !rule.kinds.contains(&Kind::Duration));
                happened(label, if ruled { SubjectSort::Event } else { SubjectSort::Story })
            }
            Some(_) | None => self.told(members),
        }
    }

    /// Whether an attribute is one of events of a class.
    fn belongs(&self, event: &Event, attribute: &str) -> bool {
        event.class.as_ref().is_some_and(|class| {
            let own = attribute.strip_prefix(&**class).is_some_and(|rest| rest.starts_with('.'));
            let rule = self.rules.attribute.by_id(attribute);
            own || rule.is_some_and(|rule| rule.events.contains(class))
        })
    }

    /// What has a name; a thing without one goes with what the story is about.
    pub(super) fn named(&self, key: &str, members: &[Member]) -> Subject {
        let is_name = |key: &str| self.holders.contains_key(key) || self.is_place(key);
        if is_name(key) || key.split(" and ").all(is_name) {
            let names: Vec<String> = key.split(" and ").map(|name| self.shown(name)).collect();
            let name = if is_name(key) { self.shown(key) } else { listed(&names) };
            Subject { name, sort: SubjectSort::Name, detail: String::new() }
        } else {
            Subject { detail: key.to_owned(), ..self.story(members) }
        }
    }

    /// The headline of the story, else what the claims are about by the names around them.
    pub(super) fn story(&self, members: &[Member]) -> Subject {
        let happening = |number: &usize| {
            let merged = self.events.events.get(*number);
            merged.is_some_and(|merged| merged.event.identity == Identity::Place)
        };
        let headline = self.headline.filter(happening);
        let headline = headline.and_then(|number| self.labels.get(number));
        headline.map_or_else(|| self.told(members), |label| happened(label, SubjectSort::Story))
    }

    /// The one name of the story that most of the claims' sentences hold, else its first names.
    pub(super) fn told(&self, members: &[Member]) -> Subject {
        let sentences: Vec<&str> = members
            .iter()
            .filter_map(|member| member.of(self.documents))
            .map(|(document, claim)| claim.sentence.of(&document.article.text))
            .collect();
        let shared = self.names.iter().take(KNOWN).find(|name| {
            let last = name.rsplit(' ').next().unwrap_or(name);
            let holding = sentences.iter().filter(|sentence| find(sentence, last).is_some());
            holding.count() * 2 > sentences.len()
        });
        if let Some(name) = shared {
            let name = self.shown(name);
            return Subject { name, sort: SubjectSort::News, detail: String::new() };
        }
        let names: Vec<String> =
            self.names.iter().take(NAMED).map(|name| self.shown(name)).collect();
        Subject { name: listed(&names), sort: SubjectSort::News, detail: String::new() }
    }

    fn label(&self, number: usize, event: &Event) -> String {
        let label = if event.class.is_some() { &*event.label } else { "earlier event" };
        let who: Vec<String> = event.participants.iter().map(|name| self.shown(name)).collect();
        let mut text = match (event.identity, who.as_slice()) {
            (Identity::Participants, [one]) => format!("{one} {label}"),
            (Identity::Participants, [_, _, ..]) => {
                format!("{label} of {}", listed(&who))
            }
            (Identity::Participants, []) | (Identity::Place, _) => {
                let place = self.place(number, event);
                let place = place.map_or(String::new(), |name| format!(" in {name}"));
                format!("{label}{place}")
            }
        };
        if let Some(days) = event.resolved {
            text.push_str(", ");
            text.push_str(&days.label());
        }
        text
    }

    /// The place that a reader knows an event by: the first one told of it, unless it is a street or a
    /// park, or most of the articles that tell the event do not name it, and they name another one.
    fn place(&self, number: usize, event: &Event) -> Option<Symbol> {
        let own = event.places.first()?;
        let telling = self.events.told_in(number);
        let naming = |place: &Place| {
            let holders = self.holders.get(&*place.name.to_lowercase());
            let holders = holders.into_iter().flatten();
            holders.filter(|index| telling.binary_search(index).is_ok()).count()
        };
        let known = own.is_located() || self.is_place(&own.name.to_lowercase());
        if known && naming(own) * 2 >= telling.len() {
            return Some(own.name.clone());
        }
        let documents = telling.iter().filter_map(|index| self.documents.get(*index));
        let claims = documents.flat_map(|document| &document.claims);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let others = claims
            .filter_map(|claim| claim.value.place())
            .filter(|place| place.is_located() && seen.insert(&*place.name))
            .map(|place| (naming(place), place.within.len(), Reverse(&place.name)))
            .filter(|(count, ..)| telling.len() > 1 && count * 2 >= telling.len());
        Some(others.max().map_or(&own.name, |(.., Reverse(name))| name).clone())
    }

    fn is_place(&self, key: &str) -> bool {
        let words: Vec<WordId> =
            key.split(' ').map(|word| self.rules.lexicon.lookup(word)).collect();
        let known = self.rules.place.longest(words.iter().copied(), true);
        known.is_some_and(|(length, _)| length == words.len())
    }

    /// A key for a reader: places as the rules write them ("U.S."), other names as an article does.
    fn shown(&self, key: &str) -> String {
        if let Some(known) = self.shown.borrow().get(key) {
            return known.clone();
        }
        let name = self.written(key);
        self.shown.borrow_mut().insert(key.to_owned(), name.clone());
        name
    }

    fn written(&self, key: &str) -> String {
        let words: Vec<WordId> =
            key.split(' ').map(|word| self.rules.lexicon.lookup(word)).collect();
        let known = self.rules.place.longest(words.iter().copied(), true);
        let place = known.filter(|(length, _)| *length == words.len());
        if let Some(place) = place.and_then(|(_, found)| self.rules.place.place(found)) {
            return place.name.to_string();
        }
        let holders = self.holders.get(key).into_iter().flatten();
        let mut written = holders.filter_map(|index| {
            let text = &self.documents.get(*index)?.article.text;
            let start = find(text, key)?;
            text.get(start..start + key.len())
        });
        let name =
            written.find(|words| words.split(' ').all(|word| word == "and" || is_name(word)));
        name.map_or_else(|| capitalized(key), str::to_owned)
    }
}

fn happened(label: &str, sort: SubjectSort) -> Subject {
    Subject { name: label.to_owned(), sort, detail: String::new() }
}

fn is_at_top(document: &Document, event: &Event) -> bool {
    let mut sentences = document.keywords.chunk_by(|a, b| a.sentence == b.sentence);
    let last = sentences.nth(TOP - 1).and_then(|keywords| keywords.first());
    last.is_none_or(|last| event.sentence.start <= last.sentence)
}

fn holders<'d>(documents: &'d [Document], story: &Story) -> FxHashMap<&'d str, Vec<usize>> {
    let mut holders: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for &index in story {
        for (name, _) in documents.get(index).iter().flat_map(|document| &document.names) {
            holders.entry(name).or_default().push(index);
        }
    }
    holders
}

/// Keys of the names of a story, those that occur most first; a name that ends in another one stands
/// for both.
fn names<'d>(documents: &'d [Document], story: &Story) -> Vec<&'d str> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let all = story.iter().filter_map(|index| documents.get(*index));
    for (name, count) in all.flat_map(|document| &document.names) {
        *counts.entry(name).or_default() += count;
    }
    let mut counts: Vec<(&str, u32)> = counts.into_iter().collect();
    counts.sort_by_key(|(name, count)| (Reverse(*count), *name));
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in counts.into_iter().take(2 * KNOWN) {
        let ends = |long: &str, short: &str| {
            long.strip_suffix(short)
                .is_some_and(|before| before.is_empty() || before.ends_with(' '))
        };
        match names.iter_mut().find(|known| ends(known, name) || ends(name, known)) {
            Some(known) if known.len() < name.len() => *known = name,
            Some(_) => {}
            None => names.push(name),
        }
    }
    names
}

/// Where `words`, lower case, stand as whole words in a text, whatever their case.
fn find(text: &str, words: &str) -> Option<usize> {
    let (bytes, wanted) = (text.as_bytes(), words.as_bytes());
    let first = *wanted.first()?;
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), bytes).find(|&start| {
        let end = start + wanted.len();
        let here = bytes.get(start..end).is_some_and(|it| it.eq_ignore_ascii_case(wanted));
        let before = || start.checked_sub(1).and_then(|at| bytes.get(at));
        here && !is_word(before()) && !is_word(bytes.get(end))
    })
}

fn is_name(word: &str) -> bool {
    word.starts_with(|letter: char| !letter.is_lowercase())
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// Keys are lower case; the "and" between two of them stays so.
fn capitalized(name: &str) -> String {
    let words = name.split(' ').map(|word| match word {
        "and" => String::from(word),
        _ => capitalized_first(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn capitalized_first(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
