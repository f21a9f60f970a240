use std::{cmp::Reverse, collections::VecDeque, io};

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::Document;

use super::{
    brief::{self, Briefs, Topic},
    roots::Roots,
};

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
/// A name in so many documents from which a story may reach to another leads only to the latest of them.
const COMMON: usize = 400;
const LATEST: usize = 64;
/// Documents that are read at once.
const AT_ONCE: usize = 512;

/// The stories of a run, and their episodes.
pub(super) struct Stories {
    pub(super) stories: Vec<Story>,
    /// For each document the number of its episode: those of one episode tell the same news.
    pub(super) episodes: Vec<u32>,
    /// Names that led to the latest documents only, those most pairs share first.
    pub(super) common: Vec<Common>,
}

/// A name in so many documents that not all of them were looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Common {
    key: u32,
    /// Pairs of documents that this name did not bring together.
    pub pairs: u64,
    /// The last document with it.
    pub document: u32,
}

impl Common {
    /// The name, as the document has it.
    pub fn name(self, document: &Document) -> Option<&str> {
        let is_it = |(name, _): &&(String, u32)| brief::key(name, true) == self.key;
        document.names.iter().find(is_it).map(|(name, _)| name.as_str())
    }
}

/// Clusters documents by the names and words that they share, weighted by rarity. They are gone
/// through in the order of their days, and what lies further back than any story reaches is dropped.
///
/// # Errors
/// When a temporary file cannot be read.
pub(super) fn stories(briefs: &Briefs, advance: &(dyn Fn(u64) + Sync)) -> io::Result<Stories> {
    let count = briefs.len();
    let days: Vec<Option<i32>> = briefs.days.iter().map(|day| day.map(number)).collect();
    let day = |index: usize| days.get(index).copied().flatten();
    let mut in_time: Vec<usize> = (0..count).collect();
    in_time.sort_by_key(|index| (day(*index).is_none(), day(*index), *index));
    let mut holders: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut profiles = Profiles { weights: Weights::new(briefs), near: FxHashMap::default() };
    let (mut stories, mut episodes) = (Clusters::new(count), Clusters::new(count));
    let mut recent: VecDeque<usize> = VecDeque::new();
    let mut candidates: Vec<u32> = Vec::new();
    let mut common: FxHashMap<u32, Common> = FxHashMap::default();
    for indices in in_time.chunks(AT_ONCE) {
        let read = |index: &usize| {
            let topic = briefs.topics.get(*index)?;
            let profile = profiles.weights.profile(&topic);
            Ok((*index, topic, profile))
        };
        let read: io::Result<Vec<_>> = indices.par_iter().map(read).collect();
        for (index, topic, profile) in read? {
            let today = day(index);
            while let Some(old) = recent.front().copied().filter(|it| is_past(day(*it), today)) {
                recent.pop_front();
                profiles.near.remove(&old);
                stories.leave(old);
                episodes.leave(old);
            }
            let document = u32::try_from(index).map_err(io::Error::other)?;
            for (name, _) in &topic.names {
                let known = holders.entry(*name).or_default();
                // Those that lie too far back come first.
                let past = known.partition_point(|other| is_past(day(*other as usize), today));
                let near = known.len() - past;
                let first = if near < COMMON { past } else { known.len() - LATEST };
                candidates.extend(known.iter().skip(first));
                known.push(document);
                if first > past {
                    let new = Common { key: *name, pairs: 0, document };
                    let known = common.entry(*name).or_insert(new);
                    known.pairs += (first - past) as u64;
                    known.document = document;
                }
            }
            candidates.sort_unstable();
            candidates.dedup();
            profiles.near.insert(index, profile);
            if today.is_some() {
                recent.push_back(index);
            }
            for other in candidates.drain(..) {
                let other = other as usize;
                if episodes.are_one(index, other) {
                    continue;
                }
                let days = today.zip(day(other)).map(|(a, b)| (a - b).abs());
                profiles.fetch(other)?;
                let Some((a, b)) = profiles.near.get(&index).zip(profiles.near.get(&other)) else {
                    continue;
                };
                let Some(likeness) = a.likeness_from(b, LIKE_NAMES) else { continue };
                if !stories.are_one(index, other) && likeness.is_one_story(days) {
                    stories.join((index, other), (LIKE, LIKE_NAMES), &mut profiles)?;
                }
                if likeness.is_same_news(days) {
                    episodes.join((index, other), (SAME, SAME_NAMES), &mut profiles)?;
                }
            }
        }
        advance(indices.len() as u64);
    }
    let root = |index| u32::try_from(episodes.roots.root(index)).map_err(io::Error::other);
    let episodes = (0..count).map(root).collect::<io::Result<Vec<u32>>>()?;
    let mut common: Vec<Common> = common.into_values().collect();
    common.sort_unstable_by_key(|it| (Reverse(it.pairs), it.key));
    Ok(Stories { stories: stories.roots.sets(), episodes, common })
}

/// A day as a number that grows by one a day.
fn number(day: Date) -> i32 {
    (day - Date::ZERO).get_days()
}

/// Whether a day lies so far back that no story reaches from it to another.
fn is_past(day: Option<i32>, today: Option<i32>) -> bool {
    day.zip(today).is_some_and(|(day, today)| today - day > LONG_WINDOW_DAYS)
}

/// The profiles of the documents that others may still join.
struct Profiles<'b> {
    weights: Weights<'b>,
    near: FxHashMap<usize, Profile>,
}

