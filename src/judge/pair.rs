use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    model::{ConflictKind, Modality, Reason},
    rule::Rules,
    value::{DateRange, Kind, Relation, compare},
};

use super::{
    part::leaves_out,
    position::{Answer, Given, is_numeric},
    property, quote,
    tie::are_tied,
};

/// What the articles of a group answer.
pub(super) struct Told<'a, 'd> {
    /// By article, with the number of the answer.
    by_article: BTreeMap<usize, Vec<(usize, &'a Given<'d>)>>,
    /// Whether some tell the amount in another currency than others.
    converted: bool,
}

impl<'a, 'd> Told<'a, 'd> {
    pub(super) fn new(answers: &'a [Answer<'d>]) -> Told<'a, 'd> {
        let mut told: BTreeMap<usize, Vec<(usize, &Given<'d>)>> = BTreeMap::new();
        for (number, answer) in answers.iter().enumerate() {
            for given in answer.given.iter().filter(|given| !given.member.linked) {
                told.entry(given.member.document).or_default().push((number, given));
            }
        }
        let given = answers.iter().flat_map(|answer| &answer.given);
        let money = given.filter_map(|given| given.claim.value.money());
        let currencies: BTreeSet<_> = money
            .flat_map(|money| {
                std::iter::once(&money.currency).chain(money.stated.iter().map(|(_, code)| code))
            })
            .collect();
        Told { by_article: told, converted: currencies.len() > 1 }
    }

    /// Whether the article of `y` speaks of something else with it: it gives the answer of `x`, too, or
    /// a measure nearer to it, as one that tells of two quakes does.
    fn is_nearer(&self, (answer, x): (usize, &Given<'_>), y: &Given<'_>) -> bool {
        let measured = match x.claim.kind {
            Kind::Quantity => true,
            Kind::Date | Kind::Time | Kind::Duration | Kind::Percent | Kind::Money => false,
            Kind::Count
            | Kind::Ordinal
            | Kind::Age
            | Kind::Place
            | Kind::Name
            | Kind::Statement => return false,
        };
        let gap = |given: &Given<'_>| {
            let (left, right) = (number(x)?, number(given)?);
            Some(left.checked_sub(right)?.abs())
        };
        let own = gap(y);
        let told = self.by_article.get(&y.member.document).map(Vec::as_slice).unwrap_or_default();
        told.iter().any(|(number, given)| {
            let differ = given.voice.is_named() && y.voice.is_named() && given.voice != y.voice;
            // What a quake of such a size can do is told of none.
            let meant = given.claim.modality == y.claim.modality;
            // Whoever is quoted twice measured one thing.
            let quoted = x.voice.is_named() && x.voice == y.voice && given.voice != y.voice;
            let compared = measured && meant && !quoted;
            let nearer = compared && gap(given).zip(own).is_some_and(|(gap, own)| gap < own);
            !differ && (*number == answer || nearer)
        })
    }
}

