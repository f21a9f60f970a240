use std::io::{self, Write};

use serde::Serialize;

use crate::model::Severity;

use super::Checked;

/// An entry of a Code Quality report.
#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn write(checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
    let entries: Vec<Entry<'_>> = checked
        .diagnostics
        .iter()
        .map(|it| Entry {
            description: it.told(|_, place| place.short()),
            check_name: it.finding.verdict.name(),
            fingerprint: &it.finding.id,
            severity: match it.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note | Severity::None => "info",
            },
            location: Location {
                path: &it.here.path,
                lines: Lines { begin: it.here.claim.line, end: it.here.end_line },
            },
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &entries)?;
    out.write_all(b"\n")
}
