use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use crate::model::{Finding, Severity, Verdict};

use super::{Checked, Diagnostic, topic};

/// A test case a question that several places answer: it fails where they contradict one another.
pub(super) fn write(checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
    let told: BTreeMap<&str, &Diagnostic<'_>> =
        checked.diagnostics.iter().map(|it| (it.finding.id.as_str(), it)).collect();
    let asked = || checked.findings.iter().filter(|finding| finding.verdict != Verdict::Single);
    let fails = |finding: &&Finding| {
        told.get(finding.id.as_str()).is_some_and(|it| it.severity <= Severity::Warning)
    };
    let (tests, failures) = (asked().count(), asked().filter(fails).count());
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites tests=\"{tests}\" failures=\"{failures}\">")?;
    writeln!(
        out,
        "  <testsuite name=\"crosscheck\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    )?;
    for finding in asked() {
        let told = told.get(finding.id.as_str());
        let first = finding.claims.first().map_or("", |claim| claim.article.as_str());
        let path = told.map_or(first, |it| it.here.path.as_str());
        let name = format!("{} {}", topic(finding), finding.id);
        write!(out, "    <testcase classname=\"{}\" name=\"{}\"", xml(path), xml(&name))?;
        match told.filter(|_| fails(&finding)) {
            Some(it) => {
                let message = it.told(|_, place| place.short());
                let mut text = format!("{}: {}\n", it.here.short(), it.here.claim.quote);
                for place in &it.there {
                    text += &format!("{}: {}\n", place.short(), place.claim.quote);
                }
                let (kind, message) = (finding.verdict.name(), xml(&message));
                writeln!(out, ">")?;
                writeln!(
                    out,
                    "      <failure type=\"{kind}\" message=\"{message}\">{}</failure>",
                    xml(&text)
                )?;
                writeln!(out, "    </testcase>")?;
            }
            None => writeln!(out, "/>")?,
        }
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// Text for XML 1.0, which has no room for control characters.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            '\t' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            letter if letter.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            letter => escaped.push(letter),
        }
    }
    escaped
}
