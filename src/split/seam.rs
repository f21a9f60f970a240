//! Ends of sentences without a mark, where the lines of a letter or a web page were run together.

use crate::{model::TokenKind, rule::LineCue};

use super::view::View;

/// Fewest marks in a row that draw a line across a page.
const RULE: usize = 5;
/// Longest name at the head of a message, and longest greeting, in tokens.
const NAME: usize = 8;

/// Where the sentence that starts at token `start` ends, for what stands at token `at`: before it, or
/// behind it and what belongs to it.
pub(super) fn end(view: &View<'_>, start: usize, at: usize) -> Option<usize> {
    let end = match view.kind(at)? {
        TokenKind::Punctuation => match view.word(at) {
            "," => letter(view, start, at),
            ":" | ";" => emoticon(view, at),
            mark => drawn(mark).then(|| across(view, start, at)).flatten(),
        },
        TokenKind::Symbol => drawn(view.word(at)).then(|| across(view, start, at)).flatten(),
        TokenKind::Number => stamp(view, start, at),
        TokenKind::Lower => address(view, start, at),
        TokenKind::Capitalized | TokenKind::Upper => None,
    }?;
    (start < end && end < view.tokens.len()).then_some(end)
}

/// A line drawn across the page is a sentence of its own.
fn across(view: &View<'_>, start: usize, at: usize) -> Option<usize> {
    if view.glued(at) {
        return None;
    }
    let mut end = at;
    let mut marks = 0;
    let mut plain = true;
    while drawn(view.word(end)) && (end == at || view.glued(end)) {
        marks += view.word(end).len();
        plain &= view.word(end).starts_with(view.word(at).get(..1)?);
        end += 1;
    }
    if marks < RULE {
        return None;
    }
    // Some start a line of words: "----== Posted by".
    let alone = plain && !view.glued(end);
    (at > start).then_some(at).or(alone.then_some(end))
}

fn drawn(word: &str) -> bool {
    let mut marks = word.chars();
    marks.next().is_some_and(|first| matches!(first, '-' | '=' | '_' | '*' | '~'))
}

/// Behind "Best regards," and "Dear Ann,".
fn letter(view: &View<'_>, start: usize, at: usize) -> Option<usize> {
    let high = view.is_high(at + 1) && !view.glued(at + 1);
    if !high || at > start + NAME {
        return None;
    }
    let closed = at < start + 4
        && at.checked_sub(1).is_some_and(|last| view.cue(last, LineCue::Closing))
        && (start..at).all(|at| view.kind(at).is_some_and(TokenKind::is_word));
    let greeted = view.cue(start, LineCue::Salutation)
        && (at > start + 1 || view.cue(at + 1, LineCue::Starter))
        && (start + 1..at).all(|at| view.is_high(at));
    (closed || greeted).then_some(at + 1)
}

/// Behind ":-)" and the like, which end what stands before them.
fn emoticon(view: &View<'_>, at: usize) -> Option<usize> {
    let nose = usize::from(view.glued(at + 1) && view.word(at + 1) == "-");
    let mouth = at + 1 + nose;
    let smiles = !view.glued(at)
        && view.glued(mouth)
        && matches!(view.word(mouth), ")" | "))" | "(" | "P" | "D")
        && !view.glued(mouth + 1)
        && view.kind(mouth + 1).is_some_and(TokenKind::is_word);
    smiles.then_some(mouth + 1)
}

/// The day and time that a message was sent end a line, and names before them make one.
fn stamp(view: &View<'_>, start: usize, at: usize) -> Option<usize> {
    let date = view.word(at).as_bytes();
    let dated = date.len() > 5 && date.iter().filter(|byte| **byte == b'/').count() == 2;
    if !dated || view.kind(at + 1) != Some(TokenKind::Number) || !view.word(at + 1).contains(':') {
        return None;
    }
    let mut end = at + 2;
    for part in [LineCue::HalfDay, LineCue::AfterTime] {
        end += usize::from(view.is_high(end) && view.cue(end, part));
    }
    let headed = at < start + NAME
        && (start..at).all(|at| view.kind(at) != Some(TokenKind::Lower) || is_mail(view, at));
    if headed && at > start {
        return Some(at);
    }
    (headed || view.is_high(end)).then_some(end)
}

fn is_mail(view: &View<'_>, at: usize) -> bool {
    view.word(at).contains('@')
}

/// Behind a link that another line follows, and behind the address at the head of a message.
fn address(view: &View<'_>, start: usize, at: usize) -> Option<usize> {
    let word = view.word(at);
    if word.len() < 6 {
        return None;
    }
    let link = view.is_link(at);
    if !link && !is_mail(view, at) {
        return None;
    }
    let mut end = at + 1;
    let closed = matches!(view.word(end), "]" | ">" | ">>") && view.glued(end);
    end += usize::from(closed);
    if view.glued(end) {
        return None;
    }
    let field = view.cue(start, LineCue::Field) && view.word(start + 1) == ":";
    let word = view.kind(end).is_some_and(TokenKind::is_word);
    let follows = (link && (view.is_link(end) || (closed && view.is_high(end))))
        || (view.is_high(end) && view.cue(end, LineCue::Starter))
        || (field && !link && word);
    follows.then_some(end)
}
