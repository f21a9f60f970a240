use jiff::civil::{Date, Time};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What [`parse`] understands, for help lines.
pub(super) const FORMS: &str = "2025-04-11, 11 April 2025 or April 11, 2025";

/// Reads metadata that is a date, perhaps with a weekday before it and a time after it.
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let (date, end) = leading(text)?;
    let rest = text.get(end..)?;
    let time = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    let time = time.strip_prefix("at ").unwrap_or(time);
    let is_time = time.len() < rest.len()
        && time.len() <= 32
        && time.starts_with(|c: char| c.is_ascii_digit())
        && time.contains(':');
    (rest.is_empty() || is_time).then_some(date)
}

/// The time of day in metadata that is a date: "2025-04-11T16:30:00", "April 11, 2025 at 16:30".
pub(super) fn time(text: &str) -> Option<Time> {
    let colon = text.find(':')?;
    let (before, after) = (text.get(..colon)?, text.get(colon + 1..)?);
    let digits = before.trim_end_matches(is_digit).len();
    let hour = before.get(digits..)?.parse().ok()?;
    let minute = after.get(..2)?.parse().ok()?;
    Time::new(hour, minute, 0, 0).ok()
}

/// Reads a full date at the start of `text`; gives it and the length of its words. Dates with
/// numbers alone are read only with the year first, since day and month are anyone's guess.
pub(super) fn leading(text: &str) -> Option<(Date, usize)> {
    let mut cursor = Cursor { text, at: 0 };
    let date = iso(&mut cursor).or_else(|| {
        cursor = Cursor { text, at: 0 };
        worded(&mut cursor)
    })?;
    let clear = !cursor.rest().starts_with(char::is_alphanumeric);
    clear.then_some((date, cursor.at))
}

fn iso(cursor: &mut Cursor<'_>) -> Option<Date> {
    let year = cursor.number(4, 4)?;
    let sign = ['-', '/'].into_iter().find(|&sign| cursor.eat(sign))?;
    let month = cursor.number(1, 2)?;
    if !cursor.eat(sign) {
        return None;
    }
    let day = cursor.number(1, 2)?;
    let time = cursor.rest().strip_prefix('T').filter(|time| time.starts_with(is_digit));
    if let Some(time) = time {
        let end = time.find(|c: char| !(is_digit(c) || ":.+-Z".contains(c)));
        cursor.at += 1 + end.unwrap_or(time.len());
    }
    civil(year, month, day)
}

fn worded(cursor: &mut Cursor<'_>) -> Option<Date> {
    let start = cursor.at;
    let named = cursor.word().filter(|word| index(&WEEKDAYS, word).is_some());
    if named.is_some() {
        cursor.eat('.');
        cursor.eat(',');
        cursor.space();
    } else {
        cursor.at = start;
    }
    let (month, day) = match cursor.number(1, 2) {
        Some(day) => {
            cursor.ordinal();
            cursor.gap()?;
            (month(cursor)?, day)
        }
        None => {
            let month = month(cursor)?;
            cursor.gap()?;
            let day = cursor.number(1, 2)?;
            cursor.ordinal();
            (month, day)
        }
    };
    cursor.eat(',');
    cursor.gap()?;
    let year = cursor.number(4, 4)?;
    civil(year, month, day)
}

fn month(cursor: &mut Cursor<'_>) -> Option<i16> {
    let number = index(&MONTHS, cursor.word()?)? + 1;
    cursor.eat('.');
    i16::try_from(number).ok()
}

/// Position of a name in a list, in full or cut after three letters or more.
fn index(names: &[&str], word: &str) -> Option<usize> {
    let is_start = |name: &&str| {
        word.len() >= 3 && name.get(..word.len()).is_some_and(|cut| cut.eq_ignore_ascii_case(word))
    };
    names.iter().position(is_start)
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn eat(&mut self, letter: char) -> bool {
        let found = self.rest().starts_with(letter);
        if found {
            self.at += letter.len_utf8();
        }
        found
    }

    fn space(&mut self) -> bool {
        let rest = self.rest();
        let width = rest.len() - rest.trim_start_matches(char::is_whitespace).len();
        self.at += width;
        width > 0
    }

    /// White space or a hyphen.
    fn gap(&mut self) -> Option<()> {
        (self.space() || self.eat('-')).then_some(())
    }

    fn word(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).filter(|word| !word.is_empty())
    }

    fn number(&mut self, least: usize, most: usize) -> Option<i16> {
        let rest = self.rest();
        let width = rest.bytes().take_while(u8::is_ascii_digit).count();
        let digits = rest.get(..width).filter(|_| (least..=most).contains(&width))?;
        self.at += width;
        digits.parse().ok()
    }

    fn ordinal(&mut self) {
        let rest = self.rest();
        let end = ["st", "nd", "rd", "th"].into_iter().find(|end| rest.starts_with(end));
        self.at += end.map_or(0, str::len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates() {
        let cases = [
            "2025-04-11",
            " 2025-04-11T10:00:00Z ",
            "2025-04-11 23:30:00 -0500",
            "2025/4/11",
            "11 April 2025",
            "April 11, 2025",
            "Apr. 11th, 2025",
            "Friday, April 11, 2025",
            "Fri, 11 Apr 2025 10:00:00 GMT",
            "11\u{A0}Apr\u{A0}2025",
            "April 11, 2025, at 10:30 a.m. ET",
        ];
        for case in cases {
            assert_eq!(parse(case), Date::new(2025, 4, 11).ok(), "{case}");
        }
    }

    #[test]
    fn leaves_what_is_no_full_date() {
        let cases = [
            "",
            "04/11/2025",
            "April 11",
            "April 2025",
            "2025-13-01",
            "31 April 2025",
            "soon",
            "April 11, 20255",
            "2025-04-11 or so",
            "Mayor 11, 2025",
        ];
        for case in cases {
            assert_eq!(parse(case), None, "{case}");
        }
    }
}
