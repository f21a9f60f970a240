use rust_decimal::Decimal;

use crate::{
    model::{Claim, Sentence, TokenKind},
    rule::VersionPart,
    value::{Figure, Qualifier, Symbol, Value},
};

use super::property::Line;

/// A place of a version counts so much more than the next one.
const PLACE: Decimal = Decimal::from_parts(1000, 0, 0, false, 0);
/// Longest sentence that asks for a version, in tokens.
const LONGEST: usize = 24;

/// How a sentence gives a bound: where its words stand.
struct Bounded {
    name: usize,
    version: usize,
    /// The tokens of the bound, which no question is made of.
    bound: Vec<usize>,
}

impl Line<'_> {
    /// The oldest version of something that is required: "needs Python 3.8 or later". What needs it is a
    /// part of the question where the sentence tells it, else the document and the heading have to ask.
    pub(super) fn requirement(&self, above: Option<&Sentence>, asks: bool) -> Option<Claim> {
        let rules = &self.rules.property;
        let mut versions = self.tokens().filter(|at| self.version(*at).is_some());
        let (at, None) = (versions.next()?, versions.next()) else { return None };
        if self.sentence.tokens.len() > LONGEST {
            return None;
        }
        let Bounded { name, version, bound } = self.bounded(at)?;
        let named = self.sentence.tokens.get(name).is_some_and(|token| match token.kind {
            TokenKind::Capitalized | TokenKind::Upper => true,
            TokenKind::Lower | TokenKind::Number | TokenKind::Punctuation | TokenKind::Symbol => {
                false
            }
        });
        // "It is written in Python, and requires Python 3.8 or later."
        let clause = (0..name).rev().find(|at| matches!(&*self.lower(*at), "," | ";"));
        let told = |other: &usize| {
            let within = clause.is_none_or(|clause| *other > clause);
            within && !bound.contains(other) && rules.version(&self.lower(*other)).is_none()
        };
        let aside = |other: usize| {
            let word = self.lower(other);
            rules.is_pointing(&word) || rules.is_past(&word) || rules.is_case(&word)
        };
        if !named || self.tokens().filter(told).any(aside) || rules.is_opening(&self.lower(0)) {
            return None;
        }
        let mut words: Vec<String> =
            self.tokens().filter(told).filter_map(|other| self.content(other)).collect();
        let own = self.content(name);
        let alone = words.iter().all(|word| Some(word) == own.as_ref());
        let needs = own.as_ref().is_some_and(|own| rules.version(own).is_none());
        if !needs || alone && !above.is_none_or(|above| self.asks(above)) {
            return None;
        }
        words.push(format!("({})", Claim::VERSION));
        words.sort();
        words.dedup();
        let about = self.sentence.tokens.get(name)?.span;
        let span = self.sentence.tokens.get(version)?.span;
        let figure = Figure::exact(self.version(version)?, Decimal::ZERO);
        let value = Value::Count(figure.qualified(Qualifier::AtLeast, Decimal::ZERO));
        Some(Claim {
            subject: Some(words.join(" ")),
            rule: Symbol::from(Claim::PROPERTY),
            pattern: asks.then(|| Symbol::from(Claim::ASKED)),
            about: Some(about),
            normalised_by: Claim::VERSION,
            ..Claim::new(Symbol::from(Claim::VERSION), value, self.sentence.span, span)
        })
    }

    /// "Python 3.8 or later", "Python 3.8+", "Python >= 3.8", "at least Python 3.8".
    fn bounded(&self, at: usize) -> Option<Bounded> {
        let rules = &self.rules.property;
        let word = |at: usize| self.sentence.word(at, self.text);
        let is = |at: usize, part| rules.version(&self.lower(at)) == Some(part);
        let mut bound = vec![at];
        let mut name = at.checked_sub(1)?;
        let mut bounded = false;
        if word(at + 1) == "+" {
            bound.push(at + 1);
            bounded = true;
        } else if is(at + 1, VersionPart::Joint) && is(at + 2, VersionPart::Bound) {
            bound.extend([at + 1, at + 2]);
            bounded = true;
        }
        while matches!(word(name), "=" | ">" | ">=" | "≥" | "(") {
            bounded |= word(name) != "(";
            bound.push(name);
            name = name.checked_sub(1)?;
        }
        if is(name, VersionPart::Need) && self.lower(name).starts_with(Claim::VERSION) {
            bound.push(name);
            name = name.checked_sub(1)?;
        }
        let least = name
            .checked_sub(2)
            .is_some_and(|from| is(from, VersionPart::Least) && is(from + 1, VersionPart::Least));
        if least {
            bound.extend([name - 2, name - 1]);
            bounded = true;
        }
        bounded.then_some(Bounded { name, version: at, bound })
    }

    /// Whether a heading says no more than that something is required or how to install it.
    fn asks(&self, above: &Sentence) -> bool {
        let rules = &self.rules.property;
        let above = Line { sentence: above, ..*self };
        let asking = |word: &String| {
            let number = word.chars().all(|letter| letter.is_ascii_digit());
            number
                || rules.is_asking(word)
                || rules.version(word).is_some()
                || rules.is_generic(word)
        };
        above.words(&[]).iter().all(asking)
    }

    /// The number of a version with a point; the third place, which a text may leave out, does not count.
    fn version(&self, at: usize) -> Option<Decimal> {
        let token = self.sentence.tokens.get(at)?;
        let mut places = token.span.of(self.text).split('.').map(str::parse::<u16>);
        let (major, minor) = (places.next()?.ok()?, places.next()?.ok()?);
        let plain = token.kind == TokenKind::Number && places.all(|place| place.is_ok());
        let number = Decimal::from(major).checked_mul(PLACE)?.checked_add(Decimal::from(minor))?;
        plain.then_some(number)
    }
}
