//! Article to sentences: blocks first, then sentences inside a block, then tokens.

mod block;
mod boundary;
mod enumeration;
mod kind;
mod line;
mod markup;
mod post;
mod seam;
mod view;

use crate::{
    model::{Article, Block, Markup, Sentence, Span, Token, TokenKind},
    rule::{Rules, Tokens},
};

/// Bytes of a sentence, for the room that those of an article take.
const USUAL: usize = 100;

/// Splits an article; spans are byte offsets into its text, in order, without overlap but for the cells
/// of a drawn table, of which each may go over several lines.
pub fn split(article: &Article, rules: &Rules) -> Vec<Sentence> {
    if article.markup != Markup::Plain {
        return markup::split(article, rules);
    }
    let text = article.text.as_str();
    let drafts = block::drafts(article);
    let mut sentences: Vec<Sentence> = Vec::with_capacity(text.len() / USUAL);
    let mut tokens = Vec::new();
    let mut titled = false;
    for (number, draft) in drafts.iter().enumerate() {
        tokens.clear();
        tokens.extend(Tokens::of(text, draft.start..draft.end, &rules.lexicon));
        let next = drafts.get(number + 1);
        let kind = kind::of(draft, next, &tokens, text, titled, rules);
        titled |= !matches!(kind, Block::Boilerplate);
        let paragraph = u32::try_from(number).unwrap_or(u32::MAX);
        if kind == Block::Post && post::is_signature(&tokens, text) && !draft.gap {
            sign(&mut sentences, paragraph);
        }
        cut(draft.listed, kind, paragraph, &tokens, text, rules, &mut sentences);
    }
    sentences
}

/// Makes the short block above a signature line part of the post.
fn sign(sentences: &mut [Sentence], paragraph: u32) {
    let above = |sentence: &&mut Sentence| sentence.paragraph + 1 == paragraph;
    for sentence in sentences.iter_mut().rev().take_while(above) {
        if sentence.block == Block::Paragraph || sentence.block == Block::Heading {
            sentence.block = Block::Post;
        }
    }
}

fn cut(
    listed: bool,
    block: Block,
    paragraph: u32,
    tokens: &[Token],
    text: &str,
    rules: &Rules,
    sentences: &mut Vec<Sentence>,
) {
    let mut start = 0;
    for end in boundary::ends(tokens, text, &rules.sentence) {
        let Some(part) = tokens.get(start..end) else { break };
        start = end;
        let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
        let span = first.span.cover(last.span);
        let skip = enumeration::numbering(part, text, listed);
        let mut tokens = part.get(skip..).unwrap_or(part).to_vec();
        free_stop(&mut tokens, text, rules);
        sentences.push(Sentence { span, block, paragraph, tokens });
    }
}

/// Gives the stop that ends a sentence back to the sentence, where a single letter had taken it
/// for an initial ("Plan B.").
fn free_stop(tokens: &mut Vec<Token>, text: &str, rules: &Rules) {
    let closing = |token: &Token| token.kind == TokenKind::Punctuation;
    let Some(at) = tokens.iter().rposition(|token| !closing(token)) else { return };
    let Some(token) = tokens.get_mut(at) else { return };
    if !boundary::is_initial(token, text) {
        return;
    }
    let span = token.span;
    let (letter, stop) = (Span { end: span.end - 1, ..span }, Span { start: span.end - 1, ..span });
    *token = Token { span: letter, word: rules.lexicon.lookup(letter.of(text)), ..*token };
    let word = rules.lexicon.lookup(stop.of(text));
    tokens.insert(at + 1, Token { span: stop, kind: TokenKind::Punctuation, word });
}
