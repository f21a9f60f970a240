mod core;
mod link;
mod node;
mod parts;
mod weights;

use std::{cmp::Reverse, collections::BTreeMap};

use rust_decimal::Decimal;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::{
    model::{Claim, Document, Group},
    rule::Rules,
    value::{DateRange, Kind, Likeness, Relation, Value, compare},
};

use super::{question::days, story::Story, subject::Subjects};

use node::{Node, Word, loose, of_groups, regrouped};
use parts::Parts;
use weights::{BIT, SENTENCES, Weights, log2};

/// A keyword pairs a claim with so many others behind it, so that no keyword costs its square.
const REACH: usize = 32;
/// What two sentences have to share besides an equal value.
const TOPIC: u32 = 7 * BIT / 2;
/// What they have to share with what their value tells.
const SAME_VALUE: u32 = 7 * BIT + BIT / 2;
/// The same where the verb is one.
const SAME_VALUE_AND_VERB: u32 = 6 * BIT;
/// What they have to share where the values only may be one.
const NEAR_VALUE: u32 = 16 * BIT;
/// What two statements of one verb have to share.
const STATEMENT: u32 = 7 * BIT;
/// The same where their verbs differ.
const OTHER_VERB: u32 = 10 * BIT;
/// What two statements of one verb have to share in their own clauses.
const NUCLEUS: u32 = 4 * BIT;
/// Keywords in the clauses of one verb, and their weight, from which a third of a clause will do.
const MANY: u32 = 4;
const MUCH: u32 = 9 * BIT;
/// What close by two differing amounts is shared.
const OTHER_VALUE: u32 = 9 * BIT;
/// The same where the amounts lie near one another.
const NEAR_AMOUNT: u32 = 4 * BIT;
/// Amounts that few times apart are near.
const NEAR: Decimal = Decimal::from_parts(125, 0, 0, false, 2);
/// Four digits that are a year.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;
/// How near a keyword is that belongs to the value, in quarters.
const CLOSE: u32 = 3;
/// Amounts this many times apart are about two things.
const FAR: Decimal = Decimal::TWO;
/// Numbers up to here are met by chance.
const COMMON: Decimal = Decimal::TEN;
/// What an equal value tells at most.
const VALUE: u32 = 4 * BIT;

/// What two nodes have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Common {
    /// Weight of the keywords by how near they stand.
    shared: u32,
    /// Weight of those close to both values.
    close: u32,
    /// Number of keywords.
    count: u32,
}

/// Two nodes of different articles.
struct Pair {
    a: usize,
    b: usize,
    shared: u32,
    differs: bool,
}

/// Joins groups and loose claims of different articles that no attribute brings together but what
/// their sentences are about; loose claims that nothing answers are left out. Also gives how many pairs
/// of claims were not looked at for a word that they share.
pub(super) fn join(
    documents: &[Document],
    story: &Story,
    groups: Vec<Group>,
    origins: &[usize],
    subjects: &Subjects<'_>,
    rules: &Rules,
) -> (Vec<Group>, u64) {
    if story.len() < 2 {
        return (groups, 0);
    }
    let weights = Weights::new(documents, story);
    let grouped = of_groups(documents, &groups, &weights, rules);
    let groups = link::link(documents, groups, &grouped, rules);
    let mut nodes = regrouped(grouped, &groups);
    nodes.extend(loose(documents, story, origins, &weights, rules));
    weigh_values(&mut nodes);
    let (pairs, beyond) = pairs(&nodes, rules);
    let pairs = best(&nodes, pairs);
    let mut parts = Parts::new(&groups, &nodes);
    for pair in &pairs {
        match pair.differs {
            false => parts.join(pair),
            true => parts.dispute(pair),
        }
    }
    let groups = parts.groups(groups, &weights, subjects);
    (core::part(documents, groups, &nodes, rules), beyond)
}

/// How much an equal value tells: the fewer claims of its kind have it, the more.
fn weigh_values(nodes: &mut [Node<'_>]) {
    let key = |node: &Node<'_>| {
        let figure = node.claim.value.figure().map(|figure| (figure.low, figure.high));
        (node.kind, figure, node.member.days.filter(|_| figure.is_none()))
    };
    let mut known: FxHashMap<_, u64> = FxHashMap::default();
    let mut kinds: BTreeMap<Kind, u64> = BTreeMap::new();
    for node in nodes.iter() {
        *kinds.entry(node.kind).or_default() += 1;
        *known.entry(key(node)).or_default() += 1;
    }
    for node in nodes {
        let key = key(node);
        let small = key.1.is_some_and(|(low, high)| low.or(high).is_some_and(|it| it <= COMMON));
        let all = kinds.get(&key.0).copied().unwrap_or(1).max(SENTENCES / 2);
        let told = log2(all).saturating_sub(log2(known.get(&key).copied().unwrap_or(1)));
        node.rarity = told.min(if small { BIT } else { VALUE });
    }
}