impl Profiles<'_> {
    /// Works a profile out again where it was dropped.
    fn fetch(&mut self, index: usize) -> io::Result<()> {
        if !self.near.contains_key(&index) {
            let profile = self.weights.profile(&self.weights.briefs.topics.get(index)?);
            self.near.insert(index, profile);
        }
        Ok(())
    }
}

/// Documents that were joined, each set of several with the sum of its profiles.
struct Clusters {
    roots: Roots,
    /// The documents of each set of several, by its root.
    members: FxHashMap<usize, Vec<usize>>,
    sums: FxHashMap<usize, Profile>,
    /// How many documents of a set were not dropped.
    near: FxHashMap<usize, usize>,
}

impl Clusters {
    fn new(count: usize) -> Clusters {
        Clusters {
            roots: Roots::new(count),
            members: FxHashMap::default(),
            sums: FxHashMap::default(),
            near: FxHashMap::default(),
        }
    }

    fn are_one(&mut self, a: usize, b: usize) -> bool {
        self.roots.root(a) == self.roots.root(b)
    }

    /// Drops the sum of a document's set with its last document.
    fn leave(&mut self, index: usize) {
        let root = self.roots.root(index);
        if let Some(near) = self.near.get_mut(&root) {
            *near = near.saturating_sub(1);
            if *near == 0 {
                self.near.remove(&root);
                self.sums.remove(&root);
            }
        }
    }

    /// Joins the sets of two documents, unless they are too unlike on average.
    fn join(
        &mut self,
        (a, b): (usize, usize),
        (like, like_names): (f64, f64),
        profiles: &mut Profiles<'_>,
    ) -> io::Result<()> {
        let (a, b) = (self.roots.root(a), self.roots.root(b));
        if a == b {
            return Ok(());
        }
        for root in [a, b] {
            self.fetch(root, profiles)?;
        }
        let sum = |root: usize| self.sums.get(&root).or_else(|| profiles.near.get(&root));
        let Some((left, right)) = sum(a).zip(sum(b)) else { return Ok(()) };
        let pairs = left.documents * right.documents;
        let likeness = left.likeness(right);
        if likeness.words < COHESION * like * pairs
            || likeness.names < COHESION * like_names * pairs
        {
            return Ok(());
        }
        let both = left.with(right);
        self.roots.join(a, b);
        let mut members = self.members.remove(&a).unwrap_or_else(|| vec![a]);
        members.extend(self.members.remove(&b).unwrap_or_else(|| vec![b]));
        let near = self.near.remove(&a).unwrap_or(1) + self.near.remove(&b).unwrap_or(1);
        self.sums.remove(&a.max(b));
        self.sums.insert(a.min(b), both);
        self.near.insert(a.min(b), near);
        self.members.insert(a.min(b), members);
        Ok(())
    }

    /// Works a sum out again where it was dropped.
    fn fetch(&mut self, root: usize, profiles: &mut Profiles<'_>) -> io::Result<()> {
        let Some(members) = self.members.get(&root) else { return profiles.fetch(root) };
        if self.sums.contains_key(&root) {
            return Ok(());
        }
        let mut members = members.clone();
        members.sort_unstable();
        let mut sum: Option<Profile> = None;
        for index in members {
            profiles.fetch(index)?;
            let Some(profile) = profiles.near.get(&index) else { continue };
            sum = Some(sum.map_or_else(|| profile.clone(), |sum| sum.with(profile)));
        }
        self.sums.extend(sum.map(|sum| (root, sum)));
        Ok(())
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

/// How rare each name and word is.
struct Weights<'b> {
    briefs: &'b Briefs,
    documents: f64,
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
    entries: Vec<(u32, f32)>,
}

impl<'b> Weights<'b> {
    fn new(briefs: &'b Briefs) -> Weights<'b> {
        Weights { briefs, documents: OTHERS + briefs.len() as f64 }
    }

    fn profile(&self, topic: &Topic) -> Profile {
        let weigh = |counts: &[(u32, u32)]| -> Vec<(u32, f64)> {
            let weight = |(key, count): &(u32, u32)| {
                let holders = self.briefs.holders.get(key).copied().unwrap_or(1);
                let rarity = (self.documents / f64::from(holders)).ln();
                (*key, (1.0 + f64::from(*count).ln()) * rarity)
            };
            counts.iter().map(weight).collect()
        };
        let names = weigh(&topic.names);
        let words = [names.as_slice(), &weigh(&topic.words)].concat();
        Profile { documents: 1.0, names: Vector::new(names), words: Vector::new(words) }
    }
}

impl Profile {
    /// The likeness where that of the names is not less than `least`, as for most it is.
    fn likeness_from(&self, other: &Profile, least: f64) -> Option<Likeness> {
        let names = self.names.likeness(&other.names);
        let words = || self.words.likeness(&other.words);
        (names >= least).then(|| Likeness { words: words(), names })
    }

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
    fn new(mut entries: Vec<(u32, f64)>) -> Vector {
        entries.sort_by_key(|(key, _)| *key);
        let length = entries.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        let length = length.max(f64::MIN_POSITIVE);
        let entries = entries.into_iter().map(|(key, weight)| (key, (weight / length) as f32));
        Vector { entries: entries.collect() }
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
                sum += f64::from(*weight) * f64::from(*other);
            }
        }
        sum
    }
}
