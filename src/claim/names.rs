use std::collections::BTreeMap;

use crate::{
    model::{Mention, Sentence},
    rule::Rules,
    value::Value,
};

/// Key of every name and place of an article, mention by mention: one for all the ways in which
/// the article names somebody.
pub(super) fn keys(
    _sentences: &[Sentence],
    mentions: &[Vec<Mention>],
    _text: &str,
    _rules: &Rules,
) -> Vec<Vec<Option<String>>> {
    let key = |mention: &Mention| match &mention.value {
        Value::Name(name) => Some(name.to_lowercase()),
        Value::Place(place) => Some(place.name.to_lowercase()),
        Value::Count(_)
        | Value::Money(_)
        | Value::Duration(_)
        | Value::Quantity(_)
        | Value::Percent { .. }
        | Value::Ordinal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Age(_) => None,
    };
    mentions.iter().map(|mentions| mentions.iter().map(key).collect()).collect()
}

/// How often each key occurs, sorted.
pub(super) fn counts(keys: &[Vec<Option<String>>]) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<&String, u32> = BTreeMap::new();
    for key in keys.iter().flatten().flatten() {
        *counts.entry(key).or_default() += 1;
    }
    counts.into_iter().map(|(key, count)| (key.clone(), count)).collect()
}
