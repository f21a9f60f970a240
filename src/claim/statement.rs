use crate::{
    model::{Claim, Modality, Polarity, Scope, Span, Untold},
    rule::{Part, Rules},
    value::{DateExpr, Kind, Symbol, Value},
};

use super::{
    context::{Context, event_near},
    draft::draft,
    frame::Frame,
    predication::{Predication, Thing, known, thing},
    universal::none_left,
    which::which,
};

/// Words of the clause on either side of the verb that show what it says, at most.
const SHOWN: usize = 14;

/// Scope of what is told of another time ("last season").
const EARLIER: &str = "earlier";
/// Whom "nobody was hurt" is about.
const ANYBODY: &str = "anybody";

/// Adds claims that something is so or not so, for the verbs of the rules: "the envoy resigned", "the
/// bomb did not explode".
pub(super) fn statements(
    frame: &Frame<'_>,
    context: &Context<'_>,
    claims: &mut Vec<Claim>,
    rules: &Rules,
) {
    for mut verb in known(frame, context, rules) {
        claims.extend(none_left(frame, context, &verb, rules));
        let denied = contrast(frame, &mut verb, rules);
        claims.extend(statement(frame, context, &verb, rules));
        if let Some(other) = denied {
            verb.subject = Some(other);
            let claim = statement(frame, context, &verb, rules);
            claims.extend(claim.map(turned));
        }
    }
}

/// Who is denied in "Ada Lind, not Ben Oss, was named": the verb gets the other one as its subject.
fn contrast(frame: &Frame<'_>, verb: &mut Predication, rules: &Rules) -> Option<Thing> {
    let number = frame.clause_at(verb.tokens.start);
    let (own, aside) = (frame.clauses.get(number)?, frame.clauses.get(number.checked_sub(1)?)?);
    let before = frame.clauses.get(number.checked_sub(2)?)?;
    let start = aside.tokens.start;
    let first = own.tokens.start;
    let opens = first == verb.tokens.start
        || rules.clause.is(frame.sentence.id(first), Part::Auxiliary)
        || rules.predicate.is_passive(frame.sentence.id(first));
    if aside.denial() != Some(start) || !opens {
        return None;
    }
    let denied = thing(frame, start + 1..aside.tokens.end, rules);
    let denied = denied.filter(|it| it.named && it.end == aside.tokens.end)?;
    let (last, _) = frame
        .of_kind(Kind::Name)
        .find(|(_, name)| name.tokens.end as usize == before.tokens.end && name.key.is_some())?;
    let name = frame.mentions.get(last)?;
    verb.subject = thing(frame, name.tokens.start as usize..before.tokens.end, rules);
    Some(denied)
}

fn turned(claim: Claim) -> Claim {
    let Value::Statement { affirmed } = claim.value else { return claim };
    Claim { value: Value::Statement { affirmed: !affirmed }, ..claim }
}

/// Turns the passive into the active ("B was beaten by A", "the plan was rejected by A"), and puts
/// two names that a verb sets against each other in the order of the alphabet: the first is the
/// winner where the answer is yes. Whether that swapped them.
fn in_order(frame: &Frame<'_>, verb: &mut Predication, rules: &Rules) -> bool {
    let Some(sense) = verb.sense.as_ref() else { return false };
    let (converse, end) = (sense.converse, verb.tokens.end);
    if verb.passive && !sense.befalls && !sense.alone && verb.object.is_none() {
        let agent = rules.predicate.is_agent(frame.sentence.id(end));
        let agent = agent.then(|| thing(frame, end + 1..end + 1 + SHOWN, rules)).flatten();
        verb.object = std::mem::replace(&mut verb.subject, agent);
    }
    if !converse {
        return false;
    }
    let keys = verb.subject.as_ref().zip(verb.object.as_ref()).filter(|(a, b)| a.named && b.named);
    let swaps = keys.is_some_and(|(a, b)| a.key > b.key);
    if swaps {
        std::mem::swap(&mut verb.object, &mut verb.subject);
    }
    swaps
}

