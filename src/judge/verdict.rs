use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    model::{
        Conflict, ConflictKind, Evidence, Finding, Group, Polarity, Position, Reason, Score,
        Severity, Sign, Step, Verdict,
    },
    rule::Rules,
    value::{Likeness, Relation, Value},
};

use super::{
    id, label,
    pair::{Told, conflict},
    position::{Answer, Given, Replaced, extent, qualifier},
    quote, summary,
    voice::Voice,
};

/// Match score from which a contradiction is an error rather than a warning.
const SURE: Score = Score(80);

pub(super) fn finding(group: &Group, answers: Vec<Answer<'_>>, rules: &Rules) -> Finding {
    let mut reasons: Vec<(ConflictKind, Reason)> = Vec::new();
    let mut conflicts: Vec<Conflict> = Vec::new();
    let comparable = can_differ(&answers);
    let told = Told::new(&answers);
    for (a, left) in answers.iter().enumerate().filter(|_| comparable) {
        for (b, right) in answers.iter().enumerate().skip(a + 1) {
            if let Some((kind, reason)) = conflict((a, left), (b, right), &told, rules) {
                let told = || is_told_alike(left) && is_told_alike(right);
                let aside = group.aside && reason != Reason::AlteredCopy && !told();
                let (kind, reason) =
                    if aside { (ConflictKind::Unclear, Reason::LowMatch) } else { (kind, reason) };
                conflicts.push(Conflict { a, b, kind });
                reasons.push((kind, reason));
            }
        }
    }
    let given: Vec<&Given<'_>> = answers.iter().flat_map(|answer| &answer.given).collect();
    let (verdict, reason) = match reasons.iter().min_by_key(|how| rank(how)) {
        Some((kind, reason)) => (kind.verdict(), *reason),
        None => without_conflict(&answers, &given),
    };
    let match_score = match_score(&answers, &conflicts, verdict);
    let voices = Voice::count(given.iter().map(|given| &given.voice));
    let label = label::label(group, &answers, rules);
    let topic = label::topic(group, &label, rules);
    let said = summary::summary(&topic, &answers, &conflicts, (verdict, reason), voices, rules);
    let steps = summary::steps(&answers, &conflicts, reason);
    let conclusion = Conclusion { verdict, reason, said, steps, score: match_score };
    whole(group, &answers, conflicts, conclusion, &label)
}

/// Whether a sentence of an answer shares so much with the others, a name among it, that they speak of one
/// thing, though it is not the news.
fn is_told_alike(answer: &Answer<'_>) -> bool {
    let signs = |given: &Given<'_>| given.member.signs;
    answer.given.iter().map(signs).any(|it| it.has(Sign::ManyWords) && it.has(Sign::Name))
}

