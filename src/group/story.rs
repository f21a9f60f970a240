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
/// The share of these that a document must reach on average against all of a story, so that stories
/// do not grow into one another along a chain of neighbours.
const COHESION: f64 = 0.5;
/// Likeness of documents, and of their names, that tell the same news of a story, and the days between
/// them at most.
const SAME: f64 = 0.25;
const SAME_NAMES: f64 = 0.2;
const SAME_DAYS: i32 = 3;
/// Documents about other things that a run is thought to stand among, so that a word of all its
/// articles is still rare when they are few.
const OTHERS: f64 = 1000.0;
/// A name in more documents than this leads only to the latest of them before a document.
const COMMON: usize = 400;
const LATEST: usize = 64;

/// The stories of a run, and their episodes.
pub(super) struct Stories {
    pub(super) stories: Vec<Story>,
    /// For each document the number of its episode: those of one episode tell the same news.
    pub(super) episodes: Vec<usize>,
}

/// Clusters documents by the names and words that they share, weighted by rarity.
pub(super) fn stories(documents: &[Document]) -> Stories {
    let weights = Weights::new(documents);
    let profiles: Vec<Profile> =
        documents.iter().map(|document| weights.profile(document)).collect();
    let day = |index: usize| documents.get(index).and_then(|document| document.article.date());
    let mut in_time: Vec<usize> = (0..documents.len()).collect();
    in_time.sort_by_key(|index| (day(*index).is_none(), day(*index), *index));
    let mut holders: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let (mut stories, mut episodes) = (Clusters::new(&profiles), Clusters::new(&profiles));
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
            let days = day(index).zip(day(other)).map(|(a, b)| (a - b).get_days().abs());
            if days.is_some_and(|days| days > LONG_WINDOW_DAYS) || episodes.are_one(index, other) {
                continue;
            }
            let Some((a, b)) = profiles.get(index).zip(profiles.get(other)) else { continue };
            let likeness = a.likeness(b);
            if !stories.are_one(index, other) && likeness.is_one_story(days) {
                stories.join(index, other, LIKE, LIKE_NAMES);
            }
            if likeness.is_same_news(days) {
                episodes.join(index, other, SAME, SAME_NAMES);
            }
        }
    }
    let episodes = (0..documents.len()).map(|index| episodes.roots.root(index)).collect();
    Stories { stories: stories.roots.sets(), episodes }
}

/// Documents that were joined, each set with the sum of its profiles.
struct Clusters {
    roots: Roots,
    sums: Vec<Profile>,
}

impl Clusters {
    fn new(profiles: &[Profile]) -> Clusters {
        Clusters { roots: Roots::new(profiles.len()), sums: profiles.to_vec() }
    }

    fn are_one(&mut self, a: usize, b: usize) -> bool {
        self.roots.root(a) == self.roots.root(b)
    }

    /// Joins the sets of two documents, unless they are too unlike on average.
    fn join(&mut self, a: usize, b: usize, like: f64, like_names: f64) {
        let (a, b) = (self.roots.root(a), self.roots.root(b));
        let [Some(left), Some(right)] = [self.sums.get(a), self.sums.get(b)] else { return };
        let pairs = left.documents * right.documents;
        let likeness = left.likeness(right);
        if a == b
            || likeness.words < COHESION * like * pairs
            || likeness.names < COHESION * like_names * pairs
        {
            return;
        }
        let both = left.with(right);
        self.roots.join(a, b);
        if let Some(slot) = self.sums.get_mut(a.min(b)) {
            *slot = both;
        }
    }
}

/// How alike two documents are in their names and words, and in their names alone.
struct Likeness {
    words: f64,
    names: f64,
}

impl Likeness {
    /// `days` lie between the documents, where both are dated.
    fn is_one_story(&self, days: Option<i32>) -> bool {
        let more = if days.is_some_and(|days| days > WINDOW_DAYS) { MUCH } else { 1.0 };
        self.words >= LIKE * more && self.names >= LIKE_NAMES * more
            || self.words >= LESS_LIKE * more && self.names >= MORE_NAMES * more
    }

    fn is_same_news(&self, days: Option<i32>) -> bool {
        days.is_none_or(|days| days <= SAME_DAYS) && self.words >= SAME && self.names >= SAME_NAMES
    }
}

/// In how many documents each name and word occurs.
struct Weights<'d> {
    documents: f64,
    holders: FxHashMap<(bool, &'d str), u32>,
}

/// What documents are told by: their names, and their names and words together.
#[derive(Clone)]
struct Profile {
    documents: f64,
    names: Vector,
    words: Vector,
}

/// Weights by the hash of the word, sorted; at length 1 for one document, a sum for several.
#[derive(Clone)]
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
        Profile { documents: 1.0, names: Vector::new(names), words: Vector::new(words) }
    }
}

impl Profile {
    fn likeness(&self, other: &Profile) -> Likeness {
        Likeness {
            words: self.words.likeness(&other.words),
            names: self.names.likeness(&other.names),
        }
    }

    fn with(&self, other: &Profile) -> Profile {
        Profile {
            documents: self.documents + other.documents,
            names: self.names.plus(&other.names),
            words: self.words.plus(&other.words),
        }
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

    fn plus(&self, other: &Vector) -> Vector {
        let mut entries = [self.entries.as_slice(), &other.entries].concat();
        entries.sort_by_key(|(key, _)| *key);
        entries.dedup_by(|(key, weight), (kept, sum)| {
            let same = key == kept;
            if same {
                *sum += *weight;
            }
            same
        });
        Vector { entries }
    }

    /// Product of two vectors: of two documents the cosine of the angle between them.
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
