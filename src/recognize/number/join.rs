use rust_decimal::Decimal;

use crate::{rule::NumberPart, value::Qualifier};

use super::{amount::Form, change, compound::compound, noun, reader::Reader, term::Term};

/// Gives list members the unit of the last one ("5, 7 and 9 percent", "eight or nine euros").
pub(super) fn share_units(reader: &Reader<'_>, terms: &mut [Term]) {
    let mut listed = false;
    for at in (1..terms.len()).rev() {
        let (head, tail) = terms.split_at_mut(at);
        let (Some(left), Some(right)) = (head.last_mut(), tail.first()) else { continue };
        let between = left.tokens.end..right.tokens.start;
        let (comma, and) = connector(reader, between);
        listed = and || (comma && listed);
        // "8 or $9", but not "8 and $9".
        let or = reader.is_part(left.tokens.end, NumberPart::Or);
        if !listed || right.unit.is_none() || (right.unit_first && !or) || !left.is_bare() {
            continue;
        }
        let plain = matches!(left.amount.form, Form::Digits | Form::Words);
        if plain && !is_range(reader, left, right) {
            left.unit = right.unit;
            if left.amount.scale == Decimal::ONE && right.amount.scale > Decimal::ONE && and {
                scale_like(left, right);
            }
        }
    }
}

/// Whether the tokens between two members are a comma, and whether they hold "and" or "or".
pub(super) fn connector(reader: &Reader<'_>, between: std::ops::Range<usize>) -> (bool, bool) {
    let joins = |at| matches!(reader.part(at), Some(NumberPart::And | NumberPart::Or));
    let comma = |at: usize| reader.id(at) == reader.mark().comma;
    match between.len() {
        1 => (comma(between.start), joins(between.start)),
        2 => {
            let open = comma(between.start) || reader.is_hyphen(between.start);
            let and = open && joins(between.start + 1);
            (and, and)
        }
        _ => (false, false),
    }
}

fn scale_like(left: &mut Term, right: &Term) {
    let scale = right.amount.scale;
    let mantissa = right.amount.low.checked_div(scale).unwrap_or_default();
    if left.amount.high < mantissa
        && let Some(mut scaled) = left.amount.clone().times(scale)
    {
        scaled.scale = scale;
        left.amount = scaled;
    }
}

/// Joins the ends of ranges ("between 3 and 5", "3-5 million") and the parts of compound amounts
/// ("an hour and 45 minutes", "20 dollars 43 cents").
pub(super) fn join(reader: &Reader<'_>, terms: Vec<Term>) -> Vec<Term> {
    let mut joined: Vec<Term> = Vec::with_capacity(terms.len());
    for mut term in terms {
        let Some(last) = joined.last_mut() else {
            joined.push(term);
            continue;
        };
        let one = compound(reader, last, &term)
            || range(reader, last, &term)
            || tolerance(reader, last, &term);
        if !one {
            levels(reader, last, &mut term);
            joined.push(term);
        }
    }
    joined
}

pub(super) fn is_between(reader: &Reader<'_>, start: usize) -> bool {
    let near = |start: usize| {
        let mut near = start.saturating_sub(3)..start;
        near.any(|at| reader.is_part(at, NumberPart::Between))
    };
    // "between the ages of 18 and 64"
    let ages = || reader.number().age_before.longest(reader.ids_before(start));
    near(start) || ages().is_some_and(|(length, ())| near(start - length))
}

fn is_range(reader: &Reader<'_>, left: &Term, right: &Term) -> bool {
    let at = left.tokens.end;
    let tied = reader.is_hyphen(at) && reader.is_hyphen(at + 2);
    // "an 8- to 16-meter dish"
    let hung = reader.is_hyphen(at)
        && reader.glued(at)
        && reader.number().to.contains(reader.id(at + 1))
        && !reader.glued(at + 1);
    let to = reader.number().to.contains(reader.id(at))
        && !reader.is_part(at + 1, NumberPart::Or)
        && (!tied || reader.number().to.contains(reader.id(at + 1)));
    to || hung
        || is_up_to(reader, left)
        || (reader.is_part(at, NumberPart::And)
            && is_between(reader, left.tokens.start)
            && right.tokens.start > at)
}

