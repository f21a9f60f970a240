use std::collections::BTreeMap;

use serde::Deserialize;

use super::{DateExample, Role};
use crate::{
    rule::load,
    value::{Days, Lapse},
};

/// The file as written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DateTable {
    pub(super) month: Vec<NumberEntry>,
    pub(super) weekday: Vec<NumberEntry>,
    pub(super) unit: Vec<UnitEntry>,
    pub(super) clock_unit: Vec<ClockUnitEntry>,
    pub(super) part: Vec<WordEntry>,
    pub(super) season: Vec<WordEntry>,
    pub(super) stage: Vec<StageEntry>,
    pub(super) pointer: Vec<WordEntry>,
    pub(super) zone: Vec<ZoneEntry>,
    pub(super) relative: Vec<RelativeEntry>,
    pub(super) narrated: Vec<RelativeEntry>,
    pub(super) vague: Vec<VagueEntry>,
    pub(super) holiday: Vec<HolidayEntry>,
    pub(super) other: Vec<WordEntry>,
    pub(super) cardinal: BTreeMap<String, u16>,
    pub(super) ordinal: BTreeMap<String, u8>,
    pub(super) quarter: BTreeMap<String, i8>,
    pub(super) half: BTreeMap<String, i8>,
    pub(super) decade: BTreeMap<String, u8>,
    pub(super) role: BTreeMap<Role, Vec<String>>,
    pub(super) tense: TenseEntry,
    pub(super) example: Vec<DateExample>,
    pub(super) counterexample: Vec<Counterexample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumberEntry {
    pub(super) id: String,
    pub(super) number: i8,
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) short: Vec<String>,
    #[serde(default)]
    pub(super) doubtful: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitEntry {
    pub(super) id: Unit,
    pub(super) words: Vec<String>,
    pub(super) many: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockUnitEntry {
    pub(super) id: ClockUnit,
    pub(super) words: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ClockUnit {
    Second,
    Minute,
    Hour,
}

impl ClockUnit {
    pub(super) fn lapse(self) -> Lapse {
        match self {
            ClockUnit::Second => Lapse::Second,
            ClockUnit::Minute => Lapse::Minute,
            ClockUnit::Hour => Lapse::Hour,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordEntry {
    pub(super) id: String,
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) doubtful: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StageEntry {
    pub(super) id: String,
    pub(super) words: Vec<String>,
    pub(super) nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ZoneEntry {
    pub(super) id: String,
    pub(super) words: Vec<String>,
    pub(super) offset: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelativeEntry {
    pub(super) id: String,
    pub(super) words: Vec<String>,
    pub(super) unit: Unit,
    pub(super) count: i32,
    pub(super) part: Option<String>,
    /// "early", "late": a part of the unit.
    pub(super) stage: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VagueEntry {
    pub(super) id: String,
    pub(super) words: Vec<String>,
    pub(super) timex: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayEntry {
    pub(super) id: String,
    pub(super) words: Vec<String>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    pub(super) weekday: Option<i8>,
    pub(super) nth: Option<i8>,
    /// Days from Easter Sunday.
    pub(super) easter: Option<i16>,
    #[serde(default)]
    pub(super) orthodox: bool,
    /// A holiday listed in `calendar/feast.toml`.
    pub(super) feast: Option<String>,
    /// Days after the weekday or the first day of the feast.
    pub(super) offset: Option<i8>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TenseEntry {
    pub(super) past: Vec<String>,
    pub(super) future: Vec<String>,
    pub(super) other: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counterexample {
    pub(super) text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub(super) fn days(self) -> Days {
        match self {
            Unit::Day => Days::Day,
            Unit::Week => Days::Week,
            Unit::Fortnight => Days::Fortnight,
            Unit::Month => Days::Month,
            Unit::Quarter => Days::Quarter,
            Unit::Year => Days::Year,
            Unit::Decade => Days::Decade,
            Unit::Century => Days::Century,
        }
    }
}

pub(super) fn replace<T, I: PartialEq>(known: &mut Vec<T>, over: Vec<T>, id: impl Fn(&T) -> I) {
    known.retain(|entry| over.iter().all(|new| id(new) != id(entry)));
    known.extend(over);
}

impl load::Table for DateTable {
    fn overlay(&mut self, over: DateTable) {
        replace(&mut self.month, over.month, |entry| entry.id.clone());
        replace(&mut self.weekday, over.weekday, |entry| entry.id.clone());
        replace(&mut self.unit, over.unit, |entry| entry.id);
        replace(&mut self.clock_unit, over.clock_unit, |entry| entry.id);
        replace(&mut self.part, over.part, |entry| entry.id.clone());
        replace(&mut self.season, over.season, |entry| entry.id.clone());
        replace(&mut self.stage, over.stage, |entry| entry.id.clone());
        replace(&mut self.pointer, over.pointer, |entry| entry.id.clone());
        replace(&mut self.zone, over.zone, |entry| entry.id.clone());
        replace(&mut self.relative, over.relative, |entry| entry.id.clone());
        replace(&mut self.narrated, over.narrated, |entry| entry.id.clone());
        replace(&mut self.vague, over.vague, |entry| entry.id.clone());
        replace(&mut self.holiday, over.holiday, |entry| entry.id.clone());
        replace(&mut self.other, over.other, |entry| entry.id.clone());
        self.cardinal.extend(over.cardinal);
        self.ordinal.extend(over.ordinal);
        self.quarter.extend(over.quarter);
        self.half.extend(over.half);
        self.decade.extend(over.decade);
        self.role.extend(over.role);
        self.tense.past.extend(over.tense.past);
        self.tense.future.extend(over.tense.future);
        self.tense.other.extend(over.tense.other);
        self.example.extend(over.example);
        self.counterexample.extend(over.counterexample);
    }
}
