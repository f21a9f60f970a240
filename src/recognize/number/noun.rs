use crate::{
    model::{Noun, Span, TokenKind},
    rule::{Candidate, NounRole, NumberPart, UnitKind},
};

use super::{amount::Form, join::connector, reader::Reader, term::Term};

/// Longest noun phrase, in tokens.
const LONGEST: usize = 9;

/// Longest name of an owner with its ending, in tokens.
const OWNER: usize = 5;

/// Finds the noun phrase that a bare number counts: "412 homes", "six Palestinian civilians",
/// "one of the students".
pub(super) fn attach(reader: &Reader<'_>, term: &mut Term) {
    let end = term.tokens.end;
    if term.rule == "age.year-old" && reader.kind(end) == Some(TokenKind::Lower) {
        // "a 10-year-old girl"
        term.noun = phrase(reader, end, true);
    }
    if term.unit.is_some() || term.noun.is_some() {
        return;
    }
    if term.amount.form == Form::Multiple {
        term.noun = own(reader, term, "time");
        return;
    }
    if term.amount.form == Form::Nobody
        && (term.amount.tokens.len() > 1
            || !reader.is_part(term.amount.tokens.start, NumberPart::No))
    {
        if !reader.is_part(term.amount.tokens.start, NumberPart::None) {
            term.noun = own(reader, term, "person");
        }
        return;
    }
    let single = term.amount.high == rust_decimal::Decimal::ONE;
    let mut at = term.tokens.end;
    // "eight more picks" are eight picks.
    while at < term.tokens.end + 2 && reader.number().gap.contains(reader.id(at)) {
        at += 1;
    }
    let of = reader.is_part(at, NumberPart::Of);
    // "half the homes"
    let half = term.amount.form == Form::Fraction && reader.is_part(at, NumberPart::The);
    let partial = of || half;
    if partial {
        at += usize::from(of);
        // "one of the students", "35m of its devices": a determiner may stand before the noun.
        if reader.rules.number.noun.is_determiner(reader.id(at)) {
            at += 1;
        }
        at = past_owner(reader, at);
        if reader.is_number(at) || reader.number().cardinal.contains(reader.id(at)) {
            at += 1;
            while reader.number().scale.contains(reader.id(at)) {
                at += 1;
            }
            // "two of the 60-ton trucks"
            if reader.tied(at)
                && reader.is_word(at + 1)
                && reader.units().after.longest(reader.ids(at + 1)).is_some()
            {
                at += 2;
            }
        }
    }
    // "15.3 ppg"
    if let Some(short) = reader.number().noun.short(reader.id(at))
        && fit(reader, at + 1, true) == Fit::End
        && !term.ordinal
    {
        term.noun = noun(reader, at, at + 1, short.noun.to_string());
        term.per.clone_from(&short.per);
        return;
    }
    let singular = (single && !partial) || term.ordinal;
    // "a four-cylinder engine"
    if reader.tied(at) && reader.is_word(at + 1) && !term.ordinal {
        // "1,500-square-foot", "one-and-a-half"
        if reader.tied(at + 2) || fit(reader, at + 1, false) == Fit::End {
            return;
        }
        let word = reader.word(at + 1).to_lowercase();
        let head = reader.rules.inflection.singular(&word).into_owned();
        term.noun = noun(reader, at + 1, at + 2, head);
        return;
    }
    // "the first emerged last year"
    let verb = fit(reader, at, false) == Fit::Modifier
        && reader.number().noun.role(reader.id(at)).is_none();
    if term.ordinal && verb {
        return;
    }
    // "a 9.1 temblor" is no number of temblors.
    let part = term.amount.form == Form::Digits
        && !term.amount.low.fract().is_zero()
        && term.amount.low > rust_decimal::Decimal::ONE
        && term.tokens.start > 0
        && reader.is_part(term.tokens.start - 1, NumberPart::Article);
    if part {
        return;
    }
    let noun = phrase(reader, at, singular).and_then(|noun| apart(reader, term, noun));
    if noun.is_none() && term.amount.form == Form::Nobody && befallen(reader, at) {
        term.noun = self::noun(reader, at, at + 1, String::from("person"));
        return;
    }
    term.noun = match noun {
        Some(noun) if term.amount.form == Form::Fraction => sharers(reader, noun),
        noun => noun,
    };
}

