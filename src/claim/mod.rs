//! Mentions to claims: attribute, subject, event, scope, holder, modality, polarity.

mod assertion;
mod clause;
mod closed;
mod context;
mod credit;
mod draft;
mod elements;
mod event;
mod fact;
mod frame;
mod happening;
mod holder;
mod identifier;
mod keyword;
mod names;
mod office;
mod open;
mod partial;
mod participant;
mod predication;
mod property;
mod requirement;
mod setting;
mod spelling;
mod stated;
mod statement;
mod terms;
mod unchecked;
mod universal;
mod which;

use std::collections::BTreeSet;

use crate::{
    model::{Article, Claim, Document, Lines, Mention, Sentence, Span},
    rule::Rules,
    value::{Kind, Symbol},
};

pub use property::properties;

use context::Context;
use frame::Frame;
use keyword::Keywords;

/// Tokens in a sentence beyond which it is no prose and gives no claims.
const LONGEST_SENTENCE: usize = 600;

/// Claims of a sentence, for the room that those of an article take.
const USUAL: usize = 4;

/// Makes the claims of an article; `mentions` holds one list for each sentence.
pub fn claims(
    article: Article,
    sentences: &[Sentence],
    mentions: &[Vec<Mention>],
    rules: &Rules,
) -> Document {
    let names = names::counts(mentions);
    let frames: Vec<Frame<'_>> = sentences
        .iter()
        .zip(mentions)
        .filter(|(sentence, _)| no_prose(sentence).is_none())
        .map(|(sentence, mentions)| Frame::new(sentence, mentions, &article.text, rules))
        .collect();
    let events = event::events(&article, &frames, rules);
    let mut claims: Vec<Claim> = Vec::with_capacity(frames.len() * USUAL);
    claims.extend(happening::happenings(&frames, &events, rules));
    let told: Vec<Span> = claims.iter().map(|claim| claim.span).collect();
    let mut taken_back: Vec<Span> = Vec::new();
    let mut offices = BTreeSet::new();
    let mut spelled = BTreeSet::new();
    let mut keywords = Keywords::default();
    let mut paragraph = None;
    let mut person: Option<String> = None;
    for (number, frame) in frames.iter().enumerate() {
        let continues = paragraph == Some(frame.sentence.paragraph);
        paragraph = Some(frame.sentence.paragraph);
        let context =
            Context { events: &events, sentence: number, person: person.clone(), continues };
        let closed = closed::closed(frame, &context, rules);
        for (index, mention) in frame.mentions.iter().enumerate() {
            let free = mention.no_claim.is_none() && is_number(mention);
            if !free || closed.iter().any(|(taken, _)| *taken == index) {
                continue;
            }
            if elements::is_taken_back(frame, mention, rules) {
                taken_back.push(mention.span);
                continue;
            }
            let open = open::open(frame, &context, mention, rules);
            claims.extend(open.or_else(|| stated::stated(frame, &context, mention, rules)));
        }
        let untold = frame.mentions.iter().enumerate().filter(|(index, mention)| {
            is_told(mention)
                && !told.contains(&mention.span)
                && !closed.iter().any(|(taken, _)| taken == index)
        });
        claims.extend(
            untold.filter_map(|(_, mention)| stated::stated(frame, &context, mention, rules)),
        );
        claims.extend(spelling::spellings(frame, &closed, &mut spelled));
        claims.extend(closed.into_iter().map(|(_, claim)| claim));
        keywords.collect(frame, &context, rules);
        assertion::assertions(frame, keywords.of(frame), &mut claims, rules);
        statement::statements(frame, &context, &mut claims, rules);
        claims.extend(fact::facts(frame, &context, rules));
        claims.extend(office::offices(frame, &mut offices, rules));
        person = participant::person_named(frame).or(person);
    }
    closed::generalize(&mut claims);
    let claims = in_order(claims);
    let terms = terms::terms(sentences, &article.text);
    let shingles = terms::shingles(sentences, &article.text);
    let lines = Lines::new(&article.text);
    let events = events.events;
    let unchecked =
        unchecked::unchecked(sentences, mentions, &claims, &taken_back, &article.text, &lines);
    let credit = credit::credit(sentences, &article.text, rules);
    Document {
        article,
        credit,
        claims,
        events,
        names,
        terms,
        keywords: keywords.found,
        shingles,
        lines,
        boilerplate: 0,
        unchecked,
    }
}

/// Claims in the order of the text; a claim is large, so their numbers are sorted.
fn in_order(claims: Vec<Claim>) -> Vec<Claim> {
    let mut order: Vec<(Span, Span, &Symbol, usize)> = claims
        .iter()
        .enumerate()
        .map(|(number, claim)| (claim.sentence, claim.span, &claim.attribute, number))
        .collect();
    order.sort_unstable();
    let order: Vec<usize> = order.into_iter().map(|(.., number)| number).collect();
    let mut claims: Vec<Option<Claim>> = claims.into_iter().map(Some).collect();
    let mut sorted = Vec::with_capacity(claims.len());
    sorted.extend(order.into_iter().filter_map(|number| claims.get_mut(number)?.take()));
    sorted
}

/// Why a sentence gives no claims whatever it says.
fn no_prose(sentence: &Sentence) -> Option<&'static str> {
    if !sentence.block.makes_claims() {
        Some("not in the article's prose")
    } else if sentence.tokens.len() > LONGEST_SENTENCE {
        Some("sentence too long")
    } else {
        None
    }
}

/// Whether it says when or where, and states a fact of its own where no event takes it.
fn is_told(mention: &Mention) -> bool {
    mention.no_claim.is_none()
        && matches!(mention.value.kind(), Kind::Date | Kind::Time | Kind::Place)
}

fn is_number(mention: &Mention) -> bool {
    match mention.value.kind() {
        Kind::Count
        | Kind::Money
        | Kind::Duration
        | Kind::Quantity
        | Kind::Percent
        | Kind::Ordinal
        | Kind::Age => true,
        Kind::Date | Kind::Time | Kind::Place | Kind::Name | Kind::Statement => false,
    }
}
