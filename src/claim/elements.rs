use crate::rule::{Element, Rules};

use super::frame::Frame;

/// The sentence as patterns see it: mentions in place of their words, clause borders in place of
/// punctuation.
pub(super) fn elements(frame: &Frame<'_>, rules: &Rules) -> Vec<Element> {
    let mut elements = Vec::with_capacity(frame.sentence.tokens.len());
    let mut mentions = frame.mentions.iter().enumerate().peekable();
    let mut clause = 0;
    let mut index = 0;
    while index < frame.sentence.tokens.len() {
        let here = frame.clause_at(index);
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
