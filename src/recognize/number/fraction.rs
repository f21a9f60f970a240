use rust_decimal::Decimal;

use crate::rule::NumberPart;

use super::{
    amount::{Amount, Form, whole_step},
    cardinal::{self, words_below},
    digits,
    reader::Reader,
    unit::unit_phrase,
};

/// "one over three" where nothing else stands, or behind "minus".
fn divided(reader: &Reader<'_>, amount: &mut Amount) {
    let (start, at) = (amount.tokens.start, amount.tokens.end);
    if reader.id(at) != reader.mark().over || !reader.mark().over.is_known() {
        return;
    }
    let negative = start > 0 && reader.is_part(start - 1, NumberPart::Minus);
    if !negative && start > 0 {
        return;
    }
    let Some(under) = cardinal::whole(reader, at + 1) else { return };
    let ends = !reader.is_word(under.tokens.end) && reader.kind(under.tokens.end).is_none();
    if ends && let Some(value) = amount.low.checked_div(under.low) {
        let tokens = start..under.tokens.end;
        *amount = Amount::point(tokens, value, digits::exact_step(value), Form::Fraction);
    }
}

/// "one over three", "one in five", "two out of three".
pub(super) fn over(reader: &Reader<'_>, amount: &mut Amount) {
    divided(reader, amount);
    let mark = reader.mark();
    let at = amount.tokens.end;
    let (id, next) = (reader.id(at), reader.id(at + 1));
    // "a one-in-five chance", "a 1-in-a-million shot"
    let tied = reader.tied(at) && next == mark.in_ && reader.tied(at + 2);
    let article = reader.is_part(at + 3, NumberPart::Article) && reader.tied(at + 4);
    let ratio = if tied {
        Some(if article { at + 5 } else { at + 3 })
    } else if id == mark.out && reader.is_part(at + 1, NumberPart::Of) {
        Some(at + 2)
    } else if id == mark.in_ && reader.is_part(at + 1, NumberPart::Article) {
        // "one in a million"
        let scale = reader.number().scale.contains(reader.id(at + 2));
        (scale && !reader.tied(at + 3)).then_some(at + 2)
    } else if id == mark.in_ && reader.number().per_each.contains(next) {
        Some(at + 1)
    } else if id == mark.in_ && next.is_known() {
        reader.number().cardinal.contains(next).then_some(at + 1).or_else(|| {
            let short = amount.low < Decimal::ONE_HUNDRED;
            (short && reader.is_number(at + 1) && reader.word(at + 1).len() < 3).then_some(at + 1)
        })
    } else if id == mark.in_ && reader.is_number(at + 1) && reader.word(at + 1).len() < 3 {
        Some(at + 1)
    } else {
        None
    };
    let Some(mut under) = ratio else { return };
    // "one out of every ten", "one in each five"
    if reader.number().per_each.contains(reader.id(under)) {
        under += 1;
    }
    let small = |at: usize| {
        if reader.is_number(at) {
            digits::parse(reader.word(at)).map(|(value, _)| (value, at + 1))
        } else if let Some(scale) = reader.number().scale.get(reader.id(at)) {
            Some((*scale, at + 1))
        } else {
            let (value, end) = words_below(reader, at)?;
            let scale = reader.number().scale.get(reader.id(end));
            match scale {
                Some(scale) => Some((value.checked_mul(*scale)?, end + 1)),
                None => Some((value, end)),
            }
        }
    };
    let Some((under, end)) = small(under) else { return };
    let fits = amount.low < under && amount.low.fract().is_zero() && under.fract().is_zero();
    if fits && let Some(value) = amount.low.checked_div(under) {
        let tokens = amount.tokens.start..end;
        *amount = Amount::point(tokens, value, digits::exact_step(value), Form::Fraction);
    }
}

/// The token behind a hyphen that ties it to the word before.
fn past_hyphen(reader: &Reader<'_>, at: usize) -> usize {
    if reader.tied(at) { at + 1 } else { at }
}

/// "and a half", "and three quarters", "and two thirds".
pub(super) fn and_fraction(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
    let at = past_hyphen(reader, at);
    if !reader.is_part(at, NumberPart::And) {
        return None;
    }
    let written = reader.is_number(at + 1) && reader.word(at + 1).contains('/');
    if written {
        let (part, _) = digits::parse(reader.word(at + 1))?;
        return (part < Decimal::ONE).then_some((part, at + 2));
    }
    let at = if reader.tied(at + 1) { at + 1 } else { at };
    let fraction = plain_fraction(reader, at + 1)
        .or_else(|| {
            let half = reader.is_part(at + 1, NumberPart::Half);
            half.then_some((Decimal::new(5, 1), at + 2))
        })
        .or_else(|| quarters_of_unit(reader, at + 1));
    fraction.filter(|(value, _)| *value < Decimal::ONE)
}

/// "quarter hour", "three quarter of an hour": quarters in the singular, told by the unit behind.
fn quarters_of_unit(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
    let (over, next) = if reader.is_part(at, NumberPart::Quarter) {
        (Decimal::ONE, at)
    } else {
        words_below(reader, at)?
    };
    let next = past_hyphen(reader, next);
    if !reader.is_part(next, NumberPart::Quarter) || over >= Decimal::from(4) {
        return None;
    }
    let end = next + 1;
    let mut behind = end;
    if reader.is_part(behind, NumberPart::Of) {
        behind += 1;
        if reader.is_part(behind, NumberPart::Article) {
            behind += 1;
        }
    }
    let value = over.checked_div(Decimal::from(4))?;
    let amount = Amount::point(at..end, value, Decimal::ONE, Form::Fraction);
    unit_phrase(reader, behind, &amount).map(|_| (value, end))
}

