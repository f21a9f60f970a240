use crate::{
    model::{Claim, Mention, Scope, Span},
    rule::Rules,
    value::{Symbol, Value},
};

use super::{frame::Frame, holder::holders};

/// A claim with what the sentence says of it at `token`: who says it, whether it happened, whether
/// it is denied.
pub(super) fn draft(
    frame: &Frame<'_>,
    token: usize,
    span: Span,
    attribute: Symbol,
    value: Value,
    rules: &Rules,
) -> Option<Claim> {
    let clause = frame.clause(token)?;
    Some(Claim {
        holder: holders(frame, token, rules),
        modality: clause.modality_at(token),
        polarity: clause.polarity(token),
        ..Claim::new(attribute, value, frame.sentence.span, span)
    })
}

/// The claim of a mention, as it was recognised.
pub(super) fn of_mention(
    frame: &Frame<'_>,
    mention: &Mention,
    attribute: Symbol,
    rules: &Rules,
) -> Option<Claim> {
    let (token, value) = (mention.tokens.start as usize, mention.value.clone());
    Some(Claim {
        unit: unit(mention, rules),
        change: mention.change,
        scope: Scope { per: mention.per.clone(), ..Scope::default() },
        normalised_by: mention.rule,
        ..draft(frame, token, mention.span, attribute, value, rules)?
    })
}

/// People are counted as persons whatever they are called.
fn unit(mention: &Mention, rules: &Rules) -> Option<Symbol> {
    let noun = mention.noun.as_ref()?;
    Some(if rules.attribute.is_person(&noun.head) || rules.attribute.is_toll(&noun.head) {
        Symbol::from("persons")
    } else {
        Symbol::from(noun.head.as_str())
    })
}
