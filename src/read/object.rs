use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::{
    model::FieldOrigin,
    rule::{Field, RecordRules},
};

use super::{
    facts::{Facts, Stated},
    fault::Fault,
};

/// The fields of a record that has names for them: an object of JSON, a row of a table.
#[derive(Debug, Default)]
pub(super) struct Fields {
    values: [Option<(Rank, String)>; Field::ALL.len()],
}

/// Values that say something go before blank ones, then those whose names stand first.
type Rank = (bool, usize);

impl Fields {
    pub(super) fn put(&mut self, field: Field, rank: usize, value: String) {
        let rank = (value.trim().is_empty(), rank);
        if let Some(slot) = self.values.get_mut(field as usize)
            && slot.as_ref().is_none_or(|(known, _)| rank < *known)
        {
            *slot = Some((rank, value));
        }
    }

    /// Bytes of the values.
    pub(super) fn weight(&self) -> usize {
        self.values.iter().flatten().map(|(_, value)| value.len()).sum()
    }

    pub(super) fn take(&mut self, field: Field) -> Option<String> {
        self.values.get_mut(field as usize)?.take().map(|(_, value)| value)
    }

    pub(super) fn facts(&mut self) -> Facts {
        let mut stated = |field| Stated::of(self.take(field)?, FieldOrigin::Field);
        Facts {
            source: stated(Field::Source),
            published: stated(Field::Published),
            modified: stated(Field::Modified),
            title: stated(Field::Title),
            url: stated(Field::Url),
            author: stated(Field::Author),
            language: stated(Field::Language),
        }
    }
}

/// Reads an object of JSON; fields that mean nothing to us are passed over.
pub(super) fn object(json: &str, rules: &RecordRules) -> Result<Fields, Fault> {
    // An array would do for the parser, its items taken as the fields in order.
    if !json.trim_start().starts_with('{') {
        let message = "it does not start with `{`".to_owned();
        return Err(Fault::Record { message, column: None });
    }
    let mut parser = serde_json::Deserializer::from_str(json);
    let read = Object(rules).deserialize(&mut parser).and_then(|fields| {
        parser.end()?;
        Ok(fields)
    });
    read.map_err(|error| {
        let message = error.to_string();
        // The line within the record says nothing.
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        Fault::Record { message, column: (!error.is_data()).then(|| error.column()) }
    })
}

struct Object<'r>(&'r RecordRules);

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = Fields;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Fields, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = map.next_key::<String>()? {
            match self.0.field(&key) {
                Some((field, rank)) if field != Field::Records => {
                    if let Some(value) = map.next_value_seed(Words(2))? {
                        fields.put(field, rank, value);
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(fields)
    }
}

/// A value as words: those of a list one below the other, of an object its name or text. It goes down
/// no further than so many levels.
struct Words(usize);

/// Keys of an object under which its words stand.
const INNER: [&str; 6] = ["name", "rendered", "text", "value", "#text", "$t"];

impl<'de> DeserializeSeed<'de> for Words {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<String>, D::Error> {
        if self.0 == 0 {
            return from.deserialize_ignored_any(IgnoredAny).map(|_| None);
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Words {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a list or an object")
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<String>, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Option<String>, E> {
        Ok(Some(text))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<String>, A::Error> {
        let mut words = Vec::new();
        while let Some(item) = list.next_element_seed(Words(self.0 - 1))? {
            words.extend(item);
        }
        Ok((!words.is_empty()).then(|| words.join("\n\n")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        let mut found: Option<(usize, String)> = None;
        while let Some(key) = map.next_key::<String>()? {
            let rank = INNER.iter().position(|inner| *inner == key);
            let value = map.next_value_seed(Words(if rank.is_some() { self.0 - 1 } else { 0 }))?;
            if let (Some(rank), Some(value)) = (rank, value)
                && found.as_ref().is_none_or(|(known, _)| rank < *known)
            {
                found = Some((rank, value));
            }
        }
        Ok(found.map(|(_, value)| value))
    }
}
