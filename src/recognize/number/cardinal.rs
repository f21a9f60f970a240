use rust_decimal::Decimal;

use crate::{
    model::TokenKind,
    rule::{NounRole, Part},
};

use super::{
    amount::{Amount, Form, whole_step},
    digits,
    reader::Reader,
};

/// Reads a number in digits, words or both at a token ("21,000", "2.5 million", "four and a half").
pub(super) fn amount(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let (negative, start) = sign(reader, at);
    let mut amount = fraction_first(reader, start).or_else(|| whole(reader, start))?;
    amount.tokens.start = at;
    if negative {
        (amount.low, amount.high) = (-amount.high, -amount.low);
    }
    Some(amount)
}

fn sign(reader: &Reader<'_>, at: usize) -> (bool, usize) {
    if reader.is_part(at, Part::Minus) {
        return (true, at + 1);
    }
    let id = reader.id(at);
    let mark = reader.mark();
    let dash = id.is_known() && (id == mark.hyphen || id == mark.dash || id == mark.minus);
    let free = at == 0 || !reader.glued(at) || reader.kind(at - 1) == Some(TokenKind::Symbol);
    if dash && free && reader.is_number(at + 1) && (reader.glued(at + 1) || at == 0) {
        (true, at + 1)
    } else {
        (false, at)
    }
}

/// Running value of a number in words.
struct Sum {
    total: Decimal,
    group: Option<Decimal>,
    step: Decimal,
    last_scale: Option<Decimal>,
    /// Whether "and" may part two numbers here, as behind "between" or digits.
    free: bool,
    end: usize,
    digits: bool,
}

pub(super) fn whole(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let mut sum = first(reader, at)?;
    let mut words = !sum.digits;
    loop {
        let at = sum.end;
        let next =
            if reader.tied(at) || (reader.is_hyphen(at) && !sum.digits) { at + 1 } else { at };
        if add_scale(reader, &mut sum, next).is_some() {
            continue;
        }
        if words && add_word(reader, &mut sum, next) {
            continue;
        }
        let tail = if reader.is_part(at, Part::And) { at + 1 } else { at };
        if let Some((value, end)) = tail_number(reader, &sum, tail) {
            sum.group = Some(sum.group.unwrap_or_default().checked_add(value)?);
            sum.end = end;
            sum.step = Decimal::ONE;
            words = true;
            continue;
        }
        break;
    }
    finish(reader, at, sum)
}

fn first(reader: &Reader<'_>, at: usize) -> Option<Sum> {
    let sum = |value, step, end, digits| Sum {
        total: Decimal::ZERO,
        group: Some(value),
        step,
        last_scale: None,
        free: digits || (at > 0 && reader.is_part(at - 1, Part::Between)),
        end,
        digits,
    };
    if reader.is_number(at) {
        let (value, step, end) = written(reader, at)?;
        return Some(sum(value, step, end, true));
    }
    // ".08"
    if reader.id(at) == reader.mark().stop
        && !reader.glued(at)
        && reader.is_number(at + 1)
        && reader.glued(at + 1)
    {
        let text = reader.word(at + 1);
        let digits = text.len() < 20 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (value, step) = digits.then(|| digits::parse(&format!("0.{text}"))).flatten()?;
        return Some(sum(value, step, at + 2, true));
    }
    if let Some(value) = reader.number().cardinal.get(reader.id(at)) {
        return Some(sum(*value, Decimal::ONE, at + 1, false));
    }
    let (article, scale) = match reader.part(at) {
        Some(Part::Article) => (true, at + 1),
        _ => (false, at),
    };
    let rules = reader.number();
    let counts = rules.group.contains(reader.id(scale)) && !rules.vague.contains(reader.id(scale));
    let scales = rules.scale.contains(reader.id(scale)) && !rules.vague.contains(reader.id(scale));
    if counts || (article && scales) {
        return Some(sum(Decimal::ONE, Decimal::ONE, scale, false));
    }
    // "hundred thousand"
    if scales && rules.scale.contains(reader.id(scale + 1)) {
        return Some(sum(Decimal::ONE, Decimal::ONE, scale, false));
    }
    None
}

