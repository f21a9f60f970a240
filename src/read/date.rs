use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

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
pub(super) const FORMS: &str =
    "2025-04-11, 2025-04-11T16:30:00+02:00, 11 April 2025 or April 11, 2025";

/// Minutes from UTC of the clocks that are named by one sign only; those that several countries use
/// ("IST") or that change with the season ("ET") are left open.
const ZONES: [(&str, i16); 18] = [
    ("utc", 0),
    ("gmt", 0),
    ("z", 0),
    ("wet", 0),
    ("west", 60),
    ("cet", 60),
    ("cest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("est", -300),
    ("edt", -240),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("jst", 540),
];
/// Words that may stand before a date or between a date and a time.
const BESIDE: [&str; 12] = [
    "published",
    "updated",
    "last",
    "posted",
    "first",
    "modified",
    "created",
    "date",
    "on",
    "at",
    "of",
    "the",
];

/// A day with what is said of the time on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub date: Date,
    pub time: Option<Time>,
    /// Minutes from UTC of the clock that both were read from.
    pub zone: Option<i16>,
}

/// Reads metadata that is a date, perhaps with a time of day and a zone, in any usual order, or
/// seconds or milliseconds since 1970.
pub(super) fn parse(text: &str) -> Option<Stamp> {
    let text = text.trim();
    if let Some(stamp) = digits(text) {
        return Some(stamp);
    }
    let mut stamp = None;
    let mut time = None;
    let mut zone = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut cursor = Cursor { text, at };
        if stamp.is_none()
            && let Some((date, end)) = leading(rest)
        {
            // The time behind a "T" belongs to the date.
            let whole = rest.get(..end).unwrap_or(rest);
            if let Some((_, clock)) = whole.split_once(['T', 't']).filter(|_| iso_like(whole)) {
                let mut clock = Cursor { text: clock, at: 0 };
                time = clock.clock();
                zone = clock.zone();
            }
            (stamp, at) = (Some(date), at + end);
        } else if time.is_none()
            && let Some(clock) = cursor.clock()
        {
            time = Some(clock);
            cursor.space();
            zone = cursor.zone();
            at = cursor.at;
        } else if zone.is_none()
            && time.is_some()
            && let Some(minutes) = cursor.zone()
        {
            zone = Some(minutes);
            at = cursor.at;
        } else {
            at = cursor.passed(time.is_some())?;
        }
    }
    stamp.map(|date| Stamp { date, time, zone })
}

fn iso_like(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit()) && text.contains(['-', '/'])
}

/// Digits alone: "20250411", "20250411163000", seconds or milliseconds since 1970.
fn digits(text: &str) -> Option<Stamp> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    match text.len() {
        8 => Some(Stamp {
            date: civil(part(0, 4)?, part(4, 6)?, part(6, 8)?)?,
            time: None,
            zone: None,
        }),
        14 => {
            let small = |from, to| i8::try_from(part(from, to)?).ok();
            let time = Time::new(small(8, 10)?, small(10, 12)?, small(12, 14)?, 0).ok();
            let date = civil(part(0, 4)?, part(4, 6)?, part(6, 8)?)?;
            Some(Stamp { date, time, zone: None })
        }
        10 | 13 => {
            let number: i64 = text.parse().ok()?;
            let seconds = if text.len() == 13 { number / 1000 } else { number };
            let moment = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).datetime();
            Some(Stamp { date: moment.date(), time: Some(moment.time()), zone: Some(0) })
        }
        _ => None,
    }
}

/// The part of a line that is a date, with what is said of its time.
pub(super) fn within(line: &str) -> Option<&str> {
    if parse(line).is_some() {
        return Some(line);
    }
    let mut inside = false;
    line.char_indices().find_map(|(at, letter)| {
        let starts = letter.is_alphanumeric() && !inside;
        inside = letter.is_alphanumeric();
        let rest = line.get(at..).filter(|_| starts)?;
        let (_, end) = leading(rest)?;
        if parse(rest).is_some() { Some(rest) } else { rest.get(..end) }
    })
}

