use rustc_hash::FxHashMap;

use crate::model::Document;

use super::roots::Roots;

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
const SAMPLE: u64 = 4;
/// Texts with fewer word runs than this are looked up by all of them.
const SHORT: usize = 96;
/// Of the word runs that any text keeps, the share that a candidate has at least.
const HIT_PERCENT: usize = 20;
/// A word run in more origins than this is a stock phrase and points to no copy.
const STOCK: usize = 12;

/// Numbers the origins of documents from 1: copies of one text share a number.
pub(super) fn origins(documents: &[Document]) -> Vec<usize> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut roots = Roots::new(documents.len());
    let mut kept: Vec<usize> = Vec::with_capacity(documents.len());
    for (index, document) in documents.iter().enumerate() {
        let short = document.shingles.len() < SHORT;
        let sample = || document.shingles.iter().filter(move |hash| short || **hash % SAMPLE == 0);
        let known = sample().filter_map(|hash| holders.get(hash));
        let mut hits: FxHashMap<usize, usize> = FxHashMap::default();
        for other in known.filter(|known| known.len() < STOCK).flatten() {
            *hits.entry(*other).or_default() += 1;
        }
        kept.push(document.shingles.iter().filter(|hash| **hash % SAMPLE == 0).count());
        let mut candidates: Vec<usize> = hits
            .into_iter()
            .filter(|(other, hits)| {
                let [a, b] = [index, *other].map(|it| kept.get(it).copied().unwrap_or(0));
                hits * 100 >= a.min(b) * HIT_PERCENT
            })
            .map(|(other, _)| other)
            .collect();
        candidates.sort_unstable();
        for other in candidates {
            let copied = roots.root(other) != roots.root(index)
                && documents.get(other).is_some_and(|other| is_copy(other, document));
            if copied {
                roots.join(index, other);
            }
        }
        let root = roots.root(index);
        for hash in sample() {
            let known = holders.entry(*hash).or_default();
            if known.len() < STOCK && !known.iter().any(|other| roots.root(*other) == root) {
                known.push(index);
            }
        }
    }
    number(documents.len(), roots)
}

fn is_copy(a: &Document, b: &Document) -> bool {
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
fn shared(a: &[u64], b: &[u64]) -> usize {
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
fn number(documents: usize, roots: Roots) -> Vec<usize> {
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
mod tests {
    use super::*;

    fn text(shingles: impl Iterator<Item = u64>) -> Document {
        Document { shingles: shingles.collect(), ..Document::default() }
    }

    #[test]
    fn a_shortened_copy_shares_the_origin_and_another_text_does_not() {
        let documents = [text(0..100), text(0..60), text(1000..1100), text(10..100)];
        assert_eq!(origins(&documents), [1, 1, 2, 1]);
    }

    #[test]
    fn half_in_common_is_no_copy() {
        assert_eq!(origins(&[text(0..100), text(50..150)]), [1, 2]);
    }
}
