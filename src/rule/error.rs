use std::ops::Range;

use crate::model::Problem;

use super::RuleFile;

/// A fault at `span` of a rule file, with the line it stands in and a caret under it.
pub(super) fn fault(
    file: &RuleFile,
    span: Range<usize>,
    code: &'static str,
    message: impl Into<String>,
) -> Problem {
    labelled(file, span, code, message, "")
}

/// The same with a word or two behind the caret.
pub(super) fn labelled(
    file: &RuleFile,
    span: Range<usize>,
    code: &'static str,
    message: impl Into<String>,
    label: &str,
) -> Problem {
    let text = &*file.text;
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let head = text.get(..start).unwrap_or("");
    let from = head.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let number = head.matches('\n').count() + 1;
    let before = text.get(from..start).unwrap_or("").chars().count();
    let marked = text.get(start..end.min(from + line.len()).max(start)).unwrap_or("");
    let carets = "^".repeat(marked.chars().count().max(1));
    let margin = " ".repeat(number.to_string().len());
    let under = format!("{}{carets} {label}", " ".repeat(before));
    Problem::error(code, format!("{}:{number}:{}", file.shown, before + 1), message).excerpt(
        format!(
            "{margin} |\n{number} | {}\n{margin} | {}",
            line.replace('\t', " "),
            under.trim_end()
        ),
    )
}

/// Largest character boundary of `text` at or below `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Message about a name that is not known: with the nearest known one, else with all of them.
pub(super) fn unknown<'k>(
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) -> String {
    if let Some(near) = nearest(name, known.clone()) {
        return format!("unknown {what} `{name}`, did you mean `{near}`?");
    }
    let list: Vec<String> = known.take(SHOWN + 1).map(|known| format!("`{known}`")).collect();
    match list.len() {
        0 => format!("unknown {what} `{name}`; none is allowed here"),
        1..=SHOWN => format!("unknown {what} `{name}`; known: {}", list.join(", ")),
        _ => format!("unknown {what} `{name}`"),
    }
}

/// Most names that an error lists.
const SHOWN: usize = 12;

/// The known name that `name` is probably a slip for.
fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|(distance, known)| *distance <= known.len().max(3) / 3)
        .min()
        .map(|(_, known)| known)
}
