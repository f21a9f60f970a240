use rustc_hash::FxHashMap;

use rust_decimal::Decimal;

use crate::{
    model::{Article, Event, Identity, Likelihood, Mention, Modality},
    rule::{Part, Rules},
    value::{DateExpr, Kind, Symbol},
};

use super::{
    frame::Frame,
    participant::{Focus, participants, person_named},
};

/// An event word of one sentence: which event of the article it speaks of, and which mentions say
/// when and where.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) sentence: usize,
    /// First token of the event word, or of the date of a background event without one.
    pub(super) token: usize,
    /// Index into the article's events.
    pub(super) event: usize,
    pub(super) date: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) place: Option<usize>,
    pub(super) modality: Modality,
    /// Told of as something new ("a quake", "another quake").
    pub(super) indefinite: bool,
    /// Told of as known ("the quake"), without a day of its own.
    pub(super) definite: bool,
}

/// The events of an article and every telling of them, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Events {
    pub(super) events: Vec<Event>,
    pub(super) told: Vec<Told>,
    /// Sentence in which the article first tells of its main event of a class.
    mains: FxHashMap<Symbol, usize>,
}

/// Farthest a date or place may stand from the event word, in tokens with fines for borders.
const REACH: usize = 20;
/// The same for a date in front of an event noun ("Sunday's quake").
const REACH_BEFORE: usize = 2;
/// The same for a date behind an event noun that opens its sentence, whatever stands between ("a
/// quake rocked the town, a port in the north, on Sunday").
const REACH_OPENING: usize = 14;
/// The same for a place and an event noun.
const REACH_PLACE: usize = 6;
/// Tokens between a preposition and its event noun ("after the strong quake").
const DETERMINERS: usize = 5;
/// A date among a sentence's first words speaks for the whole of it ("Also on Thursday, ...").
const LEAD: usize = 3;
/// Sentences at the top in which an article may introduce its event more than once.
const LEDE: usize = 3;
/// Tellings that a new one is compared with, the latest first.
const LOOK_BACK: usize = 200;
/// Days that separate a background date from the news of the day.
const NEWS_DAYS: i32 = 10;

