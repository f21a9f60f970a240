use rust_decimal::Decimal;

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The number itself does not belong to the interval.
    Open(Decimal),
    Closed(Decimal),
    Unbounded,
}

/// The numbers between two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub low: Bound,
    pub high: Bound,
}

impl Bound {
    pub fn value(self) -> Option<Decimal> {
        match self {
            Bound::Open(value) | Bound::Closed(value) => Some(value),
            Bound::Unbounded => None,
        }
    }

    fn is_open(self) -> bool {
        matches!(self, Bound::Open(_))
    }
}

impl Interval {
    pub fn closed(low: Decimal, high: Decimal) -> Interval {
        Interval { low: Bound::Closed(low), high: Bound::Closed(high) }
    }

    /// Whether a number lies in both.
    pub fn overlaps(&self, other: &Interval) -> bool {
        !self.is_below(other) && !other.is_below(self)
    }

    fn is_below(&self, other: &Interval) -> bool {
        match (self.high.value(), other.low.value()) {
            (Some(high), Some(low)) => {
                high < low || (high == low && (self.high.is_open() || other.low.is_open()))
            }
            _ => false,
        }
    }

    /// Distance between the two, `None` where they overlap.
    pub fn gap(&self, other: &Interval) -> Option<Decimal> {
        let between = |below: &Interval, above: &Interval| {
            above.low.value()?.checked_sub(below.high.value()?)
        };
        if self.is_below(other) {
            between(self, other)
        } else if other.is_below(self) {
            between(other, self)
        } else {
            None
        }
    }
}
