use serde::Serialize;

use crate::{
    model::{Change, Evidence, Finding, Past, Verdict},
    report::side::{Side, Sides},
};

use super::{
    plot::{self, Datum, Plot},
    quote::{Quote, citation},
    review::{self, ReviewNote},
    shape::Shape,
    sources::Desk,
    text::{Text, several},
    timeline::Timeline,
    verdict,
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
    word: &'static str,
    kind: &'static str,
    subject: Text,
    attribute: Text,
    summary: Text,
    /// Numbers of its sources in the page's list.
    sources: String,
    support: String,
    change: Option<&'static str>,
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
    why: &'static str,
    match_score: String,
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
            word: verdict::word(finding.verdict),
            kind: finding.kind.name(),
            subject: Text::new(&finding.subject),
            attribute: Text::new(&finding.attribute),
            summary: Text::new(&finding.summary),
            sources: numbers.join(" "),
            support: format!(
                "{} in {}",
                several(finding.n_independent, "independent voice", "independent voices"),
                several(finding.n_sources, "source", "sources")
            ),
            change: change(past.change),
            new: past.change == Change::New,
            open: review::is_open(past),
            review: ReviewNote::of(past),
            answers: match full {
                true => all.map(|side| Answer::of(side, &sides, desk.folder, LISTED)).collect(),
                false => all.take(2).map(|side| Answer::of(side, &sides, desk.folder, 1)).collect(),
            },
            full: full.then(|| Full::of(finding, &sides)),
        }
    }
}

impl Full {
    fn of(finding: &Finding, sides: &Sides<'_>) -> Full {
        let measure = match finding.verdict {
            Verdict::Single => None,
            Verdict::Contradict
            | Verdict::Unclear
            | Verdict::Changed
            | Verdict::Compatible
            | Verdict::Agree => plot::measure(finding).filter(|_| finding.positions.len() > 1),
        };
        let plot = measure.and_then(|measure| Plot::of(finding, measure));
        Full {
            reason: finding.reason.name(),
            why: finding.reason.meaning(),
            match_score: finding.match_score.decimal().to_string(),
            steps: finding
                .steps
                .iter()
                .map(|step| {
                    let quote = (!step.quote.is_empty()).then(|| Text::new(&step.quote));
                    (Text::new(&step.text), quote)
                })
                .collect(),
            citation: cite(finding, sides),
            timeline: measure.and_then(|measure| Timeline::of(finding, measure)),
            data: match (measure, &plot) {
                (Some(measure), Some(_)) => plot::data(finding, measure),
                (Some(_) | None, None) | (None, Some(_)) => Vec::new(),
            },
            plot,
        }
    }
}

impl Answer {
    fn of(side: &Side<'_>, sides: &Sides<'_>, folder: &str, listed: usize) -> Answer {
        let witnesses = distinct(&side.claims);
        let mut quotes: Vec<Quote> = witnesses
            .iter()
            .take(listed)
            .map(|witness| Quote::of(witness.claim, witness.copies, folder))
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
fn cite(finding: &Finding, sides: &Sides<'_>) -> Text {
    let leads = std::iter::once(&sides.first).chain(&sides.second);
    let leads: Vec<String> =
        leads.filter_map(|side| side.claims.first()).map(|claim| citation(claim)).collect();
    Text::new(&format!(
        "{}, {}: {} [{}, {}]",
        finding.subject,
        finding.attribute,
        leads.join("; "),
        finding.verdict.name(),
        finding.id
    ))
}

fn change(change: Change) -> Option<&'static str> {
    match change {
        Change::New => Some("New"),
        Change::Same => None,
        Change::MoreEvidence => Some("More evidence"),
        Change::Changed => Some("Values changed"),
        Change::Resolved => Some("Resolved"),
    }
}
