//! Words of the program and its rules that are read back from a file: each is kept once, for good.

use std::{cell::RefCell, collections::BTreeSet};

use serde::{Deserialize, Deserializer};

/// A word that lasts as long as the program.
pub type Lasting = &'static str;

thread_local! {
    static KNOWN: RefCell<BTreeSet<Lasting>> = const { RefCell::new(BTreeSet::new()) };
}

/// The word, kept for good. Only for words of which there are few.
pub fn lasting(word: &str) -> Lasting {
    KNOWN.with_borrow_mut(|known| {
        if let Some(known) = known.get(word) {
            return *known;
        }
        let new: Lasting = Box::leak(word.to_owned().into_boxed_str());
        known.insert(new);
        new
    })
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Lasting, D::Error> {
    Ok(lasting(&String::deserialize(from)?))
}
