use crate::{
    model::{Token, TokenKind},
    rule::{LineCue, SentenceRules},
};

/// The tokens of a block, by number; a number outside of it gives nothing.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) text: &'a str,
    pub(super) rules: &'a SentenceRules,
}

impl<'a> View<'a> {
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub(super) fn cue(&self, at: usize, cue: LineCue) -> bool {
        self.tokens.get(at).is_some_and(|token| self.rules.has(token.word, cue))
    }

    /// Whether no white space stands between a token and the one before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        match (before, self.tokens.get(at)) {
            (Some(before), Some(token)) => before.span.end == token.span.start,
            (None, _) | (_, None) => false,
        }
    }

    pub(super) fn is_high(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(TokenKind::Capitalized | TokenKind::Upper))
    }

    pub(super) fn is_link(&self, at: usize) -> bool {
        let word = self.word(at);
        word.len() > 4
            && self.kind(at) == Some(TokenKind::Lower)
            && (word.contains("://") || word.starts_with("www.") || word.starts_with("pic.twitter"))
    }

    /// Whether a token is a word without a stop of its own: nothing ends or opens at it.
    pub(super) fn is_inside(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at).filter(|token| token.kind.is_word()) else {
            return false;
        };
        self.text.as_bytes().get((token.span.end as usize).wrapping_sub(1)) != Some(&b'.')
    }

    pub(super) fn is_bullet(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Punctuation)
            && matches!(self.word(at), "•" | "⁃" | "▪" | "●" | "‣" | "■")
    }
}
