use std::{cmp::Reverse, collections::BTreeMap};

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{ConflictKind, Evidence, Finding};

use super::Report;

/// How often sources give answers that fit together.
#[derive(Debug, Default)]
pub(super) struct Accord<'a> {
    /// Those that share most first.
    pub(super) sources: Vec<Standing<'a>>,
    /// By the numbers of two of the sources, the smaller first.
    pairs: FxHashMap<(usize, usize), Shared>,
}

/// What one source has in the run.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing<'a> {
    pub(super) source: &'a str,
    pub(super) articles: usize,
    pub(super) claims: usize,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    /// Questions that an independent source answers as well.
    pub(super) shared: Shared,
    /// Sources that have a text of the same origin.
    pub(super) copies: Vec<&'a str>,
}

/// Questions with several answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shared {
    pub(super) questions: usize,
    /// Those whose answers fit together.
    pub(super) agree: usize,
    pub(super) contradict: usize,
}

impl Shared {
    fn add(&mut self, gravest: Option<ConflictKind>) {
        self.questions += 1;
        match gravest {
            None => self.agree += 1,
            Some(ConflictKind::Contradict) => self.contradict += 1,
            Some(ConflictKind::Unclear | ConflictKind::Changed) => {}
        }
    }

    pub(super) fn agree_percent(self) -> Option<Decimal> {
        percent(self.agree, self.questions)
    }

    pub(super) fn contradict_percent(self) -> Option<Decimal> {
        percent(self.contradict, self.questions)
    }
}

