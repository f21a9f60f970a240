use rust_decimal::Decimal;
use serde::Serialize;

use crate::{
    model::{Claim, Document, Event, Modality, Polarity, Untold},
    report::exact::Exact,
    value::{Change, Figure, Qualifier},
};

/// A claim as one line, with the event it is about.
#[derive(Serialize)]
pub(super) struct ClaimLine<'a> {
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
    /// Why no other claim is set against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_comparable: Option<&'static str>,
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
    pub(super) fn of(claim: &'a Claim, document: &'a Document) -> ClaimLine<'a> {
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
            not_comparable: claim.untold.map(Untold::why),
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
