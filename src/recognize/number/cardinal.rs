use rust_decimal::Decimal;

use crate::{
    model::TokenKind,
    rule::{NounRole, NumberPart},
};

use super::{
    amount::{Amount, Form, whole_step},
    digits, fraction, lookalike,
    notation::written,
    reader::Reader,
    unit::{is_told, unit_phrase},
};

/// Reads a number in digits, words or both at a token ("21,000", "2.5 million", "four and a half").
pub(super) fn amount(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let (negative, start) = sign(reader, at);
    let mut amount = fraction::fraction_first(reader, start).or_else(|| whole(reader, start))?;
    amount.tokens.start = at;
    great_dozen(reader, &mut amount);
    if negative {
        (amount.low, amount.high) = (-amount.high, -amount.low);
    }
    Some(amount)
}

/// "a baker's dozen" is thirteen.
fn great_dozen(reader: &Reader<'_>, amount: &mut Amount) {
    let (start, rules) = (amount.tokens.start, reader.number());
    if amount.tokens.len() != 1 || !rules.group.contains(reader.id(start)) {
        return;
    }
    let Some((length, ())) = rules.great_dozen.longest(reader.ids_before(start)) else { return };
    let article = start > length && reader.is_part(start - length - 1, NumberPart::Article);
    if let Some(value) = amount.low.checked_add(Decimal::ONE) {
        (amount.low, amount.high, amount.step) = (value, value, Decimal::ONE);
        amount.tokens.start = start - length - usize::from(article);
    }
}

fn sign(reader: &Reader<'_>, at: usize) -> (bool, usize) {
    if reader.is_part(at, NumberPart::Minus) {
        let tied = reader.tied(at + 1) && reader.is_number(at + 2);
        return (true, if tied { at + 2 } else { at + 1 });
    }
    let id = reader.id(at);
    let mark = reader.mark();
    let dash = id.is_known() && (id == mark.hyphen || id == mark.dash || id == mark.minus);
    if at == 0 && lone_minus(reader) {
        return (true, 0);
    }
    // "2 -7" is a range, "the index 50 -1.3%" none.
    let free = at == 0
        || !reader.glued(at) && (!reader.is_number(at - 1) || falls(reader, at))
        || reader.kind(at - 1) == Some(TokenKind::Symbol);
    let point = reader.id(at + 1) == reader.mark().stop && reader.glued(at + 2);
    let number = reader.is_number(at + 1) || (point && reader.is_number(at + 2));
    if dash && free && number && (reader.glued(at + 1) || at == 0) {
        (true, at + 1)
    } else {
        (false, at)
    }
}

/// Whether the number behind a dash has a point and is below the whole number before it, as neither
/// the end of a range nor a score is.
fn falls(reader: &Reader<'_>, at: usize) -> bool {
    let (left, right) = (reader.word(at - 1), reader.word(at + 1));
    right.contains('.')
        && !left.contains('.')
        && digits::parse(left)
            .zip(digits::parse(right))
            .is_some_and(|((left, _), (right, _))| left > right)
}

/// Whether the text is one number behind a dash, which is a minus then and no bullet.
fn lone_minus(reader: &Reader<'_>) -> bool {
    let before = reader.text.get(..reader.sentence.span.start as usize);
    let dash = before.filter(|before| (1..4).contains(&before.len()) && before.trim() == "-");
    let rules = reader.number();
    let numeric = |at: usize| {
        reader.is_number(at)
            || rules.scale.contains(reader.id(at))
            || rules.suffix.contains(reader.id(at))
    };
    dash.is_some() && reader.len() < 5 && (0..reader.len()).all(numeric)
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
    /// Whether a sign of money stands before it, so that people behind "and" are no part of it.
    priced: bool,
}