/// Pairs of claims of different origins that share enough to answer one question, and the number of those
/// that were not looked at for a word.
fn pairs(nodes: &[Node<'_>], rules: &Rules) -> (Vec<Pair>, u64) {
    let mut numbers: FxHashMap<(Kind, u32), usize> = FxHashMap::default();
    let mut holders: Vec<Vec<(usize, u32)>> = Vec::new();
    // The number of each claim's keys, and where the claim stands among the holders of each.
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        for word in &node.context {
            let number = *numbers.entry((node.kind, word.key)).or_insert(holders.len());
            if number == holders.len() {
                holders.push(Vec::new());
            }
            if let Some(known) = holders.get_mut(number) {
                places.push((number, known.len()));
                known.push((index, word.near));
            }
        }
    }
    let mut places = places.into_iter();
    let mut shared: Vec<Common> = vec![Common::default(); nodes.len()];
    let mut met: Vec<usize> = Vec::new();
    let (mut pairs, mut beyond) = (Vec::new(), 0);
    for (a, node) in nodes.iter().enumerate() {
        for (Word { near, weight, .. }, (number, place)) in node.context.iter().zip(&mut places) {
            if *weight < BIT {
                continue;
            }
            let Some(holders) = holders.get(number) else { continue };
            beyond += holders.len().saturating_sub(place + 1 + REACH) as u64;
            for (b, other) in holders.iter().skip(place + 1).take(REACH) {
                let Some(common) = shared.get_mut(*b) else { continue };
                if common.count == 0 {
                    met.push(*b);
                }
                let near = *near.min(other);
                common.shared += weight * near / 4;
                if near >= CLOSE {
                    common.close += weight;
                }
                common.count += 1;
            }
        }
        for b in met.drain(..) {
            let common = shared.get_mut(b).map(std::mem::take).unwrap_or_default();
            let Some(other) = nodes.get(b).filter(|other| may_meet(node, other, common)) else {
                continue;
            };
            if let Some((shared, differs)) = judged(node, other, common, rules) {
                pairs.push(Pair { a, b, shared, differs });
            }
        }
    }
    (pairs, beyond)
}

/// Whether two claims of different origins share enough to be looked at.
fn may_meet(a: &Node<'_>, b: &Node<'_>, common: Common) -> bool {
    common.count > 1 && common.shared >= TOPIC && a.member.origin != b.member.origin
}

