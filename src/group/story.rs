use rustc_hash::FxHashMap;

use crate::model::Document;

/// Documents about one event or running affair, as indices in order.
pub(super) type Story = Vec<usize>;

/// Likeness from which two documents tell one story; between 0 and 1.
const LIKE: f64 = 0.2;
/// Names in common without which two documents are never one story.
const SHARED_NAMES: usize = 1;
/// Days between two publications beyond which they are two stories.
const WINDOW_DAYS: i32 = 14;
/// Documents about other things that a run is thought to stand among, so that a word of all its
/// articles is still rare when they are few.
const OTHERS: f64 = 1000.0;
/// A name in more documents than this leads to no candidates.
const COMMON: usize = 400;

/// Clusters documents by the names and words that they share, weighted by rarity.
pub(super) fn stories(documents: &[Document]) -> Vec<Story> {
    let weights = Weights::new(documents);
    let vectors: Vec<Vector> = documents.iter().map(|document| weights.vector(document)).collect();
    let mut holders: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut roots: Vec<usize> = (0..documents.len()).collect();
    for (index, document) in documents.iter().enumerate() {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for (name, _) in &document.names {
            let known = holders.entry(name.as_str()).or_default();
            if known.len() < COMMON {
                for other in known.iter() {
                    *shared.entry(*other).or_default() += 1;
                }
                known.push(index);
            }
        }
        let mut candidates: Vec<usize> = shared
            .into_iter()
            .filter(|(_, names)| *names >= SHARED_NAMES)
            .map(|(other, _)| other)
            .collect();
        candidates.sort_unstable();
        for other in candidates {
            if is_one_story(documents, &vectors, index, other) {
                join(&mut roots, index, other);
            }
        }
    }
    collect(&mut roots)
}

fn is_one_story(documents: &[Document], vectors: &[Vector], a: usize, b: usize) -> bool {
    let dates =
        [a, b].map(|index| documents.get(index).and_then(|document| document.article.date()));
    if let [Some(x), Some(y)] = dates {
        let days = (x - y).get_days().abs();
        if days > WINDOW_DAYS {
            return false;
        }
    }
    match (vectors.get(a), vectors.get(b)) {
        (Some(a), Some(b)) => a.likeness(b) >= LIKE,
        _ => false,
    }
}

fn root(roots: &mut [usize], mut index: usize) -> usize {
    while let Some(up) = roots.get(index).copied().filter(|up| *up != index) {
        let above = roots.get(up).copied().unwrap_or(up);
        if let Some(slot) = roots.get_mut(index) {
            *slot = above;
        }
        index = above;
    }
    index
}

fn join(roots: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(roots, a), root(roots, b));
    if let Some(slot) = roots.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

fn collect(roots: &mut [usize]) -> Vec<Story> {
    let mut stories: Vec<Story> = Vec::new();
    let mut numbers: FxHashMap<usize, usize> = FxHashMap::default();
    for index in 0..roots.len() {
        let number = *numbers.entry(root(roots, index)).or_insert_with(|| {
            stories.push(Vec::new());
            stories.len() - 1
        });
        if let Some(story) = stories.get_mut(number) {
            story.push(index);
        }
    }
    stories
}

/// In how many documents each name and word occurs.
struct Weights<'d> {
    documents: f64,
    holders: FxHashMap<(bool, &'d str), u32>,
}

/// A document's names and words with their weights, sorted, at length 1.
struct Vector {
    entries: Vec<((bool, u64), f64)>,
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

    fn vector(&self, document: &Document) -> Vector {
        let names = document.names.iter().map(|(name, count)| ((true, name), *count));
        let terms = document.terms.iter().map(|(term, count)| ((false, term), *count));
        let mut entries: Vec<((bool, u64), f64)> = names
            .chain(terms)
            .map(|((is_name, word), count)| {
                let holders = self.holders.get(&(is_name, word.as_str())).copied().unwrap_or(1);
                let rarity = (self.documents / f64::from(holders)).ln();
                let weight = (1.0 + f64::from(count).ln()) * rarity;
                ((is_name, xxhash_rust::xxh3::xxh3_64(word.as_bytes())), weight)
            })
            .collect();
        entries.sort_by_key(|(key, _)| *key);
        let length = entries.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        for (_, weight) in &mut entries {
            *weight /= length.max(f64::MIN_POSITIVE);
        }
        Vector { entries }
    }
}

impl Vector {
    /// Cosine of the angle between two documents.
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
