use rustc_hash::FxHashMap;

use crate::model::Document;

/// Share of the shorter text's word runs that two copies have in common.
const COPY_PERCENT: usize = 70;
/// One in this many word runs is looked up to find candidates.
const SAMPLE: u64 = 8;
/// A word run in more texts than this is a stock phrase and points to no copy.
const STOCK: usize = 200;

/// Numbers the origins of documents from 1: copies of one text share a number.
pub(super) fn origins(documents: &[Document]) -> Vec<usize> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut parent: Vec<usize> = (0..documents.len()).collect();
    for (index, document) in documents.iter().enumerate() {
        let few = document.shingles.len() < 64;
        let sample = document.shingles.iter().filter(|hash| few || **hash % SAMPLE == 0);
        let mut candidates: Vec<usize> = Vec::new();
        for hash in sample {
            let known = holders.entry(*hash).or_default();
            if known.len() < STOCK {
                candidates.extend(known.iter());
                known.push(index);
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        let copied = candidates.into_iter().find(|&other| {
            documents.get(other).is_some_and(|other| is_copy(&other.shingles, &document.shingles))
        });
        if let (Some(other), Some(slot)) = (copied, parent.get_mut(index)) {
            *slot = other;
        }
    }
    number(&parent)
}

/// Compares two sorted lists of word runs.
fn is_copy(a: &[u64], b: &[u64]) -> bool {
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return false;
    }
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
    shared * 100 >= shorter * COPY_PERCENT
}

/// Numbers the roots in order; every parent stands before its child.
fn number(parent: &[usize]) -> Vec<usize> {
    let mut numbers: Vec<usize> = Vec::with_capacity(parent.len());
    let mut next = 1;
    for (index, &up) in parent.iter().enumerate() {
        let number = if up == index { next } else { numbers.get(up).copied().unwrap_or(next) };
        next = next.max(number + 1);
        numbers.push(number);
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
