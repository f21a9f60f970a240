use serde::Deserialize;

use crate::model::Problem;

use super::{Lexicon, PhraseMap, Sources, WordMap, WordSet, load};

/// Numbers that claim nothing, out of `rules/lang/en/no_claim.toml`.
#[derive(Clone, Debug, Default)]
pub struct NoClaimRules {
    /// Phrases right before a number, last word first.
    pub before: PhraseMap<&'static str>,
    pub after: PhraseMap<&'static str>,
    /// Phrases with a hyphen right behind a number in digits or words ("four-door").
    pub tied: PhraseMap<&'static str>,
    /// Phrases that hold a number and count nothing ("at one point").
    pub phrase: PhraseMap<&'static str>,
    /// Numbers in digits that are names ("9/11").
    pub named: WordMap<&'static str>,
    /// Words that make a pair of numbers a score.
    pub score: WordSet,
    /// Words that make a pair of numbers a vote, which counts those for it.
    pub vote: WordSet,
    entries: Vec<NoClaimEntry>,
}

/// A reason why numbers claim nothing, with the sentences it is tested on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoClaimEntry {
    pub id: String,
    pub reason: String,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    /// Words tied to the number by a hyphen.
    #[serde(default)]
    tied: Vec<String>,
    /// Whole phrases, which start with the number or the word before it.
    #[serde(default)]
    phrases: Vec<String>,
    /// The numbers themselves.
    #[serde(default)]
    words: Vec<String>,
    /// Each holds a number that claims nothing for this reason.
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counterexamples: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct NoClaimTable {
    no_claim: Vec<NoClaimEntry>,
    score: Score,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Score {
    words: Vec<String>,
    votes: Vec<String>,
}

impl load::Table for NoClaimTable {
    fn overlay(&mut self, over: NoClaimTable) {
        for entry in over.no_claim {
            match self.no_claim.iter_mut().find(|known| known.id == entry.id) {
                Some(known) => *known = entry,
                None => self.no_claim.push(entry),
            }
        }
        self.score.words.extend(over.score.words);
        self.score.votes.extend(over.score.votes);
    }
}

/// Reasons that rule files may give.
const REASONS: [&str; 11] = [
    "legal reference",
    "address",
    "route number",
    "rank",
    "serial number",
    "index name",
    "model name",
    "kind of thing",
    "phone number",
    "name",
    "idiom",
];

impl NoClaimRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> NoClaimRules {
        let path = "lang/en/no_claim.toml";
        let table: NoClaimTable = load::table(sources, path, problems);
        let mut rules = NoClaimRules::default();
        for entry in &table.no_claim {
            let Some(reason) = REASONS.into_iter().find(|reason| *reason == entry.reason) else {
                let message = format!("unknown reason \"{}\"", entry.reason);
                problems.push(
                    Problem::error("E213", format!("rules/{path}"), message)
                        .help(format!("one of: {}", REASONS.join(", "))),
                );
                continue;
            };
            for phrase in &entry.before {
                let mut ids = lexicon.intern_phrase(phrase);
                ids.reverse();
                rules.before.insert(&ids, reason);
            }
            for phrase in &entry.after {
                rules.after.insert(&lexicon.intern_phrase(phrase), reason);
            }
            for phrase in &entry.phrases {
                rules.phrase.insert(&lexicon.intern_phrase(phrase), reason);
            }
            for word in &entry.words {
                rules.named.insert(lexicon.intern(word), reason);
            }
            for phrase in &entry.tied {
                rules.tied.insert(&lexicon.intern_phrase(&format!("-{phrase}")), reason);
            }
        }
        for word in &table.score.words {
            rules.score.insert(lexicon.intern(word));
        }
        for word in &table.score.votes {
            rules.vote.insert(lexicon.intern(word));
        }
        rules.entries = table.no_claim;
        rules
    }

    pub fn entries(&self) -> &[NoClaimEntry] {
        &self.entries
    }
}
