use std::ops::Range;

use crate::{
    model::{Mention, Modality, Polarity, Sentence, TokenKind},
    rule::{Cue, Part, Rules},
    value::Kind,
};

/// A stretch of a sentence without a break, and how what it says is meant.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// Positions in the sentence's tokens.
    pub(super) tokens: Range<usize>,
    pub(super) modality: Modality,
    /// The word that joins what happened to what may happen ("and the toll could rise"), if one does.
    turn: Option<usize>,
    /// Where a word denies ("not"), if one does.
    denied: Option<usize>,
    /// A cue such as "last year" puts it into the background.
    pub(super) background: bool,
    /// Somebody tells in it what he saw or felt himself.
    pub(super) seen: bool,
}

/// Farthest a denial reaches, in tokens: it does not go as far as a remote relative clause.
const DENIAL: usize = 8;
/// Longest phrase in front of a comma that speaks for the clause behind it ("A year earlier, ...").
const LEAD: usize = 5;

impl Clause {
    /// How what stands at a token is meant.
    pub(super) fn modality_at(&self, token: usize) -> Modality {
        match self.turn {
            Some(turn) if token < turn => Modality::Happened,
            Some(_) | None => self.modality,
        }
    }

    /// Whether what stands at a token is denied.
    pub(super) fn polarity(&self, token: usize) -> Polarity {
        match self.denied {
            Some(denied) if denied.abs_diff(token) <= DENIAL => Polarity::Denied,
            Some(_) | None => Polarity::Affirmed,
        }
    }

    /// Where a word denies what the clause says, if one does.
    pub(super) fn denial(&self) -> Option<usize> {
        self.denied
    }

    /// Where a word close in front of a verb denies it, if one does.
    pub(super) fn denied_before(&self, verb: usize) -> Option<usize> {
        self.denied.filter(|denied| *denied < verb && verb - denied <= DENIAL)
    }
}

/// Cuts a sentence at punctuation and conjunctions; mentions are never cut.
pub(super) fn clauses(
    sentence: &Sentence,
    mentions: &[Mention],
    text: &str,
    rules: &Rules,
) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut start = 0;
    let mut next = mentions.iter().peekable();
    let mut index = 0;
    while let Some(token) = sentence.tokens.get(index) {
        while next.peek().is_some_and(|mention| (mention.tokens.end as usize) <= index) {
            next.next();
        }
        if let Some(mention) = next.peek().filter(|mention| mention.tokens.start as usize <= index)
        {
            index = mention.tokens.end as usize;
            continue;
        }
        let parts = rules.clause.plays_any(token.word);
        if !parts && token.kind != TokenKind::Punctuation {
            index += 1;
            continue;
        }
        let mut joins = || {
            rules.clause.is(token.word, Part::Join)
                && next.peek().is_some_and(|mention| {
                    mention.tokens.start as usize == index + 1 && is_figure(mention)
                })
        };
        let last = || index + 1 >= sentence.tokens.len() || is_mark(sentence, index + 1, text);
        if is_mark(sentence, index, text) {
            push(&mut clauses, start..index, sentence, mentions, rules);
            start = index + 1;
        } else if (rules.clause.is(token.word, Part::Break) || joins()) && !last() {
            push(&mut clauses, start..index, sentence, mentions, rules);
            start = index;
        }
        index += 1;
    }
    push(&mut clauses, start..sentence.tokens.len(), sentence, mentions, rules);
    if asks(sentence, text) {
        for clause in &mut clauses {
            clause.modality = clause.modality.max(Modality::Conditional);
        }
    }
    let leads = clauses.first().is_some_and(|lead| lead.background && lead.tokens.len() <= LEAD);
    if let Some(next) = clauses.get_mut(1).filter(|_| leads) {
        next.background = true;
    }
    clauses
}

/// Whether a sentence is a question.
fn asks(sentence: &Sentence, text: &str) -> bool {
    let marks = sentence.tokens.iter().rev().map(|token| token.span.of(text));
    marks.take(2).any(|mark| mark == "?")
}