/// How two answers differ and why, `None` where they can stand together.
pub(super) fn conflict(
    (left, a): (usize, &Answer<'_>),
    (right, b): (usize, &Answer<'_>),
    told: &Told<'_, '_>,
    rules: &Rules,
) -> Option<(ConflictKind, Reason)> {
    if a.is_property() {
        return property::conflict(a, b);
    }
    if let Some(how) = altered(a, b, rules) {
        return Some(how);
    }
    let relation = a.relation(b);
    if let Relation::Agree(_) | Relation::Compatible(_) = relation {
        return None;
    }
    // A copy that gives both answers, as its text does, alters neither.
    let both = |x: &Given<'_>, y: &Given<'_>| {
        x.member.origin == y.member.origin && (gives(b, x) || gives(a, y))
    };
    let pairs = a.given.iter().flat_map(|x| b.given.iter().map(move |y| (x, y)));
    let pairs = pairs.filter(|(x, y)| x.member.document == y.member.document || !both(x, y));
    let pairs = pairs.filter(|(x, y)| {
        !told.converted || !compare::may_be_converted(&x.claim.value, &y.claim.value)
    });
    let pairs =
        pairs.filter(|(x, y)| !told.is_nearer((left, x), y) && !told.is_nearer((right, y), x));
    let found: Vec<(ConflictKind, Reason)> =
        pairs.filter_map(|(x, y)| witness(x, y, relation, rules)).collect();
    // Two sentences that hardly meet make nothing doubtful that two others make sure.
    let sure = found.iter().filter(|(_, reason)| *reason != Reason::LowMatch).min();
    sure.or(found.iter().min()).copied()
}

/// How an answer differs from the one that its articles copy, unless another origin stands behind
/// each.
fn altered(a: &Answer<'_>, b: &Answer<'_>, rules: &Rules) -> Option<(ConflictKind, Reason)> {
    let some = |answer: &Answer<'_>| answer.given.iter().any(|it| it.member.altered.is_some());
    if !some(a) && !some(b) {
        return None;
    }
    let pairs = a.given.iter().flat_map(|x| b.given.iter().map(move |y| (x, y)));
    let (x, y) = pairs.into_iter().find(|(x, y)| is_altered(x, y) || is_altered(y, x))?;
    let origins = |answer: &Answer<'_>| -> BTreeSet<usize> {
        answer.given.iter().map(|given| given.member.origin).collect()
    };
    let (left, right) = (origins(a), origins(b));
    let alone = left.is_subset(&right) || right.is_subset(&left);
    alone.then(|| in_one_text(x, y, rules))
}

/// Whether one claim is another with an altered value.
pub(super) fn is_altered(copy: &Given<'_>, original: &Given<'_>) -> bool {
    copy.member.altered == Some((original.member.document, original.member.claim))
}

/// One outlet that raises a number in its text has an update; anybody else has altered it.
fn in_one_text(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> (ConflictKind, Reason) {
    let one_source = x.document.article.source == y.document.article.source;
    match over_time(x, y, rules) {
        update @ (ConflictKind::Changed, _) if one_source => update,
        (ConflictKind::Changed | ConflictKind::Contradict | ConflictKind::Unclear, _) => {
            (ConflictKind::Unclear, Reason::AlteredCopy)
        }
    }
}

fn gives(answer: &Answer<'_>, given: &Given<'_>) -> bool {
    answer.given.iter().any(|known| known.member.document == given.member.document)
}

fn witness(
    x: &Given<'_>,
    y: &Given<'_>,
    relation: Relation,
    rules: &Rules,
) -> Option<(ConflictKind, Reason)> {
    let one_article = x.member.document == y.member.document;
    if let (Some(a), Some(b)) = (x.member.event, y.member.event)
        && a != b
    {
        return None;
    }
    if x.member.linked || y.member.linked {
        return None;
    }
    // The same words, told twice, are no answer to themselves: "nothing made me buy or sell".
    if x.claim.kind == Kind::Statement && quote::sentence(x) == quote::sentence(y) {
        return None;
    }
    let holders = (x.claim.named_holder(), y.claim.named_holder());
    if x.claim.is_open() && (!is_one_question(x, y) || quote::leads_apart(x, y, rules)) {
        return None;
    }
    // What an article tells in one breath, or of one holder twice, is of two things.
    let beside = x.claim.sentence == y.claim.sentence || x.voice == y.voice;
    let two = matches!(holders, (Some(a), Some(b)) if !are_one(a, b));
    if one_article && (beside || !two) {
        return None;
    }
    if leaves_out(x, y, rules)
        || is_of_others(x, y, rules)
        || is_vague_day(x, y)
        || is_guessed_year(x, y)
        || is_of_other_day(x, y, rules)
        || is_of_other_sort(x, y)
        || is_elsewhere(x, y, rules)
        || is_polled(x, y, rules)
        || is_of_another_thing(x, y, relation, rules)
    {
        return None;
    }
    let one_rate = x.claim.scope.per == y.claim.scope.per;
    if x.claim.scope.qualifiers != y.claim.scope.qualifiers || !one_rate {
        return Some((ConflictKind::Unclear, Reason::DifferentScope));
    }
    match relation {
        Relation::Agree(_) | Relation::Compatible(_) => None,
        Relation::Incomparable => {
            let money = x.claim.kind == Kind::Money && !one_article;
            money.then_some((ConflictKind::Unclear, Reason::NoRate))
        }
        Relation::Doubtful => (!one_article).then_some((ConflictKind::Unclear, Reason::LowMatch)),
        // What one would do in one case he may not do in another.
        Relation::Conflict
            if x.claim.kind == Kind::Statement
                && x.claim.modality == Modality::Conditional
                && y.claim.modality == Modality::Conditional =>
        {
            None
        }
        Relation::Conflict if meant(x) != meant(y) => {
            let moved = x.claim.modality.min(y.claim.modality) == Modality::Happened;
            (moved
                && x.claim.kind == Kind::Date
                && x.document.article.date() != y.document.article.date())
            .then_some((ConflictKind::Changed, Reason::LaterUpdate))
        }
        Relation::Conflict if one_article && !are_tied(x, y, rules) => None,
        Relation::Conflict if one_article => {
            Some((ConflictKind::Contradict, Reason::HoldersDiffer))
        }
        Relation::Conflict if x.member.origin == y.member.origin => Some(in_one_text(x, y, rules)),
        Relation::Conflict if !are_tied(x, y, rules) => {
            Some((ConflictKind::Unclear, Reason::LowMatch))
        }
        Relation::Conflict if is_another_week(x, y) => {
            Some((ConflictKind::Unclear, Reason::LowMatch))
        }
        Relation::Conflict if x.claim.value.is_cut(&y.claim.value, CUT) => {
            Some((ConflictKind::Unclear, Reason::AmbiguousNumber))
        }
        Relation::Conflict if is_far(x, y) => Some((ConflictKind::Unclear, Reason::LowMatch)),
        Relation::Conflict => Some(over_time(x, y, rules)),
    }
}

/// Letters from which a word tells a name.
const NAME: usize = 3;

/// Whether two holders of one article may be one: "Lind" is Ada Lind, "Orion" is Orion Holdings.
fn are_one(a: &str, b: &str) -> bool {
    let names = |name: &str| -> Vec<String> {
        let words = name.split(|letter: char| !letter.is_alphanumeric());
        let capital = words.filter(|word| word.starts_with(char::is_uppercase));
        capital.filter(|word| word.len() >= NAME).map(str::to_lowercase).collect()
    };
    let (a, b) = (names(a), names(b));
    let mut pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x.as_str(), y.as_str())));
    pairs.any(|(x, y)| x.starts_with(y) || y.starts_with(x))
}

