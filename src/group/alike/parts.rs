use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    model::{Claim, Document, Group, Keyword, Member, Scope, Subject},
    value::{Kind, Relation, Symbol, compare},
};

use super::{Node, Pair, weights::Weights};
use crate::group::subject::Subjects;

/// Which groups and loose claims became one: each part is named by a number.
pub(super) struct Parts {
    /// Groups come first, then loose claims.
    roots: Vec<usize>,
    /// Nodes of each part under its root.
    nodes: Vec<Vec<usize>>,
    groups: usize,
    /// Parts that joined although their answers differ.
    disputed: BTreeSet<usize>,
    /// Nodes that a dispute took out of their part, with the part that it is.
    taken: BTreeMap<usize, usize>,
}

impl Parts {
    pub(super) fn new(groups: &[Group], nodes: &[Node]) -> Parts {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
        for (index, node) in nodes.iter().enumerate() {
            match node.group.and_then(|group| members.get_mut(group)) {
                Some(known) => known.push(index),
                None => members.push(vec![index]),
            }
        }
        Parts {
            roots: (0..members.len()).collect(),
            nodes: members,
            groups: groups.len(),
            disputed: BTreeSet::new(),
            taken: BTreeMap::new(),
        }
    }

    /// The part of a node: its group, or for a loose claim a part of its own.
    fn part(&self, nodes: &[Node], index: usize) -> Option<usize> {
        let node = nodes.get(index)?;
        let part = match node.group {
            Some(group) => group,
            None => {
                let grouped = nodes.partition_point(|node| node.group.is_some());
                self.groups + index - grouped
            }
        };
        let mut root = part;
        while let Some(up) = self.roots.get(root).copied().filter(|up| *up != root) {
            root = up;
        }
        Some(root)
    }

    /// Joins the parts of a pair unless some of their claims cannot both be true, or an article would
    /// say the same in two sentences: the second only speaks of something near.
    pub(super) fn join(&mut self, documents: &[Document], nodes: &[Node], pair: &Pair) {
        let (Some(a), Some(b)) = (self.part(nodes, pair.a), self.part(nodes, pair.b)) else {
            return;
        };
        let (first, second) = (a.min(b), a.max(b));
        if first == second {
            return;
        }
        let of = |part: usize| self.nodes.get(part).map(Vec::as_slice).unwrap_or_default();
        let clash = of(first).iter().any(|x| {
            of(second).iter().any(|y| match (nodes.get(*x), nodes.get(*y)) {
                (Some(x), Some(y)) => {
                    let again = x.member.document == y.member.document && x.sentence != y.sentence;
                    again && x.kind == Kind::Statement
                        || are_two(documents, &x.member, &y.member)
                        || differ(documents, &x.member, &y.member)
                }
                _ => true,
            })
        });
        if clash {
            return;
        }
        let moved = self.nodes.get_mut(second).map(std::mem::take).unwrap_or_default();
        if let Some(known) = self.nodes.get_mut(first) {
            known.extend(moved);
        }
        if let Some(root) = self.roots.get_mut(second) {
            *root = first;
        }
    }

    /// Sets two claims that differ against one another, each with what its part says the same: a
    /// part of its own, as the rest of theirs was not weighed against both. A part takes one dispute,
    /// and what gives an answer of it again.
    pub(super) fn dispute(&mut self, documents: &[Document], nodes: &[Node], pair: &Pair) {
        let (a, b) = (self.taken.get(&pair.a).copied(), self.taken.get(&pair.b).copied());
        let (into, sides) = match (a, b) {
            (Some(_), Some(_)) => return,
            (None, None) => {
                let mut sides = self.sides(documents, nodes, pair.a);
                sides.extend(self.sides(documents, nodes, pair.b));
                let part = self.nodes.len();
                self.disputed.insert(part);
                self.roots.push(part);
                self.nodes.push(Vec::new());
                (part, sides)
            }
            (Some(part), None) | (None, Some(part)) => {
                let fresh = if a.is_none() { pair.a } else { pair.b };
                let told = self.nodes.get(part).map(Vec::as_slice).unwrap_or_default();
                if !told.iter().any(|known| is_one(documents, nodes, *known, fresh)) {
                    return;
                }
                (part, self.sides(documents, nodes, fresh))
            }
        };
        for index in [pair.a, pair.b] {
            let part = self.part(nodes, index).and_then(|part| self.nodes.get_mut(part));
            if let Some(part) = part {
                part.retain(|node| !sides.contains(node));
            }
        }
        self.taken.extend(sides.iter().map(|node| (*node, into)));
        if let Some(part) = self.nodes.get_mut(into) {
            part.extend(sides);
        }
    }

