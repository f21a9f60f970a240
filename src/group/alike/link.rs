use std::cmp::Reverse;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    model::{Claim, Document, Group, Keyword, Member, Span},
    rule::Rules,
    value::{DateExpr, Figure, Kind, Relation, Value, compare},
};

use super::{Node, node::shared};

/// Likeness of the words around two equal values from which both answer one question.
const ALIKE: i32 = 250;
/// The least that does, and what makes less or more do.
const LEAST: i32 = 60;
const SAME_ATTRIBUTE: i32 = -180;
const SAME_THING: i32 = -120;
const RARE_VALUE: i32 = -120;
const VERY_RARE_VALUE: i32 = -200;
const PRECISE_VALUE: i32 = -230;
const LEAST_PRECISE: i32 = 20;
const CLOCK_TIME: i32 = -160;
const ORDINAL: i32 = 140;
const STATEMENT: i32 = 150;
const DENIAL: i32 = -60;
const OTHER_ATTRIBUTE: i32 = 160;
const OTHER_THING: i32 = 120;
const OTHER_EVENT: i32 = 220;
const OTHER_SCOPE: i32 = 140;
const OTHER_MODALITY: i32 = 40;
/// Numbers up to here are met by chance.
const COMMON: Decimal = Decimal::from_parts(12, 0, 0, false, 0);
/// Numbers from here on are hardly ever met by chance.
const RARE: Decimal = Decimal::from_parts(500, 0, 0, false, 0);
/// Days from which two events told of are not one.
const MONTH: i32 = 30;
/// Claims of one value that each is compared with.
const COMPARED: usize = 40;

/// A group, and a claim's place among its members.
type Place = (usize, usize);

/// A claim with what it is found and weighed by.
struct Entry<'d> {
    place: Place,
    member: &'d Member,
    claim: &'d Claim,
    value: (Kind, String, Decimal),
    /// Whether two things hardly ever share its number.
    precise: bool,
    node: &'d Node<'d>,
}

