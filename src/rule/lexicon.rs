use rustc_hash::FxHashMap;

use crate::model::{Span, WordId};

use super::token::Tokens;

/// Every word that some rule names, numbered; tokens carry the number.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
    dotted: WordMap<Dot>,
}

/// When an abbreviation keeps its dot as part of the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dot {
    Always,
    /// Only with a capital first letter: "Mass." is a state, "mass." ends a sentence.
    Capital,
    /// Only with digits after it: "No. 3", but "He said no."
    BeforeNumber,
}

/// Longest word that is looked up, in bytes; longer ones are unknown.
const LONGEST: usize = 48;

impl Lexicon {
    /// Number of `word` (given in lower case), made if it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        self.words.push(word.into());
        let id = WordId(u32::try_from(self.words.len()).unwrap_or(0));
        self.ids.insert(word.into(), id);
        id
    }

    /// Splits a phrase of the rules as text is tokenized, and interns each part in lower case.
    pub fn intern_phrase(&mut self, phrase: &str) -> Vec<WordId> {
        let spans: Vec<Span> = Tokens::of_phrase(phrase, self).map(|token| token.span).collect();
        spans.into_iter().map(|span| self.intern(&fold(span.of(phrase)))).collect()
    }

    /// Makes a word that keeps its dot ("sen.", "no."), in phrases of the rules as in texts.
    pub(super) fn intern_dotted(&mut self, word: &str, dot: Dot) -> WordId {
        let id = self.intern(word);
        self.dotted.insert(id, dot);
        id
    }

    /// When a word that is written with a dot keeps it; none for a word that never does.
    pub(super) fn dot(&self, word: &str) -> Option<Dot> {
        self.dotted.get(self.lookup(word)).copied()
    }

    /// Number of a word as it stands in a text, whatever its case; curly apostrophes count as straight.
    pub fn lookup(&self, text: &str) -> WordId {
        if text.len() > LONGEST {
            return WordId::UNKNOWN;
        }
        if text.is_ascii() {
            let mut folded = [0u8; LONGEST];
            let Some(folded) = folded.get_mut(..text.len()) else { return WordId::UNKNOWN };
            folded.copy_from_slice(text.as_bytes());
            folded.make_ascii_lowercase();
            return std::str::from_utf8(folded).map_or(WordId::UNKNOWN, |word| self.get(word));
        }
        self.get(&fold(text))
    }

    fn get(&self, word: &str) -> WordId {
        self.ids.get(word).copied().unwrap_or(WordId::UNKNOWN)
    }

    /// The word with a number, empty for the unknown word.
    pub fn word(&self, id: WordId) -> &str {
        let index = (id.0 as usize).wrapping_sub(1);
        self.words.get(index).map_or("", |word| word)
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// A word in lower case, curly apostrophes straightened.
fn fold(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| if matches!(letter, '\u{2019}' | '\u{2018}') { '\'' } else { letter })
        .collect()
}

/// A table from words to values, by position in the lexicon.
#[derive(Clone, Debug)]
pub struct WordMap<T> {
    values: Vec<Option<T>>,
}

impl<T> Default for WordMap<T> {
    fn default() -> WordMap<T> {
        WordMap { values: Vec::new() }
    }
}

impl<T> WordMap<T> {
    pub fn insert(&mut self, word: WordId, value: T) {
        let index = word.0 as usize;
        if self.values.len() <= index {
            self.values.resize_with(index + 1, || None);
        }
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    pub fn get(&self, word: WordId) -> Option<&T> {
        self.values.get(word.0 as usize)?.as_ref()
    }

    pub fn contains(&self, word: WordId) -> bool {
        self.get(word).is_some()
    }
}

/// Phrases of one or more words with a value each; the longest match wins.
#[derive(Clone, Debug)]
pub struct PhraseMap<T> {
    by_first: WordMap<Vec<(Box<[WordId]>, T)>>,
}

impl<T> Default for PhraseMap<T> {
    fn default() -> PhraseMap<T> {
        PhraseMap { by_first: WordMap::default() }
    }
}

impl<T> PhraseMap<T> {
    pub fn insert(&mut self, phrase: &[WordId], value: T) {
        let Some((&first, rest)) = phrase.split_first() else { return };
        let mut entries = self
            .by_first
            .values
            .get_mut(first.0 as usize)
            .and_then(Option::take)
            .unwrap_or_default();
        entries.retain(|(known, _)| **known != *rest);
        entries.push((rest.into(), value));
        entries.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        self.by_first.insert(first, entries);
    }

    /// Longest phrase at the head of `words`, with its length in words.
    pub fn longest(&self, mut words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &T)> {
        let entries = self.by_first.get(words.next()?)?;
        entries.iter().find_map(|(rest, value)| {
            let mut words = words.clone();
            rest.iter().all(|want| words.next() == Some(*want)).then_some((rest.len() + 1, value))
        })
    }
}
