use std::{cmp::Reverse, collections::BTreeMap};

use serde::Serialize;

use crate::model::{Finding, Verdict};

use super::text::Text;

const SOURCES: usize = 20;
/// Below so many shared answers a share says little.
const FEW: usize = 5;

/// How often each two sources agree where both answer.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Matrix {
    sources: Vec<Text>,
    rows: Vec<Row>,
    left_out: usize,
}

#[derive(Clone, Debug, Serialize)]
struct Row {
    source: Text,
    cells: Vec<Option<Cell>>,
}

#[derive(Clone, Debug, Serialize)]
struct Cell {
    agree: usize,
    shared: usize,
    percent: usize,
    /// Depth of the colour, 0 to 5.
    depth: usize,
    few: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    agree: usize,
    shared: usize,
}

/// Answers of one source to one question: position and origin.
type Answers = Vec<(usize, usize)>;

impl Matrix {
    /// `None` where no two sources answer one question.
    pub(super) fn of(findings: &[Finding]) -> Option<Matrix> {
        let compared: Vec<&Finding> =
            findings.iter().filter(|finding| finding.verdict != Verdict::Single).collect();
        let mut busy: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &compared {
            for source in answers(finding).into_keys() {
                *busy.entry(source).or_default() += 1;
            }
        }
        let all = busy.len();
        let mut busy: Vec<(&str, usize)> = busy.into_iter().collect();
        busy.sort_by_key(|(source, count)| (Reverse(*count), *source));
        busy.truncate(SOURCES);
        let number: BTreeMap<&str, usize> =
            busy.iter().enumerate().map(|(n, (source, _))| (*source, n)).collect();
        let mut pairs: BTreeMap<(usize, usize), Pair> = BTreeMap::new();
        for finding in &compared {
            count(finding, &number, &mut pairs);
        }
        if pairs.is_empty() {
            return None;
        }
        let order = by_similarity(busy.len(), &pairs);
        let name = |n: usize| busy.get(n).map_or_else(Text::default, |(it, _)| Text::short(it, 28));
        let row = |&a: &usize| Row {
            source: name(a),
            cells: order.iter().map(|&b| pairs.get(&key(a, b)).map(Cell::of)).collect(),
        };
        Some(Matrix {
            sources: order.iter().map(|n| name(*n)).collect(),
            rows: order.iter().map(row).collect(),
            left_out: all - busy.len(),
        })
    }
}

fn key(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

fn answers(finding: &Finding) -> BTreeMap<&str, Answers> {
    let mut answers: BTreeMap<&str, Answers> = BTreeMap::new();
    for claim in &finding.claims {
        answers.entry(&claim.source).or_default().push((claim.position, claim.origin));
    }
    for list in answers.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    answers
}

/// Counts the pairs of sources that answer the finding's question with texts of their own.
fn count(
    finding: &Finding,
    number: &BTreeMap<&str, usize>,
    pairs: &mut BTreeMap<(usize, usize), Pair>,
) {
    let answers: Vec<(usize, Answers)> = answers(finding)
        .into_iter()
        .filter_map(|(source, answers)| Some((*number.get(source)?, answers)))
        .collect();
    let differ = |a: usize, b: usize| {
        let (a, b) = key(a, b);
        finding.conflicts.iter().any(|conflict| (conflict.a, conflict.b) == (a, b))
    };
    for (n, (a, first)) in answers.iter().enumerate() {
        for (b, second) in answers.iter().skip(n + 1) {
            let own = || first.iter().flat_map(|one| second.iter().map(move |two| (one, two)));
            if own().all(|((_, one), (_, two))| one == two) {
                continue;
            }
            let pair = pairs.entry(key(*a, *b)).or_default();
            pair.shared += 1;
            pair.agree += usize::from(!own().any(|((one, _), (two, _))| differ(*one, *two)));
        }
    }
}

/// Puts each source beside the one it agrees with most often, from the busiest on.
fn by_similarity(sources: usize, pairs: &BTreeMap<(usize, usize), Pair>) -> Vec<usize> {
    let mut left: Vec<usize> = (1..sources).collect();
    let mut order = vec![0];
    let mut last = 0;
    while !left.is_empty() {
        let likeness = |&(_, source): &(usize, &usize)| {
            let pair = pairs.get(&key(last, *source)).copied().unwrap_or_default();
            (Reverse(pair.agree), pair.shared - pair.agree, *source)
        };
        let Some((at, _)) = left.iter().enumerate().min_by_key(likeness) else { break };
        last = left.remove(at);
        order.push(last);
    }
    order
}

impl Cell {
    fn of(pair: &Pair) -> Cell {
        let percent = (pair.agree * 100).checked_div(pair.shared).unwrap_or(0);
        Cell {
            agree: pair.agree,
            shared: pair.shared,
            percent,
            depth: percent / 20,
            few: pair.shared < FEW,
        }
    }
}
