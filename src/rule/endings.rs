//! Regular English endings, on and off.

use std::borrow::Cow;

/// Plural or third person.
pub(super) fn with_s(word: &str) -> String {
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    match y_stem(word) {
        Some(stem) => [stem, "ies"].concat(),
        None if hissing || word.ends_with('o') && !word.ends_with("oo") => [word, "es"].concat(),
        None => [word, "s"].concat(),
    }
}

pub(super) fn with_ing(word: &str, doubled: bool) -> String {
    let silent = word.ends_with('e') && !["ee", "ye", "oe"].iter().any(|end| word.ends_with(end));
    match word.strip_suffix('e') {
        Some(stem) if silent && has_vowel(stem) => [stem, "ing"].concat(),
        _ => stem(word, doubled) + "ing",
    }
}

pub(super) fn with_ed(word: &str, doubled: bool) -> String {
    match y_stem(word) {
        Some(stem) => [stem, "ied"].concat(),
        None if word.ends_with('e') => [word, "d"].concat(),
        None => stem(word, doubled) + "ed",
    }
}

fn stem(word: &str, doubled: bool) -> String {
    let last = word.chars().next_back().filter(|_| doubled);
    word.chars().chain(last).collect()
}

/// What stands before a `y` that turns into `ie`.
fn y_stem(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| stem.ends_with(|letter| !is_vowel(letter)))
}

/// Whether a verb of one syllable doubles its last letter ("stop").
pub(super) fn doubles(word: &str) -> bool {
    is_short(word) && !word.ends_with(['w', 'x', 'y'])
}

/// Singular of a regular plural, or base form of a regular third person.
pub(super) fn without_s(word: &str) -> Cow<'_, str> {
    if word.len() < 4 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        return Cow::Borrowed(word);
    }
    if let Some(stem) = word.strip_suffix("ies") {
        let short = stem.len() < 2;
        return if short {
            Cow::Owned([stem, "ie"].concat())
        } else {
            Cow::Owned([stem, "y"].concat())
        };
    }
    let Some(stem) = word.strip_suffix('s') else { return Cow::Borrowed(word) };
    let hissing = ["sse", "xe", "zze", "che", "she", "oe"].iter().any(|end| stem.ends_with(end));
    match stem.strip_suffix('e') {
        Some(short) if hissing => Cow::Borrowed(short),
        _ => Cow::Borrowed(stem),
    }
}

/// Base form of a regular verb form.
pub(super) fn base(word: &str) -> Cow<'_, str> {
    for (ending, y) in [("ied", true), ("ing", false), ("ed", false)] {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        if y {
            let end = if stem.len() < 2 { "ie" } else { "y" };
            return Cow::Owned([stem, end].concat());
        }
        if !has_vowel(stem) || ending == "ed" && stem.ends_with('e') {
            return Cow::Borrowed(word);
        }
        return bare(stem);
    }
    without_s(word)
}

/// Base form of a verb without its ending: undoes doubling, restores a silent `e`.
fn bare(stem: &str) -> Cow<'_, str> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    if last == before && !is_vowel(last) {
        let keeps = matches!(last, 'l' | 's' | 'f' | 'z');
        let short = stem.strip_suffix(last).unwrap_or(stem);
        return Cow::Borrowed(if keeps { stem } else { short });
    }
    if lost_e(stem, last, before) {
        return Cow::Owned([stem, "e"].concat());
    }
    Cow::Borrowed(stem)
}

/// Whether the stem once ended in `e`; what this misses is listed in the rules.
fn lost_e(stem: &str, last: char, before: char) -> bool {
    let mut letters = stem.chars().rev().skip(2);
    let third = letters.next().unwrap_or(' ');
    let single = is_vowel(before) && (!is_vowel(third) || third == 'u' && stem.contains("qu"));
    if is_short(stem) && !matches!(last, 'w' | 'x' | 'y') {
        return true;
    }
    match last {
        'c' | 'v' | 'u' => true,
        'z' => before != 't',
        'g' => match before {
            'n' => matches!(third, 'a' | 'e' | 'u'),
            'r' | 'd' | 'l' => true,
            _ => is_vowel(before),
        },
        's' => is_vowel(before) || matches!(before, 'r' | 'l' | 'n' | 'p' | 'w'),
        't' => match before {
            'a' => !matches!(third, 'e' | 'o'),
            'u' => !is_vowel(third),
            _ => false,
        },
        'd' | 'b' | 'k' => single,
        'l' => match before {
            'u' => !is_vowel(third),
            'r' | 'w' => false,
            _ => !is_vowel(before),
        },
        'm' => before == 'u' && !is_vowel(third),
        'n' => before == 'i' && single,
        'r' => match before {
            'u' => !is_vowel(third),
            'a' | 'i' => single,
            _ => false,
        },
        _ => false,
    }
}

/// One syllable that ends in a single vowel and a single consonant.
fn is_short(word: &str) -> bool {
    let mut letters = word.chars().rev();
    let (last, vowel, before) = (letters.next(), letters.next(), letters.next());
    let is = |letter: Option<char>, test: fn(char) -> bool| letter.is_some_and(test);
    let qu = before == Some('u') && word.starts_with("qu");
    is(last, |letter| !is_vowel(letter))
        && is(vowel, |letter| is_vowel(letter) || letter == 'y')
        && (qu || before.is_none_or(|letter| !is_vowel(letter)))
        && letters.all(|letter| !is_vowel(letter))
}

fn has_vowel(stem: &str) -> bool {
    stem.contains(|letter| is_vowel(letter) || letter == 'y')
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}
