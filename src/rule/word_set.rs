use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{Problem, WordId};

use super::{
    Inflection, Lexicon, RuleFile, Sources,
    error::{fault, labelled, unknown},
    load::{self, Spanned},
    pattern::{self, Part, SyntaxError},
};

/// Named sets of words and phrases of one sense, out of `rules/lang/en/words.toml`.
#[derive(Clone, Debug, Default)]
pub(super) struct WordSets {
    sets: BTreeMap<String, Vec<Vec<WordId>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    #[serde(default)]
    set: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    words: Vec<Spanned>,
}

/// Sets that refer to one another, at most so deep.
const DEEPEST: usize = 8;

impl WordSets {
    pub(super) fn compile(
        sources: &Sources,
        inflection: &Inflection,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> WordSets {
        let mut entries: BTreeMap<String, (&RuleFile, Vec<Spanned>)> = BTreeMap::new();
        for file in sources.at("lang/en/words.toml") {
            for set in load::parse::<Tables>(file, problems).into_iter().flat_map(|all| all.set) {
                entries.insert(set.id, (file, set.words));
            }
        }
        let mut parsed: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
        for (id, (file, words)) in &entries {
            for word in words {
                let part = pattern::parse(word.get_ref());
                let checked = part.and_then(|part| {
                    check(&part, |name| entries.contains_key(name), entries.keys())?;
                    Ok(part)
                });
                match checked {
                    Ok(part) => parsed.entry(id).or_default().push(part),
                    Err(error) => problems.push(syntax(file, word, &error)),
                }
            }
        }
        let mut sets = BTreeMap::new();
        let mut expander =
            Expander { sets: &parsed, expanded: BTreeMap::new(), inflection, lexicon };
        for (id, (file, words)) in &entries {
            let mut phrases = Vec::new();
            for part in parsed.get(&**id).into_iter().flatten() {
                match expander.expand(part, 0) {
                    Some(found) => phrases.extend(found),
                    None => {
                        let span = words.first().map_or(0..0, Spanned::span);
                        let message = format!("the set `{id}` refers to itself");
                        problems.push(fault(file, span, "E204", message));
                        break;
                    }
                }
            }
            phrases.sort();
            phrases.dedup();
            sets.insert(id.clone(), phrases);
        }
        WordSets { sets }
    }

    /// Phrases of a set, `None` when there is no such set.
    pub(super) fn phrases(&self, id: &str) -> Option<&[Vec<WordId>]> {
        self.sets.get(id).map(Vec::as_slice)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.sets.keys().map(String::as_str)
    }
}

/// The problem for a pattern that cannot be read, with its caret inside the string.
pub(super) fn syntax(file: &RuleFile, pattern: &Spanned, error: &SyntaxError) -> Problem {
    let span = pattern.span();
    let written = file.text.get(span.clone()).unwrap_or("");
    // Only a string without escapes maps its offsets one to one.
    let opening = written.find(pattern.get_ref().as_str());
    let span = match opening {
        Some(opening) if !pattern.get_ref().is_empty() => {
            let start = span.start + opening;
            start + error.at.start..start + error.at.end
        }
        _ => span,
    };
    labelled(file, span, error.code, error.message.clone(), error.label)
}

/// A set holds words, alternatives, options and other sets.
fn check<'k>(
    part: &Part,
    is_set: impl Fn(&str) -> bool + Copy,
    known: impl Iterator<Item = &'k String> + Clone,
) -> Result<(), SyntaxError> {
    let fail = |code, message: String, at| SyntaxError { code, message, at, label: "" };
    let inside =
        |parts: &[Part]| parts.iter().try_for_each(|part| check(part, is_set, known.clone()));
    match part {
        Part::Word { .. } => {}
        Part::Set { name, at } if !is_set(name) => {
            let message = unknown("word set", name, known.map(String::as_str));
            return Err(fail("E205", message, at.clone()));
        }
        Part::Set { .. } => {}
        Part::Slot(slot) => {
            let message = "pattern does not compile: a word set holds no slots".to_owned();
            return Err(fail("E204", message, slot.at.clone()));
        }
        Part::Comma | Part::Gap => {
            let message = "pattern does not compile: a word set holds no gaps".to_owned();
            return Err(fail("E204", message, 0..1));
        }
        Part::Sequence(parts) | Part::Choice(parts) => inside(parts)?,
        Part::Optional(part) => inside(std::slice::from_ref(&**part))?,
    }
    Ok(())
}

struct Expander<'e> {
    sets: &'e BTreeMap<&'e str, Vec<Part>>,
    /// Phrases of the sets that others referred to so far.
    expanded: BTreeMap<&'e str, Vec<Vec<WordId>>>,
    inflection: &'e Inflection,
    lexicon: &'e mut Lexicon,
}

impl Expander<'_> {
    /// Every phrase that `part` stands for, `None` where sets run in a circle.
    fn expand(&mut self, part: &Part, depth: usize) -> Option<Vec<Vec<WordId>>> {
        if depth > DEEPEST {
            return None;
        }
        match part {
            Part::Word { word, inflected } => {
                Some(spellings(word, *inflected, self.inflection, self.lexicon))
            }
            Part::Set { name, .. } => {
                let (name, parts) = self.sets.get_key_value(&**name)?;
                if let Some(known) = self.expanded.get(name) {
                    return Some(known.clone());
                }
                let mut all = Vec::new();
                for part in parts {
                    all.extend(self.expand(part, depth + 1)?);
                }
                self.expanded.insert(name, all.clone());
                Some(all)
            }
            Part::Sequence(parts) => {
                let mut all = vec![Vec::new()];
                for part in parts {
                    let tails = self.expand(part, depth)?;
                    all = all
                        .iter()
                        .flat_map(|head: &Vec<WordId>| {
                            tails.iter().map(move |tail| [head.as_slice(), tail].concat())
                        })
                        .collect();
                }
                Some(all)
            }
            Part::Choice(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(self.expand(part, depth)?);
                }
                Some(all)
            }
            Part::Optional(part) => {
                let mut all = self.expand(part, depth)?;
                all.push(Vec::new());
                Some(all)
            }
            Part::Slot(_) | Part::Comma | Part::Gap => None,
        }
    }
}

/// Every phrase that a word list's entry stands for by itself, `None` where it names a set.
pub(super) fn spelled(
    part: &Part,
    inflection: &Inflection,
    lexicon: &mut Lexicon,
) -> Option<Vec<Vec<WordId>>> {
    let sets = BTreeMap::new();
    let mut expander = Expander { sets: &sets, expanded: BTreeMap::new(), inflection, lexicon };
    let mut phrases = expander.expand(part, 0)?;
    phrases.retain(|phrase| !phrase.is_empty());
    Some(phrases)
}

/// The word, or all its forms, as the text would be cut into tokens.
pub(super) fn spellings(
    word: &str,
    inflected: bool,
    inflection: &Inflection,
    lexicon: &mut Lexicon,
) -> Vec<Vec<WordId>> {
    if !inflected {
        return vec![lexicon.intern_phrase(word)];
    }
    // Of a hyphenated word the last part takes the endings.
    let (head, last) = word.rfind('-').map_or(("", word), |at| word.split_at(at + 1));
    let forms = inflection.forms(last);
    let whole = |form: &String| lexicon.intern_phrase(&[head, form].concat());
    forms.iter().map(whole).collect()
}