/// Finds the events of an article; definite references ("the meeting") go to the latest event of
/// their class.
pub(super) fn events(article: &Article, frames: &[Frame<'_>], rules: &Rules) -> Events {
    let mut all = Events::default();
    let mut focus = Focus::default();
    for (sentence, frame) in frames.iter().enumerate() {
        for number in 0..frame.triggers.len() {
            let Some((event, told)) = tell(article, frame, number, &focus, rules) else { continue };
            all.place(event, Told { sentence, ..told });
        }
        if frame.triggers.is_empty()
            && let Some((event, told)) = background(article, frame)
        {
            all.place(event, Told { sentence, ..told });
        }
        focus.person = person_named(frame).or(focus.person);
    }
    all
}

impl Events {
    /// Whether the article goes back to its main event ("a shooting at a flat in Kelham"): neither the
    /// place nor the day is another.
    fn is_told_again(&self, event: &Event) -> bool {
        let mut known = self.events.iter().filter(|known| known.main && known.class == event.class);
        known.any(|known| {
            !known.is_elsewhere(event) && (event.places.is_empty() || known.shares_place(event))
        })
    }

    fn place(&mut self, mut event: Event, told: Told) {
        let bare = event.is_bare();
        let main = event.class.as_ref().and_then(|class| self.mains.get(class)).copied();
        let later = main.is_some_and(|main| main + LEDE < told.sentence);
        let another = told.indefinite && later && !self.is_told_again(&event);
        event.background |= another && event.identity == Identity::Place;
        let takes_up = bare || told.definite && event.participants.is_empty();
        let mut latest = self.told.iter().rev().take(LOOK_BACK).map(|told| told.event);
        let same = latest.find(|&index| {
            self.events.get(index).is_some_and(|known| match known.likelihood(&event) {
                // One article tells one day in one way.
                _ if known.is_dated_otherwise(&event) => false,
                Likelihood::Same(_) => true,
                Likelihood::Open => {
                    known.background == event.background
                        && (bare || known.is_bare() || takes_up && known.shares_place(&event))
                }
                Likelihood::Different => false,
            })
        });
        let index = match same {
            Some(index) => {
                if let Some(known) = self.events.get_mut(index) {
                    known.absorb(&event);
                }
                index
            }
            None => {
                if let Some(class) =
                    event.class.clone().filter(|_| main.is_none() && !event.background)
                {
                    event.main = true;
                    self.mains.insert(class, told.sentence);
                }
                self.events.push(event);
                self.events.len() - 1
            }
        };
        self.told.push(Told { event: index, ..told });
    }
}

fn tell(
    article: &Article,
    frame: &Frame<'_>,
    number: usize,
    focus: &Focus,
    rules: &Rules,
) -> Option<(Event, Told)> {
    let found = frame.triggers.get(number)?;
    let class = rules.event.class(found.trigger.class)?;
    let oblique = is_oblique(frame, number, rules);
    let near = |kind: Kind, reach: usize| {
        frame
            .of_kind(kind)
            .filter(|(_, mention)| !nearer_to_other(frame, number, mention))
            .map(|(index, mention)| (frame.distance(mention, &found.tokens), index))
            .filter(|(distance, _)| *distance <= reach)
            .min()
            .map(|(_, index)| index)
    };
    let (date, time) = (
        date_at(article, frame, number, rules),
        near(Kind::Time, if oblique { REACH_BEFORE } else { REACH }),
    );
    let place = place_at(frame, number, rules);
    let clause = frame.clause(found.tokens.start);
    let written = date
        .and_then(|index| frame.mentions.get(index).and_then(|mention| mention.value.date()))
        .cloned();
    let resolved = written.as_ref().and_then(|date| date.resolve(article.date()));
    let old = is_background(article, written.as_ref());
    let modality = clause.map_or(Modality::Happened, |clause| clause.modality);
    let before = |part: Part| {
        (found.tokens.start.saturating_sub(DETERMINERS)..found.tokens.start)
            .any(|token| rules.clause.is(frame.sentence.id(token), part))
    };
    let definite = !found.trigger.verb && before(Part::Definite) && date.is_none();
    let indefinite = !found.trigger.verb && before(Part::Indefinite) && !before(Part::Auxiliary);
    let prior = is_prior(frame, number, rules);
    let event = Event {
        class: Some(class.id.clone()),
        label: class.label.clone(),
        identity: class.identity,
        participants: participants(frame, number, focus, rules),
        places: place
            .and_then(|index| frame.mentions.get(index).and_then(|mention| mention.value.place()))
            .cloned()
            .into_iter()
            .collect(),
        date: written,
        resolved,
        background: prior || old.unwrap_or_else(|| clause.is_some_and(|clause| clause.background)),
        modality,
        main: false,
        sentence: frame.sentence.span,
    };
    let token = found.tokens.start;
    Some((
        event,
        Told { sentence: 0, token, event: 0, date, time, place, modality, indefinite, definite },
    ))
}

/// The date of an event: one that stands close to its word, or one earlier in the sentence that
/// puts it into the past.
fn date_at(article: &Article, frame: &Frame<'_>, number: usize, rules: &Rules) -> Option<usize> {
    let found = frame.triggers.get(number)?;
    let oblique = is_oblique(frame, number, rules);
    let sentence_opens = frame.clause_at(found.tokens.start) == 0;
    let is_old = |mention: &Mention| is_background(article, mention.value.date()) == Some(true);
    let told = frame
        .of_kind(Kind::Date)
        .filter(|(_, mention)| mention.value.date().is_some_and(|date| !date.is_loose()));
    let candidates = told.filter(|(_, mention)| {
        let start = mention.tokens.start as usize;
        let behind = start >= found.tokens.end;
        let near = frame.distance(mention, &found.tokens);
        let same = frame.clause_at(start) == frame.clause_at(found.tokens.start);
        let beside = match (found.trigger.verb, behind) {
            (true, _) => near <= REACH,
            (false, true) if oblique => near <= REACH_BEFORE,
            (false, true) => {
                near <= REACH && same || sentence_opens && start - found.tokens.end <= REACH_OPENING
            }
            (false, false) => near <= REACH_BEFORE,
        };
        let leads = start <= LEAD && !behind && !is_of_noun(frame, start, rules);
        (beside || leads || is_old(mention) && !behind)
            && !is_said(frame, start, rules)
            && !nearer_to_other(frame, number, mention)
    });
    candidates
        .min_by_key(|(_, mention)| frame.distance(mention, &found.tokens))
        .map(|(index, _)| index)
}

/// Whether an event noun only stands beside what the sentence tells ("the toll from the quake").
fn is_oblique(frame: &Frame<'_>, number: usize, rules: &Rules) -> bool {
    let Some(found) = frame.triggers.get(number).filter(|found| !found.trigger.verb) else {
        return false;
    };
    let before = (found.tokens.start.saturating_sub(DETERMINERS)..found.tokens.start).rev();
    let word = before
        .map(|token| frame.sentence.id(token))
        .find(|word| rules.clause.is(*word, Part::Oblique));
    word.is_some_and(|word| {
        !(rules.clause.is(word, Part::Break) && has_verb(frame, found.tokens.end, rules))
    })
}

/// Whether a verb follows in the clause: "after a quake struck near Orlen on Friday" tells of the quake.
fn has_verb(frame: &Frame<'_>, start: usize, rules: &Rules) -> bool {
    let end = frame.clause(start).map_or(start, |clause| clause.tokens.end);
    let is = |token: usize, part: Part| rules.clause.is(frame.sentence.id(token), part);
    // "After a fire that killed ten" has its verb in a clause about the fire.
    let own = |token: &usize| !is(*token, Part::Relative) && !is(*token, Part::Definite);
    (start..end.min(start + REACH_PLACE)).take_while(own).any(|token| {
        let word = frame.sentence.word(token, frame.text);
        let lower = word.starts_with(|letter: char| letter.is_lowercase());
        lower && !word.ends_with("ing") && rules.inflection.verb(word).is_some()
    })
}

/// Words between "last" and its event noun ("the last Varland election").
const PRIOR: usize = 2;

/// Seconds of a month.
const MONTH: Decimal = Decimal::from_parts(30 * 24 * 60 * 60, 0, 0, false, 0);

/// Whether an event is called the last one, or the news came long after it.
fn is_prior(frame: &Frame<'_>, number: usize, rules: &Rules) -> bool {
    let Some(found) = frame.triggers.get(number).filter(|found| !found.trigger.verb) else {
        return false;
    };
    let before = |reach: usize| found.tokens.start.saturating_sub(reach)..found.tokens.start;
    let is = |token: usize, part: Part| rules.clause.is(frame.sentence.id(token), part);
    // "It came two years after a fire"
    let after = before(2 + PRIOR).rev().find(|&token| is(token, Part::After));
    let long_after = after.is_some_and(|after| {
        (after..found.tokens.start).any(|token| is(token, Part::Indefinite))
            && frame.of_kind(Kind::Duration).any(|(_, span)| {
                let seconds = span.value.base_number();
                span.tokens.end as usize == after && seconds.is_some_and(|it| it > MONTH)
            })
    });
    if long_after {
        return true;
    }
    let last = before(1 + PRIOR).rev().find(|&token| is(token, Part::Prior));
    let named = |last: usize| !(last..found.tokens.start).any(|token| is(token, Part::Preposition));
    last.is_some_and(named)
}

/// Whether a date stands inside a noun phrase ("at a May 3 hearing"), which it dates.
fn is_of_noun(frame: &Frame<'_>, date: usize, rules: &Rules) -> bool {
    let before = frame.sentence.id(date.wrapping_sub(1));
    rules.clause.is(before, Part::Definite) || rules.clause.is(before, Part::Indefinite)
}

/// Whether a date says when something was said ("officials said on Monday").
fn is_said(frame: &Frame<'_>, date: usize, rules: &Rules) -> bool {
    (date.saturating_sub(2)..date).any(|token| rules.holder.is_speech(frame.sentence.id(token)))
}

/// The place of an event: the nearest one with a word such as "in" before it. Names do not count as
/// distance ("talks between Ada and Ben in Oslo").
fn place_at(frame: &Frame<'_>, number: usize, rules: &Rules) -> Option<usize> {
    let found = frame.triggers.get(number)?;
    let reach = if found.trigger.verb { REACH } else { REACH_PLACE };
    let named = |from: usize, to: usize| {
        let names = frame.of_kind(Kind::Name).map(|(_, mention)| &mention.tokens);
        names
            .filter(|tokens| from <= tokens.start as usize && tokens.end as usize <= to)
            .map(|tokens| tokens.len())
            .sum::<usize>()
    };
    frame
        .of_kind(Kind::Place)
        .filter(|(index, mention)| {
            stands_at(frame, *index, rules) && !nearer_to_other(frame, number, mention)
        })
        .map(|(index, mention)| {
            let names = named(found.tokens.end, mention.tokens.start as usize);
            (frame.distance(mention, &found.tokens).saturating_sub(names), index)
        })
        .filter(|(distance, _)| *distance <= reach)
        .min()
        .map(|(_, index)| index)
}

/// A sentence that tells of an earlier time without an event word of its own.
fn background(article: &Article, frame: &Frame<'_>) -> Option<(Event, Told)> {
    let is_old = |date: &DateExpr| {
        is_background(article, Some(date)) == Some(true) && !date.is_reporting_period()
    };
    let (token, written) = frame.of_kind(Kind::Date).find_map(|(_, mention)| {
        let date = mention.value.date().filter(|date| is_old(date))?;
        Some((mention.tokens.start as usize, date.clone()))
    })?;
    let place = frame.of_kind(Kind::Place).map(|(index, _)| index).next();
    let event = Event {
        resolved: written.resolve(article.date()),
        date: Some(written),
        places: place
            .and_then(|index| frame.mentions.get(index).and_then(|mention| mention.value.place()))
            .cloned()
            .into_iter()
            .collect(),
        background: true,
        sentence: frame.sentence.span,
        ..Event::default()
    };
    Some((
        event,
        Told {
            sentence: 0,
            token,
            event: 0,
            date: None,
            time: None,
            place,
            modality: Modality::Happened,
            indefinite: false,
            definite: false,
        },
    ))
}

/// Whether another event word of the sentence stands closer to a mention.
fn nearer_to_other(frame: &Frame<'_>, number: usize, mention: &Mention) -> bool {
    let Some(own) = frame.triggers.get(number) else { return false };
    let distance = frame.distance(mention, &own.tokens);
    frame.triggers.iter().enumerate().any(|(other, found)| {
        other != number
            && found.trigger.class != own.trigger.class
            && frame.distance(mention, &found.tokens) < distance
            || other != number && frame.distance(mention, &found.tokens) < distance.min(REACH)
    })
}

/// Whether a place is where something happens: "in", "near" or "struck" stands before it.
fn stands_at(frame: &Frame<'_>, index: usize, rules: &Rules) -> bool {
    let Some(mention) = frame.mentions.get(index) else { return false };
    let start = mention.tokens.start as usize;
    (start.saturating_sub(3)..start)
        .rev()
        .take_while(|&token| {
            !frame.mentions.iter().any(|other| other.tokens.end as usize == token + 1)
        })
        .any(|token| rules.clause.is(frame.sentence.id(token), Part::Locates))
}

/// Whether a date lies well before the news of the day; `None` where that cannot be told.
fn is_background(article: &Article, date: Option<&DateExpr>) -> Option<bool> {
    let date = date?;
    let Some(published) = article.date() else { return date.is_long_ago() };
    let resolved = date.resolve(Some(published))?;
    let border = published.checked_sub(jiff::Span::new().days(NEWS_DAYS)).ok()?;
    Some(resolved.end <= border)
}
