use crate::{
    model::Event,
    rule::{Part, Rules},
    value::Symbol,
};

use super::{
    event::{Events, Told},
    frame::Frame,
};

/// What the article around a sentence tells.
pub(super) struct Context<'a> {
    pub(super) events: &'a Events,
    /// Number of the sentence.
    pub(super) sentence: usize,
    /// Key of the person named last before the sentence.
    pub(super) person: Option<String>,
    /// Whether the sentence before stands in the same paragraph.
    pub(super) continues: bool,
}

impl Context<'_> {
    fn told(&self, sentence: usize) -> &[Told] {
        let told = &self.events.told;
        let start = told.partition_point(|told| told.sentence < sentence);
        let end = told.partition_point(|told| told.sentence <= sentence);
        told.get(start..end).unwrap_or_default()
    }

    fn event(&self, index: usize) -> Option<&Event> {
        self.events.events.get(index)
    }

    /// The participants of an event as one key, `None` where it names fewer than two.
    pub(super) fn participants(&self, event: usize) -> Option<String> {
        let event = self.event(event)?;
        (event.participants.len() > 1).then(|| event.participants.join(" and "))
    }

    pub(super) fn is_background(&self, event: usize) -> bool {
        self.event(event).is_some_and(|event| event.background)
    }

    /// Whether an event only goes with a greater one.
    fn is_minor(&self, event: usize, rules: &Rules) -> bool {
        let class = self.event(event).and_then(|event| rules.event.by_id(event.class.as_deref()?));
        class.is_some_and(|class| class.minor)
    }

    pub(super) fn class(&self, event: usize) -> Option<&str> {
        self.event(event)?.class.as_deref()
    }

    /// Whether there is a word for an event; one that only a date tells of rules what stands behind
    /// the date.
    fn is_named(&self, event: usize) -> bool {
        self.event(event).is_some_and(|event| event.class.is_some())
    }

    fn suits(&self, told: &Told, classes: &[Symbol]) -> bool {
        self.event(told.event).is_some_and(|event| match &event.class {
            Some(class) => classes.is_empty() || classes.contains(class),
            None => true,
        })
    }
}

/// The event that the sentence of a value tells of, nearest to it.
pub(super) fn event_in(frame: &Frame<'_>, context: &Context<'_>, token: usize) -> Option<usize> {
    let clause = frame.clause_at(token);
    let told = context.told(context.sentence).iter().min_by_key(|told| {
        let borders = frame.clause_at(told.token).abs_diff(clause);
        (borders, told.token.abs_diff(token))
    });
    told.map(|told| told.event)
}

/// The event that a value at `token` is about: one that its sentence speaks of, else the article's
/// main event.
pub(super) fn event_for(
    frame: &Frame<'_>,
    context: &Context<'_>,
    token: usize,
    classes: &[Symbol],
    rules: &Rules,
) -> Option<usize> {
    event_near(frame, context, token, classes, rules).or_else(|| {
        let mut events = context.events.events.iter().enumerate();
        let main = events.find(|(index, event)| {
            let class = event.class.as_ref().filter(|_| event.main);
            class.is_some_and(|class| classes.is_empty() || classes.contains(class))
                && !context.is_minor(*index, rules)
        });
        main.map(|(index, _)| index)
    })
}

/// The event nearest to a value in its sentence, or the one that a pronoun takes up from the
/// sentence before.
pub(super) fn event_near(
    frame: &Frame<'_>,
    context: &Context<'_>,
    token: usize,
    classes: &[Symbol],
    rules: &Rules,
) -> Option<usize> {
    let clause = frame.clause_at(token);
    let here = context
        .told(context.sentence)
        .iter()
        .filter(|told| context.suits(told, classes))
        .filter(|told| context.is_named(told.event) || told.token < token)
        .min_by_key(|told| {
            let borders = frame.clause_at(told.token).abs_diff(clause);
            (context.is_minor(told.event, rules), borders, told.token.abs_diff(token))
        });
    let before =
        context.sentence.checked_sub(1).filter(|_| context.continues && takes_up(frame, rules));
    let carried = || {
        let told = context.told(before?).iter().rev();
        told.into_iter().find(|told| context.suits(told, classes))
    };
    here.or_else(carried).map(|told| told.event)
}

/// The event of the sentence before that a sentence goes on about at `token`, with no event word of its
/// own up to there.
pub(super) fn event_taken_up(
    frame: &Frame<'_>,
    context: &Context<'_>,
    token: usize,
    rules: &Rules,
) -> Option<usize> {
    let free = frame.triggers.iter().all(|found| found.tokens.start > token);
    let goes_on = free && context.continues && takes_up(frame, rules);
    let before = context.sentence.checked_sub(1).filter(|_| goes_on)?;
    context.told(before).iter().rev().map(|told| told.event).find(|event| context.is_named(*event))
}

/// Whether a sentence opens with a pronoun that takes up what was said before.
fn takes_up(frame: &Frame<'_>, rules: &Rules) -> bool {
    rules.clause.is(frame.sentence.id(0), Part::Pronoun)
}
