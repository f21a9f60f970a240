use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{
    model::Verdict,
    report::{Marks, Report, Saved, summary},
    value::Kind,
};

use super::{
    text::{Text, grouped, several},
    verdict,
};

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
    word: &'static str,
    meaning: &'static str,
    count: usize,
}

/// How the findings of one kind came out.
#[derive(Clone, Debug, Serialize)]
struct KindRow {
    kind: &'static str,
    counts: Vec<(&'static str, usize)>,
    total: usize,
}

impl Overview {
    pub(super) fn of(report: &Report<'_>) -> Overview {
        let mut counts: BTreeMap<(Kind, Verdict), usize> = BTreeMap::new();
        for finding in report.findings {
            *counts.entry((finding.kind, finding.verdict)).or_default() += 1;
        }
        let total = |verdict: Verdict| -> usize {
            counts.iter().filter(|((_, it), _)| *it == verdict).map(|(_, count)| count).sum()
        };
        let tiles = Verdict::ALL.map(|verdict| Tile {
            verdict: verdict.name(),
            mark: verdict.mark().0,
            word: verdict::word(verdict),
            meaning: verdict::meaning(verdict),
            count: total(verdict),
        });
        let kinds = Kind::ALL.into_iter().filter_map(|kind| {
            let row = Verdict::ALL.map(|verdict| {
                (verdict.name(), counts.get(&(kind, verdict)).copied().unwrap_or(0))
            });
            let total = row.iter().map(|(_, count)| count).sum();
            (total > 0).then(|| KindRow { kind: kind.name(), counts: row.to_vec(), total })
        });
        let sources: BTreeSet<&str> = report.articles.iter().map(|it| &*it.source).collect();
        Overview {
            headline: headline(total(Verdict::Contradict), total(Verdict::Changed)),
            lead: format!(
                "Read {} by {} ({}). Of {}, {} could be set against another.",
                several(report.articles.len(), "article", "articles"),
                several(sources.len(), "source", "sources"),
                several(report.counts.origins, "independent text", "independent texts"),
                several(report.counts.claims, "claim", "claims"),
                grouped(&report.counts.comparable.to_string()),
            ),
            tiles: tiles.to_vec(),
            kinds: kinds.collect(),
            facts: facts(report),
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

fn headline(contradictions: usize, changes: usize) -> String {
    match (contradictions, changes) {
        (0, 0) => "No contradictions found".to_owned(),
        (0, changes) => {
            let changes = several(changes, "value", "values");
            format!("No contradictions; {changes} changed over time")
        }
        (found, _) => {
            format!("{} between sources", several(found, "contradiction", "contradictions"))
        }
    }
}

/// The lines of the summary that the rest of the page does not say.
fn facts(report: &Report<'_>) -> Vec<Text> {
    summary(report, Marks::Unicode, &Saved::default())
        .lines()
        .enumerate()
        .filter(|(n, line)| *n != 1 && !line.starts_with("Most disputed: "))
        .map(|(_, line)| Text::new(line))
        .collect()
}
