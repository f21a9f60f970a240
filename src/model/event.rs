use serde::{Deserialize, Serialize};

use crate::value::{DateExpr, DateRange, Place, Symbol};

use super::{Modality, Span};

/// Something that happened or is planned, as one article tells it; several sentences may speak of
/// it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Compares two tellings by class, participants, date and place.
    pub fn likelihood(&self, other: &Event) -> Likelihood {
        let dates = self.share_dates(other);
        let met = (self.share_participants(other), self.share_places(other));
        // The same people meet in the same place again; the same people are hurt there once.
        let once = self.identity == Identity::Place && met == (Some(true), Some(true));
        let proof = dates == Some(true) || once;
        let apart = self.background != other.background && !proof;
        if self.class != other.class || dates == Some(false) {
            return Likelihood::Different;
        }
        if apart {
            return if met.1 == Some(false) { Likelihood::Different } else { Likelihood::Open };
        }
        match self.identity {
            Identity::Participants => self.same_people(other, dates),
            Identity::Place => self.same_place(other, dates),
        }
    }

    /// Those who take part decide, or the day together with the place. The same people on the
    /// same day in two places are a contradiction, not two events.
    fn same_people(&self, other: &Event, dates: Option<bool>) -> Likelihood {
        let places = self.share_places(other);
        match (self.share_participants(other), dates, places) {
            (Some(false), _, _) => Likelihood::Different,
            (Some(true), Some(true), _) => Likelihood::Same(2 + u8::from(places == Some(true))),
            (_, _, Some(false)) => Likelihood::Different,
            (Some(true), _, _) => Likelihood::Same(1 + u8::from(places == Some(true))),
            (None, Some(true), Some(true)) => Likelihood::Same(2),
            (None, None, Some(true)) if self.is_in_one_town(other) => Likelihood::Same(1),
            (None, _, _) => Likelihood::Open,
        }
    }

    /// Whether both name a place that lies within another: a town says more than a country.
    fn is_in_one_town(&self, other: &Event) -> bool {
        let town = |place: &&Place| place.is_located();
        self.places.iter().filter(town).any(|place| other.places.contains(place))
    }

    /// The news of the day is one event of its class unless the days differ; articles name its
    /// place at any scale. Background events need their day or their place in common.
    fn same_place(&self, other: &Event, dates: Option<bool>) -> Likelihood {
        let places = self.share_places(other);
        let facts = u8::from(dates == Some(true)) + u8::from(places == Some(true));
        match (self.background && other.background, facts) {
            (false, _) => Likelihood::Same(1 + facts),
            (true, _) if places == Some(false) => Likelihood::Different,
            (true, 0) => Likelihood::Open,
            (true, _) => Likelihood::Same(facts),
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

    /// Whether both name a place and the places meet.
    pub fn shares_place(&self, other: &Event) -> bool {
        self.share_places(other) == Some(true)
    }

    /// Whether both name a place that lies within another, and these meet: what is told of a country
    /// may have happened anywhere in it.
    pub fn shares_region(&self, other: &Event) -> bool {
        let located = |place: &&Place| place.is_located();
        let mut places = self.places.iter().filter(located);
        places.any(|place| other.places.iter().filter(located).any(|known| known.meets(place)))
    }

    /// Whether an event told beside this one has a place of its own: neither one of these nor one around
    /// them.
    pub fn is_somewhere_else(&self, beside: &Event) -> bool {
        let near = |place: &Place| {
            let mut known = self.places.iter();
            known.any(|known| {
                place.is_or_contains(known) || !place.is_located() && known.meets(place)
            })
        };
        !self.places.is_empty() && !beside.places.is_empty() && !beside.places.iter().any(near)
    }

    /// Whether place or day tell two events of any class apart.
    pub fn is_elsewhere(&self, other: &Event) -> bool {
        self.share_places(other) == Some(false) || self.share_dates(other) == Some(false)
    }

    fn share_places(&self, other: &Event) -> Option<bool> {
        if self.places.is_empty() || other.places.is_empty() {
            return None;
        }
        let pairs = || self.places.iter().flat_map(|a| other.places.iter().map(move |b| (a, b)));
        if pairs().any(|(a, b)| a.meets(b)) {
            return Some(true);
        }
        // Where a street or a village lies is not known: it may be in the town that the other names.
        pairs().any(|(a, b)| a.is_located() == b.is_located()).then_some(false)
    }

    /// Dates that cannot be resolved are compared by their words: other words are taken for
    /// another day, and the same weekday proves nothing.
    fn share_dates(&self, other: &Event) -> Option<bool> {
        let (a, b) = (self.date.as_ref()?, other.date.as_ref()?);
        if a.is_loose() || b.is_loose() {
            return None;
        }
        if let (Some(a), Some(b)) = (&self.resolved, &other.resolved) {
            let meet = a.overlaps(b);
            // The news of the day is told by its day: a month or a season beside it is of something
            // else in the sentence.
            let vague = self.main && other.main && (a.is_long() || b.is_long());
            return (meet || !vague).then_some(meet);
        }
        let recent = |date: &DateExpr| date.is_long_ago() != Some(true);
        match (a.weekday(), b.weekday()) {
            (Some(a), Some(b)) if a == b => None,
            (Some(_), Some(_)) => Some(false),
            // "Today" may be the other article's Sunday.
            _ if recent(a) && recent(b) && !a.is_alike(b) => None,
            _ => (a.whole() != b.whole()).then_some(false),
        }
    }

    /// Whether both are told with days of different words, which no calendar compares.
    pub fn is_dated_otherwise(&self, other: &Event) -> bool {
        let tied = self.resolved.is_some() && other.resolved.is_some();
        let dates = self.date.as_ref().zip(other.date.as_ref());
        !tied
            && dates.is_some_and(|(a, b)| a.whole() != b.whole() && !a.is_loose() && !b.is_loose())
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
