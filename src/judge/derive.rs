use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::{
    model::{
        Claim, Document, Finding, Group, Member, Modality, Polarity, Reason, Score, Step, Verdict,
    },
    rule::{Part, Rules},
    value::{Figure, Kind, Qualifier, Symbol, Value},
};

use super::{
    position::{Answer, Given},
    quote,
    verdict::{self, Conclusion},
};

/// Seconds of a minute and of a day, and minutes of a day.
const MINUTE: i64 = 60;
const DAY: i64 = 86_400;
const DAY_MINUTES: i64 = 1_440;
/// Words between a share and what it is a share of ("40 percent of the 200 workers").
const SHARE_WORDS: usize = 3;

/// A claim with the group that it stands in.
#[derive(Clone, Copy)]
struct Fact<'d> {
    group: &'d Group,
    member: &'d Member,
    document: &'d Document,
    claim: &'d Claim,
}

/// What some claims of one article add up to.
struct Sum<'d> {
    premises: Vec<Fact<'d>>,
    /// The results that the words allow: days are counted with the last one or without it.
    results: Vec<Decimal>,
    /// How it was worked out.
    formula: String,
    asks: Asks<'d>,
}

/// Which claims a sum is an answer to.
enum Asks<'d> {
    /// The total of an attribute: people, whoever they are.
    Total(&'d Group),
    /// An attribute that counts two others together.
    Covering(&'d Group),
    /// The same things counted.
    Noun(&'d str),
    /// How long what happened took.
    Length(&'d str),
}

/// Findings that need more than one claim on a side: parts and their total, a share and its base,
/// start and end. Only another article's number confirms what one article's numbers come to.
pub(super) fn derived(groups: &[Group], documents: &[Document], rules: &Rules) -> Vec<Finding> {
    let stories = groups.chunk_by(|a, b| a.story == b.story);
    stories.flat_map(|story| in_story(story, documents, rules)).collect()
}

fn in_story(groups: &[Group], documents: &[Document], rules: &Rules) -> Vec<Finding> {
    let mut articles = groups.iter().flat_map(|group| &group.members).map(|member| member.origin);
    let first = articles.next();
    if articles.all(|origin| Some(origin) == first) {
        return Vec::new();
    }
    let mut facts: Vec<Fact<'_>> = groups
        .iter()
        .flat_map(|group| group.members.iter().map(move |member| (group, member)))
        .filter_map(|(group, member)| {
            let (document, claim) = member.of(documents)?;
            let plain = claim.modality == Modality::Happened
                && claim.polarity == Polarity::Affirmed
                && member.altered.is_none();
            plain.then_some(Fact { group, member, document, claim })
        })
        .collect();
    facts.sort_by_key(|fact| (fact.member.document, fact.claim.span));
    facts.dedup_by_key(|fact| (fact.member.document, fact.member.claim));
    let of_articles = || facts.chunk_by(|a, b| a.member.document == b.member.document);
    let mut by_number: FxHashMap<Decimal, Vec<usize>> = FxHashMap::default();
    for (index, fact) in facts.iter().enumerate() {
        if let Some(number) = number(fact) {
            by_number.entry(number).or_default().push(index);
        }
    }
    let sums =
        of_articles().flat_map(|own| sums(own, rules).into_iter().map(move |sum| (own, sum)));
    sums.filter_map(|(own, sum)| {
        let known = sum.results.iter().filter_map(|result| by_number.get(result)).flatten();
        let found: BTreeSet<usize> = known.copied().collect();
        let found = found.iter().filter_map(|index| facts.get(*index));
        confirmed(&sum, own, found, rules)
    })
    .collect()
}

/// What the claims of one article come to.
fn sums<'d>(own: &[Fact<'d>], rules: &Rules) -> Vec<Sum<'d>> {
    let mut sums = joined(own, rules);
    sums.extend(covered(own, rules));
    sums.extend(own.windows(2).filter_map(|pair| share(pair, rules)));
    sums.extend(own.iter().filter_map(hours));
    sums.extend(days(own));
    sums
}

/// "Three men and two women were killed": a rule counts one of them, the others stand beside it.
fn joined<'d>(own: &[Fact<'d>], rules: &Rules) -> Vec<Sum<'d>> {
    let people: Vec<Fact<'d>> = own.iter().filter(|it| is_people(it)).copied().collect();
    let runs = people.chunk_by(|a, b| stands_before(a, b, rules)).filter(|run| run.len() > 1);
    runs.filter_map(|run| {
        let counted = run.iter().find(|it| !it.claim.is_open())?;
        let group = counted.group;
        let one = run.iter().all(|it| it.claim.is_open() || it.group.attribute == group.attribute);
        let nouns: BTreeSet<String> = run.iter().map(|it| noun(it, rules)).collect();
        let apart =
            nouns.len() == run.len() && !nouns.iter().any(|noun| rules.attribute.is_anybody(noun));
        let numbers: Option<Vec<Decimal>> = run.iter().map(exact).collect();
        let numbers = numbers.filter(|_| one && apart)?;
        total(run.to_vec(), &numbers, Asks::Total(group))
    })
    .collect()
}

