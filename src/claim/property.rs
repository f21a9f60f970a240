use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::Path,
};

use rust_decimal::Decimal;

use crate::{
    model::{Article, Block, Claim, Markup, Mention, Sentence, Span, TokenKind},
    rule::{Part, Rules},
    value::{Kind, Symbol, Value},
};

/// Longest sentence that says something of a thing, in tokens.
const LONGEST: usize = 40;
/// Longest item of a list that leaves out what its heading says, in tokens.
const ITEM: usize = 8;
/// Words that tell of what a value is.
const WORDS: usize = 2;
/// Longest name of what an amount is of, in tokens.
const TOPIC: usize = 3;

/// What a document says of things: each value of a sentence or of a table's cell, with all the words
/// beside it as the question that it answers.
pub fn properties(
    article: &Article,
    sentences: &[Sentence],
    mentions: &[Vec<Mention>],
    rules: &Rules,
) -> Vec<Claim> {
    let stem = Path::new(&article.id).file_stem().and_then(|stem| stem.to_str());
    let asks = stem.is_some_and(|stem| rules.property.is_asking(&stem.to_lowercase()));
    let text = article.text.as_str();
    let mut found = Vec::new();
    let mut heading: Option<&Sentence> = None;
    let mut opening: Option<&Sentence> = None;
    let mut table = Table::default();
    for (sentence, mentions) in sentences.iter().zip(mentions) {
        let line = Line { sentence, mentions, text, rules };
        let cell = matches!(sentence.block, Block::Cell { .. });
        if !cell || table.paragraph != Some(sentence.paragraph) {
            found.extend(table.finish());
        }
        if opening.is_none_or(|opening| opening.paragraph != sentence.paragraph) {
            opening = Some(sentence);
        }
        match sentence.block {
            Block::Title | Block::Heading => heading = Some(sentence),
            Block::Cell { row, column } => {
                table.paragraph = Some(sentence.paragraph);
                table.take(&line, row, column);
            }
            Block::Paragraph | Block::ListItem | Block::Caption => {
                let opening = opening.map_or(sentence.span, |opening| opening.span);
                match line.default(opening, heading) {
                    Some(claim) => found.push((false, claim)),
                    None => {
                        let plain = article.markup == Markup::Plain;
                        found.extend(
                            line.claims(heading).into_iter().filter(|(completed, _)| {
                                !plain || !completed && line.is_finished()
                            }),
                        );
                    }
                }
                let above = heading.filter(|it| it.block != Block::Title);
                found.extend(line.requirement(above, asks).map(|claim| (false, claim)));
            }
            Block::Post | Block::Boilerplate | Block::Code => {}
        }
    }
    found.extend(table.finish());
    unique(found)
}

/// Leaves out what one document says of several things in the same words, which only the place where
/// they stand tells apart.
fn unique(found: Vec<(bool, Claim)>) -> Vec<Claim> {
    let mut values: BTreeMap<(Option<String>, Kind), Vec<Value>> = BTreeMap::new();
    for (_, claim) in found.iter().filter(|(completed, _)| *completed) {
        let known = values.entry((claim.subject.clone(), claim.kind)).or_default();
        if !known.contains(&claim.value) {
            known.push(claim.value.clone());
        }
    }
    let several = |claim: &Claim| {
        values.get(&(claim.subject.clone(), claim.kind)).is_some_and(|values| values.len() > 1)
    };
    let told = found.into_iter().filter(|(completed, claim)| !completed || !several(claim));
    told.map(|(_, claim)| claim).collect()
}

/// The head of a table and of the row that is read.
#[derive(Default)]
struct Table {
    paragraph: Option<u32>,
    columns: BTreeMap<u32, (Vec<String>, Span)>,
    /// Columns of defaults.
    defaults: BTreeSet<u32>,
    row: Option<(u32, Vec<String>, Span)>,
    /// How many rows have the same head, by its words.
    heads: BTreeMap<Vec<String>, usize>,
    found: Vec<(Vec<String>, Claim)>,
}

impl Table {
    fn take(&mut self, line: &Line<'_>, row: u32, column: u32) {
        let sentence = line.sentence;
        if row == 0 {
            self.columns.insert(column, (line.words(&[]), sentence.span));
            if line.tokens().any(|at| line.rules.property.is_default(&line.lower(at))) {
                self.defaults.insert(column);
            }
        } else if column == 0 {
            let name = line.words(&[]);
            *self.heads.entry(name.clone()).or_default() += 1;
            self.row = Some((row, name, sentence.span));
        } else if let Some(claim) = self.claim(line, row, column) {
            let name = self.row.as_ref().map(|(_, name, _)| name.clone());
            self.found.push((name.unwrap_or_default(), claim));
        }
    }

