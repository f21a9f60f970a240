use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    model::{Claim, Group, Keyword, Member, Scope, Subject},
    value::{Kind, Relation, Symbol},
};

use super::{Node, Pair, weights::Weights};
use crate::group::subject::Subjects;

/// Which groups and loose claims became one: each part is named by a number.
pub(super) struct Parts<'n> {
    nodes: &'n [Node<'n>],
    /// How many of the nodes stand in groups; those come first.
    grouped: usize,
    /// Groups come first, then loose claims.
    roots: Vec<usize>,
    /// Each part under its root.
    parts: Vec<Part<'n>>,
    groups: usize,
    /// Parts that joined although their answers differ.
    disputed: BTreeSet<usize>,
    /// Nodes that a dispute took out of their part, with the part that it is.
    taken: BTreeMap<usize, usize>,
}

/// The nodes of a part, and what is enough to tell whether another part goes with it.
#[derive(Default)]
struct Part<'n> {
    nodes: Vec<usize>,
    /// One node for each value that the part has.
    answers: Vec<&'n Node<'n>>,
    /// Attributes of the rules.
    attributes: Vec<&'n Symbol>,
    /// Where its statements stand: documents with the starts of sentences, sorted.
    statements: Vec<(usize, u32)>,
}

impl<'n> Part<'n> {
    fn of(nodes: &'n [Node<'n>], of_part: impl IntoIterator<Item = usize>) -> Part<'n> {
        let mut part = Part::default();
        for index in of_part {
            part.add(nodes, index);
        }
        part
    }

    fn add(&mut self, nodes: &'n [Node<'n>], index: usize) {
        let Some(node) = nodes.get(index) else { return };
        self.nodes.push(index);
        let told = |known: &&Node<'_>| {
            known.member.days == node.member.days && known.claim.value == node.claim.value
        };
        if !self.answers.iter().any(told) {
            self.answers.push(node);
        }
        if !node.open && !self.attributes.contains(&&node.claim.attribute) {
            self.attributes.push(&node.claim.attribute);
        }
        let place = (node.member.document, node.sentence);
        if node.kind == Kind::Statement
            && let Err(at) = self.statements.binary_search(&place)
        {
            self.statements.insert(at, place);
        }
    }

    /// Whether some claims of two parts cannot both be true, answer what the rules have two names for, or
    /// are two sentences in which one article would say the same: the second only speaks of
    /// something near.
    fn clashes(&self, other: &Part<'_>) -> bool {
        let two = |x: &Symbol| other.attributes.iter().any(|y| **y != *x);
        let (few, many) = match self.statements.len() < other.statements.len() {
            true => (&self.statements, &other.statements),
            false => (&other.statements, &self.statements),
        };
        let again = |(document, sentence): &(usize, u32)| {
            let first = many.partition_point(|(known, _)| known < document);
            let there = many.get(first..).unwrap_or_default();
            let mut there = there.iter().take_while(|(known, _)| known == document);
            there.any(|(_, known)| known != sentence)
        };
        let differ = |x: &Node<'_>| {
            other.answers.iter().any(|y| match x.relation(y) {
                Relation::Conflict | Relation::Doubtful => true,
                Relation::Agree(_) | Relation::Compatible(_) | Relation::Incomparable => false,
            })
        };
        self.attributes.iter().any(|x| two(x))
            || self.answers.iter().any(|x| differ(x))
            || few.iter().any(again)
    }
}