/// The killed and the injured of one article.
fn covered<'d>(own: &[Fact<'d>], rules: &Rules) -> Vec<Sum<'d>> {
    let mut sums = Vec::new();
    let own: Vec<&Fact<'d>> = own
        .iter()
        .filter(|it| it.claim.kind == Kind::Count && !it.claim.is_open())
        .filter(|it| rules.attribute.is_covered(&it.claim.attribute, &it.claim.attribute))
        .collect();
    let mut answers: BTreeMap<&Symbol, usize> = BTreeMap::new();
    for fact in &own {
        *answers.entry(&fact.claim.attribute).or_default() += 1;
    }
    let own: Vec<&Fact<'d>> =
        own.iter().filter(|it| answers.get(&it.claim.attribute) == Some(&1)).copied().collect();
    for killed in &own {
        for injured in &own {
            let (a, b) = (&killed.claim.attribute, &injured.claim.attribute);
            let both = a < b && killed.group.key == injured.group.key;
            let covers = both && rules.attribute.is_covered(a, b);
            let numbers: Option<Vec<Decimal>> =
                [killed, injured].into_iter().map(|it| exact(it)).collect();
            if let Some(numbers) = numbers.filter(|_| covers) {
                let premises = vec![**killed, **injured];
                sums.extend(total(premises, &numbers, Asks::Covering(killed.group)));
            }
        }
    }
    sums
}

fn total<'d>(premises: Vec<Fact<'d>>, numbers: &[Decimal], asks: Asks<'d>) -> Option<Sum<'d>> {
    let result = numbers.iter().try_fold(Decimal::ZERO, |sum, it| sum.checked_add(*it))?;
    let terms: Vec<String> = numbers.iter().map(|it| it.normalize().to_string()).collect();
    let formula = format!("{} = {}", terms.join(" + "), result.normalize());
    Some(Sum { premises, results: vec![result], formula, asks })
}

/// "40 percent of the 200 workers".
fn share<'d>(pair: &[Fact<'d>], rules: &Rules) -> Option<Sum<'d>> {
    let [part, base] = pair else { return None };
    let noun = base.claim.unit.as_deref().filter(|_| base.claim.kind == Kind::Count)?;
    if part.claim.kind != Kind::Percent || part.claim.sentence != base.claim.sentence {
        return None;
    }
    let between = between(part, base)?;
    let words: Vec<&str> = between.split_whitespace().collect();
    let of = words.first().map(|word| rules.lexicon.lookup(word))?;
    if words.len() > SHARE_WORDS || !rules.clause.is(of, Part::Preposition) {
        return None;
    }
    let (percent, whole) = (exact(part)?, exact(base)?);
    let result = percent.checked_mul(whole)?.checked_div(Decimal::ONE_HUNDRED)?;
    let formula =
        format!("{} % of {} = {}", percent.normalize(), whole.normalize(), result.normalize());
    let results = vec![result.round(), result.floor(), result.ceil()];
    Some(Sum { premises: vec![*part, *base], results, formula, asks: Asks::Noun(noun) })
}

/// "From 10 a.m. to 2 p.m.".
fn hours<'d>(fact: &Fact<'d>) -> Option<Sum<'d>> {
    let Value::Time(clock) = &fact.claim.value else { return None };
    let (start, end) = clock.ends();
    let minutes = (i64::from(end) - i64::from(start)).rem_euclid(DAY_MINUTES);
    let what = class(fact).filter(|_| minutes > 0)?;
    let formula = format!("from start to end {minutes} minutes");
    let results = vec![Decimal::from(minutes * MINUTE)];
    Some(Sum { premises: vec![*fact], results, formula, asks: Asks::Length(what) })
}

/// "Began on 3 May and ended on 7 May".
fn days<'d>(own: &[Fact<'d>]) -> Option<Sum<'d>> {
    let only = |id: &str| {
        let mut found = own.iter().filter(|fact| *fact.claim.attribute == *id);
        found.next().filter(|_| found.next().is_none())
    };
    let (start, end) = (only("start-date")?, only("end-date")?);
    let (from, to) = (start.member.days?, end.member.days?);
    let days = i64::from((to.start - from.start).get_days());
    let class = class(start)?;
    if days <= 0 || from.is_long() || to.is_long() {
        return None;
    }
    let formula = format!("from start to end {days} days");
    let results = [days, days + 1].map(|days| Decimal::from(days * DAY)).to_vec();
    Some(Sum { premises: vec![*start, *end], results, formula, asks: Asks::Length(class) })
}

