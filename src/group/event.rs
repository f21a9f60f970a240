use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Document, Event, Identity, Likelihood},
    rule::Rules,
    value::Symbol,
};

use super::story::Story;

/// The events of a story: what all its articles together tell.
#[derive(Debug, Default)]
pub(super) struct StoryEvents {
    pub(super) events: Vec<Merged>,
    /// For each document of the story, the story's event for each of the document's events.
    pub(super) numbers: Vec<Vec<usize>>,
    /// For each event the documents that tell it, in order.
    told_in: Vec<Vec<usize>>,
}

/// One event with its tellings.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) event: Event,
    tellings: Vec<Event>,
}

/// Merges the tellings of one event, those first that say who, where or when. A telling joins the
/// event with which it has most in common, unless it differs from any telling of it.
pub(super) fn merge(documents: &[Document], story: &Story) -> StoryEvents {
    let mut all = StoryEvents::default();
    let mut of_class: BTreeMap<Option<&Symbol>, Vec<usize>> = BTreeMap::new();
    for (index, document) in story.iter().filter_map(|index| Some((*index, documents.get(*index)?)))
    {
        let mut numbers = vec![usize::MAX; document.events.len()];
        let (bare, told): (Vec<_>, Vec<_>) =
            document.events.iter().enumerate().partition(|(_, event)| event.is_bare());
        for (at, event) in told.into_iter().chain(bare) {
            let taken = &numbers;
            let known = of_class.entry(event.class.as_ref()).or_default();
            let best = known
                .iter()
                .copied()
                .filter(|number| !taken.contains(number))
                .filter_map(|number| Some((all.events.get(number)?.likeness(event)?, number)))
                .max_by_key(|(likeness, number)| (*likeness, std::cmp::Reverse(*number)));
            let number = match best {
                Some((_, number)) => {
                    if let Some(merged) = all.events.get_mut(number) {
                        merged.event.absorb(event);
                        merged.tellings.push(event.clone());
                    }
                    number
                }
                None => {
                    let number = all.events.len();
                    all.events.push(Merged { event: event.clone(), tellings: vec![event.clone()] });
                    all.told_in.push(Vec::new());
                    known.push(number);
                    number
                }
            };
            if let Some(told_in) = all.told_in.get_mut(number) {
                told_in.push(index);
            }
            if let Some(slot) = numbers.get_mut(at) {
                *slot = number;
            }
        }
        all.numbers.push(numbers);
    }
    for merged in &mut all.events {
        merged.put_common_places_first();
    }
    all
}

impl StoryEvents {
    /// The event that the story is about, for claims that name none: of the class that most articles
    /// tell, the one that most of them tell.
    pub(super) fn main(&self) -> Option<usize> {
        let mut articles: BTreeMap<Option<&Symbol>, usize> = BTreeMap::new();
        for numbers in &self.numbers {
            let told = numbers.iter().filter_map(|number| self.get(*number));
            let mains = told.filter(|event| event.main).map(|event| event.class.as_ref());
            for class in mains.collect::<BTreeSet<_>>() {
                *articles.entry(class).or_default() += 1;
            }
        }
        let mains = self.events.iter().enumerate().filter(|(_, merged)| merged.event.main);
        mains
            .max_by_key(|(number, merged)| {
                let of_class = articles.get(&merged.event.class.as_ref()).copied();
                let facts = !merged.event.places.is_empty() || merged.event.resolved.is_some();
                (of_class, facts, self.told_in(*number).len(), std::cmp::Reverse(*number))
            })
            .map(|(number, _)| number)
    }

    /// The main event for one of another class that is told beside it and has no place or day of
    /// its own: the fire and the crash of a raid are the raid.
    pub(super) fn home(&self, number: usize, main: Option<usize>, rules: &Rules) -> usize {
        let (Some(event), Some(main)) = (self.get(number), main) else { return number };
        let is_part = self.get(main).is_some_and(|main| {
            let class = event.class.as_ref().and_then(|class| rules.event.by_id(class));
            event.identity == Identity::Place
                && main.identity == Identity::Place
                && event.class != main.class
                && event.main
                && !event.background
                && class.is_some_and(|class| !class.minor)
                && !main.is_elsewhere(event)
                && !main.is_somewhere_else(event)
        });
        if is_part { main } else { number }
    }

    /// The documents that tell an event, in order.
    pub(super) fn told_in(&self, number: usize) -> &[usize] {
        self.told_in.get(number).map(Vec::as_slice).unwrap_or_default()
    }

    fn get(&self, number: usize) -> Option<&Event> {
        self.events.get(number).map(|merged| &merged.event)
    }
}

impl Merged {
    /// The place that most articles name is the one a reader knows the event by.
    fn put_common_places_first(&mut self) {
        let tellings = &self.tellings;
        self.event.places.sort_by_cached_key(|place| {
            let count = tellings.iter().filter(|telling| telling.places.contains(place)).count();
            std::cmp::Reverse(count)
        });
    }

    /// Number of facts in common with the event, `None` where one telling differs or nothing
    /// speaks for it. The main events of two articles of a story are one unless something differs.
    fn likeness(&self, event: &Event) -> Option<u8> {
        let mut best = None;
        for telling in &self.tellings {
            let shared = match telling.likelihood(event) {
                Likelihood::Same(shared) => Some(shared),
                Likelihood::Open if telling.main && event.main => Some(0),
                Likelihood::Open => None,
                Likelihood::Different => return None,
            };
            best = best.max(shared);
        }
        best
    }
}
