use std::ops::Range;

use rust_decimal::Decimal;

use crate::{
    model::{Noun, TokenKind},
    rule::{NumberPart, Unit, UnitKind, When},
    value::{Change, Figure, Qualifier, Symbol},
};

use super::{
    amount::{Amount, Form},
    cardinal, compound, fraction, join,
    reader::Reader,
    unit::{bracketed, factor, prefix, unit_phrase},
    vague,
};

/// A number with its unit, and what later passes find around it.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// Tokens of the number, its unit and its hedges.
    pub(super) tokens: Range<usize>,
    pub(super) amount: Amount,
    /// Position in the unit rules.
    pub(super) unit: Option<usize>,
    /// Whether the unit stands before the number ("$5").
    pub(super) unit_first: bool,
    pub(super) qualifier: Qualifier,
    pub(super) slack: Decimal,
    /// What the parts of "1 year 1 month 21 days" come to in the base unit.
    pub(super) sum: Option<Decimal>,
    /// The same amount in other currencies.
    pub(super) stated: Vec<(Figure, usize)>,
    /// The same amount in other units, in brackets behind.
    pub(super) restated: Vec<Term>,
    pub(super) noun: Option<Noun>,
    pub(super) change: Option<Change>,
    pub(super) per: Option<Symbol>,
    pub(super) no_claim: Option<&'static str>,
    pub(super) ordinal: bool,
    pub(super) rule: &'static str,
}

impl Term {
    pub(super) fn new(amount: Amount) -> Term {
        let qualifier = if amount.low == amount.high { Qualifier::Exact } else { Qualifier::Range };
        Term {
            tokens: amount.tokens.clone(),
            amount,
            unit: None,
            unit_first: false,
            qualifier,
            slack: Decimal::ZERO,
            sum: None,
            stated: Vec::new(),
            restated: Vec::new(),
            noun: None,
            change: None,
            per: None,
            no_claim: None,
            ordinal: false,
            rule: "count",
        }
    }

    pub(super) fn unit<'a>(&self, reader: &Reader<'a>) -> Option<&'a Unit> {
        reader.units().unit(self.unit?)
    }

    /// Token after the number, its unit and the noun that follows.
    pub(super) fn phrase_end(&self) -> usize {
        self.noun.as_ref().map_or(0, |noun| noun.tokens.end as usize).max(self.tokens.end)
    }

    /// A bare number that later passes may give a unit or a noun.
    pub(super) fn is_bare(&self) -> bool {
        self.unit.is_none() && !self.ordinal && self.no_claim.is_none()
    }
}

/// Reads a number with its unit at a token.
pub(super) fn term(reader: &Reader<'_>, at: usize) -> Option<Term> {
    if let Some(term) = unit_first(reader, at) {
        return Some(term);
    }
    if let Some(term) = whole_unit(reader, at) {
        return Some(term);
    }
    let amount = vague::multiple(reader, at)
        .or_else(|| cardinal::amount(reader, at))
        .or_else(|| vague::amount(reader, at))?;
    let half = amount.form == Form::Fraction && amount.tokens.len() == 1;
    if half && at > 0 && reader.number().ordinal.contains(reader.id(at - 1)) {
        return None;
    }
    // "a third meeting" is an ordinal.
    let next = amount.tokens.end;
    if amount.form == Form::Fraction
        && reader.is_part(at, NumberPart::Article)
        && !reader.is_part(at + 1, NumberPart::Half)
        && !reader.is_part(at + 1, NumberPart::Quarter)
        && reader.is_word(next)
        && reader.rules.number.noun.role(reader.id(next)).is_none()
    {
        return None;
    }
    let mut term = Term::new(amount);
    attach_unit(reader, &mut term);
    and_half(reader, &mut term);
    if half && term.unit.is_none() && reader.is_part(at, NumberPart::Half) {
        let end = term.tokens.end;
        let counts = reader.is_part(end, NumberPart::Of)
            || reader.is_part(end, NumberPart::The)
            || reader.rules.hedge.before.longest(reader.ids_before(at)).is_some();
        return counts.then_some(term);
    }
    Some(term)
}

