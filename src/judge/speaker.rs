use crate::rule::Rules;

use super::position::Given;

/// Speakers that a summary names before it counts the rest.
const NAMED: usize = 3;

/// A source that speaks for itself, or a holder with the sources that cite it.
struct Speaker<'d> {
    holder: Option<String>,
    sources: Vec<&'d str>,
}

/// Names those who give an answer, and whether it is one alone. Where answers differ, holders without
/// a name ("police") are told, too.
pub(super) fn speakers(given: &[&Given<'_>], differ: bool, rules: &Rules) -> (String, bool) {
    let mut all: Vec<Speaker<'_>> = Vec::new();
    for given in given {
        let source = given.document.article.source.as_str();
        let holder = holder(given, differ, rules);
        let known = all.iter_mut().find(|known| {
            known.holder == holder && (holder.is_some() || known.sources.contains(&source))
        });
        match known {
            Some(known) if known.sources.contains(&source) => {}
            Some(known) => known.sources.push(source),
            None => all.push(Speaker { holder, sources: vec![source] }),
        }
    }
    let cited: Vec<&str> =
        all.iter().filter(|it| it.holder.is_some()).flat_map(|it| it.sources.clone()).collect();
    all.retain(|it| it.holder.is_some() || !it.sources.iter().all(|own| cited.contains(own)));
    let names: Vec<String> = all
        .iter()
        .map(|it| match &it.holder {
            Some(holder) => format!("{holder} (in {})", several(&it.sources)),
            None => several(&it.sources),
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (several(&names), names.len() == 1)
}

/// Whom the source cites, and through whom.
fn holder(given: &Given<'_>, differ: bool, rules: &Rules) -> Option<String> {
    let has_name = |holder: &&String| holder.chars().any(char::is_uppercase);
    let mut chain = given.claim.holder.iter().filter(has_name);
    match (chain.next(), chain.next_back()) {
        (Some(first), Some(last)) => Some(format!("{last} through {first}")),
        (Some(holder), None) => Some(holder.clone()),
        (None, _) => {
            let official = |holder: &&String| {
                rules.holder.source.contains(rules.lexicon.lookup(holder.as_str()))
            };
            given.claim.holder.iter().find(official).filter(|_| differ).cloned()
        }
    }
}

fn several(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [head @ .., last] if names.len() <= NAMED => format!("{} and {last}", head.join(", ")),
        _ => {
            let named = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
            format!("{named} and {} more", names.len() - NAMED)
        }
    }
}
