//! What a claim says, normalised: exact decimals with units, dates, names, and how two of them
//! compare. Knows no text and no rules.

pub mod compare;
mod date;
mod figure;
mod interval;
mod measure;
mod name;
mod place;

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use compare::{Likeness, Relation};
pub use date::{
    Clock, DateExpr, DateRange, Days, Direction, Feast, Lapse, PartOfDay, Season, Side, Stage,
    Tense,
};
pub use figure::{Change, Figure, Qualifier};
pub use interval::{Bound, Interval};
pub use measure::{Conversion, Measure, Money};
pub use name::{Name, NameKind, Role};
pub use place::Place;

/// A name out of the rules, shared rather than copied.
pub type Symbol = Arc<str>;

/// A normalised value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A number of things; what is counted stands in the mention.
    Count(Figure),
    Money(Money),
    Duration(Measure),
    /// A number with a unit of measure, or with a scale such as magnitude.
    Quantity(Measure),
    /// Hundredths; `points` for percentage points.
    Percent {
        figure: Figure,
        points: bool,
    },
    Ordinal(Figure),
    Date(DateExpr),
    Time(Clock),
    Age(Measure),
    Place(Place),
    Name(Name),
    /// What is said without a number: whether it is so.
    Statement {
        affirmed: bool,
    },
}

/// The kinds of value, by the names used in output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    Count,
    Money,
    Duration,
    Quantity,
    Percent,
    Ordinal,
    Date,
    Time,
    Age,
    Place,
    Name,
    Statement,
}

impl Kind {
    /// Whether it is a number or a time, as places, names and statements are not.
    pub fn is_measured(self) -> bool {
        match self {
            Kind::Count
            | Kind::Money
            | Kind::Duration
            | Kind::Quantity
            | Kind::Percent
            | Kind::Ordinal
            | Kind::Date
            | Kind::Time
            | Kind::Age => true,
            Kind::Place | Kind::Name | Kind::Statement => false,
        }
    }

    pub const ALL: [Kind; 12] = [
        Kind::Count,
        Kind::Money,
        Kind::Duration,
        Kind::Quantity,
        Kind::Percent,
        Kind::Ordinal,
        Kind::Date,
        Kind::Time,
        Kind::Age,
        Kind::Place,
        Kind::Name,
        Kind::Statement,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Count => "count",
            Kind::Money => "money",
            Kind::Duration => "duration",
            Kind::Quantity => "quantity",
            Kind::Percent => "percent",
            Kind::Ordinal => "ordinal",
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::Age => "age",
            Kind::Place => "place",
            Kind::Name => "name",
            Kind::Statement => "statement",
        }
    }

    pub fn parse(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Value {
    pub fn kind(&self) -> Kind {
        match self {
            Value::Count(_) => Kind::Count,
            Value::Money(_) => Kind::Money,
            Value::Duration(_) => Kind::Duration,
            Value::Quantity(_) => Kind::Quantity,
            Value::Percent { .. } => Kind::Percent,
            Value::Ordinal(_) => Kind::Ordinal,
            Value::Date(_) => Kind::Date,
            Value::Time(_) => Kind::Time,
            Value::Age(_) => Kind::Age,
            Value::Place(_) => Kind::Place,
            Value::Name(_) => Kind::Name,
            Value::Statement { .. } => Kind::Statement,
        }
    }

    /// See [`Kind::is_measured`].
    pub fn is_measured(&self) -> bool {
        self.kind().is_measured()
    }

    pub fn date(&self) -> Option<&DateExpr> {
        if let Value::Date(date) = self { Some(date) } else { None }
    }

    pub fn money(&self) -> Option<&Money> {
        if let Value::Money(money) = self { Some(money) } else { None }
    }

    pub fn place(&self) -> Option<&Place> {
        if let Value::Place(place) = self { Some(place) } else { None }
    }

    pub fn name(&self) -> Option<&Name> {
        if let Value::Name(name) = self { Some(name) } else { None }
    }

    /// The number as written, for the kinds that have one.
    pub fn figure(&self) -> Option<&Figure> {
        match self {
            Value::Count(figure) | Value::Percent { figure, .. } | Value::Ordinal(figure) => {
                Some(figure)
            }
            Value::Money(money) => Some(&money.figure),
            Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
                Some(&measure.figure)
            }
            Value::Date(_) | Value::Time(_) | Value::Place(_) | Value::Name(_) => None,
            Value::Statement { .. } => None,
        }
    }

    /// Its number in the base unit where it has one, the low end of a range.
    pub fn base_number(&self) -> Option<Decimal> {
        let base = match self {
            Value::Duration(measure) | Value::Quantity(measure) | Value::Age(measure) => {
                measure.base.as_ref()
            }
            Value::Count(_)
            | Value::Percent { .. }
            | Value::Ordinal(_)
            | Value::Money(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::Place(_)
            | Value::Name(_)
            | Value::Statement { .. } => None,
        };
        let figure = base.or(self.figure())?;
        figure.low.or(figure.high)
    }

    /// Whether one of two numbers is the other without its last digits, where some cut and others
    /// round; the longer one is at least so many times finer.
    pub fn is_cut(&self, other: &Value, finer: Decimal) -> bool {
        let (Some(a), Some(b)) = (self.figure(), other.figure()) else { return false };
        let (short, long) = if a.step > b.step { (a, b) } else { (b, a) };
        let fine = long.step.checked_mul(finer).is_some_and(|step| step <= short.step);
        let (Some(short), Some(long), step) = (short.point(), long.point(), short.step) else {
            return false;
        };
        let digits = step.checked_mul(Decimal::TEN).is_some_and(|least| short >= least);
        fine && digits && short <= long && long.checked_sub(short).is_some_and(|rest| rest < step)
    }

    /// Whether one number is more than `factor` times the other, in base units where both have them;
    /// nothing is far from zero.
    pub fn is_far(&self, other: &Value, factor: Decimal) -> bool {
        let end = |value: &Value| value.base_number().map(|number| number.abs());
        let (Some(a), Some(b)) = (end(self), end(other)) else { return false };
        let (small, large) = (a.min(b), a.max(b));
        !small.is_zero() && small.checked_mul(factor).is_some_and(|limit| large > limit)
    }
}