/// The finding that another article gives the number that a sum comes to: `own` are the facts of
/// the sum's article, `found` those that have its number.
fn confirmed<'d>(
    sum: &Sum<'d>,
    own: &[Fact<'d>],
    found: impl Iterator<Item = &'d Fact<'d>>,
    rules: &Rules,
) -> Option<Finding> {
    let origin = sum.premises.first()?.member.origin;
    let answers: Vec<Fact<'_>> = found
        .filter(|fact| fact.member.origin != origin && answers(sum, fact, rules))
        .copied()
        .collect();
    let first = answers.first()?;
    // An article that gives the total itself needs no sum.
    let told = own.iter().any(|fact| {
        fact.group.attribute == first.group.attribute
            && fact.group.key == first.group.key
            && number(fact).is_some_and(|number| sum.results.contains(&number))
    });
    if told {
        return None;
    }
    let mut steps: Vec<Step> = sum
        .premises
        .iter()
        .chain(&answers)
        .map(|fact| Step {
            text: format!(
                "{}: “{}”",
                fact.document.article.source,
                quote::value(&given(fact, rules))
            ),
            quote: quote::sentence(&given(fact, rules)),
        })
        .collect();
    steps.push(Step { text: sum.formula.clone(), quote: String::new() });
    let parts: Vec<String> =
        sum.premises.iter().map(|it| format!("“{}”", quote::value(&given(it, rules)))).collect();
    let source = &sum.premises.first()?.document.article.source;
    let said = format!(
        "{source} says {}; {} says “{}” ({})",
        parts.join(" and "),
        first.document.article.source,
        quote::value(&given(first, rules)),
        sum.formula
    );
    let all =
        std::iter::once(Answer { given: answers.iter().map(|it| given(it, rules)).collect() })
            .chain(sum.premises.iter().map(|it| Answer { given: vec![given(it, rules)] }));
    let group = Group { key: format!("{}|derived", first.group.key), ..first.group.clone() };
    let conclusion = Conclusion {
        verdict: Verdict::Agree,
        reason: Reason::DerivedSum,
        said,
        steps,
        score: first.member.score.min(Score(85)),
    };
    Some(verdict::concluded(&group, &all.collect::<Vec<_>>(), conclusion, rules))
}

fn answers(sum: &Sum<'_>, fact: &Fact<'_>, rules: &Rules) -> bool {
    match sum.asks {
        Asks::Total(group) => {
            let anybody = rules.attribute.is_anybody(&noun(fact, rules));
            fact.group.attribute == group.attribute && fact.group.key == group.key && anybody
        }
        Asks::Covering(group) => {
            let attribute = rules.attribute.by_id(&fact.claim.attribute);
            fact.group.key == group.key && attribute.is_some_and(|it| !it.covers.is_empty())
        }
        Asks::Noun(unit) => {
            fact.claim.kind == Kind::Count
                && fact.claim.unit.as_deref() == Some(unit)
                && sum.premises.iter().all(|it| {
                    noun(it, rules) == noun(fact, rules) || it.claim.kind == Kind::Percent
                })
        }
        Asks::Length(class) => {
            fact.claim.kind == Kind::Duration
                && !fact.claim.is_open()
                && self::class(fact) == Some(class)
        }
    }
}

fn given<'d>(fact: &Fact<'d>, rules: &Rules) -> Given<'d> {
    Given::new(fact.member, (fact.document, fact.claim), rules)
}

/// An exact number, in seconds for a length of time.
fn number(fact: &Fact<'_>) -> Option<Decimal> {
    match &fact.claim.value {
        Value::Duration(measure) => measure.base.as_ref().and_then(Figure::point),
        Value::Count(_)
        | Value::Money(_)
        | Value::Quantity(_)
        | Value::Percent { .. }
        | Value::Ordinal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Age(_)
        | Value::Place(_)
        | Value::Name(_)
        | Value::Statement { .. } => exact(fact),
    }
}

fn exact(fact: &Fact<'_>) -> Option<Decimal> {
    let figure = fact.claim.value.figure()?;
    figure.point().filter(|_| figure.qualifier == Qualifier::Exact)
}

fn is_people(fact: &Fact<'_>) -> bool {
    fact.claim.kind == Kind::Count && fact.claim.unit.as_deref() == Some("persons")
}

/// The class of the event that a claim is about, else of the one that its article is about.
fn class<'d>(fact: &Fact<'d>) -> Option<&'d str> {
    let events = &fact.document.events;
    let own = fact.claim.event.and_then(|event| events.get(event));
    own.or_else(|| events.iter().find(|event| event.main))?.class.as_deref()
}

/// The last word of the value in the singular.
fn noun(fact: &Fact<'_>, rules: &Rules) -> String {
    let words = fact.claim.span.of(&fact.document.article.text).to_lowercase();
    let word = words.split_whitespace().next_back().unwrap_or_default();
    rules.inflection.singular(word).into_owned()
}

fn between<'d>(a: &Fact<'d>, b: &Fact<'d>) -> Option<&'d str> {
    let text = &a.document.article.text;
    text.get(a.claim.span.end as usize..b.claim.span.start as usize)
}

/// Whether nothing but a comma or "and" stands between two values.
fn stands_before(a: &Fact<'_>, b: &Fact<'_>, rules: &Rules) -> bool {
    let Some(between) = between(a, b) else { return false };
    let mut words = between.split([',', ' ']).filter(|word| !word.is_empty());
    let joins = words.all(|word| rules.clause.is(rules.lexicon.lookup(word), Part::Join));
    joins && a.claim.sentence == b.claim.sentence && !between.trim().is_empty()
}
