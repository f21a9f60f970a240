use crate::{
    model::Claim,
    value::{Relation, compare},
};

use super::side::Side;

/// Whether a statement of one side says the opposite of one of the other: the same verb or its
/// opposite, about one subject and one object, meant alike.
pub(super) fn opposes(premise: &Side, hypothesis: &Side) -> bool {
    let mut pairs =
        hypothesis.claims.iter().flat_map(|x| premise.claims.iter().map(move |y| (x, y)));
    pairs.any(|(x, y)| {
        is_one_deed(x, y)
            && x.modality == y.modality
            && is_one(x, y)
            && x.scope.may_be_one(&y.scope)
            && compare::values((&x.value, None), (&y.value, None)) == Relation::Conflict
    })
}

/// Whether two statements have one verb, and one object unless one of them leaves it out.
fn is_one_deed(x: &Claim, y: &Claim) -> bool {
    let parts = |claim: &Claim| -> (String, String) {
        let (verb, object) = claim.attribute.split_once(' ').unwrap_or((&claim.attribute, ""));
        (verb.to_owned(), object.to_owned())
    };
    let ((verb, object), (other_verb, other_object)) = (parts(x), parts(y));
    let one = object == other_object || object.is_empty() || other_object.is_empty();
    verb == other_verb && one
}

/// Whether the subjects of two statements may be one: a name may go by its last word, and the passive
/// leaves out who does it.
fn is_one(x: &Claim, y: &Claim) -> bool {
    let last = |claim: &Claim| -> Option<String> {
        Some(claim.subject.as_deref()?.split(' ').next_back()?.to_owned())
    };
    x.subject.is_none() || y.subject.is_none() || last(x) == last(y)
}
