use std::io::{self, Write};

use crate::report::cell::{flat, is_hidden, single_line};

/// Keeps a name behind `@` from calling whoever bears it; nobody sees it.
const JOINER: char = '\u{2060}';

/// Text of an article as plain text of Markdown, on one line, wherever it stands.
pub(in crate::report) fn escaped(text: &str) -> String {
    let line = single_line(text);
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or(("", line));
    let mut after = rest.chars();
    let first = after.next().unwrap_or_default();
    let ends = after.next().is_none_or(|next| next.is_whitespace() || next == first);
    // What would begin a list, a rule or a heading.
    let starts_block = match number {
        "" => ends && matches!(first, '-' | '+') || first == '=',
        _ => ends && matches!(first, '.' | ')'),
    };
    let guard = if starts_block { "\\" } else { "" };
    format!("{number}{guard}{}", piece(rest))
}

/// The same for a part of a line, which keeps the space at its ends.
pub(super) fn piece(text: &str) -> String {
    let line = flat(text);
    let mut plain = String::with_capacity(line.len() + 8);
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        let after = line.get(at + letter.len_utf8()..).unwrap_or_default();
        let is_live = match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '$' => true,
            '&' => is_entity(after),
            ':' => after.starts_with("//"),
            '.' => plain.to_ascii_lowercase().ends_with("www"),
            _ => false,
        };
        if is_live {
            plain.push('\\');
        }
        plain.push(letter);
        if letter == '@' && !before.is_alphanumeric() && after.starts_with(char::is_alphanumeric) {
            plain.push(JOINER);
        }
        before = letter;
    }
    plain
}

/// Where a link leads, between `<` and `>`.
pub(super) fn target(url: &str) -> String {
    let mut target = String::with_capacity(url.len());
    for (at, letter) in url.char_indices() {
        let after = url.get(at + letter.len_utf8()..).unwrap_or_default();
        match letter {
            '<' | '>' | '\\' | '`' | '"' => encode(&mut target, letter),
            _ if letter.is_whitespace() || is_hidden(letter) => encode(&mut target, letter),
            '&' if is_entity(after) => target.push_str("\\&"),
            _ => target.push(letter),
        }
    }
    target
}

fn encode(target: &mut String, letter: char) {
    for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
        target.push_str(&format!("%{byte:02X}"));
    }
}

/// Whether what follows `&` makes it a character of HTML, such as `&lt;`.
fn is_entity(after: &str) -> bool {
    let name =
        after.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || letter == '#');
    name.len() < after.len() && name.starts_with(';')
}

pub(in crate::report) fn table<const N: usize>(
    out: &mut dyn Write,
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> io::Result<()> {
    writeln!(out, "| {} |", header.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(N))?;
    for row in rows {
        writeln!(out, "| {} |", row.join(" | "))?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_articles_is_no_markup() {
        let cases = [
            ("plain words, a - b", "plain words, a - b"),
            ("<img src=x>", "\\<img src=x\\>"),
            ("[a](http://x)", "\\[a\\](http\\://x)"),
            ("see WWW.x.example", "see WWW\\.x.example"),
            ("# head", "\\# head"),
            ("- item", "\\- item"),
            ("=== ", "\\==="),
            ("12. item", "12\\. item"),
            ("12 items. 3", "12 items. 3"),
            ("6.4", "6.4"),
            ("-5 and more", "-5 and more"),
            ("---", "\\---"),
            ("a\n\n> b", "a ¶ \\> b"),
            ("&lt;b&gt; R&D", "\\&lt;b\\&gt; R&D"),
            ("@mayor, me@x.example", "@\u{2060}mayor, me@x.example"),
            ("\u{202e}evil\0", "<U+202E>evil\u{fffd}"),
        ];
        for (raw, shown) in cases {
            let shown = shown.replace("<U+202E>", "\\<U+202E\\>");
            assert_eq!(escaped(raw), shown, "{raw:?}");
        }
    }

    #[test]
    fn a_link_ends_where_it_should() {
        let cases = [
            ("https://x.example/a?b=1&c=2", "https://x.example/a?b=1&c=2"),
            ("https://x.example/> b", "https://x.example/%3E%20b"),
            ("https://x.example/?&lt;`", "https://x.example/?\\&lt;%60"),
            ("https://x.example/\u{202e}x", "https://x.example/%E2%80%AEx"),
        ];
        for (url, shown) in cases {
            assert_eq!(target(url), shown);
        }
    }
}
