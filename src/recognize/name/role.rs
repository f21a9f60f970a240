use std::ops::Range;

use crate::value::Role;

use super::scene::Scene;

/// Offices are looked for this many tokens before and after a name.
const REACH: usize = 6;

/// Where the name inside a capitalised run starts, and the role before it.
pub(super) struct Split {
    pub(super) start: usize,
    pub(super) role: Option<Role>,
    /// Whether a title stands before the name, so that it is a person's.
    pub(super) titled: bool,
}

/// Cuts titles and offices off the head of a run; a run of offices alone leaves no name.
pub(super) fn split(scene: &Scene, run: &Range<usize>) -> Split {
    let mut office: Option<Range<usize>> = None;
    let mut index = run.start;
    let mut titled = false;
    let mut start = run.start;
    while index < run.end {
        if scene.traits(index).title && !scene.is_joint(index + 1) {
            let dot = usize::from(scene.is(index + 1, scene.marks.dot));
            if index + 1 + dot < run.end && (index == start || titled) {
                titled = true;
                start = index + 1 + dot;
                index = start;
                continue;
            }
        }
        match scene.office_at(index).filter(|_| is_office(scene, run, index)) {
            Some((length, _)) => {
                office = Some(index..index + length);
                index += length.max(1);
                start = index.min(run.end);
            }
            None => index += 1,
        }
    }
    match office {
        Some(office) => Split { start, role: compose(scene, run.start, &office), titled: true },
        None => Split { start, role: before(scene, run.start), titled },
    }
}

/// Surnames such as "King" are offices only where a name follows them.
fn is_office(scene: &Scene, run: &Range<usize>, index: usize) -> bool {
    let Some((length, _)) = scene.office_at(index) else { return false };
    let last = index + length >= run.end;
    let alone = length == 1 && scene.traits(index).surname;
    let led = index > run.start && {
        let before = index - 1;
        !scene.traits(before).modifier
            && !scene.is_upper(before)
            && scene.demonym_at(before).is_none()
            && scene.place_at(before).is_none()
            && scene.names.organisation(scene.ids(before)).is_none()
    };
    !(alone && last && (index == run.start || led)) && !(alone && led && !last)
}

/// Role whose words start no later than `start` and end with `office`.
fn compose(scene: &Scene, start: usize, office: &Range<usize>) -> Option<Role> {
    let (_, symbol) = scene.office_at(office.start)?;
    let start = modifiers(scene, start.min(office.start));
    let (from, of) = owner(scene, start, office.start);
    let mut text = String::new();
    for index in from..office.end {
        let word = scene.word(index);
        let glued =
            index == from || index.checked_sub(1).is_some_and(|before| scene.touches(before));
        if !glued {
            text.push(' ');
        }
        let traits = scene.traits(index);
        let small = office.contains(&index) || traits.modifier || traits.title;
        if small && !scene.is_upper(index) {
            text.extend(word.chars().flat_map(char::to_lowercase));
        } else {
            text.push_str(word);
        }
    }
    Some(Role { text, office: symbol.clone(), of })
}

/// Moves left over lower-case words that narrow an office.
fn modifiers(scene: &Scene, mut start: usize) -> usize {
    let floor = start.saturating_sub(REACH);
    while let Some(before) = start.checked_sub(1).filter(|before| *before >= floor) {
        let narrows = scene.is_lower(before) && scene.traits(before).modifier;
        let joint = scene.is_joint(before) && scene.traits(before.wrapping_sub(1)).modifier;
        if !narrows && !joint {
            break;
        }
        start = before;
    }
    start
}

/// Whose office it is, out of the words between `start` and the office or just before `start`.
fn owner(scene: &Scene, start: usize, office: usize) -> (usize, Option<String>) {
    let mut index = start;
    while index < office {
        if let Some(found) = place_or_demonym(scene, index) {
            return (start, Some(found));
        }
        if scene.is_piece(index) && !scene.traits(index).modifier {
            let end = (index..office)
                .find(|next| !scene.is_piece(*next) || scene.traits(*next).modifier)
                .unwrap_or(office);
            return (start, Some(scene.phrase(index, end).to_owned()));
        }
        index += 1;
    }
    let Some(before) = start.checked_sub(1) else { return (start, None) };
    if scene.is_possessive(before) {
        let head = (before.saturating_sub(4)..before)
            .rev()
            .take_while(|index| scene.is_piece(*index) && scene.office_at(*index).is_none())
            .last();
        return match head {
            Some(head) => {
                let of = place_or_demonym(scene, head)
                    .unwrap_or_else(|| scene.phrase(head, before).to_owned());
                (head, Some(of))
            }
            None => (start, None),
        };
    }
    for length in 1..=3 {
        let Some(head) = start.checked_sub(length) else { break };
        let fits = scene.demonym_at(head).is_some_and(|(found, _)| found == length)
            || scene.place_at(head).is_some_and(|(found, _)| found == length);
        if fits {
            return (head, place_or_demonym(scene, head));
        }
    }
    let known = scene.is_upper(before) && scene.is_piece(before);
    let organisation =
        scene.is_piece(before) && scene.names.organisation(scene.ids(before)).is_some();
    if known || organisation {
        return (before, Some(scene.word(before).to_owned()));
    }
    (start, None)
}

