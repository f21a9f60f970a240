use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Block, Sentence, TokenKind};

/// Shortest word that counts as a content word, in bytes.
const SHORTEST: usize = 5;
/// Bytes of a word with what stands between it and the next, for the room that words take.
const USUAL: usize = 5;
/// Words in a run that is hashed to tell copies.
const RUN: usize = 5;

/// Content words of an article with their numbers, sorted: lower-case words that are not short.
pub(super) fn terms(sentences: &[Sentence], text: &str) -> Vec<(String, u32)> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    counts.reserve(text.len() / (4 * USUAL));
    for sentence in sentences.iter().filter(|sentence| sentence.block != Block::Boilerplate) {
        for token in &sentence.tokens {
            let word = token.span.of(text);
            if token.kind == TokenKind::Lower && word.len() >= SHORTEST {
                *counts.entry(word.strip_suffix('s').unwrap_or(word)).or_default() += 1;
            }
        }
    }
    let mut terms: Vec<(u64, &str, u32)> =
        counts.into_iter().map(|(word, count)| (head(word), word, count)).collect();
    terms.sort_unstable();
    terms.into_iter().map(|(_, word, count)| (word.to_owned(), count)).collect()
}

/// The first bytes of a word as a number that sorts as they do, so that few words are compared whole.
fn head(word: &str) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(word.bytes()).for_each(|(to, from)| *to = from);
    u64::from_be_bytes(bytes)
}

/// Hashes of every run of five words, sorted; numbers are left out, so that a copy with an altered
/// number still shows as a copy.
pub(super) fn shingles(sentences: &[Sentence], text: &str) -> Vec<u64> {
    // All words in small letters, with a zero byte behind each, and where each begins and ends.
    let mut letters: Vec<u8> = Vec::with_capacity(text.len());
    let mut starts: Vec<usize> = Vec::with_capacity(text.len() / USUAL);
    starts.push(0);
    for sentence in sentences.iter().filter(|sentence| sentence.block.makes_claims()) {
        for token in sentence.tokens.iter().filter(|token| token.kind.is_word()) {
            let word = token.span.start as usize..token.span.end as usize;
            letters.extend_from_slice(text.as_bytes().get(word).unwrap_or_default());
            letters.push(0);
            starts.push(letters.len());
        }
    }
    letters.make_ascii_lowercase();
    let run = |bounds: &[usize]| match bounds {
        [start, .., end] => letters.get(*start..*end).map(xxh3_64),
        [] | [_] => None,
    };
    let mut hashes = sorted(&starts.windows(RUN + 1).filter_map(run).collect::<Vec<u64>>());
    hashes.dedup();
    hashes
}

/// Sorts hashes: spread over places by their first byte they are nearly in order.
fn sorted(hashes: &[u64]) -> Vec<u64> {
    let first = |hash: u64| (hash >> 56) as usize;
    let mut places = [0usize; 257];
    for hash in hashes {
        if let Some(count) = places.get_mut(first(*hash) + 1) {
            *count += 1;
        }
    }
    let mut before = 0;
    for place in &mut places {
        before += *place;
        *place = before;
    }
    let mut sorted = vec![0; hashes.len()];
    for hash in hashes {
        let Some(place) = places.get_mut(first(*hash)) else { continue };
        if let Some(slot) = sorted.get_mut(*place) {
            *slot = *hash;
        }
        *place += 1;
    }
    // Each place now holds where the next byte's hashes begin.
    let mut start = 0;
    for end in places {
        if let Some(alike) = sorted.get_mut(start..end) {
            alike.sort_unstable();
        }
        start = end;
    }
    sorted
}
