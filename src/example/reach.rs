use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::WordId,
    pipeline,
    rule::{Listed, ListedWord, Rules, Sources},
    split::split,
};

use super::{article, trials};

/// A rule that no example reaches, or a list with words that no example holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreached {
    /// The rule's id; `killed.3` is the third pattern of `killed`, `killed/police` a scope.
    pub id: String,
    pub file: String,
    /// The pattern as written; empty where there is none.
    pub pattern: String,
    /// Words that no example holds.
    pub words: Vec<String>,
    /// How many words the rule has.
    pub of: usize,
}

impl Unreached {
    /// Whether the whole rule is reached by no example.
    pub fn is_whole(&self) -> bool {
        self.words.len() == self.of
    }
}

/// Runs every example of the rules and names what none of them reaches: patterns and scopes that
/// give no claim, and words that stand in no example.
pub fn unreached(sources: &Sources, rules: &Rules) -> Vec<Unreached> {
    let reached = Reached::of(rules);
    rules.list(sources).iter().flat_map(|rule| reached.lacking(rule)).collect()
}

/// What the examples reach.
#[derive(Default)]
struct Reached {
    /// Every place of a word, as the words from there to the end of its text.
    tails: BTreeMap<WordId, Vec<Vec<WordId>>>,
    /// Rules and scopes of the claims.
    claims: BTreeSet<String>,
}

/// Longest phrase of the rules that is looked for, in words.
const LONGEST: usize = 12;

impl Reached {
    fn of(rules: &Rules) -> Reached {
        let mut reached = Reached::default();
        let texts: BTreeSet<String> =
            trials(rules, &|_| true).into_iter().map(|trial| trial.text).collect();
        for text in texts {
            for claim in pipeline::document(article(&text), rules).claims {
                let scopes = claim.scope.qualifiers.iter();
                reached.claims.extend(scopes.map(|scope| format!("{}/{scope}", claim.attribute)));
                reached.claims.extend(claim.pattern.map(|pattern| pattern.to_string()));
            }
            let words: Vec<WordId> = split(&article(&text), rules)
                .iter()
                .flat_map(|sentence| sentence.tokens.iter().map(|token| token.word))
                .collect();
            for (at, word) in words.iter().enumerate().filter(|(_, word)| word.is_known()) {
                let tail = words.iter().skip(at).take(LONGEST).copied().collect();
                reached.tails.entry(*word).or_default().push(tail);
            }
        }
        reached
    }

    fn holds(&self, word: &ListedWord) -> bool {
        word.phrases.iter().any(|phrase| {
            let tails = phrase.first().and_then(|first| self.tails.get(first));
            tails.is_some_and(|tails| tails.iter().any(|tail| tail.starts_with(phrase)))
        })
    }

    fn lacking(&self, rule: &Listed) -> Vec<Unreached> {
        let one = |id: String, pattern: &str| Unreached {
            id,
            file: rule.file.clone(),
            pattern: pattern.to_owned(),
            words: Vec::new(),
            of: 0,
        };
        let patterns = (1..)
            .zip(&rule.patterns)
            .map(|(number, it)| (format!("{}.{number}", rule.id), it.as_str()));
        let scopes = rule.scopes.iter().map(|scope| (format!("{}/{scope}", rule.id), ""));
        let claims = patterns.chain(scopes).filter(|(id, _)| !self.claims.contains(id));
        let mut lacking: Vec<Unreached> = claims.map(|(id, pattern)| one(id, pattern)).collect();
        let words: Vec<String> = rule
            .words
            .iter()
            .filter(|word| !self.holds(word))
            .map(|word| word.written.clone())
            .collect();
        if !words.is_empty() {
            let of = rule.words.len();
            lacking.push(Unreached { words, of, ..one(rule.id.clone(), "") });
        }
        lacking
    }
}
