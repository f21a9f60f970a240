use crate::{
    model::{Mention, Sentence},
    rule::{Rules, Unit},
    value::{Money, Value},
};

/// What an amount in a money says about whose money the article is about, in words.
const STATED: usize = 3;

/// Says whose money is meant where several countries share its name: by the words of the sentence,
/// else by those of the article. What neither tells apart keeps the shared name.
pub(in crate::recognize) fn settle(
    sentences: &[Sentence],
    mentions: &mut [Vec<Mention>],
    rules: &Rules,
) {
    let mut whole: Option<Vec<usize>> = None;
    for index in 0..mentions.len() {
        let amounts =
            mentions.get(index).into_iter().flatten().filter_map(|mention| mention.value.money());
        let shared: Vec<&Unit> =
            amounts.filter_map(|money| rules.unit.shared(&money.currency)).collect();
        let Some(sentence) = sentences.get(index).filter(|_| !shared.is_empty()) else { continue };
        let near = tally(std::slice::from_ref(sentence), &[], rules);
        let far = whole.get_or_insert_with(|| tally(sentences, mentions, rules));
        let found: Vec<(&Unit, &Unit)> = shared
            .into_iter()
            .filter_map(|unit| {
                let meant = most(unit, &near).or_else(|| most(unit, far)).or(unit.otherwise)?;
                Some((unit, rules.unit.unit(meant)?))
            })
            .collect();
        for mention in mentions.get_mut(index).into_iter().flatten() {
            let again = mention.restated.iter_mut().map(|again| &mut again.value);
            for value in std::iter::once(&mut mention.value).chain(again) {
                let Value::Money(money) = value else { continue };
                rename(money, &found);
            }
        }
    }
}

fn rename(money: &mut Money, found: &[(&Unit, &Unit)]) {
    let meant = |currency: &str| found.iter().find(|(unit, _)| *unit.id == *currency);
    if let Some((_, meant)) = meant(&money.currency) {
        money.currency = meant.id.clone();
    }
    for (_, currency) in &mut money.stated {
        if let Some((_, meant)) = meant(currency) {
            *currency = meant.id.clone();
        }
    }
}

/// How often each unit's country is named, and amounts are in it.
fn tally(sentences: &[Sentence], mentions: &[Vec<Mention>], rules: &Rules) -> Vec<usize> {
    let mut counts = Vec::new();
    let mut add = |unit: usize, more: usize| {
        if counts.len() <= unit {
            counts.resize(unit + 1, 0);
        }
        if let Some(count) = counts.get_mut(unit) {
            *count += more;
        }
    };
    for token in sentences.iter().flat_map(|sentence| &sentence.tokens) {
        for unit in rules.unit.home.get(token.word).into_iter().flatten() {
            add(*unit, 1);
        }
    }
    for currency in mentions
        .iter()
        .flatten()
        .filter_map(|mention| mention.value.money())
        .map(|money| &money.currency)
    {
        if let Some(unit) = rules.unit.position(currency) {
            add(unit, STATED);
        }
    }
    counts
}

/// The sense that is named most, where one is.
fn most(unit: &Unit, counts: &[usize]) -> Option<usize> {
    let count = |sense: usize| counts.get(sense).copied().unwrap_or(0);
    let best = unit.senses.iter().copied().max_by_key(|sense| count(*sense))?;
    let ties = unit.senses.iter().filter(|sense| count(**sense) == count(best)).count();
    (count(best) > 0 && ties == 1).then_some(best)
}
