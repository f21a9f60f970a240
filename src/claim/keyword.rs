use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::{
    model::{Keyword, Mention, TokenKind, WordId},
    rule::{NounRole, Part, Rules},
    value::{Kind, NameKind},
};

use super::{context::Context, frame::Frame};

/// Shortest word that tells anything, in bytes.
const SHORTEST: usize = 3;

/// The keywords of an article.
#[derive(Default)]
pub(super) struct Keywords {
    pub(super) found: Vec<Keyword>,
    /// Keys of the words met so far that no rule names: such a word is taken to its root once an
    /// article.
    keys: FxHashMap<WordId, u32>,
}

impl Keywords {
    /// Those of a sentence that were collected last.
    pub(super) fn of(&self, frame: &Frame<'_>) -> &[Keyword] {
        let sentence = frame.sentence.span.start;
        let first = self.found.partition_point(|keyword| keyword.sentence < sentence);
        self.found.get(first..).unwrap_or_default()
    }

    /// Collects the words and names of a sentence that tell what it is about; "he" is the person
    /// named last.
    pub(super) fn collect(&mut self, frame: &Frame<'_>, context: &Context<'_>, rules: &Rules) {
        let mut mentions = frame.mentions.iter().peekable();
        let mut index = 0;
        let mut clauses = frame.clauses.iter().skip(1).peekable();
        let mut clause = 0u16;
        while let Some(token) = frame.sentence.tokens.get(index) {
            while clauses.next_if(|next| next.tokens.start <= index).is_some() {
                clause = clause.saturating_add(1);
            }
            while mentions.peek().is_some_and(|mention| (mention.tokens.end as usize) <= index) {
                mentions.next();
            }
            let inside =
                mentions.peek().filter(|mention| mention.tokens.start as usize <= index).copied();
            let mut push = |key: u32, named: bool| {
                let sentence = frame.sentence.span.start;
                let start = token.span.start;
                self.found.push(Keyword { start, sentence, clause, key, named });
            };
            match inside.map(|mention| (mention, name_key(mention))) {
                Some((mention, Some(key))) => {
                    push(key, true);
                    index = mention.tokens.end as usize;
                    continue;
                }
                Some((mention, None)) if is_silent(mention) => {
                    index = mention.tokens.end as usize;
                    continue;
                }
                Some(_) | None => {}
            }
            let person = rules.clause.is(token.word, Part::Person)
                || rules.clause.is(token.word, Part::Owner);
            if let Some(person) = context.person.as_deref().filter(|_| person) {
                push(Keyword::key(Keyword::last_name(person)), true);
            }
            let stops = || match rules.number.noun.role(token.word) {
                Some(NounRole::Stop) => true,
                Some(NounRole::Verb | NounRole::State | NounRole::Plural | NounRole::Singular)
                | None => false,
            };
            if token.kind.is_word()
                && token.span.len() >= SHORTEST
                && !rules.keyword.is_light(token.word)
                && !stops()
            {
                let known = rules.keyword.key_of(token.word, &rules.lexicon, &rules.inflection);
                let key = known.unwrap_or_else(|| {
                    *self.keys.entry(token.word).or_insert_with(|| {
                        let word = lower(token.span.of(frame.text));
                        rules.keyword.key(&word, &rules.inflection)
                    })
                });
                // A capital inside a sentence is a name, known or not: "the Clintons".
                push(key, index > 0 && token.kind == TokenKind::Capitalized);
            }
            index += 1;
        }
    }
}

/// A word in lower case, as most are.
fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

/// People go by their last name.
fn name_key(mention: &Mention) -> Option<u32> {
    let key = mention.key.as_deref()?;
    let whole = match mention.value.name().map(|name| name.kind) {
        Some(NameKind::Person | NameKind::Unknown) => Keyword::last_name(key),
        Some(NameKind::Organisation | NameKind::Role) | None => key,
    };
    Some(Keyword::key(whole))
}

/// Dates and times are values and no words; the noun of a number is one.
fn is_silent(mention: &Mention) -> bool {
    match mention.value.kind() {
        Kind::Date | Kind::Time => true,
        Kind::Count
        | Kind::Money
        | Kind::Duration
        | Kind::Quantity
        | Kind::Percent
        | Kind::Ordinal
        | Kind::Age
        | Kind::Place
        | Kind::Name
        | Kind::Statement => false,
    }
}
