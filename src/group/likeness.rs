use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    model::{Claim, Document, Member},
    rule::{Part, Rules},
};

use super::story::Story;

/// Words from the value at which a word tells half as much of it.
const HALF: f64 = 8.0;
/// Shortest word that tells anything, in bytes.
const SHORTEST: usize = 3;

/// How much each word of a story tells: one that stands in every sentence tells nothing.
pub(super) struct Weights {
    sentences: f64,
    holders: FxHashMap<u64, u32>,
}

/// The words around a value, by hash: near and rare ones weigh most.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    words: Vec<(u64, f64)>,
    total: f64,
}

impl Weights {
    /// Counts the words of every sentence that makes a claim.
    pub(super) fn new(documents: &[Document], story: &Story, rules: &Rules) -> Weights {
        let mut weights = Weights { sentences: 1.0, holders: FxHashMap::default() };
        for document in story.iter().filter_map(|index| documents.get(*index)) {
            let mut last = None;
            for claim in &document.claims {
                if last.replace(claim.sentence) == Some(claim.sentence) {
                    continue;
                }
                weights.sentences += 1.0;
                for (word, _) in nearness(document, claim, rules) {
                    *weights.holders.entry(word).or_default() += 1;
                }
            }
        }
        weights
    }

    pub(super) fn surroundings(
        &self,
        documents: &[Document],
        member: &Member,
        rules: &Rules,
    ) -> Surroundings {
        let Some((document, claim)) = member.of(documents) else { return Surroundings::default() };
        let mut words = nearness(document, claim, rules);
        for (word, weight) in &mut words {
            let holders = self.holders.get(word).copied().unwrap_or(1);
            *weight *= (self.sentences / f64::from(holders)).ln().max(0.0);
        }
        let total = words.iter().map(|(_, weight)| weight).sum();
        Surroundings { words, total }
    }
}

impl Surroundings {
    /// The share of the words that both have, between 0 and 1.
    pub(super) fn likeness(&self, other: &Surroundings) -> f64 {
        let mut right = other.words.iter().peekable();
        let mut shared = 0.0;
        for (word, weight) in &self.words {
            while right.peek().is_some_and(|(known, _)| known < word) {
                right.next();
            }
            if let Some((_, known)) = right.peek().filter(|(known, _)| known == word) {
                shared += (weight * known).sqrt();
            }
        }
        shared / (self.total * other.total).sqrt().max(f64::MIN_POSITIVE)
    }
}

/// Content words of a claim's sentence in their base form, sorted, each with how near it stands.
fn nearness(document: &Document, claim: &Claim, rules: &Rules) -> Vec<(u64, f64)> {
    let text = claim.sentence.of(&document.article.text);
    let from = claim.span.start.saturating_sub(claim.sentence.start) as usize;
    let to = claim.span.end.saturating_sub(claim.sentence.start) as usize;
    let all: Vec<(usize, &str)> = words(text).collect();
    let before = all.partition_point(|(start, word)| start + word.len() <= from);
    let after = all.partition_point(|(start, _)| *start < to);
    let mut near: Vec<(u64, f64)> = all
        .iter()
        .enumerate()
        .filter(|(_, (_, word))| is_content(word, rules))
        .map(|(index, (_, word))| {
            let away = if index < before {
                before - 1 - index
            } else {
                (index + 1).saturating_sub(after + 1)
            };
            (hash(word, rules), HALF / (HALF + away as f64))
        })
        .collect();
    near.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    near.dedup_by_key(|(word, _)| *word);
    near
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - start, word))
}

fn is_content(word: &str, rules: &Rules) -> bool {
    const SMALL: [Part; 8] = [
        Part::Break,
        Part::Join,
        Part::Locates,
        Part::Definite,
        Part::Auxiliary,
        Part::Pronoun,
        Part::Preposition,
        Part::Person,
    ];
    let id = rules.lexicon.lookup(word);
    word.len() >= SHORTEST
        && !SMALL.iter().any(|part| rules.clause.is(id, *part))
        && !rules.number.cardinal.contains(id)
        && !rules.number.scale.contains(id)
        && !rules.holder.is_speech(id)
}

/// Forms of one word have one hash.
fn hash(word: &str, rules: &Rules) -> u64 {
    let lower = word.to_lowercase();
    let base = rules.inflection.verb(&lower);
    let base = base.unwrap_or_else(|| rules.inflection.singular(&lower));
    xxh3_64(base.as_bytes())
}
