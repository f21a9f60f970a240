//! In which language a text is written.

/// Bytes of a text that are looked at, and those below which nothing is said.
const MOST: usize = 2 << 10;
const LEAST: usize = 100;

/// Whether a text is surely English.
pub(super) fn is_english(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(MOST)).unwrap_or(text);
    head.len() >= LEAST
        && whatlang::detect(head)
            .is_some_and(|found| found.lang() == whatlang::Lang::Eng && found.is_reliable())
}
