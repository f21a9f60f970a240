use crate::{
    model::{Claim, Modality, Polarity, Span, Untold},
    rule::{Part, Rules},
    value::{Symbol, Value},
};

use super::{
    context::{Context, event_near},
    draft::draft,
    frame::Frame,
    predication::{Predication, known},
};

/// Words of the clause on either side of the verb that show what it says, at most.
const SHOWN: usize = 14;

/// Whom "nobody was hurt" is about.
const ANYBODY: &str = "anybody";

/// Claims that something is so or not so, for the verbs of the rules: "the envoy resigned", "the
/// bomb did not explode".
pub(super) fn statements(frame: &Frame<'_>, context: &Context<'_>, rules: &Rules) -> Vec<Claim> {
    let verbs = known(frame, context, rules);
    verbs.iter().filter_map(|verb| statement(frame, context, verb, rules)).collect()
}

fn statement(
    frame: &Frame<'_>,
    context: &Context<'_>,
    verb: &Predication,
    rules: &Rules,
) -> Option<Claim> {
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
        (Some(subject), _) => subject.key.clone(),
        (None, Some(_)) => ANYBODY.to_owned(),
        (None, None) => return None,
    };
    if about.is_some_and(|subject| subject.counted && nobody.is_none()) {
        return None;
    }
    let attribute = match object {
        Some(object) => format!("{} {}", sense.id, object.key),
        None => sense.id.to_string(),
    };
    let open = words().any(|token| rules.predicate.leaves_open(tail(token)));
    let untold = match (about.is_none_or(|subject| subject.named), object) {
        (false, _) => Some(Untold::Subject),
        (true, None) if !(sense.alone || sense.befalls) => Some(Untold::Object),
        (true, Some(_) | None) => None,
    };
    let end = verb.object.as_ref().map_or(verb.tokens.end, |thing| thing.end);
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
    let value = Value::Statement { affirmed: denied.is_some() == sense.opposite };
    Some(Claim {
        event: event.filter(|event| context.is_background(*event)),
        subject: Some(subject),
        modality,
        polarity: Polarity::Affirmed,
        predicate: untold.is_none().then(|| sense.id.to_string()),
        verb: verb.words(frame),
        rule: Symbol::from("open.statement"),
        untold,
        core,
        ..draft(frame, start, span, Symbol::from(attribute), value, rules)?
    })
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
