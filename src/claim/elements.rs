use crate::{
    model::{Mention, TokenKind},
    rule::{Cue, Element, Rules},
};

use super::frame::Frame;

/// The sentence as patterns see it: mentions in place of their words, clause borders in place of
/// punctuation, without the answers that it takes back ("twelve people, not 21, were killed").
pub(super) fn elements(frame: &Frame<'_>, rules: &Rules) -> Vec<Element> {
    let mut elements = Vec::with_capacity(frame.sentence.tokens.len());
    let mut mentions = frame.mentions.iter().enumerate().peekable();
    let mut clause = 0;
    let mut here = 0;
    let mut index = 0;
    while index < frame.sentence.tokens.len() {
        let mark = frame.sentence.tokens.get(index).map(|token| token.kind);
        if mark == Some(TokenKind::Punctuation)
            && let Some(end) = taken_back(frame, index, rules)
        {
            index = end;
            here = frame.clause_at(index);
            clause = here;
            continue;
        }
        while frame.clauses.get(here + 1).is_some_and(|next| next.tokens.start <= index) {
            here += 1;
        }
        if here != clause {
            clause = here;
            if elements.last() != Some(&Element::Break) {
                elements.push(Element::Break);
            }
        }
        while mentions.peek().is_some_and(|(_, mention)| (mention.tokens.end as usize) <= index) {
            mentions.next();
        }
        match mentions.peek() {
            Some((number, mention)) if mention.tokens.start as usize <= index => {
                let number = u32::try_from(*number).unwrap_or(u32::MAX);
                elements.push(Element::mention(number, mention, &rules.lexicon));
                index = mention.tokens.end as usize;
            }
            _ => {
                let inside = frame.clauses.get(here).is_some_and(|c| c.tokens.contains(&index));
                if inside {
                    let token = u32::try_from(index).unwrap_or(u32::MAX);
                    elements.push(Element::Word { word: frame.sentence.id(index), token });
                } else if elements.last() != Some(&Element::Break) {
                    elements.push(Element::Break);
                }
                index += 1;
            }
        }
    }
    elements
}

/// End of an answer that is taken back, where one begins with the comma at `comma`.
fn taken_back(frame: &Frame<'_>, comma: usize, rules: &Rules) -> Option<usize> {
    let tokens = &frame.sentence.tokens;
    let is_mark = |at: usize| {
        let mark = tokens.get(at).filter(|token| token.kind == TokenKind::Punctuation);
        mark.is_some_and(|mark| mark.span.of(frame.text) == ",")
    };
    let start = comma + 1;
    let word = tokens.get(start).filter(|_| is_mark(comma))?.word;
    let (_, cue) = rules.clause.cue.longest([word].into_iter())?;
    let answer = frame.mentions.iter().find(|answer| answer.tokens.start as usize == start + 1)?;
    let end = answer.tokens.end as usize;
    (*cue == Cue::Denied && is_mark(end)).then_some(end + 1)
}

/// Whether a number is named only to be taken back ("not 21").
pub(super) fn is_taken_back(frame: &Frame<'_>, mention: &Mention, rules: &Rules) -> bool {
    let comma = (mention.tokens.start as usize).checked_sub(2);
    comma.is_some_and(|comma| taken_back(frame, comma, rules).is_some())
}
