use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{
    model::{Claim, Document, Event, Group, Identity, Member, Polarity, Scope},
    rule::Rules,
    value::{DateRange, Figure, Kind, Symbol},
};

use super::{
    event::StoryEvents,
    part::{Part, parts},
    story::Story,
    subject::Subjects,
};

/// What makes two claims answers to one question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    attribute: Symbol,
    kind: Kind,
    about: About,
    scope: Scope,
    /// What is denied is neither said nor contradicted by the same number.
    polarity: Polarity,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    /// Number of the story's event.
    Event(usize),
    Subject(String),
    Story,
}

/// Sorts the claims of a story by the question they answer.
pub(super) fn questions(
    documents: &[Document],
    story: &Story,
    events: &StoryEvents,
    origins: &[usize],
    subjects: &Subjects<'_>,
    rules: &Rules,
) -> Vec<Group> {
    let mut questions: BTreeMap<Question, Vec<Member>> = BTreeMap::new();
    let main = events.main();
    let full = full_names(documents, story);
    for (place, &index) in story.iter().enumerate() {
        let Some(document) = documents.get(index) else { continue };
        let claims = document.claims.iter().enumerate();
        for (number, claim) in
            claims.filter(|(_, it)| !it.is_loose() && !it.is_spelling() && !it.is_property())
        {
            let own = claim.event.and_then(|event| events.numbers.get(place)?.get(event).copied());
            let own =
                own.map(
                    |event| if is_counted(claim) { events.home(event, main, rules) } else { event },
                );
            let beside = rules.attribute.is_beside(&claim.attribute);
            let own = own.filter(|_| !is_lasting(claim, rules));
            let event = own.or(main).filter(|_| !beside);
            let about = match (&claim.subject, event) {
                (Some(subject), _) => {
                    let fuller = |name| full.get(name).copied().flatten().unwrap_or(name);
                    About::Subject(fuller(fuller(subject.as_str())).to_owned())
                }
                (None, Some(event)) => About::Event(event),
                (None, None) => About::Story,
            };
            let question = Question {
                attribute: asked(claim, rules),
                kind: claim.kind,
                about,
                scope: scope(claim, claim.sentence.of(&document.article.text), rules),
                polarity: claim.polarity,
            };
            let origin = origins.get(index).copied().unwrap_or_default();
            let member = Member {
                event: own,
                days: days(document, claim, rules),
                ..Member::new(index, number, origin)
            };
            questions.entry(question).or_default().push(member);
        }
    }
    spread(&mut questions, documents, rules);
    settle(&mut questions, documents, rules);
    questions
        .into_iter()
        .flat_map(|(question, members)| {
            let parts = parts(documents, members, rules);
            let made: Vec<Group> =
                parts.into_iter().map(|part| group(&question, part, events, subjects)).collect();
            made
        })
        .collect()
}

/// "No casualties" is an answer about the dead and about the hurt, where another article counts
/// them; those who were shot are the hurt where no article counts dead.
fn spread(questions: &mut BTreeMap<Question, Vec<Member>>, documents: &[Document], rules: &Rules) {
    let covering = |question: &Question| {
        let attribute = rules.attribute.by_id(&question.attribute);
        attribute.is_some_and(|attribute| !attribute.covers.is_empty())
    };
    let all: Vec<Question> = questions.keys().filter(|it| covering(it)).cloned().collect();
    for question in all {
        let Some(attribute) = rules.attribute.by_id(&question.attribute) else { continue };
        let members = questions.remove(&question).unwrap_or_default();
        let claimed = |covered: &Symbol| {
            let asked =
                |known: &Question| known.attribute == *covered && known.about == question.about;
            questions.iter().any(|(known, members)| {
                asked(known) && members.iter().any(|member| !is_zero(documents, member))
            })
        };
        if let Some(rest) = &attribute.rest
            && attribute.covers.iter().all(|covered| (covered == rest) == claimed(covered))
        {
            let asked = Question { attribute: rest.clone(), ..question };
            let known = questions.entry(asked).or_default();
            known.extend(members);
            known.sort_by_key(|member| (member.document, member.claim));
            continue;
        }
        let (zeros, mut rest): (Vec<Member>, Vec<Member>) =
            members.into_iter().partition(|member| is_zero(documents, member));
        for zero in zeros {
            let mut taken = false;
            for covered in &attribute.covers {
                let asked = Question { attribute: covered.clone(), ..question.clone() };
                let known = questions.get_mut(&asked).filter(|members| {
                    members.iter().any(|member| member.document != zero.document)
                });
                if let Some(members) = known {
                    let place = members.partition_point(|member| {
                        (member.document, member.claim) < (zero.document, zero.claim)
                    });
                    members.insert(place, zero.clone());
                    taken = true;
                }
            }
            if !taken {
                rest.push(zero);
            }
        }
        if !rest.is_empty() {
            rest.sort_by_key(|member| (member.document, member.claim));
            questions.insert(question, rest);
        }
    }
}

