use std::ops::Range;

use crate::{
    model::{Mention, TokenKind},
    rule::{Part, Rules},
    value::{Kind, NameKind, Symbol},
};

use super::frame::{Found, Frame};

/// The person last spoken of, for "he" and "she" in a later sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    pub(super) person: Option<String>,
}

/// The first person that a sentence names.
pub(super) fn person_named(frame: &Frame<'_>) -> Option<String> {
    let mut names = frame.of_kind(Kind::Name).filter(|(_, mention)| is_somebody(mention));
    names.find_map(|(_, mention)| Some(String::from(&**mention.key.as_ref()?)))
}

/// Farthest a participant may stand behind an event noun, in tokens.
const REACH: usize = 14;

/// Tokens that may stand between "his" and the event noun.
const OWN: usize = 6;
/// Words of an office that may stand between a preposition and a name.
const OFFICE: usize = 3;
/// Words that may stand between a pair of names and their event noun.
const BETWEEN: usize = 2;

/// Keys of those who take part in an event, sorted: the subject and the object of a verb, or the
/// names in front of and behind a noun ("Ada's meeting with Ben", "talks between Ada and Ben").
pub(super) fn participants(
    frame: &Frame<'_>,
    number: usize,
    focus: &Focus,
    rules: &Rules,
) -> Vec<String> {
    let Some(found) = frame.triggers.get(number) else { return Vec::new() };
    let mut keys: Vec<String> = Vec::new();
    if found.trigger.verb {
        keys.extend(subjects(frame, number, focus, rules));
        keys.extend(after(frame, found, rules).into_iter().take(2));
    } else {
        keys.extend(owner(frame, found, focus, rules));
        keys.extend(after(frame, found, rules));
        keys.extend(compound(frame, found));
    }
    keys.sort();
    keys.dedup();
    keys
}

/// Names that are neither a possessive ("Ada's envoy") nor a modifier ("Ada adviser Ben").
fn free_names<'f>(
    frame: &'f Frame<'_>,
    rules: &'f Rules,
) -> impl DoubleEndedIterator<Item = (&'f Mention, &'f Symbol)> {
    frame.of_kind(Kind::Name).filter_map(move |(index, mention)| {
        let key = frame.mentions.get(index)?.key.as_ref()?;
        let next = mention.tokens.end as usize;
        let bound = is_possessive(frame, next, rules) || is_modifier(frame, next, rules);
        (!bound && is_somebody(mention)).then_some((mention, key))
    })
}

/// Organisations are named for many reasons; only people count as those who meet.
fn is_somebody(mention: &Mention) -> bool {
    mention.value.name().is_some_and(|name| match name.kind {
        NameKind::Person | NameKind::Role | NameKind::Unknown => true,
        NameKind::Organisation => false,
    })
}

fn is_possessive(frame: &Frame<'_>, token: usize, rules: &Rules) -> bool {
    rules.clause.is(frame.sentence.id(token), Part::Possessive)
}

/// Whether a lower-case noun for a person follows, as in "Ada adviser Ben".
fn is_modifier(frame: &Frame<'_>, token: usize, rules: &Rules) -> bool {
    let lower =
        frame.sentence.tokens.get(token).is_some_and(|token| token.kind == TokenKind::Lower);
    lower && rules.name.is_office(frame.sentence.id(token))
}

/// The name in front of a verb with the one joined to it: "Ada and Ben met".
fn subjects(frame: &Frame<'_>, number: usize, focus: &Focus, rules: &Rules) -> Vec<String> {
    let Some(found) = frame.triggers.get(number) else { return Vec::new() };
    let before = frame.sentence.id(found.tokens.start.wrapping_sub(1));
    let joined = rules.clause.is(before, Part::Link);
    let earlier = frame.triggers.iter().take(number).rev().find(|other| other.trigger.verb);
    let before = match earlier.filter(|_| joined) {
        Some(other) => other.tokens.start,
        None => found.tokens.start,
    };
    let mut names = free_names(frame, rules)
        .filter(|(mention, _)| !is_aside(frame, mention.tokens.start as usize, before, rules))
        .filter(|(mention, _)| !is_speaking(frame, mention, rules))
        .filter(|(mention, _)| !is_governed(frame, mention.tokens.start as usize, rules))
        .filter(|(mention, _)| (mention.tokens.end as usize) <= before)
        .rev();
    let Some((last, key)) = names.next() else {
        let person = focus.person.clone().filter(|_| has_pronoun(frame, 0..before, rules));
        return person.into_iter().collect();
    };
    let link = (last.tokens.start as usize).wrapping_sub(1);
    let linked = rules.clause.is(frame.sentence.id(link), Part::Link);
    let other = names.next().filter(|(name, _)| linked && name.tokens.end as usize == link);
    std::iter::once(key).chain(other.map(|(_, key)| key)).map(|key| String::from(&**key)).collect()
}

