use rust_decimal::Decimal;

use crate::{model::TokenKind, rule::NumberPart};

use super::{
    age,
    amount::{Amount, Form},
    ordinal,
    reader::Reader,
    term::{self, Term},
    unit::unit_phrase,
};

/// Finds the numbers of a sentence with their units, left to right, the longest at each place.
pub(super) fn scan(reader: &Reader<'_>) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut at = 0;
    let mut last_year = usize::MAX;
    while at < reader.len() {
        if !may_start(reader, at) {
            at += 1;
            continue;
        }
        if let Some(term) = age::decade(reader, at) {
            at = term.amount.tokens.end;
            terms.push(term);
            continue;
        }
        if let Some(end) = not_ours(reader, at) {
            at = end;
            continue;
        }
        if let Some((term, end)) = phone(reader, at) {
            terms.push(term);
            at = end;
            continue;
        }
        let found = ordinal::ordinal(reader, at).or_else(|| term::term(reader, at));
        match found {
            Some(term) if term.tokens.end > at => {
                at = term.tokens.end;
                let date = is_year(reader, &term)
                    || beside_month(reader, &term)
                    || ends_years(reader, &term, last_year);
                if date {
                    last_year = at;
                }
                while date && reader.tied(at) && reader.is_number(at + 1) {
                    at += 2;
                }
                if !date {
                    terms.push(term);
                }
            }
            _ => at += 1,
        }
    }
    terms
}

/// A cheap test that turns most words away.
fn may_start(reader: &Reader<'_>, at: usize) -> bool {
    let rules = reader.number();
    let id = reader.id(at);
    if reader.is_number(at) {
        return true;
    }
    if !rules.starts.contains(id) {
        return false;
    }
    match reader.kind(at) {
        // A sign, or the point of ".5" and "-.5".
        Some(TokenKind::Punctuation) => {
            reader.is_number(at + 1)
                || reader.id(at + 1) == reader.mark().stop && reader.is_number(at + 2)
        }
        // "I" alone is no digit.
        _ if rules.letter.contains(id) => reader.glued(at + 1) || reader.is_number(at + 1),
        _ if reader.part(at) == Some(NumberPart::Point) => reader.is_number(at + 1),
        _ if reader.part(at) == Some(NumberPart::Article) => {
            reader.is_number(at + 1) || rules.after_article.contains(reader.id(at + 1))
        }
        _ => true,
    }
}

/// Clock times, dates in digits and version numbers: the end of what others read or nobody does.
fn not_ours(reader: &Reader<'_>, at: usize) -> Option<usize> {
    if !reader.is_number(at) {
        return None;
    }
    let word = reader.word(at);
    let separators = word.matches(['/', ':']).count();
    if word.contains(':') || separators > 1 {
        return Some(at + 1);
    }
    // "the class of '08"
    let mark = reader.mark();
    let quoted = at > 0 && word.len() == 2 && reader.glued(at) && reader.id(at - 1).is_known();
    if quoted
        && mark.apostrophes.contains(&reader.id(at - 1))
        && !reader.glued(at - 1)
        && !mark.apostrophes.contains(&reader.id(at + 1))
    {
        return Some(at + 1);
    }
    // "a 4x4"
    let cross = reader.glued(at + 1) && reader.glued(at + 2) && reader.is_number(at + 2);
    if cross && reader.word(at + 1) == "x" && word.len() == 1 && word == reader.word(at + 2) {
        return Some(at + 3);
    }
    // "the 4x400m relay"
    if cross && reader.word(at + 1) == "x" && reader.glued(at + 3) && reader.word(at + 3) == "m" {
        return Some(at + 2);
    }
    let clock = |at: usize| reader.id(at).is_known() && mark.clock.contains(&reader.id(at));
    // "the cluster J1149.5+6663"
    let plus = at > 3 && reader.id(at - 1) == mark.plus && reader.glued(at) && reader.glued(at - 1);
    if plus && reader.is_number(at - 2) && reader.glued(at - 2) && reader.is_word(at - 3) {
        return Some(at + 1);
    }
    // "3m 45s"
    let timed = at > 0 && matches!(reader.word(at - 1), "m" | "min" | "mins");
    let decade =
        !timed && reader.glued(at + 1) && matches!(reader.word(at + 1), "s" | "ers" | "er");
    // "the 1990s", "five 737s"
    if decade && (word.len() >= 3 || word.len().is_multiple_of(2)) && !word.contains('.') {
        return Some(at + 2);
    }
    let iso = word.len() == 4
        && reader.tied(at + 1)
        && reader.word(at + 2).len() == 2
        && reader.tied(at + 3)
        && reader.word(at + 4).len() == 2;
    if iso && reader.is_number(at + 2) && reader.is_number(at + 4) {
        return Some(at + 5);
    }
    let military = word.len() == 4 && !word.contains(['.', ',']);
    if word.len() < 6 && clock(at + 1) && (hour(word) || military) {
        return Some(at + 2);
    }
    // "5 p . m ." as two letters with stops
    let stops = reader.id(at + 2) == mark.stop && reader.id(at + 4) == mark.stop;
    let meridiem = matches!(reader.word(at + 1), "a" | "p") && reader.word(at + 3) == "m";
    (stops && meridiem).then_some(at + 5)
}

/// Whether digits may be a time of day.
fn hour(word: &str) -> bool {
    let (hour, minutes) = word.split_once('.').unwrap_or((word, "00"));
    minutes.len() == 2
        && minutes.parse::<u8>().is_ok_and(|minute| minute < 60)
        && hour.parse::<u8>().is_ok_and(|hour| hour < 25)
}

