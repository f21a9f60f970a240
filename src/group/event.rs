use crate::model::{Document, Event, Likelihood};

use super::story::Story;

/// The events of a story: what all its articles together tell.
#[derive(Debug, Default)]
pub(super) struct StoryEvents {
    pub(super) events: Vec<Merged>,
    /// For each document of the story, the story's event for each of the document's events.
    pub(super) numbers: Vec<Vec<usize>>,
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
    for document in story.iter().filter_map(|index| documents.get(*index)) {
        let mut numbers = vec![usize::MAX; document.events.len()];
        let (bare, told): (Vec<_>, Vec<_>) =
            document.events.iter().enumerate().partition(|(_, event)| event.is_bare());
        for (index, event) in told.into_iter().chain(bare) {
            let taken = &numbers;
            let best = all
                .events
                .iter()
                .enumerate()
                .filter(|(number, _)| !taken.contains(number))
                .filter_map(|(number, merged)| Some((merged.likeness(event)?, number)))
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
                    all.events.push(Merged { event: event.clone(), tellings: vec![event.clone()] });
                    all.events.len() - 1
                }
            };
            if let Some(slot) = numbers.get_mut(index) {
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

impl Merged {
    /// The place that most articles name is the one a reader knows the event by.
    fn put_common_places_first(&mut self) {
        let tellings = &self.tellings;
        self.event.places.sort_by_key(|place| {
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
