use std::{cmp::Reverse, io};

use serde::Serialize;

use crate::report::{
    Report,
    accord::{Accord, Shared},
};

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
    percent: String,
    /// Depth of the colour, 0 to 5.
    depth: usize,
    few: bool,
}

impl Matrix {
    /// `None` where no two sources answer one question.
    /// # Errors
    /// When the findings cannot be read back.
    pub(super) fn of(report: &Report<'_>) -> io::Result<Option<Matrix>> {
        let accord = Accord::of(report, SOURCES)?;
        let all = accord.sources.iter().filter(|it| it.shared.questions > 0).count();
        let shown = all.min(SOURCES);
        let shares = |a: usize, b: usize| a != b && accord.pair(a, b).questions > 0;
        let telling = (0..shown).filter(|a| (0..shown).any(|b| shares(*a, b)));
        let order = by_similarity(telling.collect(), &accord);
        if order.len() < 2 {
            return Ok(None);
        }
        let name = |n: usize| {
            accord.sources.get(n).map_or_else(Text::default, |it| Text::short(&it.source, 28))
        };
        let row = |&a: &usize| Row {
            source: name(a),
            cells: order.iter().map(|&b| Cell::of(accord.pair(a, b))).collect(),
        };
        Ok(Some(Matrix {
            sources: order.iter().map(|n| name(*n)).collect(),
            rows: order.iter().map(row).collect(),
            left_out: all - order.len(),
        }))
    }
}

/// Puts each source beside the one it agrees with most often, from the busiest on.
fn by_similarity(mut left: Vec<usize>, accord: &Accord) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    while !left.is_empty() {
        let likeness = |&(_, source): &(usize, &usize)| {
            let pair =
                order.last().map_or_else(Shared::default, |last| accord.pair(*last, *source));
            (Reverse(pair.agree), pair.questions - pair.agree, *source)
        };
        let Some((at, _)) = left.iter().enumerate().min_by_key(likeness) else { break };
        order.push(left.remove(at));
    }
    order
}

impl Cell {
    fn of(pair: Shared) -> Option<Cell> {
        let percent = pair.agree_percent()?;
        Some(Cell {
            agree: pair.agree,
            shared: pair.questions,
            percent: percent.to_string(),
            depth: (pair.agree * 5).checked_div(pair.questions)?,
            few: pair.questions < FEW,
        })
    }
}
