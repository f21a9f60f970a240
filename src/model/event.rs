use crate::value::{DateExpr, DateRange, Place, Symbol};

use super::{Modality, Span};

/// Something that happened or is planned, as one article tells it; several sentences may speak of
/// it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Class out of the rules ("meeting", "earthquake"), `None` for a background event without a
    /// word for it.
    pub class: Option<Symbol>,
    pub label: Symbol,
    pub identity: Identity,
    /// Keys of the people and organisations that take part, sorted.
    pub participants: Vec<String>,
    pub places: Vec<Place>,
    /// The date as written.
    pub date: Option<DateExpr>,
    /// The date tied to calendar days, where there is an anchor for it.
    pub resolved: Option<DateRange>,
    /// Told as background: earlier, last year, elsewhere.
    pub background: bool,
    pub modality: Modality,
    /// Whether the article is about it: it is the first of its class and no background.
    pub main: bool,
    /// First sentence that speaks of it.
    pub sentence: Span,
}

/// What tells two events of a class apart first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Identity {
    Participants,
    #[default]
    Place,
}

/// Whether two tellings are of one event, and what speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likelihood {
    /// The number of facts in common: participants, place, date.
    Same(u8),
    /// Nothing speaks against it, nothing for it.
    Open,
    Different,
}

impl Event {
    /// Compares two tellings by class, participants, date and place; a difference in one of them
    /// decides, but for a place where the same people meet on the same day: that is a
    /// contradiction, not another event.
    pub fn likelihood(&self, other: &Event) -> Likelihood {
        if self.class != other.class {
            return Likelihood::Different;
        }
        let facts =
            [self.share_participants(other), self.share_dates(other), self.share_places(other)];
        if facts == [Some(true), Some(true), Some(false)] {
            return Likelihood::Same(2);
        }
        if facts.contains(&Some(false)) {
            return Likelihood::Different;
        }
        match facts.iter().filter(|fact| **fact == Some(true)).count() {
            0 => Likelihood::Open,
            shared => Likelihood::Same(u8::try_from(shared).unwrap_or(u8::MAX)),
        }
    }

    /// `Some(true)` where the shorter list of participants is part of the longer, `None` where one
    /// side names nobody or they meet in part.
    fn share_participants(&self, other: &Event) -> Option<bool> {
        let (few, many) = if self.participants.len() <= other.participants.len() {
            (&self.participants, &other.participants)
        } else {
            (&other.participants, &self.participants)
        };
        if few.is_empty() {
            return None;
        }
        let shared = few.iter().filter(|name| many.contains(name)).count();
        if shared == few.len() {
            Some(true)
        } else if shared == 0 || self.identity == Identity::Participants {
            Some(false)
        } else {
            None
        }
    }

    fn share_places(&self, other: &Event) -> Option<bool> {
        if self.places.is_empty() || other.places.is_empty() {
            return None;
        }
        let meet = self
            .places
            .iter()
            .any(|a| other.places.iter().any(|b| a.is_or_contains(b) || b.is_or_contains(a)));
        Some(meet)
    }

    /// Dates that cannot be resolved are compared by their words: two weekdays of two articles
    /// without a date are taken for different days when the weekdays differ.
    fn share_dates(&self, other: &Event) -> Option<bool> {
        match (&self.resolved, &other.resolved) {
            (Some(a), Some(b)) => Some(a.overlaps(b)),
            _ => match (self.date.as_ref()?.weekday(), other.date.as_ref()?.weekday()) {
                (Some(a), Some(b)) if a == b => None,
                (Some(_), Some(_)) => Some(false),
                _ => None,
            },
        }
    }

    /// Takes over what the other telling adds.
    pub fn absorb(&mut self, other: &Event) {
        for name in &other.participants {
            if let Err(place) = self.participants.binary_search(name) {
                self.participants.insert(place, name.clone());
            }
        }
        for place in &other.places {
            if !self.places.iter().any(|known| known.name == place.name) {
                self.places.push(place.clone());
            }
        }
        if self.date.is_none() {
            self.date.clone_from(&other.date);
            self.resolved = other.resolved;
        }
        self.background &= other.background;
        self.main |= other.main;
        if other.modality < self.modality {
            self.modality = other.modality;
        }
    }

    /// Whether the telling names who, where or when.
    pub fn is_bare(&self) -> bool {
        self.participants.is_empty() && self.places.is_empty() && self.date.is_none()
    }
}
