use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{digits, reader::Reader};

/// Digits with what belongs to their notation: thousands apart, mixed fractions, powers of ten.
pub(super) fn written(reader: &Reader<'_>, at: usize) -> Option<(Decimal, Decimal, usize)> {
    let text = reader.word(at);
    let (mut value, mut step) = digits::parse(text)?;
    let mut end = at + 1;
    if text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let mut joined = Cow::Borrowed(text);
        while end < at + 7 && reader.is_number(end) && matches!(gap(reader, end), Some(1..=3)) {
            let group = reader.word(end);
            let whole = group.get(..3).filter(|head| head.bytes().all(|b| b.is_ascii_digit()));
            let rest = group.get(3..).unwrap_or("x");
            // "50 737s" are fifty planes
            let plural = reader.glued(end + 1) && reader.word(end + 1) == "s";
            if plural || whole.is_none() || !(rest.is_empty() || rest.starts_with('.')) {
                break;
            }
            joined.to_mut().push_str(group);
            end += 1;
            if !rest.is_empty() {
                break;
            }
        }
        // "1'234'567"
        let mark = reader.mark();
        let apostrophe = |at: usize| {
            mark.apostrophes.contains(&reader.id(at))
                && reader.id(at).is_known()
                && reader.glued(at)
        };
        while end == at + 1 + 2 * (joined.len() - text.len()) / 3
            && end < at + 13
            && apostrophe(end)
            && reader.is_number(end + 1)
            && reader.glued(end + 1)
        {
            let group = reader.word(end + 1);
            let rest = group.get(3..).unwrap_or("x");
            if !(rest.is_empty() || rest.starts_with('.')) || group.contains(',') {
                break;
            }
            joined.to_mut().push_str(group);
            end += 2;
        }
        if end > at + 1 {
            (value, step) = digits::parse(&joined)?;
        }
    }
    // "1⁄2" with the slash of fractions
    let slash = reader.id(end) == reader.mark().fraction_slash && reader.id(end).is_known();
    if slash && reader.is_number(end + 1) && reader.glued(end) && reader.glued(end + 1) {
        let (under, _) = digits::parse(reader.word(end + 1))?;
        let part = value.checked_div(under)?;
        return Some((part, digits::exact_step(part), end + 2));
    }
    if let Some(part) = spaced_fraction(reader, text, end) {
        return Some((part, digits::exact_step(part), end + 2));
    }
    // "2 1/2", "2-1/2"
    let tied = reader.tied(end) && reader.is_number(end + 1);
    if value.fract().is_zero() && (tied || reader.is_number(end) && !reader.glued(end)) {
        let end = if tied { end + 1 } else { end };
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
    if let Some((root, next)) = raised(reader, value, end) {
        return Some((root, digits::exact_step(root), next));
    }
    // "10⁶"; "10²" may have a footnote
    if text == "10"
        && let Some((exponent, next)) = superscript(reader, end).filter(|(power, _)| *power > 2)
    {
        let root = ten_to(exponent)?;
        return Some((root, root, next));
    }
    // "8x2^10"
    let mark = reader.mark();
    let times = reader.id(end) == mark.x || reader.id(end) == mark.times;
    if times && reader.glued(end) && reader.is_number(end + 1) && reader.word(end + 1) != "10" {
        let (base, _) = digits::parse(reader.word(end + 1))?;
        if let Some((root, next)) = raised(reader, base, end + 2) {
            let product = value.checked_mul(root)?;
            return Some((product, digits::exact_step(product), next));
        }
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
    let id = reader.id(at);
    let spaced = (id == mark.x || id == mark.times)
        && reader.word(at + 1) == "10"
        && (reader.id(at + 2) == mark.caret && mark.caret.is_known()
            || superscript(reader, at + 2).is_some());
    if !reader.glued(at) && !spaced {
        return None;
    }
    let mut at = if id == mark.e {
        at + 1
    } else if (id == mark.x || id == mark.times) && reader.word(at + 1) == "10" {
        if reader.id(at + 2) == mark.caret { at + 3 } else { at + 2 }
    } else {
        return None;
    };
    if let Some(found) = superscript(reader, at) {
        return Some(found);
    }
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

/// Digits written high, with their sign: "⁻³".
fn superscript(reader: &Reader<'_>, at: usize) -> Option<(i32, usize)> {
    let mut power = String::new();
    let mut end = at;
    while end < at + 3 && reader.glued(end) {
        let digits: Option<String> = reader.word(end).chars().map(lowered).collect();
        match digits.filter(|digits| digits.len() < 4) {
            Some(digits) => power.push_str(&digits),
            None => break,
        }
        end += 1;
    }
    Some((power.parse().ok()?, end))
}

fn lowered(letter: char) -> Option<char> {
    Some(match letter {
        '⁻' => '-',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' | '⁴'..='⁹' => char::from_digit(u32::from(letter) - 0x2070, 10)?,
        _ => return None,
    })
}

/// "3 / 4" in text whose marks are set apart: a proper fraction with a usual number under.
fn spaced_fraction(reader: &Reader<'_>, over: &str, at: usize) -> Option<Decimal> {
    let mark = reader.mark();
    if reader.id(at) != mark.slash || !mark.slash.is_known() || reader.glued(at) {
        return None;
    }
    let under = reader.word(at + 1);
    if !reader.is_number(at + 1) || over.len() > 2 || under.len() > 3 {
        return None;
    }
    let (over, under): (u32, u32) = (over.parse().ok()?, under.parse().ok()?);
    let usual = (2..11).contains(&under) || matches!(under, 12 | 16 | 20 | 32 | 64 | 100);
    let proper = over > 0 && over < under && usual;
    proper.then(|| Decimal::from(over).checked_div(Decimal::from(under)))?
}

/// Largest exponent that is reckoned out.
const EXPONENT: i32 = 64;

/// "2^10", "2.5^-1".
fn raised(reader: &Reader<'_>, base: Decimal, at: usize) -> Option<(Decimal, usize)> {
    let mark = reader.mark();
    if reader.id(at) != mark.caret || !mark.caret.is_known() {
        return None;
    }
    let sign = reader.id(at + 1);
    let signed = sign.is_known() && [mark.hyphen, mark.minus, mark.plus].contains(&sign);
    let digits = if signed { at + 2 } else { at + 1 };
    let exponent: i32 = reader.is_number(digits).then(|| reader.word(digits).parse().ok())??;
    if exponent > EXPONENT {
        return None;
    }
    let power = (0..exponent).try_fold(Decimal::ONE, |x, _| x.checked_mul(base))?;
    let negative = signed && sign != mark.plus;
    let value = if negative { Decimal::ONE.checked_div(power)? } else { power };
    Some((value.normalize(), digits + 1))
}

fn ten_to(power: i32) -> Option<Decimal> {
    let power = power.unsigned_abs();
    (power <= 27).then(|| (0..power).try_fold(Decimal::ONE, |x, _| x.checked_mul(Decimal::TEN)))?
}