/// What a place has is told of the one place that the story names for it, where a sentence names none:
/// "the city of 160,000" is the city with 167,000 people, unless the numbers are far apart.
fn settle(questions: &mut BTreeMap<Question, Vec<Member>>, documents: &[Document], rules: &Rules) {
    let lasts = |question: &&Question| {
        rules.attribute.by_id(&question.attribute).is_some_and(|attribute| attribute.lasts)
    };
    let all: Vec<Question> = questions.keys().filter(lasts).cloned().collect();
    let is_named = |question: &&Question| matches!(question.about, About::Subject(_));
    for open in all.iter().filter(|question| !is_named(question)) {
        let asked = |named: &&Question| {
            named.attribute == open.attribute
                && named.kind == open.kind
                && named.scope == open.scope
                && named.polarity == open.polarity
        };
        let near = |place: &Question, member: &Member| {
            questions.get(place).into_iter().flatten().all(|known| {
                let pair = member.of(documents).zip(known.of(documents));
                pair.is_some_and(|((_, x), (_, y))| !x.value.is_far(&y.value, Decimal::TWO))
            })
        };
        let told = questions.get(open).map(Vec::as_slice).unwrap_or_default();
        let mut named = all.iter().filter(is_named).filter(asked);
        let (Some(place), None) = (
            named.find(|place| told.iter().any(|member| near(place, member))),
            named.find(|place| told.iter().any(|member| near(place, member))),
        ) else {
            continue;
        };
        let (of_place, others): (Vec<Member>, Vec<Member>) =
            told.iter().cloned().partition(|member| near(place, member));
        match others.is_empty() {
            true => questions.remove(open),
            false => questions.insert(open.clone(), others),
        };
        if let Some(known) = questions.get_mut(place) {
            known.extend(of_place);
            known.sort_by_key(|member| (member.document, member.claim));
        }
    }
}

fn is_zero(documents: &[Document], member: &Member) -> bool {
    let figure = member.of(documents).and_then(|(_, claim)| claim.value.figure());
    figure.and_then(Figure::point).is_some_and(|point| point.is_zero())
}

/// The one full name of the story that ends in the words of a shorter one, `None` where several do.
fn full_names<'d>(documents: &'d [Document], story: &Story) -> BTreeMap<&'d str, Option<&'d str>> {
    let mut full: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    let names = story.iter().filter_map(|index| documents.get(*index));
    for (name, _) in names.flat_map(|document| &document.names) {
        for (space, _) in name.match_indices(' ') {
            let known = full.entry(name.get(space + 1..).unwrap_or(name)).or_insert(Some(name));
            *known = known.filter(|known| known == name);
        }
    }
    juniors(documents, story, &mut full);
    full
}

/// "Ada Lind Jr" is who others call Ada Lind, unless one article tells the two apart.
fn juniors<'d>(
    documents: &'d [Document],
    story: &Story,
    full: &mut BTreeMap<&'d str, Option<&'d str>>,
) {
    for document in story.iter().filter_map(|index| documents.get(*index)) {
        for (name, _) in &document.names {
            let Some(plain) = name.strip_suffix(" jr").or_else(|| name.strip_suffix(" sr")) else {
                continue;
            };
            let both = document.names.binary_search_by(|(it, _)| (**it).cmp(plain)).is_ok();
            let known = full.entry(plain).or_insert(Some(name));
            *known = known.filter(|known| known == name && !both);
        }
    }
}

