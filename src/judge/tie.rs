use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::{
    model::{Event, Identity, Untold},
    rule::{About, Rules},
    value::Kind,
};

use super::position::{Given, is_numeric};

/// Keywords that two sentences told in the same words share at least, where they are half of the shorter
/// one's.
const WORDS: usize = 4;
/// The same where other things speak for one thing, too.
const FEW: usize = 2;
/// Names that two sentences about one thing share.
const NAMES: usize = 2;
/// Days within which the news of a country is of one event, and that of a town or a province.
const NEWS: i32 = 3;
const WEEK: i32 = 7;

/// Whether something ties two claims to one thing: the same news, an event known by its day or its
/// place; or somebody with a name, the same names or nearly the same words, where no other number
/// differs. Two offers, two loans or two attacks of one affair share no more than the affair.
pub(super) fn are_tied(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    if x.claim.kind == Kind::Name {
        return true;
    }
    if x.claim.kind == Kind::Statement {
        return x.member.episode == y.member.episode || share_words(x, y);
    }
    let attribute = rules.attribute.by_id(&x.claim.attribute);
    let lasts = attribute.is_some_and(|it| it.lasts);
    // What begins or ends beside the news is told by the words around it.
    if attribute.is_some_and(|it| it.anything) && shared(x, y, false) < FEW {
        return false;
    }
    lasts
        || share_news(x, y, rules)
        || share_event(x, y, rules)
        || !tell_other_numbers(x, y)
            && (share_subject(x, y) || share_names(x, y) || share_words(x, y))
}

/// Whether two articles tell the same news. Of an event there is one number; of somebody's money there
/// may be many, and an open attribute is hardly known.
fn share_news(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    let event = x.member.event.is_some() && x.member.event == y.member.event;
    let owned = match rules.attribute.by_id(&x.claim.attribute).map(|it| it.about) {
        Some(About::Event | About::Participants) => false,
        Some(About::Subject | About::Named | About::Thing) => true,
        None => event,
    };
    let amount = owned && matches!(x.claim.kind, Kind::Money | Kind::Percent);
    let (a, b) = (x.claim, y.claim);
    let told =
        a.untold.or(b.untold).is_none() && a.predicate.is_some() && a.predicate == b.predicate;
    x.member.episode == y.member.episode
        && (event || !x.claim.is_open() || told)
        && (!amount || shared(x, y, true) > 0)
        && (!amount && !x.claim.is_open() || !tell_other_numbers(x, y))
}

/// Whether each of two sentences has digits, beside the value, that the other has not: another price,
/// another yield and another coupon are those of another bond.
fn tell_other_numbers(x: &Given<'_>, y: &Given<'_>) -> bool {
    let (a, b) = (digits(x), digits(y));
    !a.is_subset(&b) && !b.is_subset(&a)
}

fn digits<'d>(given: &Given<'d>) -> BTreeSet<&'d str> {
    let text = &given.document.article.text;
    let (sentence, value) = (given.claim.sentence, given.claim.span);
    let front = text.get(sentence.start as usize..value.start as usize).unwrap_or_default();
    let back = text.get(value.end as usize..sentence.end as usize).unwrap_or_default();
    let words = [front, back].into_iter().flat_map(|part| {
        part.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | ',' | '/'))
    });
    let words = words.map(|word| word.trim_end_matches(['.', ',']));
    words.filter(|word| word.contains(|letter: char| letter.is_ascii_digit())).collect()
}

fn share_subject(x: &Given<'_>, y: &Given<'_>) -> bool {
    let is_named = |given: &Given<'_>, subject: &str| {
        let names = &given.document.names;
        given.claim.untold != Some(Untold::Subject)
            && names.binary_search_by(|(name, _)| name.as_str().cmp(subject)).is_ok()
    };
    let subjects = x.claim.subject.as_deref().zip(y.claim.subject.as_deref());
    subjects.is_some_and(|(a, b)| {
        is_named(x, a) && is_named(y, b) && (is_short_for(a, b) || is_short_for(b, a))
    })
}

/// Whether a name is the whole or the end of another.
fn is_short_for(short: &str, full: &str) -> bool {
    full.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}

