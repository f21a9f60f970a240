use serde::Serialize;

use crate::{
    model::{Change, Evidence, Finding, Past, Verdict},
    report::{
        message::Messages,
        phrase::{support, verdict_word},
        side::{Side, Sides},
    },
};

use super::{
    plot::{self, Datum, Plot},
    quote::{Quote, citation},
    review::{self, ReviewNote},
    shape::Shape,
    sources::Desk,
    text::Text,
    timeline::Timeline,
    witness::distinct,
};

/// Quotes of an answer that stand open in a card, and all that it lists.
const OPEN: usize = 2;
const LISTED: usize = 30;

/// A finding as the page shows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Card {
    id: String,
    verdict: &'static str,
    mark: &'static str,
    word: String,
    kind: &'static str,
    subject: Text,
    attribute: Text,
    summary: Text,
    /// Numbers of its sources in the page's list.
    sources: String,
    change: Option<String>,
    new: bool,
    open: bool,
    review: Option<ReviewNote>,
    answers: Vec<Answer>,
    full: Option<Full>,
}

/// What only a whole card has.
#[derive(Clone, Debug, Serialize)]
struct Full {
    reason: &'static str,
    why: String,
    facts: String,
    steps: Vec<(Text, Option<Text>)>,
    citation: Text,
    plot: Option<Plot>,
    timeline: Option<Timeline>,
    data: Vec<Datum>,
}

#[derive(Clone, Debug, Serialize)]
struct Answer {
    shape: Shape,
    value: Text,
    sources: Text,
    quotes: Vec<Quote>,
    more: Vec<Quote>,
    left_out: usize,
}

impl Card {
    pub(super) fn of(finding: &Finding, past: &Past, desk: &Desk<'_>, full: bool) -> Card {
        let sides = Sides::of(finding);
        let all = std::iter::once(&sides.first).chain(&sides.second).chain(&sides.others);
        let mut numbers: Vec<usize> =
            finding.claims.iter().filter_map(|it| desk.sources.get(&*it.source).copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        Card {
            id: finding.id.clone(),
            verdict: finding.verdict.name(),
            mark: finding.verdict.mark().0,
            word: verdict_word(finding.verdict, desk.messages),
            kind: finding.kind.name(),
            subject: Text::new(&finding.subject),
            attribute: Text::new(&finding.attribute),
            summary: Text::new(&finding.summary),
            sources: numbers.join(" "),
            change: change(past.change, desk.messages),
            new: past.change == Change::New,
            open: review::is_open(past),
            review: ReviewNote::of(past, desk.messages),
            answers: match full {
                true => all.map(|side| Answer::of(side, &sides, desk, LISTED)).collect(),
                false => all.take(2).map(|side| Answer::of(side, &sides, desk, 1)).collect(),
            },
            full: full.then(|| Full::of(finding, &sides, desk.messages)),
        }
    }
}

impl Full {
    fn of(finding: &Finding, sides: &Sides<'_>, messages: &'static Messages) -> Full {
        let measure = match finding.verdict {
            Verdict::Single => None,
            Verdict::Contradict
            | Verdict::Unclear
            | Verdict::Changed
            | Verdict::Compatible
            | Verdict::Agree => plot::measure(finding).filter(|_| finding.positions.len() > 1),
        };
        let plot = measure.and_then(|measure| Plot::of(finding, measure, messages));
        Full {
            reason: finding.reason.name(),
            why: messages.reason(finding.reason).to_owned(),
            facts: support(finding, messages),
            steps: finding
                .steps
                .iter()
                .map(|step| {
                    let quote = (!step.quote.is_empty()).then(|| Text::new(&step.quote));
                    (Text::new(&step.text), quote)
                })
                .collect(),
            citation: cite(finding, sides, messages),
            timeline: measure.and_then(|measure| Timeline::of(finding, measure, messages)),
            data: match (measure, &plot) {
                (Some(measure), Some(_)) => plot::data(finding, measure, messages),
                (Some(_) | None, None) | (None, Some(_)) => Vec::new(),
            },
            plot,
        }
    }
}

impl Answer {
    fn of(side: &Side<'_>, sides: &Sides<'_>, desk: &Desk<'_>, listed: usize) -> Answer {
        let witnesses = distinct(&side.claims);
        let mut quotes: Vec<Quote> = witnesses
            .iter()
            .take(listed)
            .map(|witness| Quote::of(witness.claim, witness.copies, desk))
            .collect();
        let more = quotes.split_off(OPEN.min(quotes.len()));
        Answer {
            shape: Shape::of(side.claims.first().map_or(0, |claim: &&Evidence| claim.position)),
            value: Text::new(side.value),
            sources: Text::new(&sides.sources(side)),
            left_out: witnesses.len().saturating_sub(listed),
            quotes,
            more,
        }
    }
}

/// Subject, both values, sources, dates and links in a line to paste.
fn cite(finding: &Finding, sides: &Sides<'_>, messages: &Messages) -> Text {
    let leads = std::iter::once(&sides.first).chain(&sides.second);
    let leads: Vec<String> = leads
        .filter_map(|side| side.claims.first())
        .map(|claim| citation(claim, messages))
        .collect();
    Text::new(&format!(
        "{}, {}: {} [{}, {}]",
        finding.subject,
        finding.attribute,
        leads.join("; "),
        finding.verdict.name(),
        finding.id
    ))
}

fn change(change: Change, messages: &Messages) -> Option<String> {
    match change {
        Change::Same => None,
        Change::New | Change::MoreEvidence | Change::Changed | Change::Resolved => {
            Some(messages.get(&format!("change.{}", change.name())).to_owned())
        }
    }
}
