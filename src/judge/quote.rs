use std::{borrow::Cow, collections::BTreeSet};

use crate::{
    model::{Claim, Document},
    rule::{Part, Rules},
    value::NameKind,
};

use super::{id, position::Given};

/// The value's words, white space made single; an office for the name that it stands beside.
pub(super) fn value<'g>(given: &'g Given<'_>) -> &'g str {
    given.value.get_or_init(|| match given.claim.value.name() {
        Some(name) if name.kind == NameKind::Role => {
            name.role.as_ref().map_or(&name.text, |role| &role.text).clone()
        }
        Some(_) | None => plain(given.claim.shown().of(&given.document.article.text)),
    })
}

/// The sentence as it stands.
pub(super) fn sentence(given: &Given<'_>) -> String {
    given.claim.sentence.of(&given.document.article.text).to_owned()
}

fn plain(text: &str) -> String {
    let bytes = text.as_bytes();
    // Most texts are plain as they stand.
    let letter = |byte: u8| byte.is_ascii_graphic();
    let plain = bytes.first().is_none_or(|byte| letter(*byte))
        && bytes.last().is_none_or(|byte| letter(*byte))
        && bytes.windows(2).all(|pair| match pair {
            [left, right] => letter(*right) || *right == b' ' && *left != b' ',
            _ => true,
        });
    if plain {
        return text.to_owned();
    }
    let words = text.split(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    let mut plain = String::with_capacity(text.len());
    for word in words.filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}

/// Names in common, such as the player and the club, from which two sentences speak of the same.
const SHARED: usize = 2;

/// Whether each of the two sentences names somebody whom the other does not.
pub(super) fn names_others(a: &Given<'_>, b: &Given<'_>) -> bool {
    let (left, right) = (names(a), names(b));
    let shared = left.intersection(right).count();
    shared < SHARED && !left.is_subset(right) && !right.is_subset(left)
}

/// Whether each of the two sentences names another place in front of the number; "the island, off the
/// port of Orr," is the one told of before.
pub(super) fn leads_with_others(a: &Given<'_>, b: &Given<'_>, rules: &Rules) -> bool {
    let (left, right) = (leading_names(a, rules), leading_names(b, rules));
    !left.is_subset(right) && !right.is_subset(left)
}

/// Whether each of the two sentences names somebody in front of the number whom the other does not
/// name at all.
pub(super) fn leads_apart(a: &Given<'_>, b: &Given<'_>, rules: &Rules) -> bool {
    let lacks = |a: &Given<'_>, b: &Given<'_>| !leading_names(a, rules).is_subset(names(b));
    lacks(a, b) && lacks(b, a)
}

/// Names in front of the number, without those of who says it.
fn leading_names<'g, 'd>(given: &'g Given<'d>, rules: &Rules) -> &'g BTreeSet<&'d str> {
    given.leading_names.get_or_init(|| {
        let (sentence, value) = (given.claim.sentence, given.claim.span);
        let text = &given.document.article.text;
        let lead = text.get(sentence.start as usize..value.start as usize).unwrap_or_default();
        if takes_up_a_place(lead, rules) {
            return BTreeSet::new();
        }
        let mut names = names_in(lead, given.document);
        for word in given.claim.holder.iter().flat_map(|holder| holder.split(' ')) {
            names.remove(&*word.to_lowercase());
        }
        names
    })
}

/// The name that stands right behind the words of a value, with one word between: "140 km/h in Carra".
pub(super) fn place_behind<'d>(given: &Given<'d>) -> Option<&'d str> {
    let text = &given.document.article.text;
    let (sentence, value) = (given.claim.sentence, given.claim.span);
    let tail = text.get(value.end as usize..sentence.end as usize)?;
    let mut words = tail.split_whitespace();
    let leads = words.next()?.chars().all(char::is_lowercase);
    let name = words.next().filter(|name| leads && name.starts_with(char::is_uppercase));
    name.map(|name| name.trim_end_matches(|letter: char| !letter.is_alphanumeric()))
}

/// Words in which a sentence takes up the place that it goes on about.
const OPENING: usize = 6;

/// Whether a sentence opens with a place that was named before: "the island", "residents of the town".
fn takes_up_a_place(lead: &str, rules: &Rules) -> bool {
    let mut words = lead.split_whitespace().take(OPENING).peekable();
    while let Some(word) = words.next() {
        let the = rules.clause.is(rules.lexicon.lookup(&word.to_lowercase()), Part::Definite);
        if !the {
            continue;
        }
        let noun = words.next().unwrap_or_default();
        let town = rules.attribute.is_town(noun.trim_end_matches(','));
        // "The city of Orr" has its own name.
        let named = !noun.ends_with(',')
            && words
                .peek()
                .is_some_and(|next| *next == "of" || next.starts_with(char::is_uppercase));
        return town && !named;
    }
    false
}

/// Names in the sentence.
fn names<'g, 'd>(given: &'g Given<'d>) -> &'g BTreeSet<&'d str> {
    let sentence = given.claim.sentence.of(&given.document.article.text);
    given.names.get_or_init(|| names_in(sentence, given.document))
}

/// Last words of the article's names that stand in a text, where they are written as names.
fn names_in<'d>(text: &str, document: &'d Document) -> BTreeSet<&'d str> {
    let words: BTreeSet<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.starts_with(char::is_uppercase))
        .map(str::to_lowercase)
        .collect();
    let last = document.names.iter().filter_map(|(name, _)| name.split(' ').next_back());
    last.filter(|word| words.contains(*word)).collect()
}

/// Id over the document, the sentence and the value's place among those of its kind in it.
pub(super) fn claim_id(document: &Document, claim: &Claim) -> String {
    let article = &document.article;
    let key = article.url.as_deref().unwrap_or(&article.id);
    let key = match key.contains('\\') {
        true => Cow::Owned(key.replace('\\', "/")),
        false => Cow::Borrowed(key),
    };
    let first = document.claims.partition_point(|other| other.sentence < claim.sentence);
    let occurrence = document
        .claims
        .iter()
        .skip(first)
        .take_while(|other| other.sentence == claim.sentence)
        .filter(|other| other.kind == claim.kind && other.attribute == claim.attribute)
        .position(|other| other.span == claim.span)
        .unwrap_or_default();
    let sentence = plain(claim.sentence.of(&article.text)).to_lowercase();
    let asked = [claim.kind.name(), " ", &claim.attribute].concat();
    id::claim_id(&key, &sentence, &asked, occurrence)
}
