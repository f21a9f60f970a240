//! Names of people, organisations and places: runs of capitalised words, read with the words around
//! them. [`names`] looks at one sentence, [`settle()`] then at the whole article, and [`aliases`] says
//! which mentions name the same.

mod alias;
mod place;
mod role;
mod run;
mod scene;
mod settle;

use std::ops::Range;

use crate::{
    model::{Mention, Sentence, TokenKind},
    rule::Rules,
    value::{Name, NameKind, Role, Value},
};

pub use alias::{aliases, fold, same_person};
pub use scene::{Case, case};
pub use settle::settle;

use scene::Scene;

/// Rule names; `settle` goes by them.
mod rule {
    pub(super) const RUN: &str = "name.run";
    pub(super) const TITLED: &str = "name.titled";
    pub(super) const ROLE: &str = "name.role";
    /// Opens the sentence, where a capital says nothing.
    pub(super) const START: &str = "name.start";
    /// A headline's words that the body names.
    pub(super) const HEADLINE: &str = "name.headline";
    pub(super) const PLACE: &str = "place.known";
    pub(super) const CUE: &str = "place.cue";
    pub(super) const ADDRESS: &str = "place.address";
    /// Known to the gazetteer.
    pub(super) const TOWN: &str = "place.gazetteer";
    /// Unknown, after a bare "in".
    pub(super) const AFTER_IN: &str = "place.after-in";
}

/// Finds the names and places of a sentence, in order. What only the whole article can tell is
/// marked by its rule (`name.start`, `place.after-in`) until [`settle()`] has seen it.
pub fn names(sentence: &Sentence, text: &str, rules: &Rules, case: Case) -> Vec<Mention> {
    let scene = Scene::new(sentence, text, rules, case);
    let (the, possessive) = (scene.marks.the, scene.marks.possessive);
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(token) = sentence.tokens.get(index) {
        let capital = matches!(token.kind, TokenKind::Capitalized | TokenKind::Upper);
        let points = token.word == the || token.word == possessive;
        if points
            && case != Case::Upper
            && let Some((tokens, role)) = role::phrase(&scene, index)
        {
            index = tokens.end;
            found.push(role_phrase(&scene, tokens, role));
        } else if capital && scene.is_piece(index) {
            index = read(&scene, index, &mut found).max(index + 1);
        } else {
            index += 1;
        }
    }
    found
}

/// Whether a mention is a street address, which keeps its number.
pub(super) fn is_address(mention: &Mention) -> bool {
    mention.rule == rule::ADDRESS
}

/// Reads the run that starts at `start`; gives the position after it.
fn read(scene: &Scene, start: usize, found: &mut Vec<Mention>) -> usize {
    if let Some((mention, end)) = place::at(scene, start) {
        found.push(mention);
        return end;
    }
    if scene.case != Case::Normal {
        return headline(scene, start, found);
    }
    if let Some((length, _)) = scene.demonym_at(start)
        && (!scene.is_piece(start + length) || scene.is_joint(start + length))
    {
        return start + length;
    }
    let initial = scene.opens(start);
    if initial && is_opener(scene, start) {
        return start + 1;
    }
    let whole = start..run::end(scene, start);
    let mut split = role::split(scene, &whole);
    if split.start + 1 == whole.end && split.titled && is_generic(scene, split.start) {
        // "General Assembly", "County Sheriff Department": the office belongs to the name.
        split = role::Split { start: whole.start, role: None, titled: false };
    }
    let mut name = split.start..whole.end;
    if let Some((length, _)) = scene.demonym_at(name.start)
        && name.start + length < name.end
        && !ends_organisation(scene, &name)
    {
        name.start += length;
        if scene.names.office(scene.ids(name.start)).is_none() {
            return read(scene, name.start, found);
        }
    }
    if name.is_empty() || is_no_name(scene, &name, split.titled) {
        return whole.end;
    }
    let trusted = !initial || split.titled || name.start > whole.start;
    emit(scene, name, split, trusted, found)
}

fn is_opener(scene: &Scene, index: usize) -> bool {
    let traits = scene.traits(index);
    let office = scene.office_at(index).is_some() && scene.is_piece(index + 1);
    traits.opener && !office && !(traits.modifier && scene.is_piece(index + 1))
}

/// Longest name of a person without a first name that the rules know, in tokens.
const LONGEST_PERSON: usize = 3;
/// The same with a first name, stops and hyphens included.
const LONGEST_GIVEN: usize = 5;

/// A direction or title alone ("Western"), and after a title what is too long for a name, as when a text
/// quotes a headline ("Envoy Discuss Peace Talks Again").
fn is_no_name(scene: &Scene, name: &Range<usize>, titled: bool) -> bool {
    let plain = name.clone().all(|index| scene.is_capital(index));
    let long = titled && name.len() > LONGEST_PERSON && plain && !scene.traits(name.start).given;
    let letter = name.len() == 1 && scene.word(name.start).chars().count() == 1;
    let traits = scene.traits(name.start);
    long || letter || (name.len() == 1 && (traits.direction || traits.title))
}