fn statement(
    frame: &Frame<'_>,
    context: &Context<'_>,
    told: &Predication,
    rules: &Rules,
) -> Option<Claim> {
    let mut verb = told.clone();
    let swapped = in_order(frame, &mut verb, rules);
    let sense = verb.sense.as_ref()?;
    let start = verb.tokens.start;
    let clause = frame.clause(start)?;
    let words = || clause.tokens.start..start;
    let tail = |token: usize| {
        frame.sentence.tokens.get(token..).unwrap_or_default().iter().map(|token| token.word)
    };
    let nobody = words().find(|&token| rules.predicate.denies(tail(token)));
    let denied = clause.denied_before(start).or(nobody);
    let (about, object) = verb.about();
    let subject = match (about, nobody) {
        (Some(subject), _) => Some(subject.full_key()),
        (None, Some(_)) => Some(ANYBODY.to_owned()),
        // "The plan was rejected"
        (None, None) if object.is_some() && verb.passive => None,
        (None, None) => return None,
    };
    if about.is_some_and(|subject| subject.counted && nobody.is_none()) {
        return None;
    }
    let attribute = match object.filter(|_| !sense.alone) {
        Some(object) => format!("{} {}", sense.id, object.key),
        None => String::from(&*sense.id),
    };
    let open = words().any(|token| rules.predicate.leaves_open(tail(token)));
    let known = subject.is_some() && about.is_none_or(Thing::is_told);
    let untold = match (known, object) {
        (false, _) => Some(Untold::Subject),
        (true, None) if !(sense.alone || sense.befalls) => Some(Untold::Object),
        (true, Some(_) | None) => None,
    };
    let end = told.object.as_ref().map_or(verb.tokens.end, |thing| thing.end);
    let first = clause.tokens.start.max(start.saturating_sub(SHOWN));
    let shown = first..clause.tokens.end.min(start + SHOWN).max(end);
    let core = frame.core(shown.clone(), verb.tokens.clone(), rules);
    let span = span(frame, shown)?;
    let between =
        denied.filter(|_| nobody.is_none()).map_or(start..start, |denied| denied + 1..start);
    let remote = between.into_iter().any(|token| is_verb(frame, token, rules));
    let aim = nobody.is_none() && rules.predicate.is_aim(frame.sentence.id(start.wrapping_sub(1)));
    let modality = match (open || remote, aim) {
        (true, _) => Modality::Possible,
        (false, true) => clause.modality.max(Modality::Planned),
        (false, false) => clause.modality,
    };
    let event = event_near(frame, context, start, &[], rules);
    let affirmed = (denied.is_some() == sense.opposite) != swapped;
    let value = Value::Statement { affirmed };
    let qualifiers = Vec::from_iter(clause.background.then(|| Symbol::from(EARLIER)));
    let modifiers = if untold.is_none() { which(frame, &verb, rules) } else { Vec::new() };
    Some(Claim {
        scope: Scope { modifiers, qualifiers, per: None },
        when: day(frame, start),
        event: event.filter(|event| context.is_background(*event)),
        subject,
        modality,
        polarity: Polarity::Affirmed,
        predicate: untold.is_none().then(|| String::from(&*sense.id)),
        verb: verb.words(frame),
        rule: Symbol::from("open.statement"),
        untold,
        core,
        ..draft(frame, start, span, Symbol::from(attribute), value, rules)?
    })
}

/// The one day that the clause of a verb names.
fn day(frame: &Frame<'_>, verb: usize) -> Option<DateExpr> {
    let clause = frame.clause_at(verb);
    let mut days = frame
        .of_kind(Kind::Date)
        .filter(|(_, mention)| frame.clause_at(mention.tokens.start as usize) == clause);
    let (_, mention) = days.next().filter(|_| days.next().is_none())?;
    mention.value.date().filter(|date| !date.is_loose()).cloned()
}

/// Whether another verb takes the denial for itself ("not seeking to close").
fn is_verb(frame: &Frame<'_>, token: usize, rules: &Rules) -> bool {
    let word = frame.sentence.word(token, frame.text);
    !rules.clause.is(frame.sentence.id(token), Part::Auxiliary)
        && rules.inflection.verb(word).is_some()
}

fn span(frame: &Frame<'_>, tokens: std::ops::Range<usize>) -> Option<Span> {
    let words = frame.sentence.tokens.get(tokens)?;
    Some(words.first()?.span.cover(words.last()?.span))
}
