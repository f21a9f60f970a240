use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::model::{Span, WordId};

use super::token::Tokens;

/// Every word that some rule names, numbered; tokens carry the number.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Words of up to 16 bytes.
    short: ShortWords,
    long: FxHashMap<Box<str>, WordId>,
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

/// Longest word that is looked up, in bytes; longer ones are in no rule.
const LONGEST: usize = 48;
/// Longest word that is looked up by its bytes as numbers.
const SHORT: usize = 16;

impl Lexicon {
    /// Number of `word` (given in lower case), made if it is new.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.get(word) {
            return id;
        }
        self.words.push(word.into());
        let id = WordId(u32::try_from(self.words.len()).unwrap_or(0));
        match key(word.as_bytes()) {
            Some(key) => self.short.insert(key, id),
            None => drop(self.long.insert(word.into(), id)),
        }
        id
    }

    /// Splits a phrase of the rules as text is tokenized, and interns each part in lower case.
    pub fn intern_phrase(&mut self, phrase: &str) -> Vec<WordId> {
        if !phrase.is_empty() && phrase.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return vec![self.intern(phrase)];
        }
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

    /// Number of a word as it stands in a text, whatever its case; curly apostrophes count as
    /// straight. A word that no rule names gets a number by its letters.
    pub fn lookup(&self, text: &str) -> WordId {
        self.lookup_in(text, 0, text.len())
    }

    /// The same for a part of a text.
    pub(super) fn lookup_in(&self, text: &str, start: usize, end: usize) -> WordId {
        let len = end.saturating_sub(start);
        if let Some(window) = text.as_bytes().get(start..start + SHORT)
            && let Some((low, high)) = window.split_first_chunk::<8>()
            && let Some(high) = high.first_chunk::<8>()
            && (1..=SHORT).contains(&len)
        {
            let low = u64::from_le_bytes(*low) & (u64::MAX >> (64 - 8 * len.min(8)));
            let high = match len {
                0..=8 => 0,
                _ => u64::from_le_bytes(*high) & (u64::MAX >> (128 - 8 * len)),
            };
            if (low | high) & HIGH == 0 {
                return self.by_key((lower(low), lower(high)));
            }
        }
        let word = text.get(start..end).unwrap_or("");
        match key(word.as_bytes()).filter(|(low, high)| (low | high) & HIGH == 0) {
            Some((low, high)) => self.by_key((lower(low), lower(high))),
            None => self.lookup_any(word),
        }
    }

    /// Number and length of the word of ASCII letters that a text starts with, where it is short and
    /// does not end the text.
    pub(super) fn word_at_head(&self, text: &[u8]) -> Option<(WordId, usize)> {
        let (low, rest) = text.split_first_chunk::<8>()?;
        let low = u64::from_le_bytes(*low);
        let len = letters(low);
        if len == 0 {
            return None;
        }
        if len < 8 {
            let mask = u64::MAX >> (64 - 8 * len);
            return Some((self.by_key((lower(low & mask), 0)), len));
        }
        let high = u64::from_le_bytes(*rest.first_chunk::<8>()?);
        let more = letters(high);
        let mask = u64::MAX.checked_shr(64 - 8 * more as u32).unwrap_or(0);
        (more < 8).then(|| (self.by_key((lower(low), lower(high & mask))), 8 + more))
    }

    fn by_key(&self, key: Key) -> WordId {
        self.short.get(key).unwrap_or_else(|| WordId::unnamed(key))
    }

    #[cold]
    fn lookup_any(&self, word: &str) -> WordId {
        let mut folded = [0u8; LONGEST];
        let mut len = 0;
        for letter in folded_letters(word) {
            let mut utf8 = [0u8; 4];
            let utf8 = letter.encode_utf8(&mut utf8).as_bytes();
            let Some(slot) = folded.get_mut(len..len + utf8.len()) else {
                return WordId::unnamed(word);
            };
            slot.copy_from_slice(utf8);
            len += utf8.len();
        }
        let folded = folded.get(..len).unwrap_or_default();
        if let Some(key) = key(folded) {
            return self.by_key(key);
        }
        let long = std::str::from_utf8(folded).ok().and_then(|word| self.long.get(word));
        long.copied().unwrap_or_else(|| WordId::unnamed(folded))
    }

    fn get(&self, word: &str) -> Option<WordId> {
        match key(word.as_bytes()) {
            Some(key) => self.short.get(key),
            None => self.long.get(word).copied(),
        }
    }

    /// The word with a number, empty for a word that no rule names.
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

/// Words by their bytes as numbers. A tag of a word's hash stands in a small table, so that most
/// words that are not there cost one look that stays in the cache.
#[derive(Clone, Debug, Default)]
struct ShortWords {
    /// 0 where a place is free.
    tags: Vec<u16>,
    words: Vec<(Key, WordId)>,
    len: usize,
}

