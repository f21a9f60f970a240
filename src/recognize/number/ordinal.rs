use rust_decimal::Decimal;

use crate::model::TokenKind;

use super::{
    amount::{Amount, Form},
    cardinal, digits,
    reader::Reader,
    term::Term,
};

/// Reads an ordinal at a token: "3rd", "third", "twenty-first", "one hundred twenty fifth".
pub(super) fn ordinal(reader: &Reader<'_>, at: usize) -> Option<Term> {
    let (value, end) = in_digits(reader, at).or_else(|| in_words(reader, at))?;
    let date = reader.number().month.contains(reader.id(end))
        || at > 0 && reader.number().month.contains(reader.id(at - 1))
        || reader.is_part(end, crate::rule::NumberPart::Of)
            && reader.number().month.contains(reader.id(end + 1));
    if date {
        return None;
    }
    let mut term = Term::new(Amount::point(at..end, value, Decimal::ONE, Form::Words));
    term.ordinal = true;
    term.rule = "ordinal";
    Some(term)
}

fn in_digits(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
    let end = reader.id(at + 1);
    let marked = end.is_known() && reader.mark().ordinal_ends.contains(&end);
    if !reader.is_number(at) || !marked || !reader.glued(at + 1) {
        return None;
    }
    let (value, _) = digits::parse(reader.word(at))?;
    // "9st 2lb" is a weight
    let stone = reader.word(at + 1).trim_end_matches('.') == "st" && !ends_in_one(reader.word(at));
    (value.fract().is_zero() && !stone).then_some((value, at + 2))
}

/// Whether digits end in a one that is spoken as such: 21, not 11.
fn ends_in_one(digits: &str) -> bool {
    digits.ends_with('1') && !digits.ends_with("11")
}

fn in_words(reader: &Reader<'_>, at: usize) -> Option<(Decimal, usize)> {
    let rules = reader.number();
    if let Some(value) = rules.ordinal.get(reader.id(at)) {
        return Some((*value, at + 1));
    }
    // A number in words whose last word is an ordinal.
    if !rules.cardinal.contains(reader.id(at)) && !rules.scale.contains(reader.id(at + 1)) {
        return None;
    }
    if reader.kind(at) == Some(TokenKind::Number) {
        return None;
    }
    let head = cardinal::whole(reader, at)?;
    let next = head.tokens.end;
    let dash = reader.is_hyphen(next) || reader.id(next) == reader.mark().em_dash;
    let next = if dash { next + 1 } else { next };
    let last = *rules.ordinal.get(reader.id(next))?;
    let room = head.low % Decimal::ONE_HUNDRED;
    let fits = if last >= Decimal::ONE_HUNDRED {
        let scaled = head.low.checked_mul(last)?;
        return Some((scaled, next + 1));
    } else if room.is_zero() {
        true
    } else {
        (room % Decimal::TEN).is_zero() && room >= Decimal::from(20) && last < Decimal::TEN
    };
    fits.then_some((head.low.checked_add(last)?, next + 1))
}
