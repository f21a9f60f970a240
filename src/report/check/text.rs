use std::io::{self, Write};

use crate::model::Severity;

use super::{Checked, Diagnostic, Place};

/// Places of other documents that are shown with their line.
const SHOWN: usize = 3;

struct Paint {
    colors: bool,
}

impl Paint {
    fn with(&self, code: &str, words: &str) -> String {
        if self.colors { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
    }
}

/// A block of lines a finding, as compilers write them.
pub(super) fn write(checked: &Checked<'_>, colors: bool, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint { colors };
    for diagnostic in checked.diagnostics {
        block(diagnostic, &paint, out)?;
    }
    Ok(())
}

fn block(diagnostic: &Diagnostic<'_>, paint: &Paint, out: &mut dyn Write) -> io::Result<()> {
    let (finding, here) = (diagnostic.finding, &diagnostic.here);
    let code = match diagnostic.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Note | Severity::None => "1;36",
    };
    let place = format!("{}:{}", here.short(), here.claim.column);
    let kind = finding.kind.name();
    writeln!(
        out,
        "{}: {}: {} [{kind}] {}",
        paint.with("1", &place),
        paint.with(code, diagnostic.severity.name()),
        diagnostic.told(|_, place| place.short()),
        finding.id
    )?;
    let number = here.claim.line.to_string();
    let [before, value, after] = here.source();
    writeln!(out, "  {number} | {before}{value}{after}")?;
    let space = " ".repeat(number.len());
    let indent = " ".repeat(before.chars().count());
    let carets = "^".repeat(value.chars().count().max(1));
    writeln!(out, "  {space} | {indent}{}", paint.with(code, &carets))?;
    let others: Vec<&Place<'_>> = diagnostic.against().collect();
    for place in others.iter().take(SHOWN) {
        let [before, value, after] = place.source();
        writeln!(out, "  {} | {before}{}{after}", place.short(), paint.with("1", &value))?;
    }
    if let Some(more) = others.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        writeln!(out, "  and {more} more places")?;
    }
    writeln!(out, "  help: make them equal, or {}\n", comment(&here.path, kind))
}

/// The comment that takes the claim out, in the markup of its document.
fn comment(path: &str, kind: &str) -> String {
    let words = format!("crosscheck: ignore-next[{kind}] reason=\"…\"");
    match path.rsplit('.').next() {
        Some("rst") => format!(".. {words}"),
        Some("adoc" | "asciidoc") => format!("// {words}"),
        Some(_) | None => format!("<!-- {words} -->"),
    }
}
