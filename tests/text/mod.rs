//! A plain tokenizer for tests of one stage, after the token docs of the model.

use crosscheck::{
    model::{Block, Sentence, Span, Token, TokenKind},
    rule::Rules,
};

/// `text` as one sentence.
pub(crate) fn sentence(text: &str, rules: &Rules) -> Sentence {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let letter = |at: usize| letters.get(at).map_or(' ', |(_, letter)| *letter);
    let offset = |at: usize| letters.get(at).map_or(text.len(), |(offset, _)| *offset);
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let (start, first) = (at, letter(at));
        at += 1;
        if first.is_whitespace() {
            continue;
        }
        if first.is_ascii_digit() {
            let inner = |at: usize| ",.:/".contains(letter(at)) && letter(at + 1).is_ascii_digit();
            while letter(at).is_ascii_digit() || inner(at) {
                at += 1;
            }
        } else if first.is_alphabetic() && letter(at) == '.' && letter(at + 1).is_alphabetic() {
            while letter(at) == '.' && letter(at - 1).is_alphabetic() {
                at += 1 + usize::from(letter(at + 1).is_alphabetic());
            }
        } else if first.is_alphabetic() {
            let possessive = |at: usize| letter(at + 1) == 's' && !letter(at + 2).is_alphabetic();
            let inner = |at: usize| {
                "'’".contains(letter(at)) && letter(at + 1).is_alphabetic() && !possessive(at)
            };
            while letter(at).is_alphabetic() || inner(at) {
                at += 1;
            }
        } else if "'’".contains(first) && letter(at) == 's' && !letter(at + 1).is_alphabetic() {
            at += 1;
        }
        let span = Span::new(offset(start), offset(at));
        let word = span.of(text);
        let capitals = word.chars().filter(|letter| letter.is_alphabetic());
        let kind = if first.is_ascii_digit() {
            TokenKind::Number
        } else if !word.chars().any(char::is_alphabetic) {
            if "$€£%°+".contains(first) { TokenKind::Symbol } else { TokenKind::Punctuation }
        } else if capitals.clone().count() > 1 && capitals.clone().all(char::is_uppercase) {
            TokenKind::Upper
        } else if first.is_uppercase() {
            TokenKind::Capitalized
        } else {
            TokenKind::Lower
        };
        tokens.push(Token { span, kind, word: rules.lexicon.lookup(word) });
    }
    Sentence { span: Span::new(0, text.len()), block: Block::Paragraph, paragraph: 0, tokens }
}
