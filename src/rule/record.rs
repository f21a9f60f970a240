use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::model::Problem;

use super::{Sources, load};

/// A field of an article in somebody's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Id,
    Text,
    Title,
    Published,
    Modified,
    Source,
    Url,
    Author,
    Language,
    /// The list of records in a JSON object.
    Records,
}

impl Field {
    pub const ALL: [Field; 10] = [
        Field::Id,
        Field::Text,
        Field::Title,
        Field::Published,
        Field::Modified,
        Field::Source,
        Field::Url,
        Field::Author,
        Field::Language,
        Field::Records,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Text => "text",
            Field::Title => "title",
            Field::Published => "published",
            Field::Modified => "modified",
            Field::Source => "source",
            Field::Url => "url",
            Field::Author => "author",
            Field::Language => "language",
            Field::Records => "records",
        }
    }

    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }

    /// What is wrong with the name of a field at `place`.
    pub fn unknown(name: &str, place: &str) -> Problem {
        let known = Field::ALL.map(Field::name).join(", ");
        Problem::error("E214", place, format!("there is no field `{name}`"))
            .note("nothing was run")
            .help(format!("the fields are {known}"))
    }
}

/// Names of the fields of records, out of `rules/record/field.toml`.
#[derive(Clone, Debug, Default)]
pub struct RecordRules {
    /// By the name in small letters and digits: the field, and the place in its list.
    names: FxHashMap<String, (Field, usize)>,
    pub entries: Vec<FieldEntry>,
}

/// A field as its rule is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldEntry {
    pub id: String,
    names: Vec<String>,
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    field: Vec<FieldEntry>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        for entry in over.field {
            self.field.retain(|known| known.id != entry.id);
            self.field.push(entry);
        }
    }
}

impl RecordRules {
    pub(super) fn compile(sources: &Sources, problems: &mut Vec<Problem>) -> RecordRules {
        let table: Table = load::table(sources, "record/field.toml", problems);
        let mut rules = RecordRules::default();
        for entry in &table.field {
            let Some(field) = Field::named(&entry.id) else {
                problems.push(Field::unknown(&entry.id, "rules/record/field.toml"));
                continue;
            };
            for (rank, name) in entry.names.iter().enumerate() {
                rules.names.entry(folded(name)).or_insert((field, rank));
            }
        }
        rules.entries = table.field;
        rules
    }

    /// Takes the names for those of a field, before the names of the rules.
    pub fn prefer(&mut self, field: Field, names: &[String]) {
        for (_, rank) in self.names.values_mut().filter(|(own, _)| *own == field) {
            *rank += names.len();
        }
        for (rank, name) in names.iter().enumerate() {
            self.names.insert(folded(name), (field, rank));
        }
    }

    /// The field that a name stands for; of two names of one field that with the lower number counts.
    pub fn field(&self, name: &str) -> Option<(Field, usize)> {
        self.names.get(&folded(name)).copied()
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
