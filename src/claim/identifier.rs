use crate::{model::Span, rule::PropertyRules};

/// Marks in front of what a text sets as code or quotes.
const QUOTES: [char; 5] = ['`', '"', '\'', '“', '*'];
/// Elements of a page that set code.
const ELEMENTS: [&str; 6] = ["<code", "<tt", "<var", "<kbd", "<samp", "<dt"];

/// The names in a part of a text that are spelled as programs spell them, each once: `max_age`,
/// `--max-age`, `cache.maxAge`.
pub(super) fn identifiers(within: Span, text: &str, rules: &PropertyRules) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for name in words(within, text).filter(|name| is_name(*name, within, text, rules)) {
        if found.iter().all(|known| known.of(text) != name.of(text)) {
            found.push(name);
        }
    }
    found
}

/// Runs of letters, digits and the marks inside names, dashes in front included.
fn words(within: Span, text: &str) -> impl Iterator<Item = Span> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let part = within.of(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = part.get(at..)?;
        let start = at + rest.find(is_part)?;
        let rest = part.get(start..)?;
        let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        at = start + length;
        let word = rest.get(..length)?;
        let open = word.trim_start_matches('.');
        let name = open.trim_end_matches(['.', '-']);
        let from = within.start as usize + start + (length - open.len());
        Some(Span::new(from, from + name.len()))
    })
}

fn is_name(word: Span, within: Span, text: &str, rules: &PropertyRules) -> bool {
    let name = word.of(text);
    let plain = name.trim_start_matches('-');
    let starts = |part: &str| part.starts_with(char::is_alphabetic);
    if !plain.trim_start_matches('_').starts_with(char::is_alphabetic) {
        return false;
    }
    if name.starts_with("--") {
        return plain.len() > 1;
    }
    if plain.trim_matches('_').contains('_') {
        return !is_file(plain, rules);
    }
    let alone = || word == within || is_marked(word, text);
    if plain.contains('.') {
        let long = plain.split('.').all(|part| part.len() > 1 && starts(part));
        return long && !is_file(plain, rules) && alone();
    }
    let humps =
        plain.chars().skip(1).any(char::is_uppercase) && plain.chars().any(char::is_lowercase);
    let hyphens = plain.len() > 4 && plain.split('-').count() > 1 && plain.split('-').all(starts);
    (humps || hyphens) && !name.starts_with('-') && alone()
}

/// Whether a name has the ending of a file or a site.
fn is_file(name: &str, rules: &PropertyRules) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| rules.is_ending(&ending.to_lowercase()))
}

/// Whether the text sets a word as code.
pub(super) fn is_marked(word: Span, text: &str) -> bool {
    let before = text.get(..word.start as usize).unwrap_or_default();
    let tag = || {
        let tag = before.rfind('<').and_then(|at| before.get(at..)).unwrap_or_default();
        before.ends_with('>') && ELEMENTS.iter().any(|name| tag.starts_with(name))
    };
    before.ends_with(QUOTES) || tag()
}