/// What two claims share, and whether they differ; `None` where it is too little.
fn judged(
    a: &Node<'_>,
    b: &Node<'_>,
    Common { shared, close, count }: Common,
    rules: &Rules,
) -> Option<(u32, bool)> {
    let (x, y) = (a.claim, b.claim);
    // Attributes of the rules and events tell by themselves what belongs together.
    let asked = !a.open && !b.open;
    let events = a.member.event.zip(b.member.event).is_some_and(|(a, b)| a != b);
    if asked || events || x.unit != y.unit && x.unit.is_some() && y.unit.is_some() {
        return None;
    }
    let relation = || a.relation(b);
    let verb = a.verb.is_some() && a.verb == b.verb;
    let statement = x.kind == Kind::Statement;
    // Who resigned was not dismissed.
    let told = a.verb.is_some() && b.verb.is_some() && (a.deed || b.deed);
    let other_deed = statement && !verb && told;
    if other_deed {
        return None;
    }
    let lacks = |a: &Node<'_>, b: &Node<'_>| a.names.iter().any(|name| !b.names.contains(name));
    let others = lacks(a, b) && lacks(b, a);
    let apart = others && !a.names.iter().any(|name| b.names.contains(name));
    let nominal = statement && (a.verb.is_none() || b.verb.is_none());
    let fine = if apart || others && nominal { shared * 5 / 8 } else { shared };
    if statement {
        let own = a.own.min(b.own);
        let said = if verb {
            let much = !others && count >= MANY && close >= MUCH && close * 3 >= own;
            fine >= STATEMENT && close >= NUCLEUS && (close * 2 >= own || much)
        } else {
            let part = match nominal {
                true => count > 2 && close * 2 >= a.own.max(b.own),
                false => close * 2 >= own,
            };
            fine >= OTHER_VERB && part
        };
        let heard = || match (x.named_holder(), y.named_holder()) {
            (Some(a), Some(b)) => last(a) == last(b),
            (None | Some(_), None) | (None, Some(_)) => true,
        };
        let one = said
            && x.modality == y.modality
            && heard()
            && matches!(relation(), Relation::Agree(_))
            && !other_values(a, b, rules);
        return one.then_some((fine, false));
    }
    let value = a.rarity.min(b.rarity);
    // Too little for equal values, for near ones and for those that differ.
    if fine + value < SAME_VALUE_AND_VERB && close < NEAR_AMOUNT {
        return None;
    }
    let enough = match relation() {
        Relation::Agree(Likeness::Same) => {
            fine >= TOPIC && fine + value >= if verb { SAME_VALUE_AND_VERB } else { SAME_VALUE }
        }
        Relation::Agree(_) => fine >= TOPIC && fine + value >= SAME_VALUE + BIT,
        Relation::Compatible(_) => fine >= NEAR_VALUE,
        Relation::Conflict => {
            // Two amounts nearly the same are rarely of two things that one clause could tell of.
            let near = !x.value.is_far(&y.value, NEAR);
            let told = close >= OTHER_VALUE && x.kind != Kind::Duration
                || near && close >= NEAR_AMOUNT && close * 3 >= a.own.min(b.own);
            // Without a name in common the clauses may tell of two things of one sort, unless they name
            // nobody and one tells nearly all that the other does.
            let deeds = x.predicate.is_some() && y.predicate.is_some();
            let whole = deeds && close * 4 >= a.own.min(b.own) * 3;
            let named = a.names.iter().any(|name| b.names.contains(name))
                || whole && a.names.is_empty() && b.names.is_empty();
            let apart = || {
                !named
                    || x.value.is_cut(&y.value, Decimal::ONE)
                    || !is_of_one_thing(a, b, rules)
                    || !is_of_one_time(a, b, rules)
            };
            let deed = || {
                let key = |verb: &str| rules.keyword.key(verb, &rules.inflection);
                let deeds = x.predicate.as_ref().zip(y.predicate.as_ref());
                deeds.is_none_or(|(x, y)| key(x) == key(y))
            };
            // Numbers of one noun and verb are one question already.
            let asked = a.group.is_some() && a.group == b.group && x.predicate.is_some();
            let differ = told && !asked && !others && deed() && !apart() && can_differ(a, b, near);
            return differ.then_some((fine, true));
        }
        Relation::Doubtful | Relation::Incomparable => false,
    };
    enough.then_some((fine + value, false))
}

/// Whether two amounts that differ may be two answers: they are not far apart, as sure as one
/// another, and neither article has the other's amount as well.
fn can_differ(a: &Node<'_>, b: &Node<'_>, near: bool) -> bool {
    let (x, y) = (a.claim, b.claim);
    let amount = match x.kind {
        Kind::Money | Kind::Percent | Kind::Quantity | Kind::Count | Kind::Duration => true,
        Kind::Ordinal
        | Kind::Age
        | Kind::Date
        | Kind::Time
        | Kind::Place
        | Kind::Name
        | Kind::Statement => false,
    };
    let few = |claim: &Claim| {
        let figure = claim.value.figure();
        claim.kind == Kind::Count
            && figure.and_then(|it| it.low.or(it.high)).is_none_or(|number| number <= COMMON)
    };
    let has = |node: &Node<'_>, value: &Value| {
        let mut claims = node.document.claims.iter().filter(|claim| claim.kind == x.kind);
        claims.any(|claim| match compare::values((&claim.value, None), (value, None)) {
            Relation::Agree(_) => true,
            Relation::Compatible(_) => !near,
            Relation::Conflict | Relation::Doubtful | Relation::Incomparable => false,
        })
    };
    amount
        && a.open
        && b.open
        && x.unit == y.unit
        && x.change == y.change
        && x.scope.per == y.scope.per
        && (near || x.untold.is_none() && y.untold.is_none())
        && !few(x)
        && !few(y)
        && !x.value.is_far(&y.value, FAR)
        && a.member.days.zip(b.member.days).is_none_or(|(a, b)| a.overlaps(&b))
        && (x.kind != Kind::Percent || x.scope.modifiers == y.scope.modifiers)
        // What somebody claims stands beside the record that it differs from.
        && (!has(a, &y.value) || x.named_holder().is_some())
        && (!has(b, &x.value) || y.named_holder().is_some())
}

/// Whether neither are two shares of two people nor what two polls found.
fn is_of_one_thing(a: &Node<'_>, b: &Node<'_>, rules: &Rules) -> bool {
    let polled = |node: &Node<'_>| {
        let mut keys = node.context.iter().map(|word| word.key);
        keys.any(|key| rules.keyword.is_sampled(key))
    };
    let shares = a.kind == Kind::Percent && a.lead.zip(b.lead).is_some_and(|(a, b)| a != b);
    !shares && !polled(a) && !polled(b)
}

