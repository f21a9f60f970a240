use std::{cmp::Reverse, collections::BTreeMap};

use crate::{model::Sentence, value::Symbol};

use super::{
    Element, Match,
    automaton::{Automaton, Hit},
    states::Cache,
};

/// The automaton with what its programs mean: patterns of attributes, or words that mark a clause.
#[derive(Clone, Debug, Default)]
pub(super) struct Matcher {
    pub(super) automaton: Automaton,
    /// Patterns by program; programs that mark a clause have none.
    patterns: Vec<Option<Pattern>>,
    /// Programs of the words that exclude or narrow, by their text.
    pub(super) markers: BTreeMap<String, u32>,
}

#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) attribute: usize,
    /// Position in the attribute.
    pub(super) number: usize,
    pub(super) rule: Symbol,
    /// Markers that the clause must not hold.
    pub(super) not: Vec<u32>,
    /// Scope that the pattern itself states.
    pub(super) scope: Option<Symbol>,
    pub(super) scopes: Vec<ScopeRule>,
}

#[derive(Clone, Debug)]
pub(super) struct ScopeRule {
    pub(super) id: Symbol,
    pub(super) marker: u32,
    /// Counts anywhere in the clause, else in the match or beside it.
    pub(super) anywhere: bool,
}

/// A possible match; ordered so that the best for a value comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    value: u32,
    /// Position of the value among the elements.
    at: usize,
    covered: Reverse<usize>,
    skipped: usize,
    general: bool,
    attribute: usize,
    number: usize,
    hit: Hit,
    subject: Option<u32>,
}

/// Where markers stand, by marker and by clause.
struct Marks {
    hits: Vec<Hit>,
    in_clause: Vec<(u32, u32)>,
    /// Number of the clause of every element.
    clauses: Vec<u32>,
}

impl Matcher {
    pub(super) fn add(&mut self, program: u32, pattern: Pattern) {
        let index = program as usize;
        if self.patterns.len() <= index {
            self.patterns.resize(index + 1, None);
        }
        if let Some(slot) = self.patterns.get_mut(index) {
            *slot = Some(pattern);
        }
    }

    pub(super) fn matches(
        &self,
        sentence: &Sentence,
        elements: &[Element],
        special: impl Fn(usize) -> bool,
        fits: impl Fn(&Match) -> bool,
    ) -> Vec<Match> {
        if !elements.iter().any(|element| matches!(element, Element::Mention { .. })) {
            return Vec::new();
        }
        self.automaton.with_cache(|cache| {
            let classes = self.automaton.classify(elements, sentence, cache);
            let (hits, marks): (Vec<Hit>, Vec<Hit>) = self
                .automaton
                .scan(&classes, cache)
                .into_iter()
                .partition(|hit| self.pattern(hit.program).is_some());
            if hits.is_empty() {
                return Vec::new();
            }
            let marks = Marks::new(marks, elements);
            let mut candidates: Vec<Candidate> = hits
                .into_iter()
                .filter_map(|hit| self.candidate(hit, elements, &classes, &marks, &special, cache))
                .collect();
            candidates.sort();
            let mut found: Vec<Match> = Vec::new();
            for candidate in candidates {
                if found.last().is_some_and(|last| last.value == candidate.value) {
                    continue;
                }
                let next = self.finish(&candidate, sentence, elements, &marks, cache);
                if let Some(next) = next.filter(&fits) {
                    found.push(next);
                }
            }
            found
        })
    }

    fn pattern(&self, program: u32) -> Option<&Pattern> {
        self.patterns.get(program as usize)?.as_ref()
    }

