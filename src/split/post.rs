use crate::model::{Token, TokenKind};

/// Longest block that is taken for a post, in tokens.
const LONGEST: usize = 160;

/// Whether a block is a pasted post: it ends in a link to one, or in a signature.
pub(super) fn is_post(tokens: &[Token], text: &str) -> bool {
    if tokens.len() > LONGEST {
        return false;
    }
    let linked = tokens.last().is_some_and(|last| {
        let link = last.span.of(text);
        link.contains('/') && {
            let bare = link.trim_start_matches("https://").trim_start_matches("http://");
            bare.starts_with("t.co/") || bare.starts_with("pic.twitter.com/")
        }
    });
    linked || signature(tokens, text).is_some()
}

/// Whether a block is nothing but a signature: "— Name (@handle) March 4, 2020".
pub(super) fn is_signature(tokens: &[Token], text: &str) -> bool {
    signature(tokens, text).is_some_and(|start| start == 0)
}

/// Token at which the signature at a block's end starts.
fn signature(tokens: &[Token], text: &str) -> Option<usize> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.span.of(text));
    let from = tokens.len().saturating_sub(24);
    let handle = (from..tokens.len())
        .rev()
        .filter(|at| tokens.get(*at).is_some_and(|token| token.kind == TokenKind::Symbol))
        .find(|at| word(*at) == "@" && at.checked_sub(1).is_some_and(|open| word(open) == "("))?;
    let dash = (from..handle).rev().find(|at| matches!(word(*at), "—" | "–" | "-" | "--"))?;
    let dated = tokens.last().is_some_and(|last| last.kind == TokenKind::Number)
        || tokens.len() < handle + 10;
    dated.then_some(dash)
}