/// Makes the number over of a fraction whose number under is a word: "a hundred trillionths", "one
/// hundred thirty-fifths", "three twenty-firsts".
pub(super) fn under(reader: &Reader<'_>, amount: &mut Amount) {
    let rules = reader.number();
    let (start, end) = (amount.tokens.start, amount.tokens.end);
    let step = |at: usize| if reader.is_hyphen(at) { at + 1 } else { at };
    let at = step(end);
    let tens = |at: usize| {
        let value = *rules.cardinal.get(reader.id(at))?;
        let round = (value % Decimal::TEN).is_zero() && value >= Decimal::from(20);
        (round && value < Decimal::ONE_HUNDRED).then_some(value)
    };
    let one = amount.low == Decimal::ONE;
    let (over, under, end) = if let Some(&plain) = rules.denominator.get(reader.id(at)) {
        // "one hundred thirty-fifths" are a hundred of them.
        let last = tens(end - 1).filter(|last| {
            plain < Decimal::TEN
                && *last < amount.low
                && end > start + 1
                && !reader.is_part(end - 2, NumberPart::And)
        });
        match last {
            Some(last) => (amount.low - last, last + plain, at + 1),
            None => (amount.low, plain, at + 1),
        }
    } else if let Some(high) = tens(at) {
        let last = step(at + 1);
        let single = rules.ordinal.get(reader.id(last)).filter(|low| one && **low < Decimal::TEN);
        match rules.part_of_tens.get(reader.id(last)).or(single) {
            Some(low) => (amount.low, high + low, last + 1),
            None => return,
        }
    } else {
        return;
    };
    if let Some(value) = over.checked_div(under) {
        *amount = Amount::point(start..end, value, digits::exact_step(value), Form::Fraction);
    }
}

/// "a half", "a third", "two thirds", "three-quarters", "one-fourth".
fn plain_fraction(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
    let rules = reader.number();
    let (over, next) = match reader.part(at) {
        Some(NumberPart::Article) => (Decimal::ONE, at + 1),
        _ if reader.is_number(at) && reader.word(at).len() < 3 => {
            (digits::parse(reader.word(at))?.0, at + 1)
        }
        _ => words_below(reader, at)?,
    };
    // "3 quarters" without "of" are a length of time.
    let time = reader.is_number(at)
        && reader.is_part(next, NumberPart::Quarters)
        && !reader.is_part(next + 1, NumberPart::Of);
    if time {
        return None;
    }
    let next = if reader.is_hyphen(next) { next + 1 } else { next };
    let one = over == Decimal::ONE;
    let under = match reader.part(next) {
        Some(NumberPart::Half) if one => Decimal::TWO,
        Some(NumberPart::Quarter) if one => Decimal::from(4),
        Some(NumberPart::Quarters) if over < Decimal::from(4) && !one => Decimal::from(4),
        _ => {
            let plural = rules.denominator.get(reader.id(next));
            let single = rules.ordinal.get(reader.id(next)).filter(|v| one && **v > Decimal::TWO);
            *plural.or(single)?
        }
    };
    Some((over.checked_div(under)?, next + 1))
}

/// A fraction at the head: "half a million", "two thirds", "½", "three quarters of".
pub(super) fn fraction_first(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let rules = reader.number();
    let (value, end) = if let Some((over, under)) = rules.vulgar.get(reader.id(at)) {
        (over.checked_div(*under)?, at + 1)
    } else if reader.is_part(at, NumberPart::Half) {
        (Decimal::new(5, 1), at + 1)
    } else if reader.is_part(at, NumberPart::Quarter) {
        (Decimal::new(25, 2), at + 1)
    } else {
        plain_fraction(reader, at).or_else(|| quarters_of_unit(reader, at))?
    };
    // "half a million", "two thirds of a million", "quarter million"
    let mut scale_at = past_hyphen(reader, end);
    if reader.is_part(scale_at, NumberPart::Of) {
        scale_at += 1;
    }
    if reader.is_part(scale_at, NumberPart::Article) {
        scale_at = past_hyphen(reader, scale_at + 1);
    }
    let scale = rules
        .scale
        .get(reader.id(scale_at))
        .or_else(|| rules.group.get(reader.id(scale_at)))
        .filter(|_| !rules.vague.contains(reader.id(scale_at)));
    if let Some(scale) = scale {
        let amount = value.checked_mul(*scale)?.normalize();
        let step = if value.scale() > 3 { digits::exact_step(amount) } else { whole_step(amount) };
        let mut found = Amount::point(at..scale_at + 1, amount, step, Form::Words);
        found.scale = *scale;
        return Some(found);
    }
    // "quarter of a litre", "quarter-pound"
    let joined = reader.is_part(end, NumberPart::Of) || reader.tied(end);
    let of_unit = joined && quarters_of_unit(reader, at).is_some();
    if reader.is_part(at, NumberPart::Quarter) && !of_unit {
        return None;
    }
    Some(Amount::point(at..end, value, digits::exact_step(value), Form::Fraction))
}
