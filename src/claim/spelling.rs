use std::collections::BTreeSet;

use crate::{
    model::Claim,
    value::{Kind, Name, NameKind, Symbol, Value},
};

use super::frame::Frame;

/// How the names of people are spelled whose age a sentence tells; an article says so once.
pub(super) fn spellings(
    frame: &Frame<'_>,
    closed: &[(usize, Claim)],
    told: &mut BTreeSet<String>,
) -> Vec<Claim> {
    let aged = closed.iter().filter(|(_, claim)| claim.kind == Kind::Age);
    let mut claims = Vec::new();
    for key in aged.filter_map(|(_, claim)| claim.subject.as_ref()) {
        let mut names = frame.of_kind(Kind::Name);
        let name = names.find(|(_, name)| name.key.as_ref().is_some_and(|it| **it == **key));
        let Some((_, name)) = name.filter(|_| key.contains(' ')) else { continue };
        if !told.insert(key.clone()) {
            continue;
        }
        let value = Name { text: key.clone(), kind: NameKind::Person, role: None };
        let (sentence, attribute) = (frame.sentence.span, Symbol::from("name"));
        claims.push(Claim {
            subject: Some(key.clone()),
            rule: Symbol::from(Claim::SPELLED),
            normalised_by: name.rule,
            ..Claim::new(attribute, Value::Name(value), sentence, name.span)
        });
    }
    claims
}
