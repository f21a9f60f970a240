use std::ops::Range;

use super::scene::Scene;

/// Longest run that is read as one name, in tokens; what is longer is no name.
const LONGEST: usize = 24;

/// End of the run of name words that starts at `start`: capitalised words with initials,
/// particles, hyphens, and "of" after the head of an organisation's name.
pub(super) fn end(scene: &Scene, start: usize) -> usize {
    let mut end = start + first_length(scene, start);
    let mut heads = 0;
    let mut seen = start;
    while end - start < LONGEST {
        heads += (seen..end).filter(|index| takes_of(scene, *index)).count();
        seen = end;
        match step(scene, start..end, heads > 0) {
            Some(next) if next > end => end = next,
            _ => break,
        }
    }
    end
}

fn first_length(scene: &Scene, index: usize) -> usize {
    scene.office_at(index).map_or(1, |(length, _)| length.max(1))
}

fn takes_of(scene: &Scene, index: usize) -> bool {
    let traits = scene.traits(index);
    scene.is_capital(index) && (traits.organisation_head || traits.place_head)
}

fn step(scene: &Scene, run: Range<usize>, headed: bool) -> Option<usize> {
    let end = run.end;
    let marks = scene.marks;
    let touching = end.checked_sub(1).is_some_and(|last| scene.touches(last));
    if scene.is(end, marks.dot) && touching && scene.is_abbreviation(end - 1) {
        if scene.is_piece(end + 1) {
            return Some(end + 1 + first_length(scene, end + 1));
        }
        let ends_sentence = end + 1 >= scene.len();
        return (!ends_sentence && scene.traits(end - 1).organisation_ending).then_some(end + 1);
    }
    if scene.is_piece(end) {
        let joined = scene.is(end + 1, marks.hyphen) && scene.demonym_at(end).is_some();
        return (!joined).then(|| end + first_length(scene, end));
    }
    if is_name_month(scene, end) && scene.traits(end - 1).given {
        return Some(end + 1);
    }
    if scene.is_joint(end) && scene.is_piece(end + 1) {
        let demonym = |index| scene.demonym_at(index).is_some();
        let apart = demonym(end - 1) || demonym(end + 1) || scene.place_at(end + 1).is_some();
        return (!apart).then_some(end + 2);
    }
    if scene.is(end, marks.ampersand) && scene.is_piece(end + 1) {
        return Some(end + 2);
    }
    particles(scene, end).or_else(|| headed.then(|| genitive(scene, end)).flatten())
}

fn is_name_month(scene: &Scene, index: usize) -> bool {
    scene.is_capital(index) && scene.traits(index).also_name
}

/// "van der", "bin", "al-" and the word after them.
fn particles(scene: &Scene, end: usize) -> Option<usize> {
    let mut next = end;
    while next < end + 4 && scene.is_lower(next) && scene.traits(next).particle {
        next += 1;
        if scene.is_joint(next) {
            next += 1;
        }
    }
    (next > end && scene.is_piece(next)).then_some(next + 1)
}

/// "of" or "of the" and the word after it; "for" as in "Museum for African Art", not in "left the
/// Ministry for Moscow".
fn genitive(scene: &Scene, end: usize) -> Option<usize> {
    let purpose = scene.is(end, scene.marks.for_) && scene.place_at(end + 1).is_none();
    if !scene.is(end, scene.marks.of) && !purpose {
        return None;
    }
    let next = end + 1 + usize::from(scene.is(end + 1, scene.marks.the));
    scene.is_piece(next).then_some(next + 1)
}