/// Three or more runs of digits tied by hyphens, a leading plus before such: a phone number.
fn phone(reader: &Reader<'_>, at: usize) -> Option<(Term, usize)> {
    if !reader.is_number(at) {
        return None;
    }
    // "0845 125 2222"; "0600" alone may be an hour
    let word = reader.word(at);
    if word.len() > 2 && word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit()) {
        let mut end = at + 1;
        while reader.is_number(end) {
            end += 1;
        }
        if end > at + 1 || word.len() != 4 {
            return Some((named(at..end, "phone number"), end));
        }
    }
    // "(305) 555-0199"
    let mark = reader.mark();
    let bracket = at > 0 && reader.id(at - 1) == mark.open && reader.id(at + 1) == mark.close;
    let local = reader.is_number(at + 2) && reader.tied(at + 3) && !reader.is_hyphen(at + 4);
    if bracket && local && word.len() == 3 && reader.word(at + 2).len() == 3 {
        return Some((named(at..at + 5, "phone number"), at + 5));
    }
    // "+44 20 7946 0958"
    let plus = at > 0 && reader.id(at - 1) == mark.plus && reader.glued(at);
    if plus && !reader.glued(at - 1) && reader.is_number(at + 1) && reader.is_number(at + 2) {
        let end = (at..).find(|at| !reader.is_number(*at))?;
        return Some((named(at..end, "phone number"), end));
    }
    let mut end = at + 1;
    let mut groups = 1;
    while reader.tied(end) && reader.is_number(end + 1) && reader.id(end) == reader.mark().hyphen {
        end += 2;
        groups += 1;
    }
    let long = reader.word(end - 1).len() == 4 && reader.word(at).len() == 3;
    // "100-1000 grams"
    let one = Amount::point(at..end, Decimal::ONE, Decimal::ONE, Form::Digits);
    let measured = groups == 2 && unit_phrase(reader, end, &one).is_some();
    // "305-555-HELP"
    let letters = reader.tied(end) && reader.kind(end + 1) == Some(TokenKind::Upper);
    let spelled = groups == 2 && letters && reader.word(end + 1).len() == 4;
    if groups < 3 && !(groups == 2 && long) && !spelled || measured {
        return None;
    }
    let end = if spelled { end + 2 } else { end };
    Some((named(at..end, "phone number"), end))
}

/// Digits that are no number.
fn named(tokens: std::ops::Range<usize>, reason: &'static str) -> Term {
    let zero = Decimal::ZERO;
    let mut term = Term::new(Amount::point(tokens, zero, Decimal::ONE, Form::Digits));
    term.no_claim = Some(reason);
    term
}

/// A number of four digits that names a year: dates are read elsewhere.
fn is_year(reader: &Reader<'_>, term: &Term) -> bool {
    let at = term.amount.tokens.start;
    if term.unit.is_some() || term.ordinal || term.amount.tokens.len() != 1 {
        return false;
    }
    let word = reader.word(at);
    let Ok(year) = word.parse::<u32>() else { return false };
    if year < reader.number().years.2 && reader.number().to.contains(reader.id(at + 1)) {
        return false;
    }
    let (first, last, always) = reader.number().years;
    if word.len() != 4 || year < first || year >= last {
        return false;
    }
    // "an average of 1500" is hedged, "of 1500" is placed.
    let hedge = reader.rules.hedge.before.longest(reader.ids_before(at));
    let hedge = hedge.map_or(0, |(length, _)| length);
    let placed = hedge < 2 && reader.number().year_before.longest(reader.ids_before(at)).is_some();
    let hedged = hedge > 0 && !placed;
    let month = at > 0
        && (reader.number().month.contains(reader.id(at - 1))
            || reader.id(at - 1) == reader.mark().comma
                && at > 2
                && reader.number().month.contains(reader.id(at - 3)));
    month
        || placed && !counted(reader, at + 1)
        || year >= always && !hedged && !counted(reader, at + 1)
}

/// "between A.D. 1000 and 1260": a number of four digits that ends a span of years.
fn ends_years(reader: &Reader<'_>, term: &Term, year: usize) -> bool {
    let at = term.amount.tokens.start;
    let joined = at == year.saturating_add(1)
        && (reader.is_part(year, NumberPart::And) || reader.number().to.contains(reader.id(year)));
    joined && term.unit.is_none() && term.tokens.len() == 1 && reader.word(at).len() == 4
}

/// Whether a plural noun in lower case follows, which a year would not count.
fn counted(reader: &Reader<'_>, at: usize) -> bool {
    let role = reader.number().noun.role(reader.id(at));
    let plural = reader.word(at).ends_with('s') && role.is_none();
    reader.kind(at) == Some(TokenKind::Lower)
        && (plural || role == Some(crate::rule::NounRole::Plural))
}

/// Numbers beside a month's name are days.
fn beside_month(reader: &Reader<'_>, term: &Term) -> bool {
    if term.unit.is_some() || term.amount.form != Form::Digits {
        return false;
    }
    let (start, end) = (term.tokens.start, term.tokens.end);
    let month = |at: usize| {
        reader.number().month.contains(reader.id(at)) && reader.kind(at) != Some(TokenKind::Lower)
    };
    let day = term.amount.high <= Decimal::from(31);
    let before = start > 0
        && (month(start - 1)
            || start > 1 && reader.id(start - 1) == reader.mark().stop && month(start - 2));
    day && (before || month(end) || reader.is_part(end, NumberPart::Of) && month(end + 1))
}
