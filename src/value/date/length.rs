use rust_decimal::Decimal;

use crate::value::{Measure, Qualifier};

impl Measure {
    /// TIMEX3 value of a length of time: "P3D", "PT2H", "PXY" for several years; nothing for a range.
    pub fn timex(&self) -> Option<String> {
        let (clock, letter) = match self.unit.as_ref() {
            "second" => ("T", "S"),
            "minute" => ("T", "M"),
            "hour" => ("T", "H"),
            "day" => ("", "D"),
            "week" => ("", "W"),
            "fortnight" => ("", "W"),
            "month" => ("", "M"),
            "quarter" => ("", "Q"),
            "year" => ("", "Y"),
            "decade" => ("", "DE"),
            "century" => ("", "CE"),
            _ => return None,
        };
        let number = match self.figure.point() {
            Some(number) if &*self.unit == "fortnight" => {
                number.checked_mul(Decimal::TWO)?.normalize().to_string()
            }
            Some(number) => number.normalize().to_string(),
            None if self.figure.qualifier == Qualifier::About => "X".to_owned(),
            None => return None,
        };
        Some(format!("P{clock}{number}{letter}"))
    }
}