fn is_figure(mention: &Mention) -> bool {
    match mention.value.kind() {
        Kind::Count | Kind::Money | Kind::Duration | Kind::Quantity | Kind::Percent | Kind::Age => {
            true
        }
        Kind::Ordinal | Kind::Date | Kind::Time | Kind::Place | Kind::Name | Kind::Statement => {
            false
        }
    }
}

/// Whether a token is a mark at which a clause ends; a hyphen inside a word is none.
fn is_mark(sentence: &Sentence, index: usize, text: &str) -> bool {
    let Some(token) = sentence.tokens.get(index) else { return false };
    if token.kind != TokenKind::Punctuation {
        return false;
    }
    let glued = |a: usize, b: usize| {
        sentence
            .tokens
            .get(a)
            .zip(sentence.tokens.get(b))
            .is_some_and(|(a, b)| a.span.end == b.span.start)
    };
    match token.span.of(text) {
        "-" => !(glued(index, index + 1) || index > 0 && glued(index - 1, index)),
        "," | ";" | ":" | "(" | ")" | "—" | "–" | "--" => true,
        "\"" | "“" | "”" => !is_short_quote(sentence, index, text),
        _ => false,
    }
}

/// Longest quotation that is a part of its clause ("he “deeply” regrets it"), in tokens.
const QUOTED: usize = 3;

/// Whether a quotation mark opens or closes a few words.
fn is_short_quote(sentence: &Sentence, index: usize, text: &str) -> bool {
    let is_quote = |token: usize| matches!(sentence.word(token, text), "\"" | "“" | "”");
    (index.saturating_sub(QUOTED + 1)..=index + QUOTED + 1)
        .any(|token| token != index && is_quote(token))
}

fn push(
    clauses: &mut Vec<Clause>,
    tokens: Range<usize>,
    sentence: &Sentence,
    mentions: &[Mention],
    rules: &Rules,
) {
    if tokens.is_empty() {
        return;
    }
    let mut clause = Clause {
        tokens: tokens.clone(),
        modality: Modality::Happened,
        turn: None,
        denied: None,
        background: false,
        seen: false,
    };
    let mut index = tokens.start;
    while index < tokens.end {
        let words = sentence.tokens.get(index..tokens.end).unwrap_or_default();
        let Some((length, cue)) = rules.clause.cue.longest(words.iter().map(|token| token.word))
        else {
            index += 1;
            continue;
        };
        match cue {
            // "in May", "Will Hurst", "not more than five"
            Cue::Modality(_) | Cue::Denied if is_own(mentions, index, cue) => {}
            Cue::Modality(modality) => {
                if clause.modality == Modality::Happened {
                    clause.turn = turn(tokens.start..index, sentence, rules);
                }
                clause.modality = clause.modality.max(*modality);
            }
            Cue::Background if index > 0 && rules.holder.is_speech(sentence.id(index - 1)) => {}
            Cue::Denied => clause.denied = Some(index),
            Cue::Background => clause.background = true,
            Cue::Seen => clause.seen = true,
            Cue::Stressed => {}
        }
        index += length;
    }
    clauses.push(clause);
}

/// Whether a word belongs to a name or date, or to the number it denies.
fn is_own(mentions: &[Mention], token: usize, cue: &Cue) -> bool {
    let after = mentions.partition_point(|mention| mention.tokens.end as usize <= token);
    let mention = mentions.get(after).filter(|mention| mention.tokens.start as usize <= token);
    mention.is_some_and(|mention| *cue == Cue::Denied || !is_figure(mention))
}

/// The last word in front of a cue that joins another statement to one with a verb.
fn turn(before: Range<usize>, sentence: &Sentence, rules: &Rules) -> Option<usize> {
    let is = |token: usize, part: Part| rules.clause.is(sentence.id(token), part);
    let link = before.clone().rev().find(|token| is(*token, Part::Link))?;
    (before.start..link).any(|token| is(token, Part::Auxiliary)).then_some(link)
}