/// "from 450 sq ft up to 900 sq ft"
fn is_up_to(reader: &Reader<'_>, left: &Term) -> bool {
    let (start, end) = (left.tokens.start, left.tokens.end);
    start > 0
        && reader.is_part(start - 1, NumberPart::From)
        && reader.id(end) == reader.mark().up
        && reader.number().to.contains(reader.id(end + 1))
}

fn range(reader: &Reader<'_>, left: &mut Term, right: &Term) -> bool {
    let at = left.tokens.end;
    let gap = right.tokens.start.saturating_sub(at);
    if gap == 0 || gap > 4 || !is_range(reader, left, right) || left.ordinal || right.ordinal {
        return false;
    }
    // "fell by a third to $2 billion"
    if (left.amount.form == Form::Fraction) != (right.amount.form == Form::Fraction) {
        return false;
    }
    let single = |term: &Term| {
        term.amount.low == term.amount.high
            && !matches!(term.amount.form, Form::Nobody | Form::Multiple | Form::Pair)
    };
    if !single(left) || !single(right) || left.qualifier == Qualifier::Range {
        return false;
    }
    let tied = (gap == 3 && reader.is_hyphen(at) && reader.is_hyphen(at + 2))
        || (gap == 2 && reader.is_hyphen(at) && !reader.is_part(at + 1, NumberPart::Or));
    if gap > 1 && !tied && !(gap == 2 && is_up_to(reader, left)) {
        // "between 2 g and about 7 g", "2 - ~7"
        let hedge = reader.rules.hedge.before.longest(reader.ids_before(right.tokens.start));
        if hedge.is_none_or(|(length, _)| length + 1 != gap) {
            return false;
        }
    }
    let hyphen = reader.is_hyphen(at);
    // "three-nought-four" is said digit by digit.
    let digits = left.amount.form == Form::Words && left.amount.low.is_zero();
    if hyphen && digits && left.tokens.start > 0 && reader.tied(left.tokens.start - 1) {
        return false;
    }
    // "2 -7 g"
    let measured = right.unit.is_some() && left.amount.low < right.amount.low;
    if hyphen && gap == 1 && reader.glued(at) != reader.glued(at + 1) && !measured {
        return false;
    }
    let unit = match (left.unit, right.unit) {
        (None, shared) => shared,
        (shared, None) if left.unit_first => shared,
        (Some(a), Some(b)) if a == b => Some(a),
        _ => return false,
    };
    let mut low = left.clone();
    if left.amount.scale == Decimal::ONE
        && right.amount.scale > Decimal::ONE
        && (left.unit.is_none() || left.unit_first)
    {
        scale_like(&mut low, right);
    }
    // "10 to 12 degrees below zero"
    let below = right.amount.low.is_sign_negative() && reader.is_number(right.tokens.start);
    if below && let Some(negative) = low.amount.clone().times(Decimal::NEGATIVE_ONE) {
        low.amount = negative;
    }
    let (a, b) = (low.amount.low, right.amount.low);
    let descends = a >= b;
    // "$1.9 billion — $300 million over budget"
    let dash = gap == 1 && !reader.is_word(at);
    let apart = reader.id(at) == reader.mark().em_dash && !reader.glued(at);
    if dash && (descends || apart) && (unit.is_none() || left.unit_first) {
        return false;
    }
    if descends && unit.is_none() && !is_between(reader, left.tokens.start) {
        return false;
    }
    if change::from_before(reader, left) {
        return false;
    }
    let start = left.tokens.start;
    left.tokens = low.tokens.start..right.tokens.end;
    if matches!(
        start.checked_sub(1).and_then(|at| reader.part(at)),
        Some(NumberPart::Between | NumberPart::From)
    ) {
        left.tokens.start = start - 1;
    }
    left.unit = unit;
    left.unit_first |= right.unit_first;
    left.amount.low = a.min(b);
    left.amount.high = a.max(b);
    left.amount.step = low.amount.step.min(right.amount.step);
    left.amount.tokens.end = right.amount.tokens.end;
    left.qualifier = Qualifier::Range;
    true
}

