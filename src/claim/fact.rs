use crate::{
    model::{Claim, Polarity},
    rule::Rules,
    value::{Symbol, Value},
};

use super::{
    context::{Context, event_for},
    draft::draft,
    frame::Frame,
};

/// Farthest a denial may stand in front of its phrase, in tokens.
const REACH: usize = 7;

/// Claims of facts that the news tells in set phrases: "none of the wounds were life-threatening".
pub(super) fn facts(frame: &Frame<'_>, context: &Context<'_>, rules: &Rules) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut index = 0;
    while let Some(words) = frame.sentence.tokens.get(index..).filter(|words| !words.is_empty()) {
        let Some((length, told)) = rules.fact.longest(words.iter().map(|token| token.word)) else {
            index += 1;
            continue;
        };
        let denied = (index.saturating_sub(REACH)..index).find(|&token| {
            let tail = frame.sentence.tokens.get(token..index).unwrap_or_default();
            told.affirmed && rules.fact.denies(tail.iter().map(|token| token.word))
        });
        let first = frame.sentence.tokens.get(denied.unwrap_or(index));
        let last = frame.sentence.tokens.get(index + length - 1);
        if let Some((first, last)) = first.zip(last) {
            let value = Value::Statement { affirmed: told.affirmed && denied.is_none() };
            let span = first.span.cover(last.span);
            let attribute = told.id.clone();
            claims.extend(draft(frame, index, span, attribute, value, rules).map(|claim| Claim {
                event: event_for(frame, context, index, &[], rules),
                polarity: Polarity::Affirmed,
                rule: Symbol::from(Claim::FACT),
                normalised_by: "statement",
                ..claim
            }));
        }
        index += length;
    }
    claims
}
