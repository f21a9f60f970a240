use std::{io, sync::Arc};

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::{
    model::Document,
    spill::{Room, Store, pack, unpack},
};

use super::origin;

/// What tells with which others a document belongs together, packed.
#[derive(Clone, Debug, Default)]
pub struct Brief {
    print: Vec<u8>,
    topic: Vec<u8>,
    keys: Vec<u32>,
    samples: usize,
}

/// The runs of words by which copies of a text are known.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Print {
    pub(super) shingles: Vec<u32>,
    /// Hash of the agency that the text is credited to.
    pub(super) credit: Option<u64>,
}

/// What a document is about: its names and its words by their hashes, each with its count.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Topic {
    pub(super) names: Vec<(u32, u32)>,
    pub(super) words: Vec<(u32, u32)>,
}

/// The briefs of a run, and in how many documents each name and word stands.
#[derive(Debug)]
pub struct Briefs {
    pub(super) prints: Store<Print>,
    pub(super) topics: Store<Topic>,
    pub(super) days: Vec<Option<Date>>,
    pub(super) holders: FxHashMap<u32, u32>,
    /// Word runs of all documents that are looked up.
    pub(super) samples: usize,
}

/// Hash of a name or word; a name is another one than the same word.
pub(super) fn key(word: &str, is_name: bool) -> u32 {
    (xxh3_64_with_seed(word.as_bytes(), u64::from(is_name)) >> 32) as u32
}

impl Brief {
    /// What [`Brief::from_pieces`] takes.
    pub fn pieces(&self) -> [&[u8]; 2] {
        [&self.print, &self.topic]
    }

    /// # Errors
    /// When they are damaged.
    pub fn from_pieces([print, topic]: [&[u8]; 2]) -> io::Result<Brief> {
        Ok(Brief::packed(&unpack(print)?, &unpack(topic)?, print.to_vec(), topic.to_vec()))
    }

    fn packed(told: &Print, about: &Topic, print: Vec<u8>, topic: Vec<u8>) -> Brief {
        Brief {
            print,
            topic,
            keys: about.names.iter().chain(&about.words).map(|(key, _)| *key).collect(),
            samples: origin::samples(&told.shingles).count(),
        }
    }

    /// # Errors
    /// When it cannot be packed.
    pub fn of(document: &Document) -> io::Result<Brief> {
        let keys = |counts: &[(String, u32)], is_name| -> Vec<(u32, u32)> {
            counts.iter().map(|(word, count)| (key(word, is_name), *count)).collect()
        };
        let topic =
            Topic { names: keys(&document.names, true), words: keys(&document.terms, false) };
        let credit = document.credit.as_ref().map(|it| xxh3_64_with_seed(it.as_bytes(), 2));
        // Half of a hash is enough to tell the runs of two texts apart, and as sorted.
        let shingles = document.shingles.iter().map(|hash| (hash >> 32) as u32).collect();
        let print = Print { shingles, credit };
        Ok(Brief::packed(&print, &topic, pack(&print)?, pack(&topic)?))
    }
}

impl Briefs {
    pub fn new(room: &Arc<Room>) -> Briefs {
        Briefs {
            prints: Store::new(Arc::clone(room)),
            topics: Store::new(Arc::clone(room)),
            days: Vec::new(),
            holders: FxHashMap::default(),
            samples: 0,
        }
    }

    /// # Errors
    /// When a temporary file cannot be written.
    pub fn push(&mut self, brief: Brief, day: Option<Date>) -> io::Result<()> {
        for key in brief.keys {
            *self.holders.entry(key).or_default() += 1;
        }
        self.samples += brief.samples;
        self.days.push(day);
        self.prints.push_packed(brief.print)?;
        self.topics.push_packed(brief.topic)
    }

    /// Puts them in the order of the documents: the first is that of the first number.
    ///
    /// # Errors
    /// As [`Briefs::push`].
    pub fn arrange(&mut self, order: &[u32]) -> io::Result<()> {
        let day = |number: &u32| self.days.get(*number as usize).copied().flatten();
        self.days = order.iter().map(day).collect();
        self.prints.arrange(order)?;
        self.topics.arrange(order)
    }

    pub fn len(&self) -> usize {
        self.days.len()
    }

    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }
}
