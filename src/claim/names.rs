use std::collections::BTreeMap;

use crate::model::Mention;

/// How often each name and place occurs by its key, sorted.
pub(super) fn counts(mentions: &[Vec<Mention>]) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for key in mentions.iter().flatten().filter_map(|mention| mention.key.as_deref()) {
        *counts.entry(key).or_default() += 1;
    }
    counts.into_iter().map(|(key, count)| (key.to_owned(), count)).collect()
}
