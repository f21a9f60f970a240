use crate::{
    model::{Claim, Mention, Polarity},
    rule::{Part, Rules},
    value::{DateExpr, Kind, Symbol},
};

use super::{
    context::Context,
    draft::of_mention,
    event::{Events, Told},
    frame::Frame,
    predication::{Predication, governing},
};

/// Claims about events themselves: on which day, at what time, in which place. Where nobody is said
/// to take part, the place is what an event is known by, and so claims nothing.
pub(super) fn happenings(frames: &[Frame<'_>], events: &Events, rules: &Rules) -> Vec<Claim> {
    let mut claims = Vec::new();
    for told in &events.told {
        let Some(frame) = frames.get(told.sentence) else { continue };
        let kinds = [(Kind::Date, told.date), (Kind::Time, told.time), (Kind::Place, told.place)];
        for (kind, mention) in kinds {
            let claim =
                mention.and_then(|mention| claim(frame, events, told, kind, mention, rules));
            claims.extend(claim);
        }
    }
    claims
}

fn claim(
    frame: &Frame<'_>,
    events: &Events,
    told: &Told,
    kind: Kind,
    mention: usize,
    rules: &Rules,
) -> Option<Claim> {
    let event = events.events.get(told.event)?;
    let class = rules.event.by_id(event.class.as_deref()?)?;
    let known_by_place = kind == Kind::Place && event.participants.is_empty();
    if !class.claims.contains(&kind) || known_by_place {
        return None;
    }
    let mention = frame.mentions.get(mention)?;
    if kind == Kind::Time && is_of_other_deed(frame, events, told, mention, rules) {
        return None;
    }
    if mention.value.date().is_some_and(DateExpr::is_loose) {
        return None;
    }
    let attribute = Symbol::from(format!("{}.{}", class.id, kind.name()));
    Some(Claim {
        event: Some(told.event),
        modality: told.modality,
        polarity: Polarity::Affirmed,
        ..of_mention(frame, mention, attribute, rules)?
    })
}

/// Farthest in front of an event word something else is said to be of it, in tokens.
const OWNED: usize = 4;

/// Whether a clock time goes with what somebody did about the event ("police arrived at the robbed
/// bank at 9:40").
fn is_of_other_deed(
    frame: &Frame<'_>,
    events: &Events,
    told: &Told,
    time: &Mention,
    rules: &Rules,
) -> bool {
    let context = Context { events, sentence: told.sentence, person: None, continues: false };
    let trigger = frame.triggers.iter().find(|found| found.tokens.contains(&told.token));
    let is_verb = trigger.is_some_and(|found| found.trigger.verb);
    let nearest = governing(frame, &context, &time.tokens, rules);
    // "The shooting" is no verb.
    let noun = |verb: &Predication| !is_verb && verb.tokens.contains(&told.token);
    let at = u32::try_from(told.token).unwrap_or(u32::MAX);
    let verb = match nearest {
        Some(verb) if noun(&verb) => governing(frame, &context, &(at..at), rules),
        Some(_) | None => nearest,
    };
    let Some(verb) = verb else { return false };
    let about = |token: usize| {
        let word = frame.sentence.id(token);
        [Part::Oblique, Part::Of, Part::Topic].iter().any(|part| rules.clause.is(word, *part))
    };
    let aside = if told.token < verb.tokens.start {
        // "The victim of the shooting died at 10 p.m."
        let between = verb.tokens.end <= time.tokens.start as usize;
        between && (told.token.saturating_sub(OWNED)..told.token).any(about)
    } else {
        (verb.tokens.end..told.token).any(about)
    };
    !verb.tokens.contains(&told.token) && (is_verb || aside)
}
