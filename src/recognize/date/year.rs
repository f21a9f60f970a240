use crate::{
    model::TokenKind,
    rule::Role,
    value::{DateExpr, Days},
};

use super::{Found, number::century, words::Words};

/// Words after which four digits are a year.
const BEFORE_YEAR: [Role; 10] = [
    Role::In,
    Role::Since,
    Role::Until,
    Role::By,
    Role::Before,
    Role::After,
    Role::From,
    Role::To,
    Role::Of,
    Role::Between,
];
/// The words after which numbers in words are a year.
const BEFORE_SPELLED: [Role; 4] = [Role::In, Role::Since, Role::Until, Role::By];
/// The words among them after which an amount is not to be expected.
const SURELY_YEAR: [Role; 2] = [Role::In, Role::Since];

impl Words<'_> {
    /// "2022" where the words around it make it a year.
    pub(super) fn bare_year(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        // "the year 2020", "year 2016".
        if let Some(word) = self.senses(at + the).unit
            && word.unit == Days::Year
            && !word.many
        {
            let (year, end) = self.year_number(at + the + 1)?;
            let counted = self.is_counted(end);
            return (!counted).then(|| Found::new(at, end, DateExpr::year(year), "date.year"));
        }
        let (year, end) = self.year_number(at)?;
        let apostrophe = self.is_mark(at, "'’‘");
        let spelled = self.senses(at).cardinal.is_some();
        if spelled && !self.alone && !self.after_any(at, &BEFORE_SPELLED) {
            return None;
        }
        let expr = DateExpr::year(year);
        if !apostrophe && !(1500..=2100).contains(&year) && !self.after_any(at, &SURELY_YEAR) {
            return None;
        }
        (!self.is_counted(end) && self.is_year(at, end))
            .then(|| Found::new(at, end, expr, "date.year"))
    }

    fn is_year(&self, at: usize, end: usize) -> bool {
        let plural = self.is_lower(end) && self.word(end).ends_with('s');
        if self.is_glued(end) && self.is_mark(end, "-–/") && self.is_glued(end + 1) {
            // "2014-2018", "the 2008-09 season", "a 2014-style deal"; no "1914-7".
            let two = matches!(self.integer(end + 1), Some((_, 2)));
            return self.year_number(end + 1).is_some()
                || self.kind(end + 1) == Some(TokenKind::Lower)
                || (two && self.after_any(at, &[Role::The, Role::In, Role::Since, Role::From]));
        }
        if self.after_any(at, &SURELY_YEAR) || self.after_any(at, &[Role::Than]) {
            return true;
        }
        // "2018 or later".
        if self.is(end, Role::Or) && self.senses(end + 1).is_any(&[Role::Later, Role::After]) {
            return true;
        }
        if self.after_any(at, &BEFORE_YEAR) {
            return !plural;
        }
        // "The range is 2014 to 2018."
        let modern = |year: i16| (1900..=2100).contains(&year);
        if self.is(end, Role::To)
            && let Some((last, after)) = self.year_number(end + 1)
            && self.integer(at).is_some_and(|(first, _)| modern(first) && modern(last))
        {
            return self.ends(after) && !self.is_counted(after);
        }
        let Some(before) = at.checked_sub(1) else { return self.is_capital(end) };
        if self.after_any(at, &[Role::The]) || matches!(self.word(before), "'s" | "’s") {
            return self.kind(end).is_some_and(TokenKind::is_word);
        }
        if self.is_mark(before, "(") {
            return self.is_mark(end, "),;-–");
        }
        if self.is_glued(at) {
            return false;
        }
        // "1989 and 1991": the one before was a year.
        if self.is(before, Role::And) || self.is_mark(before, ",") {
            return before.checked_sub(1).is_some_and(|before| self.year_number(before).is_some())
                && !plural;
        }
        let month = self.senses(before);
        if month.unit.is_some_and(|word| word.unit == Days::Year && !word.many) {
            return true;
        }
        if month.month.is_some() || month.season.is_some() || month.stage.is_some() {
            return true;
        }
        // "World Cup 2010", "2010 World Cup".
        (1900..=2100).contains(&self.integer(at).map_or(0, |(value, _)| value))
            && (self.is_capital(end) || (self.is_capital(before) && !self.is_lower(end)))
    }

    /// "AD 79", "44 BC", "410 A.D.".
    pub(super) fn era(&self, at: usize) -> Option<Found> {
        let led = usize::from(self.is(at, Role::Era) && (self.is_capital(at) || self.alone));
        let (year @ 1..=3000, _) = self.integer(at + led)? else { return None };
        let (end, before) = self.era_mark(at + led + 1);
        let marked = led == 1 || end > at + led + 1;
        let year = if before { 1 - year } else { year };
        marked.then(|| Found::new(at, end, DateExpr::year(year), "date.year"))
    }

    /// The token after "AD" or "BC", and whether it was the era before.
    pub(super) fn era_mark(&self, at: usize) -> (usize, bool) {
        let before = self.is(at, Role::EraBefore);
        let stands = (before || self.is(at, Role::Era)) && (self.is_capital(at) || self.alone);
        (at + usize::from(stands), before && stands)
    }

    /// "the 1990s", "the '90s", "mid-1980s", "the nineties".
    pub(super) fn decade(&self, at: usize) -> Option<Found> {
        let the = usize::from(self.is(at, Role::The));
        let begin = at + the;
        if self.is_of_life(begin) {
            return None;
        }
        let led = the == 1
            || begin.checked_sub(1).is_some_and(|before| {
                self.senses(before).stage.is_some()
                    || self.is_dash(before)
                    || self.is_any(before, &[Role::The, Role::And, Role::In])
            });
        if let Some(value) = self.senses(begin).decade.filter(|_| led) {
            return decade_of(at, begin + 1, century_of_decade(i16::from(value)));
        }
        let quote = usize::from(self.is_mark(begin, "'’‘") && self.is_glued(begin + 1));
        let (value, length) = self.integer(begin + quote)?;
        let end = begin + quote + 1;
        let written = self.word(end);
        if !self.is(end, Role::Plural) && !matches!(written, "'s" | "’s") {
            return None;
        }
        match length {
            4 if value % 10 == 0 && (1000..2100).contains(&value) => decade_of(at, end + 1, value),
            2 if value % 10 == 0 && (led || quote == 1) && self.is_glued(end) => {
                decade_of(at, end + 1, century(value))
            }
            _ => None,
        }
    }

    /// Whether a decade is one of a life: "in his 40s", "her late fifties", "the over-50s".
    fn is_of_life(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let tied = self.is_dash(before) && self.is_glued(at);
        let lead = if tied { before.saturating_sub(1) } else { before };
        let stage = self.senses(lead).stage.is_some();
        let owner = if stage { lead.saturating_sub(1) } else { lead };
        self.is(owner, Role::Owner) || tied && self.is(lead, Role::Over)
    }

    fn is_any(&self, at: usize, roles: &[Role]) -> bool {
        self.senses(at).is_any(roles)
    }

    /// "fiscal 2024", "FY2024": no calendar year.
    pub(super) fn fiscal_year(&self, at: usize) -> Option<Found> {
        if !self.is(at, Role::Fiscal) {
            return None;
        }
        let skip = usize::from(self.senses(at + 1).unit.is_some());
        let (year, end) = self.year_number(at + 1 + skip)?;
        let expr = DateExpr::Vague { timex: format!("FY{year}") };
        Some(Found::new(at, end, expr, "date.fiscal"))
    }
}

fn century_of_decade(value: i16) -> i16 {
    1900 + value
}

fn decade_of(at: usize, end: usize, first: i16) -> Option<Found> {
    let first = if first % 10 == 0 { first } else { return None };
    let length = if first % 100 == 0 && first < 1900 { 100 } else { 10 };
    let expr = DateExpr::Years { first, end: first.checked_add(length)? };
    Some(Found::new(at, end, expr, "date.year"))
}
