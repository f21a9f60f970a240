use encoding_rs::WINDOWS_1252;

use crate::{
    model::{Review, ReviewStatus},
    report::{cut, safe, starts_formula},
};

/// The status that a cell names, however it is spelled; an empty cell is open.
pub(super) fn status(cell: &str) -> Option<ReviewStatus> {
    let name = cell.trim().to_lowercase().replace([' ', '-'], "_");
    match name.as_str() {
        "" => Some(ReviewStatus::Open),
        name => ReviewStatus::ALL.into_iter().find(|status| status.name() == name),
    }
}

/// The text of a cell without the marks that keep it from being a formula.
pub(super) fn text(cell: &str) -> &str {
    let cell = cell.trim();
    let inside = cell.strip_prefix('“').and_then(|cell| cell.strip_suffix('”'));
    inside.filter(|inside| starts_formula(inside)).unwrap_or(cell)
}

/// Text for a cell of the ledger: its lines stay, and it is no formula.
pub(super) fn guarded(text: &str) -> String {
    if starts_formula(text) { format!("“{text}”") } else { text.to_owned() }
}

/// Whether nobody said anything.
pub(super) fn is_blank(review: &Review) -> bool {
    review.status == ReviewStatus::Open
        && review.note.trim().is_empty()
        && review.reviewer.trim().is_empty()
}

/// Whether two reviews say the same, as far as a spreadsheet shows it. An old spreadsheet (`legacy`)
/// has lost the letters that Windows-1252 lacks.
pub(super) fn same(a: &Review, b: &Review, legacy: bool) -> bool {
    a.status == b.status
        && same_text(&a.note, &b.note, legacy)
        && same_text(&a.reviewer, &b.reviewer, legacy)
}

pub(super) fn same_text(a: &str, b: &str, legacy: bool) -> bool {
    a == b || shown(a, legacy) == shown(b, legacy)
}

fn shown(words: &str, legacy: bool) -> String {
    let line = safe(text(words));
    let line = cut(&line).unwrap_or(line);
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if !legacy {
        return line;
    }
    let survives = |letter: char| {
        let mut bytes = [0; 4];
        !WINDOWS_1252.encode(letter.encode_utf8(&mut bytes)).2
    };
    line.chars().map(|letter| if survives(letter) { letter } else { '?' }).collect()
}

/// A review whose values have changed: open again, with what it was before in its note.
pub(super) fn reopened(review: &Review) -> Review {
    let note = match (review.status, review.note.as_str()) {
        (ReviewStatus::Open, note) => note.to_owned(),
        (status, "") => format!("was {}", status.name()),
        (status, note) => format!("was {}: {note}", status.name()),
    };
    Review { status: ReviewStatus::Open, note, ..review.clone() }
}