/// Whoever turns 30 in May is as old as one who will.
fn meant(given: &Given<'_>) -> Modality {
    match (given.claim.kind, given.claim.modality) {
        (Kind::Age, Modality::Planned) => Modality::Happened,
        (_, modality) => modality,
    }
}

/// A count that grows with time and was published on another day is an update.
fn over_time(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> (ConflictKind, Reason) {
    let dates = (x.document.article.date(), y.document.article.date());
    let numbers = (number(x), number(y));
    let (grows, varies) = (
        // People counted at an event under another word than those of the rules come to be more, too.
        rules.attribute.is_cumulative(&x.claim.attribute)
            || x.claim.is_open() && x.claim.unit.as_deref() == Some("persons"),
        rules.attribute.varies(&x.claim.attribute),
    );
    if let ((Some(a), Some(b)), (Some(m), Some(n)), true) = (dates, numbers, grows || varies)
        && a != b
    {
        let rises = (a < b) == (m < n);
        let reason = if rises || varies { Reason::LaterUpdate } else { Reason::Regression };
        return (ConflictKind::Changed, reason);
    }
    let predicate = x.claim.predicate.as_deref().filter(|_| x.claim.kind == Kind::Statement);
    let another_day = dates.0.zip(dates.1).map(|(a, b)| a != b);
    let turns = predicate.is_some_and(|it| rules.predicate.turns(it));
    let undone = predicate.is_some_and(|it| rules.predicate.is_undone(it));
    if undone || turns && another_day == Some(true) {
        return (ConflictKind::Changed, Reason::LaterUpdate);
    }
    if turns && another_day.is_none() {
        return (ConflictKind::Unclear, Reason::LowMatch);
    }
    let reason = match (x.claim.named_holder(), y.claim.named_holder()) {
        (Some(a), Some(b)) if a == b => Reason::Misquote,
        (Some(_), Some(_)) => Reason::HoldersDiffer,
        _ => match x.claim.kind {
            Kind::Date => Reason::OtherDate,
            Kind::Place => Reason::OtherPlace,
            Kind::Name => Reason::OtherName,
            Kind::Statement => Reason::OppositePolarity,
            Kind::Count
            | Kind::Money
            | Kind::Duration
            | Kind::Quantity
            | Kind::Percent
            | Kind::Ordinal
            | Kind::Time
            | Kind::Age => Reason::DisjointValues,
        },
    };
    (ConflictKind::Contradict, reason)
}

/// Few of a kind are often others of their kind: two cars here, three there.
const FEW: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Open attributes conflict only where noun phrase and verb are the same, or where one holder
/// speaks; without a verb only numbers that are not few.
fn is_one_question(x: &Given<'_>, y: &Given<'_>) -> bool {
    let many = |given: &Given<'_>| number(given).is_some_and(|number| number >= FEW);
    let told = x.claim.predicate.is_some() || many(x) && many(y);
    let verb = told && x.claim.predicate == y.claim.predicate;
    let holder = x.voice.is_named() && x.voice == y.voice;
    let untold = x.claim.untold.or(y.claim.untold).is_some();
    let alike = x.member.alike && y.member.alike;
    let scopes = (&x.claim.scope, &y.claim.scope);
    let one = match x.claim.kind == Kind::Statement {
        true => scopes.0.may_be_one(scopes.1),
        false => scopes.0.modifiers == scopes.1.modifiers,
    };
    let same = one && (verb || holder);
    alike || !untold && same
}

/// Months between two months that can hardly be meant for one another.
const MONTH: i32 = 28;

/// The day of the news is no answer where the other sentence speaks of a month or a season; two months
/// are answers about one deed where another month lies between them.
fn is_vague_day(x: &Given<'_>, y: &Given<'_>) -> bool {
    let long = |given: &Given<'_>| given.member.days.filter(|days| days.is_long());
    // What was vetoed in May may be approved in July.
    let deed = |given: &Given<'_>| {
        let verb =
            given.claim.verb.map(|verb| verb.of(&given.document.article.text).to_lowercase());
        verb.filter(|_| given.claim.is_open())
    };
    if x.claim.kind != Kind::Date || !x.claim.attribute.ends_with(".date") {
        return false;
    }
    match (long(x), long(y)) {
        (None, None) => false,
        (Some(_), None) | (None, Some(_)) => true,
        (Some(a), Some(b)) => {
            let gap = (b.start - a.end).get_days().max((a.start - b.end).get_days());
            !x.claim.is_open() || gap < MONTH || deed(x) != deed(y)
        }
    }
}