    fn claim(&self, line: &Line<'_>, row: u32, column: u32) -> Option<Claim> {
        let (_, name, about) = self.row.as_ref().filter(|(own, ..)| *own == row)?;
        let (head, label) = self.columns.get(&column)?;
        if self.defaults.contains(&column) {
            return line.default_cell(*about);
        }
        let mention = line.values().next().filter(|_| line.values().count() == 1)?;
        let value = mention.tokens.start as usize..mention.tokens.end as usize;
        let rest = line.words(std::slice::from_ref(&value));
        if !rest.is_empty() || !name.iter().any(|word| line.is_telling(word)) {
            return None;
        }
        let corner = self.columns.get(&0).map(|(words, _)| words.clone()).unwrap_or_default();
        let counted = line.counted(mention);
        let words = [name.clone(), head.clone(), corner, counted].concat();
        let label = label.of(line.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let claim = line.claim(mention, words, Some(*about), label.to_lowercase())?;
        Some(Claim { pattern: Some(Symbol::from(Claim::ROW)), ..claim })
    }

    /// The claims of a table: a row with the head of another one is told by more than its head.
    fn finish(&mut self) -> Vec<(bool, Claim)> {
        let Table { heads, found, .. } = std::mem::take(self);
        let own = |name: &Vec<String>| heads.get(name) == Some(&1);
        let claims = found.into_iter().filter(|(name, _)| own(name));
        claims.map(|(_, claim)| (true, claim)).collect()
    }
}

/// A sentence or cell with its values.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) mentions: &'a [Mention],
    pub(super) text: &'a str,
    pub(super) rules: &'a Rules,
}

