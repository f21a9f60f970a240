use std::collections::BTreeSet;

use crate::{
    model::{Article, Mention, Sentence, Span},
    pipeline,
    rule::Rules,
    value::Kind,
};

/// Content words behind a denial that it may be about.
const DENIED: usize = 2;
/// Farthest of them, in tokens.
const REACH: usize = 5;

/// A premise or a hypothesis: its words and its numbers.
pub(super) struct Side {
    pub(super) text: String,
    /// Every word and number as written, lower case, with its place.
    tokens: Vec<(Span, String)>,
    /// Content words in their base form, with their places.
    content: Vec<(Span, String)>,
    denied: BTreeSet<String>,
    /// The first name where the text opens with it.
    lead: Option<Span>,
    /// Numbers, days and times.
    pub(super) numbers: Vec<Mention>,
    pub(super) is_worked_out: bool,
    pub(super) is_loose: bool,
}

impl Side {
    pub(super) fn new(text: &str, rules: &Rules) -> Side {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let (sentences, mentions) = pipeline::mentions(&article, rules);
        let mut side = Side {
            text: text.to_owned(),
            tokens: Vec::new(),
            content: Vec::new(),
            denied: BTreeSet::new(),
            lead: None,
            numbers: Vec::new(),
            is_worked_out: false,
            is_loose: false,
        };
        for sentence in &sentences {
            side.add(sentence, rules);
        }
        for mention in mentions.into_iter().flatten() {
            match mention.value.kind() {
                Kind::Name | Kind::Place => {
                    let opens = mention.span.start < 6 && side.lead.is_none();
                    side.lead = side.lead.or(opens.then_some(mention.span));
                }
                Kind::Count
                | Kind::Money
                | Kind::Duration
                | Kind::Quantity
                | Kind::Percent
                | Kind::Ordinal
                | Kind::Date
                | Kind::Time
                | Kind::Age => side.numbers.push(mention),
                Kind::Statement => {}
            }
        }
        side
    }

    fn add(&mut self, sentence: &Sentence, rules: &Rules) {
        let text = self.text.clone();
        let base = |word: &str| match rules.inflection.verb(word) {
            Some(base) => base.into_owned(),
            None => rules.inflection.singular(word).into_owned(),
        };
        for (at, token) in sentence.tokens.iter().enumerate() {
            let word = token.span.of(&text).to_lowercase();
            if !word.starts_with(char::is_alphanumeric) {
                continue;
            }
            self.is_worked_out |= rules.pair.whole.contains(token.word);
            self.is_loose |= rules.pair.loose.contains(token.word);
            self.tokens.push((token.span, word.clone()));
            if rules.pair.negation.contains(token.word) {
                if rules.pair.soft.contains(sentence.id(at + 1)) {
                    continue;
                }
                let behind = sentence.tokens.iter().skip(at + 1).take(REACH);
                let words = behind.filter(|it| {
                    is_content(it.span.of(&text)) && !rules.pair.function.contains(it.word)
                });
                self.denied
                    .extend(words.take(DENIED).map(|it| base(&it.span.of(&text).to_lowercase())));
            } else if is_content(&word) && !rules.pair.function.contains(token.word) {
                self.content.push((token.span, base(&word)));
            }
        }
    }

    fn words(&self) -> BTreeSet<&str> {
        self.content.iter().map(|(_, word)| word.as_str()).collect()
    }

    /// How many of its content words the other side has, and how many there are; the name that it
    /// opens with may go by a pronoun there.
    pub(super) fn covered_by(&self, other: &Side) -> (usize, usize) {
        let known = other.words();
        let lead = |span: Span| {
            self.lead.is_some_and(|lead| lead.start <= span.start && span.end <= lead.end)
        };
        let counted = self
            .content
            .iter()
            .filter(|(span, word)| known.contains(word.as_str()) || !lead(*span));
        let counted: BTreeSet<&str> = counted.map(|(_, word)| word.as_str()).collect();
        (counted.iter().filter(|word| known.contains(*word)).count(), counted.len())
    }

    /// Whether one side denies what the other says.
    pub(super) fn denies_otherwise(&self, other: &Side) -> bool {
        let says = |side: &Side, denied: &Side| {
            let words = side.words();
            denied
                .denied
                .iter()
                .any(|word| words.contains(word.as_str()) && !side.denied.contains(word))
        };
        says(other, self) || says(self, other)
    }

    /// Whether every figure of some words stands in this side as well.
    pub(super) fn has_figures(&self, other: &Side, span: Span) -> bool {
        let mut figures = other.tokens.iter().filter(|(at, word)| {
            span.start <= at.start
                && at.end <= span.end
                && word.starts_with(|it: char| it.is_ascii_digit())
        });
        let mut any = false;
        let all = figures.all(|(_, figure)| {
            any = true;
            self.tokens.iter().any(|(_, word)| word == figure)
        });
        any && all
    }

    /// Content words around a mention, at most `reach` on either side.
    pub(super) fn around(&self, mention: &Mention, reach: usize) -> BTreeSet<&str> {
        let before = self.content.iter().rev().filter(|(span, _)| span.end <= mention.span.start);
        let behind = self.content.iter().filter(|(span, _)| span.start >= mention.span.end);
        let words = before.take(reach).chain(behind.take(reach));
        words.map(|(_, word)| word.as_str()).filter(|word| is_content(word)).collect()
    }
}

fn is_content(word: &str) -> bool {
    word.len() > 1 && word.starts_with(char::is_alphabetic)
}
