//! Sentence to mentions: one pass over the tokens, the longest match wins.

mod date;
mod name;
mod number;

use crate::{
    model::{Mention, Sentence},
    rule::Rules,
};

/// Finds the mentions of a sentence, in order, without overlap.
pub fn recognize(sentence: &Sentence, text: &str, rules: &Rules) -> Vec<Mention> {
    let mut mentions = date::dates(sentence, text, rules);
    mentions.sort_by_key(|mention| mention.span);
    for mut found in [number::numbers(sentence, text, rules), name::names(sentence, text, rules)] {
        found.sort_by_key(|mention| mention.span);
        let known = mentions.len();
        let mut next = 0;
        for mention in found {
            let behind = |other: &Mention| other.span.end <= mention.span.start;
            while next < known && mentions.get(next).is_some_and(behind) {
                next += 1;
            }
            let taken = next < known
                && mentions.get(next).is_some_and(|other| other.span.overlaps(mention.span));
            if !taken {
                mentions.push(mention);
            }
        }
        mentions.sort_by_key(|mention| mention.span);
    }
    mentions
}
