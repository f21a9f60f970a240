use rustc_hash::FxHashMap;

use crate::{
    model::{Claim, Document, Group, Member, Modality, Sign, Signs, Untold},
    rule::Rules,
    value::Qualifier,
};

/// Keywords shared with another article that make two sentences speak of one thing.
const WORDS: usize = 2;
/// The same for sentences that are much alike.
const MANY: usize = 5;

/// Notes what speaks for each claim answering the question of its group, and how sure that makes it.
pub(super) fn weigh(groups: &mut [Group], documents: &[Document], rules: &Rules) {
    for group in groups {
        let shared = shared(group, documents);
        for member in &mut group.members {
            member.signs = signs(member, documents, &shared);
            member.score = rules.score.of(member.signs);
        }
    }
}

/// Keywords of the group's sentences, each with the first article that has it, and whether a second
/// one does.
fn shared(group: &Group, documents: &[Document]) -> FxHashMap<u32, (usize, bool)> {
    let mut shared: FxHashMap<u32, (usize, bool)> = FxHashMap::default();
    let first = group.members.first().map(|member| member.document);
    if group.members.iter().all(|member| Some(member.document) == first) {
        return shared;
    }
    for member in &group.members {
        let Some((document, claim)) = member.of(documents) else { continue };
        for keyword in document.keywords_of(claim.sentence) {
            let known = shared.entry(keyword.key).or_insert((member.document, false));
            known.1 |= known.0 != member.document;
        }
    }
    shared
}

fn signs(member: &Member, documents: &[Document], shared: &FxHashMap<u32, (usize, bool)>) -> Signs {
    let Some((document, claim)) = member.of(documents) else { return Signs::default() };
    // What one article alone tells shares nothing.
    let keywords = match shared.is_empty() {
        true => &[],
        false => document.keywords_of(claim.sentence),
    };
    let met = |key: &u32| shared.get(key).is_some_and(|(_, several)| *several);
    let mut keys: Vec<u32> = keywords.iter().map(|keyword| keyword.key).filter(met).collect();
    keys.sort_unstable();
    keys.dedup();
    let name = keywords.iter().any(|keyword| keyword.named && met(&keyword.key));
    let scope = &claim.scope;
    let narrowed = claim.partial || !scope.modifiers.is_empty() || !scope.qualifiers.is_empty();
    let exact = claim.value.figure().is_none_or(|figure| figure.qualifier == Qualifier::Exact);
    let holds = |sign: &Sign| match sign {
        Sign::Attribute => !claim.is_open(),
        Sign::Verb => claim.is_open() && claim.predicate.is_some(),
        Sign::Linked => member.linked,
        Sign::Clause => claim.is_loose(),
        Sign::Event => member.event.is_some(),
        Sign::Subject => is_named(claim),
        Sign::Untold => claim.untold.is_some(),
        Sign::Narrowed => narrowed,
        Sign::Happened => claim.modality == Modality::Happened,
        Sign::Holder => claim.named_holder().is_some(),
        Sign::Exact => exact,
        Sign::Days => member.days.is_some(),
        Sign::Words => keys.len() >= WORDS,
        Sign::ManyWords => keys.len() >= MANY,
        Sign::Name => name,
    };
    Sign::ALL.into_iter().filter(holds).collect()
}

fn is_named(claim: &Claim) -> bool {
    claim.subject.is_some() && claim.untold != Some(Untold::Subject)
}