fn percent(part: usize, whole: usize) -> Option<Decimal> {
    let share = (Decimal::from(part) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(whole))?;
    Some(share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
}

impl<'a> Accord<'a> {
    /// Counts for every source, and for every two of the `most` that share most.
    pub(super) fn of(report: &Report<'a>, most: usize) -> Accord<'a> {
        let mut standings: BTreeMap<&str, Standing<'a>> = BTreeMap::new();
        for article in report.articles {
            let standing = standings.entry(&article.source).or_default();
            standing.articles += 1;
            let date = article.date();
            standing.first = standing.first.into_iter().chain(date).min();
            standing.last = standing.last.into_iter().chain(date).max();
        }
        let mut questions = Vec::new();
        for question in report.findings.iter().map(Question::of) {
            for voice in &question.voices {
                let standing = standings.entry(voice.source).or_default();
                standing.claims += voice.claims;
                if let Some(gravest) = question.against_all(voice) {
                    standing.shared.add(gravest);
                }
            }
            if question.voices.len() > 1 {
                questions.push(question);
            }
        }
        let mut copies = copies(report.findings);
        let mut sources: Vec<Standing<'a>> = standings
            .into_iter()
            .map(|(source, standing)| Standing {
                source,
                copies: copies.remove(source).unwrap_or_default(),
                ..standing
            })
            .collect();
        sources.sort_by_key(|standing| (Reverse(standing.shared.questions), standing.source));
        let number_of: FxHashMap<&str, usize> =
            sources.iter().take(most).enumerate().map(|(n, source)| (source.source, n)).collect();
        let mut pairs: FxHashMap<(usize, usize), Shared> = FxHashMap::default();
        for question in &questions {
            let known: Vec<(usize, &Voice<'_>)> = question
                .voices
                .iter()
                .filter_map(|voice| Some((*number_of.get(voice.source)?, voice)))
                .collect();
            for (at, (a, one)) in known.iter().enumerate() {
                for (b, other) in known.iter().skip(at + 1) {
                    if let Some(gravest) = question.between(one, other) {
                        pairs.entry((*a.min(b), *a.max(b))).or_default().add(gravest);
                    }
                }
            }
        }
        Accord { sources, pairs }
    }

    /// What two sources share, by their numbers.
    pub(super) fn pair(&self, a: usize, b: usize) -> Shared {
        self.pairs.get(&(a.min(b), a.max(b))).copied().unwrap_or_default()
    }
}

/// A finding by the sources that answer.
struct Question<'a> {
    voices: Vec<Voice<'a>>,
    /// For each answer who gives it now.
    held: Vec<Vec<&'a Evidence>>,
    kinds: FxHashMap<(usize, usize), ConflictKind>,
}

struct Voice<'a> {
    source: &'a str,
    claims: usize,
    /// What it says now.
    answers: Vec<&'a Evidence>,
}

impl<'a> Question<'a> {
    fn of(finding: &'a Finding) -> Question<'a> {
        let mut voices: BTreeMap<&str, Voice<'a>> = BTreeMap::new();
        for claim in &finding.claims {
            let voice = voices.entry(&claim.source).or_insert_with(|| Voice {
                source: &claim.source,
                claims: 0,
                answers: Vec::new(),
            });
            voice.claims += 1;
            let known = |known: &&Evidence| {
                (known.position, known.origin) == (claim.position, claim.origin)
            };
            if claim.current && !voice.answers.iter().any(known) {
                voice.answers.push(claim);
            }
        }
        let kinds = finding.conflicts.iter().map(|conflict| {
            ((conflict.a.min(conflict.b), conflict.a.max(conflict.b)), conflict.kind)
        });
        let voices: Vec<Voice<'_>> = voices.into_values().collect();
        let mut held = vec![Vec::new(); finding.positions.len()];
        for claim in voices.iter().flat_map(|voice| &voice.answers) {
            if let Some(held) = held.get_mut(claim.position) {
                held.push(*claim);
            }
        }
        Question { voices, held, kinds: kinds.collect() }
    }

    /// The gravest conflict of two sources; `None` where all they have is of one origin.
    fn between(&self, one: &Voice<'_>, other: &Voice<'_>) -> Option<Option<ConflictKind>> {
        let mut independent = false;
        let mut gravest = None;
        for a in &one.answers {
            for b in other.answers.iter().filter(|b| b.origin != a.origin) {
                independent = true;
                gravest = graver(gravest, self.kind(a.position, b.position));
            }
        }
        independent.then_some(gravest)
    }

    fn kind(&self, a: usize, b: usize) -> Option<ConflictKind> {
        self.kinds.get(&(a.min(b), a.max(b))).copied()
    }

    /// The gravest conflict of a source with any other; `None` where nobody else answers.
    fn against_all(&self, voice: &Voice<'_>) -> Option<Option<ConflictKind>> {
        let mut answered = false;
        let mut gravest = None;
        for answer in &voice.answers {
            for (rival, held) in self.held.iter().enumerate() {
                let independent = |claim: &&Evidence| {
                    claim.source != voice.source && claim.origin != answer.origin
                };
                if held.iter().any(independent) {
                    answered = true;
                    let kind = self.kind(answer.position, rival);
                    gravest = graver(gravest, kind);
                }
            }
        }
        answered.then_some(gravest)
    }
}

fn graver(a: Option<ConflictKind>, b: Option<ConflictKind>) -> Option<ConflictKind> {
    [a, b].into_iter().flatten().min_by_key(|kind| kind.verdict())
}

/// For each source those with a text of the same origin.
fn copies(findings: &[Finding]) -> BTreeMap<&str, Vec<&str>> {
    let mut by_origin: BTreeMap<usize, FxHashSet<&str>> = BTreeMap::new();
    for claim in findings.iter().flat_map(|finding| &finding.claims) {
        by_origin.entry(claim.origin).or_default().insert(&claim.source);
    }
    let mut copies: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sources in by_origin.into_values().filter(|sources| sources.len() > 1) {
        let mut sources: Vec<&str> = sources.into_iter().collect();
        sources.sort_unstable();
        for source in &sources {
            let others = sources.iter().filter(|other| *other != source).take(MOST_COPIES);
            copies.entry(source).or_default().extend(others);
        }
    }
    for sources in copies.values_mut() {
        sources.sort_unstable();
        sources.dedup();
    }
    copies
}

/// Sources named beside one that has the same text.
const MOST_COPIES: usize = 20;