/// "$5", "US$ 3 million", "magnitude of 6.1".
fn unit_first(reader: &Reader<'_>, at: usize) -> Option<Term> {
    let (candidate, mut start) = prefix(reader, at)?;
    let unit = reader.units().unit(candidate.unit)?;
    if reader.is_hyphen(start) && unit.kind != UnitKind::Money {
        start += 1;
    }
    let amount = cardinal::amount(reader, start)?.times(candidate.factor)?;
    if candidate.when == When::Marked && !is_marked(reader, &amount) {
        return None;
    }
    if amount.form == Form::Fraction || reader.is_part(start, NumberPart::Article) {
        return None;
    }
    // "the Euro 2020 final"
    if unit.kind == UnitKind::Money && is_edition(reader, at, &amount) {
        return None;
    }
    // An ordinary word ("dollar", "rand") needs digits behind it.
    if amount.form != Form::Digits && unit.kind == UnitKind::Money {
        return None;
    }
    let mut term = Term::new(amount);
    term.unit = Some(candidate.unit);
    term.unit_first = true;
    term.tokens.start = at;
    let end = term.tokens.end;
    // "percent of 20" is no share anywhere but where nothing else stands.
    if unit.is_share() && (at > 0 || end < reader.len()) {
        return None;
    }
    // "$10 dollars", "$2.50 US"
    if reader.unit_starts_number(end) {
        return Some(term);
    }
    if let Some((again, end)) = unit_phrase(reader, end, &term.amount)
        && again == candidate.unit
    {
        term.tokens.end = end;
    } else if let Some((other, after)) = unit_phrase(reader, end, &term.amount)
        && reader.units().unit(other).is_some_and(|other| other.kind == unit.kind)
        && unit.kind == UnitKind::Money
        && *unit.id == *"USD"
        && reader.units().unit(other).is_some_and(|other| other.major.is_none())
    {
        // "$5 Canadian dollars"
        term.unit = Some(other);
        term.tokens.end = after;
    }
    if term.amount.form == Form::Digits {
        money_tail(reader, &mut term);
    }
    Some(term)
}

/// Whether a capitalised word names an event and the number behind it the year of that; short forms
/// and plurals name none ("Rs 2000", "Rupees 2000").
fn is_edition(reader: &Reader<'_>, at: usize, amount: &Amount) -> bool {
    let (first, last, _) = reader.number().years;
    let name = reader.word(at);
    let digits = reader.word(amount.tokens.start);
    reader.kind(at) == Some(TokenKind::Capitalized)
        && name.len() > 3
        && !name.ends_with('s')
        && amount.tokens.len() == 1
        && digits.len() == 4
        && digits.parse::<u32>().is_ok_and(|year| (first..last).contains(&year))
}

/// Whether a number is written as amounts of money are: scaled, in groups, with two decimals.
fn is_marked(reader: &Reader<'_>, amount: &Amount) -> bool {
    let digits = reader.word(amount.tokens.start);
    let cents = digits.rfind('.').is_some_and(|point| digits.len() == point + 3);
    amount.scale > Decimal::ONE || digits.contains(',') || cents
}

/// "an hour", "another week", "full day", "half an hour", "half-hour".
fn whole_unit(reader: &Reader<'_>, at: usize) -> Option<Term> {
    let part = reader.part(at)?;
    let (value, mut next) = match part {
        NumberPart::Article | NumberPart::Another | NumberPart::Whole => (Decimal::ONE, at + 1),
        NumberPart::Half => (Decimal::new(5, 1), at + 1),
        NumberPart::Quarter
        | NumberPart::Quarters
        | NumberPart::The
        | NumberPart::And
        | NumberPart::Or
        | NumberPart::But
        | NumberPart::Point
        | NumberPart::Of
        | NumberPart::Minus
        | NumberPart::Between
        | NumberPart::From
        | NumberPart::No
        | NumberPart::None => return None,
    };
    // "for every full year" is a rate.
    let each = || at > 0 && reader.number().per_each.contains(reader.id(at - 1));
    if part == NumberPart::Whole && each() {
        return None;
    }
    if part == NumberPart::Article && reader.is_part(next, NumberPart::Half) {
        // "a half hour"
        let mut term = whole_unit(reader, next)?;
        term.tokens.start = at;
        term.amount.tokens.start = at;
        return Some(term);
    }
    let half = part == NumberPart::Half && reader.is_part(next, NumberPart::Article);
    if half {
        next += 1;
    }
    if reader.is_hyphen(next) && part != NumberPart::Article {
        next += 1;
    }
    let mut amount = Amount::point(at..next, value, Decimal::ONE, Form::Article);
    let (unit, end) = unit_phrase(reader, next, &amount)?;
    let found = reader.units().unit(unit)?;
    if !(found.one || half && found.kind == UnitKind::Quantity)
        || !reader.is_word(next)
        || reader.is_number(end)
        || reader.id(end) == reader.mark().ago
    {
        return None;
    }
    if part == NumberPart::Half {
        amount.step = Decimal::new(5, 1);
    } else if part == NumberPart::Article && after_noun(reader, at) {
        return None;
    }
    let mut term = Term::new(amount);
    term.unit = Some(unit);
    term.tokens.end = end;
    add_half(reader, &mut term);
    part_tail(reader, &mut term);
    or_two(reader, &mut term);
    Some(term)
}

