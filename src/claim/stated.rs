use rust_decimal::Decimal;

use crate::{
    model::{Claim, Mention, Untold},
    rule::{EventClass, Part, Rules},
    value::{DateExpr, Kind, Symbol},
};

use super::{
    context::{Context, event_for, event_near, event_taken_up},
    draft::of_mention,
    frame::Frame,
    predication::{Predication, Thing, governing},
};

/// The upper end of a rough number is more than this many times the lower.
const ROUGH: Decimal = Decimal::TWO;
/// Words behind an amount that tell what it is of ("80 percent of the haul").
const TOPIC: usize = 4;

/// Farthest a preposition may stand in front of its place ("in the 200 block of"), in tokens.
const NEAR: usize = 5;

/// A claim about a value that no attribute of the rules names: its attribute is the verb of its
/// clause for days, times and places, the kind of the value for amounts.
pub(super) fn stated(
    frame: &Frame<'_>,
    context: &Context<'_>,
    mention: &Mention,
    rules: &Rules,
) -> Option<Claim> {
    let token = mention.tokens.start as usize;
    let located = || {
        (token.saturating_sub(NEAR)..token).any(|token| {
            let word = frame.sentence.id(token);
            rules.clause.is(word, Part::Locates) || rules.clause.is(word, Part::Between)
        })
    };
    let kind = mention.value.kind();
    if kind == Kind::Place && !located() {
        return None;
    }
    let verb = governing(frame, context, &mention.tokens, rules);
    match kind {
        Kind::Date | Kind::Time | Kind::Place => happened(frame, context, mention, &verb?, rules),
        Kind::Money => amount(frame, context, mention, "amount", verb, rules),
        Kind::Duration => amount(frame, context, mention, "length-of-time", verb, rules),
        Kind::Quantity => amount(frame, context, mention, "measure", verb, rules),
        Kind::Percent => amount(frame, context, mention, "share", verb, rules),
        Kind::Ordinal => {
            amount(frame, context, mention, &counted("rank", mention, &verb), verb, rules)
        }
        Kind::Age => amount(frame, context, mention, "years-of-age", verb, rules),
        Kind::Count => {
            amount(frame, context, mention, &counted("number", mention, &verb), verb, rules)
        }
        Kind::Name | Kind::Statement => None,
    }
}

/// A number without a unit is told by its noun, else by its verb.
fn counted(kind: &str, mention: &Mention, verb: &Option<Predication>) -> String {
    match (&mention.noun, verb) {
        (Some(noun), _) => format!("{} {kind}", noun.head),
        (None, Some(verb)) => format!("{} {kind}", verb.verb),
        (None, None) => kind.to_owned(),
    }
}

/// Whether its ends lie so far apart that nearly any amount fits ("billions of dollars").
fn is_rough(mention: &Mention) -> bool {
    mention.value.figure().is_some_and(|figure| match (figure.low, figure.high) {
        (Some(low), Some(high)) => low.checked_mul(ROUGH).is_none_or(|limit| high > limit),
        (Some(_), None) | (None, Some(_)) | (None, None) => false,
    })
}

/// When or where somebody did something ("resigned on Friday").
fn happened(
    frame: &Frame<'_>,
    context: &Context<'_>,
    mention: &Mention,
    verb: &Predication,
    rules: &Rules,
) -> Option<Claim> {
    let loose = mention.value.date().is_some_and(DateExpr::is_loose);
    let hollow = rules.predicate.is_hollow(frame.sentence.id(verb.tokens.start));
    if loose || hollow {
        return None;
    }
    let told = taken_up(frame, context, mention, rules)
        .or_else(|| done(frame, context, mention, verb, rules));
    if told.is_some() {
        return told;
    }
    let (about, object) = verb.about();
    // The day of a veto is none of its approval.
    let word = frame.sentence.word(verb.tokens.start, frame.text).to_lowercase();
    let deed = match &verb.sense {
        Some(sense) if sense.opposite => rules.inflection.base(&word),
        Some(_) | None => (&*verb.verb).into(),
    };
    let attribute = Symbol::from(format!("{deed}.{}", mention.value.kind().name()));
    let mut claim = claim(frame, context, mention, attribute, "open.happened", rules)?;
    claim.subject = about.map(Thing::full_key);
    claim.verb = verb.words(frame);
    let said = rules.holder.is_speech(frame.sentence.id(verb.tokens.start));
    let placed = mention.value.kind() == Kind::Place;
    claim.untold = if placed {
        Some(Untold::Occasion)
    } else if said {
        Some(Untold::Deed)
    } else if !about.is_some_and(Thing::is_told) {
        Some(Untold::Subject)
    } else {
        None
    };
    if claim.untold.is_none() {
        claim.predicate = Some(String::from(&*verb.verb));
        claim.scope.modifiers = object.map(|thing| thing.key.clone()).into_iter().collect();
    }
    Some(claim)
}

