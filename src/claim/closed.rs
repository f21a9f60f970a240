use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::{
    model::{Claim, Mention, Modality, Scope},
    rule::{About, Attribute, Match, Part, Rules},
    value::{Figure, Kind, NameKind, Symbol, Value},
};

use super::{
    context::{Context, event_for, event_in, event_near},
    draft::of_mention,
    elements::elements,
    frame::Frame,
    open::modifiers,
    partial::is_partial,
    predication::governing,
};

/// Claims that the attribute rules make of a sentence, a mention at most one.
pub(super) fn closed(
    frame: &Frame<'_>,
    context: &Context<'_>,
    rules: &Rules,
) -> Vec<(usize, Claim)> {
    if frame.mentions.is_empty() {
        return Vec::new();
    }
    let fits = |attribute: &Attribute, found: &Match| fits(frame, context, attribute, found, rules);
    let matches = rules.attribute.matches(frame.sentence, &elements(frame, rules), fits);
    matches.iter().filter_map(|found| claim(frame, context, found, rules)).collect()
}

/// Whether an attribute of certain events finds one of them.
fn fits(
    frame: &Frame<'_>,
    context: &Context<'_>,
    attribute: &Attribute,
    found: &Match,
    rules: &Rules,
) -> bool {
    let Some(mention) = frame.mentions.get(found.value as usize) else { return false };
    let token = mention.tokens.start as usize;
    match (attribute.events.is_empty(), attribute.near) {
        (true, _) => true,
        (false, true) => event_near(frame, context, token, &attribute.events, rules).is_some(),
        (false, false) => event_for(frame, context, token, &attribute.events, rules).is_some(),
    }
}

fn claim(
    frame: &Frame<'_>,
    context: &Context<'_>,
    found: &Match,
    rules: &Rules,
) -> Option<(usize, Claim)> {
    let attribute = rules.attribute.attribute(found.attribute)?;
    let number = found.value as usize;
    let mention = frame.mentions.get(number).filter(|mention| mention.no_claim.is_none())?;
    let token = mention.tokens.start as usize;
    let told = event_for(frame, context, token, &attribute.events, rules);
    let subject = match attribute.about {
        _ if mention.key.is_some() && mention.value.kind() != Kind::Place => {
            mention.key.as_ref().map(|key| String::from(&**key))
        }
        About::Event => None,
        About::Named => named(frame, found, rules),
        About::Thing => named(frame, found, rules).or_else(|| {
            let verb = governing(frame, context, &mention.tokens, rules)?;
            verb.subject.map(|thing| thing.key)
        }),
        About::Subject => Some(subject(frame, context, found, mention, rules)?),
        About::Participants => Some(context.participants(told?)?),
    };
    let value = value_of(attribute, found, mention, rules);
    let normalised_by = if value == mention.value { mention.rule } else { "ordinal.count" };
    let drafted = of_mention(frame, mention, attribute.id.clone(), rules)?;
    let claim = Claim {
        kind: value.kind(),
        event: if subject.is_some() { event_in(frame, context, token) } else { told },
        when: if attribute.varies { frame.day_near(token) } else { frame.period_near(token) },
        predicate: described(frame, mention, rules),
        subject,
        scope: scope(frame, mention, found, attribute, rules),
        sort: sort(attribute, &found.scopes),
        partial: is_partial(frame, mention, rules),
        modality: match (attribute.plan, value.kind(), drafted.modality) {
            (true, _, modality) => modality.max(Modality::Planned),
            // What somebody would do leaves the age as it is ("the 28-year-old would sign").
            (false, Kind::Age, Modality::Conditional) => Modality::Happened,
            (false, _, modality) => modality,
        },
        pattern: Some(found.rule.clone()),
        normalised_by,
        value,
        ..drafted
    };
    Some((number, claim))
}