/// Whether no sentence tells of a long time, such as a year, that the other tells another of.
fn is_of_one_time(a: &Node<'_>, b: &Node<'_>, rules: &Rules) -> bool {
    let same = |left: &[DateRange], right: &[DateRange]| {
        left.is_empty() || right.is_empty() || left.iter().any(|days| right.contains(days))
    };
    let (left, right) = (periods(a, rules), periods(b, rules));
    let named = left.is_empty() || right.is_empty() || left == right;
    named && same(&times(a, rules), &times(b, rules))
}

/// The long times that the sentence of a claim tells when something was.
fn times(node: &Node<'_>, rules: &Rules) -> Vec<DateRange> {
    let (document, claim) = (node.document, node.claim);
    let first = document.claims.partition_point(|other| other.sentence < claim.sentence);
    let own = document.claims.iter().skip(first);
    own.take_while(|other| other.sentence == claim.sentence)
        .filter(|other| other.kind == Kind::Date)
        .filter_map(|other| days(document, other, rules))
        .filter(DateRange::is_long)
        .collect()
}

/// The years and months in the words of a claim's sentence, sorted.
fn periods<'d>(node: &Node<'d>, rules: &Rules) -> Vec<&'d str> {
    let sentence = node.claim.sentence.of(&node.document.article.text);
    let words = sentence.split(|it: char| !it.is_alphanumeric());
    let is_year = |word: &str| word.len() == 4 && word.parse().is_ok_and(|it| YEARS.contains(&it));
    let is_month = |word: &str| {
        let month = rules.date.senses(rules.lexicon.lookup(word)).month.is_some();
        month && word.starts_with(char::is_uppercase)
    };
    let mut periods: Vec<&str> = words.filter(|word| is_year(word) || is_month(word)).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

/// Whether the words of two statements hold values of one kind of which none can be the same.
fn other_values(a: &Node<'_>, b: &Node<'_>, rules: &Rules) -> bool {
    let (left, right) = (a.inside(rules), b.inside(rules));
    left.clone().any(|(claim, _)| {
        let relations = || {
            let left = left.clone().filter(|(x, _)| x.kind == claim.kind);
            let right = right.clone().filter(|(y, _)| y.kind == claim.kind);
            let pairs = left.flat_map(move |x| right.clone().map(move |y| (x, y)));
            pairs.map(|((x, a), (y, b))| compare::values((&x.value, a), (&y.value, b)))
        };
        let differs = |relation| matches!(relation, Relation::Conflict | Relation::Doubtful);
        let fits = |relation| match relation {
            Relation::Agree(_) | Relation::Compatible(_) => true,
            Relation::Conflict | Relation::Doubtful | Relation::Incomparable => false,
        };
        relations().any(differs) && !relations().any(fits)
    })
}

/// The last word of a holder's name.
fn last(holder: &str) -> Option<&str> {
    holder.split_whitespace().next_back()
}

/// Pairs in which each is the best that the other has in its article, the surest first.
fn best(nodes: &[Node<'_>], pairs: Vec<Pair>) -> Vec<Pair> {
    let mut most: FxHashMap<(usize, usize), u32> =
        FxHashMap::with_capacity_and_hasher(pairs.len(), FxBuildHasher);
    let document = |index: usize| nodes.get(index).map_or(0, |node| node.member.document);
    for pair in &pairs {
        for key in [(pair.a, document(pair.b)), (pair.b, document(pair.a))] {
            let known = most.entry(key).or_default();
            *known = pair.shared.max(*known);
        }
    }
    let is_best = |pair: &Pair| {
        [(pair.a, document(pair.b)), (pair.b, document(pair.a))]
            .iter()
            .all(|key| most.get(key).is_none_or(|most| pair.shared >= *most))
    };
    // Claims of one group are together already.
    let apart = |pair: &Pair| {
        let group = |index: usize| nodes.get(index).and_then(|node| node.group);
        pair.differs || group(pair.a).is_none() || group(pair.a) != group(pair.b)
    };
    let pairs = pairs.into_iter().filter(apart).filter(is_best);
    let mut pairs: Vec<Pair> = pairs.collect();
    pairs.sort_unstable_by_key(|pair| (pair.differs, Reverse(pair.shared), pair.a, pair.b));
    // Two sentences say the same once, however many clauses they share.
    let mut told: FxHashSet<[(usize, u32); 2]> = FxHashSet::default();
    pairs.retain(|pair| {
        let (Some(a), Some(b)) = (nodes.get(pair.a), nodes.get(pair.b)) else { return false };
        let loose = a.group.is_none() || b.group.is_none();
        let sentences = [(a.member.document, a.sentence), (b.member.document, b.sentence)];
        !loose || told.insert(sentences)
    });
    pairs
}
