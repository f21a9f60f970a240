use serde::{Deserialize, Serialize};

use xxhash_rust::xxh3::xxh3_64;

/// A word or name that tells what a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyword {
    /// Where it starts in the article's text.
    pub start: u32,
    /// Where its sentence starts.
    pub sentence: u32,
    /// Number of its clause in the sentence.
    pub clause: u16,
    /// The same for all words of one root, their synonyms, and all names of one thing.
    pub key: u32,
    pub named: bool,
}

impl Keyword {
    pub fn key(root: &str) -> u32 {
        xxh3_64(root.as_bytes()) as u32
    }

    /// The last name of a person, without what tells a son from his father.
    pub fn last_name(name: &str) -> &str {
        let mut words = name.rsplit(' ');
        words.find(|word| !matches!(*word, "jr" | "sr" | "ii" | "iii")).unwrap_or(name)
    }
}
