use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    model::{Conflict, ConflictKind, Reason, Step, Verdict},
    rule::Rules,
    value::{DateRange, Kind},
};

use super::{
    pair::is_altered,
    position::{Answer, Given, Replaced, is_numeric},
    quote,
    speaker::speakers,
};

/// Wordings of one statement, and answers beside those that differ, that a summary quotes.
const QUOTED: usize = 3;
/// Longest quotation in a summary, in characters.
const LONGEST: usize = 120;

/// One sentence that a stranger understands: who gives which value, and when.
pub(super) fn summary(
    topic: &str,
    answers: &[Answer<'_>],
    conflicts: &[Conflict],
    (verdict, reason): (Verdict, Reason),
    voices: usize,
    rules: &Rules,
) -> String {
    if reason == Reason::AlteredCopy
        && let Some((copy, original)) = altered(answers)
    {
        let [copied, from] = [copy, original].map(|given| &given.document.article.source);
        let [new, old] = [copy, original].map(quote::value);
        return format!("{topic}: {copied} copies {from} with “{new}” in place of “{old}”.");
    }
    let gravest: BTreeSet<usize> = conflicts
        .iter()
        .filter(|conflict| conflict.kind.verdict() == verdict)
        .flat_map(|conflict| [conflict.a, conflict.b])
        .collect();
    let (mut main, beside): (Vec<_>, Vec<_>) =
        answers.iter().enumerate().partition(|(index, _)| gravest.contains(index));
    let differ = !main.is_empty();
    main.sort_by_key(|(_, answer)| first_day(answer));
    let first = main.iter().filter_map(|(_, answer)| first_day(answer)).min();
    let replaced = Replaced::new(answers);
    let tell = |number: usize, answer: &Answer<'_>| {
        let old = |source: &str| differ && replaced.has(number, source);
        said(answer, first, differ, &old, rules)
    };
    let mut parts: Vec<String> =
        main.iter().map(|(number, answer)| tell(*number, answer)).collect();
    let shown = if differ { QUOTED } else { beside.len() };
    parts.extend(beside.iter().take(shown).enumerate().map(|(place, (number, answer))| {
        let lead = if differ && place == 0 { "besides, " } else { "" };
        format!("{lead}{}", tell(*number, answer))
    }));
    match beside.len().saturating_sub(shown) {
        0 => {}
        1 => parts.push(String::from("1 more answer")),
        more => parts.push(format!("{more} more answers")),
    }
    let ends = main.first().zip(main.last()).map(|((_, first), (_, last))| (*first, *last));
    let tail = match verdict {
        Verdict::Single => String::from("one source only"),
        Verdict::Agree | Verdict::Compatible if voices == 1 => match shared_holder(answers) {
            Some(holder) => format!("all cite {holder}"),
            None => counted(voices),
        },
        Verdict::Changed => format!("{}{}", ends.map_or("", course), counted(voices)),
        Verdict::Contradict if reason == Reason::Misquote => {
            format!("two values of one holder, {}", counted(voices))
        }
        Verdict::Unclear if reason == Reason::DifferentScope => {
            format!("perhaps of different parts, {}", counted(voices))
        }
        Verdict::Unclear if reason == Reason::LowMatch => {
            format!("perhaps not about the same, {}", counted(voices))
        }
        Verdict::Contradict | Verdict::Unclear | Verdict::Compatible | Verdict::Agree => {
            counted(voices)
        }
    };
    format!("{topic}: {} ({tail}).", parts.join("; "))
}

fn counted(voices: usize) -> String {
    format!("{voices} independent voice{}", if voices == 1 { "" } else { "s" })
}

/// Which way a number went from the first answer to the last.
fn course((first, last): (&Answer<'_>, &Answer<'_>)) -> &'static str {
    let number = |answer: &Answer<'_>| {
        let claim = answer.given.first()?.claim;
        claim.value.base_number().filter(|_| is_numeric(claim.kind))
    };
    match number(first).zip(number(last)) {
        Some((first, last)) if first < last => "it rose, ",
        Some((first, last)) if first > last => "it fell, ",
        Some(_) | None => "",
    }
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