/// Whether the event of each sentence, or the one that its article is about, is known to be that of the
/// other: by its day, by those who take part, or by its place and how near the articles are in time.
fn share_event(x: &Given<'_>, y: &Given<'_>, rules: &Rules) -> bool {
    let one = match x.member.event.zip(y.member.event) {
        Some((a, b)) if a != b => return false,
        both => both.is_some(),
    };
    let Some((a, b)) = event(x).zip(event(y)) else { return false };
    let counted = match rules.attribute.by_id(&x.claim.attribute).map(|it| it.about) {
        Some(About::Event | About::Participants) => true,
        // A budget or an offer is not that of the election in whose news it stands.
        Some(About::Subject | About::Named | About::Thing) => x.claim.kind == Kind::Age,
        None => a.identity == Identity::Place && !tell_other_numbers(x, y),
    };
    if !counted || a.class != b.class || !one && a.is_elsewhere(b) {
        return false;
    }
    let days = a.resolved.zip(b.resolved).is_some_and(|(a, b)| a.overlaps(&b) && !a.is_long());
    let who = a.identity == Identity::Participants
        && a.participants.iter().any(|name| b.participants.contains(name));
    let mains = a.main && b.main;
    days || who
        || match days_apart(x, y) {
            Some(days) => {
                days <= WEEK && a.shares_region(b) || days <= NEWS && (a.shares_place(b) || mains)
            }
            None => a.shares_region(b),
        }
}

/// The event of the sentence where it says when or where it was, else the one that the article is about.
fn event<'d>(given: &Given<'d>) -> Option<&'d Event> {
    let events = &given.document.events;
    let own = given.claim.event.and_then(|event| events.get(event));
    let main = || events.iter().find(|event| event.main);
    match own {
        Some(own) if own.main && own.is_bare() => main(),
        Some(own) => Some(own),
        None if given.claim.is_open() => None,
        None => main(),
    }
}

/// Days between the articles, `None` where one is not dated.
fn days_apart(x: &Given<'_>, y: &Given<'_>) -> Option<i32> {
    let (a, b) = x.document.article.date().zip(y.document.article.date())?;
    Some((a - b).get_days().abs())
}

/// Whether both sentences name the same two, or more, within days, or tell on one day of one name or
/// of one measure; of one thing there may be many amounts.
fn share_names(x: &Given<'_>, y: &Given<'_>) -> bool {
    if x.claim.is_open() || x.claim.kind == Kind::Money {
        return false;
    }
    let amount = matches!(x.claim.kind, Kind::Count | Kind::Percent);
    let measure = x.claim.kind == Kind::Quantity;
    let (names, words) = (shared(x, y, true), shared(x, y, false));
    days_apart(x, y).is_some_and(|days| {
        days <= WEEK && !amount && names >= NAMES && words >= WORDS
            || days <= 1 && words >= FEW && (names > 0 || measure)
    })
}

/// Whether two sentences of one day are told in nearly the same words.
fn share_words(x: &Given<'_>, y: &Given<'_>) -> bool {
    let (a, b) = (keys(x, false), keys(y, false));
    let shared = a.intersection(&b).count();
    let few = a.len().min(b.len());
    let most = shared * 3 >= few * 2;
    let half = shared * 2 >= few && !(x.claim.is_open() && is_numeric(x.claim.kind));
    let named = self::shared(x, y, true) > 0;
    days_apart(x, y).is_none_or(|days| days == 0)
        && (shared >= WORDS && (most || half) || shared >= FEW && most && named)
}

/// How many keywords, or names, the sentences of two claims share.
fn shared(x: &Given<'_>, y: &Given<'_>, named: bool) -> usize {
    keys(x, named).intersection(&keys(y, named)).count()
}

/// Keywords of the sentence of a claim, or the names among them.
fn keys(given: &Given<'_>, named: bool) -> FxHashSet<u32> {
    let keywords = given.document.keywords_of(given.claim.sentence).iter();
    keywords.filter(|keyword| keyword.named || !named).map(|keyword| keyword.key).collect()
}