/// Joins groups of a story that give one answer in so much the same words that they answer one
/// question, whatever attribute and event each was taken for.
pub(super) fn link(
    documents: &[Document],
    groups: Vec<Group>,
    nodes: &[Node<'_>],
    rules: &Rules,
) -> Vec<Group> {
    let mut links: Vec<(i32, usize, usize)> = Vec::new();
    let entries = entries(&groups, nodes);
    let mut first = 0;
    for same in entries.chunk_by(|a, b| a.value == b.value) {
        for (index, a) in same.iter().enumerate() {
            for (other, b) in same.iter().enumerate().skip(index + 1).take(COMPARED) {
                if a.place.0 == b.place.0 || a.member.document == b.member.document {
                    continue;
                }
                if let Some(wanted) = wanted(a, b, &groups, rules) {
                    let more = likeness(a.node, b.node) - wanted;
                    if more >= 0 {
                        links.push((more, first + index, first + other));
                    }
                }
            }
        }
        first += same.len();
    }
    links.sort_unstable_by_key(|(more, a, b)| (Reverse(*more), *a, *b));
    let pairs: Vec<(Place, Place)> = links
        .iter()
        .filter_map(|(_, a, b)| Some((entries.get(*a)?.place, entries.get(*b)?.place)))
        .collect();
    drop(entries);
    join(documents, groups, &pairs)
}

/// The share of their keywords that two claims have in common, in thousandths: near ones weigh most.
fn likeness(a: &Node<'_>, b: &Node<'_>) -> i32 {
    let weights = shared(&a.context, &b.context);
    let shared: u64 = weights.map(|(x, y)| u64::from(x.weight * x.near.min(y.near))).sum();
    let both = (a.total * b.total).isqrt().max(1);
    i32::try_from(shared * 1000 / both).unwrap_or(i32::MAX)
}

/// The claims that have a value to be found by, sorted by it.
fn entries<'n>(groups: &[Group], nodes: &'n [Node<'n>]) -> Vec<Entry<'n>> {
    let mut entries: Vec<Entry<'n>> = Vec::new();
    for node in nodes {
        let Some(group) = node.group else { continue };
        if groups.get(group).is_none_or(|group| group.aside) {
            continue;
        }
        let place = (group, node.place);
        let claim = node.claim;
        let precise = is_precise(&claim.value);
        let values = values(claim, &node.member).into_iter();
        let entry = |value| Entry { place, member: &node.member, claim, value, precise, node };
        entries.extend(values.map(entry));
    }
    entries.sort_unstable_by(|a, b| {
        (&a.value, a.member.document, a.member.claim, a.place).cmp(&(
            &b.value,
            b.member.document,
            b.member.claim,
            b.place,
        ))
    });
    entries
}

/// Kind, unit and number of a value: what equal values have in common, whatever hedges them. An amount
/// told in two currencies has two.
fn values(claim: &Claim, member: &Member) -> Vec<(Kind, String, Decimal)> {
    let first = |figure: &Figure| figure.low.or(figure.high);
    let told: Vec<(&str, Option<Decimal>)> = match &claim.value {
        Value::Count(figure) | Value::Ordinal(figure) | Value::Percent { figure, .. } => {
            vec![("", first(figure))]
        }
        Value::Money(money) => std::iter::once((&*money.currency, first(&money.figure)))
            .chain(money.stated.iter().map(|(figure, code)| (&**code, first(figure))))
            .collect(),
        Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
            measure.base.iter().map(|base| (&*measure.base_unit, first(base))).collect()
        }
        Value::Date(_) => member
            .days
            .iter()
            .map(|days| ("", Some(Decimal::from((days.start - Date::ZERO).get_days()))))
            .collect(),
        // Clock times are few, and near ones agree; "by noon" does so with every hour before noon.
        Value::Time(clock) => {
            let told = ("minute", Some(Decimal::from(clock.low.midpoint(clock.high))));
            let near = clock.open.is_none().then_some(("", Some(Decimal::ZERO)));
            std::iter::once(told).chain(near).collect()
        }
        Value::Statement { affirmed } => {
            let verb = claim.attribute.split(' ').next().unwrap_or_default();
            vec![(verb, Some(if *affirmed { Decimal::ONE } else { Decimal::ZERO }))]
        }
        // Much happens in one place.
        Value::Place(_) | Value::Name(_) => Vec::new(),
    };
    told.into_iter()
        .filter_map(|(unit, number)| Some((claim.kind, unit.to_owned(), number?.normalize())))
        .collect()
}

/// The likeness that two claims of one value need, `None` where they cannot answer one question.
fn wanted(a: &Entry<'_>, b: &Entry<'_>, groups: &[Group], rules: &Rules) -> Option<i32> {
    let (x, y) = (a.claim, b.claim);
    if x.polarity != y.polarity || x.scope.per != y.scope.per || x.change != y.change {
        return None;
    }
    let (left, right) = (groups.get(a.place.0)?, groups.get(b.place.0)?);
    if are_long_apart(left, right) || !agree_by(a.member, x, b.member, y) {
        return None;
    }
    let mut wanted = ALIKE;
    // People of one name and one age are one, whatever their first names are short for.
    let namesakes = || Keyword::last_name(&left.key) == Keyword::last_name(&right.key);
    let subjects = x.subject.is_some() && y.subject.is_some() && left.key != right.key;
    let subjects = subjects && !namesakes();
    if subjects && x.kind == Kind::Age {
        return None;
    }
    let closed = !a.node.open && !b.node.open;
    if left.attribute == right.attribute {
        wanted += if subjects { 0 } else { SAME_ATTRIBUTE };
    } else if closed && x.kind == Kind::Count {
        wanted += OTHER_ATTRIBUTE;
    }
    if x.kind == Kind::Count {
        match (x.unit.as_deref(), y.unit.as_deref()) {
            // People told by two nouns may be two sorts of people.
            (Some("persons"), Some("persons")) if left.attribute != right.attribute => {}
            (Some(a), Some(b)) if a == b || is_synonym(a, b, rules) => wanted += SAME_THING,
            (Some(_), Some(_)) => wanted += OTHER_THING,
            _ => {}
        }
    }
    match x.kind {
        Kind::Time => wanted += CLOCK_TIME,
        Kind::Ordinal if a.value.2 > COMMON => wanted += RARE_VALUE,
        Kind::Ordinal => wanted += ORDINAL,
        Kind::Statement if is_denial(x) => wanted += DENIAL,
        Kind::Statement => wanted += STATEMENT,
        Kind::Money if a.precise => wanted += PRECISE_VALUE,
        Kind::Money => wanted += VERY_RARE_VALUE,
        Kind::Date if x.value.date().is_some_and(is_calendar_day) => wanted += RARE_VALUE,
        Kind::Quantity | Kind::Percent => wanted += RARE_VALUE,
        Kind::Count if a.precise => wanted += PRECISE_VALUE,
        Kind::Count if a.value.2 > RARE => wanted += VERY_RARE_VALUE,
        Kind::Count if a.value.2 > COMMON => wanted += RARE_VALUE,
        Kind::Count | Kind::Duration | Kind::Age | Kind::Date | Kind::Place | Kind::Name => {}
    }
    // The subject of a verb without a name is the noun nearest to it, which two sentences choose freely.
    let named = x.untold.is_none() && y.untold.is_none();
    if subjects && (named || x.kind != Kind::Statement) {
        wanted += OTHER_THING;
    }
    if a.member.event.is_some() && b.member.event.is_some() && a.member.event != b.member.event {
        wanted += OTHER_EVENT;
    }
    if x.scope.qualifiers != y.scope.qualifiers {
        wanted += OTHER_SCOPE;
    }
    if x.modality != y.modality {
        wanted += OTHER_MODALITY;
    }
    let least = if a.precise { LEAST_PRECISE } else { LEAST };
    Some(wanted.max(least))
}

/// Whether it is a large number of more than one digit, which two things hardly ever share.
fn is_precise(value: &Value) -> bool {
    let Some(figure) = value.figure() else { return false };
    let number = figure.low.or(figure.high).map(|it| it.abs().normalize());
    number.is_some_and(|number| {
        let mut rest = number;
        while rest >= Decimal::TEN && (rest % Decimal::TEN).is_zero() {
            rest /= Decimal::TEN;
        }
        number > RARE && rest > Decimal::TEN
    })
}

/// Whether two questions are about events of other months.
fn are_long_apart(a: &Group, b: &Group) -> bool {
    let days = |group: &Group| group.event.as_ref().and_then(|event| event.resolved);
    days(a).zip(days(b)).is_some_and(|(a, b)| {
        let gap = (b.start - a.end).get_days().max((a.start - b.end).get_days());
        gap > MONTH
    })
}

/// Whether two nouns name the same: "soldiers" and "troops".
fn is_synonym(a: &str, b: &str, rules: &Rules) -> bool {
    let key = |noun: &str| rules.keyword.key(noun, &rules.inflection);
    key(a) == key(b)
}

/// Whether a statement says that something is not so, which is said of few things.
fn is_denial(claim: &Claim) -> bool {
    matches!(claim.value, Value::Statement { affirmed: false })
}

/// Whether it is written as a day of a month: weekdays come back every week.
fn is_calendar_day(date: &DateExpr) -> bool {
    matches!(date.whole(), DateExpr::Day { .. } | DateExpr::Stage { .. })
}

/// Joins the groups of each pair of claims, the likest first: all that one of them says must agree with
/// the claim of the other.
fn join(documents: &[Document], mut groups: Vec<Group>, pairs: &[(Place, Place)]) -> Vec<Group> {
    let mut roots: Vec<usize> = (0..groups.len()).collect();
    let originals: Vec<Vec<Member>> = groups.iter().map(|group| group.members.clone()).collect();
    for ((left, x), (right, y)) in pairs {
        let (a, b) = (root(&roots, *left), root(&roots, *right));
        let (Some(x), Some(y)) = (
            originals.get(*left).and_then(|members| members.get(*x)),
            originals.get(*right).and_then(|members| members.get(*y)),
        ) else {
            continue;
        };
        let held = holds(&groups, a, x) && holds(&groups, b, y);
        if a == b || !held || are_two_days(documents, &groups, a, b) {
            continue;
        }
        // "More than 5" and "more than 5" agree with nearly all that stands beside them.
        let measured = groups.get(a).is_some_and(|group| group.kind == Kind::Quantity);
        let bounds = measured && is_bound(documents, x) && is_bound(documents, y);
        if bounds && !all_agree(documents, &groups, a, b) {
            continue;
        }
        let (pure_a, pure_b) = (agrees(documents, &groups, a, y), agrees(documents, &groups, b, x));
        let other = x.event.is_some() && y.event.is_some() && x.event != y.event;
        let elsewhere = |number: usize| other && groups.get(number).is_some_and(is_of_other_event);
        let (into, from, known) = match (pure_a, pure_b) {
            (true, true) if rank(documents, &groups, a) < rank(documents, &groups, b) => (b, a, y),
            (true, true) => (a, b, x),
            // The answer of another event does not belong among those that differ from it.
            (false, true) if elsewhere(b) => (b, a, y),
            (true, false) if elsewhere(a) => (a, b, x),
            (false, true) => (a, b, x),
            (true, false) => (b, a, y),
            (false, false)
                if support(documents, &groups, a, x) < support(documents, &groups, b, x) =>
            {
                (b, a, y)
            }
            (false, false) => (a, b, x),
        };
        if answers_already(documents, &groups, into, from) {
            continue;
        }
        if is_other(&groups, into, from) && !agrees(documents, &groups, into, known) {
            lend(documents, &mut groups, into, from, known);
            continue;
        }
        // What answers its own question as well, with another answer beside it, is shown in both.
        let torn = is_other(&groups, into, from) && !agrees(documents, &groups, from, known);
        if torn && agrees(documents, &groups, into, known) {
            lend(documents, &mut groups, from, into, known);
            continue;
        }
        take_in(documents, &mut groups, into, from, known);
        if groups.get(from).is_some_and(|group| group.members.is_empty())
            && let Some(slot) = roots.get_mut(from)
        {
            *slot = into;
        }
    }
    groups.retain(|group| !group.members.is_empty());
    groups
}

/// Whether two groups tell when two things happened, by the names that the rules have for them: an
/// arrival and a meeting of one day stay two.
fn are_two_days(documents: &[Document], groups: &[Group], a: usize, b: usize) -> bool {
    let named = |number: usize| {
        let group = groups.get(number).filter(|it| matches!(it.kind, Kind::Date | Kind::Time));
        let members = group.map(|group| group.members.as_slice()).unwrap_or_default();
        let claims = members.iter().filter_map(|member| member.of(documents));
        claims.filter(|(_, claim)| !claim.is_open()).map(|(_, claim)| &claim.attribute)
    };
    named(a).any(|left| named(b).any(|right| left != right))
}

/// Whether a claim still is where it was found: it may have gone to another question since.
fn holds(groups: &[Group], number: usize, known: &Member) -> bool {
    groups.get(number).is_some_and(|group| {
        let mut members = group.members.iter();
        members.any(|member| (member.document, member.claim) == (known.document, known.claim))
    })
}

/// Whether a claim only bounds its number.
fn is_bound(documents: &[Document], member: &Member) -> bool {
    let figure = member.of(documents).and_then(|(_, claim)| claim.value.figure());
    figure.is_some_and(|figure| figure.low.is_none() || figure.high.is_none())
}

/// Whether all that two groups say agrees.
fn all_agree(documents: &[Document], groups: &[Group], a: usize, b: usize) -> bool {
    let group = groups.get(b);
    group.is_some_and(|group| group.members.iter().all(|known| agrees(documents, groups, a, known)))
}

/// How many claims of a group give an answer.
fn support(documents: &[Document], groups: &[Group], number: usize, known: &Member) -> usize {
    let members = groups.get(number).map(|group| group.members.as_slice()).unwrap_or_default();
    members.iter().filter(|member| agree(documents, member, known)).count()
}

/// Whether a group is about an event that is told beside the news, with a place or a day of its own.
fn is_of_other_event(group: &Group) -> bool {
    let event = group.event.as_ref().filter(|event| !group.apart && !event.main);
    event.is_some_and(|event| !event.places.is_empty() || event.resolved.is_some())
}

/// Whether all that a group says agrees with a claim.
fn agrees(documents: &[Document], groups: &[Group], number: usize, known: &Member) -> bool {
    let group = groups.get(number);
    group.is_some_and(|group| group.members.iter().all(|member| agree(documents, member, known)))
}

/// Whether an article answers a question with another number in the very sentence that would be taken
/// for an answer: "five bombs fell, of which four exploded".
fn answers_already(documents: &[Document], groups: &[Group], into: usize, from: usize) -> bool {
    let (Some(target), Some(source)) = (groups.get(into), groups.get(from)) else { return false };
    target.attribute != source.attribute
        && source.members.iter().any(|member| {
            target.members.iter().any(|known| {
                known.document == member.document
                    && sentence(documents, known) == sentence(documents, member)
                    && !agree(documents, known, member)
            })
        })
}

fn sentence(documents: &[Document], member: &Member) -> Option<Span> {
    member.of(documents).map(|(_, claim)| claim.sentence)
}

/// Whether two groups ask different questions by their words: another attribute, subject or scope.
fn is_other(groups: &[Group], into: usize, from: usize) -> bool {
    groups.get(into).zip(groups.get(from)).is_none_or(|(target, source)| {
        let about = source.key != target.key && source.event.is_none();
        let scope = source.scope.qualifiers != target.scope.qualifiers;
        source.attribute != target.attribute || about || scope
    })
}

/// Shows the answers of one group in another question as well, where they agree: its own question has
/// other answers, which say nothing of this one.
///
/// Where an article gives both answers, they are two: the one that is shared leaves the question.
fn lend(documents: &[Document], groups: &mut [Group], owner: usize, other: usize, known: &Member) {
    if gives_both(documents, groups, owner, other, known) {
        take_in(documents, groups, other, owner, known);
        return;
    }
    let members = groups.get(owner).map(|group| group.members.as_slice()).unwrap_or_default();
    let agreeing = members.iter().filter(|member| agree(documents, member, known));
    let lent: Vec<Member> =
        agreeing.map(|member| Member { linked: true, ..member.clone() }).collect();
    let Some(group) = groups.get_mut(other) else { return };
    if !group.members.iter().all(|member| agree(documents, member, known)) {
        return;
    }
    let id = |member: &Member| (member.document, member.claim);
    for member in lent {
        if group.members.iter().all(|known| id(known) != id(&member)) {
            group.members.push(member);
        }
    }
    group.members.sort_by_key(id);
}

/// Whether an article of one group gives another answer in the other, of a kind that has one only.
fn gives_both(
    documents: &[Document],
    groups: &[Group],
    owner: usize,
    other: usize,
    known: &Member,
) -> bool {
    let (Some(owner), Some(other)) = (groups.get(owner), groups.get(other)) else { return false };
    let single = matches!(owner.kind, Kind::Date | Kind::Time);
    single
        && owner.members.iter().any(|member| {
            !agree(documents, member, known)
                && other.members.iter().any(|shared| shared.document == member.document)
        })
}

/// Moves what agrees with a claim of the one group into it from the other.
fn take_in(documents: &[Document], groups: &mut [Group], into: usize, from: usize, known: &Member) {
    let other = is_other(groups, into, from);
    let Some(source) = groups.get_mut(from) else { return };
    let members = std::mem::take(&mut source.members);
    let (mut moved, left): (Vec<Member>, Vec<Member>) =
        members.into_iter().partition(|member| agree(documents, member, known));
    source.members = left;
    for member in &mut moved {
        member.linked |= other;
    }
    if let Some(target) = groups.get_mut(into) {
        target.members.extend(moved);
        target.members.sort_by_key(|member| (member.document, member.claim));
    }
}

/// A question of the rules before one in its own words, then the one that more claims answer.
fn rank(documents: &[Document], groups: &[Group], number: usize) -> (bool, usize) {
    let Some(group) = groups.get(number) else { return (false, 0) };
    let first = group.members.first().and_then(|member| member.of(documents));
    (first.is_some_and(|(_, claim)| !claim.is_open()), group.members.len())
}

fn root(roots: &[usize], mut index: usize) -> usize {
    while let Some(up) = roots.get(index).copied().filter(|up| *up != index) {
        index = up;
    }
    index
}

fn agree(documents: &[Document], a: &Member, b: &Member) -> bool {
    let (Some((_, x)), Some((_, y))) = (a.of(documents), b.of(documents)) else { return false };
    agree_by(a, x, b, y)
}

fn agree_by(a: &Member, x: &Claim, b: &Member, y: &Claim) -> bool {
    match compare::values((&x.value, a.days), (&y.value, b.days)) {
        Relation::Agree(_) | Relation::Compatible(_) => true,
        Relation::Doubtful | Relation::Conflict | Relation::Incomparable => false,
    }
}
