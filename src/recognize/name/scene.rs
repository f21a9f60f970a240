use crate::{
    model::{Sentence, Span, Token, TokenKind, WordId},
    rule::{NameMarks, NameRules, PlaceRules, Rules, Traits},
};

/// A sentence under the rules, asked by token position.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) text: &'a str,
    pub(super) names: &'a NameRules,
    pub(super) places: &'a PlaceRules,
    pub(super) marks: NameMarks,
    pub(super) case: Case,
}

/// How the sentence uses capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Normal,
    /// Most Words Are Capitalized: a capital says nothing.
    Title,
    /// MOST WORDS ARE IN CAPITALS.
    Upper,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        sentence: &'a Sentence,
        text: &'a str,
        rules: &'a Rules,
        case: Case,
    ) -> Scene<'a> {
        let (names, places) = (&rules.name, &rules.place);
        Scene { sentence, text, names, places, marks: names.marks(), case }
    }

    pub(super) fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    pub(super) fn id(&self, index: usize) -> WordId {
        self.sentence.id(index)
    }

    /// Whether the token is this word or mark; a mark the rules do not name is never there.
    pub(super) fn is(&self, index: usize, word: WordId) -> bool {
        word.is_known() && self.id(index) == word
    }

    pub(super) fn word(&self, index: usize) -> &'a str {
        self.sentence.word(index, self.text)
    }

    pub(super) fn kind(&self, index: usize) -> Option<TokenKind> {
        self.sentence.tokens.get(index).map(|token| token.kind)
    }

    pub(super) fn traits(&self, index: usize) -> &'a Traits {
        self.names.traits(self.id(index))
    }

    pub(super) fn is_lower(&self, index: usize) -> bool {
        self.kind(index) == Some(TokenKind::Lower)
    }

    pub(super) fn is_upper(&self, index: usize) -> bool {
        self.kind(index) == Some(TokenKind::Upper)
    }

    pub(super) fn is_capital(&self, index: usize) -> bool {
        matches!(self.kind(index), Some(TokenKind::Capitalized | TokenKind::Upper))
    }

    /// Whether the token may be part of a name: capitalised, and no word that never is.
    pub(super) fn is_piece(&self, index: usize) -> bool {
        self.is_capital(index) && !self.is_ordinary(index)
    }

    fn is_ordinary(&self, index: usize) -> bool {
        let traits = self.traits(index);
        if !(traits.ordinary || traits.small) {
            return false;
        }
        let initial = || {
            self.word(index).len() == 1 && self.is(index + 1, self.marks.dot) && self.touches(index)
        };
        let short = self.is_upper(index) && self.case != Case::Upper;
        // "US" and "WHO" are ordinary words in lower case only.
        let acronym = || short && self.places.longest(self.ids(index), true).is_some();
        !acronym() && !initial()
    }

    /// Whether no gap lies between the token and the next one.
    pub(super) fn touches(&self, index: usize) -> bool {
        let tokens = &self.sentence.tokens;
        match (tokens.get(index), tokens.get(index + 1)) {
            (Some(a), Some(b)) => a.span.end == b.span.start,
            _ => false,
        }
    }

    pub(super) fn is_possessive(&self, index: usize) -> bool {
        self.is(index, self.marks.possessive)
    }

    /// Whether a hyphen joins the token before `index` to the one after it.
    pub(super) fn is_joint(&self, index: usize) -> bool {
        self.is(index, self.marks.hyphen)
            && self.touches(index)
            && index.checked_sub(1).is_some_and(|before| self.touches(before))
    }

    /// Whether a capital at this position says nothing: it opens a sentence or a quote.
    pub(super) fn opens(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return true };
        if self.kind(before) != Some(TokenKind::Punctuation) {
            return false;
        }
        let mark = self.word(before);
        let opening = ["\"", "\u{201c}", "\u{2018}", "'", "''", "``", ":", "?", "!", "\u{2014}"];
        opening.contains(&mark)
            || mark.starts_with("--")
            || mark.starts_with("..")
            || (mark == "." && !self.is_abbreviation(before.wrapping_sub(1)))
            || (before == 0 && !mark.starts_with('('))
    }

    /// Whether the token takes a full stop inside a name: "Gen", an initial.
    pub(super) fn is_abbreviation(&self, index: usize) -> bool {
        let initial = self.is_capital(index) && self.word(index).chars().count() == 1;
        initial || (self.is_capital(index) && self.traits(index).abbreviation)
    }

    /// Words from a position on.
    pub(super) fn ids(&self, index: usize) -> impl Iterator<Item = WordId> + Clone + 'a {
        self.sentence.tokens.get(index..).unwrap_or_default().iter().map(|token| token.word)
    }

    /// Longest place name at a position, capitalised as names are.
    pub(super) fn place_at(&self, index: usize) -> Option<(usize, &'a [usize])> {
        let upper = self.is_upper(index) && self.case != Case::Upper;
        if !self.is_capital(index) {
            return None;
        }
        let (length, ids) = self.places.longest(self.ids(index), upper)?;
        self.is_capital(index + length - 1)
            .then_some((length, ids))
            .or_else(|| self.is(index + length - 1, self.marks.dot).then_some((length, ids)))
            .or_else(|| (length > 1 && self.is_lower(index + 1)).then_some((length, ids)))
    }

    pub(super) fn demonym_at(&self, index: usize) -> Option<(usize, &'a str)> {
        if !self.is_capital(index) {
            return None;
        }
        self.places.demonym(self.ids(index)).map(|(length, place)| (length, &**place))
    }

    /// Office at a position with its length, a full stop of its abbreviation included.
    pub(super) fn office_at(&self, index: usize) -> Option<(usize, &'a crate::value::Symbol)> {
        let (length, office) = self.names.office(self.ids(index))?;
        let end = index + length;
        let dot = self.is(end, self.marks.dot)
            && self.is_abbreviation(end - 1)
            && self.touches(end - 1)
            && self.is_capital(end + 1);
        Some((length + usize::from(dot), office))
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let tokens = self.sentence.tokens.get(start..end).unwrap_or_default();
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        }
    }

    pub(super) fn phrase(&self, start: usize, end: usize) -> &'a str {
        self.span(start, end).of(self.text)
    }
}

