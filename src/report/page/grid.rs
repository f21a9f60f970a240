use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use serde::Serialize;

use crate::{
    model::{Finding, Verdict},
    report::{message::Messages, phrase::verdict_word},
};

use super::{shape::Shape, text::Text, verdict};

const ROWS: usize = 60;
const COLUMNS: usize = 24;
/// Letters of an answer in the last column.
const ANSWER: usize = 60;
const ANSWERS: usize = 6;
/// Sources named beside an answer.
const NAMED: usize = 3;

/// Who gives which answer to what is disputed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Grid {
    sources: Vec<Text>,
    rows: Vec<Row>,
    rows_left_out: usize,
    sources_left_out: usize,
}

#[derive(Clone, Debug, Serialize)]
struct Row {
    id: String,
    mark: &'static str,
    verdict: &'static str,
    word: String,
    subject: Text,
    attribute: Text,
    /// For each source the answers it gives.
    cells: Vec<Vec<Answer>>,
    answers: Vec<Answer>,
    more: usize,
}

#[derive(Clone, Debug, Serialize)]
struct Answer {
    shape: Shape,
    value: Text,
    /// Sources without a column that give it.
    elsewhere: Option<Text>,
}

impl Grid {
    /// `None` where nothing is disputed.
    pub(super) fn of(findings: &[Finding], messages: &Messages) -> Option<Grid> {
        let disputed: Vec<&Finding> =
            findings.iter().filter(|finding| verdict::is_disputed(finding.verdict)).collect();
        let shown = disputed.get(..ROWS).unwrap_or(&disputed);
        // In how many rows a source is, and which is the first.
        let mut rows_of: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (row, finding) in shown.iter().enumerate() {
            let mut sources: Vec<&str> = finding.claims.iter().map(|it| &*it.source).collect();
            sources.sort_unstable();
            sources.dedup();
            for source in sources {
                rows_of.entry(source).or_insert((0, row)).0 += 1;
            }
        }
        let all = rows_of.len();
        let mut sources: Vec<(&str, (usize, usize))> = rows_of.into_iter().collect();
        sources.sort_by_key(|(source, (rows, first))| (Reverse(*rows), *first, *source));
        sources.truncate(COLUMNS);
        let sources: Vec<&str> = sources.into_iter().map(|(source, _)| source).collect();
        (!shown.is_empty()).then(|| Grid {
            sources_left_out: all - sources.len(),
            rows: shown.iter().map(|finding| Row::of(finding, &sources, messages)).collect(),
            sources: sources.iter().map(|source| Text::short(source, 28)).collect(),
            rows_left_out: disputed.len() - shown.len(),
        })
    }
}

impl Row {
    fn of(finding: &Finding, sources: &[&str], messages: &Messages) -> Row {
        let answer = |position: usize| Answer {
            shape: Shape::of(position),
            value: finding
                .positions
                .get(position)
                .map_or_else(Text::default, |answer| Text::short(&answer.value, ANSWER)),
            elsewhere: None,
        };
        let named = |position: usize| {
            let elsewhere = elsewhere(finding, position, sources, messages);
            Answer { elsewhere, ..answer(position) }
        };
        let mut of_source: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for claim in &finding.claims {
            of_source.entry(&claim.source).or_default().push(claim.position);
        }
        let cell = |source: &&str| {
            let mut positions = of_source.get(source).cloned().unwrap_or_default();
            positions.sort_unstable();
            positions.dedup();
            positions.into_iter().map(answer).collect()
        };
        let verdict: Verdict = finding.verdict;
        Row {
            id: finding.id.clone(),
            mark: verdict.mark().0,
            verdict: verdict.name(),
            word: verdict_word(verdict, messages),
            subject: Text::new(&finding.subject),
            attribute: Text::new(&finding.attribute),
            cells: sources.iter().map(cell).collect(),
            answers: (0..finding.positions.len().min(ANSWERS)).map(named).collect(),
            more: finding.positions.len().saturating_sub(ANSWERS),
        }
    }
}

/// Those who give an answer and have no column.
fn elsewhere(
    finding: &Finding,
    position: usize,
    columns: &[&str],
    messages: &Messages,
) -> Option<Text> {
    let claims = finding.claims.iter().filter(|claim| claim.position == position);
    let all: BTreeSet<&str> =
        claims.map(|claim| &*claim.source).filter(|source| !columns.contains(source)).collect();
    let mut names: Vec<String> =
        all.iter().take(NAMED).map(|source| (*source).to_owned()).collect();
    if let Some(more) = all.len().checked_sub(NAMED).filter(|more| *more > 0) {
        names.push(messages.fill("page.and_more", &[("n", &more)]));
    }
    (!names.is_empty()).then(|| Text::new(&names.join(", ")))
}
