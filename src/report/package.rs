use std::io::{self, Write};

use serde_json::{Value, json};

use crate::{
    model::{Change, ReviewState, ReviewStatus, Severity, Verdict},
    value::Kind,
};

use super::{
    Format, Report, Style, claims_csv, dialect::Dialect, findings_csv, message::Messages, unchecked,
};

/// Describes the columns of the CSV files (Frictionless Table Schema).
pub(super) fn write(
    report: &Report<'_>,
    style: Style<'_>,
    most: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let paths = |format: Format| -> io::Result<Value> {
        let parts = format.parts(report, most)?;
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        Ok(match names.as_slice() {
            [name] => json!(name),
            names => json!(names),
        })
    };
    let (findings, claims) = (paths(Format::Csv)?, paths(Format::ClaimsCsv)?);
    let resource = |path, name, columns, keys| resource(path, name, columns, style, keys);
    let package = json!({
        "profile": "tabular-data-package",
        "name": "crosscheck",
        "resources": [
            resource(findings, "findings", &findings_csv::COLUMNS, json!({
                "primaryKey": "finding_id",
            })),
            resource(claims, "claims", &claims_csv::COLUMNS, json!({
                "primaryKey": ["claim_id", "finding_id"],
                "foreignKeys": [{
                    "fields": "finding_id",
                    "reference": { "resource": "findings", "fields": "finding_id" },
                }],
            })),
            resource(json!("unchecked.csv"), "unchecked", &unchecked::COLUMNS, json!({})),
        ],
    });
    serde_json::to_writer_pretty(&mut *out, &package)?;
    out.write_all(b"\n")
}

fn resource(path: Value, name: &str, columns: &[&str], style: Style<'_>, keys: Value) -> Value {
    let (dialect, messages) = (style.dialect, style.language.messages());
    let fields: Vec<Value> =
        columns.iter().map(|column| told(field(column, dialect), column, messages)).collect();
    let mut schema = json!({ "fields": fields });
    if let (Some(schema), Value::Object(keys)) = (schema.as_object_mut(), keys) {
        schema.extend(keys);
    }
    json!({
        "name": name,
        "path": path,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": dialect.delimiter().to_string(),
            "lineTerminator": dialect.line_end(),
        },
        "schema": schema,
    })
}

/// A field with what people call it and what it holds.
fn told(mut field: Value, column: &str, messages: &Messages) -> Value {
    if let Value::Object(field) = &mut field {
        field.insert("title".to_owned(), messages.header(column).into());
        field.extend(messages.column(column).map(|text| ("description".to_owned(), text.into())));
    }
    field
}

fn field(name: &str, dialect: Dialect) -> Value {
    let one_of = |kind: &str, names: Vec<&str>| json!({ "name": name, "type": kind, "constraints": { "enum": names } });
    match name {
        "verdict" => one_of("string", Verdict::ALL.map(Verdict::name).to_vec()),
        "severity" => {
            let all = [Severity::Error, Severity::Warning, Severity::Note, Severity::None];
            one_of("string", all.map(Severity::name).to_vec())
        }
        "claim_type" => one_of("string", Kind::ALL.map(Kind::name).to_vec()),
        "review_status" => one_of("string", ReviewStatus::ALL.map(ReviewStatus::name).to_vec()),
        "review_state" => {
            let all = [
                ReviewState::None,
                ReviewState::Kept,
                ReviewState::Reopened,
                ReviewState::Moved,
                ReviewState::Orphan,
            ];
            one_of("string", all.map(ReviewState::name).to_vec())
        }
        "change" => {
            let all = [
                Change::New,
                Change::Same,
                Change::MoreEvidence,
                Change::Changed,
                Change::Resolved,
            ];
            one_of("string", all.map(Change::name).to_vec())
        }
        "qualifier" => {
            let all = ["exact", "about", "at_least", "at_most", "range", "denied", "reported"];
            one_of("string", all.to_vec())
        }
        "n_independent" | "n_sources" | "origin_group" | "line" | "column" | "char_start"
        | "char_end" => json!({ "name": name, "type": "integer" }),
        "min_value" | "max_value" | "gap_pct" | "match_score" | "value_low" | "value_high" => {
            let mark = dialect.decimal_mark().to_string();
            json!({ "name": name, "type": "number", "decimalChar": mark })
        }
        "asof_first" | "asof_last" | "published" | "asof" => {
            json!({ "name": name, "type": "date" })
        }
        "suppressed" => json!({ "name": name, "type": "boolean" }),
        _ => json!({ "name": name, "type": "string" }),
    }
}
