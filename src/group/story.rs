use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::model::Document;

use super::roots::Roots;

/// Documents about one event or running affair, as indices in order.
pub(super) type Story = Vec<usize>;

/// Likeness from which two documents tell one story; between 0 and 1.
const LIKE: f64 = 0.2;
/// The same for their names alone: two quakes share many words, but not their places.
const LIKE_NAMES: f64 = 0.1;
/// Short texts about one place share fewer words: then their names must be closer.
const LESS_LIKE: f64 = 0.12;
const MORE_NAMES: f64 = 0.4;
/// Days between two publications beyond which they are two stories.
const WINDOW_DAYS: i32 = 14;
/// The same for articles that are much alike: an affair may run for weeks.
const LONG_WINDOW_DAYS: i32 = 42;
/// How much more alike they are then.
const MUCH: f64 = 1.5;
/// Documents about other things that a run is thought to stand among, so that a word of all its
/// articles is still rare when they are few.
const OTHERS: f64 = 1000.0;
/// A name in more documents than this leads only to the latest of them before a document.
const COMMON: usize = 400;
const LATEST: usize = 64;

/// Clusters documents by the names and words that they share, weighted by rarity.
pub(super) fn stories(documents: &[Document]) -> Vec<Story> {
    let weights = Weights::new(documents);
    let profiles: Vec<Profile> =
        documents.iter().map(|document| weights.profile(document)).collect();
    let day = |index: usize| documents.get(index).and_then(|document| document.article.date());
    let mut in_time: Vec<usize> = (0..documents.len()).collect();
    in_time.sort_by_key(|index| (day(*index).is_none(), day(*index), *index));
    let mut holders: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut roots = Roots::new(documents.len());
    let mut candidates: Vec<usize> = Vec::new();
    for index in in_time {
        let Some(document) = documents.get(index) else { continue };
        for (name, _) in &document.names {
            let known = holders.entry(name.as_str()).or_default();
            let first = if known.len() < COMMON { 0 } else { known.len() - LATEST };
            candidates.extend(known.iter().skip(first));
            known.push(index);
        }
        candidates.sort_unstable();
        candidates.dedup();
        for other in candidates.drain(..) {
            let apart = roots.root(index) != roots.root(other);
            if apart && is_one_story(documents, &profiles, index, other) {
                roots.join(index, other);
            }
        }
    }
    roots.sets()
}

fn is_one_story(documents: &[Document], profiles: &[Profile], a: usize, b: usize) -> bool {
    let dates =
        [a, b].map(|index| documents.get(index).and_then(|document| document.article.date()));
    let mut more = 1.0;
    if let [Some(x), Some(y)] = dates {
        let days = (x - y).get_days().abs();
        if days > LONG_WINDOW_DAYS {
            return false;
        }
        if days > WINDOW_DAYS {
            more = MUCH;
        }
    }
    match (profiles.get(a), profiles.get(b)) {
        (Some(a), Some(b)) => {
            let (words, names) = (a.words.likeness(&b.words), a.names.likeness(&b.names));
            words >= LIKE * more && names >= LIKE_NAMES * more
                || words >= LESS_LIKE * more && names >= MORE_NAMES * more
        }
        _ => false,
    }
}

/// In how many documents each name and word occurs.
struct Weights<'d> {
    documents: f64,
    holders: FxHashMap<(bool, &'d str), u32>,
}

/// What a document is told by: its names, and its names and words together.
struct Profile {
    names: Vector,
    words: Vector,
}

/// Weights by the hash of the word, sorted, at length 1.
struct Vector {
    entries: Vec<(u64, f64)>,
}

impl<'d> Weights<'d> {
    fn new(documents: &'d [Document]) -> Weights<'d> {
        let mut holders: FxHashMap<(bool, &str), u32> = FxHashMap::default();
        for document in documents {
            for (name, _) in &document.names {
                *holders.entry((true, name)).or_default() += 1;
            }
            for (term, _) in &document.terms {
                *holders.entry((false, term)).or_default() += 1;
            }
        }
        Weights { documents: OTHERS + documents.len() as f64, holders }
    }

    fn profile(&self, document: &Document) -> Profile {
        let weigh = |is_name: bool, counts: &[(String, u32)]| -> Vec<(u64, f64)> {
            let weight = |(word, count): &(String, u32)| {
                let holders = self.holders.get(&(is_name, word.as_str())).copied().unwrap_or(1);
                let rarity = (self.documents / f64::from(holders)).ln();
                let hash = xxh3_64_with_seed(word.as_bytes(), u64::from(is_name));
                (hash, (1.0 + f64::from(*count).ln()) * rarity)
            };
            counts.iter().map(weight).collect()
        };
        let names = weigh(true, &document.names);
        let words = [names.clone(), weigh(false, &document.terms)].concat();
        Profile { names: Vector::new(names), words: Vector::new(words) }
    }
}

impl Vector {
    fn new(mut entries: Vec<(u64, f64)>) -> Vector {
        entries.sort_by_key(|(key, _)| *key);
        let length = entries.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        for (_, weight) in &mut entries {
            *weight /= length.max(f64::MIN_POSITIVE);
        }
        Vector { entries }
    }

    /// Cosine of the angle between two vectors.
    fn likeness(&self, other: &Vector) -> f64 {
        let mut right = other.entries.iter().peekable();
        let mut sum = 0.0;
        for (key, weight) in &self.entries {
            while right.peek().is_some_and(|(other, _)| other < key) {
                right.next();
            }
            if let Some((_, other)) = right.peek().filter(|(other, _)| other == key) {
                sum += weight * other;
            }
        }
        sum
    }
}
