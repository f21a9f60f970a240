use crate::rule::Rules;

use super::position::Given;

/// Speakers that a summary names before it counts the rest.
const NAMED: usize = 3;

/// A source that speaks for itself, or a holder with the sources that cite it.
struct Speaker<'d> {
    holder: Option<String>,
    sources: Vec<String>,
    /// The source that it is first heard in.
    source: &'d str,
}

/// Names those who give an answer, and whether it is one alone. Where answers differ, holders without
/// a name are told beside their source: "Echo (police)".
pub(super) fn speakers(given: &[&Given<'_>], differ: bool, rules: &Rules) -> (String, bool) {
    let mut all: Vec<Speaker<'_>> = Vec::new();
    for given in given {
        let source = given.document.article.source.as_str();
        let holder = named(given);
        let unnamed = unnamed(given, rules).filter(|_| differ && holder.is_none());
        let name = unnamed.map_or(source.to_owned(), |police| format!("{source} ({police})"));
        let known = all.iter_mut().find(|known| match (&known.holder, &holder) {
            (Some(known), Some(holder)) => is_one(known, holder),
            (None, None) => known.source == source,
            (Some(_), None) | (None, Some(_)) => false,
        });
        match known {
            Some(known) if known.sources.contains(&name) || known.holder.is_none() => {}
            Some(known) => known.sources.push(name),
            None => all.push(Speaker { holder, sources: vec![name], source }),
        }
    }
    let cited: Vec<String> =
        all.iter().filter(|it| it.holder.is_some()).flat_map(|it| it.sources.clone()).collect();
    all.retain(|it| it.holder.is_some() || !cited.iter().any(|source| source == it.source));
    let names: Vec<String> = all
        .iter()
        .map(|it| match &it.holder {
            Some(holder) => format!("{holder} (in {})", several(&it.sources)),
            None => several(&it.sources),
        })
        .collect();
    (several(&names), names.len() == 1)
}

/// Whom the source cites by name, and through whom.
fn named(given: &Given<'_>) -> Option<String> {
    let has_name = |holder: &&String| holder.chars().any(char::is_uppercase);
    let mut chain = given.claim.holder.iter().filter(has_name);
    match (chain.next(), chain.next_back()) {
        (Some(first), Some(last)) => Some(format!("{last} through {first}")),
        (Some(holder), None) => Some(holder.clone()),
        (None, _) => None,
    }
}

/// A holder whom the rules know by a noun: "police", "officials".
fn unnamed<'g>(given: &'g Given<'_>, rules: &Rules) -> Option<&'g str> {
    let known = |holder: &&String| rules.holder.source.contains(rules.lexicon.lookup(holder));
    given.claim.holder.iter().find(known).map(String::as_str)
}

/// "Ada Lund" and "Lund".
fn is_one(a: &str, b: &str) -> bool {
    let ends = |long: &str, short: &str| {
        long.strip_suffix(short).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    ends(a, b) || ends(b, a)
}

fn several(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] if names.len() <= NAMED => format!("{} and {last}", head.join(", ")),
        _ => {
            let named = names.get(..NAMED).unwrap_or_default().join(", ");
            format!("{named} and {} more", names.len() - NAMED)
        }
    }
}