/// "2,000.45±0.01 pounds", "9.83 +/- 0.05 km": the range around the first number.
fn tolerance(reader: &Reader<'_>, left: &mut Term, right: &Term) -> bool {
    let at = left.tokens.end;
    let sign = match right.tokens.start.saturating_sub(at) {
        1 => reader.word(at) == "±",
        2 => {
            reader.word(at) == "+"
                && reader.word(at + 1) == "/"
                && reader.is_hyphen(right.tokens.start)
        }
        3 => reader.word(at) == "+" && reader.word(at + 1) == "/" && reader.is_hyphen(at + 2),
        _ => false,
    };
    let point = |term: &Term| {
        term.amount.low == term.amount.high && !term.ordinal && term.no_claim.is_none()
    };
    let unit = left.unit.is_none() || left.unit == right.unit;
    if !sign || !point(left) || !point(right) || !unit {
        return false;
    }
    let (middle, slack) = (left.amount.low, right.amount.low.abs());
    let (low, high) = (middle.checked_sub(slack), middle.checked_add(slack));
    let (Some(low), Some(high)) = (low, high) else { return false };
    (left.amount.low, left.amount.high) = (low.normalize(), high.normalize());
    left.amount.step = left.amount.step.min(right.amount.step);
    left.amount.tokens.end = right.amount.tokens.end;
    left.unit = right.unit;
    left.tokens.end = right.tokens.end;
    left.qualifier = Qualifier::Range;
    true
}

/// "fell from 5 to 3 percent", "from 5 million tonnes to 3 million": two levels in one unit.
fn levels(reader: &Reader<'_>, left: &mut Term, right: &mut Term) {
    let adjacent = right.tokens.start == left.tokens.end + 1;
    let to = || reader.number().to.contains(reader.id(left.tokens.end));
    if !adjacent || right.unit_first || !to() || !change::from_before(reader, left) {
        return;
    }
    if left.is_bare() && right.unit.is_some() {
        left.unit = right.unit;
        scale_like(left, right);
    } else if right.is_bare()
        && !left.unit_first
        && noun::counted(reader, right.tokens.end).is_none()
    {
        right.unit = left.unit;
    }
}

/// Joins a lower and an upper bound on one number into a range ("above 1000 and below 1500").
pub(super) fn bounds(reader: &Reader<'_>, terms: Vec<Term>) -> Vec<Term> {
    let mut joined: Vec<Term> = Vec::with_capacity(terms.len());
    for term in terms {
        let taken = joined.last_mut().is_some_and(|last| bound_pair(reader, last, &term));
        if !taken {
            joined.push(term);
        }
    }
    joined
}

fn bound_pair(reader: &Reader<'_>, left: &mut Term, right: &Term) -> bool {
    let at = left.tokens.end;
    let near = right.tokens.start == at + 1;
    let word = reader.is_part(at, NumberPart::And)
        || reader.is_part(at, NumberPart::But)
        || reader.id(at) == reader.mark().comma;
    let lower = |term: &Term| matches!(term.qualifier, Qualifier::MoreThan | Qualifier::AtLeast);
    let upper = |term: &Term| matches!(term.qualifier, Qualifier::LessThan | Qualifier::AtMost);
    let same = left.unit == right.unit || left.unit.is_none();
    if !near || !word || !same || left.noun.is_some() {
        return false;
    }
    let (low, high) = (left.amount.low, right.amount.high);
    let (low, high) = if lower(left) && upper(right) {
        (low, high)
    } else if upper(left) && lower(right) {
        (right.amount.low, left.amount.high)
    } else {
        return false;
    };
    if low >= high {
        return false;
    }
    (left.amount.low, left.amount.high) = (low, high);
    left.amount.step = left.amount.step.min(right.amount.step);
    left.unit = right.unit;
    left.noun = right.noun.clone();
    left.per = right.per.clone();
    left.qualifier = Qualifier::Range;
    left.tokens.end = right.tokens.end;
    true
}
