use std::collections::BTreeSet;

use crate::{
    model::{Claim, Document},
    value::NameKind,
};

use super::{id, position::Given};

/// The value's words, white space made single; an office for the name that it stands beside.
pub(super) fn value(given: &Given<'_>) -> String {
    match given.claim.value.name() {
        Some(name) if name.kind == NameKind::Role => {
            name.role.as_ref().map_or(&name.text, |role| &role.text).clone()
        }
        Some(_) | None => plain(given.claim.span.of(&given.document.article.text)),
    }
}

/// The sentence as it stands.
pub(super) fn sentence(given: &Given<'_>) -> String {
    given.claim.sentence.of(&given.document.article.text).to_owned()
}

fn plain(text: &str) -> String {
    text.split(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Names in common, such as the player and the club, from which two sentences speak of the same.
const SHARED: usize = 2;

/// Whether each of the two sentences names somebody whom the other does not.
pub(super) fn names_others(a: &Given<'_>, b: &Given<'_>) -> bool {
    let (left, right) = (names(a, &sentence(a)), names(b, &sentence(b)));
    let shared = left.intersection(&right).count();
    shared < SHARED && !left.is_subset(&right) && !right.is_subset(&left)
}

/// Whether each of the two sentences names another place in front of the number.
pub(super) fn leads_with_others(a: &Given<'_>, b: &Given<'_>) -> bool {
    let lead = |given: &Given<'_>| {
        let (sentence, value) = (given.claim.sentence, given.claim.span);
        let text = &given.document.article.text;
        text.get(sentence.start as usize..value.start as usize).unwrap_or_default().to_owned()
    };
    let (left, right) = (names(a, &lead(a)), names(b, &lead(b)));
    !left.is_subset(&right) && !right.is_subset(&left)
}

/// Last words of the article's names that stand in a text.
fn names(given: &Given<'_>, text: &str) -> BTreeSet<String> {
    let text = text.to_lowercase();
    let words: BTreeSet<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
    let last = given.document.names.iter().filter_map(|(name, _)| name.split(' ').next_back());
    last.filter(|word| words.contains(word)).map(str::to_owned).collect()
}

/// Id over the document, the sentence and the value's place among those of its kind in it.
pub(super) fn claim_id(document: &Document, claim: &Claim) -> String {
    let article = &document.article;
    let key = article.url.as_deref().unwrap_or(&article.id).replace('\\', "/");
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
    id::claim_id(&key, &sentence, &format!("{} {}", claim.kind.name(), claim.attribute), occurrence)
}