/// Whether a word stands for people by what befell them, with no noun behind it: "no dead", "no dead
/// or wounded".
fn befallen(reader: &Reader<'_>, at: usize) -> bool {
    let is = |at: usize| reader.number().befallen.contains(reader.id(at));
    let joined = matches!(reader.part(at + 1), Some(NumberPart::And | NumberPart::Or));
    let end = if joined && is(at + 2) { at + 3 } else { at + 1 };
    is(at) && fit(reader, end, true) == Fit::End
}

/// The token behind the owner in "two of Johnson's deputies", "one of Telecom Egypt's cables".
fn past_owner(reader: &Reader<'_>, at: usize) -> usize {
    let owns = |at: usize| {
        let word = reader.word(at);
        let many = reader.mark().apostrophes.contains(&reader.id(at))
            && reader.glued(at)
            && reader.word(at - 1).ends_with('s')
            && reader.is_word(at + 1);
        word.ends_with("'s") || word.ends_with("’s") || many
    };
    let named = |at: usize| reader.kind(at) != Some(TokenKind::Lower) && reader.is_word(at);
    match (at + 1..at + OWNER)
        .take_while(|end| *end < at + 2 || named(end - 1))
        .find(|end| owns(*end))
    {
        Some(end) => end + 1,
        None => at,
    }
}

/// "one in five adults smokes": of the many, one does.
fn sharers(reader: &Reader<'_>, noun: Noun) -> Option<Noun> {
    let (start, end) = (noun.tokens.start as usize, noun.tokens.end as usize);
    let many = (start..end).find(|at| fit(reader, *at, false) == Fit::Plural);
    match many.filter(|at| at + 2 == end && !reader.tied(at + 1)) {
        Some(many) => build(reader, start, many + 1),
        None => Some(noun),
    }
}

/// The noun phrase at a token as it is written, with the token after it.
pub(super) fn counted<'a>(reader: &Reader<'a>, at: usize) -> Option<(&'a str, usize)> {
    let noun = phrase(reader, at, false)?;
    Some((noun.span.of(reader.text), noun.tokens.end as usize))
}

fn own(reader: &Reader<'_>, term: &Term, head: &str) -> Option<Noun> {
    noun(reader, term.amount.tokens.start, term.amount.tokens.end, head.to_owned())
}

fn noun(reader: &Reader<'_>, start: usize, end: usize, head: String) -> Option<Noun> {
    let first = reader.token(start)?.span;
    let last = reader.token(end.checked_sub(1)?)?.span;
    let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Some(Noun { span: Span::cover(first, last), tokens: index(start)..index(end), head })
}

/// What a word is good for inside a noun phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// May be the head of a plural phrase.
    Plural,
    /// A noun or an adjective.
    Inner,
    /// Only before a noun: participles.
    Modifier,
    /// Ends the phrase.
    End,
}

