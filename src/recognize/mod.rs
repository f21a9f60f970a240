//! Sentence to mentions: one pass over the tokens, the longest match wins.

mod date;
pub mod name;
mod number;

pub use date::{infer_published, stated_weekday_day};

use crate::{
    model::{Mention, Sentence},
    rule::Rules,
};

/// Finds the mentions of a sentence, in order, without overlap.
pub fn recognize(sentence: &Sentence, text: &str, rules: &Rules) -> Vec<Mention> {
    let mut mentions = date::dates(sentence, text, rules);
    let taken = |mention: &Mention, mentions: &[Mention]| {
        mentions.iter().any(|other| other.span.overlaps(mention.span))
    };
    for found in [number::numbers(sentence, text, rules), name::names(sentence, text, rules)] {
        for mention in found {
            if !taken(&mention, &mentions) {
                mentions.push(mention);
            }
        }
    }
    mentions.sort_by_key(|mention| mention.span);
    mentions
}
