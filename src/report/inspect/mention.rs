use std::borrow::Cow;

use serde::Serialize;

use crate::{
    model::{Article, Mention, Span},
    report::exact::Exact,
    value::{Change, Figure, Qualifier, Value},
};

use super::when::When;

/// A mention as one line; value, ends and unit as written.
#[derive(Serialize)]
pub(super) struct MentionLine<'a> {
    article: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
    kind: &'static str,
    value: Content<'a>,
    low: Option<Exact>,
    high: Option<Exact>,
    unit: Option<Cow<'a, str>>,
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
    pub(super) fn of(mention: &'a Mention, day: When, article: &'a Article) -> MentionLine<'a> {
        let figure = mention.value.figure();
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
            timex: day.timex,
            date_start: day.start,
            date_end: day.end,
            no_claim: mention.no_claim,
        }
    }
}

impl<'a> MentionLine<'a> {
    /// The same line over the words of a neighbour too.
    pub(super) fn with(self, other: &Mention, article: &'a Article) -> MentionLine<'a> {
        let start = self.start.min(other.span.start);
        let end = self.end.max(other.span.end);
        MentionLine { start, end, text: Span { start, end }.of(&article.text), ..self }
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
            Value::Statement { affirmed } => Content::Name(if *affirmed { "yes" } else { "no" }),
        }
    }

    fn point(figure: &Figure) -> Content<'a> {
        figure.point().map_or(Content::None, |number| Content::Number(Exact(number)))
    }
}

/// The unit as written, with the denominator of a rate; for counts the noun phrase counted.
fn unit<'a>(mention: &'a Mention, text: &'a str) -> Option<Cow<'a, str>> {
    let unit = match &mention.value {
        Value::Count(_) if mention.rule == "count.multiple" => Some("times"),
        Value::Count(_) if mention.rule == Mention::SHORT_NOUN => {
            mention.noun.as_ref().map(|noun| noun.head.as_str())
        }
        Value::Count(_) => mention.noun.as_ref().map(|noun| noun.span.of(text)),
        Value::Money(money) => Some(&*money.currency),
        Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
            Some(&*measure.unit)
        }
        Value::Percent { points, .. } => Some(percent(*points)),
        Value::Ordinal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Place(_)
        | Value::Name(_)
        | Value::Statement { .. } => None,
    }?;
    Some(match &mention.per {
        Some(per) => Cow::Owned(format!("{unit} per {per}")),
        None => Cow::Borrowed(unit),
    })
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
    match &mention.value {
        Value::Count(figure) => {
            Some(of(figure, mention.noun.as_ref().map_or("", |noun| noun.head.as_str())))
        }
        Value::Money(money) => Some(of(&money.figure, &money.currency)),
        Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
            measure.base.as_ref().map(|figure| of(figure, &measure.base_unit))
        }
        Value::Percent { figure, points } => Some(of(figure, percent(*points))),
        Value::Ordinal(figure) => Some(of(figure, "ordinal")),
        Value::Date(_)
        | Value::Time(_)
        | Value::Place(_)
        | Value::Name(_)
        | Value::Statement { .. } => None,
    }
}
