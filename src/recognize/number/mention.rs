use std::ops::Range;

use rust_decimal::Decimal;

use crate::{
    model::{Mention, Noun, Restated, Span},
    rule::{Unit, UnitKind},
    value::{Figure, Measure, Money, Qualifier, Value},
};

use super::{
    amount::{Form, is_bound},
    noun,
    reader::Reader,
    term::Term,
};

/// The mention that a term makes, `None` for what is no number after all.
pub(super) fn build(reader: &Reader<'_>, term: Term) -> Option<Mention> {
    if term.amount.form == Form::Nobody && !counts_nothing(reader, &term) {
        return None;
    }
    let figure = figure(&term);
    let (value, rule) = value(reader, &term, figure)?;
    let (start, mut end) = (term.tokens.start, term.tokens.end);
    if let Some(noun) = term.noun.as_ref().filter(|_| term.unit.is_none()) {
        // A noun shared with another number stays where it stands.
        let from = noun.tokens.start as usize;
        let near = from >= start && from < end + 4 && !(end..from).any(|at| reader.is_number(at));
        if near && !term.ordinal {
            end = end.max(noun.tokens.end as usize);
        }
    }
    let span = |tokens: Range<usize>| {
        let last = reader.token(tokens.end.checked_sub(1)?)?.span;
        Some(Span::cover(reader.token(tokens.start)?.span, last))
    };
    let restated = term.restated.iter().filter_map(|again| {
        let (value, _) = self::value(reader, again, self::figure(again))?;
        Some(Restated { span: span(again.tokens.clone())?, value })
    });
    let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Some(Mention {
        span: span(start..end)?,
        tokens: index(start)..index(end),
        value,
        noun: term.noun,
        change: term.change,
        per: term.per,
        no_claim: term.no_claim,
        restated: restated.collect(),
        key: None,
        rule,
    })
}

/// "no homes" counts none; "no doubt" does not count.
fn counts_nothing(reader: &Reader<'_>, term: &Term) -> bool {
    match &term.noun {
        Some(found) => found.head == "person" || noun::is_plural(reader, found),
        None => false,
    }
}

/// Whether a noun is an abbreviation, whose head says what it stands for.
fn is_short(reader: &Reader<'_>, noun: &Noun) -> bool {
    noun.tokens.len() == 1
        && reader.number().noun.short(reader.id(noun.tokens.start as usize)).is_some()
}

fn figure(term: &Term) -> Figure {
    let plain = term.amount.figure();
    if term.qualifier == Qualifier::Exact || term.qualifier == Qualifier::Range {
        return Figure { slack: term.slack, ..plain };
    }
    if is_bound(term.qualifier) || plain.low == plain.high {
        return plain.qualified(term.qualifier, term.slack);
    }
    Figure { slack: term.slack, ..plain }
}

fn value(reader: &Reader<'_>, term: &Term, figure: Figure) -> Option<(Value, &'static str)> {
    let Some(unit) = term.unit(reader) else {
        if term.ordinal {
            return Some((Value::Ordinal(figure), "ordinal"));
        }
        let rule = match (term.amount.form, &term.noun) {
            (Form::Nobody, _) => "count.none",
            (Form::Multiple, _) => "count.multiple",
            (_, Some(noun)) if is_short(reader, noun) => Mention::SHORT_NOUN,
            (_, Some(_)) => "count.noun",
            (_, None) => "count.bare",
        };
        return Some((Value::Count(figure), rule));
    };
    let pick = |first: &'static str, behind: &'static str| {
        if term.unit_first { first } else { behind }
    };
    Some(match unit.kind {
        UnitKind::Money => {
            let mut money = Money::new(figure, unit.id.clone());
            if let Some(major) = &unit.major
                && let Some(whole) = unit.conversion.figure(&money.figure)
            {
                money.stated.push((whole, major.clone()));
            }
            for (figure, unit) in &term.stated {
                let code = reader.units().unit(*unit)?.id.clone();
                money.stated.push((figure.clone(), code));
            }
            (Value::Money(money), pick("money.symbol", "money.name"))
        }
        UnitKind::Percent => (Value::Percent { figure, points: false }, "percent"),
        UnitKind::Points if *unit.id == *"percentage point" => {
            (Value::Percent { figure, points: true }, "percent.points")
        }
        UnitKind::Duration => {
            (Value::Duration(measure(unit, None, figure)), "duration.number-unit")
        }
        UnitKind::Age => {
            let rule = if term.rule == "count" { "age.year-old" } else { term.rule };
            (Value::Age(measure(unit, None, figure)), rule)
        }
        UnitKind::Quantity | UnitKind::Points => {
            let rule = pick("quantity.unit-number", "quantity.number-unit");
            (Value::Quantity(measure(unit, term.sum, figure)), rule)
        }
    })
}

fn measure(unit: &Unit, sum: Option<Decimal>, figure: Figure) -> Measure {
    // 5 feet 2 inches are no decimal number of feet, but one of metres.
    let written = figure.point();
    let exact = |value| sum.filter(|_| Some(value) == written);
    Measure {
        base: figure.map(
            |value| exact(value).or_else(|| unit.conversion.apply(value)),
            |step| unit.conversion.scale(step),
        ),
        figure,
        unit: unit.id.clone(),
        dimension: unit.dimension.clone(),
        base_unit: unit.base.clone(),
    }
}
