use crate::{
    model::{Claim, Mention, Scope, Span, TokenKind},
    rule::{Part, Rules},
    value::{Kind, Symbol},
};

use super::{
    context::{Context, event_for},
    draft::of_mention,
    frame::Frame,
    partial::is_partial,
};

/// Farthest a verb may stand from the number it goes with, in tokens.
const REACH: usize = 4;

/// A claim whose attribute is its own words: the head noun counted, with the verb it goes with
/// ("helicopter evacuate"). "The two men" only says again who was told of.
pub(super) fn open(
    frame: &Frame<'_>,
    context: &Context<'_>,
    mention: &Mention,
    rules: &Rules,
) -> Option<Claim> {
    if mention.value.kind() != Kind::Count || mention.change.is_some() {
        return None;
    }
    let noun = mention.noun.as_ref()?;
    let token = mention.tokens.start as usize;
    let word = |back: usize| frame.sentence.id(token.wrapping_sub(back));
    // "They said that four bombs fell" tells of new ones.
    let told = rules.holder.is_speech(word(2));
    if rules.clause.is(word(1), Part::Definite) && !told {
        return None;
    }
    let (predicate, verb) = predicate(frame, mention, rules).unzip();
    let rule = if predicate.is_some() { "open.noun-verb" } else { "open.noun" };
    // "30 shots" are no answer to how many were shot.
    let attribute = match rules.attribute.by_id(&noun.head) {
        Some(_) => Symbol::from(format!("{} number", noun.head)),
        None => Symbol::from(noun.head.as_str()),
    };
    let modifiers = modifiers(frame, mention);
    Some(Claim {
        event: event_for(frame, context, token, &[], rules),
        scope: Scope { per: mention.per.clone(), qualifiers: Vec::new(), modifiers },
        when: frame.period_near(token),
        partial: is_partial(frame, mention, rules),
        predicate,
        verb,
        rule: Symbol::from(rule),
        ..of_mention(frame, mention, attribute, rules)?
    })
}

/// Base form of the verb nearest to the counted noun inside the clause, with its word: the one behind
/// it, else the one in front.
fn predicate(frame: &Frame<'_>, mention: &Mention, rules: &Rules) -> Option<(String, Span)> {
    let clause = frame.clause(mention.tokens.start as usize)?;
    let (start, end) = (mention.tokens.start as usize, mention.tokens.end as usize);
    let behind =
        (end..clause.tokens.end.min(end + REACH)).find_map(|index| verb(frame, index, rules));
    behind.or_else(|| {
        (clause.tokens.start.max(start.saturating_sub(REACH))..start)
            .rev()
            .find_map(|index| verb(frame, index, rules))
    })
}

fn verb(frame: &Frame<'_>, index: usize, rules: &Rules) -> Option<(String, Span)> {
    let token = frame.sentence.tokens.get(index)?;
    let inside = frame.mentions.iter().any(|mention| {
        (mention.tokens.start as usize..mention.tokens.end as usize).contains(&index)
    });
    let hollow = rules.clause.is(token.word, Part::Auxiliary) || rules.holder.is_speech(token.word);
    if token.kind != TokenKind::Lower || inside || hollow {
        return None;
    }
    let word = token.span.of(frame.text);
    rules.inflection.verb(word).map(|base| (base.into_owned(), token.span))
}

/// Words of the noun phrase in front of its head, sorted.
pub(super) fn modifiers(frame: &Frame<'_>, mention: &Mention) -> Vec<String> {
    let Some(noun) = &mention.noun else { return Vec::new() };
    let last = noun.tokens.end.saturating_sub(1);
    let mut words: Vec<String> = (noun.tokens.start..last)
        .map(|index| frame.sentence.word(index as usize, frame.text).to_lowercase())
        .filter(|word| word.chars().all(char::is_alphabetic))
        .collect();
    words.sort();
    words
}