impl ShortWords {
    const LEAST: usize = 64;

    /// First place and tag of a word.
    fn hash(&self, key: Key) -> (usize, u16) {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mixed = (key.0 ^ key.1.wrapping_mul(ODD).rotate_left(23)).wrapping_mul(ODD);
        ((mixed >> 32) as usize & self.tags.len().wrapping_sub(1), (mixed >> 16) as u16 | 1)
    }

    fn get(&self, key: Key) -> Option<WordId> {
        let (mut place, tag) = self.hash(key);
        loop {
            let found = *self.tags.get(place)?;
            if found == 0 {
                return None;
            }
            if found == tag
                && let Some((known, id)) = self.words.get(place)
                && *known == key
            {
                return Some(*id);
            }
            place = (place + 1) & (self.tags.len() - 1);
        }
    }

    fn insert(&mut self, key: Key, id: WordId) {
        if self.len * 3 >= self.tags.len() {
            let size = (self.tags.len() * 2).max(Self::LEAST);
            let tags = std::mem::replace(&mut self.tags, vec![0; size]);
            let words = std::mem::replace(&mut self.words, vec![((0, 0), WordId::UNKNOWN); size]);
            let taken = tags.into_iter().zip(words).filter(|(tag, _)| *tag != 0);
            taken.for_each(|(_, (key, id))| self.put(key, id));
        }
        self.len += 1;
        self.put(key, id);
    }

    fn put(&mut self, key: Key, id: WordId) {
        let (mut place, tag) = self.hash(key);
        while self.tags.get(place).is_some_and(|found| *found != 0) {
            place = (place + 1) & (self.tags.len() - 1);
        }
        if let (Some(free), Some(word)) = (self.tags.get_mut(place), self.words.get_mut(place)) {
            (*free, *word) = (tag, (key, id));
        }
    }
}

/// The first and the last eight bytes of a short word as numbers.
type Key = (u64, u64);

/// The high bit of every byte.
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);

fn key(word: &[u8]) -> Option<Key> {
    let mut bytes = [0u8; SHORT];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    let (low, high) = bytes.split_first_chunk::<8>()?;
    Some((u64::from_le_bytes(*low), u64::from_le_bytes(*high.first_chunk::<8>()?)))
}

/// Lower case of eight ASCII bytes at once: a byte from "A" to "Z" gets the bit of lower case.
fn lower(bytes: u64) -> u64 {
    const FROM_A: u64 = u64::from_le_bytes([0x80 - b'A'; 8]);
    const ABOVE_Z: u64 = u64::from_le_bytes([0x7f - b'Z'; 8]);
    bytes | ((((bytes + FROM_A) ^ (bytes + ABOVE_Z)) & HIGH) >> 2)
}

/// How many of eight bytes are ASCII letters, up to the first that is none.
fn letters(bytes: u64) -> usize {
    const FROM_A: u64 = u64::from_le_bytes([0x80 - b'a'; 8]);
    const ABOVE_Z: u64 = u64::from_le_bytes([0x7f - b'z'; 8]);
    const LOWER: u64 = u64::from_le_bytes([0x20; 8]);
    let small = (bytes & !HIGH) | LOWER;
    let letter = ((small + FROM_A) ^ (small + ABOVE_Z)) & !bytes & HIGH;
    (!letter & HIGH).trailing_zeros() as usize / 8
}

/// A word in lower case, curly apostrophes straightened.
fn fold(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { folded_letters(word).collect() }
}

fn folded_letters(word: &str) -> impl Iterator<Item = char> {
    let straight = |letter| if matches!(letter, '\u{2019}' | '\u{2018}') { '\'' } else { letter };
    word.chars().flat_map(char::to_lowercase).map(straight)
}

/// A table from words to values, by position in the lexicon.
#[derive(Clone, Debug)]
pub struct WordMap<T> {
    /// Number of the word's value, from 1; 0 for none. Small, as most maps hold few of the words.
    slots: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for WordMap<T> {
    fn default() -> WordMap<T> {
        WordMap { slots: Vec::new(), values: Vec::new() }
    }
}

impl<T> WordMap<T> {
    pub fn insert(&mut self, word: WordId, value: T) {
        match self.get_mut(word) {
            Some(known) => *known = value,
            None => self.add(word, value),
        }
    }

    fn add(&mut self, word: WordId, value: T) {
        let index = word.0 as usize;
        if self.slots.len() <= index {
            self.slots.resize(index + 1, 0);
        }
        self.values.push(value);
        if let Some(slot) = self.slots.get_mut(index) {
            *slot = u32::try_from(self.values.len()).unwrap_or(0);
        }
    }

    pub fn get(&self, word: WordId) -> Option<&T> {
        let slot = *self.slots.get(word.0 as usize)?;
        self.values.get((slot as usize).wrapping_sub(1))
    }