/// A day in the path of an address: "/2025/04/11/", "/2025/apr/11/", "-2025-04-11-".
pub(super) fn in_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next()?;
    let words: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    words.windows(3).find_map(|three| {
        let [year, month, day] = three else { return None };
        let two = |text: &str| text.parse::<i16>().ok().filter(|_| text.len() <= 2);
        let year = year.parse::<i16>().ok().filter(|it| (1990..=2100).contains(it))?;
        let named = || i16::try_from(index(&MONTHS, month)? + 1).ok();
        civil(year, two(month).or_else(named)?, two(day)?)
    })
}

/// Reads a full date at the start of `text`; gives it and the length of its words. Of dates with
/// numbers alone the year comes first, or one of the others can be no month: day and month are anyone's
/// guess.
pub(super) fn leading(text: &str) -> Option<(Date, usize)> {
    let mut cursor = Cursor { text, at: 0 };
    let mut date = None;
    for read in [iso, worded, numbers] {
        cursor = Cursor { text, at: 0 };
        date = read(&mut cursor);
        if date.is_some() {
            break;
        }
    }
    let clear = !cursor.rest().starts_with(char::is_alphanumeric);
    date.filter(|_| clear).map(|date| (date, cursor.at))
}

/// "25/12/2024", "12/25/2024", "25.12.2024".
fn numbers(cursor: &mut Cursor<'_>) -> Option<Date> {
    let one = cursor.number(1, 2)?;
    let sign = ['/', '.', '-'].into_iter().find(|&sign| cursor.eat(sign))?;
    let other = cursor.number(1, 2)?;
    if !cursor.eat(sign) {
        return None;
    }
    let year = cursor.number(4, 4)?;
    match (one > 12, other > 12) {
        (true, false) => civil(year, other, one),
        (false, true) => civil(year, one, other),
        (false, false) if one == other => civil(year, one, other),
        (true, true) | (false, false) => None,
    }
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

    /// A time of day: "16:30", "4:30 p.m.", "10.15pm" and "@17:19" too.
    fn clock(&mut self) -> Option<Time> {
        let start = self.at;
        let read = self.clock_here();
        if read.is_none() {
            self.at = start;
        }
        read
    }

    fn clock_here(&mut self) -> Option<Time> {
        self.eat('@');
        let hour = i8::try_from(self.number(1, 2)?).ok()?;
        let colon = self.eat(':');
        let dotted = !colon && self.eat('.');
        let minute = if colon || dotted { i8::try_from(self.number(2, 2)?).ok()? } else { 0 };
        let second =
            if colon && self.eat(':') { i8::try_from(self.number(2, 2)?).ok()? } else { 0 };
        if self.eat('.') || self.eat(',') {
            let rest = self.rest();
            let width = rest.bytes().take_while(u8::is_ascii_digit).count();
            if width == 0 { self.at -= 1 } else { self.at += width }
        }
        let after = self.at;
        self.space();
        let half =
            self.rest().get(..4).or_else(|| self.rest().get(..2)).unwrap_or("").to_lowercase();
        let half = ["a.m.", "p.m.", "am", "pm"].into_iter().find(|name| half.starts_with(name));
        match half {
            Some(name) => self.at += name.len(),
            None => self.at = after,
        }
        let hour = match half.map(|name| name.starts_with('p')) {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            Some(_) | None => hour,
        };
        (colon || half.is_some()).then(|| Time::new(hour, minute, second, 0).ok())?
    }

    /// "Z", "+02:00", "-0500", "GMT", "EDT", "GMT+0200".
    fn zone(&mut self) -> Option<i16> {
        let start = self.at;
        let read = self.zone_here();
        if read.is_none() {
            self.at = start;
        }
        read
    }

    fn zone_here(&mut self) -> Option<i16> {
        let named = self.word().and_then(|word| {
            let word = word.to_lowercase();
            ZONES.iter().find(|(name, _)| *name == word).map(|(_, minutes)| *minutes)
        });
        let sign = ['+', '-', '−'].into_iter().find(|&sign| self.eat(sign));
        let Some(sign) = sign else { return named };
        let hours = self.number(2, 2).or_else(|| {
            let both = self.number(4, 4)?;
            self.at -= 2;
            Some(both / 100)
        })?;
        self.eat(':');
        let minutes = self.number(2, 2).unwrap_or(0);
        let all = hours * 60 + minutes;
        Some(if sign == '+' { all } else { -all })
    }

    /// Passes over what stands between date, time and zone; `None` where it is none of that.
    fn passed(&mut self, timed: bool) -> Option<usize> {
        if self.space()
            || [',', '·', '|', '-', '–', '—', '/', ':', '(', ')'].into_iter().any(|it| self.eat(it))
        {
            return Some(self.at);
        }
        let word = self.word()?;
        let fits = BESIDE.iter().any(|beside| beside.eq_ignore_ascii_case(word))
            || index(&WEEKDAYS, word).is_some()
            // The name of a zone that is not known, behind the time.
            || (timed && word.len() <= 5 && word.chars().all(|letter| letter.is_ascii_uppercase()));
        self.eat('.');
        fits.then_some(self.at)
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

    fn day(text: &str) -> Option<Date> {
        parse(text).map(|stamp| stamp.date)
    }

    #[test]
    fn reads_dates() {
        let cases = [
            "2025-04-11",
            " 2025-04-11T10:00:00Z ",
            "2025-04-11 23:30:00 -0500",
            "2025/4/11",
            "20250411",
            "1744367400",
            "1744367400000",
            "11 April 2025",
            "April 11, 2025",
            "Apr. 11th, 2025",
            "Friday, April 11, 2025",
            "Fri, 11 Apr 2025 10:00:00 GMT",
            "11\u{A0}Apr\u{A0}2025",
            "April 11, 2025, at 10:30 a.m. ET",
            "Updated 5:32 PM EDT, Fri April 11, 2025",
            "11 April 2025 · 10:15 GMT",
            "10:48, Fri, Apr 11, 2025",
            "04:15 p.m. IST Apr 11, 2025",
            "Published April 11th, 2025 - 07:50 GMT",
            "Apr 11, 2025 @17:19",
        ];
        for case in cases {
            assert_eq!(day(case), Date::new(2025, 4, 11).ok(), "{case}");
        }
        assert_eq!(day("25/12/2024"), Date::new(2024, 12, 25).ok());
        assert_eq!(day("25.12.2024 18:30"), Date::new(2024, 12, 25).ok());
    }

    #[test]
    fn reads_times_and_zones() {
        let cases = [
            ("2025-04-11T10:00:00Z", "10:00:00", Some(0)),
            ("2025-04-11T23:30:00.250-04:00", "23:30:00", Some(-240)),
            ("2025-04-11 23:30:00 -0500", "23:30:00", Some(-300)),
            ("2025-04-11T23:30", "23:30:00", None),
            ("Fri, 11 Apr 2025 10:00:05 +0530", "10:00:05", Some(330)),
            ("Updated 5:32 PM EDT, Fri April 11, 2025", "17:32:00", Some(-240)),
            ("April 11, 2025 at 12:10 a.m. ET", "00:10:00", None),
            ("11 April 2025 · 10:15 GMT", "10:15:00", Some(0)),
            ("1744367405", "10:30:05", Some(0)),
        ];
        for (case, time, zone) in cases {
            let stamp = parse(case);
            let found = stamp.and_then(|stamp| stamp.time).map(|time| time.to_string());
            assert_eq!(found.as_deref(), Some(time), "{case}");
            assert_eq!(stamp.and_then(|stamp| stamp.zone), zone, "{case}");
        }
    }

    #[test]
    fn finds_dates_in_lines_and_addresses() {
        let found = within("By Ann Lee | Last updated: 11 April 2025 10:15 GMT");
        assert_eq!(found, Some("11 April 2025 10:15 GMT"));
        for url in [
            "https://news.example/2025/04/11/a-title",
            "https://news.example/world/2025/apr/11/a-title?x=1",
            "https://news.example/a-title-2025-04-11.html",
        ] {
            assert_eq!(in_url(url), Date::new(2025, 4, 11).ok(), "{url}");
        }
        assert_eq!(in_url("https://news.example/2025/04/a-title-12"), None);
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
            "12345",
        ];
        for case in cases {
            assert_eq!(parse(case), None, "{case}");
        }
    }
}
