use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Score, Sign},
    rule::ScoreRules,
};

use super::{Sample, Share};

/// Steps of the descent, and how far each goes.
const STEPS: usize = 4000;
const RATE: f64 = 0.5;
/// How strongly weights are drawn to zero, so that a sign of few pairs weighs little.
const RIDGE: f64 = 2.0;
/// Points of one unit of log odds, and those of even odds.
const SCALE: f64 = 10.0;
const EVEN: f64 = 50.0;
/// Width of a band of scores.
const BAND: u8 = 5;

/// Weights under which the score of a pair rises with the odds that it answers one question: a
/// logistic regression over the signs of both claims, rounded to whole points.
pub fn fit(samples: &[Sample]) -> ScoreRules {
    let rows: Vec<([f64; Sign::ALL.len()], f64)> = samples
        .iter()
        .map(|sample| {
            let [a, b] = sample.signs;
            let share = |sign| (f64::from(a.has(sign)) + f64::from(b.has(sign))) / 2.0;
            (Sign::ALL.map(share), f64::from(sample.right))
        })
        .collect();
    let count = rows.len().max(1) as f64;
    let mut base = 0.0;
    let mut weights = [0.0; Sign::ALL.len()];
    for _ in 0..STEPS {
        let mut slope = 0.0;
        let mut slopes = weights.map(|weight| weight * RIDGE / count);
        for (row, right) in &rows {
            let sum: f64 = row.iter().zip(&weights).map(|(share, weight)| share * weight).sum();
            let error = 1.0 / (1.0 + (-base - sum).exp()) - right;
            slope += error / count;
            for (slope, share) in slopes.iter_mut().zip(row) {
                *slope += error * share / count;
            }
        }
        base -= RATE * slope;
        for (weight, slope) in weights.iter_mut().zip(&slopes) {
            *weight -= RATE * slope;
        }
    }
    let points = weights.iter().map(|weight| (weight * SCALE).round() as i32).collect();
    ScoreRules::new((EVEN + base * SCALE).round() as i32, points)
}

/// Pairs that answer one question by bands of the score, where every cluster is scored by weights
/// learned from the others.
pub fn left_out(samples: &[Sample]) -> BTreeMap<Score, Share> {
    let clusters: BTreeSet<&str> = samples.iter().map(|sample| sample.cluster.as_str()).collect();
    let mut bands: BTreeMap<Score, Share> = BTreeMap::new();
    for cluster in clusters {
        let (held, others): (Vec<Sample>, Vec<Sample>) =
            samples.iter().cloned().partition(|sample| sample.cluster == cluster);
        let rules = fit(&others);
        for sample in held {
            let [a, b] = sample.signs.map(|signs| rules.of(signs));
            let score = Score::mean(a, b).0;
            let share = bands.entry(Score(score - score % BAND)).or_default();
            share.all += 1;
            share.right += usize::from(sample.right);
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_wrong_pairs_takes_points_away() {
        let sample = |sign: Sign, right: bool| Sample {
            cluster: String::from(if right { "a" } else { "b" }),
            signs: [std::iter::once(sign).collect(); 2],
            right,
        };
        let wrong = (0..10).map(|_| sample(Sign::Linked, false));
        let samples: Vec<Sample> =
            (0..30).map(|_| sample(Sign::Attribute, true)).chain(wrong).collect();
        let rules = fit(&samples);
        assert!(rules.points(Sign::Attribute) > 0 && rules.points(Sign::Linked) < 0);
        let score = |right: bool| {
            let found = samples.iter().find(|sample| sample.right == right);
            found.map(|sample| rules.of(sample.signs[0]))
        };
        assert!(score(true) > score(false));
        let held: usize = left_out(&samples).values().map(|share| share.all).sum();
        assert_eq!(held, samples.len(), "every pair is scored once");
    }
}