fn fit(reader: &Reader<'_>, at: usize, any: bool) -> Fit {
    let word = reader.word(at);
    if reader.kind(at).is_some_and(|kind| !kind.is_word()) || word.is_empty() {
        return Fit::End;
    }
    // "3 USD50 cards", "24703 L-202"
    let code = word.len() == 1 && reader.tied(at + 1) && reader.is_number(at + 2);
    if code || reader.glued(at + 1) && reader.unit_starts_number(at) {
        return Fit::End;
    }
    let rules = reader.number();
    let number = rules.cardinal.contains(reader.id(at))
        || rules.ordinal.contains(reader.id(at))
        || rules.vague.contains(reader.id(at));
    if number && !reader.tied(at + 1) {
        return Fit::End;
    }
    match reader.rules.number.noun.role(reader.id(at)) {
        Some(NounRole::Stop) if is_acronym(reader, at) => return Fit::Inner,
        Some(NounRole::Stop) => return Fit::End,
        Some(NounRole::Verb) => return if any { Fit::End } else { Fit::Modifier },
        Some(NounRole::State) => return Fit::Modifier,
        Some(NounRole::Plural) => return Fit::Plural,
        Some(NounRole::Singular) => return Fit::Inner,
        None => {}
    }
    let lower = word.as_bytes();
    let ends = |tail: &str| word.len() > tail.len() + 1 && word.ends_with(tail);
    if ends("ly") && lower.len() > 5 && word != "family" && word != "assembly" && word != "supply" {
        return if any { Fit::End } else { Fit::Modifier };
    }
    if ends("ed") && word.len() > 4 {
        return Fit::Modifier;
    }
    if ends("s") && !ends("ss") && !ends("us") && !ends("is") && word.len() > 2 {
        return Fit::Plural;
    }
    Fit::Inner
}

/// Whether a stop word is a name here, in capitals before a word that has none: "5,000 US troops".
fn is_acronym(reader: &Reader<'_>, at: usize) -> bool {
    let plain = matches!(reader.kind(at + 1), Some(TokenKind::Lower | TokenKind::Capitalized));
    plain
        && reader.kind(at) == Some(TokenKind::Upper)
        && reader.number().noun.is_acronym(reader.id(at))
}

/// The noun phrase that starts at a token; `singular` where the number is one.
fn phrase(reader: &Reader<'_>, start: usize, singular: bool) -> Option<Noun> {
    let mut end = None;
    let mut at = start;
    let mut any = false;
    let mut plural = None;
    let mut first = None;
    let mut joined = false;
    while at < start + LONGEST {
        let open = !singular && plural.is_none();
        match fit_inside(reader, start, at, (any, open)) {
            Fit::End => {
                // "top-10 first-team players": a hyphen between words belongs to the phrase.
                let tied = at > start && reader.tied(at) && reader.is_word(at + 1);
                // "Kia and Hyundai vehicles", "injured and homeless men"
                let pair = (any || at > start)
                    && !singular
                    && plural.is_none()
                    && reader.is_part(at, NumberPart::And)
                    && fit(reader, at + 1, false) == Fit::Inner;
                if pair {
                    first = first.or(end);
                    joined = true;
                }
                if !tied && !pair {
                    break;
                }
                at += 1;
                continue;
            }
            Fit::Plural => {
                end = Some(at + 1);
                plural = end;
                any = true;
                let more = matches!(fit(reader, at + 1, true), Fit::Plural);
                if !singular && !more && !reader.tied(at + 1) {
                    return build(reader, start, at + 1);
                }
            }
            Fit::Inner => {
                end = Some(at + 1);
                any = true;
            }
            Fit::Modifier => {
                // "10 people killed", but "10 injured men".
                if (any || is_span(reader, at + 1)) && !reader.tied(at + 1) {
                    break;
                }
            }
        }
        at += 1;
    }
    let whole = if plural.is_none() && joined { first } else { end };
    build(reader, start, whole?)
}

/// "a 12 page document": what is counted stands first where nothing is in the plural.
fn apart(reader: &Reader<'_>, term: &Term, noun: Noun) -> Option<Noun> {
    let start = noun.tokens.start as usize;
    let many = term.amount.low > rust_decimal::Decimal::ONE && !term.ordinal;
    let next = start == term.tokens.end && noun.tokens.len() > 1 && !reader.tied(start + 1);
    let adjective = || {
        let word = reader.word(start);
        reader.number().noun.adjective_endings.iter().any(|end| word.ends_with(&**end))
    };
    let counted = many
        && next
        && reader.kind(start) == Some(TokenKind::Lower)
        && fit(reader, start, false) == Fit::Inner
        && !is_plural(reader, &noun)
        && !adjective();
    if counted { build(reader, start, start + 1) } else { Some(noun) }
}

