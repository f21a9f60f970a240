use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{Problem, Score, Sign, Signs};

use super::{Sources, load};

/// What each sign that a claim answers its question is worth, out of `rules/match/score.toml`.
#[derive(Clone, Debug, Default)]
pub struct ScoreRules {
    base: i32,
    /// In the order of `Sign::ALL`.
    points: Vec<i32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    base: Option<i32>,
    points: BTreeMap<Sign, i32>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.base = over.base.or(self.base);
        self.points.extend(over.points);
    }
}

/// A score is never a certainty.
const BOUNDS: (i32, i32) = (1, 99);

impl ScoreRules {
    pub(super) fn compile(sources: &Sources, problems: &mut Vec<Problem>) -> ScoreRules {
        let table: Table = load::table(sources, "match/score.toml", problems);
        let points = Sign::ALL.iter().map(|sign| table.points.get(sign).copied().unwrap_or(0));
        ScoreRules { base: table.base.unwrap_or(0), points: points.collect() }
    }

    /// Weights as they are learned from labelled articles.
    pub fn new(base: i32, points: Vec<i32>) -> ScoreRules {
        ScoreRules { base, points }
    }

    /// What a sign adds, in hundredths.
    pub fn points(&self, sign: Sign) -> i32 {
        self.points.get(sign as usize).copied().unwrap_or(0)
    }

    pub fn base(&self) -> i32 {
        self.base
    }

    pub fn of(&self, signs: Signs) -> Score {
        let sum = signs.iter().fold(self.base, |sum, sign| sum.saturating_add(self.points(sign)));
        Score(u8::try_from(sum.clamp(BOUNDS.0, BOUNDS.1)).unwrap_or(0))
    }
}