/// "the first hour and a half": an hour that no number counts, and half of one.
fn and_half(reader: &Reader<'_>, term: &mut Term) {
    let at = term.tokens.start;
    let half = term.unit.is_none() && term.amount.form == Form::Fraction;
    if !half || at < 3 || !reader.is_part(at, NumberPart::Article) {
        return;
    }
    let one = Amount::point(at - 2..at, Decimal::ONE, Decimal::ONE, Form::Article);
    let joined = reader.is_part(at - 1, NumberPart::And);
    let Some((unit, end)) = joined.then(|| unit_phrase(reader, at - 2, &one)).flatten() else {
        return;
    };
    let time = reader.units().unit(unit).is_some_and(|unit| unit.kind == UnitKind::Duration);
    if let Some(value) = term.amount.low.checked_add(Decimal::ONE).filter(|_| time && end == at - 1)
    {
        (term.amount.low, term.amount.high) = (value, value);
        (term.unit, term.tokens.start) = (Some(unit), at - 2);
    }
}

/// "a day or two" is one or two days.
fn or_two(reader: &Reader<'_>, term: &mut Term) {
    let end = term.tokens.end;
    let one = term.amount.form == Form::Article && term.amount.high == Decimal::ONE;
    if !one || !reader.is_part(end, NumberPart::Or) {
        return;
    }
    let more = reader.number().cardinal.get(reader.id(end + 1));
    let next = end + 2;
    let counts = reader.is_hyphen(next)
        || unit_phrase(reader, next, &term.amount).is_some()
        || reader.number().scale.contains(reader.id(next));
    if let Some(more) = more.filter(|more| **more > Decimal::ONE && !counts) {
        term.amount.high = *more;
        term.qualifier = Qualifier::Range;
        term.tokens.end = next;
    }
}

/// Whether "a" behind this word reads as "per" ("times a day").
fn after_noun(reader: &Reader<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let word = reader.word(before);
    let role = reader.rules.number.noun.role(reader.id(before));
    (reader.is_word(before) && word.ends_with('s') && role.is_none())
        || reader.number().multiple.contains(reader.id(before))
        || reader.id(before) == reader.mark().once
        || reader.is_number(before)
}

/// Finds the unit behind a term's number.
fn attach_unit(reader: &Reader<'_>, term: &mut Term) {
    let form = term.amount.form;
    if matches!(form, Form::Nobody | Form::Multiple) {
        return;
    }
    // "a 1-in-100 year flood": a share has no unit of what it is a share of.
    let ratio = [reader.mark().in_, reader.mark().out];
    if form == Form::Fraction && term.tokens.clone().any(|at| ratio.contains(&reader.id(at))) {
        return;
    }
    let mut at = term.tokens.end;
    if let Some((length, hedge)) = reader.rules.hedge.after.longest(reader.ids(at))
        && unit_phrase(reader, at, &term.amount).is_none()
    {
        // "20 or more miles", "five-plus hours"
        let hedged = at + length;
        let next = if reader.is_hyphen(hedged) { hedged + 1 } else { hedged };
        if let Some((unit, end)) = unit_phrase(reader, next, &term.amount) {
            (term.qualifier, term.slack) = (hedge.qualifier, hedge.slack);
            term.unit = Some(unit);
            term.tokens.end = end;
            return;
        }
    }
    let of = reader.is_part(at, NumberPart::Of)
        && (matches!(form, Form::Vague | Form::Pair | Form::Fraction)
            || term.amount.low.fract() != Decimal::ZERO);
    if of {
        at += 1;
        if reader.is_part(at, NumberPart::Article) {
            at += 1;
        }
    }
    // "three straight days", "two more full weeks"
    let mut skip = at;
    while skip < at + 2 && reader.number().gap.contains(reader.id(skip)) {
        skip += 1;
    }
    let Some((unit, end)) = unit_phrase(reader, at, &term.amount)
        .or_else(|| (skip > at).then(|| unit_phrase(reader, skip, &term.amount)).flatten())
        .or_else(|| bracketed(reader, at, &term.amount))
    else {
        return;
    };
    // "3 USD50 cards"
    if !reader.glued(at) && reader.glued(end) && reader.unit_starts_number(at) {
        return;
    }
    if let Some(scaled) = term.amount.clone().times(factor(reader, at, unit)) {
        term.amount = scaled;
    }
    term.unit = Some(unit);
    term.tokens.end = end;
    add_half(reader, term);
    money_tail(reader, term);
    part_tail(reader, term);
}