/// What a token is good for inside the noun phrase that starts at `start`; `any` once a noun stands,
/// `open` while a phrase that must end in a plural has none yet.
fn fit_inside(reader: &Reader<'_>, start: usize, at: usize, (any, open): (bool, bool)) -> Fit {
    let plain = fit(reader, at, any);
    // "gas-only options", "coal-fired plants": the second half of a compound ends nothing.
    if at > start + 1 && plain != Fit::Plural && reader.tied(at - 1) && reader.is_word(at) {
        return Fit::Inner;
    }
    // "four off-duty officers": a small word may begin a compound.
    let small = reader.number().noun.role(reader.id(at)) == Some(NounRole::Stop);
    if !any && plain == Fit::End && small && reader.tied(at + 1) && reader.is_word(at + 2) {
        return Fit::Modifier;
    }
    if !open {
        return plain;
    }
    // "two job cuts", "60 votes": behind a number or a noun in the singular a form in "s" is no verb.
    let behind = !any || reader.kind(at - 1) == Some(TokenKind::Lower);
    if behind && is_noun_in_s(reader, at) {
        return Fit::Plural;
    }
    // "60 Model 3 sedans"
    let named = reader.is_number(at)
        && reader.kind(at - 1) == Some(TokenKind::Capitalized)
        && fit(reader, at + 1, true) == Fit::Plural;
    if named { Fit::Inner } else { plain }
}

/// Whether a span of time stands at a token: "sold 15,000 last week".
fn is_span(reader: &Reader<'_>, at: usize) -> bool {
    let found = reader.units().after.longest(reader.ids(at));
    let duration = |one: &Candidate| {
        reader.units().unit(one.unit).is_some_and(|unit| unit.kind == UnitKind::Duration)
    };
    !reader.word(at).ends_with('s') && found.is_some_and(|(_, senses)| senses.iter().any(duration))
}

fn build(reader: &Reader<'_>, start: usize, end: usize) -> Option<Noun> {
    let last = end.checked_sub(1)?;
    // "one of the biggest ever heists"
    if reader.number().noun.is_superlative(reader.id(last)) {
        return None;
    }
    let proper = reader.kind(last) != Some(TokenKind::Lower) && end > start + 3;
    if proper {
        return None;
    }
    let word = reader.word(last).to_lowercase();
    let head = reader.rules.inflection.singular(&word).into_owned();
    noun(reader, start, end, head)
}

/// The noun phrase in the plural that starts at a token.
pub(super) fn plural(reader: &Reader<'_>, start: usize) -> Option<Noun> {
    phrase(reader, start, false).filter(|noun| is_plural(reader, noun))
}

/// Whether a noun is in the plural, by its last word.
pub(super) fn is_plural(reader: &Reader<'_>, noun: &Noun) -> bool {
    let last = (noun.tokens.end as usize).saturating_sub(1);
    fit(reader, last, false) == Fit::Plural || is_noun_in_s(reader, last)
}

/// Whether a word that may be a verb in "s" is a noun behind a number: "votes", "cuts".
fn is_noun_in_s(reader: &Reader<'_>, at: usize) -> bool {
    reader.number().noun.role(reader.id(at)) == Some(NounRole::Verb)
        && reader.word(at).ends_with('s')
}

/// Members of a list count the noun of the last one ("5, 7 and 9 people").
pub(super) fn share(reader: &Reader<'_>, terms: &mut [Term]) {
    let mut listed = false;
    for at in (1..terms.len()).rev() {
        let (head, tail) = terms.split_at_mut(at);
        let (Some(left), Some(right)) = (head.last_mut(), tail.first()) else { continue };
        let gap = left.tokens.end..right.amount.tokens.start;
        let (comma, and) = connector(reader, gap);
        listed = and || (comma && listed);
        if listed && left.noun.is_none() && left.is_bare() && right.unit.is_none() && !right.ordinal
        {
            left.noun = right.noun.clone();
        }
    }
}
