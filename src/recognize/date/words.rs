use crate::{
    model::{Block, Mention, Sentence, Span, TokenKind, WordId},
    rule::{DateRules, Phrase, Role, Senses},
    value::Value,
};

/// The tokens of a sentence with their senses; the grammar is written as methods of this.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) text: &'a str,
    pub(super) rules: &'a DateRules,
    /// Whether the text is nothing but a date, like a note in a calendar.
    pub(super) alone: bool,
}

/// Tokens of a text that may be nothing but a date.
const FEW: usize = 14;

impl<'a> Words<'a> {
    pub(super) fn new(sentence: &'a Sentence, text: &'a str, rules: &'a DateRules) -> Words<'a> {
        Words { sentence, text, rules, alone: false }
    }

    pub(super) fn is_alone(&self) -> bool {
        let tokens = self.sentence.tokens.len();
        if tokens > FEW || self.sentence.span.of(self.text) != self.text.trim() {
            return false;
        }
        let mut at = 0;
        while at < tokens {
            let word = self.kind(at).is_some_and(TokenKind::is_word);
            let phrase = self.phrase(at).map(|(length, _)| length);
            match phrase.or_else(|| self.zone(at).map(|(length, _)| length)) {
                Some(length) => at += length,
                None if word && !self.senses(at).is_dateword() => return false,
                None => at += 1,
            }
        }
        true
    }

    /// Whether a date or a time can begin here; turns most tokens away.
    pub(super) fn may_start(&self, at: usize) -> bool {
        let (id, kind) = (self.sentence.id(at), self.kind(at));
        let starts = self.rules.starts();
        if kind.is_some_and(TokenKind::is_word) && !starts.any.contains(id) {
            return false;
        }
        let known = |at: usize| starts.known.contains(self.sentence.id(at));
        if kind == Some(TokenKind::Number) {
            // "45 homes", but "1998 deal", "10:30 sharp".
            return self.kind(at + 1) != Some(TokenKind::Lower)
                || known(at + 1)
                || self.word(at).len() > 3
                || self.is_glued(at + 1);
        }
        let number = self.kind(at + 1) == Some(TokenKind::Number);
        if !starts.any.contains(id) {
            // "the '90s"
            let mark = kind == Some(TokenKind::Punctuation) && (number || known(at + 1));
            return mark && self.is_mark(at, "'’‘");
        }
        if starts.alone.contains(id) {
            return true;
        }
        let senses = self.senses(at);
        if senses.is(Role::In) && !senses.can_start() {
            let next = self.senses(at + 1);
            let amount =
                next.cardinal.is_some() || next.is_any(&[Role::A, Role::Half, Role::Couple]);
            return number || amount && self.links(at + 1);
        }
        number || self.links(at + 1) || self.is_dash(at + 1) || self.phrase(at).is_some()
    }

    /// Whether the token may carry a date on, for an article with the token after it.
    fn links(&self, at: usize) -> bool {
        let plays = |at: usize| {
            let (id, starts) = (self.sentence.id(at), self.rules.starts());
            starts.known.contains(id) && (!starts.phrasal.contains(id) || self.phrase(at).is_some())
        };
        plays(at)
            && (!self.senses(at).is_any(&[Role::The, Role::A])
                || self.kind(at + 1) == Some(TokenKind::Number)
                // "nine a m"
                || self.word(at + 1).len() == 1
                || plays(at + 1))
    }

    pub(super) fn senses(&self, at: usize) -> &'a Senses {
        self.rules.senses(self.sentence.id(at))
    }

    pub(super) fn is(&self, at: usize, role: Role) -> bool {
        self.senses(at).is(role)
    }

    /// Whether the token before `at` has one of the roles.
    pub(super) fn after_any(&self, at: usize, roles: &[Role]) -> bool {
        at.checked_sub(1).is_some_and(|before| self.senses(before).is_any(roles))
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.sentence.word(at, self.text)
    }

    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.sentence.tokens.get(at).map(|token| token.kind)
    }

    pub(super) fn is_lower(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Lower)
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(TokenKind::Capitalized | TokenKind::Upper))
    }

    /// Whether words have capitals without being names.
    pub(super) fn is_headline(&self) -> bool {
        matches!(self.sentence.block, Block::Title | Block::Heading)
    }

    /// Whether the token is one punctuation mark out of `marks`.
    pub(super) fn is_mark(&self, at: usize, marks: &str) -> bool {
        // Most tokens are words, which no mark is.
        let mark = self.kind(at).is_some_and(|kind| !kind.is_word());
        let mut letters = self.word(at).chars();
        mark && letters.next().is_some_and(|mark| marks.contains(mark)) && letters.next().is_none()
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.is_mark(at, "-–—‑~")
    }

    /// Whether no space stands between a token and the one before.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.sentence.tokens.get(before));
        match (before, self.sentence.tokens.get(at)) {
            (Some(before), Some(token)) => before.span.end == token.span.start,
            _ => false,
        }
    }

    /// Whether a short word has its dot, as a part of the token or as the next one, and the token
    /// after it.
    pub(super) fn dotted(&self, at: usize) -> (bool, usize) {
        let apart = self.is_mark(at + 1, ".") && self.is_glued(at + 1);
        (apart || self.word(at).ends_with('.'), at + 1 + usize::from(apart))
    }

    /// Whether a possessive follows: "Friday's meeting".
    pub(super) fn is_possessive(&self, end: usize) -> bool {
        matches!(self.word(end), "'s" | "’s" | "'" | "’") && self.is_glued(end)
    }

    fn ids(&self, at: usize) -> impl Iterator<Item = WordId> + Clone + 'a {
        self.sentence.tokens.get(at..).unwrap_or_default().iter().map(|token| token.word)
    }

    pub(super) fn phrase(&self, at: usize) -> Option<(usize, &'a Phrase)> {
        self.rules.phrase(self.ids(at))
    }

    pub(super) fn zone(&self, at: usize) -> Option<(usize, Option<i32>)> {
        self.rules.zone(self.ids(at))
    }

    pub(super) fn mention(
        &self,
        start: usize,
        end: usize,
        value: Value,
        rule: &'static str,
    ) -> Mention {
        let span = |at: usize| self.sentence.tokens.get(at).map(|token| token.span);
        let first = span(start).unwrap_or_default();
        let last = span(end.saturating_sub(1)).unwrap_or(first);
        let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Mention {
            span: Span { start: first.start, end: last.end },
            tokens: index(start)..index(end),
            value,
            noun: None,
            change: None,
            per: None,
            no_claim: None,
            restated: Vec::new(),
            key: None,
            rule,
        }
    }
}
