use std::{cell::OnceCell, ops::Range};

use crate::{
    model::{Mention, Sentence, Span},
    rule::{Part, Rules, Trigger},
    value::{DateExpr, Kind},
};

use super::{
    clause::{Clause, clauses},
    holder::Speech,
};

/// A sentence as the claim stage looks at it: its mentions, clauses and event words.
pub(super) struct Frame<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) mentions: &'a [Mention],
    pub(super) text: &'a str,
    pub(super) clauses: Vec<Clause>,
    pub(super) triggers: Vec<Found>,
    speech: OnceCell<Speech>,
}

/// An event word and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) trigger: Trigger,
    /// Positions in the sentence's tokens.
    pub(super) tokens: Range<usize>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(
        sentence: &'a Sentence,
        mentions: &'a [Mention],
        text: &'a str,
        rules: &Rules,
    ) -> Frame<'a> {
        Frame {
            sentence,
            mentions,
            text,
            clauses: clauses(sentence, mentions, text, rules),
            triggers: triggers(sentence, mentions, rules),
            speech: OnceCell::new(),
        }
    }

    /// Who says something in the sentence.
    pub(super) fn speech(&self, rules: &Rules) -> &Speech {
        self.speech.get_or_init(|| Speech::new(self, rules))
    }

    /// Index of the clause that holds a token; the last clause before it for a token between two.
    pub(super) fn clause_at(&self, token: usize) -> usize {
        self.clauses.partition_point(|clause| clause.tokens.start <= token).saturating_sub(1)
    }

    pub(super) fn clause(&self, token: usize) -> Option<&Clause> {
        self.clauses.get(self.clause_at(token))
    }

    /// The words around a verb at `at` between the nearest values on either side of it, `None` where
    /// no value stands among `tokens`: numbers and times answer questions of their own.
    pub(super) fn core(
        &self,
        tokens: Range<usize>,
        at: Range<usize>,
        rules: &Rules,
    ) -> Option<Span> {
        let told = self
            .mentions
            .iter()
            .filter(|mention| mention.no_claim.is_none() && mention.value.is_measured());
        let (mut first, mut end) = (tokens.start, tokens.end);
        for mention in told {
            let value = mention.tokens.start as usize..mention.tokens.end as usize;
            if value.end <= at.start {
                first = first.max(value.end);
            } else if value.start >= at.end {
                end = end.min(value.start);
            }
        }
        let leads = |token: usize| {
            let id = self.sentence.id(token);
            rules.clause.is(id, Part::Preposition) || rules.number.noun.is_determiner(id)
        };
        while end > at.end && end < tokens.end && leads(end - 1) {
            end -= 1;
        }
        let words = self.sentence.tokens.get(first..end).filter(|_| (first..end) != tokens)?;
        Some(words.first()?.span.cover(words.last()?.span))
    }

    /// Mentions of a kind, with their positions among the mentions.
    pub(super) fn of_kind(
        &self,
        kind: Kind,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a Mention)> {
        let mentions = self.mentions;
        mentions.iter().enumerate().filter(move |(_, mention)| mention.value.kind() == kind)
    }

    /// The period in the clause of a token that a number is about ("third-quarter revenue"); a
    /// day only says when it was told.
    pub(super) fn period_near(&self, token: usize) -> Option<DateExpr> {
        let clause = self.clause_at(token);
        let (_, mention) = self
            .of_kind(Kind::Date)
            .filter(|(_, mention)| self.clause_at(mention.tokens.start as usize) == clause)
            .find(|(_, mention)| mention.value.date().is_some_and(DateExpr::is_period))?;
        mention.value.date().cloned()
    }

    /// The date that the clause of a token speaks of.
    pub(super) fn day_near(&self, token: usize) -> Option<DateExpr> {
        let clause = self.clause_at(token);
        let mut dates = self.of_kind(Kind::Date);
        let near = dates.find(|(_, date)| self.clause_at(date.tokens.start as usize) == clause);
        near?.1.value.date().cloned()
    }

    /// Distance in tokens between a mention and a token range, with a fine for every clause border between.
    pub(super) fn distance(&self, mention: &Mention, tokens: &Range<usize>) -> usize {
        let (start, end) = (mention.tokens.start as usize, mention.tokens.end as usize);
        let gap =
            if end <= tokens.start { tokens.start - end } else { start.saturating_sub(tokens.end) };
        let borders = self.clause_at(start).abs_diff(self.clause_at(tokens.start));
        gap + 8 * borders
    }
}

/// First token of the names that are glued to an event noun ("Norway-Sweden talks").
fn compound_start(mentions: &[Mention], noun: usize) -> usize {
    let mut start = noun;
    for mention in mentions.iter().rev() {
        let end = mention.tokens.end as usize;
        if end == start || end + 1 == start && start < noun {
            start = mention.tokens.start as usize;
        } else if end < start {
            break;
        }
    }
    start
}

/// Event words of a sentence; "met for talks" is one event.
fn triggers(sentence: &Sentence, mentions: &[Mention], rules: &Rules) -> Vec<Found> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < sentence.tokens.len() {
        let words = sentence.tokens.get(index..).unwrap_or_default();
        match rules.event.trigger(words.iter().map(|token| token.word)) {
            Some((length, trigger)) => {
                let tokens = index..index + length;
                let head = compound_start(mentions, index);
                let aim = head > 0 && rules.clause.is(sentence.id(head - 1), Part::Aim);
                let known = |trigger: &Trigger| {
                    found.iter().any(|other: &Found| other.trigger.class == trigger.class)
                };
                let trigger = trigger.filter(|trigger| !(aim && known(trigger)));
                found.extend(trigger.map(|trigger| Found { trigger, tokens }));
                index += length;
            }
            None => index += 1,
        }
    }
    found
}
