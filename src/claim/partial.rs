use crate::{
    model::Mention,
    rule::{Part, Rules},
    value::Kind,
};

use super::frame::Frame;

/// Tokens in which a place may be described ("in the small eastern town of").
const DESCRIBED: usize = 5;

/// Whether a sentence gives a number for a part only: for some of those told of ("nine of the
/// people"), one place alone ("35 in the village of Tarn"), or what lies in a place ("revenue in
/// Asia was").
pub(super) fn is_partial(frame: &Frame<'_>, mention: &Mention, rules: &Rules) -> bool {
    let is = |token: usize, part: Part| rules.clause.is(frame.sentence.id(token), part);
    let value = mention.tokens.start as usize..mention.tokens.end as usize;
    let Some(clause) = frame.clause(value.start) else { return false };
    let of = value.clone().skip(1).find(|&token| is(token, Part::Of));
    if of.is_some_and(|of| is(of + 1, Part::Definite)) {
        return true;
    }
    let mut tokens = clause.tokens.clone().filter(|token| !value.contains(token));
    tokens.any(|token| {
        // "In a fire at a mill in the town of Tarn" says where all of it was.
        let of_new_event = || {
            frame.triggers.iter().any(|found| {
                let (start, end) = (found.tokens.start, found.tokens.end);
                let counted = end <= value.start && value.start < token;
                let behind = end <= token && token - end <= DESCRIBED && !counted;
                let before = start.saturating_sub(DESCRIBED)..start;
                behind && before.into_iter().any(|token| is(token, Part::Indefinite))
            })
        };
        let area = || {
            is(token, Part::Locates)
                && !of_new_event()
                && (token + 1..(token + 1 + DESCRIBED).min(clause.tokens.end))
                    .any(|token| is(token, Part::Area))
        };
        let place = || {
            let place = frame.of_kind(Kind::Place).find(|(_, place)| {
                place.tokens.start as usize == token + 1 && is(token, Part::Locates)
            });
            // "The quake near Tarn had" says where the whole of it was.
            let of_event = frame.triggers.iter().any(|found| found.tokens.end == token);
            let behind = place.map(|(_, place)| place.tokens.end as usize);
            behind.is_some_and(|behind| !of_event && is(behind, Part::Auxiliary))
        };
        is(token, Part::Alone) || area() || place()
    })
}
