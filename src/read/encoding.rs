use memchr::{memchr, memchr_iter, memrchr};

use super::fault::{Fault, NotUtf8};

/// Characters and bytes shown to either side of a fault.
const SHOWN: usize = 60;

/// Checks that `bytes` are UTF-8. `first_line` is the number of their first line in the file,
/// `offset` that of their first byte.
pub(super) fn utf8(bytes: &[u8], first_line: u64, offset: u64) -> Result<&str, Fault> {
    std::str::from_utf8(bytes)
        .map_err(|error| not_utf8(bytes, error.valid_up_to(), first_line, offset))
}

/// The same for a whole file.
pub(super) fn utf8_text(bytes: Vec<u8>) -> Result<String, Fault> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        not_utf8(error.as_bytes(), at, 1, 0)
    })
}

fn not_utf8(bytes: &[u8], at: usize, first_line: u64, offset: u64) -> Fault {
    let (before, after) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
    let lines = memchr_iter(b'\n', before).count();
    let start = memrchr(b'\n', before).map_or(0, |end| end + 1);
    let line = first_line.saturating_add(lines as u64);
    let left = std::str::from_utf8(before.get(start..).unwrap_or(&[])).unwrap_or("");
    let right = after.get(..memchr(b'\n', after).unwrap_or(after.len())).unwrap_or(after);
    Fault::Encoding(Box::new(NotUtf8 {
        line,
        column: left.chars().count() + 1,
        offset: at + usize::try_from(offset).unwrap_or(usize::MAX - at),
        byte: after.first().copied().unwrap_or(0),
        excerpt: excerpt(line, left, right),
    }))
}

/// The line with bad bytes as `<E9>` and a caret line below the first of them.
fn excerpt(line: u64, left: &str, right: &[u8]) -> String {
    let cut = left.char_indices().rev().nth(SHOWN - 1).map_or(0, |(at, _)| at);
    let mut shown = String::new();
    if cut > 0 {
        shown.push('…');
    }
    shown.extend(left.get(cut..).unwrap_or(left).chars().map(visible));
    let margin = shown.chars().count();
    let tail = right.get(..SHOWN).unwrap_or(right);
    for chunk in tail.trim_ascii_end().utf8_chunks() {
        shown.extend(chunk.valid().chars().map(visible));
        for byte in chunk.invalid() {
            shown.push_str(&format!("<{byte:02X}>"));
        }
    }
    if right.len() > SHOWN {
        shown.push('…');
    }
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    format!("{gutter} |\n{number} | {shown}\n{gutter} | {}^^^^", " ".repeat(margin))
}

/// Control characters and marks of writing direction must not reach a terminal.
fn visible(letter: char) -> char {
    let bidi = matches!(letter, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if letter == '\t' {
        ' '
    } else if letter.is_control() || bidi {
        '\u{FFFD}'
    } else {
        letter
    }
}
