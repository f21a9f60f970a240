use toml::{Table, Value};

use crate::model::WordId;

use super::{
    Inflection, Lexicon, Rules, Sources,
    pattern::{self, Part},
    word_set::spelled,
};

/// A rule or a list of words as `rules list` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it is about: `attribute`, `unit`, `hedge` ...
    pub area: String,
    /// The id of the rule, or the key of the list inside its file.
    pub id: String,
    /// Rule file, as shown to the user.
    pub file: String,
    /// Kinds of value that an attribute takes.
    pub kinds: Vec<String>,
    pub patterns: Vec<String>,
    /// Ids of the scopes of an attribute.
    pub scopes: Vec<String>,
    pub words: Vec<ListedWord>,
    pub examples: usize,
    pub counterexamples: usize,
}

/// A word or phrase of the rules, as written, and all that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedWord {
    pub written: String,
    pub phrases: Vec<Vec<WordId>>,
}

/// Keys whose strings are no words that are looked for in a text.
const NO_WORDS: [&str; 10] = [
    "example",
    "examples",
    "counterexample",
    "counterexamples",
    "events",
    "claims",
    "value",
    "prefixes",
    "fits",
    "dimension",
];
/// Tables that are one list: their keys only say what the words belong to.
const ONE_LIST: [&str; 2] = ["nouns", "verbs"];

impl Rules {
    /// All rules of the files that these rules were compiled from, in the order of the files.
    pub fn list(&self, sources: &Sources) -> Vec<Listed> {
        let mut writer = Writer {
            lexicon: self.lexicon.clone(),
            inflection: &self.inflection,
            area: String::new(),
            file: String::new(),
            listed: Vec::new(),
        };
        for file in sources.iter() {
            let Ok(table) = file.text.parse::<Table>() else { continue };
            let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
            let name = name.trim_end_matches(".toml");
            writer.area = if folder.starts_with("lang/") { name } else { folder }.to_owned();
            writer.file.clone_from(&file.shown);
            match string(&table, "id") {
                Some(id) => writer.rule(id, &table),
                None => writer.lists("", &table),
            }
        }
        writer.listed
    }
}

struct Writer<'r> {
    lexicon: Lexicon,
    inflection: &'r Inflection,
    area: String,
    file: String,
    listed: Vec<Listed>,
}

impl Writer<'_> {
    /// A table that is one rule.
    fn rule(&mut self, id: &str, table: &Table) {
        let mut words = Vec::new();
        for (key, value) in table {
            match value {
                Value::Array(list) if !NO_WORDS.contains(&&**key) => strings(list, &mut words),
                Value::Table(inner) if ONE_LIST.contains(&&**key) => {
                    inner
                        .values()
                        .filter_map(Value::as_array)
                        .for_each(|it| strings(it, &mut words));
                }
                Value::Table(_)
                | Value::Array(_)
                | Value::String(_)
                | Value::Integer(_)
                | Value::Float(_)
                | Value::Boolean(_)
                | Value::Datetime(_) => {}
            }
        }
        let mut listed = self.listed(id, words);
        let inner = |key: &str, name: &str| -> Vec<String> {
            let tables = tables(table, key);
            tables.filter_map(|it| string(it, name)).map(str::to_owned).collect()
        };
        let count = |key: &str| table.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        listed.patterns = inner("pattern", "match");
        listed.scopes = inner("scope", "id");
        listed.examples = count("example") + count("examples");
        listed.counterexamples = count("counterexample") + count("counterexamples");
        listed.kinds = match table.get("value") {
            Some(Value::String(kind)) => vec![kind.clone()],
            Some(Value::Array(kinds)) => {
                kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(_) | None => Vec::new(),
        };
        self.listed.push(listed);
    }

    /// A table that holds lists of words, and rules with ids; `under` leads to it.
    fn lists(&mut self, under: &str, table: &Table) {
        let mut keys = Vec::new();
        for (key, value) in table.iter().filter(|(key, _)| !NO_WORDS.contains(&&***key)) {
            let path = if under.is_empty() { key.clone() } else { format!("{under}.{key}") };
            match value {
                // The numbers that a word stands for.
                Value::Array(list) if list.iter().all(is_number) => keys.push(key.clone()),
                Value::Array(list) if list.iter().all(is_name) => {
                    let mut words = Vec::new();
                    for name in list.iter().filter_map(Value::as_table) {
                        words.extend(string(name, "name").map(str::to_owned));
                        name.values()
                            .filter_map(Value::as_array)
                            .for_each(|it| strings(it, &mut words));
                    }
                    let listed = self.listed(&path, words);
                    self.listed.push(listed);
                }
                Value::Array(list) if list.iter().all(Value::is_table) => {
                    for rule in list.iter().filter_map(Value::as_table) {
                        self.rule(string(rule, "id").unwrap_or(key), rule);
                    }
                }
                Value::Array(list) => {
                    let mut words = Vec::new();
                    strings(list, &mut words);
                    let listed = self.listed(&path, words);
                    self.listed.push(listed);
                }
                Value::Table(inner) if ONE_LIST.contains(&&**key) => {
                    let mut words = Vec::new();
                    inner
                        .values()
                        .filter_map(Value::as_array)
                        .for_each(|it| strings(it, &mut words));
                    let listed = self.listed(&path, words);
                    self.listed.push(listed);
                }
                Value::Table(inner) => match string(inner, "id") {
                    Some(id) => self.rule(id, inner),
                    None => self.lists(&path, inner),
                },
                Value::String(_) | Value::Integer(_) if !under.is_empty() => keys.push(key.clone()),
                Value::String(_)
                | Value::Integer(_)
                | Value::Float(_)
                | Value::Boolean(_)
                | Value::Datetime(_) => {}
            }
        }
        if !keys.is_empty() {
            let listed = self.listed(under, keys);
            self.listed.push(listed);
        }
    }

    fn listed(&mut self, id: &str, words: Vec<String>) -> Listed {
        let words = words.into_iter().filter_map(|written| {
            let part = pattern::parse(&written)
                .unwrap_or_else(|_| Part::Word { word: written.clone(), inflected: false });
            // A set inside of a set is no word of its own.
            let phrases = spelled(&part, self.inflection, &mut self.lexicon)?;
            Some(ListedWord { written, phrases })
        });
        Listed {
            area: self.area.clone(),
            id: id.to_owned(),
            file: self.file.clone(),
            kinds: Vec::new(),
            patterns: Vec::new(),
            scopes: Vec::new(),
            words: words.collect(),
            examples: 0,
            counterexamples: 0,
        }
    }
}

fn string<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    table.get(key).and_then(Value::as_str)
}

fn tables<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn strings(list: &[Value], words: &mut Vec<String>) {
    for value in list {
        match value {
            Value::String(word) => words.push(word.clone()),
            Value::Array(inner) => strings(inner, words),
            Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Datetime(_)
            | Value::Table(_) => {}
        }
    }
}

/// Whether a table is one of many names, such as a place or an organisation.
fn is_name(value: &Value) -> bool {
    value.as_table().is_some_and(|it| {
        it.contains_key("name") || (it.contains_key("place") && it.contains_key("names"))
    })
}

fn is_number(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.bytes().all(|it| it.is_ascii_digit() || it == b'.'))
}
