use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Bound, Interval};

/// A number as written: its ends, how it was hedged, and how precisely it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Lower end as written, `None` where open; equal to `high` for a single number.
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub qualifier: Qualifier,
    /// Unit of the last digit written: 0.1 for "4.5", a billion for "21 billion", 1 for "8".
    pub step: Decimal,
    /// Share of the value by which a hedge widens it to either side: 0.1 for a hedge of 10 %.
    pub slack: Decimal,
}

/// How the words around a number bound it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    #[default]
    Exact,
    About,
    MoreThan,
    AtLeast,
    LessThan,
    AtMost,
    Range,
}

impl Qualifier {
    pub fn name(self) -> &'static str {
        match self {
            Qualifier::Exact => "exact",
            Qualifier::About => "about",
            Qualifier::MoreThan => "more_than",
            Qualifier::AtLeast => "at_least",
            Qualifier::LessThan => "less_than",
            Qualifier::AtMost => "at_most",
            Qualifier::Range => "range",
        }
    }
}

/// Direction of a number that is a change ("rose 5 percent").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Up,
    Down,
}

/// Rounding may hide at most this share of a number: "10" is not 5 to 15.
const ROUNDING_CAP: Decimal = Decimal::from_parts(25, 0, 0, false, 3);
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

impl Figure {
    /// An unhedged number.
    pub fn exact(value: Decimal, step: Decimal) -> Figure {
        Figure {
            low: Some(value),
            high: Some(value),
            qualifier: Qualifier::Exact,
            step,
            slack: Decimal::ZERO,
        }
    }

    pub fn range(low: Decimal, high: Decimal, step: Decimal) -> Figure {
        Figure {
            low: Some(low.min(high)),
            high: Some(low.max(high)),
            qualifier: Qualifier::Range,
            step,
            slack: Decimal::ZERO,
        }
    }

    /// The same number under a qualifier: a bound opens one end.
    pub fn qualified(self, qualifier: Qualifier, slack: Decimal) -> Figure {
        let (low, high) = match qualifier {
            Qualifier::MoreThan | Qualifier::AtLeast => (self.low.or(self.high), None),
            Qualifier::LessThan | Qualifier::AtMost => (None, self.high.or(self.low)),
            Qualifier::Exact | Qualifier::About | Qualifier::Range => (self.low, self.high),
        };
        Figure { low, high, qualifier, slack, ..self }
    }

    /// The one number written, `None` for a range.
    pub fn point(&self) -> Option<Decimal> {
        match (self.low, self.high) {
            (Some(low), Some(high)) => (low == high).then_some(low),
            (low, high) => low.or(high),
        }
    }

    /// Half a unit of the last digit, capped for round numbers.
    fn rounding(&self, value: Decimal) -> Decimal {
        let half = self.step.checked_mul(HALF).unwrap_or_default();
        value.abs().checked_mul(ROUNDING_CAP).map_or(half, |cap| half.min(cap))
    }

    /// The numbers that the words allow, rounding of the last digit and the hedge included; what
    /// would be rounded up to the next number no longer belongs to it.
    pub fn interval(&self) -> Interval {
        let closed = |end: Option<Decimal>| end.map_or(Bound::Unbounded, Bound::Closed);
        let open = |end: Option<Decimal>| end.map_or(Bound::Unbounded, Bound::Open);
        match self.qualifier {
            Qualifier::MoreThan => Interval { low: open(self.low), high: Bound::Unbounded },
            Qualifier::LessThan => Interval { low: Bound::Unbounded, high: open(self.high) },
            Qualifier::AtLeast => Interval { low: closed(self.low), high: Bound::Unbounded },
            Qualifier::AtMost => Interval { low: Bound::Unbounded, high: closed(self.high) },
            Qualifier::Exact | Qualifier::About | Qualifier::Range => {
                let below = self.low.map(|low| (low, self.margin(low)));
                let above = match below.filter(|(low, _)| self.high == Some(*low)) {
                    Some(point) => Some(point),
                    None => self.high.map(|high| (high, self.margin(high))),
                };
                let low = below.map(|(low, margin)| low.checked_sub(margin).unwrap_or(low));
                let high = above.map_or(Bound::Unbounded, |(high, margin)| {
                    let wide = high.checked_add(margin).filter(|wide| *wide != high);
                    wide.map_or(Bound::Closed(high), Bound::Open)
                });
                Interval { low: closed(low), high }
            }
        }
    }

    /// How far to either side of a number those lie that it may be written for.
    fn margin(&self, value: Decimal) -> Decimal {
        let rounding = self.rounding(value);
        if self.slack.is_zero() {
            return rounding;
        }
        value.abs().checked_mul(self.slack).unwrap_or_default().max(rounding)
    }

    /// Applies `f` to the numbers and the step; `None` when one of them overflows.
    pub fn map(
        &self,
        f: impl Fn(Decimal) -> Option<Decimal>,
        scale: impl Fn(Decimal) -> Option<Decimal>,
    ) -> Option<Figure> {
        let end = |end: Option<Decimal>| match end {
            None => Some(None),
            Some(value) => f(value).map(Some),
        };
        Some(Figure {
            low: end(self.low)?,
            high: end(self.high)?,
            qualifier: self.qualifier,
            step: scale(self.step)?.abs(),
            slack: self.slack,
        })
    }
}
