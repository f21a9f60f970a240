use rust_decimal::Decimal;

use crate::{
    rule::Rules,
    value::{Figure, Kind},
};

use super::position::Given;

/// Whether two numbers differ only because one of them leaves out whom its sentence names beside it
/// ("a baby and four people", "no children").
pub(super) fn leaves_out(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    let listed = x.claim.is_property() || y.claim.is_property();
    !listed && differs_in_part(x, y, rules)
}

fn differs_in_part(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    is_part(x, y, rules)
        || is_part(y, x, rules)
        || is_some_of(x, y, rules)
        || is_some_of(y, x, rules)
        || (is_nobody(x, rules) || is_nobody(y, rules)) && noun(x, rules) != noun(y, rules)
}

/// "A baby and four people" are the five of the other article: a number with somebody beside it is a
/// part of a larger one, unless that has somebody beside it, too.
fn is_part(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    let counts = x.claim.kind == Kind::Count;
    let less = point(x).zip(point(y)).is_some_and(|(few, many)| few < many);
    counts && less && stands_beside_others(x, rules) && !stands_beside_others(y, rules)
}

/// Whether the smaller number is that of one place or one sort of people among those of the other.
fn is_some_of(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    let less = low(x).zip(low(y)).is_some_and(|(few, many)| few < many);
    let sort = |given: &Given<'_>| {
        given.claim.kind == Kind::Count
            && noun(given, rules).is_some_and(|noun| rules.attribute.is_sort(&noun))
    };
    let adds_up = matches!(x.claim.kind, Kind::Count | Kind::Money);
    let partial = adds_up && x.claim.partial && !y.claim.partial;
    less && (partial || sort(x) && noun(x, rules) != noun(y, rules))
}

fn low(given: &Given<'_>) -> Option<Decimal> {
    let figure = given.claim.value.figure()?;
    figure.low.or(figure.high)
}

/// Whether people of another sort are counted in front of the number: "a baby and", "Baby,", "three
/// men and".
fn stands_beside_others(given: &Given<'_>, rules: &Rules) -> bool {
    let text = &given.document.article.text;
    let (sentence, value) = (given.claim.sentence, given.claim.span);
    let before = text.get(sentence.start as usize..value.start as usize).unwrap_or_default();
    let before = before.trim_end();
    let listed = before.strip_suffix(" and").or_else(|| before.strip_suffix(','));
    let noun = listed.and_then(|listed| listed.split_whitespace().next_back());
    noun.is_some_and(|noun| is_sort_of_person(&noun.to_lowercase(), rules))
}

/// Whether none are counted of one sort of people only: where no children were hurt, others may be.
fn is_nobody(given: &Given<'_>, rules: &Rules) -> bool {
    point(given).is_some_and(|count| count.is_zero())
        && noun(given, rules).is_some_and(|noun| {
            rules.attribute.is_person(&noun) && !rules.attribute.is_anybody(&noun)
        })
}

/// The last word of the value in the singular.
fn noun(given: &Given<'_>, rules: &Rules) -> Option<String> {
    let words = given.claim.span.of(&given.document.article.text).to_lowercase();
    let word = words.split_whitespace().next_back()?;
    Some(rules.inflection.singular(word).into_owned())
}

/// Whether a word is a noun for one person, or for people of one sort.
fn is_sort_of_person(word: &str, rules: &Rules) -> bool {
    let singular = rules.inflection.singular(word);
    let one = rules.attribute.is_person(word) && singular == word;
    one || rules.attribute.is_person(&singular) && !rules.attribute.is_anybody(&singular)
}

fn point(given: &Given<'_>) -> Option<Decimal> {
    given.claim.value.figure().and_then(Figure::point)
}
