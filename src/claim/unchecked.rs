use crate::{
    model::{Claim, Lines, Mention, Sentence, Span, Unchecked, Untold},
    value::Kind,
};

use super::{is_number, no_prose};

/// What is said of a value for which there is no other reason.
const NO_ATTRIBUTE: &str = "no attribute";

/// The values of an article that became no claim which another could be set against. A number is one
/// by itself; days, times and bare statements are where their sentence has no such claim at all.
/// Takes claims in the order of their sentences.
pub(super) fn unchecked(
    sentences: &[Sentence],
    mentions: &[Vec<Mention>],
    claims: &[Claim],
    taken_back: &[Span],
    text: &str,
    lines: &Lines,
) -> Vec<Unchecked> {
    let mut unchecked: Vec<Unchecked> = Vec::new();
    let mut first = 0;
    for (sentence, mentions) in sentences.iter().zip(mentions) {
        let claims = claims.get(first..).unwrap_or_default();
        let length = claims.partition_point(|claim| claim.sentence <= sentence.span);
        let claims = claims.get(..length).unwrap_or_default();
        first += length;
        let silent = claims.iter().all(|claim| claim.untold.is_some() || claim.is_loose());
        let made = mentions.iter().filter_map(|mention| {
            let is_value = is_number(mention) || silent && is_when(mention);
            let claim = claims.iter().filter(|claim| claim.span == mention.span);
            let untold = claim.map(|claim| claim.untold).min();
            let back = taken_back.contains(&mention.span).then_some("taken back");
            let why = no_prose(sentence).or(mention.no_claim).or(back).or(match untold {
                Some(untold) => Some(untold?.why()),
                None => Some(NO_ATTRIBUTE),
            });
            is_value.then_some((mention.span, mention.value.kind(), why?))
        });
        let bare = claims
            .iter()
            .filter(|claim| silent && is_bare(claim) && !claim.is_loose())
            .filter_map(|claim| Some((claim.span, claim.kind, claim.untold.map(Untold::why)?)));
        let mut values: Vec<_> = made.chain(bare).collect();
        values.sort_unstable();
        unchecked.extend(values.into_iter().map(|(span, kind, why)| {
            let (line, _) = lines.line_column(text, span.start);
            Unchecked { sentence: sentence.span, span, line, kind, why }
        }));
    }
    unchecked
}

fn is_when(mention: &Mention) -> bool {
    matches!(mention.value.kind(), Kind::Date | Kind::Time)
}

/// Whether a claim is of no number, day or time.
fn is_bare(claim: &Claim) -> bool {
    matches!(claim.kind, Kind::Statement | Kind::Place)
}