/// Whether a verb of saying follows a name: who says that somebody met does not meet.
fn is_speaking(frame: &Frame<'_>, mention: &Mention, rules: &Rules) -> bool {
    let end = mention.tokens.end as usize;
    (end..end + 2).any(|token| rules.holder.is_speech(frame.sentence.id(token)))
}

/// Whether a preposition stands in front of a name, at most an office between ("the envoy of
/// President Ada Lund").
fn is_governed(frame: &Frame<'_>, name: usize, rules: &Rules) -> bool {
    let start = frame.clause(name).map_or(0, |clause| clause.tokens.start);
    let mut before = (start.max(name.saturating_sub(OFFICE))..name).rev();
    let word = before.find(|token| !rules.name.is_office(frame.sentence.id(*token)));
    word.is_some_and(|token| rules.clause.is(frame.sentence.id(token), Part::Preposition))
}

/// Whether a name stands in a relative clause in front of the verb ("Ada, who knew Ben, met").
fn is_aside(frame: &Frame<'_>, name: usize, verb: usize, rules: &Rules) -> bool {
    let relative = frame.clause(name).is_some_and(|clause| {
        rules.clause.is(frame.sentence.id(clause.tokens.start), Part::Relative)
    });
    relative && frame.clause_at(name) != frame.clause_at(verb)
}

fn has_pronoun(frame: &Frame<'_>, mut tokens: Range<usize>, rules: &Rules) -> bool {
    tokens.any(|token| rules.clause.is(frame.sentence.id(token), Part::Person))
}

/// Names behind the event word up to the next event word.
fn after(frame: &Frame<'_>, found: &Found, rules: &Rules) -> Vec<String> {
    let end = frame
        .triggers
        .iter()
        .map(|other| other.tokens.start)
        .find(|start| *start >= found.tokens.end)
        .unwrap_or(usize::MAX)
        .min(found.tokens.end + REACH);
    let clause = frame.clause_at(found.tokens.start);
    free_names(frame, rules)
        .filter(|(mention, _)| {
            let start = mention.tokens.start as usize;
            (found.tokens.end..end).contains(&start) && frame.clause_at(start) == clause
        })
        .map(|(_, key)| String::from(&**key))
        .collect()
}

/// The name in front of an event noun: "Ada's arrival", "Ada is to have her third meeting".
fn owner(frame: &Frame<'_>, found: &Found, focus: &Focus, rules: &Rules) -> Option<String> {
    let names: Vec<(&Mention, &Symbol)> = frame
        .of_kind(Kind::Name)
        .filter_map(|(_, mention)| Some((mention, mention.key.as_ref()?)))
        .filter(|(mention, _)| is_somebody(mention))
        .filter(|(mention, _)| (mention.tokens.end as usize) <= found.tokens.start)
        .collect();
    let (mention, key) = names.last()?;
    let end = mention.tokens.end as usize;
    let near = found.tokens.start - end <= 4;
    if near && is_possessive(frame, end, rules) {
        return Some(String::from(&***key));
    }
    let own = |token: usize| rules.clause.is(frame.sentence.id(token), Part::Owner);
    let has_own = (found.tokens.start.saturating_sub(OWN)..found.tokens.start).any(own);
    if has_own {
        return Some(String::from(&***key)).or_else(|| focus.person.clone());
    }
    None
}

/// Names glued to the noun: "the Ada Lovelace meeting", "Norway-Sweden border talks".
fn compound(frame: &Frame<'_>, found: &Found) -> Vec<String> {
    let mut end = found.tokens.start;
    let mut keys = Vec::new();
    let head = found.tokens.start;
    let before =
        frame.mentions.iter().rev().skip_while(|mention| mention.tokens.end as usize > head);
    for mention in before {
        let (start, stop) = (mention.tokens.start as usize, mention.tokens.end as usize);
        let words = (stop..end).all(|token| {
            frame.sentence.tokens.get(token).is_some_and(|token| token.kind == TokenKind::Lower)
        });
        let hyphen = matches!(frame.sentence.word(stop, frame.text), "-" | "–");
        let glued = stop == end
            || keys.is_empty() && end - stop <= BETWEEN && words && is_pair(frame, start);
        let is_name = matches!(mention.value.kind(), Kind::Name | Kind::Place);
        if !is_name || !(glued || hyphen && stop + 1 == end) {
            break;
        }
        keys.extend(mention.key.as_ref().map(|key| String::from(&**key)));
        end = start;
    }
    keys
}

/// Whether a name is the second of a pair joined by a hyphen.
fn is_pair(frame: &Frame<'_>, start: usize) -> bool {
    start > 0 && matches!(frame.sentence.word(start - 1, frame.text), "-" | "–")
}
