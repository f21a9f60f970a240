use std::sync::Arc;

use jiff::{ToSpan, civil::Date};

use super::{DateRange, calendar::range};

/// A holiday of a calendar of its own: the days it begins on, in order, and how long it lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feast {
    days: Arc<[Date]>,
    /// Days that it lies after the listed ones.
    offset: i16,
    length: i16,
}

impl Feast {
    pub fn new(days: Arc<[Date]>, offset: i16, length: i16) -> Feast {
        Feast { days, offset, length }
    }

    /// The first one that begins in a year; nothing outside the years listed.
    pub fn in_year(&self, year: i16) -> Option<DateRange> {
        let shift = i64::from(self.offset).days();
        let at = self.days.partition_point(|day| day.year() < year.saturating_sub(1));
        let near = self.days.get(at..)?.iter().take(4);
        let start = near
            .filter_map(|day| day.checked_add(shift).ok())
            .find(|start| start.year() == year)?;
        range(start, start.checked_add(i64::from(self.length).days()).ok()?)
    }
}
