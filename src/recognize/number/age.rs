use rust_decimal::Decimal;

use crate::{
    model::TokenKind,
    rule::{NounRole, NumberPart, UnitKind},
};

use super::{
    amount::{Amount, Form, is_bound},
    join::connector,
    noun,
    reader::Reader,
    term::Term,
};

/// Rule of an age told by its decade.
const DECADE: &str = "age.decade";

/// Oldest age that a bare number is read as.
const OLDEST: Decimal = Decimal::from_parts(120, 0, 0, false, 0);

/// Reads bare numbers as ages: "aged 36", "Jane Doe, 36,", "who was 10".
pub(super) fn read(reader: &Reader<'_>, term: &mut Term) {
    if let Some(unit) = term.unit(reader) {
        if unit.kind == UnitKind::Age {
            if term.rule != DECADE {
                term.rule = "age.year-old";
            }
        } else if unit.kind == UnitKind::Duration
            && let Some((length, ())) =
                reader.number().age_before.longest(reader.ids_before(term.tokens.start))
            && let Some(age) = age_unit(reader, &unit.id)
        {
            term.unit = Some(age);
            term.tokens.start -= length;
            term.rule = "age.aged";
        }
        return;
    }
    if !term.is_bare() || term.amount.high > OLDEST || !term.amount.low.fract().is_zero() {
        return;
    }
    let rule = if let Some((length, ())) =
        reader.number().age_before.longest(reader.ids_before(term.tokens.start))
    {
        term.tokens.start -= length;
        "age.aged"
    } else if apposition(reader, term) || unmarked(reader, term) {
        "age.apposition"
    } else if clause(reader, term) {
        "age.clause"
    } else {
        return;
    };
    term.rule = rule;
    term.unit = age_unit(reader, "year");
}

/// "aged 18 and 19", "aged 5, 7 and 9": what follows in the list is an age, too.
pub(super) fn list(reader: &Reader<'_>, terms: &mut [Term]) {
    for at in 1..terms.len() {
        let (head, tail) = terms.split_at_mut(at);
        let (Some(left), Some(right)) = (head.last(), tail.first_mut()) else { continue };
        let told = || reader.is_part(left.tokens.end, NumberPart::And);
        let aged = match left.rule {
            "age.aged" | "age.list" => left.amount.form == Form::Digits,
            "age.apposition" => told(),
            _ => false,
        };
        let plain = right.is_bare()
            && right.noun.is_none()
            && right.amount.form == Form::Digits
            && right.amount.high <= OLDEST
            && right.amount.low.fract().is_zero();
        let (comma, and) = connector(reader, left.tokens.end..right.tokens.start);
        if aged && plain && (comma || and) {
            right.rule = "age.list";
            right.unit = left.unit;
        }
    }
}

/// "in his 40s", "in her early 20s", "their mid-30s".
pub(super) fn decade(reader: &Reader<'_>, at: usize) -> Option<Term> {
    let digits = reader.word(at);
    let marked = reader.glued(at + 1) && matches!(reader.word(at + 1), "s" | "'s" | "’s");
    if digits.len() != 2 || !digits.ends_with('0') || !marked || at < 2 {
        return None;
    }
    let first: Decimal = digits.parse().ok().filter(|first| *first >= Decimal::TEN)?;
    let lead = if reader.tied(at - 1) { at - 2 } else { at - 1 };
    let (rules, word) = (reader.number(), reader.id(lead));
    let (start, from, to) = if rules.age_early.contains(word) {
        (lead, 0, 3)
    } else if rules.age_middle.contains(word) {
        (lead, 4, 6)
    } else if rules.age_late.contains(word) {
        (lead, 7, 9)
    } else {
        (at, 0, 9)
    };
    if !rules.age_owner.contains(reader.id(start.checked_sub(1)?)) {
        return None;
    }
    let add = |years: i64| first.checked_add(Decimal::from(years));
    let mut amount = Amount::point(at..at + 2, add(from)?, Decimal::ONE, Form::Digits);
    amount.high = add(to)?;
    let mut term = Term::new(amount);
    term.tokens.start = start;
    term.rule = DECADE;
    term.unit = age_unit(reader, "year");
    Some(term)
}

/// "children under 12", "adults 18 and over", "65 and older".
fn bounded(reader: &Reader<'_>, term: &Term) -> bool {
    let rules = reader.number();
    let (start, end) = (term.tokens.start, term.tokens.end);
    let behind = end > term.amount.tokens.end;
    if behind && rules.age_older.contains(reader.id(end - 1)) {
        return true;
    }
    let people = start > 0 && rules.age_people.contains(reader.id(start - 1));
    let limit = start + 1 == term.amount.tokens.start && rules.age_limit.contains(reader.id(start));
    people && (behind || limit) && term.noun.is_none() && is_bound(term.qualifier)
}

