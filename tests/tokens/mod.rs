//! A minimal tokenizer for tests of recognisers, after the docs of `Token`.

use crosscheck::{
    model::{Block, Sentence, Span, Token, TokenKind},
    rule::Rules,
};

/// The whole text as one sentence.
pub fn sentence(text: &str, rules: &Rules) -> Sentence {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |index: usize| chars.get(index).map_or(text.len(), |(at, _)| *at);
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&(start, first)) = chars.get(at) {
        let get = |index: usize| chars.get(index).map_or('\0', |(_, letter)| *letter);
        let mut next = at + 1;
        let kind = if first.is_whitespace() {
            at += 1;
            continue;
        } else if first.is_ascii_digit() {
            loop {
                let (here, after) = (get(next), get(next + 1));
                if here.is_ascii_digit() {
                    next += 1;
                } else if matches!(here, ',' | '.' | '/' | ':') && after.is_ascii_digit() {
                    next += 2;
                } else {
                    break;
                }
            }
            TokenKind::Number
        } else if first.is_alphabetic() {
            loop {
                let (here, after) = (get(next), get(next + 1));
                let possessive = matches!(after, 's' | 'S') && !get(next + 2).is_alphabetic();
                let apostrophe = matches!(here, '\'' | '’') && after.is_alphabetic() && !possessive;
                let dotted = here == '.'
                    && after.is_alphabetic()
                    && !get(next + 2).is_alphabetic()
                    && !get(next.wrapping_sub(2)).is_alphabetic();
                let last = here == '.' && get(next.wrapping_sub(2)) == '.' && next > at + 1;
                if here.is_alphabetic() {
                    next += 1;
                } else if apostrophe || dotted {
                    next += 2;
                } else if last {
                    next += 1;
                } else {
                    break;
                }
            }
            let word: String = (at..next).map(get).filter(|c| c.is_alphabetic()).collect();
            if first.is_lowercase() || !first.is_uppercase() {
                TokenKind::Lower
            } else if word.chars().count() > 1 && word.chars().all(char::is_uppercase) {
                TokenKind::Upper
            } else {
                TokenKind::Capitalized
            }
        } else if matches!(first, '\'' | '’') && matches!(get(next), 's' | 'S') {
            next += 1;
            TokenKind::Lower
        } else if first.is_ascii_punctuation() && !matches!(first, '$' | '%' | '+' | '<' | '>' | '=' | '^' | '~')
            || matches!(first, '–' | '—' | '“' | '”' | '‘' | '…')
        {
            while get(next) == first && matches!(first, '.' | '-') {
                next += 1;
            }
            TokenKind::Punctuation
        } else {
            TokenKind::Symbol
        };
        let span = Span::new(start, end_of(next));
        tokens.push(Token { span, kind, word: rules.lexicon.lookup(span.of(text)) });
        at = next;
    }
    Sentence { span: Span::new(0, text.len()), block: Block::Paragraph, paragraph: 0, tokens }
}
