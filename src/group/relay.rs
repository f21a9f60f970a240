use std::collections::BTreeMap;

use crate::model::{Document, Group};

use super::story::Story;

/// Notes which claims only repeat another article of the story: their named holder is the outlet that
/// published it, and it has one text there.
pub(super) fn mark(groups: &mut [Group], documents: &[Document], story: &Story, origins: &[usize]) {
    let mut outlets: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for &index in story {
        let (Some(document), Some(&origin)) = (documents.get(index), origins.get(index)) else {
            continue;
        };
        let known = outlets.entry(key(&document.article.source)).or_insert(Some(origin));
        *known = known.filter(|known| *known == origin);
    }
    for member in groups.iter_mut().flat_map(|group| &mut group.members) {
        let holder = member.of(documents).and_then(|(_, claim)| claim.named_holder().map(key));
        let outlet = holder.and_then(|holder| outlets.get(&holder).copied().flatten());
        member.relays = outlet.filter(|origin| *origin != member.origin);
    }
}

/// Outlets are compared by their letters and digits, without a leading article.
fn key(name: &str) -> String {
    let name = name.to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    name.chars().filter(|letter| letter.is_alphanumeric()).collect()
}
