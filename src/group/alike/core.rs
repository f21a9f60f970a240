//! A row that rests on the words around it needs one sentence whose words all others share: what only
//! its neighbour shares with it is told of something else.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::{
    model::{Claim, Document, Frame, Group, Member, SubjectSort},
    rule::Rules,
    value::{Figure, Kind, Relation, compare},
};

use super::{CLOSE, COMMON, Node, node::shared, weights::BIT};

/// Members that each is compared with.
const COMPARED: usize = 40;
/// Rounds in which what does not share the first core may find another.
const ROUNDS: usize = 4;
/// Shares of two clauses that the words of both make, in hundredths: of the two together, and of each.
const OF_ONE_VERB: (u32, u32) = (92, 25);
const OF_TWO_VERBS: (u32, u32) = (98, 25);
/// The same where the rules know the verb, and one name stands near both.
const OF_ONE_DEED: (u32, u32) = (60, 22);
/// The same where it is said of that name, and how many words stand near both.
const OF_ONE_DOER: (u32, u32) = (40, 8);
const WORDS: u32 = 3;
/// What two sentences share where a day, a place or a small number only is one, and in how many words.
const COMMON_VALUE: (u32, u32) = (5 * BIT, 3);
/// The same where the verb is one.
const COMMON_VALUE_AND_VERB: (u32, u32) = (3 * BIT, 2);
/// Days after which a running affair has moved on.
const EPISODE: i32 = 14;

/// Parts the groups whose members agree by those that share the words of one of them; a loose claim
/// that is left alone is no row.
pub(super) fn part(
    documents: &[Document],
    groups: Vec<Group>,
    nodes: &[Node<'_>],
    rules: &Rules,
) -> Vec<Group> {
    let nodes: FxHashMap<(usize, usize), &Node<'_>> =
        nodes.iter().map(|node| (id(&node.member), node)).collect();
    let mut parted = Vec::with_capacity(groups.len());
    for mut group in groups {
        let told = match is_weighed(documents, &group) {
            true => told(&group, &nodes),
            false => None,
        };
        let Some(mut rest) = told else {
            parted.push(group);
            continue;
        };
        group.members.clear();
        for _ in 0..ROUNDS {
            if rest.len() < 2 {
                break;
            }
            let (kept, left) = around_core(rest, |a, b| do_fit(&group, a, b, rules));
            rest = left;
            push(&mut parted, &group, kept);
        }
        for told in rest {
            push(&mut parted, &group, vec![told]);
        }
    }
    parted
}

/// A member with what its sentence tells.
struct Told<'n> {
    member: Member,
    node: &'n Node<'n>,
    frame: OnceCell<Frame<'n>>,
}

impl<'n> Told<'n> {
    fn frame(&self, rules: &Rules) -> &Frame<'n> {
        let says = |before: &str, word: &str| rules.says(before, word);
        self.frame.get_or_init(|| Frame::new(self.node.document, self.node.claim, says))
    }
}

fn told<'n>(
    group: &Group,
    nodes: &FxHashMap<(usize, usize), &'n Node<'n>>,
) -> Option<Vec<Told<'n>>> {
    let told = |member: &Member| {
        let node = nodes.get(&id(member))?;
        Some(Told { member: member.clone(), node, frame: OnceCell::new() })
    };
    group.members.iter().map(told).collect()
}

fn id(member: &Member) -> (usize, usize) {
    (member.document, member.claim)
}

fn push(parted: &mut Vec<Group>, group: &Group, kept: Vec<Told<'_>>) {
    if kept.len() > 1 || kept.iter().any(|told| !told.node.claim.is_loose()) {
        let members = kept.into_iter().map(|told| told.member).collect();
        parted.push(Group { members, ..group.clone() });
    }
}

/// Whether the words of a group's sentences have to show that they tell of one thing: its value tells
/// little, articles agree, and nothing in it is disputed.
fn is_weighed(documents: &[Document], group: &Group) -> bool {
    let Some(first) = group.members.first() else { return false };
    let Some((_, claim)) = first.of(documents) else { return false };
    let open = group
        .members
        .iter()
        .all(|member| member.of(documents).is_some_and(|(_, claim)| claim.is_open()));
    let common = match group.kind {
        Kind::Statement | Kind::Place | Kind::Time => true,
        // A period of years is no day that all articles of a story tell of.
        Kind::Date => first.days.is_some_and(|days| !days.is_long()),
        Kind::Ordinal => {
            let number = claim.value.figure().and_then(Figure::point);
            number.is_none_or(|number| number <= COMMON)
        }
        Kind::Count
        | Kind::Money
        | Kind::Duration
        | Kind::Quantity
        | Kind::Percent
        | Kind::Age
        | Kind::Name => false,
    };
    let agree = |member: &Member| {
        let Some((_, other)) = member.of(documents) else { return false };
        let relation = compare::values((&claim.value, first.days), (&other.value, member.days));
        !matches!(relation, Relation::Conflict | Relation::Doubtful) && !member.alike
    };
    open && common
        && group.members.iter().any(|member| member.origin != first.origin)
        && group.members.iter().all(agree)
}