/// The clock time of the event that a sentence takes up ("It hit at 1:53 p.m.").
fn taken_up(
    frame: &Frame<'_>,
    context: &Context<'_>,
    mention: &Mention,
    rules: &Rules,
) -> Option<Claim> {
    let token = mention.tokens.start as usize;
    if mention.value.kind() != Kind::Time || frame.clause_at(token) != 0 {
        return None;
    }
    let event = event_taken_up(frame, context, token, rules)?;
    let class = rules.event.by_id(context.class(event)?)?;
    let attribute = Symbol::from(format!("{}.{}", class.id, Kind::Time.name()));
    let claimed = class.claims.contains(&Kind::Time);
    Some(Claim { event: Some(event), ..of_mention(frame, mention, attribute, rules)? })
        .filter(|_| claimed)
}

/// The clock time of an event that a sentence tells by what it was done with ("planes dropped four bombs
/// at 3:20 p.m.", "the bomb went off at 7").
fn done(
    frame: &Frame<'_>,
    context: &Context<'_>,
    mention: &Mention,
    verb: &Predication,
    rules: &Rules,
) -> Option<Claim> {
    if mention.value.kind() != Kind::Time {
        return None;
    }
    let by = |class: &&EventClass| {
        let mut things = verb.subject.iter().chain(&verb.object);
        class.deeds.contains(&verb.verb)
            && things.any(|thing| class.means.iter().any(|it| **it == *thing.key))
    };
    let class = rules.event.classes().iter().find(by)?;
    let token = mention.tokens.start as usize;
    let event = event_for(frame, context, token, std::slice::from_ref(&class.id), rules)?;
    let attribute = Symbol::from(format!("{}.{}", class.id, Kind::Time.name()));
    Some(Claim { event: Some(event), ..of_mention(frame, mention, attribute, rules)? })
}

/// An amount with its verb and with the words that tell what it is of.
fn amount(
    frame: &Frame<'_>,
    context: &Context<'_>,
    mention: &Mention,
    attribute: &str,
    verb: Option<Predication>,
    rules: &Rules,
) -> Option<Claim> {
    let topic = topic(frame, mention, rules);
    let doer = verb.as_ref().and_then(|verb| verb.subject.as_ref());
    let rough = if is_rough(mention) { "rough " } else { "" };
    let changed = if mention.change.is_some() { " change" } else { "" };
    let attribute = Symbol::from(format!("{rough}{attribute}{changed}"));
    let mut claim = claim(frame, context, mention, attribute, "open.amount", rules)?;
    claim.untold = match doer {
        None => Some(Untold::Subject),
        Some(_) if topic.is_empty() => Some(Untold::Topic),
        Some(doer) => {
            claim.scope.modifiers = [topic, vec![doer.key.clone()]].concat();
            None
        }
    };
    claim.verb = verb.as_ref().and_then(|verb| verb.words(frame));
    claim.predicate = verb.filter(|_| claim.untold.is_none()).map(|verb| String::from(&*verb.verb));
    Some(claim)
}

fn claim(
    frame: &Frame<'_>,
    context: &Context<'_>,
    mention: &Mention,
    attribute: Symbol,
    rule: &str,
    rules: &Rules,
) -> Option<Claim> {
    let near = event_near(frame, context, mention.tokens.start as usize, &[], rules);
    Some(Claim {
        event: near.filter(|event| context.is_background(*event)),
        rule: Symbol::from(rule),
        ..of_mention(frame, mention, attribute, rules)?
    })
}

/// Content words right behind an amount, sorted: what it is of or for.
fn topic(frame: &Frame<'_>, mention: &Mention, rules: &Rules) -> Vec<String> {
    let end = mention.tokens.end as usize;
    let Some(clause) = frame.clause(mention.tokens.start as usize) else { return Vec::new() };
    let mut words: Vec<String> = mention.noun.iter().map(|noun| noun.head.clone()).collect();
    let mut index = end;
    while index < clause.tokens.end && words.len() < TOPIC {
        let Some(token) = frame.sentence.tokens.get(index) else { break };
        let word = token.span.of(frame.text);
        let lead = rules.clause.is(token.word, Part::Preposition)
            || rules.number.noun.is_determiner(token.word);
        let verb = rules.inflection.verb(word).is_some();
        let content = token.kind.is_word() && rules.number.noun.role(token.word).is_none();
        if !lead && (verb || !content) {
            break;
        }
        if !lead {
            words.push(word.to_lowercase());
        }
        index += 1;
    }
    words.sort();
    words
}