/// Digits with what belongs to their notation: thousands apart, mixed fractions, powers of ten.
fn written(reader: &Reader<'_>, at: usize) -> Option<(Decimal, Decimal, usize)> {
    let text = reader.word(at);
    let (mut value, mut step) = digits::parse(text)?;
    let mut end = at + 1;
    if text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let mut joined = text.to_owned();
        while end < at + 7 && reader.is_number(end) && matches!(gap(reader, end), Some(1..=3)) {
            let group = reader.word(end);
            let whole = group.get(..3).filter(|head| head.bytes().all(|b| b.is_ascii_digit()));
            let rest = group.get(3..).unwrap_or("x");
            if whole.is_none() || !(rest.is_empty() || rest.starts_with('.')) {
                break;
            }
            joined.push_str(group);
            end += 1;
            if !rest.is_empty() {
                break;
            }
        }
        if end > at + 1 {
            (value, step) = digits::parse(&joined)?;
        }
    }
    // "2 1/2"
    if value.fract().is_zero() && reader.is_number(end) && !reader.glued(end) {
        let next = reader.word(end);
        if let Some((part, fine)) = next.contains('/').then(|| digits::parse(next)).flatten()
            && part < Decimal::ONE
        {
            return Some((value.checked_add(part)?, fine, end + 1));
        }
    }
    if let Some((over, under)) = reader.number().vulgar.get(reader.id(end)) {
        let part = over.checked_div(*under)?;
        return Some((value.checked_add(part)?, digits::exact_step(part), end + 1));
    }
    if let Some((power, next)) = power(reader, end) {
        let factor = ten_to(power)?;
        let exact = |x: Decimal| {
            let scaled = if power < 0 { x.checked_div(factor) } else { x.checked_mul(factor) };
            scaled.map(|x| x.normalize())
        };
        return Some((exact(value)?, exact(step)?, next));
    }
    Some((value, step, end))
}

fn gap(reader: &Reader<'_>, at: usize) -> Option<u32> {
    let before = reader.token(at.checked_sub(1)?)?;
    reader.token(at)?.span.start.checked_sub(before.span.end)
}

/// "e10", "x10^6", "×10−5" right behind digits.
fn power(reader: &Reader<'_>, at: usize) -> Option<(i32, usize)> {
    let mark = reader.mark();
    if !reader.glued(at) {
        return None;
    }
    let id = reader.id(at);
    let mut at = if id == mark.e {
        at + 1
    } else if (id == mark.x || id == mark.times) && reader.word(at + 1) == "10" {
        if reader.id(at + 2) == mark.caret { at + 3 } else { at + 2 }
    } else {
        return None;
    };
    let sign = reader.id(at);
    let mut negative = false;
    if sign.is_known() && (sign == mark.hyphen || sign == mark.minus || sign == mark.dash) {
        negative = true;
        at += 1;
    } else if sign.is_known() && sign == mark.plus {
        at += 1;
    }
    if !reader.is_number(at) || !reader.glued(at) {
        return None;
    }
    let power: i32 = reader.word(at).parse().ok()?;
    Some((if negative { -power } else { power }, at + 1))
}

fn ten_to(power: i32) -> Option<Decimal> {
    let power = power.unsigned_abs();
    (power <= 27).then(|| (0..power).try_fold(Decimal::ONE, |x, _| x.checked_mul(Decimal::TEN)))?
}

