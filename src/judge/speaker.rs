use std::collections::{BTreeMap, BTreeSet};

use crate::rule::Rules;

use super::position::Given;

/// Speakers that a summary names before it counts the rest.
const NAMED: usize = 3;

/// A source that speaks for itself, or a holder with the sources that cite it.
struct Speaker {
    holder: Option<String>,
    sources: Vec<String>,
}

/// Names those who give an answer, and whether it is one alone. Where answers differ, holders without
/// a name are told beside their source: "Echo (police)"; `old` are sources that answer otherwise later.
pub(super) fn speakers(
    given: &[&Given<'_>],
    differ: bool,
    old: &dyn Fn(&str) -> bool,
    rules: &Rules,
) -> (String, bool) {
    let mut all: Vec<Speaker> = Vec::new();
    let mut heard: BTreeMap<(Option<String>, &str), Vec<usize>> = BTreeMap::new();
    for given in given {
        let source = given.document.article.source.as_str();
        let holder = named(given);
        let unnamed = unnamed(given, rules).filter(|_| differ && holder.is_none());
        let mut name = unnamed.map_or(source.to_owned(), |police| format!("{source} ({police})"));
        if old(source) {
            name.push_str(" at first");
        }
        let last = holder.as_deref().map(last_word);
        let heard =
            heard.entry((last.map(str::to_owned), last.map_or(source, |_| ""))).or_default();
        let known = heard.iter().copied().find(|&index| {
            let known = all.get(index).and_then(|known| known.holder.as_deref());
            known.zip(holder.as_deref()).is_none_or(|(known, holder)| is_one(known, holder))
        });
        let known = known.and_then(|index| all.get_mut(index));
        match known {
            Some(known) if known.sources.contains(&name) || known.holder.is_none() => {}
            Some(known) => known.sources.push(name),
            None => {
                heard.push(all.len());
                all.push(Speaker { holder, sources: vec![name] });
            }
        }
    }
    let holders = all.iter().filter(|it| it.holder.is_some());
    let cited: BTreeSet<String> = holders.flat_map(|it| it.sources.clone()).collect();
    all.retain(|it| it.holder.is_some() || it.sources.iter().any(|own| !cited.contains(own)));
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

fn last_word(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
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
