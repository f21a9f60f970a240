use crate::value::{Kind, Symbol};

use super::Rules;

/// A rule as `rules list` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub area: &'static str,
    pub id: Symbol,
    /// Kinds of value, separated by commas.
    pub kinds: String,
    /// Rule file, as shown to the user.
    pub file: String,
    pub patterns: usize,
    pub examples: usize,
    pub counterexamples: usize,
}

impl Rules {
    /// The attributes, by id.
    pub fn list(&self) -> Vec<Listed> {
        let attributes = self.attribute.attributes().iter();
        let listed = attributes.map(|attribute| Listed {
            area: "attribute",
            id: attribute.id.clone(),
            kinds: attribute
                .kinds
                .iter()
                .map(|kind| Kind::name(*kind))
                .collect::<Vec<_>>()
                .join(", "),
            file: attribute.file.clone(),
            patterns: attribute.patterns,
            examples: attribute.examples.len(),
            counterexamples: attribute.counterexamples.len(),
        });
        listed.collect()
    }
}