/// "turned 18", "turns 29 in April": a bare number behind such a verb, with nothing that it counts.
pub(super) fn turned(reader: &Reader<'_>, term: &mut Term) {
    let whole = term.amount.low.fract().is_zero() && term.amount.high <= OLDEST;
    let counts = term.noun.as_ref().is_some_and(|noun| noun::is_plural(reader, noun));
    if !term.is_bare() || counts || !whole {
        return;
    }
    if bounded(reader, term) {
        term.noun = None;
        term.rule = "age.bounded";
        term.unit = age_unit(reader, "year");
        return;
    }
    // "died at 22 Elm Street"
    let verb = reader.number().age_verb.longest(reader.ids_before(term.tokens.start));
    let place =
        |length: usize| length > 1 && reader.kind(term.tokens.end) == Some(TokenKind::Capitalized);
    if verb.is_some_and(|(length, ())| !place(length)) {
        term.noun = None;
        term.rule = "age.turned";
        term.unit = age_unit(reader, "year");
    }
}

fn age_unit(reader: &Reader<'_>, duration: &str) -> Option<usize> {
    reader.units().iter().position(|unit| {
        unit.kind == UnitKind::Age
            && unit.id.strip_prefix(duration).is_some_and(|rest| rest.starts_with(' '))
    })
}

/// "Jane Doe, 36," and "Jane Doe (36)": a number between commas behind a name.
fn apposition(reader: &Reader<'_>, term: &Term) -> bool {
    let mark = reader.mark();
    let (start, end) = (term.tokens.start, term.tokens.end);
    if start < 2 || term.tokens.len() != 1 || term.amount.form != Form::Digits {
        return false;
    }
    let lead = reader.id(start - 1);
    let close = reader.id(end);
    let commas = lead == mark.comma && (close == mark.comma || close == mark.semicolon);
    let bracket = lead == mark.open && close == mark.close;
    let name = |at: usize| reader.kind(at) == Some(TokenKind::Capitalized);
    let month = reader.number().month.contains(reader.id(start - 2));
    let last = commas && name(start - 2);
    // "the driver, 45, was held", "two others, 19 and 22, died"
    let person = lead == mark.comma && reader.number().age_person.contains(reader.id(start - 2));
    let pair = reader.is_part(end, NumberPart::And)
        && reader.is_number(end + 1)
        && reader.id(end + 2) == mark.comma;
    if person && (close == mark.comma || pair) && term.amount.low >= Decimal::ONE {
        return true;
    }
    let whole = start > 2 && name(start - 2) && name(start - 3);
    let ends = lead == mark.comma && (close == mark.stop || end >= reader.len()) && whole;
    !month
        && close.is_known() | ends
        && (last || (bracket && whole) || ends)
        && term.amount.low >= if bracket { Decimal::TEN } else { Decimal::ONE }
}

/// "Jane Doe 36 has left", in text that lost its commas: a first name tells a person.
fn unmarked(reader: &Reader<'_>, term: &Term) -> bool {
    let (start, end) = (term.tokens.start, term.tokens.end);
    let digits = term.amount.form == Form::Digits && reader.word(start).len() == 2;
    if start < 2 || term.tokens.len() != 1 || !digits {
        return false;
    }
    let name = |at: usize| reader.kind(at) == Some(TokenKind::Capitalized);
    let (mark, next) = (reader.mark(), reader.id(end));
    // "Jane Doe 36 of Leeds"
    let lives = (reader.is_part(end, NumberPart::Of) || reader.is_part(end, NumberPart::From))
        && reader.kind(end + 1) == Some(TokenKind::Capitalized)
        && reader.kind(end) == Some(TokenKind::Lower);
    let verb = reader.kind(end) == Some(TokenKind::Lower)
        && (lives
            || reader.number().noun.role(next) == Some(NounRole::Verb)
            || [mark.was, mark.is, mark.has].contains(&next));
    let person = || reader.rules.name.traits(reader.id(start - 2)).given;
    verb && name(start - 1) && name(start - 2) && person()
}

/// Youngest age that a bare number behind a name is read as: small numbers count.
const YOUNGEST: Decimal = Decimal::from_parts(13, 0, 0, false, 0);

/// "who was 10", "she is 36", "Jane Doe was 36", "he will be 29 in April".
fn clause(reader: &Reader<'_>, term: &Term) -> bool {
    let (start, end) = (term.tokens.start, term.tokens.end);
    let Some((length, ())) = reader.number().age_be.longest(reader.ids_before(start)) else {
        return false;
    };
    let month = reader.is_word(end) && reader.number().month.contains(reader.id(end + 1));
    let ends = !reader.is_word(end) || month;
    let Some(subject) = start.checked_sub(length + 1).filter(|_| ends) else { return false };
    if reader.number().age_subject.contains(reader.id(subject)) {
        return reader.id(subject) == reader.mark().who || term.amount.low >= YOUNGEST;
    }
    // "The victim, Jane Doe, was 36"
    let comma = reader.id(subject) == reader.mark().comma;
    let name = subject.saturating_sub(usize::from(comma));
    let named = |at: usize| reader.kind(at) == Some(TokenKind::Capitalized);
    let whole = named(name) && (month || name > 0 && named(name - 1));
    whole && term.amount.form == Form::Digits && term.amount.low >= YOUNGEST
}
