use crate::model::Evidence;

/// Longest value that a link points at; browsers find the first words as well.
const FRAGMENT: usize = 100;

/// Where a reader finds the claim: the URL with the value as text fragment, else `path:line`.
pub(super) fn link(claim: &Evidence) -> String {
    let Some(url) = web_address(claim) else { return format!("{}:{}", claim.article, claim.line) };
    let words: String = claim.value.chars().take(FRAGMENT).collect();
    if words.is_empty() {
        return url.to_owned();
    }
    let mark = if url.contains('#') { "" } else { "#" };
    format!("{url}{mark}:~:text={}", encoded(&words))
}

/// The URL of the article where it is one of the web.
pub(super) fn web_address(claim: &Evidence) -> Option<&str> {
    claim.url.as_deref().filter(|url| {
        ["http://", "https://"].iter().any(|scheme| {
            url.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
        })
    })
}

/// Percent-encodes all but letters, digits, `.`, `_` and `~`: in a text fragment `-`, `,` and `&`
/// have a meaning of their own.
fn encoded(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}