impl<'n> Parts<'n> {
    pub(super) fn new(groups: &[Group], nodes: &'n [Node<'n>]) -> Parts<'n> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
        for (index, node) in nodes.iter().enumerate() {
            match node.group.and_then(|group| members.get_mut(group)) {
                Some(known) => known.push(index),
                None => members.push(vec![index]),
            }
        }
        Parts {
            nodes,
            grouped: nodes.partition_point(|node| node.group.is_some()),
            roots: (0..members.len()).collect(),
            parts: members.into_iter().map(|members| Part::of(nodes, members)).collect(),
            groups: groups.len(),
            disputed: BTreeSet::new(),
            taken: BTreeMap::new(),
        }
    }

    /// The part of a node: its group, or for a loose claim a part of its own.
    fn part(&self, index: usize) -> Option<usize> {
        let mut root = match self.nodes.get(index)?.group {
            Some(group) => group,
            None => self.groups + index - self.grouped,
        };
        while let Some(up) = self.roots.get(root).copied().filter(|up| *up != root) {
            root = up;
        }
        Some(root)
    }

    /// Joins the parts of a pair unless they clash.
    pub(super) fn join(&mut self, pair: &Pair) {
        let (Some(a), Some(b)) = (self.part(pair.a), self.part(pair.b)) else { return };
        let (first, second) = (a.min(b), a.max(b));
        if first == second {
            return;
        }
        match (self.parts.get(first), self.parts.get(second)) {
            (Some(first), Some(second)) if !first.clashes(second) => {}
            (Some(_) | None, Some(_) | None) => return,
        }
        let moved = self.parts.get_mut(second).map(std::mem::take).unwrap_or_default();
        if let Some(known) = self.parts.get_mut(first) {
            for index in moved.nodes {
                known.add(self.nodes, index);
            }
        }
        if let Some(root) = self.roots.get_mut(second) {
            *root = first;
        }
    }

    /// Sets two claims that differ against one another, each with what its part says the same: a
    /// part of its own, as the rest of theirs was not weighed against both. A part takes one dispute,
    /// and what gives an answer of it again.
    pub(super) fn dispute(&mut self, pair: &Pair) {
        let (a, b) = (self.taken.get(&pair.a).copied(), self.taken.get(&pair.b).copied());
        let (into, sides) = match (a, b) {
            (Some(_), Some(_)) => return,
            (None, None) => {
                let mut sides = self.sides(pair.a);
                sides.extend(self.sides(pair.b));
                let part = self.parts.len();
                self.disputed.insert(part);
                self.roots.push(part);
                self.parts.push(Part::default());
                (part, sides)
            }
            (Some(part), None) | (None, Some(part)) => {
                let fresh = if a.is_none() { pair.a } else { pair.b };
                let told = self.parts.get(part).map(|part| &part.nodes);
                if !told.into_iter().flatten().any(|known| is_one(self.nodes, *known, fresh)) {
                    return;
                }
                (part, self.sides(fresh))
            }
        };
        for index in [pair.a, pair.b] {
            let part = self.part(index).and_then(|part| self.parts.get_mut(part));
            if let Some(part) = part {
                let left = std::mem::take(part).nodes.into_iter();
                *part = Part::of(self.nodes, left.filter(|node| !sides.contains(node)));
            }
        }
        self.taken.extend(sides.iter().map(|node| (*node, into)));
        if let Some(part) = self.parts.get_mut(into) {
            for index in sides {
                part.add(self.nodes, index);
            }
        }
    }

    /// A claim with what its part says the same.
    fn sides(&self, index: usize) -> Vec<usize> {
        let part = self.part(index).and_then(|part| self.parts.get(part));
        let all = part.into_iter().flat_map(|part| &part.nodes).copied();
        all.filter(|other| is_one(self.nodes, *other, index)).collect()
    }

    /// The groups that are left, with what joined them.
    pub(super) fn groups(
        self,
        groups: Vec<Group>,
        weights: &Weights,
        subjects: &Subjects<'_>,
    ) -> Vec<Group> {
        let mut made = Vec::new();
        let nodes = self.nodes;
        let mut parts = self.parts.into_iter().map(|part| part.nodes).enumerate();
        for (mut group, (_, part)) in groups.into_iter().zip(&mut parts) {
            if !part.is_empty() {
                group.members = members(nodes, &part);
                made.push(group);
            }
        }
        for (number, part) in parts.filter(|(_, part)| part.len() > 1) {
            let mut group = loose(nodes, &part, weights, subjects);
            for member in group.iter_mut().flat_map(|group| &mut group.members) {
                member.alike = self.disputed.contains(&number);
            }
            made.extend(group);
        }
        made
    }
}

fn members(nodes: &[Node<'_>], part: &[usize]) -> Vec<Member> {
    let found = part.iter().filter_map(|index| nodes.get(*index));
    let mut members: Vec<Member> = found.map(|node| node.member.clone()).collect();
    members.sort_by_key(|member| (member.document, member.claim));
    members
}

/// Words that a subject is made of, at most.
const SUBJECT: usize = 3;

/// A group of loose claims alone: what weighs most of what all of them share tells what it is about, in
/// the order of the text.
fn loose(
    nodes: &[Node<'_>],
    part: &[usize],
    weights: &Weights,
    subjects: &Subjects<'_>,
) -> Option<Group> {
    let members = members(nodes, part);
    let all: Vec<&Node<'_>> = part.iter().filter_map(|index| nodes.get(*index)).collect();
    let first = all.iter().min_by_key(|node| (node.member.document, node.member.claim))?;
    let (document, claim) = (first.document, first.claim);
    let shared = |keyword: &&Keyword| {
        all.iter()
            .all(|node| node.context.binary_search_by_key(&keyword.key, |word| word.key).is_ok())
    };
    let mut keys: Vec<&Keyword> =
        document.keywords_of(claim.sentence).iter().filter(shared).collect();
    keys.sort_by_key(|keyword| (Reverse(keyword.named), Reverse(weights.of(keyword.key))));
    let key: Vec<String> = keys.iter().map(|keyword| keyword.key.to_string()).collect();
    keys.dedup_by_key(|keyword| keyword.key);
    let mut starts: Vec<u32> = keys.iter().take(SUBJECT).map(|keyword| keyword.start).collect();
    starts.sort_unstable();
    let words = starts.iter().map(|start| {
        let rest = document.article.text.get(*start as usize..).unwrap_or_default();
        let end = rest.find(|letter: char| !(letter.is_alphanumeric() || "-.".contains(letter)));
        rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().trim_end_matches('.')
    });
    let words = words.collect::<Vec<_>>().join(", ");
    let (attribute, detail) = match all.iter().all(|node| node.claim.is_loose()) {
        true => (Symbol::from(Claim::NO_VERB), words),
        false => (claim.attribute.clone(), String::new()),
    };
    let subject = Subject { detail, ..subjects.story(&members) };
    Some(Group {
        attribute,
        kind: claim.kind,
        key: key.join(" "),
        subject,
        scope: Scope::default(),
        event: None,
        aside: false,
        apart: Default::default(),
        story: 0,
        members,
    })
}

/// Whether two claims give one answer.
fn is_one(nodes: &[Node<'_>], a: usize, b: usize) -> bool {
    let relation = nodes.get(a).zip(nodes.get(b)).map(|(a, b)| a.relation(b));
    matches!(relation, Some(Relation::Agree(_)))
}