    fn get_mut(&mut self, word: WordId) -> Option<&mut T> {
        let slot = *self.slots.get(word.0 as usize)?;
        self.values.get_mut((slot as usize).wrapping_sub(1))
    }

    pub fn contains(&self, word: WordId) -> bool {
        self.slots.get(word.0 as usize).is_some_and(|slot| *slot > 0)
    }

    /// Words that have a value.
    pub fn words(&self) -> impl Iterator<Item = WordId> {
        let numbered = (0..).map(WordId).zip(&self.slots);
        numbered.filter_map(|(word, slot)| (*slot > 0).then_some(word))
    }
}

/// A set of words that is asked for every token of a text.
#[derive(Clone, Debug, Default)]
pub struct WordSet {
    /// A bit a word.
    bits: Vec<u64>,
}

impl WordSet {
    pub fn contains(&self, word: WordId) -> bool {
        let bits = self.bits.get(word.0 as usize / 64).copied().unwrap_or_default();
        bits >> (word.0 % 64) & 1 == 1
    }

    /// Adds a word that has a number of the lexicon.
    pub fn insert(&mut self, word: WordId) {
        if !word.is_known() {
            return;
        }
        let index = word.0 as usize / 64;
        if self.bits.len() <= index {
            self.bits.resize(index + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(index) {
            *bits |= 1 << (word.0 % 64);
        }
    }

    pub fn words(&self) -> impl Iterator<Item = WordId> {
        let end = u32::try_from(self.bits.len() * 64).unwrap_or(u32::MAX);
        (0..end).map(WordId).filter(|word| self.contains(*word))
    }
}

impl Extend<WordId> for WordSet {
    fn extend<T: IntoIterator<Item = WordId>>(&mut self, words: T) {
        words.into_iter().for_each(|word| self.insert(word));
    }
}

/// Phrases of one or more words with a value each; the longest match wins.
#[derive(Clone, Debug)]
pub struct PhraseMap<T> {
    by_first: WordMap<Phrases<T>>,
    /// The first words again: most words of a text begin no phrase, and a set tells so soonest.
    heads: WordSet,
}

/// Phrases that begin with one word.
#[derive(Clone, Debug)]
struct Phrases<T> {
    /// The value of the word alone.
    alone: Option<T>,
    /// What follows the word, by the next word, the longest first.
    longer: Vec<(Box<[WordId]>, T)>,
}

impl<T> Default for PhraseMap<T> {
    fn default() -> PhraseMap<T> {
        PhraseMap { by_first: WordMap::default(), heads: WordSet::default() }
    }
}

impl<T> PhraseMap<T> {
    pub fn insert(&mut self, phrase: &[WordId], value: T) {
        let Some((&first, rest)) = phrase.split_first() else { return };
        if !self.by_first.contains(first) {
            self.by_first.add(first, Phrases { alone: None, longer: Vec::new() });
            self.heads.insert(first);
        }
        let Some(phrases) = self.by_first.get_mut(first) else { return };
        if rest.is_empty() {
            phrases.alone = Some(value);
            return;
        }
        let key = |rest: &[WordId]| (rest.first().copied(), Reverse(rest.len()));
        phrases.longer.retain(|(known, _)| **known != *rest);
        let at = phrases.longer.partition_point(|(known, _)| key(known) <= key(rest));
        phrases.longer.insert(at, (Box::from(rest), value));
    }

    /// First words of the phrases.
    pub fn heads(&self) -> impl Iterator<Item = WordId> {
        self.by_first.words()
    }

    /// Whether some phrase begins with the word.
    pub fn begins(&self, word: WordId) -> bool {
        self.heads.contains(word)
    }

    /// Longest phrase at the head of `words`, with its length in words.
    #[inline]
    pub fn longest(&self, mut words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &T)> {
        let first = words.next().filter(|first| self.heads.contains(*first))?;
        self.longest_from(first, words)
    }

    fn longest_from(
        &self,
        first: WordId,
        words: impl Iterator<Item = WordId> + Clone,
    ) -> Option<(usize, &T)> {
        let phrases = self.by_first.get(first)?;
        let alone = || phrases.alone.as_ref().map(|value| (1, value));
        let Some(second) = words.clone().next().filter(|_| !phrases.longer.is_empty()) else {
            return alone();
        };
        let next = |rest: &[WordId]| rest.first().copied().unwrap_or_default();
        let from = phrases.longer.partition_point(|(rest, _)| next(rest) < second);
        let same = phrases.longer.iter().skip(from).take_while(|(rest, _)| next(rest) == second);
        same.filter(|(rest, _)| {
            let mut words = words.clone();
            rest.iter().all(|want| words.next() == Some(*want))
        })
        .map(|(rest, value)| (rest.len() + 1, value))
        .next()
        .or_else(alone)
    }
}
