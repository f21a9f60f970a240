use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{Serialize, Serializer};

use crate::report::message::Messages;

use super::measure::Measure;

/// Ends of the axis in percent of the picture's width; marks at the ends stay inside.
const START: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
const WIDTH: Decimal = Decimal::from_parts(94, 0, 0, false, 0);
/// Above this ratio of the largest to the smallest number, small ones would lie on one spot.
const LOG_FROM: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
const TICKS: usize = 9;

/// An axis: from numbers to places in percent, with two decimals and no binary floats, so that every
/// machine draws the same.
#[derive(Clone, Debug)]
pub(super) struct Scale<'a> {
    low: Decimal,
    high: Decimal,
    log: bool,
    measure: Measure<'a>,
    pub(super) messages: &'static Messages,
}

/// Where something stands across a picture, in percent of its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(pub(super) Decimal);

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}%", self.0))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Tick {
    pub(super) at: Place,
    pub(super) label: String,
    /// Which side of the tick its label starts from, so that it stays in the picture.
    pub(super) anchor: &'static str,
}

impl<'a> Scale<'a> {
    /// An axis that holds all the numbers, a little room around them; from zero where zero is near.
    pub(super) fn over(
        numbers: impl Iterator<Item = Decimal> + Clone,
        measure: Measure<'a>,
        messages: &'static Messages,
    ) -> Option<Scale<'a>> {
        let (low, high) = (numbers.clone().min()?, numbers.max()?);
        let log = low > Decimal::ZERO && measure.has_zero() && high.checked_div(low)? > LOG_FROM;
        if log {
            return Some(Scale { low, high, log, measure, messages });
        }
        let span = high.checked_sub(low)?;
        let room = match span.is_zero() {
            true => measure.ladder().first().map_or(Decimal::ONE, |step| Decimal::from(*step)),
            false => span.checked_div(Decimal::TEN)?,
        };
        let near_zero = low >= Decimal::ZERO && low <= span.checked_mul(Decimal::TWO)?;
        let low = match near_zero && measure.has_zero() {
            true => Decimal::ZERO,
            false => low.checked_sub(room)?,
        };
        Some(Scale { low, high: high.checked_add(room)?, log, measure, messages })
    }

    pub(super) fn is_log(&self) -> bool {
        self.log
    }

    pub(super) fn at(&self, number: Decimal) -> Option<Place> {
        let share = if self.log {
            let part = log2(number.checked_div(self.low)?)?;
            part.checked_div(log2(self.high.checked_div(self.low)?)?)?
        } else {
            let part = number.checked_sub(self.low)?;
            part.checked_div(self.high.checked_sub(self.low)?)?
        };
        let at = START.checked_add(share.checked_mul(WIDTH)?)?;
        Some(Place(at.round_dp(2).normalize()))
    }

    pub(super) fn ticks(&self) -> Vec<Tick> {
        let numbers = if self.log { self.powers() } else { self.steps() };
        let tick = |number: Decimal| {
            let at = self.at(number)?;
            let anchor = match at {
                Place(at) if at < Decimal::TEN => "start",
                Place(at) if at > Decimal::from(88) => "end",
                _ => "middle",
            };
            Some(Tick { at, label: self.measure.show(number, self.messages), anchor })
        };
        numbers.unwrap_or_default().into_iter().filter_map(tick).collect()
    }

    fn steps(&self) -> Option<Vec<Decimal>> {
        let step = self.step()?;
        let mut at = self.low.checked_div(step)?.ceil().checked_mul(step)?;
        let mut numbers = Vec::new();
        while at <= self.high && numbers.len() < TICKS {
            numbers.push(at);
            at = at.checked_add(step)?;
        }
        Some(numbers)
    }

    /// A round step that gives at most five ticks.
    fn step(&self) -> Option<Decimal> {
        let least = self.high.checked_sub(self.low)?.checked_div(Decimal::from(4))?;
        let ladder = self.measure.ladder();
        if let Some(step) = ladder.iter().map(|step| Decimal::from(*step)).find(|it| *it >= least) {
            return Some(step);
        }
        let mut unit = ladder.last().map_or(Decimal::ONE, |step| Decimal::from(*step));
        while ladder.is_empty() && unit > least {
            unit = unit.checked_div(Decimal::TEN).filter(|unit| !unit.is_zero())?;
        }
        loop {
            for factor in [1, 2, 5] {
                let step = unit.checked_mul(Decimal::from(factor))?;
                if step >= least {
                    return Some(step);
                }
            }
            unit = unit.checked_mul(Decimal::TEN)?;
        }
    }

    /// Powers of ten on the axis, every second or third of them where there are many.
    fn powers(&self) -> Option<Vec<Decimal>> {
        let mut power = Decimal::ONE;
        while power > self.low {
            power = power.checked_div(Decimal::TEN).filter(|power| !power.is_zero())?;
        }
        while power < self.low {
            power = power.checked_mul(Decimal::TEN)?;
        }
        let mut numbers = Vec::new();
        while power <= self.high {
            numbers.push(power);
            let Some(next) = power.checked_mul(Decimal::TEN) else { break };
            power = next;
        }
        let every = numbers.len().div_ceil(5).max(1);
        Some(numbers.into_iter().step_by(every).collect())
    }
}

