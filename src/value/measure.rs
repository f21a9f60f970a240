use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Figure, Symbol};

/// A number with a unit of measure, as written and in the base unit of its dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    pub figure: Figure,
    /// Unit as the rules name it, such as `mile`.
    pub unit: Symbol,
    /// What is measured, such as `length`; only equal dimensions compare.
    pub dimension: Symbol,
    /// The figure in the base unit, `None` where the conversion overflows.
    pub base: Option<Figure>,
    /// Base unit of the dimension, such as `m`.
    pub base_unit: Symbol,
}

/// Exact way from a unit to its base unit: `(value + offset) * numerator / denominator`; the offset
/// comes first, so that 32 °F is 273.15 K to the last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    pub numerator: Decimal,
    pub denominator: Decimal,
    pub offset: Decimal,
}

impl Conversion {
    pub const IDENTITY: Conversion =
        Conversion { numerator: Decimal::ONE, denominator: Decimal::ONE, offset: Decimal::ZERO };

    /// Converts a number, `None` on overflow.
    pub fn apply(&self, value: Decimal) -> Option<Decimal> {
        self.scale(value.checked_add(self.offset)?)
    }

    /// Converts a difference between two numbers: the offset does not count.
    pub fn scale(&self, value: Decimal) -> Option<Decimal> {
        let scaled = value.checked_mul(self.numerator)?.checked_div(self.denominator)?;
        Some(scaled.normalize())
    }

    pub fn figure(&self, figure: &Figure) -> Option<Figure> {
        figure.map(|value| self.apply(value), |step| self.scale(step))
    }
}

/// An amount with its currency (ISO 4217 code where there is one) and, where the text states them,
/// the same amount in other currencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    pub figure: Figure,
    pub currency: Symbol,
    pub stated: Vec<(Figure, Symbol)>,
}

impl Money {
    pub fn new(figure: Figure, currency: Symbol) -> Money {
        Money { figure, currency, stated: Vec::new() }
    }

    /// The amount in `currency`, as written or as stated beside it.
    pub fn in_currency(&self, currency: &str) -> Option<&Figure> {
        if &*self.currency == currency {
            return Some(&self.figure);
        }
        self.stated.iter().find(|(_, code)| &**code == currency).map(|(figure, _)| figure)
    }
}
