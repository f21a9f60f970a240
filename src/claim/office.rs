use std::collections::BTreeSet;

use crate::{
    model::{Claim, Polarity, Scope},
    rule::Rules,
    value::{Kind, Name, NameKind, Symbol, Value},
};

use super::{frame::Frame, holder::holders};

/// Which office a person holds, where it stands beside the name; an article says so once.
pub(super) fn offices(
    frame: &Frame<'_>,
    told: &mut BTreeSet<(Symbol, Symbol)>,
    rules: &Rules,
) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (_, mention) in frame.of_kind(Kind::Name) {
        let role = mention.value.name().filter(|name| name.kind == NameKind::Person);
        let Some((role, key)) = role.and_then(|name| name.role.as_ref()).zip(mention.key.as_ref())
        else {
            continue;
        };
        let token = mention.tokens.start as usize;
        let Some(clause) = frame.clause(token) else { continue };
        if !told.insert((key.clone(), role.office.clone())) {
            continue;
        }
        let office = Name { text: role.office.to_string(), kind: NameKind::Role, role: None };
        claims.push(Claim {
            attribute: Symbol::from("office"),
            kind: Kind::Name,
            value: Value::Name(office),
            unit: None,
            change: None,
            event: None,
            subject: Some(key.to_string()),
            scope: Scope::default(),
            holder: holders(frame, token, rules),
            modality: clause.modality,
            polarity: Polarity::Affirmed,
            sentence: frame.sentence.span,
            span: mention.span,
            when: None,
            predicate: Some(role.office.to_string()),
            rule: Symbol::from("open.office"),
            pattern: None,
            normalised_by: mention.rule,
        });
    }
    claims
}
