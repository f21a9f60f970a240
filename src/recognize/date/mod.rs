//! Dates and clock times: a small grammar over the tokens, read from left to right.

mod clock;
mod count;
mod day;
mod join;
mod note;
mod number;
mod period;
mod published;
mod range;
mod relative;
mod tense;
mod words;
mod year;

pub use published::{infer_published, stated_weekday_day};

use crate::{
    model::{Mention, Sentence},
    rule::{Phrase, Rules},
    value::{Clock, DateExpr, Value},
};

use words::Words;

/// Finds the dates and clock times of a sentence, in order, without overlap.
pub(super) fn dates(sentence: &Sentence, text: &str, rules: &Rules) -> Vec<Mention> {
    let words = Words::new(sentence, text, &rules.date);
    let words = Words { alone: words.is_alone(), ..words };
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < sentence.tokens.len() {
        if !words.may_start(at) {
            at += 1;
            continue;
        }
        if let Some((length, Phrase::Other)) = words.phrase(at) {
            at += length;
            continue;
        }
        let found = match words.clock(at) {
            Some(found) => Some((found.start, found.end, Value::Time(found.clock), found.rule)),
            None => words.dated(at).map(|found| {
                let (start, end, rule) = (found.start, found.end, found.rule);
                let expr = if words.alone { words.noted(found) } else { found.expr };
                (start, end, Value::Date(expr), rule)
            }),
        };
        match found {
            Some((start, end, value, rule)) if end > at => {
                mentions.push(words.mention(start, end, value, rule));
                at = end;
            }
            Some(_) | None => at += 1,
        }
    }
    words.join(&mut mentions);
    mentions
}

/// Rule of a calendar day that the text calls today.
const TODAY: &str = "date.today";

/// A date with its tokens, `end` excluded.
struct Found {
    start: usize,
    end: usize,
    expr: DateExpr,
    rule: &'static str,
}

impl Found {
    fn new(start: usize, end: usize, expr: DateExpr, rule: &'static str) -> Found {
        Found { start, end, expr, rule }
    }
}

/// A clock time with its tokens, `end` excluded.
struct FoundClock {
    start: usize,
    end: usize,
    clock: Clock,
    rule: &'static str,
}
