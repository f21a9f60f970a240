use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Claim, Document, Group, Member, Scope, Score, Subject, SubjectSort},
    rule::PropertyRules,
    value::{Kind, Relation, Symbol, compare},
};

use super::project::{names, projects};

/// The words are the same but for the value.
const SCORE: Score = Score(90);
/// More answers than these are those of a form that is filled in for one thing after the other.
const ANSWERS: usize = 3;

/// The claims of documents about one thing in the same words, wherever they stand; what is said once is
/// left out.
pub(super) fn groups(
    documents: &[Document],
    origins: &[usize],
    rules: &PropertyRules,
) -> Vec<Group> {
    let projects = projects(documents, rules);
    let names = names(documents, &projects);
    let mut questions: BTreeMap<(String, &str, Kind), Vec<Member>> = BTreeMap::new();
    let placed = documents.iter().zip(&projects).enumerate().zip(origins);
    for ((index, (document, project)), origin) in placed {
        for (number, claim) in document.claims.iter().enumerate() {
            let Some(key) = claim.subject.as_deref().filter(|_| claim.is_property()) else {
                continue;
            };
            let days = claim.value.date().and_then(|date| date.resolve(document.article.date()));
            let member = Member { days, score: SCORE, ..Member::new(index, number, *origin) };
            questions
                .entry((question(claim, key, names.get(project)), project, claim.kind))
                .or_default()
                .push(member);
        }
    }
    let shared = questions.into_iter().filter(|(_, members)| members.len() > 1);
    shared.map(|((key, _, kind), members)| group(documents, &key, kind, members)).collect()
}

/// What a claim answers: that the project of a document needs something is said without its name, too.
fn question(claim: &Claim, key: &str, names: Option<&BTreeSet<String>>) -> String {
    let own = |word: &&str| {
        claim.normalised_by != Claim::VERSION || !names.is_some_and(|names| names.contains(*word))
    };
    key.split(' ').filter(own).collect::<Vec<_>>().join(" ")
}

fn group(documents: &[Document], key: &str, kind: Kind, members: Vec<Member>) -> Group {
    let first = members.first().and_then(|member| member.of(documents));
    let name = first.and_then(|(document, claim)| {
        let words = claim.about?.of(&document.article.text);
        Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    Group {
        story: 0,
        attribute: Symbol::from(Claim::PROPERTY),
        kind,
        key: key.to_owned(),
        subject: Subject {
            name: name.unwrap_or_else(|| key.to_owned()),
            sort: SubjectSort::Name,
            detail: String::new(),
        },
        scope: Scope::default(),
        event: None,
        aside: answers(documents, &members) > ANSWERS,
        apart: false,
        members,
    }
}

/// How many values there are of which no two can be one.
fn answers(documents: &[Document], members: &[Member]) -> usize {
    let mut known: Vec<(&Member, &Claim)> = Vec::new();
    for member in members {
        let Some((_, claim)) = member.of(documents) else { continue };
        let other = known.iter().all(|(first, it)| {
            let relation = compare::values((&it.value, first.days), (&claim.value, member.days));
            relation == Relation::Conflict || claim.kind == Kind::Count && it.value != claim.value
        });
        if other && known.len() <= ANSWERS {
            known.push((member, claim));
        }
    }
    known.len()
}
