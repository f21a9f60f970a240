//! What a stage made, as JSON lines, for people who want to see why.

use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::Serialize;

use crate::{
    model::{Article, Claim, Document, Event, Mention, Modality, Polarity, Sentence},
    value::{Change, Clock, Figure, Measure, Qualifier, Value},
};

use super::exact::Exact;

/// Prints the article with its metadata and where they come from.
///
/// # Errors
/// Those of `out`.
pub fn article(article: &Article, out: &mut impl Write) -> io::Result<()> {
    line(
        &ArticleLine {
            article: &article.id,
            source: &article.source,
            published: article.date().map(|date| date.to_string()),
            published_from: article.published.map(|published| published.origin.name()),
            title: article.title.as_deref(),
            url: article.url.as_deref(),
            metadata: article.metadata.iter().map(|span| [span.start, span.end]).collect(),
            text: &article.text,
        },
        out,
    )
}

/// Prints the sentences of an article.
///
/// # Errors
/// Those of `out`.
pub fn sentences(
    article: &Article,
    sentences: &[Sentence],
    out: &mut impl Write,
) -> io::Result<()> {
    for sentence in sentences {
        line(
            &SentenceLine {
                article: &article.id,
                start: sentence.span.start,
                end: sentence.span.end,
                text: sentence.span.of(&article.text),
                block: sentence.block.name(),
            },
            out,
        )?;
    }
    Ok(())
}

/// Prints the mentions of an article, one list for each sentence; dates are resolved with the day
/// of publication.
///
/// # Errors
/// Those of `out`.
pub fn mentions(
    article: &Article,
    mentions: &[Vec<Mention>],
    out: &mut impl Write,
) -> io::Result<()> {
    for mention in mentions.iter().flatten() {
        line(&MentionLine::of(mention, article), out)?;
    }
    Ok(())
}

/// Prints the claims of an article, each with the event it is about.
///
/// # Errors
/// Those of `out`.
pub fn claims(document: &Document, out: &mut impl Write) -> io::Result<()> {
    for claim in &document.claims {
        line(&ClaimLine::of(claim, document), out)?;
    }
    Ok(())
}

fn line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct ArticleLine<'a> {
    article: &'a str,
    source: &'a str,
    published: Option<String>,
    published_from: Option<&'static str>,
    title: Option<&'a str>,
    url: Option<&'a str>,
    metadata: Vec<[u32; 2]>,
    text: &'a str,
}

#[derive(Serialize)]
struct SentenceLine<'a> {
    article: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
    block: &'static str,
}

#[derive(Serialize)]
struct MentionLine<'a> {
    article: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
    kind: &'static str,
    value: Content<'a>,
    low: Option<Exact>,
    high: Option<Exact>,
    unit: Option<&'a str>,
    qualifier: Option<Qualifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change>,
    base: Option<Base<'a>>,
    rule: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    timex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_claim: Option<&'static str>,
}

/// The one number, or the name; nothing for ranges and dates.
#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Number(Exact),
    Name(&'a str),
    None,
}

#[derive(Serialize)]
struct Base<'a> {
    low: Option<Exact>,
    high: Option<Exact>,
    unit: &'a str,
}

impl<'a> MentionLine<'a> {
    fn of(mention: &'a Mention, article: &'a Article) -> MentionLine<'a> {
        let figure = mention.value.figure();
        let calendar = Calendar::of(&mention.value);
        MentionLine {
            article: &article.id,
            start: mention.span.start,
            end: mention.span.end,
            text: mention.span.of(&article.text),
            kind: mention.value.kind().name(),
            value: Content::of(&mention.value),
            low: figure.and_then(|figure| figure.low).map(Exact),
            high: figure.and_then(|figure| figure.high).map(Exact),
            unit: unit(mention, &article.text),
            qualifier: figure.map(|figure| figure.qualifier),
            change: mention.change,
            base: base(mention),
            rule: mention.rule,
            timex: calendar.timex,
            date_start: calendar.start,
            date_end: calendar.end,
            no_claim: mention.no_claim,
        }
    }
}

impl<'a> Content<'a> {
    fn of(value: &'a Value) -> Content<'a> {
        match value {
            Value::Count(figure) | Value::Percent { figure, .. } | Value::Ordinal(figure) => {
                Content::point(figure)
            }
            Value::Money(money) => Content::point(&money.figure),
            Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
                Content::point(&measure.figure)
            }
            Value::Date(_) | Value::Time(_) => Content::None,
            Value::Place(place) => Content::Name(&place.name),
            Value::Name(name) => Content::Name(&name.text),
        }
    }

    fn point(figure: &Figure) -> Content<'a> {
        figure.point().map_or(Content::None, |number| Content::Number(Exact(number)))
    }
}

/// The unit as written; for counts the noun phrase counted.
fn unit<'a>(mention: &'a Mention, text: &'a str) -> Option<&'a str> {
    match &mention.value {
        Value::Count(_) => mention.noun.as_ref().map(|noun| noun.span.of(text)),
        Value::Money(money) => Some(&money.currency),
        Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
            Some(&measure.unit)
        }
        Value::Percent { points, .. } => Some(percent(*points)),
        Value::Ordinal(_) | Value::Date(_) | Value::Time(_) | Value::Place(_) | Value::Name(_) => {
            None
        }
    }
}

