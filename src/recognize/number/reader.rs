use crate::{
    model::{Sentence, Token, TokenKind, WordId},
    rule::{Marks, NumberPart, NumberRules, Rules, UnitRules},
};

/// A sentence's tokens with the rules at hand; positions beyond either end read as nothing.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) text: &'a str,
    pub(super) rules: &'a Rules,
}

impl<'a> Reader<'a> {
    pub(super) fn number(&self) -> &'a NumberRules {
        &self.rules.number
    }

    pub(super) fn units(&self) -> &'a UnitRules {
        &self.rules.unit
    }

    pub(super) fn mark(&self) -> &'a Marks {
        &self.rules.number.mark
    }

    pub(super) fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<&'a Token> {
        self.sentence.tokens.get(at)
    }

    pub(super) fn id(&self, at: usize) -> WordId {
        self.sentence.id(at)
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.sentence.word(at, self.text)
    }

    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.token(at).map(|token| token.kind)
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Number)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.kind(at).is_some_and(TokenKind::is_word)
    }

    pub(super) fn part(&self, at: usize) -> Option<NumberPart> {
        self.number().word.get(self.id(at)).copied()
    }

    pub(super) fn is_part(&self, at: usize, part: NumberPart) -> bool {
        self.part(at) == Some(part)
    }

    /// Whether a token stands right against the one before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.token(before));
        match (before, self.token(at)) {
            (Some(before), Some(token)) => before.span.end == token.span.start,
            _ => false,
        }
    }

    /// Word numbers from a position on.
    pub(super) fn ids(&self, at: usize) -> impl Iterator<Item = WordId> + Clone + 'a {
        let tokens = self.sentence.tokens.get(at..).unwrap_or_default();
        tokens.iter().map(|token| token.word)
    }

    /// Word numbers before a position, nearest first.
    pub(super) fn ids_before(&self, at: usize) -> impl Iterator<Item = WordId> + Clone + 'a {
        let tokens = self.sentence.tokens.get(..at).unwrap_or_default();
        tokens.iter().rev().map(|token| token.word)
    }

    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        let (id, mark) = (self.id(at), self.mark());
        id.is_known() && (id == mark.hyphen || id == mark.dash)
    }

    /// Whether the sign at a token belongs to the number behind it ("$ 20 $ 30").
    pub(super) fn unit_starts_number(&self, at: usize) -> bool {
        let (length, _) = match self.units().before.longest(self.ids(at)) {
            Some(found) => found,
            None => return false,
        };
        self.is_number(at + length)
    }

    /// Whether a hyphen ties the words on both sides together.
    pub(super) fn tied(&self, at: usize) -> bool {
        self.is_hyphen(at) && self.glued(at) && self.glued(at + 1)
    }
}