    /// A claim with what its part says the same.
    fn sides(&self, documents: &[Document], nodes: &[Node], index: usize) -> Vec<usize> {
        let part = self.part(nodes, index).and_then(|part| self.nodes.get(part));
        let all = part.map(Vec::as_slice).unwrap_or_default();
        all.iter().copied().filter(|other| is_one(documents, nodes, *other, index)).collect()
    }

    /// The groups that are left, with what joined them.
    pub(super) fn groups(
        self,
        documents: &[Document],
        groups: Vec<Group>,
        nodes: &[Node],
        weights: &Weights,
        subjects: &Subjects<'_>,
    ) -> Vec<Group> {
        let mut made = Vec::new();
        let mut parts = self.nodes.into_iter().enumerate();
        for (mut group, (_, part)) in groups.into_iter().zip(&mut parts) {
            if !part.is_empty() {
                group.members = members(nodes, &part);
                made.push(group);
            }
        }
        for (number, part) in parts.filter(|(_, part)| part.len() > 1) {
            let mut group = loose(documents, nodes, &part, weights, subjects);
            for member in group.iter_mut().flat_map(|group| &mut group.members) {
                member.alike = self.disputed.contains(&number);
            }
            made.extend(group);
        }
        made
    }
}

fn members(nodes: &[Node], part: &[usize]) -> Vec<Member> {
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
    documents: &[Document],
    nodes: &[Node],
    part: &[usize],
    weights: &Weights,
    subjects: &Subjects<'_>,
) -> Option<Group> {
    let members = members(nodes, part);
    let (document, claim) = members.first()?.of(documents)?;
    let all: Vec<&Node> = part.iter().filter_map(|index| nodes.get(*index)).collect();
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
    let worded = members
        .iter()
        .all(|member| member.of(documents).is_some_and(|(_, claim)| claim.is_loose()));
    let (attribute, detail) = match worded {
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

/// Whether the rules have two names for what two claims answer.
fn are_two(documents: &[Document], a: &Member, b: &Member) -> bool {
    let (Some((_, x)), Some((_, y))) = (a.of(documents), b.of(documents)) else { return true };
    !x.is_open() && !y.is_open() && x.attribute != y.attribute
}

fn differ(documents: &[Document], a: &Member, b: &Member) -> bool {
    let (Some((_, x)), Some((_, y))) = (a.of(documents), b.of(documents)) else { return true };
    let relation = compare::values((&x.value, a.days), (&y.value, b.days));
    match relation {
        Relation::Conflict | Relation::Doubtful => true,
        Relation::Agree(_) | Relation::Compatible(_) | Relation::Incomparable => false,
    }
}

/// Whether two claims give one answer.
fn is_one(documents: &[Document], nodes: &[Node], a: usize, b: usize) -> bool {
    let (Some(a), Some(b)) = (nodes.get(a), nodes.get(b)) else { return false };
    let (Some((_, x)), Some((_, y))) = (a.member.of(documents), b.member.of(documents)) else {
        return false;
    };
    match compare::values((&x.value, a.member.days), (&y.value, b.member.days)) {
        Relation::Agree(_) => true,
        Relation::Compatible(_)
        | Relation::Conflict
        | Relation::Doubtful
        | Relation::Incomparable => false,
    }
}