/// People are people, whichever general word an open attribute has for them.
fn asked(claim: &Claim, rules: &Rules) -> Symbol {
    if claim.is_open() && rules.attribute.is_anybody(&claim.attribute) {
        Symbol::from("person")
    } else {
        claim.attribute.clone()
    }
}

/// What a place has goes on whatever event the sentence tells of.
fn is_lasting(claim: &Claim, rules: &Rules) -> bool {
    let attribute = rules.attribute.by_id(&claim.attribute);
    attribute.is_some_and(|attribute| attribute.lasts)
}

/// How many, how much and how old: what an event did, unlike when it was and how long it took.
fn is_counted(claim: &Claim) -> bool {
    match claim.kind {
        Kind::Count | Kind::Money | Kind::Age => true,
        Kind::Duration
        | Kind::Quantity
        | Kind::Percent
        | Kind::Ordinal
        | Kind::Date
        | Kind::Time
        | Kind::Place
        | Kind::Name
        | Kind::Statement => false,
    }
}

/// Scopes that a reader sets side by side do not part a question, nor do the words in front of the
/// noun of an open attribute before its numbers are known.
fn scope(claim: &Claim, sentence: &str, rules: &Rules) -> Scope {
    // Only the same sentence says again a statement of which too little is told.
    if claim.untold.is_some() && claim.kind == Kind::Statement {
        return Scope { modifiers: vec![sentence.to_lowercase()], ..claim.scope.clone() };
    }
    if claim.is_open() {
        return Scope { modifiers: Vec::new(), ..claim.scope.clone() };
    }
    let beside = rules.attribute.is_beside(&claim.attribute);
    // "One man died" may answer "one person died": what they are called is weighed with the number.
    let modifiers = match claim.unit.as_deref() {
        Some("persons") if !claim.scope.is_part() => Vec::new(),
        _ => claim.scope.modifiers.clone(),
    };
    let qualifiers = if beside { Vec::new() } else { claim.scope.qualifiers.clone() };
    Scope { qualifiers, modifiers, per: claim.scope.per.clone() }
}

/// The days of a date, or those of the period that a claim speaks of; for what grows or varies from
/// day to day only a period long past is another one ("in 1988 a fire killed nine").
pub(super) fn days(document: &Document, claim: &Claim, rules: &Rules) -> Option<DateRange> {
    let anchor = document.article.date();
    if let Some(date) = claim.value.date() {
        return date.resolve(anchor);
    }
    let days = claim.when.as_ref()?.resolve(anchor)?;
    let flows = rules
        .attribute
        .by_id(&claim.attribute)
        .is_some_and(|attribute| attribute.grows || attribute.varies || attribute.beside);
    let past = || anchor.is_some_and(|today| days.end.year() + 1 < today.year());
    (!flows || past()).then_some(days)
}

fn group(question: &Question, part: Part, events: &StoryEvents, subjects: &Subjects<'_>) -> Group {
    let event = match &question.about {
        About::Event(number) => events.events.get(*number).map(|merged| merged.event.clone()),
        About::Subject(_) | About::Story => None,
    };
    let (key, subject) = match &question.about {
        About::Subject(key) => (key.clone(), subjects.named(key, &part.members)),
        About::Event(number) => (
            event.as_ref().map(event_key).unwrap_or_default(),
            // What they are about is not known.
            match part.aside || part.apart {
                true => subjects.told(&part.members),
                false => subjects.event(*number, &question.attribute, &part.members),
            },
        ),
        About::Story => (String::new(), subjects.told(&part.members)),
    };
    Group {
        story: 0,
        attribute: question.attribute.clone(),
        kind: question.kind,
        key,
        subject,
        scope: question.scope.clone(),
        event,
        aside: part.aside,
        apart: part.apart,
        members: part.members,
    }
}

/// Class, participants or place, and first day: what stays the same when another outlet joins.
fn event_key(event: &Event) -> String {
    let who = match event.identity {
        Identity::Participants => event.participants.join("+"),
        Identity::Place => {
            event.places.first().map_or(String::new(), |place| place.name.to_string())
        }
    };
    let day = event.resolved.map_or(String::new(), |days| days.start.to_string());
    format!("{}|{who}|{day}", event.class.as_deref().unwrap_or("background"))
}
