use std::io;

use rustc_hash::FxHashMap;

use super::{
    brief::{Briefs, Print},
    roots::Roots,
};

/// Share of the shorter text's word runs that two copies have in common: a word changed in every
/// twelfth place leaves this much, and articles in words of their own have less than half of it.
const COPY_PERCENT: usize = 55;
/// The same for a text of few word runs, where one sentence of the news that others tell in the same
/// words is most of it.
const BRIEF_PERCENT: usize = 85;
const BRIEF: usize = 40;
/// The same where both are credited to one agency.
const CREDITED_PERCENT: usize = 35;
/// One in this many word runs is looked up to find candidates.
const SAMPLE: u32 = 4;
/// Texts with fewer word runs than this are looked up by all of them.
const SHORT: usize = 96;
/// Of the word runs that any text keeps, the share that a candidate has at least.
const HIT_PERCENT: usize = 20;
/// A word run in more origins than this is a stock phrase and points to no copy.
const STOCK: usize = 12;

/// The word runs by which a text is looked up.
pub(super) fn samples(shingles: &[u32]) -> impl Iterator<Item = u32> {
    let short = shingles.len() < SHORT;
    shingles.iter().copied().filter(move |hash| short || hash % SAMPLE == 0)
}

/// Numbers the origins of documents from 1: copies of one text share a number.
pub(super) fn origins(briefs: &Briefs) -> io::Result<Vec<u32>> {
    let mut repeats = Repeats::new(briefs.samples);
    for print in briefs.prints.iter() {
        samples(&print?.shingles).for_each(|hash| repeats.add(hash));
    }
    let mut holders = Holders::default();
    let mut roots = Roots::new(briefs.len());
    let mut kept: Vec<u32> = Vec::with_capacity(briefs.len());
    for (index, print) in briefs.prints.iter().enumerate() {
        let print = print?;
        let known: Vec<u32> = samples(&print.shingles).filter(|it| repeats.has(*it)).collect();
        let mut hits: FxHashMap<u32, u32> = FxHashMap::default();
        for hash in &known {
            holders.each(*hash, |other| *hits.entry(other).or_default() += 1);
        }
        let whole = print.shingles.iter().filter(|hash| **hash % SAMPLE == 0).count();
        kept.push(u32::try_from(whole).unwrap_or(u32::MAX));
        let is_candidate = |other: u32, hits: u32| {
            let of = |index: usize| kept.get(index).copied().unwrap_or(0) as usize;
            hits as usize * 100 >= of(index).min(of(other as usize)) * HIT_PERCENT
        };
        let candidates = hits.into_iter().filter(|(other, hits)| is_candidate(*other, *hits));
        let mut candidates: Vec<usize> = candidates.map(|(other, _)| other as usize).collect();
        candidates.sort_unstable();
        for other in candidates {
            if roots.root(other) != roots.root(index) && is_copy(&briefs.prints.get(other)?, &print)
            {
                roots.join(index, other);
            }
        }
        let root = roots.root(index);
        for hash in known {
            holders.add(hash, index, |other| roots.root(other) == root);
        }
    }
    Ok(number(briefs.len(), roots))
}

/// Which word runs stand in more than one text; of the others a few are taken for such, too.
struct Repeats {
    once: Vec<u64>,
    twice: Vec<u64>,
}

impl Repeats {
    fn new(samples: usize) -> Repeats {
        let words = (samples / 8).next_power_of_two();
        Repeats { once: vec![0; words], twice: vec![0; words] }
    }

    fn place(&self, hash: u32) -> (usize, u64) {
        let hash = u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((hash >> 38) as usize & (self.once.len() - 1), 1 << (hash >> 32 & 63))
    }

    fn add(&mut self, hash: u32) {
        let (at, bit) = self.place(hash);
        if let (Some(once), Some(twice)) = (self.once.get_mut(at), self.twice.get_mut(at)) {
            *twice |= *once & bit;
            *once |= bit;
        }
    }

    fn has(&self, hash: u32) -> bool {
        let (at, bit) = self.place(hash);
        self.twice.get(at).is_some_and(|twice| twice & bit != 0)
    }
}

/// The documents in which word runs stand, one of each origin. Nearly all have but one.
#[derive(Default)]
struct Holders {
    first: FxHashMap<u32, u32>,
    more: FxHashMap<u32, Vec<u32>>,
}

impl Holders {
    /// Calls for each document that has the word run, unless it is a stock phrase.
    fn each(&self, hash: u32, mut call: impl FnMut(u32)) {
        let Some(first) = self.first.get(&hash) else { return };
        let more = self.more.get(&hash).map(Vec::as_slice).unwrap_or_default();
        if more.len() + 1 < STOCK {
            std::iter::once(first).chain(more).for_each(|other| call(*other));
        }
    }

    /// Adds a document, unless one of its origin is there.
    fn add(&mut self, hash: u32, index: usize, mut is_known: impl FnMut(usize) -> bool) {
        let Ok(index) = u32::try_from(index) else { return };
        let first = *self.first.entry(hash).or_insert(index);
        if is_known(first as usize) {
            return;
        }
        let more = self.more.entry(hash).or_default();
        if more.len() + 1 < STOCK && !more.iter().any(|other| is_known(*other as usize)) {
            more.push(index);
        }
    }
}

fn is_copy(a: &Print, b: &Print) -> bool {
    let credited = a.credit.is_some() && a.credit == b.credit;
    let shorter = a.shingles.len().min(b.shingles.len());
    let percent = match (shorter < BRIEF, credited) {
        (true, _) => BRIEF_PERCENT,
        (false, true) => CREDITED_PERCENT,
        (false, false) => COPY_PERCENT,
    };
    shorter > 0 && shared(&a.shingles, &b.shingles) * 100 >= shorter * percent
}

/// Number of word runs that two sorted lists have in common.
fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    let mut shared = 0;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => _ = left.next(),
            std::cmp::Ordering::Greater => _ = right.next(),
            std::cmp::Ordering::Equal => {
                shared += 1;
                left.next();
                right.next();
            }
        }
    }
    shared
}

/// Numbers the sets in the order of their first documents.
fn number(documents: usize, roots: Roots) -> Vec<u32> {
    let mut numbers = vec![0; documents];
    for (number, set) in (1..).zip(roots.sets()) {
        for index in set {
            if let Some(slot) = numbers.get_mut(index) {
                *slot = number;
            }
        }
    }
    numbers
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::Arc;

    use crate::{model::Document, spill::Room};

    use super::{super::brief::Brief, *};

    fn numbered(texts: &[std::ops::Range<u64>]) -> Vec<u32> {
        let mut briefs = Briefs::new(&Arc::new(Room::endless()));
        for shingles in texts {
            let document = Document {
                shingles: shingles.clone().map(|it| it << 32).collect(),
                ..Document::default()
            };
            briefs.push(Brief::of(&document).unwrap(), None).unwrap();
        }
        origins(&briefs).unwrap()
    }

    #[test]
    fn a_shortened_copy_shares_the_origin_and_another_text_does_not() {
        assert_eq!(numbered(&[0..100, 0..60, 1000..1100, 10..100]), [1, 1, 2, 1]);
    }

    #[test]
    fn half_in_common_is_no_copy() {
        assert_eq!(numbered(&[0..100, 50..150]), [1, 2]);
    }
}