/// Of which year "in July" is follows from a verb or two, and may be guessed wrong.
fn is_guessed_year(x: &Given<'_>, y: &Given<'_>) -> bool {
    let dates = x.claim.value.date().zip(y.claim.value.date());
    dates.is_some_and(|(a, b)| a.leaves_year_open(b))
}

/// What varies from day to day is told of two days.
fn is_of_other_day(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    // "By Tuesday" has no beginning: it is what was so on Tuesday.
    let last = |days: DateRange| days.end.yesterday().map(|day| DateRange { start: day, ..days });
    let day = |given: &Given<'_>| {
        let days = given.claim.when.as_ref()?.resolve(given.document.article.date())?;
        if days.start == Date::MIN { last(days).ok() } else { Some(days) }
    };
    rules.attribute.varies(&x.claim.attribute)
        && day(x).zip(day(y)).is_some_and(|(a, b)| !a.overlaps(&b))
}

/// Each sentence names another sort of things that the number is of: cash, jewels. One person with a
/// name may be of two sorts.
fn is_of_other_sort(x: &Given<'_>, y: &Given<'_>) -> bool {
    let named = |given: &Given<'_>| {
        given.claim.subject.as_ref().is_some_and(|subject| subject.contains(' '))
    };
    !named(x) && x.claim.sort.as_ref().zip(y.claim.sort.as_ref()).is_some_and(|(a, b)| a != b)
}

/// What is measured at a place is another elsewhere: a wind of 140 km/h in one town, of 90 in the next.
fn is_elsewhere(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    let local = rules.attribute.by_id(&x.claim.attribute).is_some_and(|attribute| attribute.local);
    local && quote::place_behind(x).zip(quote::place_behind(y)).is_some_and(|(a, b)| a != b)
}

/// There are many offers, contracts and towns: two sentences that do not say whose the number is and
/// that each name somebody else speak of two.
fn is_of_others(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    let attribute = rules.attribute.by_id(&x.claim.attribute);
    let same = x.claim.subject.is_some() && x.claim.subject == y.claim.subject;
    let terms = matches!(x.claim.kind, Kind::Money | Kind::Duration | Kind::Date);
    !same
        && attribute.is_some_and(|attribute| {
            attribute.lasts && quote::leads_with_others(x, y, rules)
                || attribute.plan && terms && quote::names_others(x, y)
        })
}

