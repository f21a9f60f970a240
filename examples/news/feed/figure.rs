use std::fmt::Write;

use super::{
    random::Random,
    words::{Fact, FactRow, Words, word},
};

/// A number that an article gives.
pub(crate) struct Saying {
    pub(crate) fact: usize,
    /// In the unit, shifted by the decimals of the fact.
    pub(crate) value: u64,
    pub(crate) form: Form,
    /// In which sentence: those of the fact and then the hard ones, by their number.
    pub(crate) sentence: usize,
    /// Whether others are right.
    pub(crate) wrong: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Form {
    Exact,
    /// "about", with a rounded value.
    About,
    AtLeast,
    /// "more than", with a rounded value below it.
    MoreThan,
}

/// How far "about" reaches by the rules, as a share of the number.
const SLACK: f64 = 0.1;
/// The smallest number that articles round.
const ROUND: u64 = 30;
/// Numbers up to this are written as words now and then.
const SMALL: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

impl Saying {
    pub(crate) fn new(number: usize, value: u64, fact: &Fact, random: &mut Random) -> Saying {
        let told = &fact.told;
        let step = match value {
            ..100 => 10,
            100..1000 => 50,
            _ => 500,
        };
        let near = (value + step / 2) / step * step;
        let below = (value - 1) / step * step;
        let (form, value) = match random.below(20) {
            _ if told.decimals > 0 || told.each || value < ROUND => (Form::Exact, value),
            0..3 if near.abs_diff(value) * 20 <= value => (Form::About, near),
            3 => (Form::AtLeast, value),
            4 if (value - below) * 5 <= value => (Form::MoreThan, below),
            _ => (Form::Exact, value),
        };
        let sentence = random.below(fact.sentences.len() + fact.hard.len());
        Saying { fact: number, value, form, sentence, wrong: false }
    }

    /// The numbers that the words allow.
    pub(crate) fn interval(&self) -> (f64, f64) {
        let value = self.value as f64;
        match self.form {
            Form::Exact => (value, value),
            Form::About => (value * (1.0 - SLACK), value * (1.0 + SLACK)),
            Form::AtLeast | Form::MoreThan => (value, f64::INFINITY),
        }
    }

    pub(crate) fn write(
        &self,
        told: &FactRow,
        words: &Words,
        out: &mut String,
        random: &mut Random,
    ) {
        match self.form {
            Form::Exact => {}
            Form::About => out.push_str(word(words.list("hedge"), random)),
            Form::AtLeast => out.push_str("at least"),
            Form::MoreThan => out.push_str("more than"),
        }
        if self.form != Form::Exact {
            out.push(' ');
        }
        out.push_str(&told.prefix);
        let small = SMALL.get(self.value as usize).filter(|_| told.prefix.is_empty());
        match small.filter(|_| random.below(2) == 0) {
            Some(word) => out.push_str(word),
            None => digits(self.value, told.decimals, out),
        }
        if !told.unit.is_empty() {
            out.push(' ');
            out.push_str(&told.unit);
        }
    }
}

impl FactRow {
    /// What is so on each day.
    pub(crate) fn values(&self, days: usize, random: &mut Random) -> Vec<u64> {
        let mut value = self.value(random);
        let mut values = Vec::with_capacity(days);
        for _ in 0..days {
            values.push(value);
            if random.below(5) < 3 && self.moves() {
                let percent = random.below(31) as u64;
                let change = value * percent / 100;
                value = if self.varies && random.below(2) == 0 {
                    value - change
                } else {
                    value + change
                };
            }
        }
        values
    }

    pub(crate) fn value(&self, random: &mut Random) -> u64 {
        self.low + random.next() % (self.high - self.low)
    }

    /// Whether another day has another number.
    pub(crate) fn moves(&self) -> bool {
        self.grows || self.varies
    }

    pub(crate) fn wrong(&self, value: u64, random: &mut Random) -> u64 {
        let (low, high) = self.off;
        let percent = 100 + low + random.below((high - low) as usize) as u64;
        if random.below(2) == 0 { value * percent / 100 } else { value * 100 / percent }
    }

    /// Whether a wrong number could be taken for a rounded one.
    pub(crate) fn is_near(&self, value: u64, wrong: u64) -> bool {
        value.abs_diff(wrong) * 100 < value.min(wrong) * self.off.0 * 3 / 4
    }

    pub(crate) fn base(&self, value: u64) -> f64 {
        value as f64 * self.base / 10_f64.powi(self.decimals as i32)
    }
}

fn digits(value: u64, decimals: usize, out: &mut String) {
    // Writing to a string cannot fail.
    if decimals > 0 {
        let unit = 10_u64.pow(decimals as u32);
        let _ = write!(out, "{}.{:0decimals$}", value / unit, value % unit);
    } else if value >= 1000 {
        let _ = write!(out, "{},{:03}", value / 1000, value % 1000);
    } else {
        let _ = write!(out, "{value}");
    }
}
