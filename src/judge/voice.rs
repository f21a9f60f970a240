use std::collections::BTreeSet;

use crate::{
    model::{Claim, Document, Member},
    rule::Rules,
    value::Symbol,
};

/// Who stands behind a claim independently: the outermost named holder, else the agency that the
/// article credits, else its origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Voice {
    who: Who,
    /// Whether the article names them as the one who says it.
    named: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Holder(String),
    Origin(usize),
}

impl Voice {
    pub(super) fn of(member: &Member, document: &Document, claim: &Claim, rules: &Rules) -> Voice {
        let holder = claim.named_holder();
        let who = match (member.relays, holder, &document.credit) {
            (Some(origin), _, _) => Who::Origin(origin),
            (None, Some(holder), _) => {
                let agency = agency(holder, rules).map(|agency| key(agency));
                Who::Holder(agency.unwrap_or_else(|| full(key(holder), document)))
            }
            (None, None, Some(agency)) => Who::Holder(key(agency)),
            (None, None, None) => Who::Origin(member.origin),
        };
        Voice { who, named: holder.is_some() }
    }

    pub(super) fn count<'v>(voices: impl Iterator<Item = &'v Voice>) -> usize {
        voices.map(|voice| &voice.who).collect::<BTreeSet<_>>().len()
    }

    pub(super) fn is_named(&self) -> bool {
        self.named
    }
}

/// The agency that a holder's name is a name of.
fn agency<'r>(holder: &str, rules: &'r Rules) -> Option<&'r Symbol> {
    let words = holder.split_whitespace().map(|word| rules.lexicon.lookup(word));
    let words = words.skip(usize::from(holder.to_lowercase().starts_with("the ")));
    let (length, agency) = rules.agency.marked(words.clone())?;
    (length == words.count()).then_some(agency)
}

/// The one name of the article that begins or ends in the words of a holder: "Orion" is Orion Holdings,
/// "Lind" is Ada Lind.
fn full(holder: String, document: &Document) -> String {
    let names = document.names.iter().map(|(name, _)| name.as_str());
    let mut longer = names.filter(|name| {
        let rest = name.strip_prefix(holder.as_str()).filter(|rest| rest.starts_with(' '));
        let lead = name.strip_suffix(holder.as_str()).filter(|lead| lead.ends_with(' '));
        rest.or(lead).is_some()
    });
    match (longer.next(), longer.next()) {
        (Some(name), None) => name.to_owned(),
        _ => holder,
    }
}

/// Holders are compared without case, dots and a leading article.
fn key(holder: &str) -> String {
    let folded: String =
        holder.chars().filter(|letter| *letter != '.').flat_map(char::to_lowercase).collect();
    folded.strip_prefix("the ").map_or(folded.clone(), str::to_owned)
}
