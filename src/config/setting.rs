//! What `crosscheck.toml` may say: one table, from which the file that `init` writes, what `config show`
//! prints and the JSON Schema are made.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::model::Role;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Version,
    Text,
    Truth,
    Texts,
    OneOf(&'static [&'static str]),
    /// One of a few words for each glob of the section's own keys.
    ByGlob,
}

/// A key of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// Name of its table; none for the keys at the top.
    pub section: &'static str,
    /// Empty where every key of the section is a glob.
    pub key: &'static str,
    pub shape: Shape,
    /// What holds where the file says nothing, as TOML.
    pub default: &'static str,
    /// An example where that says more than the default.
    pub example: Option<&'static str>,
    pub says: &'static str,
}

const fn setting(
    section: &'static str,
    key: &'static str,
    shape: Shape,
    default: &'static str,
    says: &'static str,
) -> Setting {
    Setting { section, key, shape, default, example: None, says }
}

impl Setting {
    const fn like(self, example: &'static str) -> Setting {
        Setting { example: Some(example), ..self }
    }
}

pub(super) const SETTINGS: &[Setting] = &[
    setting("", "version", Shape::Version, "1", "Version of this file."),
    setting("input", "include", Shape::Texts, "[\".\"]", "What check reads where the command line names nothing.")
        .like(r#"["docs/**/*.md", "README.md"]"#),
    setting("input", "exclude", Shape::Texts, "[]", "Globs of files to leave out, also of those given by name.")
        .like(r#"["docs/drafts/**"]"#),
    setting("roles", "", Shape::ByGlob, "", "What documents are to the others: canonical ones count for more, historical ones never fail a check.")
        .like("\"docs/facts.md\" = \"canonical\"\n# \"docs/blog/**\" = \"historical\""),
    setting("check", "fail_on", Shape::OneOf(&["error", "warning", "note", "never"]), "\"error\"", "From which severity on the check fails."),
    setting("check", "baseline", Shape::Text, "\".crosscheck/baseline.jsonl\"", "Findings that are known and let pass."),
    setting("check", "suppressions", Shape::Text, "\".crosscheck/suppressions.toml\"", "Claims taken out of files that hold no comments."),
    setting("check", "require_reason", Shape::Truth, "true", "Whether a comment that takes out claims has to say why."),
    setting("check", "changelogs", Shape::Truth, "false", "Whether lists of changes are compared, too."),
    setting("review", "ledger", Shape::Text, "\"review.csv\"", "Reviews that run keeps; without this in the report folder.")
        .like("\".crosscheck/review.csv\""),
    setting("rules", "paths", Shape::Texts, "[]", "Folders of rules that lie over those of the program.").like(r#"["my-rules"]"#),
    setting("rules", "disable", Shape::Texts, "[]", "Claim types and attributes that are not compared.").like(r#"["ordinal", "attendance"]"#),
];

/// The commented file that `crosscheck init` writes: every key with its default, none of them set but
/// the version.
pub fn template() -> String {
    let mut text = String::from(
        "# What crosscheck reads, compares and lets pass. Every key may be left out; those behind a # show\n\
         # what holds without them. Paths and globs count from the folder of this file.\n",
    );
    let mut section = "";
    for it in SETTINGS {
        if it.section != section {
            section = it.section;
            let _ = write!(text, "\n[{section}]\n");
        }
        let _ = writeln!(text, "# {}", it.says);
        let value = it.example.unwrap_or(it.default);
        let _ = match it.shape {
            Shape::Version => writeln!(text, "{} = {value}", it.key),
            Shape::ByGlob => writeln!(text, "# {value}"),
            Shape::Text | Shape::Truth | Shape::Texts | Shape::OneOf(_) if it.example.is_some() => {
                writeln!(text, "# {} = {value}    # without it: {}", it.key, it.default)
            }
            Shape::Text | Shape::Truth | Shape::Texts | Shape::OneOf(_) => {
                writeln!(text, "# {} = {value}", it.key)
            }
        };
    }
    text
}

/// A JSON Schema of the file, for editors that know one of TOML.
pub fn schema() -> String {
    let mut top = Map::new();
    for it in SETTINGS {
        let value = match it.shape {
            Shape::Version => json!({"const": 1}),
            Shape::Text => json!({"type": "string"}),
            Shape::Truth => json!({"type": "boolean"}),
            Shape::Texts => json!({"type": "array", "items": {"type": "string"}}),
            Shape::OneOf(words) => json!({"enum": words}),
            Shape::ByGlob => json!({"enum": Role::ALL.map(Role::name)}),
        };
        let described = |mut value: Value| {
            if let Some(fields) = value.as_object_mut() {
                fields.insert("description".to_owned(), it.says.into());
            }
            value
        };
        if it.section.is_empty() {
            top.insert(it.key.to_owned(), described(value));
        } else if it.key.is_empty() {
            let table = json!({"type": "object", "additionalProperties": value});
            top.insert(it.section.to_owned(), described(table));
        } else {
            let empty = json!({"type": "object", "additionalProperties": false, "properties": {}});
            let table = top.entry(it.section).or_insert(empty);
            if let Some(keys) = table.get_mut("properties").and_then(Value::as_object_mut) {
                keys.insert(it.key.to_owned(), described(value));
            }
        }
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "crosscheck.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": top,
    });
    format!("{schema:#}\n")
}
