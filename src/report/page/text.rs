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

/// `1 article`, `2 articles`.
pub(super) fn several(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(&number.to_string()), if number == 1 { one } else { many })
}

/// Digits in groups of three from five digits on.
pub(super) fn grouped(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