pub(super) fn whole(reader: &Reader<'_>, at: usize) -> Option<Amount> {
    let mut sum = first(reader, at)?;
    let mut words = !sum.digits;
    loop {
        let at = sum.end;
        let next =
            if reader.tied(at) || (reader.is_hyphen(at) && !sum.digits) { at + 1 } else { at };
        let next = if comma_inside(reader, &sum) { at + 1 } else { next };
        if add_scale(reader, &mut sum, next).is_some() {
            continue;
        }
        if words && add_word(reader, &mut sum, next) {
            continue;
        }
        let tail = if reader.is_part(at, NumberPart::And) { at + 1 } else { at };
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

/// "three million, two hundred and forty": a comma inside a number in words.
fn comma_inside(reader: &Reader<'_>, sum: &Sum) -> bool {
    let rules = reader.number();
    let (Some(last), None, false) = (sum.last_scale, sum.group, sum.digits) else { return false };
    let scale = rules.scale.get(reader.id(sum.end + 2)).filter(|scale| **scale < last);
    reader.id(sum.end) == reader.mark().comma
        && last >= Decimal::ONE_THOUSAND
        && rules.cardinal.contains(reader.id(sum.end + 1))
        && scale.is_some()
}

fn first(reader: &Reader<'_>, at: usize) -> Option<Sum> {
    let sum = |value, step, end, digits| Sum {
        total: Decimal::ZERO,
        group: Some(value),
        step,
        last_scale: None,
        free: digits || (at > 0 && reader.is_part(at - 1, NumberPart::Between)),
        end,
        digits,
        priced: at > 0 && reader.kind(at - 1) == Some(TokenKind::Symbol),
    };
    let letters = reader.is_number(at) || reader.number().letter.contains(reader.id(at));
    if letters && let Some((value, step, end)) = lookalike::read(reader, at) {
        return Some(sum(value, step, end, true));
    }
    if reader.is_number(at) {
        let (value, step, end) = written(reader, at)?;
        return Some(sum(value, step, end, true));
    }
    // ".08"
    let open = at == 0 || !reader.glued(at) || reader.is_hyphen(at - 1);
    if reader.id(at) == reader.mark().stop
        && open
        && reader.is_number(at + 1)
        && reader.glued(at + 1)
    {
        let text = reader.word(at + 1);
        let digits = text.len() < 20 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (value, step) = digits.then(|| digits::parse(&format!("0.{text}"))).flatten()?;
        return Some(sum(value, step, at + 2, true));
    }
    // "point 77" where nothing else stands
    if at == 0 && reader.len() == 2 && reader.is_part(0, NumberPart::Point) && reader.is_number(1) {
        let text = reader.word(1);
        let (value, step) = (text.len() < 20).then(|| digits::parse(&format!("0.{text}")))??;
        return Some(sum(value, step, 2, true));
    }
    if let Some(value) = reader.number().cardinal.get(reader.id(at)) {
        return Some(sum(*value, Decimal::ONE, at + 1, false));
    }
    let (article, scale) = match reader.part(at) {
        Some(NumberPart::Article) => (true, at + 1),
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
        // "$90 million and 20 workers"
        let counts = sum.priced && reader.is_word(at + 1);
        if !scaled && (!joined || counts) {
            return None;
        }
        (digits::parse(text)?.0, at + 1)
    } else if joined {
        let part = words_below(reader, at)?;
        (part.0, part.1)
    } else {
        return None;
    };
    // "three hundred and two dozens" are 324.
    let dozens = rules.group.get(reader.id(end)).filter(|_| rules.vague.contains(reader.id(end)));
    if let Some(dozen) = dozens.filter(|_| joined) {
        return Some((value.checked_mul(*dozen)?, end + 1));
    }
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
    let fraction = rules.denominator.get(reader.id(end)).is_some_and(|under| value < *under)
        || matches!(reader.part(end), Some(NumberPart::Quarters | NumberPart::Half));
    // "5 million dollars" and "20 cents" are read apart.
    let coins = unit_phrase(reader, end, &Amount::point(at..end, value, value, Form::Digits))
        .and_then(|(unit, _)| reader.units().unit(unit))
        .is_some_and(|unit| unit.major.is_some());
    let fits = (whole < limit || raises) && !value.is_zero() && !fraction;
    (fits && !(joined && coins)).then_some((value, end))
}

/// A number below a hundred in words.
pub(super) fn words_below(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
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
    spoken(reader, &mut amount);
    if form == Form::Words {
        fraction::under(reader, &mut amount);
    }
    fraction::over(reader, &mut amount);
    if let Some((part, end)) = fraction::and_fraction(reader, amount.tokens.end)
        && let Some((part, end)) = scaled_part(reader, &amount, part, end)
    {
        amount =
            Amount::point(start..end, amount.low.checked_add(part)?, part.normalize(), Form::Words);
    }
    suffix(reader, amount)
}

/// What a fraction behind "and" adds: "3 million and a half" is 3.5 million, "one billion and a half
/// million" a billion and 500,000; in "two and a half million" the scale is that of both.
fn scaled_part(
    reader: &Reader<'_>,
    amount: &Amount,
    part: Decimal,
    end: usize,
) -> Option<(Decimal, usize)> {
    let large = amount.scale > Decimal::ONE_THOUSAND;
    match reader.number().scale.get(reader.id(end)) {
        None if large => Some((part.checked_mul(amount.scale)?, end)),
        Some(scale) if *scale < amount.scale => Some((part.checked_mul(*scale)?, end + 1)),
        Some(_) if amount.scale > Decimal::ONE => None,
        None | Some(_) => Some((part, end)),
    }
}

/// "one twenty-two" for 122, where nothing else stands.
fn spoken(reader: &Reader<'_>, amount: &mut Amount) {
    let hundreds = amount.tokens == (0..1)
        && amount.form == Form::Words
        && amount.low >= Decimal::ONE
        && amount.low < Decimal::TEN;
    if !hundreds {
        return;
    }
    let rest = words_below(reader, 1)
        .filter(|(rest, end)| *rest >= Decimal::from(20) && *end == reader.len());
    if let Some((rest, end)) = rest
        && let Some(value) = amount.low.checked_mul(Decimal::ONE_HUNDRED)
        && let Some(value) = value.checked_add(rest)
    {
        *amount = Amount::point(0..end, value, Decimal::ONE, Form::Words);
    }
}

/// "two point five".
fn point(reader: &Reader<'_>, amount: &mut Amount) {
    let mut at = amount.tokens.end;
    if !reader.is_part(at, NumberPart::Point) {
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

/// Scales right behind digits: "21bn", "1.2m", "10k".
fn suffix(reader: &Reader<'_>, amount: Amount) -> Option<Amount> {
    let rules = reader.number();
    let mut amount = amount;
    let mut end = amount.tokens.end;
    // "three and a half million"
    let dozen = rules.group.get(reader.id(end)).filter(|_| !amount.low.fract().is_zero());
    if amount.scale == Decimal::ONE
        && let Some(scale) = rules.scale.get(reader.id(end)).or(dozen)
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
    if is_told(reader, end, &amount) || !suffix_fits(reader, &amount, end, word) {
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
    // "10G", "1.2b": in a text that holds nothing else
    if at + 1 == reader.len() && amount.tokens.start < 2 && !word.starts_with('m') {
        return true;
    }
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
        // "35m of its devices"
        "m" => {
            let of = reader.is_part(at + 1, NumberPart::Of)
                && reader.number().noun.role(reader.id(at + 2)) == Some(NounRole::Stop)
                && !reader.is_part(at + 2, NumberPart::Article);
            money || (glued && (of || noun_next && counts(reader, at + 1)))
        }
        "b" | "t" | "T" | "G" => money || (glued && noun_next && word != "t" && word != "G"),
        _ => glued || money,
    }
}

/// Whether what follows "35m" is counted by millions: a plural or a unit behind at most two other
/// words, or four where they are a pair ("2m new and used cars"). "35m deep" and "a 50m freestyle
/// final" are lengths.
fn counts(reader: &Reader<'_>, at: usize) -> bool {
    let rules = reader.number();
    if rules.gap.contains(reader.id(at)) || rules.measure.contains(reader.id(at)) {
        return false;
    }
    let pair = (at + 1..at + 3).any(|at| reader.is_part(at, NumberPart::And));
    let reach = if pair { 5 } else { 3 };
    reader.units().after.longest(reader.ids(at)).is_some()
        || (at..at + reach)
            .take_while(|at| reader.is_word(*at) && !rules.measure.contains(reader.id(*at)))
            .any(|at| {
                let role = rules.noun.role(reader.id(at));
                role == Some(NounRole::Plural) || role.is_none() && reader.word(at).ends_with('s')
            })
}