fn place_or_demonym(scene: &Scene, index: usize) -> Option<String> {
    if let Some((_, place)) = scene.demonym_at(index) {
        return Some(place.to_owned());
    }
    let (_, ids) = scene.place_at(index)?;
    scene.places.place(ids).map(|place| String::from(&*place.name))
}

/// Role in the lower-case words before a name ("trade envoy Kirill Dmitriev", "his envoy, Steve").
fn before(scene: &Scene, start: usize) -> Option<Role> {
    let last = start.checked_sub(1)?;
    let (end, apposed) =
        if scene.is(last, scene.marks.comma) { (last, true) } else { (start, false) };
    let office = (1..=4).rev().find_map(|length| {
        let head = end.checked_sub(length)?;
        let (found, _) = scene.office_at(head)?;
        (found == length && (head..end).any(|index| scene.is_lower(index))).then_some(head..end)
    })?;
    let role = compose(scene, office.start, &office)?;
    // "the envoy, Steve Witkoff," names him; "a meeting with the envoy, Russia said" does not.
    (!apposed || role.of.is_some()).then_some(role)
}

/// Role in the apposition after a name: "Kirill Dmitriev, Putin's envoy for investment affairs".
pub(super) fn after(scene: &Scene, end: usize) -> Option<Role> {
    if !scene.is(end, scene.marks.comma) {
        return None;
    }
    for index in end + 1..end + 1 + REACH {
        let word = scene.kind(index)?;
        if !word.is_word() && !scene.is_possessive(index) && !scene.is_joint(index) {
            return None;
        }
        let Some((length, _)) = scene.office_at(index) else { continue };
        // "According to X, the president was" tells what comes next, not who X is.
        let next = index + length;
        let closed = scene.kind(next).is_none_or(|kind| !kind.is_word());
        if !closed && !scene.traits(next).role_link {
            return None;
        }
        let mut role = compose(scene, index, &(index..index + length))?;
        if role.of.is_none() && scene.is(next, scene.marks.of) {
            let head = next + 1 + usize::from(scene.is(next + 1, scene.marks.the));
            role.of = place_or_demonym(scene, head);
        }
        return Some(role);
    }
    None
}

/// A phrase that stands for a person: "the Russian leader", or "envoy" after "Trump's". Gives its
/// tokens without the article.
pub(super) fn phrase(scene: &Scene, index: usize) -> Option<(Range<usize>, Role)> {
    let definite = scene.is(index, scene.marks.the);
    if !definite && !scene.is_possessive(index) {
        return None;
    }
    let mut next = index + 1;
    let limit = next + REACH;
    while next < limit {
        let office = scene.office_at(next).filter(|(length, office)| {
            scene.names.points(office) && !(*length == 1 && scene.traits(next).modifier)
        });
        if let Some((length, _)) = office {
            let end = next + length;
            let named = scene.is_piece(end)
                || (scene.is(end, scene.marks.comma) && scene.is_piece(end + 1));
            let compound = scene.is_joint(end) || scene.office_at(end).is_some();
            let lower = (next..end).any(|word| scene.is_lower(word));
            if !compound {
                let role = compose(scene, index + 1, &(next..end))?;
                return (!named && (lower || definite)).then_some((index + 1..end, role));
            }
        }
        let step = if scene.is_lower(next) && scene.traits(next).modifier || scene.is_joint(next) {
            1
        } else if let Some((length, _)) = scene.demonym_at(next) {
            length
        } else if let Some((length, _)) = scene.place_at(next) {
            length
        } else {
            return None;
        };
        next += step.max(1);
    }
    None
}
