use jiff::{Span, civil::Date};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::report::{
    message::Messages,
    phrase::{date_text, grouped},
};

const EPOCH: Date = Date::constant(1970, 1, 1);
const DURATIONS: [(i64, &str); 4] =
    [(86_400, "unit.days"), (3_600, "unit.hours"), (60, "unit.minutes"), (1, "unit.seconds")];
const YEAR: i64 = 31_536_000;
const SCALES: [(i64, &str); 3] = [
    (1_000_000_000_000, "unit.trillion"),
    (1_000_000_000, "unit.billion"),
    (1_000_000, "unit.million"),
];

/// How numbers of a base unit are shown to people, and which steps their axis takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure<'a> {
    Seconds,
    Days,
    /// Minutes after midnight.
    Clock,
    Metres,
    Currency(&'a str),
    Percent,
    Persons,
    /// A bare number: counts of anything, ordinals, magnitudes.
    Bare,
    Unit(&'a str),
}

impl<'a> Measure<'a> {
    pub(super) fn of(unit: &'a str) -> Measure<'a> {
        match unit {
            "s" => Measure::Seconds,
            "days since 1970" => Measure::Days,
            "minutes after midnight" => Measure::Clock,
            "m" => Measure::Metres,
            "percent" => Measure::Percent,
            "persons" => Measure::Persons,
            "" | "count" | "ordinal" | "magnitude" => Measure::Bare,
            code if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                Measure::Currency(code)
            }
            unit => Measure::Unit(unit),
        }
    }

    pub(super) fn show(self, number: Decimal, messages: &Messages) -> String {
        match self {
            Measure::Seconds => duration(number, messages),
            Measure::Days => day(number, messages).unwrap_or_else(|| plain(number)),
            Measure::Clock => clock(number).unwrap_or_else(|| plain(number)),
            Measure::Metres if number.abs() >= Decimal::ONE_THOUSAND => {
                format!("{} km", scaled(number / Decimal::ONE_THOUSAND, messages))
            }
            Measure::Metres => format!("{} m", plain(number)),
            Measure::Currency(code) => format!("{code} {}", scaled(number, messages)),
            Measure::Percent => format!("{} %", plain(number)),
            Measure::Persons | Measure::Bare => scaled(number, messages),
            Measure::Unit(unit) => format!("{} {unit}", scaled(number, messages)),
        }
    }

    /// Distances between ticks, smallest first; above the last, 1, 2 and 5 times powers of ten of it.
    pub(super) fn ladder(self) -> &'static [i64] {
        match self {
            Measure::Seconds => &[
                1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600,
                43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000, 7_776_000, YEAR,
            ],
            Measure::Days => &[1, 2, 7, 14, 28, 61, 91, 182, 365, 1_826, 3_652],
            Measure::Clock => &[1, 2, 5, 10, 15, 30, 60, 120, 180, 360],
            Measure::Persons => &[1],
            Measure::Metres
            | Measure::Currency(_)
            | Measure::Percent
            | Measure::Bare
            | Measure::Unit(_) => &[],
        }
    }

    /// Whether zero means none of it, so that an axis may well start there.
    pub(super) fn has_zero(self) -> bool {
        match self {
            Measure::Days | Measure::Clock => false,
            Measure::Seconds
            | Measure::Metres
            | Measure::Currency(_)
            | Measure::Percent
            | Measure::Persons
            | Measure::Bare
            | Measure::Unit(_) => true,
        }
    }
}

fn duration(seconds: Decimal, messages: &Messages) -> String {
    let second = messages.get("unit.seconds");
    let Some(whole) = seconds.abs().trunc().to_i64() else { return format!("{seconds} {second}") };
    if !seconds.fract().is_zero() && whole < 60 {
        return format!("{} {second}", plain(seconds));
    }
    let sign = if seconds.is_sign_negative() && whole > 0 { "−" } else { "" };
    if whole >= YEAR {
        let years = Decimal::from(whole) / Decimal::from(YEAR);
        return format!(
            "{sign}{} {}",
            grouped_decimal(years.round_dp(1)),
            messages.get("unit.years")
        );
    }
    let mut rest = whole;
    let mut parts = Vec::new();
    for (size, key) in DURATIONS {
        let count = rest / size;
        rest %= size;
        if count > 0 && parts.len() < 2 {
            parts.push(format!("{count} {}", messages.get(key)));
        }
    }
    if parts.is_empty() { "0".to_owned() } else { format!("{sign}{}", parts.join(" ")) }
}

fn day(number: Decimal, messages: &Messages) -> Option<String> {
    let days = Span::new().try_days(number.trunc().to_i64()?).ok()?;
    let date = EPOCH.checked_add(days).ok()?;
    Some(date_text(date, messages))
}

/// Days since 1970.
pub(super) fn day_number(date: Date) -> Option<Decimal> {
    Some(Decimal::from(EPOCH.until(date).ok()?.get_days()))
}

fn clock(minutes: Decimal) -> Option<String> {
    let whole = minutes.trunc().to_i64()?.rem_euclid(1_440);
    Some(format!("{:02}:{:02}", whole / 60, whole % 60))
}

/// With a word for millions and above where that shortens it.
fn scaled(number: Decimal, messages: &Messages) -> String {
    let size = number.abs();
    for (factor, key) in SCALES {
        let factor = Decimal::from(factor);
        if size >= factor
            && let Some(share) = number.checked_div(factor)
        {
            return format!("{} {}", grouped_decimal(share.round_dp(2)), messages.get(key));
        }
    }
    plain(number)
}

fn plain(number: Decimal) -> String {
    grouped_decimal(number.round_dp(2))
}

fn grouped_decimal(number: Decimal) -> String {
    let text = number.normalize().to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", &*text), |digits| ("−", digits));
    match digits.split_once('.') {
        Some((whole, fraction)) => format!("{sign}{}.{fraction}", grouped(whole)),
        None => format!("{sign}{}", grouped(digits)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Language;

    #[test]
    fn numbers_as_people_write_them() {
        let cases = [
            ("s", "5400", "1 h 30 min"),
            ("s", "45", "45 s"),
            ("s", "0.5", "0.5 s"),
            ("s", "0", "0"),
            ("s", "187200", "2 d 4 h"),
            ("s", "63072000", "2 y"),
            ("days since 1970", "20188", "10 Apr 2025"),
            ("days since 1970", "99999999999", "99,999,999,999"),
            ("minutes after midnight", "893", "14:53"),
            ("m", "1512783.36", "1512.78 km"),
            ("EUR", "21000000000", "EUR 21 billion"),
            ("persons", "22000", "22,000"),
            ("persons", "1200", "1200"),
            ("percent", "-5", "−5 %"),
            ("magnitude", "6.10", "6.1"),
            ("kg", "3", "3 kg"),
        ];
        for (unit, number, shown) in cases {
            let number = Decimal::from_str_exact(number).unwrap_or_default();
            let messages = Language::English.messages();
            assert_eq!(Measure::of(unit).show(number, messages), shown, "{number} {unit}");
        }
    }
}
