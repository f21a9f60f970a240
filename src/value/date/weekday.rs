//! Days of the week as numbers, Monday 1, for what is kept between runs.

use jiff::civil::Weekday;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

pub(super) fn serialize<S: Serializer>(day: &Weekday, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_i8(day.to_monday_one_offset())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Weekday, D::Error> {
    Weekday::from_monday_one_offset(i8::deserialize(from)?).map_err(D::Error::custom)
}

pub(super) mod option {
    use super::*;

    pub(in super::super) fn serialize<S: Serializer>(
        day: &Option<Weekday>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_i8(day.map_or(0, Weekday::to_monday_one_offset))
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Weekday>, D::Error> {
        match i8::deserialize(from)? {
            0 => Ok(None),
            day => Weekday::from_monday_one_offset(day).map(Some).map_err(D::Error::custom),
        }
    }
}