fn percent(points: bool) -> &'static str {
    if points { "percentage point" } else { "percent" }
}

/// The number after conversion to the base unit.
fn base(mention: &Mention) -> Option<Base<'_>> {
    let of = |figure: &Figure, unit| Base {
        low: figure.low.map(Exact),
        high: figure.high.map(Exact),
        unit,
    };
    let measured = |measure: &'_ Measure| measure.base.clone();
    match &mention.value {
        Value::Count(figure) => {
            Some(of(figure, mention.noun.as_ref().map_or("", |noun| noun.head.as_str())))
        }
        Value::Money(money) => Some(of(&money.figure, &money.currency)),
        Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
            measured(measure).map(|figure| of(&figure, &measure.base_unit))
        }
        Value::Percent { figure, points } => Some(of(figure, percent(*points))),
        Value::Ordinal(figure) => Some(of(figure, "ordinal")),
        Value::Date(_) | Value::Time(_) | Value::Place(_) | Value::Name(_) => None,
    }
}

/// A date or time in the terms of the calendar, as far as it is known.
#[derive(Default)]
struct Calendar {
    timex: Option<String>,
    start: Option<String>,
    end: Option<String>,
}

impl Calendar {
    fn of(value: &Value) -> Calendar {
        match value {
            Value::Time(clock) => {
                Calendar { timex: Some(clock_timex(clock)), ..Calendar::default() }
            }
            Value::Date(_)
            | Value::Count(_)
            | Value::Money(_)
            | Value::Duration(_)
            | Value::Quantity(_)
            | Value::Percent { .. }
            | Value::Ordinal(_)
            | Value::Age(_)
            | Value::Place(_)
            | Value::Name(_) => Calendar::default(),
        }
    }
}

fn clock_timex(clock: &Clock) -> String {
    format!("T{:02}:{:02}", clock.low.div_euclid(60), clock.low.rem_euclid(60))
}

#[derive(Serialize)]
struct ClaimLine<'a> {
    article: &'a str,
    start: u32,
    end: u32,
    value_start: u32,
    value_end: u32,
    quote: &'a str,
    value: &'a str,
    attribute: &'a str,
    kind: &'static str,
    low: Option<Exact>,
    high: Option<Exact>,
    qualifier: Option<Qualifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change>,
    subject: Option<&'a str>,
    event: Option<EventLine<'a>>,
    per: Option<&'a str>,
    qualifiers: Vec<&'a str>,
    modifiers: &'a [String],
    holder: &'a [String],
    modality: &'static str,
    polarity: &'static str,
    rule: &'a str,
    normalised_by: &'static str,
}

#[derive(Serialize)]
struct EventLine<'a> {
    class: Option<&'a str>,
    participants: &'a [String],
    places: Vec<&'a str>,
    date_start: Option<String>,
    date_end: Option<String>,
    background: bool,
    main: bool,
    modality: &'static str,
}

impl<'a> ClaimLine<'a> {
    fn of(claim: &'a Claim, document: &'a Document) -> ClaimLine<'a> {
        let text = &document.article.text;
        let end = |pick: fn(&Figure) -> Option<Decimal>| claim.value.figure().and_then(pick);
        ClaimLine {
            article: &document.article.id,
            start: claim.sentence.start,
            end: claim.sentence.end,
            value_start: claim.span.start,
            value_end: claim.span.end,
            quote: claim.sentence.of(text),
            value: claim.span.of(text),
            attribute: &claim.attribute,
            kind: claim.kind.name(),
            low: end(|figure| figure.low).map(Exact),
            high: end(|figure| figure.high).map(Exact),
            qualifier: claim.value.figure().map(|figure| figure.qualifier),
            change: claim.change,
            subject: claim.subject.as_deref(),
            event: claim.event.and_then(|n| document.events.get(n)).map(EventLine::of),
            per: claim.scope.per.as_deref(),
            qualifiers: claim.scope.qualifiers.iter().map(|word| &**word).collect(),
            modifiers: &claim.scope.modifiers,
            holder: &claim.holder,
            modality: modality(claim.modality),
            polarity: match claim.polarity {
                Polarity::Affirmed => "affirmed",
                Polarity::Denied => "denied",
            },
            rule: &claim.rule,
            normalised_by: claim.normalised_by,
        }
    }
}

impl<'a> EventLine<'a> {
    fn of(event: &'a Event) -> EventLine<'a> {
        EventLine {
            class: event.class.as_deref(),
            participants: &event.participants,
            places: event.places.iter().map(|place| &*place.name).collect(),
            date_start: event.resolved.map(|range| range.start.to_string()),
            date_end: event.resolved.map(|range| range.end.to_string()),
            background: event.background,
            main: event.main,
            modality: modality(event.modality),
        }
    }
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Happened => "happened",
        Modality::Planned => "planned",
        Modality::Conditional => "conditional",
        Modality::Possible => "possible",
    }
}
