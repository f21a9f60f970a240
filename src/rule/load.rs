use serde::de::DeserializeOwned;

use crate::model::Problem;

use super::source::{RuleFile, Sources};

/// A table of rules as one file gives it; a file of the user lies over the embedded one.
pub(super) trait Table: DeserializeOwned + Default {
    /// Takes over what `over` names: entries with the same id replace, others are added.
    fn overlay(&mut self, over: Self);
}

/// Reads the table at `path` with everything that lies over it; errors of all files are collected.
pub(super) fn table<T: Table>(sources: &Sources, path: &str, problems: &mut Vec<Problem>) -> T {
    let mut whole = T::default();
    for file in sources.at(path) {
        if let Some(over) = parse::<T>(file, problems) {
            whole.overlay(over);
        }
    }
    whole
}

/// Parses one rule file.
pub(super) fn parse<T: DeserializeOwned>(
    file: &RuleFile,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    match toml::from_str(&file.text) {
        Ok(table) => Some(table),
        Err(error) => {
            problems.push(Problem::error("E201", &*file.shown, error.to_string()));
            None
        }
    }
}