/// Binary logarithm of a positive number to 16 binary places, by squaring.
fn log2(number: Decimal) -> Option<Decimal> {
    const PLACES: u32 = 16;
    let (one, two) = (Decimal::ONE, Decimal::TWO);
    if number <= Decimal::ZERO {
        return None;
    }
    let (mut rest, mut whole) = (number, 0_i64);
    while rest >= two {
        rest = rest.checked_div(two)?;
        whole += 1;
    }
    while rest < one {
        rest = rest.checked_mul(two)?;
        whole -= 1;
    }
    let mut bits = 0_i64;
    for _ in 0..PLACES {
        rest = rest.round_dp(12);
        rest = rest.checked_mul(rest)?;
        bits *= 2;
        if rest >= two {
            rest = rest.checked_div(two)?;
            bits += 1;
        }
    }
    Decimal::from(whole).checked_add(Decimal::from(bits).checked_div(Decimal::from(1 << PLACES))?)
}

/// The same place on an upright axis `height` pixels long, from the bottom up.
pub(super) fn pixel(Place(percent): Place, height: u32) -> Option<i64> {
    let from_top = Decimal::ONE_HUNDRED.checked_sub(percent)?.checked_mul(Decimal::from(height))?;
    from_top.checked_div(Decimal::ONE_HUNDRED)?.round().to_i64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Language;

    fn labels(numbers: &[i64], unit: &str) -> (bool, Vec<String>) {
        let numbers = numbers.iter().map(|number| Decimal::from(*number));
        let scale = Scale::over(numbers, Measure::of(unit), Language::English.messages());
        let ticks = scale.iter().flat_map(Scale::ticks).map(|tick| tick.label).collect();
        (scale.is_some_and(|scale| scale.is_log()), ticks)
    }

    #[test]
    fn ticks_are_round_in_the_unit() {
        let cases: [(&[i64], &str, bool, &[&str]); 6] = [
            (&[2_700, 5_400], "s", false, &["0", "30 min", "1 h", "1 h 30 min"]),
            (&[47, 112], "persons", false, &["0", "50", "100"]),
            (&[5], "persons", false, &["4", "5", "6"]),
            (
                &[20_188, 20_190],
                "days since 1970",
                false,
                &["10 Apr 2025", "11 Apr 2025", "12 Apr 2025"],
            ),
            (&[2, 300], "persons", true, &["10", "100"]),
            (
                &[2_000_000, 2_600_000],
                "EUR",
                false,
                &["EUR 2 million", "EUR 2.2 million", "EUR 2.4 million", "EUR 2.6 million"],
            ),
        ];
        for (numbers, unit, log, shown) in cases {
            assert_eq!(
                labels(numbers, unit),
                (log, shown.iter().map(|it| (*it).to_owned()).collect())
            );
        }
    }

    #[test]
    fn a_log_axis_puts_equal_ratios_at_equal_distances() {
        let numbers = [1, 10, 100].map(Decimal::from);
        let scale = Scale::over(numbers.into_iter(), Measure::Bare, Language::English.messages());
        let at = |number| scale.as_ref().and_then(|scale| scale.at(number));
        assert_eq!(
            numbers.map(at),
            [START, Decimal::from(50), START + WIDTH].map(|at| Some(Place(at)))
        );
    }

    #[test]
    fn numbers_at_the_end_of_the_range_make_no_axis_and_no_panic() {
        for numbers in [[Decimal::MIN, Decimal::MAX], [Decimal::MAX, Decimal::MAX]] {
            if let Some(scale) =
                Scale::over(numbers.into_iter(), Measure::Bare, Language::English.messages())
            {
                let _ticks = scale.ticks();
            }
        }
    }
}