fn add_scale(reader: &Reader<'_>, sum: &mut Sum, at: usize) -> Option<()> {
    let rules = reader.number();
    let factor = *rules.scale.get(reader.id(at)).or_else(|| rules.group.get(reader.id(at)))?;
    let dozen = rules.group.contains(reader.id(at));
    if dozen {
        let whole = sum.total.checked_add(sum.group.unwrap_or_default())?;
        sum.total = Decimal::ZERO;
        sum.group = Some(whole.checked_mul(factor)?);
    } else if let Some(group) = sum.group {
        let fits = sum.last_scale.is_none_or(|last| factor < last);
        if factor == Decimal::ONE_HUNDRED {
            sum.group = Some(group.checked_mul(factor)?);
        } else if fits {
            sum.total = sum.total.checked_add(group.checked_mul(factor)?)?;
            sum.group = None;
            sum.last_scale = Some(factor);
        } else {
            return None;
        }
    } else {
        // "three thousand millions"
        sum.total = sum.total.checked_mul(factor)?;
        sum.last_scale = Some(sum.last_scale?.checked_mul(factor)?);
    }
    sum.step = sum.step.checked_mul(factor)?;
    sum.end = at + 1;
    Some(())
}

/// Adds a word of a smaller order ("twenty" "one", "hundred" "six").
fn add_word(reader: &Reader<'_>, sum: &mut Sum, at: usize) -> bool {
    let Some(&value) = reader.number().cardinal.get(reader.id(at)) else { return false };
    let twenty = Decimal::from(20);
    let fits = match sum.group {
        None => sum.last_scale.is_some_and(|last| value < last),
        Some(group) => {
            let below = group % Decimal::ONE_HUNDRED;
            (below.is_zero() && group >= Decimal::ONE_HUNDRED && !value.is_zero())
                || (below >= twenty
                    && (below % Decimal::TEN).is_zero()
                    && value < Decimal::TEN
                    && !value.is_zero())
        }
    };
    let added = sum.group.unwrap_or_default().checked_add(value);
    if let (true, Some(added)) = (fits, added) {
        sum.group = Some(added);
        sum.step = Decimal::ONE;
        sum.end = at + 1;
    }
    fits
}

/// The smaller number behind a scale and "and": "two hundred and *three*", "3 hundred and *21*".
fn tail_number(reader: &Reader<'_>, sum: &Sum, at: usize) -> Option<(Decimal, usize)> {
    let limit = match sum.group {
        None => sum.last_scale?,
        Some(group) => {
            let round = (group % Decimal::ONE_HUNDRED).is_zero() && !group.is_zero();
            (round && (!sum.digits || sum.step >= Decimal::ONE_HUNDRED))
                .then_some(Decimal::ONE_HUNDRED)?
        }
    };
    let joined = at > sum.end;
    let rules = reader.number();
    let (value, end) = if reader.is_number(at) {
        let text = reader.word(at);
        let short = text.len() < 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !short || reader.glued(at + 1) && reader.is_word(at + 1) {
            return None;
        }
        let scaled = rules.scale.contains(reader.id(at + 1));
        if !joined && !scaled {
            return None;
        }
        (digits::parse(text)?.0, at + 1)
    } else if joined {
        let part = words_below(reader, at)?;
        (part.0, part.1)
    } else {
        return None;
    };
    // "two hundred and three hundred" are two numbers.
    let mut whole = value;
    let mut ahead = end;
    while let Some(factor) = rules.scale.get(reader.id(ahead)) {
        whole = whole.checked_mul(*factor)?;
        ahead += 1;
    }
    // "two hundred and two thousand" is one number.
    let thousands = rules.scale.get(reader.id(end)).is_some_and(|scale| *scale > limit);
    let raises = thousands && sum.last_scale.is_none() && value < limit && !sum.free;
    let fraction = rules.denominator.contains(reader.id(end))
        || matches!(reader.part(end), Some(Part::Quarters | Part::Half));
    ((whole < limit || raises) && !value.is_zero() && !fraction).then_some((value, end))
}

