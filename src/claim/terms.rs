use std::collections::BTreeMap;

use xxhash_rust::xxh3::Xxh3;

use crate::model::{Block, Sentence, TokenKind};

/// Shortest word that counts as a content word, in bytes.
const SHORTEST: usize = 5;
/// Words in a run that is hashed to tell copies.
const RUN: usize = 5;

/// Content words of an article with their numbers, sorted: lower-case words that are not short.
pub(super) fn terms(sentences: &[Sentence], text: &str) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for sentence in sentences.iter().filter(|sentence| sentence.block != Block::Boilerplate) {
        for token in &sentence.tokens {
            let word = token.span.of(text);
            if token.kind == TokenKind::Lower && word.len() >= SHORTEST {
                *counts.entry(word.strip_suffix('s').unwrap_or(word)).or_default() += 1;
            }
        }
    }
    counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect()
}

/// Hashes of every run of five words, sorted; numbers are left out, so that a copy with an altered
/// number still shows as a copy.
pub(super) fn shingles(sentences: &[Sentence], text: &str) -> Vec<u64> {
    let words: Vec<&str> = sentences
        .iter()
        .filter(|sentence| sentence.block.makes_claims())
        .flat_map(|sentence| &sentence.tokens)
        .filter(|token| token.kind.is_word())
        .map(|token| token.span.of(text))
        .collect();
    let mut hashes: Vec<u64> = words.windows(RUN).map(run).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn run(words: &[&str]) -> u64 {
    let mut hasher = Xxh3::new();
    for word in words {
        for byte in word.bytes() {
            hasher.update(&[byte.to_ascii_lowercase()]);
        }
        hasher.update(&[0]);
    }
    hasher.digest()
}