/// "75 USD million" and the cents of "15 dollars 50".
fn money_tail(reader: &Reader<'_>, term: &mut Term) {
    let end = term.tokens.end;
    let whole = term.unit(reader).is_some_and(|unit| {
        unit.kind == UnitKind::Money && unit.major.is_none() && term.amount.scale == Decimal::ONE
    });
    if !whole {
        return;
    }
    if let Some(scale) = reader.number().scale.get(reader.id(end))
        && let Some(mut scaled) = term.amount.clone().times(*scale)
    {
        scaled.scale = *scale;
        term.amount = scaled;
        term.tokens.end = end + 1;
        return;
    }
    let and = reader.is_part(end, NumberPart::And);
    let at = if and { end + 1 } else { end };
    let digits = reader.word(at);
    let cents = if reader.is_number(at) {
        // "$20 43" may be two cells of a table.
        let sure = and || !term.unit_first || is_whole_text(reader, term.tokens.start..at + 1);
        let two = digits.len() == 2 && sure;
        two.then(|| digits.parse::<u32>().ok()).flatten().map(|cents| (cents.into(), at + 1))
    } else {
        // "thirteen dollars forty five", "three dollars and five"
        let words = cardinal::words_below(reader, at);
        words.filter(|(cents, _)| and || *cents >= Decimal::TEN)
    };
    if join::is_between(reader, term.tokens.start) {
        return;
    }
    let Some((cents, after)) = cents else { return };
    let more = reader.number().gap.contains(reader.id(after));
    let ends = ends_clause(reader, after)
        || more && ends_clause(reader, after + 1)
        || and && reader.is_part(after, NumberPart::And);
    let part = cents.checked_div(Decimal::ONE_HUNDRED);
    if let Some(value) = part.and_then(|part| term.amount.low.checked_add(part))
        && ends
        && term.amount.low.fract().is_zero()
    {
        (term.amount.low, term.amount.high) = (value, value);
        term.amount.step = Decimal::new(1, 2);
        term.tokens.end = after;
    }
}

/// Whether nothing else stands in the text.
pub(super) fn is_whole_text(reader: &Reader<'_>, tokens: Range<usize>) -> bool {
    tokens == (0..reader.len()) && reader.sentence.span.of(reader.text) == reader.text.trim()
}

/// "an hour and a half".
fn add_half(reader: &Reader<'_>, term: &mut Term) {
    let Some((part, end)) = fraction::and_fraction(reader, term.tokens.end) else { return };
    // "a litre and half an ounce"
    let half = reader.is_part(end, NumberPart::Article)
        && reader.is_part(end - 1, NumberPart::Half)
        && !reader.is_part(end - 2, NumberPart::Article);
    let more = half
        || reader.number().scale.contains(reader.id(end))
        || unit_phrase(reader, end, &term.amount).is_some()
        || reader.is_part(end, NumberPart::Of);
    if more || reader.is_word(end) && reader.rules.number.noun.role(reader.id(end)).is_none() {
        return;
    }
    if let Some(value) = term.amount.low.checked_add(part) {
        (term.amount.low, term.amount.high, term.amount.step) = (value, value, part);
        term.tokens.end = end;
    }
}

/// The part of a unit that follows without one: "an hour and thirty", "6-foot-4".
fn part_tail(reader: &Reader<'_>, term: &mut Term) {
    let Some(unit) = term.unit(reader) else { return };
    let Some(part) = unit.part.as_deref().and_then(|part| reader.units().position(part)) else {
        return;
    };
    let Some(small) = reader.units().unit(part) else { return };
    let end = term.tokens.end;
    let tied = reader.tied(end) && reader.is_number(end + 1);
    let at = if tied || reader.is_part(end, NumberPart::And) { end + 1 } else { end };
    let digits = reader.is_number(at)
        && reader.word(at).len() < 3
        && !(reader.glued(at + 1) && reader.is_word(at + 1));
    let whole = term.amount.low.fract().is_zero() && term.amount.low == term.amount.high;
    if !whole || !(digits || reader.number().cardinal.contains(reader.id(at))) {
        return;
    }
    let Some(more) = cardinal::whole(reader, at) else { return };
    let after = more.tokens.end;
    let ends = if tied { !reader.is_hyphen(after) } else { ends_clause(reader, after) };
    let ratio = unit.conversion.scale(Decimal::ONE).zip(small.conversion.scale(Decimal::ONE));
    let Some(ratio) = ratio.and_then(|(whole, part)| whole.checked_div(part)) else { return };
    if ends && more.low < ratio && more.low.fract().is_zero() {
        let mut small = Term::new(more);
        small.unit = Some(part);
        compound::add_part(reader, term, &small, ratio);
    }
}

/// Whether nothing follows that the number before could count.
fn ends_clause(reader: &Reader<'_>, at: usize) -> bool {
    !reader.is_word(at)
        && !reader.is_number(at)
        && !reader.is_hyphen(at)
        && unit_phrase(reader, at, &Amount::point(at..at, Decimal::ONE, Decimal::ONE, Form::Digits))
            .is_none()
}