/// Common words that are capitalised in captions and after headings ("Photo", "the Department").
fn is_generic(scene: &Scene, index: usize) -> bool {
    let traits = scene.traits(index);
    traits.opener
        || traits.modifier
        || traits.organisation_ending
        || traits.organisation_head
        || traits.place_ending
        || traits.place_head
}

fn emit(
    scene: &Scene,
    name: Range<usize>,
    split: role::Split,
    trusted: bool,
    found: &mut Vec<Mention>,
) -> usize {
    if !split.titled
        && let Some((mention, end)) = place::unknown(scene, &name, trusted)
    {
        found.push(mention);
        return end;
    }
    let kind = kind(scene, &name, split.titled || split.role.is_some());
    let role = split.role.or_else(|| match kind {
        NameKind::Person | NameKind::Unknown => role::after(scene, name.end),
        NameKind::Organisation | NameKind::Role => None,
    });
    let kind = if role.is_some() && kind == NameKind::Unknown { NameKind::Person } else { kind };
    if kind == NameKind::Unknown
        && let Some(town) = place::town(scene, &name)
    {
        found.push(town);
        return name.end;
    }
    let generic = name.len() == 1 && kind == NameKind::Unknown && is_generic(scene, name.start);
    let rule = match (trusted && !generic, split.titled) {
        (_, true) => rule::TITLED,
        (true, false) => rule::RUN,
        (false, false) if kind != NameKind::Unknown && name.len() > 1 => rule::RUN,
        (false, false) => rule::START,
    };
    let end = name.end;
    let text = scene.phrase(name.start, end).to_owned();
    found.push(mention(scene, name, Value::Name(Name { text, kind, role }), rule));
    end
}

fn kind(scene: &Scene, name: &Range<usize>, titled: bool) -> NameKind {
    let known = scene.names.organisation(scene.ids(name.start));
    let acronym = name.len() == 1 && scene.is_upper(name.start);
    if known.is_some_and(|(length, _)| length == name.len()) || (acronym && !titled) {
        return NameKind::Organisation;
    }
    if titled {
        return NameKind::Person;
    }
    let first = scene.traits(name.start);
    let initials = (name.start..name.end).any(|index| {
        scene.is(index + 1, scene.marks.dot) && scene.word(index).chars().count() == 1
    });
    if name.len() > 1 && ends_organisation(scene, name) {
        NameKind::Organisation
    } else if (first.given && name.len() <= LONGEST_GIVEN)
        || (initials && name.len() > 2)
        || (name.len() > 1 && scene.word(name.start).ends_with('.'))
    {
        NameKind::Person
    } else {
        NameKind::Unknown
    }
}

fn ends_organisation(scene: &Scene, name: &Range<usize>) -> bool {
    let dot = scene.is(name.end.wrapping_sub(1), scene.marks.dot);
    let last = name.end.saturating_sub(1 + usize::from(dot));
    let genitive = || {
        (name.start..name.end).any(|index| scene.is(index, scene.marks.of))
            && name.clone().any(|index| scene.traits(index).organisation_head)
    };
    scene.traits(last).organisation_ending || genitive()
}

/// In a headline only acronyms and well-known organisations are certain; `settle` adds the names
/// of the body.
fn headline(scene: &Scene, start: usize, found: &mut Vec<Mention>) -> usize {
    let known = scene.names.organisation(scene.ids(start));
    let known = known.filter(|(length, _)| scene.is_capital(start + length - 1));
    let acronym = scene.case == Case::Title && scene.is_upper(start);
    let length = match known {
        Some((length, _)) if scene.case == Case::Title || length > 1 => length,
        Some(_) | None if acronym => 1,
        Some(_) | None => return start + 1,
    };
    let text = scene.phrase(start, start + length).to_owned();
    let name = Name { text, kind: NameKind::Organisation, role: None };
    found.push(mention(scene, start..start + length, Value::Name(name), rule::HEADLINE));
    start + length
}

fn role_phrase(scene: &Scene, tokens: Range<usize>, role: Role) -> Mention {
    let text = scene.phrase(tokens.start, tokens.end).to_owned();
    let name = Name { text, kind: NameKind::Role, role: Some(role) };
    mention(scene, tokens, Value::Name(name), rule::ROLE)
}

fn mention(scene: &Scene, tokens: Range<usize>, value: Value, rule: &'static str) -> Mention {
    let position = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    Mention {
        span: scene.span(tokens.start, tokens.end),
        tokens: position(tokens.start)..position(tokens.end),
        value,
        noun: None,
        change: None,
        per: None,
        no_claim: None,
        restated: Vec::new(),
        key: None,
        rule,
    }
}
