use std::{cmp::Reverse, collections::BTreeMap};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use crate::{
    model::{Claim, Document, Group, Span},
    value::{DateRange, Kind, Likeness, Relation, compare},
};

/// A claim by the numbers of its document and of itself.
type Place = (usize, usize);

/// Words that a sentence needs beside its values to be known again.
const FEWEST_WORDS: usize = 3;

/// Where a value stands: in which sentence, by its other words; the how manieth sentence with these
/// words; the how manieth value of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Slot {
    words: u64,
    turn: usize,
    value: usize,
}

/// Puts the claims of altered copies beside those that they copy and marks them: the same sentence
/// with another value in it.
pub(super) fn mark(groups: &mut Vec<Group>, documents: &[Document], origins: &[usize]) {
    let altered = altered(documents, origins);
    if altered.is_empty() {
        return;
    }
    let mut homes: BTreeMap<Place, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for member in &group.members {
            homes.entry((member.document, member.claim)).or_insert(number);
        }
    }
    for (copy, original) in altered {
        let (Some(&from), Some(&to)) = (homes.get(&copy), homes.get(&original)) else { continue };
        let Some(group) = groups.get_mut(from) else { continue };
        let at = group.members.iter().position(|it| (it.document, it.claim) == copy);
        let Some(at) = at else { continue };
        let mut member = group.members.remove(at);
        member.altered = Some(original);
        if let Some(group) = groups.get_mut(to) {
            let at = group.members.partition_point(|it| (it.document, it.claim) < copy);
            group.members.insert(at, member);
        }
    }
    groups.retain(|group| !group.members.is_empty());
}

/// The claims that differ from those they copy, each with the claim copied.
fn altered(documents: &[Document], origins: &[usize]) -> Vec<(Place, Place)> {
    let mut texts: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (document, origin) in origins.iter().enumerate() {
        texts.entry(*origin).or_default().push(document);
    }
    let mut found: Vec<(Place, Place)> = Vec::new();
    for copies in texts.into_values().filter(|copies| copies.len() > 1) {
        let mut slots: FxHashMap<Slot, Vec<Place>> = FxHashMap::default();
        for &index in &copies {
            let Some(document) = documents.get(index) else { continue };
            for (slot, claim) in places(document) {
                slots.entry(slot).or_default().push((index, claim));
            }
        }
        found.extend(slots.values().flat_map(|claims| differing(documents, claims)));
    }
    found.sort_unstable();
    found
}

/// Of claims in one place of copies of a text, those that do not say what most say, or the earliest.
fn differing(documents: &[Document], claims: &[Place]) -> Vec<(Place, Place)> {
    let mut answers: Vec<Vec<Place>> = Vec::new();
    for &place in claims {
        let same = answers
            .iter_mut()
            .find(|answer| answer.first().is_some_and(|known| !differ(documents, *known, place)));
        match same {
            Some(answer) => answer.push(place),
            None => answers.push(vec![place]),
        }
    }
    let published = |(document, _): Place| {
        let date = documents.get(document).and_then(|document| document.article.date());
        (date.is_none(), date, document)
    };
    let lead = (0..answers.len()).min_by_key(|&number| {
        let answer = answers.get(number).map(Vec::as_slice).unwrap_or_default();
        (Reverse(answer.len()), answer.iter().map(|place| published(*place)).min())
    });
    let Some(lead) = lead else { return Vec::new() };
    let lead = answers.swap_remove(lead);
    let Some(original) = lead.into_iter().min_by_key(|place| published(*place)) else {
        return Vec::new();
    };
    answers.into_iter().flatten().map(|copy| (copy, original)).collect()
}

/// Whether two claims are of one kind and say something else in other words.
fn differ(documents: &[Document], a: Place, b: Place) -> bool {
    let of = |(document, claim): Place| {
        let document = documents.get(document)?;
        Some((document, document.claims.get(claim)?))
    };
    let (Some((left, x)), Some((right, y))) = (of(a), of(b)) else { return false };
    let words =
        |document: &Document, claim: &Claim| claim.span.of(&document.article.text).to_lowercase();
    if x.kind != y.kind || x.value == y.value || words(left, x) == words(right, y) {
        return false;
    }
    let days = (days(left, x), days(right, y));
    let unknown = x.kind == Kind::Date && (days.0.is_none() || days.1.is_none());
    let relation = compare::values((&x.value, days.0), (&y.value, days.1));
    !unknown && relation != Relation::Agree(Likeness::Same)
}

fn days(document: &Document, claim: &Claim) -> Option<DateRange> {
    claim.value.date()?.resolve(document.article.date())
}

/// The claims of a document about a number, a day or a time, each with its place in the text.
fn places(document: &Document) -> Vec<(Slot, usize)> {
    let mut sentences: BTreeMap<Span, (Vec<Span>, Vec<usize>)> = BTreeMap::new();
    for (number, claim) in document.claims.iter().enumerate() {
        if claim.kind.is_measured() {
            let (values, claims) = sentences.entry(claim.sentence).or_default();
            values.push(claim.span);
            claims.push(number);
        }
    }
    for value in document.unchecked.iter().filter(|value| value.kind.is_measured()) {
        if let Some((values, _)) = sentences.get_mut(&value.sentence) {
            values.push(value.span);
        }
    }
    let mut turns: FxHashMap<u64, usize> = FxHashMap::default();
    let mut places = Vec::new();
    for (sentence, (mut values, claims)) in sentences {
        values.sort_unstable();
        values.dedup();
        let Some(words) = words(sentence, &values, &document.article.text) else { continue };
        let turn = turns.entry(words).or_default();
        *turn += 1;
        for number in claims {
            let span = document.claims.get(number).map(|claim| claim.span);
            let value = values.iter().position(|value| Some(*value) == span).unwrap_or_default();
            places.push((Slot { words, turn: *turn, value }, number));
        }
    }
    places
}

/// Hash of the words of a sentence without its values; `None` where too few are left.
fn words(sentence: Span, values: &[Span], text: &str) -> Option<u64> {
    let mut hasher = Xxh3::new();
    let mut count = 0;
    let mut start = sentence.start;
    let ends = values.iter().map(|value| (value.start, value.end));
    for (end, next) in ends.chain([(sentence.end, sentence.end)]) {
        let between = Span { start, end }.of(text);
        let words = between.split(|letter: char| !letter.is_alphanumeric());
        for word in words.filter(|word| !word.is_empty()) {
            for letter in word.chars().flat_map(char::to_lowercase) {
                hasher.update(&u32::from(letter).to_le_bytes());
            }
            hasher.update(&[0]);
            count += 1;
        }
        hasher.update(&[1]);
        start = next.max(start);
    }
    (count >= FEWEST_WORDS).then(|| hasher.digest())
}
