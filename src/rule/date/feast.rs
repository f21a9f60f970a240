use std::{collections::BTreeMap, sync::Arc};

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

use super::table::replace;
use crate::{
    model::Problem,
    rule::{Sources, load},
    value::{DateRange, Feast},
};

const FILE: &str = "calendar/feast.toml";

/// The days of holidays that have a calendar of their own.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FeastTable {
    feast: Vec<FeastEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeastEntry {
    id: String,
    #[serde(default = "one")]
    length: i16,
    days: String,
}

fn one() -> i16 {
    1
}

impl load::Table for FeastTable {
    fn overlay(&mut self, over: FeastTable) {
        replace(&mut self.feast, over.feast, |entry| entry.id.clone());
    }
}

/// All listed holidays by their ids.
pub(super) fn feasts(sources: &Sources, problems: &mut Vec<Problem>) -> BTreeMap<String, Feast> {
    let table: FeastTable = load::table(sources, FILE, problems);
    let mut feasts = BTreeMap::new();
    for entry in table.feast {
        let mut held = Vec::new();
        for written in entry.days.split_whitespace() {
            match days(written, entry.length) {
                Some(range) => held.push(range),
                None => {
                    let message = format!("`{written}` of `{}` is no day", entry.id);
                    problems.push(Problem::error("E203", FILE, message));
                }
            }
        }
        held.sort_unstable();
        feasts.insert(entry.id, Feast::new(Arc::from(held)));
    }
    feasts
}

/// "2018-05-16", "2018-05-16/30" with its own length in days.
fn days(written: &str, length: i16) -> Option<DateRange> {
    let (day, length) = match written.split_once('/') {
        Some((day, length)) => (day, length.parse().ok().filter(|length| *length > 0)?),
        None => (written, length),
    };
    let start: Date = day.parse().ok()?;
    let end = start.checked_add(i64::from(length).days()).ok()?;
    Some(DateRange { start, end })
}
