use std::ops::Range;

use rust_decimal::Decimal;

use crate::value::{Figure, Qualifier};

/// A number of the text without its unit.
#[derive(Clone, Debug)]
pub(super) struct Amount {
    pub(super) tokens: Range<usize>,
    pub(super) low: Decimal,
    pub(super) high: Decimal,
    /// Unit of the last written digit.
    pub(super) step: Decimal,
    /// Scale word that applies ("million"), one where none stands.
    pub(super) scale: Decimal,
    pub(super) form: Form,
}

/// How a number is written, as far as the words around it are read by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Digits,
    Words,
    Fraction,
    /// "dozens", "several hundred".
    Vague,
    /// "a couple".
    Pair,
    /// "an hour", "another week".
    Article,
    /// "no homes", "nobody".
    Nobody,
    /// "twice".
    Multiple,
}

impl Amount {
    pub(super) fn point(tokens: Range<usize>, value: Decimal, step: Decimal, form: Form) -> Amount {
        let value = value.normalize();
        Amount { tokens, low: value, high: value, step, scale: Decimal::ONE, form }
    }

    pub(super) fn figure(&self) -> Figure {
        if self.low == self.high {
            Figure::exact(self.low, self.step)
        } else {
            Figure::range(self.low, self.high, self.step)
        }
    }

    /// The number times `factor`, with its precision; `None` on overflow.
    pub(super) fn times(mut self, factor: Decimal) -> Option<Amount> {
        let (low, high) = (self.low.checked_mul(factor)?, self.high.checked_mul(factor)?);
        self.low = low.min(high).normalize();
        self.high = low.max(high).normalize();
        self.step = self.step.checked_mul(factor)?.abs().normalize();
        Some(self)
    }
}

/// Unit of the last digit of a whole number that was written out: its trailing zeros are unwritten.
pub(super) fn whole_step(value: Decimal) -> Decimal {
    let mut step = Decimal::ONE;
    if value.abs() < Decimal::ONE_HUNDRED {
        return step;
    }
    while let Some(next) = step.checked_mul(Decimal::TEN) {
        if !(value % next).is_zero() || next > value.abs() {
            break;
        }
        step = next;
    }
    step
}

/// A figure whose qualifier is a bound keeps only one end.
pub(super) fn is_bound(qualifier: Qualifier) -> bool {
    match qualifier {
        Qualifier::MoreThan | Qualifier::AtLeast | Qualifier::LessThan | Qualifier::AtMost => true,
        Qualifier::Exact | Qualifier::About | Qualifier::Range => false,
    }
}
