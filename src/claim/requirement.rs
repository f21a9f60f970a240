use rust_decimal::Decimal;

use crate::{
    model::{Claim, TokenKind},
    rule::VersionPart,
    value::{Figure, Qualifier, Symbol, Value},
};

use super::property::Line;

/// A place of a version counts so much more than the next one.
const PLACE: Decimal = Decimal::from_parts(1000, 0, 0, false, 0);
/// What is required is a version.
const VERSION: &str = "version";

impl Line<'_> {
    /// The oldest version of something that is required: "needs Python 3.8 or later". What needs it is a
    /// part of the question where the sentence tells it.
    pub(super) fn requirement(&self) -> Option<Claim> {
        let rules = &self.rules.property;
        let is = |at: usize, part| rules.version(&self.lower(at)) == Some(part);
        let mut versions = self.tokens().filter(|at| self.version(*at).is_some());
        let (at, None) = (versions.next()?, versions.next()) else { return None };
        let name = at.checked_sub(1)?;
        let named = self.sentence.tokens.get(name).is_some_and(|token| match token.kind {
            TokenKind::Capitalized | TokenKind::Upper => true,
            TokenKind::Lower | TokenKind::Number | TokenKind::Punctuation | TokenKind::Symbol => {
                false
            }
        });
        let plus = self.sentence.word(at + 1, self.text) == "+";
        let bounded = plus
            || self.sentence.tokens.len() > at + 2
                && is(at + 1, VersionPart::Joint)
                && is(at + 2, VersionPart::Bound);
        let told = |other: &usize| {
            let apart = *other != at && *other != at + 1 && *other != at + 2;
            (apart || plus && *other == at + 2) && rules.version(&self.lower(*other)).is_none()
        };
        let pointing =
            self.tokens().filter(told).any(|other| rules.is_pointing(&self.lower(other)));
        if !named || !bounded || pointing || rules.is_opening(&self.lower(0)) {
            return None;
        }
        let mut words: Vec<String> =
            self.tokens().filter(told).filter_map(|other| self.content(other)).collect();
        words.push(format!("({VERSION})"));
        words.sort();
        words.dedup();
        let about = self.sentence.tokens.get(name)?.span;
        let span = self.sentence.tokens.get(at)?.span;
        let figure = Figure::exact(self.version(at)?, Decimal::ZERO);
        let value = Value::Count(figure.qualified(Qualifier::AtLeast, Decimal::ZERO));
        Some(Claim {
            subject: Some(words.join(" ")),
            rule: Symbol::from(Claim::PROPERTY),
            about: Some(about),
            normalised_by: VERSION,
            ..Claim::new(Symbol::from(VERSION), value, self.sentence.span, span)
        })
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
