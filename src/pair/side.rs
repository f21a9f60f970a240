use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Article, Claim, Mention, Sentence, Span, TokenKind},
    pipeline,
    rule::Rules,
    value::{Kind, Symbol},
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
    /// The words behind a denial with the verb that denies it, if one does ("refused to pay").
    denied: BTreeSet<(String, Option<String>)>,
    /// Whether a word of it denies something.
    denies: bool,
    /// Verbs that deny, in their base form.
    deniers: BTreeSet<String>,
    /// Its words out of sets of which only one holds, by set.
    exclusive: BTreeMap<usize, BTreeSet<usize>>,
    /// The countries of its adjectives ("Danish").
    nations: BTreeSet<Symbol>,
    /// Base forms of its words that may be verbs.
    verbs: BTreeSet<String>,
    pub(super) claims: Vec<Claim>,
    /// The first name where the text opens with it.
    lead: Option<Span>,
    /// Numbers, days and times.
    pub(super) numbers: Vec<Mention>,
    pub(super) is_worked_out: bool,
    pub(super) is_loose: bool,
}

/// Words between "of" and a name ("of the late Ada").
const BEFORE: usize = 3;

impl Side {
    pub(super) fn new(text: &str, rules: &Rules) -> Side {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let (sentences, mentions) = pipeline::mentions(&article, rules);
        let mut claims = pipeline::document(article, rules).claims;
        claims.retain(|claim| claim.kind == Kind::Statement && !claim.is_loose());
        let mut side = Side {
            text: text.to_owned(),
            tokens: Vec::new(),
            content: Vec::new(),
            denied: BTreeSet::new(),
            denies: false,
            deniers: BTreeSet::new(),
            exclusive: BTreeMap::new(),
            nations: BTreeSet::new(),
            verbs: BTreeSet::new(),
            claims,
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
            let capital = token.kind == TokenKind::Capitalized;
            if let Some((set, place)) = rules.pair.exclusive(token.word, capital) {
                self.exclusive.entry(set).or_default().insert(place);
            }
            let tail = sentence.tokens.iter().skip(at).map(|it| it.word);
            let wide = rules.pair.wide.contains(token.word)
                || at.checked_sub(1).is_some_and(|at| rules.pair.wide.contains(sentence.id(at)));
            if let Some((_, nation)) = rules.place.demonym(tail).filter(|_| capital && !wide) {
                self.nations.insert(nation.clone());
            }
            if token.kind == TokenKind::Lower
                && !rules.pair.function.contains(token.word)
                && let Some(verb) = rules.inflection.verb(&word)
            {
                self.verbs.insert(verb.into_owned());
            }
            if rules.pair.negation.contains(token.word) {
                if rules.pair.soft.contains(sentence.id(at + 1)) {
                    continue;
                }
                self.denies = true;
                let denier = rules.inflection.verb(&word).map(|verb| verb.into_owned());
                self.deniers.extend(denier.clone());
                let behind = sentence.tokens.iter().skip(at + 1).take(REACH);
                let words = behind.filter(|it| {
                    is_content(it.span.of(&text)) && !rules.pair.function.contains(it.word)
                });
                // A name is not denied ("nothing to do with Ada").
                let denied = words.take(DENIED).take_while(|it| it.kind == TokenKind::Lower);
                self.denied.extend(
                    denied.map(|it| (base(&it.span.of(&text).to_lowercase()), denier.clone())),
                );
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
            denied.denied.iter().any(|(word, denier)| {
                words.contains(word.as_str())
                    && side.denied.iter().all(|(other, _)| other != word)
                    && denier.as_ref().is_none_or(|denier| !side.deniers.contains(denier))
            })
        };
        says(other, self) || says(self, other)
    }

    /// Whether it has a word of which only one holds, such as a month or a nationality, and the other
    /// side has another of the same kind.
    pub(super) fn excludes(&self, other: &Side) -> bool {
        let sets = self.exclusive.iter().any(|(set, words)| {
            other.exclusive.get(set).is_some_and(|known| known.is_disjoint(words))
        });
        let nations = !self.nations.is_empty() && !other.nations.is_empty();
        !(self.denies || other.denies)
            && (sets || nations && self.nations.is_disjoint(&other.nations))
    }

    /// Whether the other side has one of its verbs; a side without a verb has none that it lacks.
    pub(super) fn shares_verb(&self, other: &Side) -> bool {
        let words = other.words();
        self.verbs.is_empty() || self.verbs.iter().any(|verb| words.contains(verb.as_str()))
    }

    /// Whether the name that the other side opens with only tells here whose somebody is ("niece of
    /// Ada").
    pub(super) fn is_owner(&self, other: &Side) -> bool {
        let Some(lead) = other.lead else { return false };
        let words: Vec<&str> =
            other.tokens.iter().filter(|(at, _)| lead.contains(*at)).map(|(_, it)| &**it).collect();
        let mut found =
            self.tokens.windows(words.len().max(1)).enumerate().filter(|(_, window)| {
                window.iter().map(|(_, word)| word.as_str()).eq(words.iter().copied())
            });
        let owns = |at: usize| {
            let before = self.tokens.get(at.saturating_sub(BEFORE)..at).unwrap_or_default();
            before.iter().any(|(_, word)| word == "of")
        };
        let first = found.next().map(|(at, _)| at);
        first.is_some_and(|at| owns(at) && found.all(|(at, _)| owns(at)))
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
