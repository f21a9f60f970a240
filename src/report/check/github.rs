use std::io::{self, Write};

use crate::model::Severity;

use super::{Checked, Diagnostic, text};

/// Annotations of a kind that GitHub shows for a step, without a word about the rest.
const SHOWN: usize = 10;
/// GitHub drops a step summary above 1 MiB whole.
const SUMMARY: usize = 1_000_000;

/// The findings as text, for the log, and then as commands that annotate the files.
pub(super) fn write(checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
    text::write(checked, false, out)?;
    for diagnostic in checked.diagnostics {
        let (here, finding) = (&diagnostic.here, diagnostic.finding);
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note | Severity::None => "notice",
        };
        writeln!(
            out,
            "::{level} file={},line={},endLine={},col={},endColumn={},title={}::{}",
            property(&here.path),
            here.claim.line,
            here.end_line,
            here.claim.column,
            here.end_column,
            property(&format!("crosscheck {} {}", finding.verdict.name(), finding.id)),
            message(&diagnostic.told(|_, place| place.short())),
        )?;
    }
    let of = |severity| {
        let all = checked.diagnostics.iter();
        all.filter(|diagnostic| diagnostic.severity == severity).count()
    };
    if of(Severity::Error) > SHOWN || of(Severity::Warning) > SHOWN {
        writeln!(
            out,
            "GitHub shows the first {SHOWN} errors and {SHOWN} warnings of a step beside the code; all \
             stand in this log and in the step summary."
        )?;
    }
    Ok(())
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// All findings as Markdown, for the file that `GITHUB_STEP_SUMMARY` names.
pub fn step_summary(checked: &Checked<'_>) -> String {
    let tally = checked.tally;
    let mut text = format!(
        "### crosscheck\n\n{} errors, {} warnings, {} notes in {} documents\n\n",
        tally.errors, tally.warnings, tally.notes, tally.documents
    );
    if checked.diagnostics.is_empty() {
        return text;
    }
    text += "| | place | what differs |\n|---|---|---|\n";
    for (number, diagnostic) in checked.diagnostics.iter().enumerate() {
        let row = row(diagnostic);
        if text.len() + row.len() > SUMMARY {
            let more = checked.diagnostics.len() - number;
            text += &format!("\n{more} more findings are left out: the summary is full.\n");
            break;
        }
        text += &row;
    }
    text
}

fn row(diagnostic: &Diagnostic<'_>) -> String {
    let plain = |text: &str| {
        text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('`', "\\`")
    };
    format!(
        "| {} | {} | {} |\n",
        diagnostic.severity.name(),
        plain(&diagnostic.here.short()),
        plain(&diagnostic.told(|_, place| place.short()))
    )
}
