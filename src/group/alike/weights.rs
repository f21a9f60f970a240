use rustc_hash::FxHashMap;

use crate::{group::story::Story, model::Document};

/// Weights are in eighths of a bit: a word in one of 64 sentences weighs 48.
pub(super) const BIT: u32 = 8;
/// A story of few sentences is weighed as one of this many.
pub(super) const SENTENCES: u64 = 64;
/// A keyword weighs no more than this.
const HEAVIEST: u32 = 6 * BIT;

/// What a keyword weighs: the fewer sentences of the story hold it, the more.
pub(super) struct Weights {
    sentences: u64,
    holders: FxHashMap<u32, u64>,
}

impl Weights {
    pub(super) fn new(documents: &[Document], story: &Story) -> Weights {
        let mut holders: FxHashMap<u32, u64> = FxHashMap::default();
        let mut sentences = 0;
        for document in story.iter().filter_map(|index| documents.get(*index)) {
            for keywords in document.keywords.chunk_by(|a, b| a.sentence == b.sentence) {
                let mut keys: Vec<u32> = keywords.iter().map(|keyword| keyword.key).collect();
                keys.sort_unstable();
                keys.dedup();
                sentences += 1;
                for key in keys {
                    *holders.entry(key).or_default() += 1;
                }
            }
        }
        Weights { sentences: sentences.max(SENTENCES), holders }
    }

    pub(super) fn of(&self, key: u32) -> u32 {
        let holders = self.holders.get(&key).copied().unwrap_or(1);
        log2(self.sentences).saturating_sub(log2(holders)).min(HEAVIEST)
    }
}

/// Binary logarithm in eighths, rounded down between powers of two along a straight line; the same
/// on every machine.
pub(super) fn log2(number: u64) -> u32 {
    let whole = number.max(1).ilog2();
    let rest = number.max(1) - (1 << whole);
    let eighths = u32::try_from((rest * u64::from(BIT)) >> whole).unwrap_or_default();
    whole * BIT + eighths
}