/// Who gives an answer, in the words of the first of them; statements in the words of several.
fn said(
    answer: &Answer<'_>,
    first: Option<Date>,
    differ: bool,
    old: &dyn Fn(&str) -> bool,
    rules: &Rules,
) -> String {
    let mut more = 0;
    let mut wordings: Vec<(String, Vec<&Given<'_>>)> = Vec::new();
    for given in &answer.given {
        // Only statements tell one answer in several wordings.
        if given.claim.kind != Kind::Statement
            && let Some((_, all)) = wordings.first_mut()
        {
            all.push(given);
            continue;
        }
        let value = shown(given);
        let same = |known: &str| known == value || letters(known).eq(letters(&value));
        let full = wordings.len() == QUOTED;
        match wordings.iter_mut().find(|(known, _)| same(known)) {
            Some((_, all)) => all.push(given),
            None if full => more += 1,
            None => wordings.push((value, vec![given])),
        }
    }
    if let [(value, all)] = wordings.as_mut_slice() {
        *value = usual(all);
    }
    let later = if differ { later(answer, first) } else { String::new() };
    let mut parts: Vec<String> = wordings
        .iter()
        .map(|(value, all)| {
            let (who, one) = speakers(all, differ, old, rules);
            format!("{who} {} {value}{later}", if one { "says" } else { "say" })
        })
        .collect();
    if more > 0 {
        parts.push(format!("{more} more in other words"));
    }
    parts.join("; ")
}

/// The wording that most of the claims have, the first of several.
fn usual(given: &[&Given<'_>]) -> String {
    let mut counts: BTreeMap<(&str, Option<DateRange>), (usize, usize)> = BTreeMap::new();
    for (place, given) in given.iter().enumerate() {
        let days = given.member.days.filter(|_| given.claim.kind == Kind::Date);
        counts.entry((quote::value(given), days)).or_insert((0, place)).0 += 1;
    }
    let most = counts.into_values().max_by_key(|(count, place)| (*count, Reverse(*place)));
    most.and_then(|(_, place)| given.get(place)).map(|given| shown(given)).unwrap_or_default()
}

/// Letters of a wording by which two are taken for one.
const ALIKE: usize = 60;

fn letters(wording: &str) -> impl Iterator<Item = char> {
    wording.chars().filter(|letter| letter.is_alphanumeric()).take(ALIKE)
}

/// A value in quotation marks, with the days that a date comes to.
fn shown(given: &Given<'_>) -> String {
    let value = quote::value(given);
    let days = given.member.days.filter(|_| given.claim.kind == Kind::Date);
    let days = days.map(|days| days.label()).filter(|label| *label != value);
    let days = days.map_or(String::new(), |label| format!(" ({label})"));
    match value.char_indices().nth(LONGEST) {
        Some((cut, _)) => {
            let head = value.get(..cut).unwrap_or_default();
            let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
            format!("“{head} …”{days}")
        }
        None => format!("“{value}”{days}"),
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
        .map(|given| Step { text: read_as(given), quote: quote::sentence(given) })
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

/// Room for what a step says beside the source and the value.
const REST: usize = 160;

/// Who says a value, and as what it was read.
fn read_as(given: &Given<'_>) -> String {
    let (low, high, unit) = super::position::extent(given);
    let value = quote::value(given);
    let source = &given.document.article.source;
    let mut text = String::with_capacity(source.len() + value.len() + REST);
    let mut put = |pieces: &[&str]| pieces.iter().for_each(|piece| text.push_str(piece));
    put(&[source, ": “", value, "” read as "]);
    let number = |number: Decimal| number.normalize().to_string();
    match (low, high) {
        (Some(low), Some(high)) if low == high => put(&[&number(low), " ", &unit]),
        (Some(low), Some(high)) => put(&[&number(low), " to ", &number(high), " ", &unit]),
        (Some(low), None) => put(&[&number(low), " ", &unit, " or more"]),
        (None, Some(high)) => put(&[&number(high), " ", &unit, " or less"]),
        (None, None) => match given.member.days {
            Some(days) => put(&[&days.label()]),
            None => put(&[value]),
        },
    }
    let score = given.member.score.decimal().to_string();
    put(&[" by ", given.claim.normalised_by, "; match ", &score, " by "]);
    for (place, sign) in given.member.signs.iter().enumerate() {
        put(&[if place == 0 { "" } else { ", " }, sign.name()]);
    }
    text
}
