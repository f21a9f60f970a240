use serde::Serialize;

use crate::{
    model::Verdict,
    report::{
        Report, Style,
        phrase::{headline, lead, verdict_meaning, verdict_word},
        summary::facts,
    },
    value::Kind,
};

use super::text::Text;

/// Problems that are listed in the page.
const PROBLEMS: usize = 50;

/// What the run found, in a sentence and in numbers.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Overview {
    headline: String,
    lead: String,
    tiles: Vec<Tile>,
    kinds: Vec<KindRow>,
    facts: Vec<Text>,
    skipped: Vec<Text>,
    skipped_left_out: usize,
}

#[derive(Clone, Debug, Serialize)]
struct Tile {
    verdict: &'static str,
    mark: &'static str,
    word: String,
    meaning: String,
    count: usize,
}

/// How the findings of one kind came out.
#[derive(Clone, Debug, Serialize)]
struct KindRow {
    kind: &'static str,
    word: String,
    counts: Vec<(&'static str, usize)>,
    total: usize,
}

impl Overview {
    pub(super) fn of(report: &Report<'_>, style: Style<'_>) -> Overview {
        let messages = style.language.messages();
        let counts = report.findings.counts();
        let tiles = Verdict::ALL.map(|verdict| Tile {
            verdict: verdict.name(),
            mark: verdict.mark().0,
            word: verdict_word(verdict, messages),
            meaning: verdict_meaning(verdict, messages),
            count: report.findings.count(verdict),
        });
        let kinds = Kind::ALL.into_iter().filter_map(|kind| {
            let row = Verdict::ALL.map(|verdict| {
                (verdict.name(), counts.get(&(kind, verdict)).copied().unwrap_or(0))
            });
            let total = row.iter().map(|(_, count)| count).sum();
            let word = messages.get(&format!("kind.{}", kind.name())).to_owned();
            (total > 0).then(|| KindRow { kind: kind.name(), word, counts: row.to_vec(), total })
        });
        Overview {
            headline: headline(report, messages),
            lead: lead(report, messages),
            tiles: tiles.to_vec(),
            kinds: kinds.collect(),
            facts: facts(report, style).iter().map(|line| Text::new(line)).collect(),
            skipped: report
                .problems
                .iter()
                .take(PROBLEMS)
                .map(|it| Text::new(&format!("{}: {} ({})", it.place, it.message, it.code)))
                .collect(),
            skipped_left_out: report.problems.len().saturating_sub(PROBLEMS),
        }
    }
}
