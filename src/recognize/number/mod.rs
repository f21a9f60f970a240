//! Numbers with what they measure or count: money, durations, quantities, percents, ages, ordinals
//! and counts with their noun. One scan finds the numbers with their units; short passes over those
//! join ranges, lists and repeats, then read what stands around each.

mod age;
mod amount;
mod cardinal;
mod change;
mod compound;
mod digits;
mod ellipsis;
mod fraction;
mod hedge;
mod implied;
mod join;
mod lookalike;
mod mention;
mod no_claim;
mod notation;
mod noun;
mod ordinal;
mod rate;
mod reader;
mod repeat;
mod scan;
mod settle;
mod term;
mod unit;
mod vague;

use crate::{
    model::{Mention, Sentence},
    rule::Rules,
};

pub(super) use self::settle::settle;
use self::{amount::Form, reader::Reader, term::Term};

/// Finds the numbers of a sentence, in order, without overlap.
pub(super) fn numbers(sentence: &Sentence, text: &str, rules: &Rules) -> Vec<Mention> {
    let reader = Reader { sentence, text, rules };
    let mut terms = scan::scan(&reader);
    if terms.is_empty() {
        return Vec::new();
    }
    join::share_units(&reader, &mut terms);
    let terms = join::join(&reader, terms);
    let mut terms = repeat::merge(&reader, terms);
    let mut floor = 0;
    terms.retain_mut(|term| {
        read_around(&reader, term, floor);
        // The "no" of "no less than 40" is none.
        let counts = term.amount.form != Form::Nobody || term.noun.is_some();
        if counts {
            floor = term.tokens.end;
        }
        counts
    });
    age::list(&reader, &mut terms);
    noun::share(&reader, &mut terms);
    ellipsis::fill(&reader, &mut terms);
    let terms = join::bounds(&reader, terms);
    let mut mentions: Vec<Mention> = Vec::with_capacity(terms.len());
    for mention in terms.into_iter().filter_map(|term| mention::build(&reader, term)) {
        // A number inside the noun phrase or the rate of the one before belongs to that.
        if mentions.last().is_none_or(|last| last.span.end <= mention.span.start) {
            mentions.push(mention);
        }
    }
    mentions
}

/// Reads hedge, age, change, noun and rate around one number; `floor` is the end of the one before.
fn read_around(reader: &Reader<'_>, term: &mut Term, floor: usize) {
    let start = term.tokens.start;
    age::read(reader, term);
    implied::read(reader, term);
    hedge::apply(reader, term, floor);
    let hedged = term.tokens.start < start;
    noun::attach(reader, term);
    hedge::behind(reader, term);
    age::turned(reader, term);
    change::mark(reader, term);
    rate::per(reader, term);
    no_claim::mark(reader, term, hedged);
}
