use crate::{
    model::Scope,
    rule::{Part, Rules},
};

use super::{
    frame::Frame,
    predication::{Predication, Thing, thing},
};

/// Farthest behind a verb the noun phrase goes that tells what it is about, in tokens.
const BEHIND: usize = 8;

/// The words that tell which of its kind the object of a verb is, sorted: "the Oslen peace plan",
/// "a plan for the harbour", "convicted of the robbery".
pub(super) fn which(frame: &Frame<'_>, verb: &Predication, rules: &Rules) -> Vec<String> {
    let Some(sense) = &verb.sense else { return Vec::new() };
    let mut words = Vec::new();
    let (_, object) = verb.about();
    if let Some(object) = object {
        describe(frame, object, rules, &mut words);
        if sense.alone {
            words.push(object.key.clone());
        }
    }
    let end = verb.object.as_ref().map_or(verb.tokens.end, |object| object.end);
    if rules.predicate.is_topic(frame.sentence.id(end))
        && let Some(topic) = thing(frame, end + 1..end + 1 + BEHIND, rules)
        && !topic.counted
    {
        describe(frame, &topic, rules, &mut words);
        words.push(topic.key);
    }
    words.sort();
    words.dedup();
    words
}

/// The words in front of the head of a noun phrase; those that tell it from others of its kind, as
/// "earlier" does, in brackets.
fn describe(frame: &Frame<'_>, thing: &Thing, rules: &Rules, words: &mut Vec<String>) {
    let mut index = thing.start;
    while index + 1 < thing.end {
        let at = frame.mentions.partition_point(|mention| (mention.tokens.end as usize) <= index);
        let mention = frame.mentions.get(at).filter(|it| it.tokens.start as usize <= index);
        let word = frame.sentence.id(index);
        if let Some(mention) = mention {
            let end = mention.tokens.end as usize;
            match &mention.key {
                Some(key) if end < thing.end => words.push(String::from(&**key)),
                None if rules.predicate.is_other(word) => words.push(mark(frame, index)),
                Some(_) | None => {}
            }
            index = end;
            continue;
        }
        if rules.predicate.is_other(word) {
            words.push(mark(frame, index));
        } else if rules.clause.is(word, Part::Indefinite) {
            words.push(Scope::ANY.to_owned());
        } else if !rules.number.noun.is_determiner(word)
            && !rules.clause.is(word, Part::Possessive)
            && frame.sentence.tokens.get(index).is_some_and(|token| token.kind.is_word())
        {
            words.push(frame.sentence.word(index, frame.text).to_lowercase());
        }
        index += 1;
    }
}

fn mark(frame: &Frame<'_>, token: usize) -> String {
    format!("({})", frame.sentence.word(token, frame.text).to_lowercase())
}