/// "Twice before" says that this is the third time, and "the ninth day" that nine days have begun.
fn value_of(attribute: &Attribute, found: &Match, mention: &Mention, rules: &Rules) -> Value {
    let prior = found.scopes.iter().any(|scope| &**scope == "before");
    match (&mention.value, attribute.kinds.contains(&Kind::Ordinal)) {
        (Value::Count(count), true) if prior => match following(count) {
            Some(figure) => Value::Ordinal(figure),
            None => mention.value.clone(),
        },
        (Value::Count(count), true) => Value::Ordinal(count.clone()),
        (Value::Ordinal(figure), _) if attribute.kinds.contains(&Kind::Duration) => {
            let noun = mention.noun.as_ref();
            let measure =
                noun.and_then(|noun| rules.unit.measure(&noun.head, figure, &rules.lexicon));
            measure.map_or(mention.value.clone(), Value::Duration)
        }
        _ => mention.value.clone(),
    }
}

fn following(count: &Figure) -> Option<Figure> {
    count.map(|value| value.checked_add(Decimal::ONE), Some)
}

/// The name or place that the pattern captured, else the noun that an age is of; "the 52-year-old"
/// is the person named last.
fn subject(
    frame: &Frame<'_>,
    context: &Context<'_>,
    found: &Match,
    mention: &Mention,
    rules: &Rules,
) -> Option<String> {
    let before = frame.sentence.id((mention.tokens.start as usize).wrapping_sub(1));
    let known = rules.clause.is(before, Part::Definite);
    named(frame, found, rules).or_else(|| match &mention.noun {
        Some(noun) => Some(rules.inflection.singular(&noun.head).into_owned()),
        None => beside(frame, mention, rules)
            .or_else(|| only_person(frame, context, mention, rules))
            .or_else(|| context.person.clone().filter(|_| known)),
    })
}

/// The noun for a person right in front of an age: "a man, 19", "the baby, three months old".
fn beside(frame: &Frame<'_>, mention: &Mention, rules: &Rules) -> Option<String> {
    let before = (mention.tokens.start as usize).checked_sub(1)?;
    let comma = frame.sentence.word(before, frame.text) == ",";
    let word = frame.sentence.word(before.checked_sub(usize::from(comma))?, frame.text);
    let singular = rules.inflection.singular(word);
    rules.attribute.is_person(&singular).then(|| singular.into_owned())
}

/// Whose an age is that a verb is said with ("died aged 91", "he was 19"): the one person whom the
/// sentence names, or the one that its pronoun stands for.
fn only_person(
    frame: &Frame<'_>,
    context: &Context<'_>,
    mention: &Mention,
    rules: &Rules,
) -> Option<String> {
    if !matches!(mention.rule, "age.aged" | "age.clause") {
        return None;
    }
    let mut people = frame.of_kind(Kind::Name).filter_map(|(_, name)| {
        let person = name.value.name().is_some_and(|name| match name.kind {
            NameKind::Person => true,
            NameKind::Unknown => name.text.contains(' '),
            NameKind::Organisation | NameKind::Role => false,
        });
        name.key.as_ref().filter(|_| person)
    });
    let Some(first) = people.next() else {
        let he = rules.clause.is(frame.sentence.id(0), Part::Person);
        return context.person.clone().filter(|_| he);
    };
    people.all(|other| other == first).then(|| String::from(&**first))
}

/// The words in front of a noun that is no word for people: "government buildings" are no answer
/// about buildings, unless the numbers agree.
fn described(frame: &Frame<'_>, mention: &Mention, rules: &Rules) -> Option<String> {
    let noun = mention.noun.as_ref()?;
    let person = rules.attribute.is_person(&noun.head) || rules.attribute.is_toll(&noun.head);
    let thing = mention.value.kind() == Kind::Count && !person;
    thing.then(|| modifiers(frame, mention).join(" "))
}

/// The name or place that the pattern captured.
fn named(frame: &Frame<'_>, found: &Match, rules: &Rules) -> Option<String> {
    let mention = frame.mentions.get(found.subject? as usize)?;
    // What befalls Ada's brother does not befall Ada.
    let owner = rules.clause.is(frame.sentence.id(mention.tokens.end as usize), Part::Possessive);
    mention.key.as_ref().filter(|_| !owner).map(|key| String::from(&**key))
}