/// How sure the surest pair is that makes the verdict: the best claims of two answers that differ so,
/// or of two articles.
fn match_score(answers: &[Answer<'_>], conflicts: &[Conflict], verdict: Verdict) -> Score {
    let best = |index: usize| {
        let given = answers.get(index).into_iter().flat_map(|answer| &answer.given);
        given.map(|given| given.member.score).max().unwrap_or_default()
    };
    let pairs = conflicts.iter().filter(|conflict| conflict.kind.verdict() == verdict);
    if let Some(score) = pairs.map(|pair| Score::mean(best(pair.a), best(pair.b))).max() {
        return score;
    }
    let mut articles: BTreeMap<usize, Score> = BTreeMap::new();
    for given in answers.iter().flat_map(|answer| &answer.given) {
        let known = articles.entry(given.member.document).or_default();
        *known = given.member.score.max(*known);
    }
    let mut scores: Vec<Score> = articles.into_values().collect();
    scores.sort_unstable_by_key(|score| std::cmp::Reverse(*score));
    match scores.as_slice() {
        [first, second, ..] => Score::mean(*first, *second),
        [one] => *one,
        [] => Score::default(),
    }
}

/// What was found, and how it is put in words.
pub(super) struct Conclusion {
    pub(super) verdict: Verdict,
    pub(super) reason: Reason,
    pub(super) said: String,
    pub(super) steps: Vec<Step>,
    pub(super) score: Score,
}

/// The finding of a conclusion that rests on more than one claim on a side.
pub(super) fn concluded(
    group: &Group,
    answers: &[Answer<'_>],
    conclusion: Conclusion,
    rules: &Rules,
) -> Finding {
    let label = label::label(group, answers, rules);
    let said = format!("{}: {}.", label::topic(group, &label, rules), conclusion.said);
    whole(group, answers, Vec::new(), Conclusion { said, ..conclusion }, &label)
}

fn whole(
    group: &Group,
    answers: &[Answer<'_>],
    conflicts: Vec<Conflict>,
    conclusion: Conclusion,
    label: &str,
) -> Finding {
    let Conclusion { verdict, reason, said, steps, score } = conclusion;
    let given = || answers.iter().flat_map(|answer| &answer.given);
    let dates: Vec<Date> = given().filter_map(|given| given.document.article.date()).collect();
    let positions: Vec<Position> = answers.iter().map(position).collect();
    let sources: BTreeSet<&str> =
        given().map(|given| given.document.article.source.as_str()).collect();
    let subject = label::subject(group);
    Finding {
        id: id::finding_id(group),
        evidence_hash: id::evidence_hash(verdict, &positions),
        verdict,
        reason,
        severity: severity(verdict, score),
        claims: evidence(answers, &subject, label),
        subject,
        attribute: label.to_owned(),
        kind: group.kind,
        summary: said,
        match_score: score,
        n_independent: Voice::count(given().map(|given| &given.voice)),
        n_sources: sources.len(),
        asof_first: dates.iter().min().copied(),
        asof_last: dates.iter().max().copied(),
        positions,
        conflicts,
        steps,
    }
}

/// The gravest difference first; of the doubtful ones that which is sure.
fn rank((kind, reason): &(ConflictKind, Reason)) -> (ConflictKind, bool, Reason) {
    (*kind, *reason != Reason::AlteredCopy, *reason)
}

/// Whether two articles speak, or a named holder: one article alone does not contradict itself.
fn can_differ(answers: &[Answer<'_>]) -> bool {
    let mut given = answers.iter().flat_map(|answer| &answer.given);
    let first = given.next().map(|given| given.member.document);
    given.any(|given| {
        Some(given.member.document) != first || given.voice.is_named() || given.claim.is_property()
    })
}

/// Two origins, or two named holders within one, are needed for more than `single`.
fn without_conflict(answers: &[Answer<'_>], given: &[&Given<'_>]) -> (Verdict, Reason) {
    let origins: BTreeSet<usize> = given.iter().map(|given| given.member.origin).collect();
    let holders =
        Voice::count(given.iter().map(|given| &given.voice).filter(|voice| voice.is_named()));
    if origins.len() < 2 && holders < 2 {
        let articles: BTreeSet<usize> = given.iter().map(|given| given.member.document).collect();
        let reason = if articles.len() > 1 { Reason::SameOrigin } else { Reason::OneSource };
        return (Verdict::Single, reason);
    }
    if let Some(answer) = answers.iter().find(|answer| is_shared(answer)) {
        return (Verdict::Agree, same_answer(answer));
    }
    let likenesses = || {
        answers.iter().enumerate().flat_map(|(index, a)| {
            answers.iter().skip(index + 1).map(move |b| (a, b, a.relation(b)))
        })
    };
    for (a, b, relation) in likenesses() {
        if let Relation::Agree(likeness) = relation {
            return (Verdict::Agree, other_words(a, b, likeness));
        }
    }
    for (a, b, relation) in likenesses() {
        if let Relation::Compatible(likeness) = relation {
            return (Verdict::Compatible, other_words(a, b, likeness));
        }
    }
    (Verdict::Single, Reason::OneSource)
}

fn is_shared(answer: &Answer<'_>) -> bool {
    let holders = Voice::count(
        answer.given.iter().map(|given| &given.voice).filter(|voice| voice.is_named()),
    );
    answer.origins() > 1 || holders > 1
}

/// Why the claims of one answer are the same.
fn same_answer(answer: &Answer<'_>) -> Reason {
    let Some(first) = answer.given.first() else { return Reason::SameValue };
    for other in answer.given.iter().skip(1) {
        match (&first.claim.value, &other.claim.value) {
            (Value::Date(a), Value::Date(b)) if a != b => return Reason::DateResolved,
            (Value::Duration(a), Value::Duration(b)) | (Value::Quantity(a), Value::Quantity(b))
                if a.unit != b.unit =>
            {
                return Reason::ConvertedUnit;
            }
            (Value::Ordinal(_), Value::Ordinal(_))
                if first.claim.normalised_by != other.claim.normalised_by =>
            {
                return Reason::OrdinalCount;
            }
            _ => {}
        }
    }
    Reason::SameValue
}

/// Why two answers in other words go together.
fn other_words(a: &Answer<'_>, b: &Answer<'_>, likeness: Likeness) -> Reason {
    let (Some(a), Some(b)) = (a.given.first(), b.given.first()) else { return Reason::SameValue };
    match (&a.claim.value, &b.claim.value) {
        (Value::Date(_), Value::Date(_)) => return Reason::DateResolved,
        (Value::Place(_), Value::Place(_)) => return Reason::PlaceContains,
        (Value::Money(a), Value::Money(b)) if a.currency != b.currency => {
            return Reason::ConvertedCurrency;
        }
        (Value::Duration(a), Value::Duration(b)) | (Value::Quantity(a), Value::Quantity(b))
            if a.unit != b.unit =>
        {
            return Reason::ConvertedUnit;
        }
        _ => {}
    }
    match likeness {
        Likeness::Same => Reason::SameValue,
        Likeness::Rounding => Reason::Rounding,
        Likeness::Bounds => Reason::Bounds,
        Likeness::Contains => Reason::PlaceContains,
    }
}

fn severity(verdict: Verdict, score: Score) -> Severity {
    match verdict {
        Verdict::Contradict if score >= SURE => Severity::Error,
        Verdict::Contradict => Severity::Warning,
        Verdict::Unclear | Verdict::Changed => Severity::Note,
        Verdict::Compatible | Verdict::Agree | Verdict::Single => Severity::None,
    }
}

fn position(answer: &Answer<'_>) -> Position {
    let Some(first) = answer.given.first() else {
        return Position {
            value: String::new(),
            low: None,
            high: None,
            unit: String::new(),
            origins: 0,
        };
    };
    let (low, high, unit) = extent(first);
    Position { value: quote::value(first).to_owned(), low, high, unit, origins: answer.origins() }
}

/// The claims in the order of article and place.
fn evidence(answers: &[Answer<'_>], subject: &str, label: &str) -> Vec<Evidence> {
    let mut given: Vec<(usize, &Given<'_>)> = answers
        .iter()
        .enumerate()
        .flat_map(|(position, answer)| answer.given.iter().map(move |given| (position, given)))
        .collect();
    given.sort_by_key(|(_, given)| (given.member.document, given.member.claim));
    let replaced = Replaced::new(answers);
    let evidence = |(position, given): (usize, &Given<'_>)| {
        let current = !replaced.has(position, &given.document.article.source);
        Evidence { current, ..one(position, given, subject, label) }
    };
    given.into_iter().map(evidence).collect()
}

fn one(position: usize, given: &Given<'_>, subject: &str, label: &str) -> Evidence {
    let (document, claim) = (given.document, given.claim);
    let (low, high, unit) = extent(given);
    let (line, column) = document.line_column(claim.shown().start);
    Evidence {
        claim_id: quote::claim_id(document, claim),
        article: document.article.id.clone(),
        source: document.article.source.clone(),
        published: document.article.date(),
        title: document.article.title.clone(),
        url: document.article.url.clone(),
        holder: claim.holder.clone(),
        position,
        current: true,
        quote: quote::sentence(given),
        sentence: claim.sentence,
        span: claim.shown(),
        line,
        column,
        scalars: document.scalars(claim.shown()),
        value: quote::value(given).to_owned(),
        kind: claim.kind,
        subject: subject.to_owned(),
        attribute: label.to_owned(),
        asof: document.article.date(),
        low,
        high,
        unit,
        qualifier: qualifier(claim),
        denied: claim.polarity == Polarity::Denied,
        origin: given.member.origin,
        rule: String::from(&*claim.rule),
        normalised_by: claim.normalised_by.to_owned(),
        match_score: given.member.score,
        signs: given.member.signs,
    }
}
