use std::sync::Arc;

use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use super::{DateRange, calendar::range};

/// A holiday of a calendar of its own, with the days of each time it is held, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feast {
    held: Arc<[DateRange]>,
    /// Days that it lies after those listed.
    offset: i16,
}

impl Feast {
    pub fn new(held: Arc<[DateRange]>) -> Feast {
        Feast { held, offset: 0 }
    }

    /// A single day, `offset` days after the first.
    pub fn day_after(&self, offset: i16) -> Feast {
        let one =
            |range: &DateRange| Some(DateRange { end: range.start.tomorrow().ok()?, ..*range });
        Feast { held: self.held.iter().filter_map(one).collect(), offset }
    }

    /// The first one that begins in a year; nothing outside the years listed.
    pub fn in_year(&self, year: i16) -> Option<DateRange> {
        let shift = i64::from(self.offset).days();
        let at = self.held.partition_point(|held| held.start.year() < year.saturating_sub(1));
        let near = self.held.get(at..)?.iter().take(4);
        near.filter_map(|held| {
            range(held.start.checked_add(shift).ok()?, held.end.checked_add(shift).ok()?)
        })
        .find(|held| held.start.year() == year)
    }
}
