//! Sentence to mentions: one pass over the tokens for each family of mentions, the longest match
//! wins.

mod date;
pub mod name;
mod number;

pub use date::{infer_published, stated_weekday_day};

use crate::{
    model::{Mention, Sentence},
    rule::Rules,
    value::Value,
};

/// Finds the mentions of an article, a list for each sentence, in order and without overlap; names
/// and places carry the key that their article knows them by.
pub fn recognize(sentences: &[Sentence], text: &str, rules: &Rules) -> Vec<Vec<Mention>> {
    let cases: Vec<name::Case> =
        sentences.iter().map(|sentence| name::case(sentence, text, &rules.name)).collect();
    let each = sentences.iter().zip(&cases);
    let mut mentions: Vec<Vec<Mention>> =
        each.map(|(sentence, case)| sentence_mentions(sentence, text, rules, *case)).collect();
    number::settle(sentences, &mut mentions, rules);
    name::settle(sentences, text, &cases, &mut mentions, rules);
    let keys = name::aliases(&mentions, rules);
    for (mention, key) in mentions.iter_mut().flatten().zip(keys.into_iter().flatten()) {
        mention.key = key;
    }
    mentions
}

/// Dates go before numbers and numbers before names, but a street address keeps its number.
fn sentence_mentions(
    sentence: &Sentence,
    text: &str,
    rules: &Rules,
    case: name::Case,
) -> Vec<Mention> {
    let mut names = name::names(sentence, text, rules, case);
    let mut dates = date::dates(sentence, text, rules);
    let numbers = number::numbers(sentence, text, rules);
    drop_parts(&mut dates, &numbers, text, rules);
    if dates.is_empty() && numbers.is_empty() {
        return names;
    }
    let mut mentions = dates;
    if names.iter().any(name::is_address) {
        let addresses = names.extract_if(.., |mention| name::is_address(mention)).collect();
        mentions = merge(mentions, addresses);
    }
    for family in [numbers, names] {
        mentions = if mentions.is_empty() { family } else { merge(mentions, family) };
    }
    mentions
}

/// Drops the dates that are a part of a number: "$5 million annually", "40 weekly trains", "an average
/// of 1500", "2 1/4", "Rs 2000".
fn drop_parts(dates: &mut Vec<Mention>, numbers: &[Mention], text: &str, rules: &Rules) {
    let mut numbers = numbers.iter().peekable();
    let (_, _, always) = rules.number.years;
    dates.retain(|date| {
        while numbers.next_if(|number| number.span.end <= date.span.start).is_some() {}
        let around = |number: &Mention| {
            number.span.start < date.span.start && number.span.end >= date.span.end
        };
        // "a packet of 1500 b"
        let measured = |number: &Mention| {
            number.span.start == date.span.start
                && number.span.end > date.span.end
                && !matches!(number.value, Value::Count(_))
        };
        let weak = |number: &Mention| {
            let written = date.span.of(text);
            let year = written.parse::<u32>();
            date.rule == Mention::VAGUE_DATE
                || written.contains('/')
                || year.is_ok_and(|year| year < always || number.value.money().is_some())
        };
        !numbers.peek().is_some_and(|number| (around(number) || measured(number)) && weak(number))
    });
}

/// Merges two lists that are in order; where they overlap, the first keeps its place.
fn merge(first: Vec<Mention>, second: Vec<Mention>) -> Vec<Mention> {
    if second.is_empty() {
        return first;
    }
    let mut merged: Vec<Mention> = Vec::with_capacity(first.len() + second.len());
    let mut first = first.into_iter().peekable();
    for mention in second {
        while let Some(before) = first.next_if(|known| known.span.end <= mention.span.start) {
            merged.push(before);
        }
        let free_before = merged.last().is_none_or(|known| !known.span.overlaps(mention.span));
        let free_after = first.peek().is_none_or(|known| !known.span.overlaps(mention.span));
        if free_before && free_after {
            merged.push(mention);
        }
    }
    merged.extend(first);
    merged
}
