use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::model::Problem;

use super::{Sources, load};

/// Words that decide what a document's sentence says of a thing, out of `rules/lang/en/property.toml`.
/// They stay out of the lexicon: they are no words of the news.
#[derive(Clone, Debug, Default)]
pub struct PropertyRules {
    hollow: BTreeSet<String>,
    generic: BTreeSet<String>,
    pointing: BTreeSet<String>,
    history: BTreeSet<String>,
    opening: BTreeSet<String>,
    partial: BTreeSet<String>,
    verbs: BTreeSet<String>,
    clausal: BTreeSet<String>,
    version: BTreeMap<String, VersionPart>,
    default: BTreeSet<String>,
    pub examples: Vec<PropertyExample>,
    pub counterexamples: Vec<PropertyExample>,
}

/// Two texts that answer one question, or as a counter-example do not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyExample {
    pub texts: [String; 2],
}

/// What a word does beside the version of something that is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionPart {
    /// It says that it is required.
    Need,
    /// It says that later ones will do.
    Bound,
    /// It stands between the version and that.
    Joint,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct VersionTable {
    needs: Vec<String>,
    bounds: Vec<String>,
    joints: Vec<String>,
}

impl VersionTable {
    fn words(self) -> BTreeMap<String, VersionPart> {
        let of = |words: Vec<String>, part| words.into_iter().map(move |word| (word, part));
        of(self.needs, VersionPart::Need)
            .chain(of(self.bounds, VersionPart::Bound))
            .chain(of(self.joints, VersionPart::Joint))
            .collect()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    hollow: Vec<String>,
    generic: Vec<String>,
    pointing: Vec<String>,
    history: Vec<String>,
    opening: Vec<String>,
    partial: Vec<String>,
    verbs: Vec<String>,
    clausal: Vec<String>,
    version: VersionTable,
    default: Vec<String>,
    example: Vec<PropertyExample>,
    counterexample: Vec<PropertyExample>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.hollow.extend(over.hollow);
        self.generic.extend(over.generic);
        self.pointing.extend(over.pointing);
        self.history.extend(over.history);
        self.opening.extend(over.opening);
        self.partial.extend(over.partial);
        self.verbs.extend(over.verbs);
        self.clausal.extend(over.clausal);
        self.default.extend(over.default);
        self.version.needs.extend(over.version.needs);
        self.version.bounds.extend(over.version.bounds);
        self.version.joints.extend(over.version.joints);
        self.example.extend(over.example);
        self.counterexample.extend(over.counterexample);
    }
}

impl PropertyRules {
    pub(super) fn compile(sources: &Sources, problems: &mut Vec<Problem>) -> PropertyRules {
        let table: Table = load::table(sources, "lang/en/property.toml", problems);
        PropertyRules {
            hollow: table.hollow.into_iter().collect(),
            generic: table.generic.into_iter().collect(),
            pointing: table.pointing.into_iter().collect(),
            history: table.history.into_iter().collect(),
            opening: table.opening.into_iter().collect(),
            partial: table.partial.into_iter().collect(),
            verbs: table.verbs.into_iter().collect(),
            clausal: table.clausal.into_iter().collect(),
            version: table.version.words(),
            default: table.default.into_iter().collect(),
            examples: table.example,
            counterexamples: table.counterexample,
        }
    }

    /// Whether a word in lower case says nothing of what a value is of.
    pub fn is_hollow(&self, word: &str) -> bool {
        self.hollow.contains(word)
    }

    /// Whether many things share a word in lower case.
    pub fn is_generic(&self, word: &str) -> bool {
        self.generic.contains(word)
    }

    /// Whether a sentence that opens with this word holds in one case only.
    pub fn is_opening(&self, word: &str) -> bool {
        self.opening.contains(word)
    }

    /// Whether what this word names belongs to something that the sentence may leave out.
    pub fn is_partial(&self, word: &str) -> bool {
        self.partial.contains(word)
    }

    /// Whether a word in lower case says that what comes is the default of a setting.
    pub fn is_default(&self, word: &str) -> bool {
        self.default.contains(word)
    }

    /// What a word in lower case does beside a version.
    pub fn version(&self, word: &str) -> Option<VersionPart> {
        self.version.get(word).copied()
    }

    /// Whether the name of a thing does not hold this word.
    pub fn is_clausal(&self, word: &str) -> bool {
        self.clausal.contains(word)
    }

    /// Whether a word is a verb that follows the name of a thing.
    pub fn is_verb(&self, word: &str) -> bool {
        self.verbs.contains(word)
    }

    /// Whether a file or folder of this name, in lower case with hyphens, tells of changes.
    pub fn is_history(&self, name: &str) -> bool {
        self.history.contains(name)
    }

    /// Whether a sentence with this word in lower case speaks of what another one has told.
    pub fn is_pointing(&self, word: &str) -> bool {
        self.pointing.contains(word)
    }
}
