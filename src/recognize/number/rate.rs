use crate::value::Symbol;

use super::{reader::Reader, term::Term, term::unit_phrase};

/// Finds the denominator behind a number or its noun: "a week", "per season", "each year", "/hour".
pub(super) fn per(reader: &Reader<'_>, term: &mut Term) {
    let at = term.phrase_end();
    if let Some((end, per)) = denominator(reader, term, at) {
        term.per = Some(per);
        // The noun's span is reckoned in where it stands before the denominator.
        term.tokens.end = end;
    }
}

fn denominator(reader: &Reader<'_>, term: &Term, at: usize) -> Option<(usize, Symbol)> {
    let rules = reader.number();
    let id = reader.id(at);
    if let Some(unit) = rules.per_word.get(id) {
        return Some((at + 1, Symbol::from(&**unit)));
    }
    let article = rules.per_article.contains(id);
    if !(rules.per_each.contains(id) || article) || !reader.is_word(at + 1) {
        return None;
    }
    let next = reader.id(at + 1);
    if article && !(rules.per_article_noun.contains(next) && reader.word(at) != "the") {
        return None;
    }
    // "a week earlier" is a date.
    if article && rules.per_not_before.contains(reader.id(at + 2)) {
        return None;
    }
    if let Some((unit, end)) = unit_phrase(reader, at + 1, &term.amount) {
        let name = reader.units().unit(unit)?.id.clone();
        return Some((end, name));
    }
    if !article && rules.noun.role(next).is_some() {
        return None;
    }
    let noun = reader.word(at + 1).to_lowercase();
    let noun = reader.rules.inflection.singular(&noun);
    Some((at + 2, Symbol::from(&*noun)))
}
