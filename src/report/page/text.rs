use serde::Serialize;

use crate::report::cell::{flat, single_line};

/// Text of the input as the page may show it: one line, nothing invisible. The template escapes
/// markup.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(super) struct Text(String);

impl Text {
    pub(super) fn new(text: &str) -> Text {
        Text(single_line(text))
    }

    /// A piece of a sentence, which keeps a space at its ends.
    pub(super) fn piece(text: &str) -> Text {
        Text(flat(text))
    }

    /// At most `limit` letters, with `…` where there were more.
    pub(super) fn short(text: &str, limit: usize) -> Text {
        let line = single_line(text);
        match line.char_indices().nth(limit) {
            Some((cut, _)) => {
                let kept = line.get(..cut).unwrap_or(&line);
                Text(format!("{}…", kept.trim_end()))
            }
            None => Text(line),
        }
    }
}