/// Things are counted by what they are: homes are no answer about bridges, and adults none about
/// people.
fn scope(
    frame: &Frame<'_>,
    mention: &Mention,
    found: &Match,
    attribute: &Attribute,
    rules: &Rules,
) -> Scope {
    let mut qualifiers: Vec<Symbol> = found
        .scopes
        .iter()
        .filter(|scope| &***scope != "before" && !attribute.sorts.contains(scope))
        .cloned()
        .collect();
    if frame.clause(mention.tokens.start as usize).is_some_and(|clause| clause.background) {
        qualifiers.push(Symbol::from("earlier"));
    }
    if frame.clauses.iter().any(|clause| clause.seen) {
        qualifiers.push(Symbol::from("as seen"));
    }
    qualifiers.extend(one_of_several(frame, mention, rules));
    qualifiers.sort();
    qualifiers.dedup();
    let counted = mention.value.kind() == Kind::Count;
    // Who lives in a place is told by many nouns.
    let noun = mention.noun.as_ref().filter(|noun| {
        let resident = attribute.lasts && rules.attribute.is_person(&noun.head);
        // "Four others" are four other people.
        let others = rules.attribute.is_part(rules.lexicon.lookup(&noun.head));
        counted && !resident && !others && !rules.attribute.is_toll(&noun.head)
    });
    let mut modifiers: Vec<String> = noun.map(|noun| noun.head.clone()).into_iter().collect();
    let mut tokens = mention.tokens.start as usize + 1..mention.tokens.end as usize;
    let part = |token: usize| {
        rules.attribute.is_part(frame.sentence.id(token))
            && !rules.clause.is(frame.sentence.id(token + 1), Part::Comparison)
    };
    if counted && tokens.any(part) {
        modifiers.push(String::from(Scope::PART));
    }
    Scope { per: mention.per.clone(), qualifiers, modifiers }
}

/// The one sort of things that a sentence says its number is of.
fn sort(attribute: &Attribute, scopes: &[Symbol]) -> Option<Symbol> {
    let mut sorts = scopes.iter().filter(|scope| attribute.sorts.contains(scope));
    match (sorts.next(), sorts.next()) {
        (Some(sort), None) => Some(sort.clone()),
        (Some(_) | None, _) => None,
    }
}

/// "The first killed seven" tells of one of several things that its sentence has a word for.
fn one_of_several(frame: &Frame<'_>, mention: &Mention, rules: &Rules) -> Option<Symbol> {
    let clause = frame.clause(mention.tokens.start as usize)?;
    let the = clause
        .tokens
        .clone()
        .take(2)
        .find(|&token| rules.clause.is(frame.sentence.id(token), Part::Definite))?;
    let (_, first) = frame
        .of_kind(Kind::Ordinal)
        .find(|(_, ordinal)| ordinal.tokens.start as usize == the + 1 && ordinal.noun.is_none())?;
    Some(Symbol::from(first.span.of(frame.text).to_lowercase()))
}

/// Where an article counts the people of an event under one noun only ("five workers died"), that
/// is its answer about people.
pub(super) fn generalize(claims: &mut [Claim]) {
    type Key = (Symbol, Option<usize>, Option<Symbol>, Vec<Symbol>);
    let key = |claim: &Claim| -> Key {
        let scope = &claim.scope;
        (claim.attribute.clone(), claim.event, scope.per.clone(), scope.qualifiers.clone())
    };
    let is_toll =
        |claim: &Claim| claim.kind == Kind::Count && claim.subject.is_none() && !claim.is_open();
    let mut nouns: BTreeMap<Key, BTreeSet<Vec<String>>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| is_toll(claim)) {
        nouns.entry(key(claim)).or_default().insert(claim.scope.modifiers.clone());
    }
    for claim in claims.iter_mut().filter(|claim| is_toll(claim)) {
        let alone = nouns.get(&key(claim)).is_some_and(|nouns| nouns.len() == 1);
        let persons = claim.unit.as_deref() == Some("persons");
        if alone && persons && !claim.scope.is_part() {
            claim.scope.modifiers.clear();
        }
    }
}
