use std::collections::BTreeMap;

use crate::{
    model::{Claim, Document, Group, Member, Scope, Score, Subject, SubjectSort},
    value::{Kind, Relation, Symbol, compare},
};

/// The words are the same but for the value.
const SCORE: Score = Score(90);
/// More answers than these are those of a form that is filled in for one thing after the other.
const ANSWERS: usize = 3;

/// The claims of documents about one thing in the same words, wherever they stand; what is said once is
/// left out.
pub(super) fn groups(documents: &[Document], origins: &[usize]) -> Vec<Group> {
    let mut questions: BTreeMap<(&str, Kind), Vec<Member>> = BTreeMap::new();
    for ((index, document), origin) in documents.iter().enumerate().zip(origins) {
        for (number, claim) in document.claims.iter().enumerate() {
            let Some(key) = claim.subject.as_deref().filter(|_| claim.is_property()) else {
                continue;
            };
            let days = claim.value.date().and_then(|date| date.resolve(document.article.date()));
            let member = Member { days, score: SCORE, ..Member::new(index, number, *origin) };
            questions.entry((key, claim.kind)).or_default().push(member);
        }
    }
    let shared = questions.into_iter().filter(|(_, members)| members.len() > 1);
    shared.map(|((key, kind), members)| group(documents, key, kind, members)).collect()
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
            relation == Relation::Conflict
        });
        if other && known.len() <= ANSWERS {
            known.push((member, claim));
        }
    }
    known.len()
}
