use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::{Conflict, ConflictKind, Group, Reason, Step, Verdict};

use super::{
    pair::is_altered,
    position::{Answer, Given},
    quote,
};

/// Voices that a summary names before it counts the rest.
const NAMED: usize = 3;

/// One sentence that a stranger understands: who gives which value.
pub(super) fn summary(
    group: &Group,
    label: &str,
    answers: &[Answer<'_>],
    conflicts: &[Conflict],
    (verdict, reason): (Verdict, Reason),
    voices: usize,
) -> String {
    let subject = if group.subject.is_empty() {
        label.to_owned()
    } else {
        format!("{} / {label}", group.subject)
    };
    if reason == Reason::AlteredCopy
        && let Some((copy, original)) = altered(answers)
    {
        let [copied, from] = [copy, original].map(|given| &given.document.article.source);
        let [new, old] = [copy, original].map(quote::value);
        return format!("{subject}: {copied} copies {from} with “{new}” in place of “{old}”.");
    }
    let first = answers.iter().filter_map(first_day).min().filter(|_| verdict == Verdict::Changed);
    let said: Vec<String> =
        in_time(answers, verdict).into_iter().map(|answer| said(answer, first)).collect();
    let tail = match verdict {
        Verdict::Single => String::from("one source only"),
        Verdict::Agree | Verdict::Compatible if voices == 1 => match shared_holder(answers) {
            Some(holder) => format!("all cite {holder}"),
            None => String::from("1 independent voice"),
        },
        Verdict::Contradict if !conflicts.is_empty() => format!("{voices} independent voices"),
        Verdict::Contradict
        | Verdict::Unclear
        | Verdict::Changed
        | Verdict::Compatible
        | Verdict::Agree => {
            format!("{voices} independent voice{}", if voices == 1 { "" } else { "s" })
        }
    };
    format!("{subject}: {} ({tail}).", said.join("; "))
}

/// Answers that time tells apart in the order of time, others as they are.
fn in_time<'a, 'd>(answers: &'a [Answer<'d>], verdict: Verdict) -> Vec<&'a Answer<'d>> {
    let mut answers: Vec<&Answer<'d>> = answers.iter().collect();
    if verdict == Verdict::Changed {
        answers.sort_by_key(|answer| first_day(answer));
    }
    answers
}

/// When an answer was first given.
fn first_day(answer: &Answer<'_>) -> Option<Date> {
    answer.given.iter().filter_map(|given| given.document.article.date()).min()
}

/// How long after the first answer an answer was given.
fn later(answer: &Answer<'_>, first: Option<Date>) -> String {
    let days = first_day(answer).zip(first).map_or(0, |(day, first)| (day - first).get_days());
    match days {
        i32::MIN..=0 => String::new(),
        1 => String::from(" a day later"),
        days => format!(" {days} days later"),
    }
}

fn said(answer: &Answer<'_>, first: Option<Date>) -> String {
    let value = answer.given.first().map(quote::value).unwrap_or_default();
    let mut seen = BTreeSet::new();
    let speakers = answer.given.iter().map(speaker);
    let mut names: Vec<String> = speakers.filter(|name| seen.insert(name.clone())).collect();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let who = match more {
        0 => listed(&names),
        _ => format!("{} and {more} more", names.join(", ")),
    };
    let verb = if names.len() == 1 && more == 0 { "says" } else { "say" };
    format!("{who} {verb} “{value}”{}", later(answer, first))
}

/// The source, with the holder it cites and through whom.
fn speaker(given: &Given<'_>) -> String {
    let source = &given.document.article.source;
    let named = |holder: &&String| holder.chars().any(char::is_uppercase);
    let mut chain = given.claim.holder.iter().filter(named);
    match (chain.next(), chain.next_back()) {
        (None, _) => source.clone(),
        (Some(holder), None) => format!("{holder} (in {source})"),
        (Some(first), Some(last)) => format!("{last} (through {first}, in {source})"),
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

fn shared_holder(answers: &[Answer<'_>]) -> Option<String> {
    let given = answers.iter().flat_map(|answer| &answer.given).next()?;
    given.claim.named_holder().or(given.document.credit.as_deref()).map(str::to_owned)
}

/// “7” in the Echo in place of “5” in the Herald, whose text it copies.
fn altered<'a, 'd>(answers: &'a [Answer<'d>]) -> Option<(&'a Given<'d>, &'a Given<'d>)> {
    let given = || answers.iter().flat_map(|answer| &answer.given);
    let copies = given().filter(|copy| copy.member.altered.is_some());
    copies
        .into_iter()
        .find_map(|copy| Some((copy, given().find(|original| is_altered(copy, original))?)))
}

/// What led to the verdict: every claim as it was read, then every difference.
pub(super) fn steps(answers: &[Answer<'_>], conflicts: &[Conflict], reason: Reason) -> Vec<Step> {
    let mut steps: Vec<Step> = answers
        .iter()
        .flat_map(|answer| &answer.given)
        .map(|given| Step {
            text: format!("{}: {}", given.document.article.source, read_as(given)),
            quote: quote::sentence(given),
        })
        .collect();
    for conflict in conflicts {
        let value = |index: usize| {
            answers
                .get(index)
                .and_then(|answer| answer.given.first())
                .map(quote::value)
                .unwrap_or_default()
        };
        let how = match conflict.kind {
            ConflictKind::Contradict => "cannot both be true",
            ConflictKind::Changed => "differ because time passed",
            ConflictKind::Unclear => "differ, and may not speak of the same thing",
        };
        steps.push(Step {
            text: format!("“{}” and “{}” {how}", value(conflict.a), value(conflict.b)),
            quote: String::new(),
        });
    }
    if let Some((copy, original)) = altered(answers) {
        let [copied, from] = [copy, original].map(|given| &given.document.article.id);
        let [new, old] = [copy, original].map(quote::value);
        steps.push(Step {
            text: format!("{copied} has the text of {from}, with “{new}” in place of “{old}”"),
            quote: quote::sentence(original),
        });
    }
    steps.push(Step { text: format!("reason: {}", reason.name()), quote: String::new() });
    steps
}

/// A value as it was normalised.
fn read_as(given: &Given<'_>) -> String {
    let (low, high, unit) = super::position::extent(given);
    let value = quote::value(given);
    let meaning = match (low, high) {
        (Some(low), Some(high)) if low == high => format!("{} {unit}", low.normalize()),
        (Some(low), Some(high)) => format!("{} to {} {unit}", low.normalize(), high.normalize()),
        (Some(low), None) => format!("{} {unit} or more", low.normalize()),
        (None, Some(high)) => format!("{} {unit} or less", high.normalize()),
        (None, None) => match given.member.days {
            Some(days) => days.label(),
            None => value.clone(),
        },
    };
    format!("“{value}” read as {meaning} by {}", given.claim.normalised_by)
}