/// Each poll finds its own number.
fn is_polled(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    let polled = |given: &Given<'_>| {
        let mut keywords = given.document.keywords_of(given.claim.sentence).iter();
        keywords.any(|keyword| rules.keyword.is_sampled(keyword.key))
    };
    x.claim.is_open() && is_numeric(x.claim.kind) && (polled(x) || polled(y))
}

/// Whether two sentences tell their numbers of two things, or of two days, in the same words. What the
/// rules know the owner of has one such number, whatever else is told of it, and what no pattern gives
/// follows from other words.
fn is_of_another_thing(x: &Given<'_>, y: &Given<'_>, relation: Relation, rules: &Rules) -> bool {
    let told = |given: &Given<'_>| given.claim.is_open() || given.claim.pattern.is_some();
    let lasting = |given: &Given<'_>| {
        let attribute = rules.attribute.by_id(&given.claim.attribute);
        attribute.is_some_and(|attribute| attribute.lasts)
    };
    let number = is_numeric(x.claim.kind) && relation == Relation::Conflict;
    if !number || !told(x) || !told(y) || lasting(x) {
        return false;
    }
    let owned = !x.claim.is_open() && x.claim.subject.is_some();
    let event = x.member.event.is_some() && x.member.event == y.member.event;
    // One event has one measure and one toll, whatever words they are told in.
    let measured =
        x.claim.kind == Kind::Quantity || rules.attribute.is_cumulative(&x.claim.attribute);
    if event && measured && !x.claim.is_open() {
        return false;
    }
    let owned = owned && x.claim.subject == y.claim.subject;
    let (left, right) = (x.frame(rules), y.frame(rules));
    left.is_contrast(right, owned) || are_two_days(x, y) && left.is_one(right)
}

/// Whether each sentence tells of one day or time, and these are two; what happened at one event of the
/// rules has its day from there.
fn are_two_days(x: &Given<'_>, y: &Given<'_>) -> bool {
    let day = |given: &Given<'_>| {
        let claims = &given.document.claims;
        let first = claims.partition_point(|other| other.sentence < given.claim.sentence);
        let own = claims.iter().skip(first);
        let own = own.take_while(|other| other.sentence == given.claim.sentence);
        let mut dates = own.filter_map(|other| other.value.date());
        let only = dates.next().filter(|only| dates.all(|other| other == *only));
        only.and_then(|date| date.resolve(given.document.article.date()))
    };
    let event = x.member.event.is_some() && x.member.event == y.member.event;
    !event && day(x).zip(day(y)).is_some_and(|(a, b)| !a.overlaps(&b))
}

/// Digits that a number has beyond those of the one that is cut, as a factor: "$27 million" for
/// $27,114,608.
const CUT: Decimal = Decimal::ONE_HUNDRED;

/// Days after which a running affair has moved on.
const EPISODE: i32 = 14;
/// Days after which a number that no rule names has moved on.
const NEWS: i32 = 2;

/// Whether two articles tell of a running affair weeks apart, and of no event of one day.
fn is_another_week(x: &Given<'_>, y: &Given<'_>) -> bool {
    let day = |given: &Given<'_>| given.document.events.get(given.claim.event?)?.resolved;
    let one_event = day(x).zip(day(y)).is_some_and(|(a, b)| a.overlaps(&b));
    let dates = x.document.article.date().zip(y.document.article.date());
    // What no rule names may be of another day: an index closes elsewhere every evening.
    let varies = x.claim.is_open() && is_numeric(x.claim.kind) && x.member.event.is_none();
    let limit = if varies { NEWS } else { EPISODE };
    !one_event && dates.is_some_and(|(a, b)| (a - b).get_days().abs() > limit)
}

/// Numbers this far apart are rarely about one thing.
const FAR: Decimal = Decimal::TEN;

fn is_far(x: &Given<'_>, y: &Given<'_>) -> bool {
    x.claim.value.is_far(&y.claim.value, FAR)
}

fn number(given: &Given<'_>) -> Option<Decimal> {
    given.claim.value.base_number().filter(|_| is_numeric(given.claim.kind))
}
