use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::{
    group::{question::days, story::Story},
    model::{Claim, Document, Group, Keyword, Member},
    rule::Rules,
    value::Kind,
};

use super::{last, weights::Weights};

/// A claim that may answer the question of another by what its sentence is about.
#[derive(Clone)]
pub(super) struct Node {
    pub(super) member: Member,
    pub(super) kind: Kind,
    /// Index of its group, `None` for a loose claim.
    pub(super) group: Option<usize>,
    /// Its place among the members of its group.
    pub(super) place: usize,
    /// Keys of its sentence with how near they stand, in quarters, sorted.
    pub(super) context: Vec<(u32, u32)>,
    /// Its verb, with what its clause does.
    pub(super) verb: Option<u32>,
    /// Keys of the names close to it.
    pub(super) names: Vec<u32>,
    /// Key of the last name in front of it.
    pub(super) lead: Option<u32>,
    /// Where its sentence starts.
    pub(super) sentence: u32,
    /// What its own clause tells.
    pub(super) own: u32,
    /// What its whole sentence tells, in quarters.
    pub(super) total: u64,
    /// What an equal value tells.
    pub(super) rarity: u32,
}

/// The claims of groups.
pub(super) fn of_groups(
    documents: &[Document],
    groups: &[Group],
    weights: &Weights,
    rules: &Rules,
) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        for (place, member) in group.members.iter().enumerate() {
            let node = node(documents, member.clone(), Some(number), weights, rules);
            nodes.extend(node.map(|node| Node { place, ..node }));
        }
    }
    nodes
}

/// The same claims where they stand after groups were linked; some stand in two.
pub(super) fn regrouped(nodes: Vec<Node>, groups: &[Group]) -> Vec<Node> {
    let id = |member: &Member| (member.document, member.claim);
    let known: FxHashMap<(usize, usize), &Node> =
        nodes.iter().map(|node| (id(&node.member), node)).collect();
    let mut regrouped = Vec::with_capacity(nodes.len());
    for (number, group) in groups.iter().enumerate() {
        for (place, member) in group.members.iter().enumerate() {
            let node = known.get(&id(member)).copied().cloned();
            regrouped.extend(node.map(|node| Node {
                member: member.clone(),
                group: Some(number),
                place,
                ..node
            }));
        }
    }
    regrouped
}

/// The claims that are in no group.
pub(super) fn loose(
    documents: &[Document],
    story: &Story,
    origins: &[usize],
    weights: &Weights,
    rules: &Rules,
) -> Vec<Node> {
    let mut nodes = Vec::new();
    for &index in story {
        let Some(document) = documents.get(index) else { continue };
        for (number, claim) in document.claims.iter().enumerate().filter(|(_, it)| it.is_loose()) {
            let origin = origins.get(index).copied().unwrap_or_default();
            let member =
                Member { days: days(document, claim, rules), ..Member::new(index, number, origin) };
            nodes.extend(node(documents, member, None, weights, rules));
        }
    }
    nodes
}

fn node(
    documents: &[Document],
    member: Member,
    group: Option<usize>,
    weights: &Weights,
    rules: &Rules,
) -> Option<Node> {
    let (document, claim) = member.of(documents)?;
    let keywords = match claim.kind {
        // Many hold one office.
        Kind::Name => &[],
        Kind::Count
        | Kind::Money
        | Kind::Duration
        | Kind::Quantity
        | Kind::Percent
        | Kind::Ordinal
        | Kind::Age
        | Kind::Date
        | Kind::Time
        | Kind::Place
        | Kind::Statement => document.keywords_of(claim.sentence),
    };
    let statement = claim.kind == Kind::Statement;
    let inside =
        |keyword: &Keyword| claim.span.start <= keyword.start && keyword.start < claim.span.end;
    let at = keywords.partition_point(|keyword| keyword.start < claim.span.start);
    let end = keywords.partition_point(|keyword| keyword.start < claim.span.end);
    let clause = keywords.get(at).or(keywords.last()).map_or(0, |keyword| keyword.clause);
    let mut context: Vec<(u32, u32)> = Vec::with_capacity(keywords.len());
    // Who says it is not what it is about.
    let holder = claim.named_holder().and_then(last).map(str::to_lowercase);
    let speaker = holder.as_deref().map(Keyword::key);
    let mut names = Vec::new();
    let mut lead = None;
    for (index, keyword) in keywords.iter().enumerate() {
        if inside(keyword) && (keyword.named && !statement) {
            continue;
        }
        let distance = if index < at { at - index } else { (index + 1).saturating_sub(end) };
        let near = match distance {
            0..=4 => 4,
            5..=8 => 3,
            _ => 2,
        };
        let near = if keyword.clause == clause { near } else { near - 1 };
        context.push((keyword.key, near));
        if keyword.named && near > 2 && Some(keyword.key) != speaker {
            names.push(keyword.key);
            lead = if index < at { Some(keyword.key) } else { lead };
        }
    }
    context.sort_unstable_by_key(|(key, near)| (*key, Reverse(*near)));
    context.dedup_by_key(|(key, _)| *key);
    let own = context.iter().filter(|(_, near)| *near > 2).map(|(key, _)| weights.of(*key)).sum();
    let total =
        context.iter().map(|(key, near)| u64::from(weights.of(*key)) * u64::from(*near)).sum();
    let verb = claim.attribute.split(['.', ' ']).next();
    let verb = verb.filter(|_| statement || claim.attribute.contains('.'));
    let verb = verb.filter(|verb| *verb != Claim::NO_VERB);
    let verb = verb.map(|verb| rules.keyword.key(verb, &rules.inflection));
    let sentence = claim.sentence.start;
    Some(Node {
        member,
        kind: claim.kind,
        group,
        place: 0,
        context,
        verb,
        names,
        lead,
        sentence,
        own,
        total,
        rarity: 0,
    })
}