/// In a headline this share of the words is capitalised, in tenths.
const TITLE_SHARE: usize = 7;
/// Bytes of a word that no headline leaves small.
const SMALL: usize = 5;
/// Fewer words make no headline.
const TITLE_WORDS: usize = 4;

/// The first word tells nothing, nor do the small words that headlines leave small. A sentence of
/// long names ends in a full stop; a headline mostly does not, or it capitalises common words.
pub fn case(sentence: &Sentence, text: &str, names: &NameRules) -> Case {
    // Most sentences have so many long words in lower case that the rest does not matter.
    let enough = sentence.tokens.len() * (10 - TITLE_SHARE) / 10;
    let long = |token: &&Token| token.kind == TokenKind::Lower && token.span.len() >= SMALL;
    if sentence.tokens.iter().skip(1).filter(long).nth(enough).is_some() {
        return Case::Normal;
    }
    let words = sentence.tokens.iter().filter(|token| token.kind.is_word());
    let (mut lower, mut capital, mut upper, mut common) = (0, 0, 0, 0);
    for token in words.skip(1) {
        let traits = names.traits(token.word);
        match token.kind {
            TokenKind::Lower if traits.small && token.span.len() < SMALL => {}
            TokenKind::Lower => lower += 1,
            TokenKind::Capitalized => {
                capital += 1;
                common += usize::from(traits.small && !traits.also_name);
            }
            TokenKind::Upper => upper += 1,
            TokenKind::Number | TokenKind::Punctuation | TokenKind::Symbol => {}
        }
    }
    let all = lower + capital + upper;
    let stopped = sentence.tokens.last().is_some_and(|token| token.span.of(text) == ".");
    if all >= TITLE_WORDS && upper * 10 >= all * TITLE_SHARE {
        Case::Upper
    } else if all >= TITLE_WORDS
        && (capital + upper) * 10 >= all * TITLE_SHARE
        && (!stopped || common > 0)
    {
        Case::Title
    } else {
        Case::Normal
    }
}
