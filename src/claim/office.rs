use std::collections::BTreeSet;

use crate::{
    model::{Claim, Polarity},
    rule::Rules,
    value::{Kind, Name, NameKind, Symbol, Value},
};

use super::{draft::draft, frame::Frame};

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
        if !told.insert((key.clone(), role.office.clone())) {
            continue;
        }
        let name = Name {
            text: String::from(&*role.office),
            kind: NameKind::Role,
            role: Some(role.clone()),
        };
        let (value, token) = (Value::Name(name), mention.tokens.start as usize);
        let attribute = Symbol::from("office");
        let drafted = draft(frame, token, mention.span, attribute, value, rules);
        claims.extend(drafted.map(|claim| Claim {
            subject: Some(String::from(&**key)),
            polarity: Polarity::Affirmed,
            predicate: Some(String::from(&*role.office)),
            rule: Symbol::from("open.office"),
            normalised_by: mention.rule,
            ..claim
        }));
    }
    claims
}
