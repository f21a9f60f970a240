//! In which language a text is written. Where that is in doubt, it is one that is read.

use whatlang::{Lang, Script};

use crate::rule::LanguageRules;

/// Bytes of a text that are looked at, for its letters and for its words.
const LETTERS: usize = 2 << 10;
const WORDS: usize = 16 << 10;
/// Words, or else letters, of a text below which nothing is said.
const LEAST_WORDS: usize = 30;
const LEAST_LETTERS: usize = 120;
/// Of a hundred words those that are common in a text of the language. News has some 25.
const COMMON: usize = 5;

/// Of a hundred letters and digits those that are digits in tables and results. News has some 3.
const FIGURES: usize = 10;

/// Whether a text is surely English.
pub(super) fn is_english(text: &str) -> bool {
    let head = cut(text, LETTERS);
    head.len() >= LEAST_LETTERS
        && whatlang::detect(head)
            .is_some_and(|found| found.lang() == Lang::Eng && found.is_reliable())
}

/// What a text is found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// In the language of the rules.
    Own,
    /// In another, by its name in English and its code.
    Other {
        name: String,
        tag: String,
    },
    Unknown,
}

/// Finds out whether a text is in the language of the rules; `declared` is what its page or record says.
pub(super) fn language(text: &str, declared: Option<&str>, rules: &LanguageRules) -> Found {
    let (mut words, mut common) = (0, 0);
    let head = cut(text, WORDS);
    let mut left = head.len();
    for word in head.split(|letter: char| !letter.is_alphabetic()) {
        left = left.saturating_sub(word.len() + 1);
        if word.is_empty() {
            continue;
        }
        words += 1;
        let small = word.bytes().all(|byte| byte.is_ascii_lowercase());
        common += usize::from(match small {
            true => rules.is_common(word),
            false => rules.is_common(&word.to_lowercase()),
        });
        // No word takes less than a letter and what parts it from the next.
        if words >= LEAST_WORDS && common * 100 >= (words + left / 2 + 1) * COMMON {
            return Found::Own;
        }
    }
    if common * 100 >= words * COMMON && words >= LEAST_WORDS {
        return Found::Own;
    }
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).take(LEAST_LETTERS).count();
    if letters < LEAST_LETTERS {
        return Found::Unknown;
    }
    let Some(found) = whatlang::detect(cut(text, LETTERS)) else { return Found::Unknown };
    let own = declared.is_some_and(|tag| rules.is_tag(tag));
    let other = found.lang() != Lang::Eng;
    let name = || Found::Other {
        name: found.lang().eng_name().to_owned(),
        tag: found.lang().code().to_owned(),
    };
    // Many a page says "en" only because its template does.
    if other && found.script() != Script::Latin {
        return name();
    }
    if own || !other || words < LEAST_WORDS || is_figures(text) {
        return Found::Unknown;
    }
    match declared {
        _ if found.is_reliable() => name(),
        Some(tag) => Found::Other { name: tag.to_owned(), tag: tag.to_owned() },
        None => Found::Unknown,
    }
}

/// Whether a text is of figures with few words between them, of which none need be those of a sentence.
fn is_figures(text: &str) -> bool {
    let signs = cut(text, WORDS).chars().filter(|sign| sign.is_alphanumeric());
    let (digits, all) = signs
        .fold((0, 0), |(digits, all), sign| (digits + usize::from(sign.is_numeric()), all + 1));
    digits * 100 >= all * FIGURES
}

fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use crate::rule::Rules;

    use super::*;

    #[test]
    fn examples_are_told_from_counterexamples() {
        let rules = Rules::embedded().map(|rules| rules.language).unwrap_or_default();
        assert!(!rules.examples.is_empty());
        for text in &rules.examples {
            assert!(!matches!(language(text, None, &rules), Found::Other { .. }), "{text}");
        }
        for text in &rules.counterexamples {
            assert!(matches!(language(text, None, &rules), Found::Other { .. }), "{text}");
        }
    }
}
