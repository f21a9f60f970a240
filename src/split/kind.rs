use crate::{
    model::{Block, Token, TokenKind, WordId},
    rule::{LineCue, LineRule, Rules},
};

use super::{block::Draft, post};

/// Longest title and longest heading, in tokens.
const TITLE: usize = 40;
const HEADING: usize = 14;

/// Kind of a block; `titled` tells whether prose stands above it already.
pub(super) fn of(
    draft: &Draft,
    next: Option<&Draft>,
    tokens: &[Token],
    text: &str,
    titled: bool,
    rules: &Rules,
) -> Block {
    let lone = draft.marked.is_none()
        && !titled
        && next.is_some()
        && tokens.len() == 1
        && is_word(tokens.first());
    if draft.named {
        return Block::Title;
    }
    let bare = tokens.iter().all(|token| token.kind == TokenKind::Punctuation);
    if lone || bare {
        return Block::Boilerplate;
    }
    let words = tokens.iter().map(|token| token.word);
    if let Some(line) = rules.sentence.lines_of(words).find(|line| fits(line, tokens, text)) {
        return line.block;
    }
    if post::is_post(tokens, text) {
        return Block::Post;
    }
    if let Some(marked) = draft.marked {
        return marked;
    }
    if draft.listed {
        return Block::ListItem;
    }
    let open = !is_stopped(tokens, text);
    let cropped = tokens.last().is_some_and(|last| matches!(last.span.of(text), "..." | "…"));
    let untold = open || cropped || asks(tokens, text);
    if !titled && next.is_some() && tokens.len() <= TITLE && untold {
        return Block::Title;
    }
    let short = tokens.len() <= HEADING && (open || asks(tokens, text)) && next.is_some();
    if draft.headed || (short && starts_high(tokens) && !is_dateline(tokens, text, rules)) {
        return Block::Heading;
    }
    Block::Paragraph
}

fn is_word(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.kind.is_word())
}

fn last_mark<'t>(tokens: &[Token], text: &'t str) -> &'t str {
    let closing = |mark: &&str| matches!(*mark, "\"" | "'" | "”" | "’" | ")" | "]" | "''" | "»");
    let mut marks = tokens.iter().rev().map(|token| token.span.of(text));
    marks.find(|mark| !closing(mark)).unwrap_or("")
}

/// Whether a block ends as a sentence does.
fn is_stopped(tokens: &[Token], text: &str) -> bool {
    let mark = last_mark(tokens, text);
    mark.ends_with(['.', '!', '?', '…', ';', ',']) || (mark == ":" && tokens.len() > 4)
}

fn asks(tokens: &[Token], text: &str) -> bool {
    tokens.len() <= HEADING && tokens.last().is_some_and(|last| last.span.of(text) == "?")
}

fn starts_high(tokens: &[Token]) -> bool {
    let first = tokens.iter().find(|token| token.kind != TokenKind::Punctuation);
    first.is_some_and(|first| match first.kind {
        TokenKind::Capitalized | TokenKind::Upper | TokenKind::Number | TokenKind::Symbol => true,
        TokenKind::Lower | TokenKind::Punctuation => false,
    })
}

/// Whether a line only names a day, as below a title ("March 4, 2020").
fn is_dateline(tokens: &[Token], text: &str, rules: &Rules) -> bool {
    let month = tokens.iter().any(|token| rules.sentence.has(token.word, LineCue::Month));
    let rest = tokens.iter().filter(|token| token.kind.is_word()).count();
    month && rest <= 2 && tokens.last().is_some_and(|last| last.span.of(text).len() == 4)
}

fn fits(line: &LineRule, tokens: &[Token], text: &str) -> bool {
    if tokens.len() > line.longest {
        return false;
    }
    let start = line.start.iter().find(|phrase| starts_with(tokens, phrase));
    let begins = line.start.is_empty() || start.is_some();
    let whole =
        line.whole.iter().any(|phrase| phrase.len() == tokens.len() && starts_with(tokens, phrase));
    if !(begins && (line.whole.is_empty() || whole)) {
        return false;
    }
    let ends = line.end.is_empty()
        || line.end.iter().any(|phrase| {
            let from = tokens.len().saturating_sub(phrase.len());
            tokens
                .get(from..)
                .is_some_and(|tail| tail.len() == phrase.len() && starts_with(tail, phrase))
        });
    let holds = line.holds.is_empty()
        || (0..tokens.len()).any(|at| {
            let tail = tokens.get(at..).unwrap_or(&[]);
            line.holds.iter().any(|phrase| starts_with(tail, phrase))
        });
    let stopped = line
        .stopped
        .is_none_or(|want| want == tokens.last().is_some_and(|last| last.span.of(text) == "."));
    let taken = start.map_or(0, |phrase| phrase.len());
    ends && holds && stopped && (!line.names || are_names(tokens.get(taken..).unwrap_or(&[]), text))
}

fn starts_with(tokens: &[Token], phrase: &[WordId]) -> bool {
    tokens.len() >= phrase.len()
        && tokens.iter().zip(phrase).all(|(token, want)| token.word == *want)
}

/// Whether words are all capitalised but for "and" and marks, as in a byline.
fn are_names(tokens: &[Token], text: &str) -> bool {
    !tokens.is_empty()
        && tokens.iter().all(|token| match token.kind {
            TokenKind::Capitalized | TokenKind::Upper => true,
            TokenKind::Lower => matches!(token.span.of(text), "and" | "of" | "the" | "for" | "in"),
            TokenKind::Punctuation | TokenKind::Symbol => true,
            TokenKind::Number => false,
        })
}