/// A number below a hundred in words.
fn words_below(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
    let rules = reader.number();
    let value = *rules.cardinal.get(reader.id(at))?;
    let next = if reader.tied(at + 1) { at + 2 } else { at + 1 };
    if value >= Decimal::from(20)
        && let Some(unit) = rules.cardinal.get(reader.id(next)).filter(|unit| **unit < Decimal::TEN)
    {
        return Some((value.checked_add(*unit)?, next + 1));
    }
    Some((value, at + 1))
}

fn finish(reader: &Reader<'_>, start: usize, sum: Sum) -> Option<Amount> {
    let value = sum.total.checked_add(sum.group.unwrap_or_default())?;
    let form = if sum.digits { Form::Digits } else { Form::Words };
    let step = if sum.digits || value.scale() > 0 { sum.step } else { whole_step(value) };
    let mut amount = Amount::point(start..sum.end, value.normalize(), step.normalize(), form);
    amount.scale = sum.last_scale.unwrap_or(Decimal::ONE);
    point(reader, &mut amount);
    over(reader, &mut amount);
    if let Some((part, end)) = and_fraction(reader, amount.tokens.end) {
        // "3 million and a half" is 3.5 million, "a hundred and three quarters" is not.
        let factor = if amount.scale > Decimal::ONE_THOUSAND { amount.scale } else { Decimal::ONE };
        let part = part.checked_mul(factor)?;
        amount =
            Amount::point(start..end, amount.low.checked_add(part)?, part.normalize(), Form::Words);
    }
    suffix(reader, amount)
}

/// "two point five".
fn point(reader: &Reader<'_>, amount: &mut Amount) {
    let mut at = amount.tokens.end;
    if !reader.is_part(at, Part::Point) {
        return;
    }
    at += 1;
    let mut digits = String::from("0.");
    while digits.len() < 12 {
        let value = match words_below(reader, at) {
            Some((value, end)) => {
                at = end;
                value
            }
            None if reader.is_number(at) && digits.len() == 2 => {
                let Some((value, _)) = digits::parse(reader.word(at)) else { break };
                at += 1;
                value
            }
            None => break,
        };
        digits.push_str(&value.to_string());
    }
    let Ok(part) = Decimal::from_str_exact(&digits) else { return };
    if digits.len() > 2
        && let Some(value) = amount.low.checked_add(part)
    {
        *amount = Amount::point(
            amount.tokens.start..at,
            value,
            Decimal::new(1, part.scale()),
            amount.form,
        );
    }
}

