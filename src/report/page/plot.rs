use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::{
    model::{Evidence, Finding},
    report::{
        message::Messages,
        phrase::{date_text, sayer, several},
    },
    value::{Kind, Qualifier},
};

use super::{
    measure::Measure,
    quote::citing,
    scale::{Place, Scale, Tick},
    shape::Shape,
    text::Text,
    witness::{Witness, witnesses},
};

/// Rows that a picture draws; the table under it says how many more there are.
const ROWS: usize = 12;
/// Letters of a row's label, which has to fit a telephone.
const LABEL: usize = 54;
const TOP: usize = 6;
const ROW: usize = 36;
const AXIS: usize = 26;
/// Where a line ends whose side is open, in tenths of a percent.
const OPEN: (i64, i64) = (5, 995);

/// What each origin's words say on one axis.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Plot {
    height: usize,
    axis: usize,
    log: bool,
    ticks: Vec<Tick>,
    rows: Vec<Row>,
    left_out: usize,
}

#[derive(Clone, Debug, Serialize)]
struct Row {
    shape: Shape,
    label: Text,
    /// Who else says it, in a few letters.
    others: String,
    label_y: usize,
    y: usize,
    /// The number, or the bound that the words give.
    point: Option<Place>,
    bound: bool,
    about: bool,
    bar: Option<(Place, Place)>,
    open_low: bool,
    open_high: bool,
}

/// A row of the table that has the numbers of a picture.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Datum {
    shape: Shape,
    source: Text,
    citing: Option<Text>,
    published: Option<String>,
    words: Text,
    low: Option<String>,
    high: Option<String>,
}

/// The unit of all claims; counts of different nouns share one.
pub(super) fn measure(finding: &Finding) -> Option<Measure<'_>> {
    let first = &finding.claims.first()?.unit;
    let numbered = |claim: &Evidence| claim.low.is_some() || claim.high.is_some();
    if !finding.claims.iter().all(numbered) {
        return None;
    }
    if finding.kind == Kind::Count {
        return Some(Measure::Bare);
    }
    finding.claims.iter().all(|claim| claim.unit == *first).then(|| Measure::of(first))
}

pub(super) fn data(finding: &Finding, measure: Measure<'_>, messages: &Messages) -> Vec<Datum> {
    let datum = |witness: Witness<'_>| {
        let claim = witness.claim;
        Datum {
            shape: Shape::of(claim.position),
            source: Text::new(&claim.source),
            citing: citing(claim, messages),
            published: claim.published.map(|day| date_text(day, messages)),
            words: Text::new(&claim.value),
            low: claim.low.map(|number| measure.show(number, messages)),
            high: claim.high.map(|number| measure.show(number, messages)),
        }
    };
    witnesses(finding).into_iter().take(4 * ROWS).map(datum).collect()
}

/// The witnesses whose numbers differ, each with the count of those that it stands for.
fn alike(finding: &Finding) -> Vec<(Witness<'_>, usize)> {
    let mut rows: Vec<(Witness<'_>, usize)> = Vec::new();
    let mut place = BTreeMap::new();
    for witness in witnesses(finding) {
        let claim = witness.claim;
        let key = (claim.position, claim.low, claim.high, claim.qualifier);
        match place.get(&key).and_then(|at: &usize| rows.get_mut(*at)) {
            Some((_, more)) => *more += 1,
            None => {
                place.insert(key, rows.len());
                rows.push((witness, 0));
            }
        }
    }
    rows
}

impl Plot {
    pub(super) fn of(
        finding: &Finding,
        measure: Measure<'_>,
        messages: &'static Messages,
    ) -> Option<Plot> {
        let witnesses = alike(finding);
        let drawn = witnesses.get(..ROWS).unwrap_or(&witnesses);
        let numbers = drawn.iter().flat_map(|(it, _)| [it.claim.low, it.claim.high]).flatten();
        let scale = Scale::over(numbers, measure, messages)?;
        let rows: Vec<Row> = drawn
            .iter()
            .enumerate()
            .map(|(n, (it, more))| Row::of(n, *it, *more, &scale))
            .collect();
        let axis = TOP + rows.len() * ROW;
        Some(Plot {
            height: axis + AXIS,
            axis,
            log: scale.is_log(),
            ticks: scale.ticks(),
            left_out: witnesses.len() - rows.len(),
            rows,
        })
    }
}

impl Row {
    /// `more` is the number of other origins with the same numbers.
    fn of(n: usize, witness: Witness<'_>, more: usize, scale: &Scale<'_>) -> Row {
        let claim = witness.claim;
        let at = |number: Option<Decimal>| number.and_then(|number| scale.at(number));
        let (low, high) = (at(claim.low), at(claim.high));
        let range = claim.low != claim.high && low.is_some() && high.is_some();
        let (open_low, open_high) = (claim.low.is_none(), claim.high.is_none());
        let end = |at: Option<Place>, open| at.unwrap_or(Place(Decimal::new(open, 1)));
        let bar = (range || open_low || open_high).then(|| (end(low, OPEN.0), end(high, OPEN.1)));
        let others = match (more, witness.copies) {
            (0, 0) => String::new(),
            (0, copies) => format!(" + {}", several(scale.messages, "copies", copies)),
            (more, _) => format!(" + {}", scale.messages.fill("card.more", &[("n", &more)])),
        };
        let label = format!("{} · {}", claim.value, sayer(claim, scale.messages));
        Row {
            shape: Shape::of(claim.position),
            label: Text::short(&label, LABEL.saturating_sub(others.len())),
            others,
            label_y: TOP + n * ROW + 13,
            y: TOP + n * ROW + 25,
            point: if range { None } else { low.or(high) },
            bound: open_low || open_high,
            about: claim.qualifier == Qualifier::About && !range,
            bar,
            open_low,
            open_high,
        }
    }
}