    fn candidate(
        &self,
        hit: Hit,
        elements: &[Element],
        classes: &[u32],
        marks: &Marks,
        special: impl Fn(usize) -> bool,
        cache: &Cache,
    ) -> Option<Candidate> {
        let pattern = self.pattern(hit.program)?;
        if pattern.not.iter().any(|marker| marks.in_clauses_of(hit, *marker)) {
            return None;
        }
        let capture = self.automaton.capture(hit, classes, cache)?;
        let mention = |at: usize| match elements.get(at)? {
            Element::Mention { index, .. } => Some(*index),
            Element::Word { .. } | Element::Break => None,
        };
        Some(Candidate {
            value: mention(capture.value?)?,
            at: capture.value?,
            covered: Reverse((hit.end - hit.start) as usize - capture.skipped),
            skipped: capture.skipped,
            general: !special(pattern.attribute),
            attribute: pattern.attribute,
            number: pattern.number,
            hit,
            subject: capture.subject.and_then(mention),
        })
    }

    fn finish(
        &self,
        candidate: &Candidate,
        sentence: &Sentence,
        elements: &[Element],
        marks: &Marks,
        cache: &mut Cache,
    ) -> Option<Match> {
        let pattern = self.pattern(candidate.hit.program)?;
        let inside = self.marks_inside(elements.get(candidate.at)?, sentence, cache);
        let narrows = |rule: &&ScopeRule| {
            inside.contains(&rule.marker)
                || marks.beside(candidate.hit, rule.marker)
                || rule.anywhere && marks.in_clauses_of(candidate.hit, rule.marker)
        };
        let narrowing = pattern.scopes.iter().filter(narrows).map(|rule| &rule.id);
        let mut scopes: Vec<Symbol> = pattern.scope.iter().chain(narrowing).cloned().collect();
        scopes.sort();
        scopes.dedup();
        Some(Match {
            attribute: pattern.attribute,
            pattern: pattern.number,
            rule: pattern.rule.clone(),
            value: candidate.value,
            subject: candidate.subject,
            elements: candidate.hit.start as usize..candidate.hit.end as usize,
            scopes,
        })
    }

    /// Markers in the noun phrase that the value counts ("seriously injured people").
    fn marks_inside(&self, value: &Element, sentence: &Sentence, cache: &mut Cache) -> Vec<u32> {
        let noun = match value {
            Element::Mention { noun, .. } => noun.clone(),
            Element::Word { .. } | Element::Break => return Vec::new(),
        };
        let classes: Vec<u32> =
            noun.map(|token| self.automaton.word_class(sentence.id(token as usize))).collect();
        self.automaton.scan(&classes, cache).into_iter().map(|hit| hit.program).collect()
    }
}

impl Marks {
    fn new(mut hits: Vec<Hit>, elements: &[Element]) -> Marks {
        let clauses: Vec<u32> = elements
            .iter()
            .scan(0, |clause, element| {
                *clause += u32::from(matches!(element, Element::Break));
                Some(*clause)
            })
            .collect();
        hits.sort_unstable();
        let clause = |hit: &Hit| clauses.get(hit.start as usize).copied().unwrap_or_default();
        let mut in_clause: Vec<(u32, u32)> =
            hits.iter().map(|hit| (hit.program, clause(hit))).collect();
        in_clause.sort_unstable();
        Marks { hits, in_clause, clauses }
    }

    /// Whether `marker` stands in a clause that the hit touches.
    fn in_clauses_of(&self, hit: Hit, marker: u32) -> bool {
        let clause = |at: u32| self.clauses.get(at as usize).copied().unwrap_or_default();
        let (first, last) = (clause(hit.start), clause(hit.end.saturating_sub(1)));
        let from = self.in_clause.partition_point(|mark| *mark < (marker, first));
        self.in_clause.get(from).is_some_and(|mark| *mark <= (marker, last))
    }

    /// Whether `marker` stands in the hit or right beside it.
    fn beside(&self, hit: Hit, marker: u32) -> bool {
        let first = hit.start.saturating_sub(LONGEST_MARK);
        let from = self.hits.partition_point(|mark| (mark.program, mark.start) < (marker, first));
        self.hits
            .iter()
            .skip(from)
            .take_while(|mark| mark.program == marker && mark.start <= hit.end)
            .any(|mark| mark.end >= hit.start)
    }
}

/// Elements of the longest marker that is looked for in front of a match.
const LONGEST_MARK: u32 = 8;