/// "one over three", "one in five", "two out of three".
fn over(reader: &Reader<'_>, amount: &mut Amount) {
    let mark = reader.mark();
    let at = amount.tokens.end;
    let (id, next) = (reader.id(at), reader.id(at + 1));
    let ratio = if id == mark.out && reader.is_part(at + 1, Part::Of) {
        Some(at + 2)
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
    let Some(under) = ratio else { return };
    let small = |at: usize| {
        if reader.is_number(at) {
            digits::parse(reader.word(at)).map(|(value, _)| (value, at + 1))
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

/// "and a half", "and three quarters", "and two thirds".
pub(super) fn and_fraction(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
    if !reader.is_part(at, Part::And) {
        return None;
    }
    let rules = reader.number();
    let fraction = plain_fraction(reader, at + 1).or_else(|| {
        let half = reader.is_part(at + 1, Part::Half);
        half.then_some((Decimal::new(5, 1), at + 2))
    });
    let (value, end) = fraction?;
    let own = rules.scale.contains(reader.id(end)) && !reader.is_part(at + 1, Part::Article);
    (!own).then_some((value, end))
}

/// "a half", "a third", "two thirds", "three-quarters", "one-fourth".
fn plain_fraction(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
    let rules = reader.number();
    let (over, next) = match reader.part(at) {
        Some(Part::Article) => (Decimal::ONE, at + 1),
        _ if reader.is_number(at) && reader.word(at).len() < 3 => {
            (digits::parse(reader.word(at))?.0, at + 1)
        }
        _ => words_below(reader, at)?,
    };
    let next = if reader.is_hyphen(next) { next + 1 } else { next };
    let one = over == Decimal::ONE;
    let under = match reader.part(next) {
        Some(Part::Half) if one => Decimal::TWO,
        Some(Part::Quarter) if one => Decimal::from(4),
        Some(Part::Quarters) if over < Decimal::from(4) && !one => Decimal::from(4),
        _ => {
            let plural = rules.denominator.get(reader.id(next));
            let single = rules.ordinal.get(reader.id(next)).filter(|v| one && **v > Decimal::TWO);
            *plural.or(single)?
        }
    };
    Some((over.checked_div(under)?, next + 1))
}

/// A fraction at the head: "half a million", "two thirds", "½", "three quarters of".
fn fraction_first(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let rules = reader.number();
    let (value, end) = if let Some((over, under)) = rules.vulgar.get(reader.id(at)) {
        (over.checked_div(*under)?, at + 1)
    } else if reader.is_part(at, Part::Half) {
        (Decimal::new(5, 1), at + 1)
    } else if reader.is_part(at, Part::Quarter) {
        (Decimal::new(25, 2), at + 1)
    } else {
        plain_fraction(reader, at)?
    };
    // "half a million", "two thirds of a million", "quarter million"
    let mut scale_at = end;
    if reader.is_part(scale_at, Part::Of) {
        scale_at += 1;
    }
    if reader.is_part(scale_at, Part::Article) {
        scale_at += 1;
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
    if reader.is_part(at, Part::Quarter) {
        return None;
    }
    Some(Amount::point(at..end, value, digits::exact_step(value), Form::Fraction))
}

/// Scales right behind digits: "21bn", "1.2m", "10k".
fn suffix(reader: &Reader<'_>, amount: Amount) -> Option<Amount> {
    let rules = reader.number();
    let mut amount = amount;
    let mut end = amount.tokens.end;
    // "three and a half million"
    if amount.scale == Decimal::ONE
        && let Some(scale) = rules.scale.get(reader.id(end))
    {
        end += 1;
        let start = amount.tokens.start;
        amount = amount.times(*scale)?;
        amount.scale = *scale;
        amount.tokens = start..end;
        return Some(amount);
    }
    if amount.form != Form::Digits {
        return Some(amount);
    }
    let Some(known) = rules.suffix.get(reader.id(end)) else { return Some(amount) };
    let word = reader.word(end);
    let Some((_, scale)) = known.iter().find(|(exact, _)| **exact == *word) else {
        return Some(amount);
    };
    if !suffix_fits(reader, &amount, end, word) {
        return Some(amount);
    }
    let start = amount.tokens.start;
    let scale = *scale;
    let mut scaled = amount.times(scale)?;
    scaled.scale = scale;
    scaled.tokens = start..end + 1;
    Some(scaled)
}

fn suffix_fits(reader: &Reader<'_>, amount: &Amount, at: usize, word: &str) -> bool {
    let glued = reader.glued(at);
    let before = amount.tokens.start.checked_sub(1);
    let money =
        before.is_some_and(|before| reader.units().before.longest(reader.ids(before)).is_some());
    let id = reader.id(at + 1);
    let noun_next = reader.is_word(at + 1)
        && matches!(reader.number().noun.role(id), None | Some(NounRole::State | NounRole::Plural))
        && !reader.glued(at + 1);
    match word {
        "mm" | "MM" => money,
        "B" => money || noun_next,
        "k" | "K" | "M" => glued || money || !reader.is_word(at + 1),
        "m" => money || (glued && noun_next && !reader.number().gap.contains(id)),
        "b" | "t" | "T" | "G" => money || (glued && noun_next && word != "t" && word != "G"),
        _ => glued || money,
    }
}
