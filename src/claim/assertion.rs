use std::ops::Range;

use crate::{
    model::{Claim, Keyword, Span, TokenKind},
    rule::{Part, Rules},
    value::{Symbol, Value},
};

use super::{clause::Clause, frame::Frame, holder::holders};

/// Words of a clause that show what it says, at most.
const SHOWN: usize = 24;
/// Fewest keywords of a clause that tell what it is about.
const FEWEST: usize = 2;
/// Farthest behind its verb a "no" denies it ("has no plans"), in tokens.
const OBJECT: usize = 3;

/// Adds what the clauses of a sentence say, whatever their verb.
pub(super) fn assertions(
    frame: &Frame<'_>,
    keywords: &[Keyword],
    claims: &mut Vec<Claim>,
    rules: &Rules,
) {
    for (number, clause) in frame.clauses.iter().enumerate() {
        let told = keywords.iter().filter(|keyword| usize::from(keyword.clause) == number);
        if told.take(FEWEST).count() == FEWEST {
            claims.extend(assertion(frame, clause, rules));
        }
    }
}

fn assertion(frame: &Frame<'_>, clause: &Clause, rules: &Rules) -> Option<Claim> {
    let tokens = || clause.tokens.clone();
    let be = |token: &usize| rules.predicate.is_passive(frame.sentence.id(*token));
    let verb = tokens().find(|&token| is_verb(frame, token, rules)).or_else(|| tokens().find(be));
    let said = || tokens().any(|token| rules.holder.is_speech(frame.sentence.id(token)));
    if verb.is_none() && said() {
        return None;
    }
    let at = verb.unwrap_or(clause.tokens.start);
    let tail = |token: usize| {
        frame.sentence.tokens.get(token..).unwrap_or_default().iter().map(|token| token.word)
    };
    let near = clause.tokens.start..clause.tokens.end.min(at + OBJECT);
    let none = near.into_iter().any(|token| rules.predicate.denies(tail(token)));
    let denied = none
        || clause.denial().is_some_and(|denial| {
            denial != at || (at + 1..clause.tokens.end).any(|token| is_verb(frame, token, rules))
        });
    let sense = verb.and_then(|verb| rules.predicate.longest(tail(verb)));
    let opposite = sense.is_some_and(|(_, sense)| sense.opposite);
    let end = clause.tokens.end.min(clause.tokens.start + SHOWN);
    let attribute = match verb {
        Some(_) => {
            let word = frame.sentence.word(at, frame.text).to_lowercase();
            Symbol::from(&*rules.inflection.base(&word))
        }
        None => Symbol::from(Claim::NO_VERB),
    };
    let value = Value::Statement { affirmed: denied == opposite };
    let span = span(frame, clause.tokens.start..end)?;
    let words = verb.and_then(|verb| frame.sentence.tokens.get(verb));
    let core = verb.and_then(|verb| frame.core(clause.tokens.start..end, verb..verb + 1, rules));
    Some(Claim {
        verb: words.map(|token| token.span),
        core,
        holder: holders(frame, at, rules),
        modality: clause.modality,
        rule: Symbol::from(Claim::LOOSE),
        ..Claim::new(attribute, value, frame.sentence.span, span)
    })
}

/// A verb that says something: no auxiliary, no verb of saying and no noun behind an article.
fn is_verb(frame: &Frame<'_>, index: usize, rules: &Rules) -> bool {
    let Some(token) = frame.sentence.tokens.get(index) else { return false };
    let before = frame.sentence.id(index.wrapping_sub(1));
    token.kind == TokenKind::Lower
        && !rules.clause.is(token.word, Part::Auxiliary)
        && !rules.holder.is_speech(token.word)
        && !rules.number.noun.is_determiner(before)
        && !rules.clause.is(before, Part::Possessive)
        && rules.inflection.verb(token.span.of(frame.text)).is_some()
}

fn span(frame: &Frame<'_>, tokens: Range<usize>) -> Option<Span> {
    let words = frame.sentence.tokens.get(tokens)?;
    Some(words.first()?.span.cover(words.last()?.span))
}
