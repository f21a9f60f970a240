use std::ops::Range;

use crate::{
    model::{Mention, TokenKind},
    value::{Place, Symbol, Value},
};

use super::{
    mention, rule,
    scene::{Case, Scene},
};

/// Longest name that a bare "in" or a noun makes a place, in tokens.
const LONGEST: usize = 4;

/// A place out of the rules that is the whole run at `start`, with the place after its comma.
pub(super) fn at(scene: &Scene, start: usize) -> Option<(Mention, usize)> {
    let mut head = start;
    while scene.traits(head).direction && scene.is_capital(head + 1) && head < start + 2 {
        if scene.place_at(head).is_some() {
            break;
        }
        head += 1;
    }
    let (length, ids) = scene.place_at(head)?;
    let end = head + length;
    if scene.case == Case::Normal && !stands_alone(scene, start, end) {
        return None;
    }
    let cue = scene.is_capital(end)
        && scene.traits(end).place_ending
        && (!scene.is_piece(end + 1) || scene.case != Case::Normal);
    if cue && !scene.traits(end).place_noun {
        return None;
    }
    let (end, outer) = (end + usize::from(cue), outer(scene, end + usize::from(cue)));
    let place = scene.places.place(ids)?;
    let (place, end) = match outer {
        Some((after, outer)) => match scene.places.inside(ids, outer) {
            Some(place) => (place, after),
            None => match overruled(scene, &place, outer).filter(|_| !is_container(scene, ids)) {
                Some(place) => (place, after),
                None => (place, end),
            },
        },
        None => (place, end),
    };
    Some((mention(scene, start..end, Value::Place(place), rule::PLACE), end))
}

/// Whether the words after a known place leave it a place: no "Hilton" after "Paris", no
/// "President" after "U.S.".
fn stands_alone(scene: &Scene, start: usize, end: usize) -> bool {
    if scene.is_joint(end) {
        let other = end + 1;
        return scene.place_at(other).is_some()
            || scene.demonym_at(other).is_some()
            || scene.is_lower(other);
    }
    if scene.is(end, scene.marks.ampersand) {
        return false;
    }
    if !scene.is_piece(end) {
        return true;
    }
    let traits = scene.traits(end);
    let noun = traits.place_noun && !scene.is_piece(end + 1);
    // "ambassador to Washington Alexander Darchiev", but not "Virginia Ann Smith".
    let person = traits.given && scene.is_piece(end + 1) && !scene.traits(start).given;
    noun || person || scene.demonym_at(end).is_some() || scene.place_at(end).is_some()
}

/// Whether other places lie in it: "Hawaii, Michigan" is a list.
fn is_container(scene: &Scene, ids: &[usize]) -> bool {
    scene.places.container(ids).is_some()
}

/// The container after a comma: ", Georgia" in "Atlanta, Georgia".
fn outer<'a>(scene: &Scene<'a>, end: usize) -> Option<(usize, &'a [usize])> {
    if !scene.is(end, scene.marks.comma) {
        return None;
    }
    let (length, ids) = scene.place_at(end + 1)?;
    let after = end + 1 + length;
    (stands_alone(scene, end + 1, after) && scene.places.container(ids).is_some())
        .then_some((after, ids))
}

/// "Paris, Texas": a state after a town of another country says where the town lies.
fn overruled(scene: &Scene, town: &Place, outer: &[usize]) -> Option<Place> {
    let outer = scene.places.container(outer).filter(|outer| !outer.within.is_empty())?;
    (town.within.len() > 1 || !town.within.contains(&outer.name))
        .then(|| inside(town.name.clone(), outer))
        .filter(|_| !town.within.is_empty())
}

fn inside(name: Symbol, outer: &Place) -> Place {
    let within = std::iter::once(&outer.name).chain(&outer.within).cloned().collect();
    Place { name, within }
}