/// Whether the sentences of two members tell of one thing.
fn do_fit(group: &Group, a: &Told<'_>, b: &Told<'_>, rules: &Rules) -> bool {
    let (x, y) = (a.node, b.node);
    let (one, other) = (x.claim, y.claim);
    if a.member.document == b.member.document && one.sentence == other.sentence {
        return true;
    }
    let dates = x.document.article.date().zip(y.document.article.date());
    let later = dates.is_some_and(|(a, b)| (a - b).get_days().abs() > EPISODE);
    let events = a.member.event.zip(b.member.event).is_some_and(|(a, b)| a != b);
    if events || later && one.is_open() {
        return false;
    }
    let (close, count) = close(x, y);
    let verb = x.verb.is_some() && x.verb == y.verb;
    if group.kind != Kind::Statement {
        let (least, words) = if verb { COMMON_VALUE_AND_VERB } else { COMMON_VALUE };
        return close >= least && count >= words;
    }
    // What the rules have a verb for, said of one name, is one deed.
    let deed = verb && x.deed;
    let named = group.subject.sort == SubjectSort::Name && one.subject.is_some();
    let fact = |claim: &Claim| *claim.rule == *Claim::FACT;
    if fact(one) && fact(other) && one.attribute == other.attribute {
        return true;
    }
    let share = |node: &Node<'_>| close * 100 / node.own.max(1);
    let doer = deed && named && one.subject == other.subject && count >= WORDS;
    let (both, each) = match verb {
        true if doer => OF_ONE_DOER,
        true if deed && x.names.iter().any(|name| y.names.contains(name)) => OF_ONE_DEED,
        true => OF_ONE_VERB,
        false => OF_TWO_VERBS,
    };
    share(x).min(share(y)) >= each
        && share(x) + share(y) >= both
        && !a.frame(rules).is_contrast(b.frame(rules), true)
}

/// What stands close to both values, and how many words that are.
fn close(a: &Node<'_>, b: &Node<'_>) -> (u32, u32) {
    let close = shared(&a.context, &b.context).filter(|(x, y)| x.near.min(y.near) >= CLOSE);
    close.fold((0, 0), |(weight, count), (word, _)| (weight + word.weight, count + 1))
}

/// The member that most of the others fit, with those; and the others.
fn around_core<T>(members: Vec<T>, fits: impl Fn(&T, &T) -> bool) -> (Vec<T>, Vec<T>) {
    let compared = members.get(..COMPARED).unwrap_or(&members);
    let mut best: Option<(&T, Vec<bool>)> = None;
    let mut fewest = compared.len();
    let mut known: Vec<Vec<bool>> = Vec::with_capacity(compared.len());
    for (place, core) in compared.iter().enumerate() {
        let mut fit: Vec<bool> = Vec::with_capacity(members.len());
        let mut odd = 0;
        // What cannot become the best is left early; what fits one way fits the other.
        for (other, member) in compared.iter().enumerate() {
            let told = known.get(other).and_then(|row| row.get(place)).copied();
            let fits = told.unwrap_or_else(|| fits(core, member));
            odd += usize::from(!fits);
            fit.push(fits);
            if odd >= fewest {
                break;
            }
        }
        known.push(fit);
        if odd < fewest {
            best = known.last().map(|fit| (core, fit.clone()));
            fewest = odd;
        }
        if fewest == 0 {
            break;
        }
    }
    let Some((core, mut fit)) = best else { return (members, Vec::new()) };
    fit.extend(members.iter().skip(compared.len()).map(|member| fits(core, member)));
    let (kept, left): (Vec<_>, Vec<_>) = members.into_iter().zip(fit).partition(|(_, fit)| *fit);
    let plain = |members: Vec<(T, bool)>| members.into_iter().map(|(member, _)| member).collect();
    (plain(kept), plain(left))
}
