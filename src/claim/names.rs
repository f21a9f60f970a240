use rustc_hash::FxHashMap;

use crate::model::Mention;

/// How often each name and place occurs by its key, sorted.
pub(super) fn counts(mentions: &[Vec<Mention>]) -> Vec<(String, u32)> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for key in mentions.iter().flatten().filter_map(|mention| mention.key.as_deref()) {
        *counts.entry(key).or_default() += 1;
    }
    let mut counts: Vec<(&str, u32)> = counts.into_iter().collect();
    counts.sort_unstable();
    counts.into_iter().map(|(key, count)| (key.to_owned(), count)).collect()
}
