use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::{
    model::{Evidence, Finding},
    report::message::Messages,
};

use super::{
    measure::{Measure, day_number},
    scale::{Place, Scale, Tick, pixel},
    shape::Shape,
    text::Text,
    witness::{Witness, witnesses},
};

const HEIGHT: u32 = 170;
const TOP: i64 = 10;
const MARKS: usize = 24;
/// Room on the left for the values, in percent.
const MARGIN: Decimal = Decimal::from_parts(14, 0, 0, false, 0);
/// Marks that are named in the picture; more names would lie on one another.
const NAMED: usize = 5;
const LABEL: usize = 22;
const LINE: i64 = 14;

/// When each origin said what: a correction climbs or falls, a contradiction stands side by side.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Timeline {
    height: i64,
    axis: i64,
    days: Vec<Tick>,
    values: Vec<(i64, String)>,
    marks: Vec<Mark>,
    /// Horizontal and upright parts of each source's line, in percent and pixels.
    levels: Vec<(Place, Place, i64)>,
    rises: Vec<(Place, i64, i64)>,
}

#[derive(Clone, Debug, Serialize)]
struct Mark {
    shape: Shape,
    x: Place,
    y: i64,
    name: Option<Text>,
    name_y: i64,
    anchor: &'static str,
}

struct Point<'a> {
    claim: &'a Evidence,
    x: Place,
    y: i64,
}

impl Timeline {
    /// `None` where all was published on one day, or nothing changes.
    pub(super) fn of(
        finding: &Finding,
        measure: Measure<'_>,
        messages: &'static Messages,
    ) -> Option<Timeline> {
        if finding.positions.len() < 2 {
            return None;
        }
        let dated: Vec<(Date, Decimal, &Evidence)> = witnesses(finding)
            .into_iter()
            .filter_map(|Witness { claim, .. }| {
                Some((claim.published?, claim.low.or(claim.high)?, claim))
            })
            .take(MARKS)
            .collect();
        let first = dated.first()?.0;
        if dated.iter().all(|(date, _, _)| *date == first) {
            return None;
        }
        let days = dated.iter().filter_map(|(date, _, _)| day_number(*date));
        let days = Scale::over(days, Measure::Days, messages)?;
        let values = Scale::over(dated.iter().map(|(_, value, _)| *value), measure, messages)?;
        let mut points: Vec<Point<'_>> = dated
            .iter()
            .filter_map(|(date, value, claim)| {
                let y = TOP + pixel(values.at(*value)?, HEIGHT)?;
                Some(Point { claim, x: beside_values(days.at(day_number(*date)?)?), y })
            })
            .collect();
        points.sort_by_key(|point| (point.x, point.y));
        let (levels, rises) = steps(&points);
        Some(Timeline {
            height: TOP + i64::from(HEIGHT) + 26,
            axis: TOP + i64::from(HEIGHT),
            days: days
                .ticks()
                .into_iter()
                .map(|tick| Tick { at: beside_values(tick.at), ..tick })
                .collect(),
            values: values
                .ticks()
                .into_iter()
                .filter_map(|tick| Some((TOP + pixel(tick.at, HEIGHT)?, tick.label)))
                .collect(),
            marks: marks(&points),
            levels,
            rises,
        })
    }
}

fn beside_values(Place(at): Place) -> Place {
    let room = Decimal::ONE_HUNDRED - MARGIN;
    Place((MARGIN + at * room / Decimal::ONE_HUNDRED).round_dp(2).normalize())
}

fn marks(points: &[Point<'_>]) -> Vec<Mark> {
    let mut taken: Vec<(Place, i64)> = Vec::new();
    let mark = |point: &Point<'_>| {
        let mut name_y = point.y + 4;
        let near = |taken: &[(Place, i64)], y: i64| {
            let apart = |x: Place| (x.0 - point.x.0).abs() < Decimal::from(30);
            taken.iter().any(|(x, other)| apart(*x) && (other - y).abs() < LINE)
        };
        while near(&taken, name_y) {
            name_y += 1;
        }
        taken.push((point.x, name_y));
        Mark {
            shape: Shape::of(point.claim.position),
            x: point.x,
            y: point.y,
            name: (points.len() <= NAMED).then(|| Text::short(&point.claim.source, LABEL)),
            name_y,
            anchor: if point.x.0 > Decimal::from(55) { "end" } else { "start" },
        }
    };
    points.iter().map(mark).collect()
}

type Steps = (Vec<(Place, Place, i64)>, Vec<(Place, i64, i64)>);

/// The line of each source that speaks more than once: it holds a value until it gives another.
fn steps(points: &[Point<'_>]) -> Steps {
    let mut last: BTreeMap<&str, (Place, i64)> = BTreeMap::new();
    let (mut levels, mut rises) = (Vec::new(), Vec::new());
    for point in points {
        if let Some((x, y)) = last.insert(&point.claim.source, (point.x, point.y)) {
            levels.push((x, point.x, y));
            rises.push((point.x, y, point.y));
        }
    }
    (levels, rises)
}
