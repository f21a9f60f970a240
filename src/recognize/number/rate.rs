use crate::{rule::UnitKind, value::Symbol};

use super::{
    amount::{Amount, Form},
    cardinal, noun,
    reader::Reader,
    term::Term,
    unit::unit_phrase,
};

/// Finds the denominator behind a number or its noun: "a week", "per season", "each year", "/hour",
/// "per 100,000 people".
pub(super) fn per(reader: &Reader<'_>, term: &mut Term) {
    let mut at = term.phrase_end();
    // "20 J/m2 per year"
    for _ in 0..2 {
        let Some((end, per)) = denominator(reader, term, at) else { return };
        let per = match &term.per {
            Some(first) => Symbol::from(format!("{first} per {per}")),
            None => per,
        };
        term.per = Some(per);
        // The noun's span is reckoned in where it stands before the denominator.
        term.tokens.end = end;
        at = end;
    }
}

fn denominator(reader: &Reader<'_>, term: &Term, at: usize) -> Option<(usize, Symbol)> {
    let rules = reader.number();
    // "a $50-a-week stipend"
    let per = |at: usize| {
        rules.per_article.contains(reader.id(at)) || rules.per_each.contains(reader.id(at))
    };
    let tied = reader.tied(at) && per(at + 1) && reader.tied(at + 2);
    let at = if tied { at + 1 } else { at };
    let id = reader.id(at);
    if let Some(found) = inverse(reader, term, at) {
        return Some(found);
    }
    if let Some(unit) = rules.per_word.get(id) {
        return Some((at + 1, Symbol::from(&**unit)));
    }
    let article = rules.per_article.contains(id);
    let each = rules.per_each.contains(id);
    if each && reader.is_number(at + 1) && !reader.glued(at + 1) {
        let amount = cardinal::amount(reader, at + 1)?;
        return many(reader, &amount);
    }
    // "3 kWh/100km"
    if each && reader.is_number(at + 1) && term.unit.is_some() {
        let amount = cardinal::amount(reader, at + 1)?;
        let (unit, end) = unit_phrase(reader, amount.tokens.end, &amount)?;
        let name = &reader.units().unit(unit)?.id;
        return Some((end, Symbol::from(format!("{} {name}", amount.low.normalize()))));
    }
    // "per million people"
    if let Some(scale) = rules.scale.get(reader.id(at + 1)).filter(|_| each) {
        let (start, end) = (at + 1, at + 2);
        return many(reader, &Amount::point(start..end, *scale, *scale, Form::Words));
    }
    if !(each || article) {
        return None;
    }
    // "24 a-year"
    let next_at = if reader.tied(at + 1) { at + 2 } else { at + 1 };
    if !reader.is_word(next_at) {
        return None;
    }
    let next = reader.id(next_at);
    let priced = term.unit(reader).is_some_and(|unit| unit.kind == UnitKind::Money);
    let noun =
        rules.per_article_noun.contains(next) || priced && rules.per_price_noun.contains(next);
    if article && (!noun || reader.word(at) == "the") {
        return None;
    }
    let unit = unit_phrase(reader, next_at, &term.amount)
        .and_then(|(unit, end)| Some((reader.units().unit(unit)?, end)));
    // "a week earlier" is a date.
    let measure = unit.is_some_and(|(unit, _)| unit.kind == UnitKind::Quantity);
    if article && !measure && rules.per_not_before.contains(reader.id(next_at + 1)) {
        return None;
    }
    if let Some((unit, end)) = unit {
        return Some((end, unit.id.clone()));
    }
    if !article && rules.noun.role(next).is_some() {
        return None;
    }
    let noun = reader.word(next_at).to_lowercase();
    let noun = reader.rules.inflection.singular(&noun);
    Some((next_at + 1, Symbol::from(&*noun)))
}

/// "100,000 people", "1,000 live births", "100 km".
fn many(reader: &Reader<'_>, amount: &Amount) -> Option<(usize, Symbol)> {
    let end = amount.tokens.end;
    let value = amount.low.normalize();
    if let Some((unit, end)) = unit_phrase(reader, end, amount) {
        let name = &reader.units().unit(unit)?.id;
        return Some((end, Symbol::from(format!("{value} {name}"))));
    }
    match noun::counted(reader, end) {
        Some((noun, end)) => Some((end, Symbol::from(format!("{value} {noun}")))),
        None => Some((end, Symbol::from(value.to_string()))),
    }
}

/// "W m−2", "μg m-3", "km·h⁻¹", "m s^-2": a unit with a negative exponent.
fn inverse(reader: &Reader<'_>, term: &Term, at: usize) -> Option<(usize, Symbol)> {
    let mark = reader.mark();
    let dot = matches!(reader.word(at), "·" | "⋅") && reader.glued(at) && reader.glued(at + 1);
    let at = if dot { at + 1 } else { at };
    if term.unit.is_none() || !reader.is_word(at) || !reader.glued(at + 1) {
        return None;
    }
    let caret = reader.id(at + 1) == mark.caret && mark.caret.is_known();
    let sign = if caret { at + 2 } else { at + 1 };
    let minus = [mark.hyphen, mark.dash, mark.minus].contains(&reader.id(sign));
    let (digits, end) = if minus && reader.is_number(sign + 1) && reader.glued(sign + 1) {
        (reader.word(sign + 1), sign + 2)
    } else {
        let raised = reader.word(sign).strip_prefix('⁻')?;
        if raised.is_empty() { (reader.word(sign + 1), sign + 2) } else { (raised, sign + 1) }
    };
    let power = match digits {
        "1" | "¹" => "",
        "2" | "²" => "square ",
        "3" | "³" => "cubic ",
        _ => return None,
    };
    let (_, candidates) = reader.units().after.longest(std::iter::once(reader.id(at)))?;
    let unit = reader.units().unit(candidates.first()?.unit)?;
    Some((end, Symbol::from(format!("{power}{}", unit.id))))
}
