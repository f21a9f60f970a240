use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Claim, Document, Group, Member, Scope, Subject, SubjectSort},
    value::{Kind, Relation, Symbol, compare},
};

use super::story::Story;

/// Names of one family that each is compared with.
const COMPARED: usize = 16;

/// A name and the claim that spells it.
struct Spelled<'d> {
    key: &'d str,
    document: usize,
    claim: usize,
}

/// Joins what is told of one person whom two articles spell in two ways: names in which one letter
/// differs, with one age, where neither article has the other name.
pub(super) fn join(
    documents: &[Document],
    story: &Story,
    mut groups: Vec<Group>,
    origins: &[usize],
) -> Vec<Group> {
    let mut families: BTreeMap<&str, Vec<Spelled<'_>>> = BTreeMap::new();
    for &index in story {
        let claims = documents.get(index).map(|document| document.claims.as_slice());
        let spelled = claims.unwrap_or_default().iter().enumerate();
        for (number, claim) in spelled.filter(|(_, claim)| claim.is_spelling()) {
            let Some(key) = claim.subject.as_deref() else { continue };
            for word in key.split(' ').take(1).chain(key.split(' ').next_back()) {
                let family = families.entry(word).or_default();
                family.push(Spelled { key, document: index, claim: number });
            }
        }
    }
    let mut found: BTreeSet<(&str, &str)> = BTreeSet::new();
    for family in families.values() {
        for (at, a) in family.iter().enumerate() {
            for b in family.iter().skip(at + 1).take(COMPARED) {
                if is_one_person(documents, a, b) {
                    found.insert((a.key.min(b.key), a.key.max(b.key)));
                }
            }
        }
    }
    for (one, other) in found {
        merge_ages(documents, &mut groups, one, other);
        let family = one.split(' ').next().into_iter().chain(one.split(' ').next_back());
        let spelled = family.filter_map(|word| families.get(word)).flatten();
        let spelled: BTreeMap<(usize, usize), &Spelled<'_>> = spelled
            .filter(|spelled| spelled.key == one || spelled.key == other)
            .map(|spelled| ((spelled.document, spelled.claim), spelled))
            .collect();
        let name = spelled.values().next().map_or(String::new(), |it| shown(documents, it));
        let members = spelled.values().map(|spelled| member(spelled, origins)).collect();
        groups.push(Group {
            story: 0,
            attribute: Symbol::from("name"),
            kind: Kind::Name,
            key: one.to_owned(),
            subject: Subject { name, sort: SubjectSort::Name, detail: String::new() },
            scope: Scope::default(),
            event: None,
            aside: false,
            apart: false,
            members,
        });
    }
    groups
}

fn is_one_person(documents: &[Document], a: &Spelled<'_>, b: &Spelled<'_>) -> bool {
    let knows = |of: &Spelled<'_>, other: &Spelled<'_>| {
        documents.get(of.document).is_none_or(|document| {
            document.names.binary_search_by(|(name, _)| (**name).cmp(other.key)).is_ok()
        })
    };
    let claim = |of: &Spelled<'_>| documents.get(of.document)?.claims.get(of.claim);
    let differ = claim(a).zip(claim(b)).is_some_and(|(x, y)| {
        compare::values((&x.value, None), (&y.value, None)) == Relation::Conflict
    });
    let ages = || {
        ages(documents, a).any(|x| {
            ages(documents, b).any(|y| {
                let relation = compare::values((&x.value, None), (&y.value, None));
                matches!(relation, Relation::Agree(_))
            })
        })
    };
    a.document != b.document && differ && !knows(a, b) && !knows(b, a) && ages()
}

fn ages<'d>(documents: &'d [Document], of: &Spelled<'d>) -> impl Iterator<Item = &'d Claim> {
    let claims = documents.get(of.document).map(|document| document.claims.as_slice());
    let key = of.key;
    let ages = claims.unwrap_or_default().iter().filter(|claim| claim.kind == Kind::Age);
    ages.filter(move |claim| claim.subject.as_deref() == Some(key))
}

/// Puts the ages of the second name to those of the first.
fn merge_ages(documents: &[Document], groups: &mut Vec<Group>, one: &str, other: &str) {
    let of = |group: &Group, key: &str| {
        let mut claims = group.members.iter().filter_map(|member| member.of(documents));
        group.kind == Kind::Age && claims.any(|(_, claim)| claim.subject.as_deref() == Some(key))
    };
    let Some(from) = groups.iter().position(|group| of(group, other)) else { return };
    let Some(into) = groups.iter().position(|group| of(group, one)) else { return };
    if from == into {
        return;
    }
    let moved = groups.get_mut(from).map(|group| std::mem::take(&mut group.members));
    if let Some(group) = groups.get_mut(into) {
        group.members.extend(moved.unwrap_or_default());
        group.members.sort_by_key(|member| (member.document, member.claim));
    }
    groups.retain(|group| !group.members.is_empty());
}

fn member(spelled: &Spelled<'_>, origins: &[usize]) -> Member {
    let origin = origins.get(spelled.document).copied().unwrap_or_default();
    Member { alike: true, ..Member::new(spelled.document, spelled.claim, origin) }
}

/// The name as the first article writes it.
fn shown(documents: &[Document], spelled: &Spelled<'_>) -> String {
    documents.get(spelled.document).map_or(String::new(), |document| {
        let claim = document.claims.get(spelled.claim);
        claim.map_or(String::new(), |claim| claim.span.of(&document.article.text).to_owned())
    })
}