/// A name that the words in it or around it make a place.
pub(super) fn unknown(
    scene: &Scene,
    name: &Range<usize>,
    trusted: bool,
) -> Option<(Mention, usize)> {
    let place = |range: Range<usize>, rule| {
        let bare = scene.phrase(name.start, name.end);
        let town = scene.places.towns(bare);
        let (value, end, rule) = match outer(scene, range.end) {
            // A container beside it makes it certain: "in Golden, Colorado".
            Some((after, ids)) => {
                let outer = scene.places.container(ids)?;
                let known = town.and_then(|(town, _)| town.inside(&outer.name));
                (known.unwrap_or_else(|| inside(bare.into(), outer)), after, rule::CUE)
            }
            None => {
                let sure = town.is_some_and(|(_, cue)| !cue) && rule == rule::AFTER_IN;
                let known = town.and_then(|(town, _)| town.place());
                let plain = || Place { name: bare.into(), within: Vec::new() };
                let rule = if sure { rule::TOWN } else { rule };
                (known.unwrap_or_else(plain), range.end, rule)
            }
        };
        Some((mention(scene, range.start..end, Value::Place(value), rule), end))
    };
    if let Some((place, end)) = contained(scene, name) {
        return Some((mention(scene, name.start..end, Value::Place(place), rule::CUE), end));
    }
    let last = name.end.checked_sub(1)?;
    let organisation = scene.names.organisation(scene.ids(name.start)).is_some();
    if organisation || (scene.is_upper(name.start) && name.len() == 1) {
        return None;
    }
    let (first, ending) = (scene.traits(name.start), scene.traits(last));
    let number =
        name.start.checked_sub(1).filter(|before| scene.kind(*before) == Some(TokenKind::Number));
    if let Some(number) = number
        && name.len() > 1
        && ending.street
    {
        let address = scene.phrase(number, name.end);
        let value = Value::Place(Place { name: address.into(), within: Vec::new() });
        return Some((mention(scene, number..name.end, value, rule::ADDRESS), name.end));
    }
    // "Jack Hill" is a man, "Martin Luther King Park" is none.
    let person = first.given && name.len() < 3;
    if name.len() > 1
        && (ending.place_ending || (first.place_head && !ending.organisation_ending))
        && !person
    {
        return place(name.clone(), rule::CUE);
    }
    if name.len() > LONGEST {
        return None;
    }
    let noun_after = scene.is_lower(name.end)
        && scene.traits(name.end).place_noun
        && !scene.traits(name.end + 1).place_noun
        // "the Astra port of the game" is no port.
        && !scene.is(name.end + 1, scene.marks.of)
        && !scene.is_joint(name.end + 1);
    let before = |back: usize| name.start.checked_sub(back);
    let noun_before = before(2)
        .is_some_and(|noun| scene.is(noun + 1, scene.marks.of) && scene.traits(noun).place_noun);
    if (noun_before || noun_after && trusted) && !scene.is_possessive(name.end) {
        return place(name.clone(), rule::CUE);
    }
    let after_in = before(1).is_some_and(|word| {
        scene.traits(word).place_preposition && (scene.is_lower(word) || scene.opens(word))
    });
    let owner = scene.is_possessive(name.end) || first.given;
    (after_in && !owner && !ending.organisation_ending)
        .then(|| place(name.clone(), rule::AFTER_IN))?
}

/// A town of the gazetteer with what it lies in after its comma: "Reading, Pennsylvania", and
/// "TASIKMALAYA, Indonesia" before an article.
fn contained(scene: &Scene, name: &Range<usize>) -> Option<(Place, usize)> {
    if !scene.is(name.end, scene.marks.comma)
        || !scene.is_piece(name.end + 1)
        || name.len() > LONGEST
    {
        return None;
    }
    let (towns, _) = scene.places.towns(scene.phrase(name.start, name.end))?;
    if let Some((after, ids)) = outer(scene, name.end) {
        let outer = scene.places.container(ids)?;
        return Some((towns.inside(&outer.name)?, after));
    }
    let start = name.end + 1;
    let length = (start..start + DIVISION).take_while(|at| scene.is_piece(*at)).count();
    (1..=length).rev().map(|length| start + length).find_map(|end| {
        let outer = scene.phrase(start, end);
        (!scene.is_piece(end)).then(|| towns.inside(outer)).flatten().map(|place| (place, end))
    })
}

/// Longest name of a division that is looked for after a comma, in tokens.
const DIVISION: usize = 4;

/// A name that the gazetteer alone makes a place, as nothing else goes by it.
pub(super) fn town(scene: &Scene, name: &Range<usize>) -> Option<Mention> {
    if name.len() > LONGEST || scene.is_upper(name.start) {
        return None;
    }
    let (towns, cue) = scene.places.towns(scene.phrase(name.start, name.end))?;
    let place = towns.place().filter(|_| !cue)?;
    Some(mention(scene, name.clone(), Value::Place(place), rule::TOWN))
}
