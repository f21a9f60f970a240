use std::{cmp::Reverse, collections::BTreeMap, io};

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use rustc_hash::FxHashMap;

use crate::model::{ConflictKind, Evidence, Finding};

use super::{Report, articles::Source};

/// How often sources give answers that fit together.
#[derive(Debug, Default)]
pub(super) struct Accord {
    /// Those that share most first.
    pub(super) sources: Vec<Standing>,
    /// By the numbers of two of the sources, the smaller first.
    pairs: FxHashMap<(usize, usize), Shared>,
}

/// What one source has in the run.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    pub(super) source: String,
    pub(super) articles: usize,
    pub(super) claims: usize,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    /// Questions that an independent source answers as well.
    pub(super) shared: Shared,
    /// Sources that have a text of the same origin.
    pub(super) copies: Vec<String>,
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

impl Accord {
    /// Counts over all findings of a report, and the pairs of the `most` sources that share most.
    ///
    /// # Errors
    /// When the findings cannot be read back.
    pub(super) fn of(report: &Report<'_>, most: usize) -> io::Result<Accord> {
        let census = report.articles.census();
        let standing = |(name, source): (&String, &Source)| {
            let Source { articles, first, last } = *source;
            let source = name.clone();
            (name.clone(), Standing { source, articles, first, last, ..Standing::default() })
        };
        let mut standings: BTreeMap<String, Standing> =
            census.sources.iter().map(standing).collect();
        let mut copies = Copies::default();
        for finding in report.findings.iter() {
            let finding = finding?;
            copies.add(&finding);
            let question = Question::of(&finding);
            for voice in &question.voices {
                if !standings.contains_key(voice.source) {
                    let source = voice.source.to_owned();
                    let new = Standing { source: source.clone(), ..Standing::default() };
                    standings.insert(source, new);
                }
                let Some(standing) = standings.get_mut(voice.source) else { continue };
                standing.claims += voice.claims;
                if let Some(gravest) = question.against_all(voice) {
                    standing.shared.add(gravest);
                }
            }
        }
        let mut copies = copies.by_source();
        let mut sources: Vec<Standing> = standings.into_values().collect();
        for standing in &mut sources {
            standing.copies = copies.remove(&standing.source).unwrap_or_default();
        }
        sources.sort_by(|a, b| {
            let key = |it: &Standing| Reverse(it.shared.questions);
            (key(a), &a.source).cmp(&(key(b), &b.source))
        });
        let pairs = pairs(report, sources.get(..most).unwrap_or(&sources))?;
        Ok(Accord { sources, pairs })
    }

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

/// How often each two of some sources share a question, by their places in the list.
fn pairs(
    report: &Report<'_>,
    sources: &[Standing],
) -> io::Result<FxHashMap<(usize, usize), Shared>> {
    let mut pairs: FxHashMap<(usize, usize), Shared> = FxHashMap::default();
    if sources.is_empty() {
        return Ok(pairs);
    }
    let number_of: FxHashMap<&str, usize> =
        sources.iter().enumerate().map(|(n, source)| (source.source.as_str(), n)).collect();
    for finding in report.findings.iter() {
        let finding = finding?;
        let question = Question::of(&finding);
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
    Ok(pairs)
}

/// The sources of each origin.
#[derive(Default)]
struct Copies {
    names: Vec<String>,
    numbers: FxHashMap<String, usize>,
    by_origin: BTreeMap<usize, Vec<usize>>,
}

impl Copies {
    fn add(&mut self, finding: &Finding) {
        for claim in &finding.claims {
            let number = match self.numbers.get(&claim.source) {
                Some(number) => *number,
                None => {
                    self.names.push(claim.source.clone());
                    self.numbers.insert(claim.source.clone(), self.names.len() - 1);
                    self.names.len() - 1
                }
            };
            let sources = self.by_origin.entry(claim.origin).or_default();
            if !sources.contains(&number) {
                sources.push(number);
            }
        }
    }

    /// For each source the others that have a text of it.
    fn by_source(self) -> BTreeMap<String, Vec<String>> {
        let mut copies: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for sources in self.by_origin.into_values().filter(|sources| sources.len() > 1) {
            let mut sources: Vec<&String> =
                sources.iter().filter_map(|number| self.names.get(*number)).collect();
            sources.sort_unstable();
            for source in &sources {
                let others = sources.iter().filter(|other| *other != source).take(MOST_COPIES);
                copies
                    .entry((*source).clone())
                    .or_default()
                    .extend(others.map(|other| (*other).clone()));
            }
        }
        for sources in copies.values_mut() {
            sources.sort_unstable();
            sources.dedup();
        }
        copies
    }
}

/// Sources named beside one that has the same text.
const MOST_COPIES: usize = 20;