impl<'a> Line<'a> {
    pub(super) fn values(&self) -> impl Iterator<Item = &'a Mention> {
        self.mentions.iter().filter(|mention| is_value(mention) && self.is_whole(mention.span))
    }

    /// Its claims, each with whether its question takes in words of the heading.
    fn claims(&self, heading: Option<&Sentence>) -> Vec<(bool, Claim)> {
        if !self.is_plain() {
            return Vec::new();
        }
        let values: Vec<&Mention> = self.values().collect();
        let taken: Vec<Range<usize>> = values
            .iter()
            .map(|mention| mention.tokens.start as usize..mention.tokens.end as usize)
            .collect();
        let mut shared = self.words(&taken);
        let Some(first) = values.first() else { return Vec::new() };
        let verbless = !self.tokens().any(|at| self.is_verb(at));
        let short = self.sentence.tokens.len() <= ITEM && verbless && values.len() == 1;
        let item = short && (self.sentence.block == Block::ListItem || self.is_labelled());
        let about = self.about(first).filter(|about| self.is_name(*about));
        if !item && (verbless || about.is_none()) {
            return Vec::new();
        }
        // "Source: a. Published: 2025" is a list of fields, whatever it looks like.
        if !item
            && (0..first.tokens.start as usize).any(|at| self.sentence.word(at, self.text) == ":")
        {
            return Vec::new();
        }
        let completed = item || about.is_some_and(|about| self.is_partial(about));
        if completed {
            let Some(above) = heading else { return Vec::new() };
            // A number or a day of its own is that of one thing after the other.
            if matches!(first.value.kind(), Kind::Count | Kind::Date)
                || !shared.iter().any(|word| self.is_telling(word))
            {
                return Vec::new();
            }
            let above = Line { sentence: above, mentions: &[], ..*self }.words(&[]);
            // What an item has in common with its heading would not tell it from the next one.
            if item && shared.iter().any(|word| above.contains(word)) {
                return Vec::new();
            }
            shared.extend(above);
        }
        let vague = shared.iter().filter(|word| self.is_telling(word)).count() < WORDS;
        let top = heading.is_none_or(|heading| heading.block == Block::Title);
        let one = |(place, mention): (usize, &&'a Mention)| {
            let beside = values.iter().enumerate().filter(|(other, _)| *other != place);
            let beside = beside.map(|(_, other)| format!("({})", other.span.of(self.text)));
            if !self.counts_something(mention) {
                return None;
            }
            let counted = self.counted(mention);
            let words = shared.iter().cloned().chain(beside).chain(counted).collect();
            let claim = self.claim(mention, words, self.about(mention), self.label(mention))?;
            let pattern = match completed || vague {
                true => Some(Claim::VAGUE),
                false => top.then_some(Claim::TOP),
            };
            Some(Claim { pattern: pattern.map(Symbol::from), ..claim })
        };
        let claims = values.iter().enumerate().filter_map(one);
        claims.map(|claim| (completed, claim)).collect()
    }

    /// Whether a value is more than a bare number, which may be that of anything.
    fn counts_something(&self, mention: &Mention) -> bool {
        mention.value.kind() != Kind::Count || mention.noun.is_some()
    }

    /// Whether a value is no part of a name, a path or a longer number: "HTTP/2".
    pub(super) fn is_whole(&self, value: Span) -> bool {
        let before = self.text.get(..value.start as usize).unwrap_or_default();
        let mut behind = self.text.get(value.end as usize..).unwrap_or_default().chars();
        let glued = |letter: char| letter.is_alphanumeric() || "/_-−–#@:.\\~+<>".contains(letter);
        let (next, then) = (behind.next(), behind.next());
        let open = before.chars().next_back().is_some_and(|letter| glued(letter) && letter != '>');
        let goes_on = next.is_some_and(|letter| match letter {
            '.' | ':' | ',' | '-' => then.is_some_and(char::is_alphanumeric),
            letter => letter.is_alphanumeric() || "/_−–×^\\".contains(letter),
        });
        !open && !goes_on
    }

    /// Whether it ends as a sentence does.
    fn is_finished(&self) -> bool {
        let last = self.sentence.tokens.last().map_or("", |token| token.span.of(self.text));
        last == "."
    }

    /// Whether it is a label with its value: "Default: 30".
    fn is_labelled(&self) -> bool {
        self.tokens().any(|at| at > 0 && self.sentence.word(at, self.text) == ":")
    }

    /// Whether some words are the name of a thing, and no clause.
    fn is_name(&self, about: Span) -> bool {
        let words = self.sentence.tokens.iter().filter(|token| about.contains(token.span));
        let mut words = words.map(|token| (token.kind, token.span.of(self.text).to_lowercase()));
        words.all(|(kind, word)| {
            let marked = kind == TokenKind::Punctuation && !matches!(&*word, "-" | "'" | "’" | "_");
            !marked && !self.rules.property.is_clausal(&word)
        })
    }

    /// Whether it is a statement that stands by itself.
    fn is_plain(&self) -> bool {
        let tokens = &self.sentence.tokens;
        let last = tokens.last().map_or("", |token| token.span.of(self.text));
        let first = self.lower(0);
        let item = self.sentence.block == Block::ListItem;
        let opens = tokens
            .first()
            .is_some_and(|token| token.kind.is_word() || item && token.kind == TokenKind::Number);
        let orders = self.rules.inflection.verb(&first).is_some_and(|base| *base == first)
            && !self.tokens().any(|at| self.is_verb(at));
        let property = &self.rules.property;
        opens
            && tokens.len() <= LONGEST
            && !matches!(last, "?" | ":")
            && !orders
            && !property.is_opening(&first)
            && !self.tokens().any(|at| self.is_aside(&self.lower(at)))
    }

    /// Whether a word shows that a sentence goes on about another one, holds in one case, or tells of the
    /// past.
    fn is_aside(&self, word: &str) -> bool {
        let property = &self.rules.property;
        let code =
            matches!(word, "[" | "]" | "{" | "}" | "=" | "<" | ">" | "|" | "\\" | "#" | "→" | "@");
        code || property.is_pointing(word) || property.is_past(word) || property.is_case(word)
    }

    /// Whether the last word of its subject names a part of something.
    fn is_partial(&self, about: Span) -> bool {
        let last = about.of(self.text).split_whitespace().next_back().unwrap_or_default();
        let one = about.of(self.text).split_whitespace().count() < WORDS;
        let named = self
            .mentions
            .iter()
            .any(|mention| mention.value.kind() == Kind::Name && mention.span.overlaps(about));
        one && !named || self.rules.property.is_partial(&last.to_lowercase())
    }

    pub(super) fn tokens(&self) -> Range<usize> {
        0..self.sentence.tokens.len()
    }

    pub(super) fn lower(&self, at: usize) -> String {
        self.sentence.word(at, self.text).to_lowercase()
    }

    /// Whether a word shows that the sentence states something.
    fn is_verb(&self, at: usize) -> bool {
        let inside = |mention: &Mention| {
            (mention.tokens.start as usize..mention.tokens.end as usize).contains(&at)
        };
        if self.mentions.iter().any(inside) {
            return false;
        }
        let word = self.lower(at);
        let inflected = self.rules.inflection.verb(&word).is_some_and(|base| *base != word);
        self.is_finite(at) || at > 0 && inflected
    }

    /// Whether a word is a verb that can only follow a subject.
    fn is_finite(&self, at: usize) -> bool {
        let told = at > 0 && self.rules.property.is_verb(&self.lower(at));
        told || self.rules.clause.is(self.sentence.id(at), Part::Auxiliary)
    }

    /// Content words outside of some tokens, each in its base form.
    pub(super) fn words(&self, without: &[Range<usize>]) -> Vec<String> {
        let outside = |at: &usize| !without.iter().any(|range| range.contains(at));
        self.tokens().filter(outside).filter_map(|at| self.content(at)).collect()
    }

    pub(super) fn content(&self, at: usize) -> Option<String> {
        let token = self.sentence.tokens.get(at)?;
        let word = self.lower(at);
        let counts = match token.kind {
            TokenKind::Lower | TokenKind::Capitalized | TokenKind::Upper | TokenKind::Number => {
                true
            }
            TokenKind::Punctuation | TokenKind::Symbol => false,
        };
        if !counts || word.starts_with('\'') || self.rules.property.is_hollow(&word) {
            return None;
        }
        let inflection = &self.rules.inflection;
        let base = inflection.verb(&word).unwrap_or_else(|| inflection.singular(&word));
        Some(self.rules.property.same(&base).to_owned())
    }

    /// The words of the noun phrase that a number counts.
    fn counted(&self, mention: &Mention) -> Vec<String> {
        let noun = mention.noun.iter().flat_map(|noun| noun.tokens.start..noun.tokens.end);
        noun.filter_map(|at| self.content(at as usize)).collect()
    }

    /// What it is about: the words in front of the verb.
    fn about(&self, mention: &Mention) -> Option<Span> {
        let before = 0..mention.tokens.start as usize;
        let end = before
            .clone()
            .find(|at| self.is_finite(*at))
            .or_else(|| before.clone().find(|at| self.is_verb(*at)))
            .unwrap_or(before.end);
        let hollow = |at: &usize| self.rules.property.is_hollow(&self.lower(*at));
        let start = (0..end).find(|at| !hollow(at))?;
        let words = self.sentence.tokens.get(start..end)?;
        let words = words.split(|token| token.span.of(self.text) == ":").next()?;
        Some(words.first()?.span.cover(words.last()?.span))
    }

    /// What the value is: what it counts, what the amount is of, else its kind.
    fn label(&self, mention: &Mention) -> String {
        if let Some(noun) = &mention.noun {
            return noun.span.of(self.text).to_lowercase();
        }
        let end = mention.tokens.end as usize;
        let topic = (end + 1..self.sentence.tokens.len()).take(TOPIC);
        let topic: Vec<String> = topic
            .map(|at| self.lower(at))
            .take_while(|word| word.chars().all(char::is_alphabetic))
            .take_while(|word| !self.rules.property.is_hollow(word))
            .collect();
        let is_of = self.rules.clause.is(self.sentence.id(end), Part::Of);
        match topic.is_empty() || !is_of {
            true => mention.value.kind().name().to_owned(),
            false => topic.join(" "),
        }
    }

    fn claim(
        &self,
        mention: &Mention,
        mut words: Vec<String>,
        about: Option<Span>,
        label: String,
    ) -> Option<Claim> {
        words.sort();
        words.dedup();
        let told = words.iter().filter(|word| !word.starts_with('(')).count();
        if told < WORDS || !words.iter().any(|word| self.is_telling(word)) {
            return None;
        }
        if let Value::Duration(measure) | Value::Quantity(measure) = &mention.value {
            words.push(format!("({})", measure.dimension));
        }
        Some(Claim {
            subject: Some(words.join(" ")),
            rule: Symbol::from(Claim::PROPERTY),
            unit: mention.noun.as_ref().map(|noun| Symbol::from(noun.head.as_str())),
            about,
            normalised_by: mention.rule,
            ..Claim::new(
                Symbol::from(label),
                mention.value.clone(),
                self.sentence.span,
                mention.span,
            )
        })
    }

    /// Whether a word tells one thing from others.
    pub(super) fn is_telling(&self, word: &str) -> bool {
        word.chars().filter(|letter| letter.is_alphabetic()).count() > 2
            && !word.starts_with('(')
            && !self.rules.property.is_generic(word)
    }
}

/// Whether a mention is a value that a document may give for a thing.
fn is_value(mention: &Mention) -> bool {
    // A bare number with a point is that of a version more often than not.
    let version = mention.value.kind() == Kind::Count
        && mention.noun.is_none()
        && mention.value.figure().is_some_and(|figure| figure.step < Decimal::ONE);
    !version && is_amount(mention)
}

/// Whether a mention is a number, an amount or a day that stands for itself.
pub(super) fn is_amount(mention: &Mention) -> bool {
    let kind = match mention.value.kind() {
        Kind::Count | Kind::Money | Kind::Duration | Kind::Quantity | Kind::Percent => true,
        Kind::Date => mention.value.date().is_some_and(|date| date.resolve(None).is_some()),
        Kind::Ordinal | Kind::Time | Kind::Age | Kind::Place | Kind::Name | Kind::Statement => {
            false
        }
    };
    kind && mention.no_claim.is_none() && mention.change.is_none()
}
