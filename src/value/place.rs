use serde::{Deserialize, Serialize};

use super::Symbol;

/// A place with the places that contain it, nearest first ("Istanbul", then "Turkey").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub name: Symbol,
    pub within: Vec<Symbol>,
}

impl Place {
    pub fn is_or_contains(&self, other: &Place) -> bool {
        self.name == other.name || other.within.contains(&self.name)
    }

    /// Whether one is or contains the other, or the longer name ends in the shorter ("High Street",
    /// "Kelham High Street").
    pub fn meets(&self, other: &Place) -> bool {
        let ends = |long: &str, short: &str| {
            long.strip_suffix(short).is_some_and(|before| before.ends_with(' '))
        };
        self.is_or_contains(other)
            || other.is_or_contains(self)
            || ends(&self.name, &other.name)
            || ends(&other.name, &self.name)
    }

    /// Whether it is known what contains it.
    pub fn is_located(&self) -> bool {
        !self.within.is_empty()
    }
}
