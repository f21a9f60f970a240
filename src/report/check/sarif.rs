use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{ConflictKind, Severity};

use super::{Checked, Diagnostic, Place};

/// GitHub takes so many results of a run, and so many places of a result.
const RESULTS: usize = 5000;
const PLACES: usize = 10;

const RULES: [(ConflictKind, &str, &str); 3] = [
    (ConflictKind::Contradict, "Contradiction", "Two places of the documents cannot both be right"),
    (ConflictKind::Unclear, "Unclear", "Two places differ, and may be about different things"),
    (ConflictKind::Changed, "Changed", "A later document gives another value than an earlier one"),
];

#[derive(Serialize)]
struct Fields<'a> {
    name: &'static str,
    version: &'static str,
    rules: &'a [Value],
}

/// SARIF 2.1.0 with one run and a result a finding.
pub(super) fn write(checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|(kind, name, text)| {
            json!({
                "id": kind.verdict().name(),
                "name": name,
                "shortDescription": { "text": text },
            })
        })
        .collect();
    let driver = Fields { name: "crosscheck", version: env!("CARGO_PKG_VERSION"), rules: &rules };
    let results: Vec<Value> = checked.diagnostics.iter().take(RESULTS).map(result).collect();
    let mut notes = Vec::new();
    let cut = checked.diagnostics.len().saturating_sub(RESULTS) + checked.tally.cut;
    if cut > 0 {
        let text = format!("{cut} more findings are left out of this file");
        notes.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    for problem in checked.problems {
        let text = format!("{}: {} ({})", problem.place, problem.message, problem.code);
        notes.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notes }],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn result(diagnostic: &Diagnostic<'_>) -> Value {
    let finding = diagnostic.finding;
    let rule = RULES.iter().position(|(kind, ..)| kind.verdict() == finding.verdict);
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note | Severity::None => "note",
    };
    let linked = |number: usize, place: &Place<'_>| match number + 1 < PLACES {
        true => format!("[{}]({})", place.short(), number + 1),
        false => place.short(),
    };
    let related: Vec<Value> = diagnostic
        .there
        .iter()
        .take(PLACES - 1)
        .zip(1..)
        .map(|(place, id)| {
            let mut location = location(place);
            if let Some(fields) = location.as_object_mut() {
                fields.insert("id".to_owned(), json!(id));
                fields.insert("message".to_owned(), json!({ "text": place.value() }));
            }
            location
        })
        .collect();
    json!({
        "ruleId": finding.verdict.name(),
        "ruleIndex": rule,
        "level": level,
        "message": { "text": diagnostic.told(linked) },
        "locations": [location(&diagnostic.here)],
        "relatedLocations": related,
        "partialFingerprints": { "crosscheckFinding/v1": finding.id },
        "properties": { "kind": finding.kind.name(), "reason": finding.reason.name() },
    })
}

fn location(place: &Place<'_>) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.path) },
            "region": {
                "startLine": place.claim.line,
                "startColumn": place.claim.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
        },
    })
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~' | b'+' | b'@')
    };
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if plain(byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
