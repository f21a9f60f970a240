use crate::{
    model::{Block, Sentence},
    rule::Rules,
    value::Symbol,
};

/// Sentences at either end of an article in which a credit is looked for.
const ENDS: usize = 5;
/// Tokens at the head of a sentence in which a mark in brackets may stand ("OSLO, May 3 (AP) -").
const HEAD: usize = 14;
/// Longest line that is a credit as a whole ("By Ann Hill and Bo Lind, Associated Press").
const LINE: usize = 12;

/// The news agency whose text the article says that it is.
pub(super) fn credit(sentences: &[Sentence], text: &str, rules: &Rules) -> Option<Symbol> {
    let tail = sentences.len().saturating_sub(ENDS).max(ENDS);
    let ends = sentences.iter().take(ENDS).chain(sentences.iter().skip(tail));
    ends.into_iter().find_map(|sentence| {
        dateline(sentence, text, rules).or_else(|| byline(sentence, text, rules)).cloned()
    })
}

/// A mark in brackets or slashes near the head of a sentence.
fn dateline<'r>(sentence: &Sentence, text: &str, rules: &'r Rules) -> Option<&'r Symbol> {
    (1..sentence.tokens.len().min(HEAD)).find_map(|at| {
        let close = match sentence.word(at - 1, text) {
            "(" => ")",
            "/" => "/",
            _ => return None,
        };
        let words = sentence.tokens.get(at..)?.iter().map(|token| token.word);
        let (length, agency) = rules.agency.marked(words)?;
        (sentence.word(at + length, text) == close).then_some(agency)
    })
}

/// A short line without a full stop that names the agency, or a line of the page around the text.
fn byline<'r>(sentence: &Sentence, text: &str, rules: &'r Rules) -> Option<&'r Symbol> {
    let line = sentence.span.of(text).trim_end();
    let short = sentence.tokens.len() <= LINE && !line.ends_with(['.', '!', '?', '"', '”']);
    if !short && sentence.block != Block::Boilerplate {
        return None;
    }
    (0..sentence.tokens.len()).find_map(|at| {
        let words = sentence.tokens.get(at..)?.iter().map(|token| token.word);
        let (length, agency) = rules.agency.named(words)?;
        // A headline goes on after the name ("Reuters reports four hurt"), a credit ends with it.
        (at + length == sentence.tokens.len()).then_some(agency)
    })
}
