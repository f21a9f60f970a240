use crate::{
    model::{Claim, Group, SubjectSort},
    rule::Rules,
    value::Kind,
};

use super::position::{Answer, Given};

/// What is claimed, as a reader sees it: "date of the meeting" for what events themselves claim, the
/// label of the rules, else words of the articles ("number of bridges (collapsed)").
pub(super) fn label(group: &Group, answers: &[Answer<'_>], rules: &Rules) -> String {
    if let Some(class) = own_class(group, rules) {
        return format!("{} of the {class}", group.kind.name());
    }
    let label = match rules.attribute.by_id(&group.attribute) {
        Some(attribute) => attribute.label.to_string(),
        None => open(group, answers),
    };
    // A statement tells in its own words what it is of; loose ones have nothing else.
    let told = group.kind == Kind::Statement && label != Claim::NO_VERB;
    if told { label } else { with_detail(label, &group.subject.detail) }
}

/// What it is about, as a reader sees it.
pub(super) fn subject(group: &Group) -> String {
    match group.subject.sort {
        SubjectSort::Event | SubjectSort::Story => capitalized(&group.subject.name),
        SubjectSort::Name | SubjectSort::News => group.subject.name.clone(),
    }
}

/// Subject and attribute in one phrase that opens a sentence: "Killed in the earthquake in Orlen".
/// What a statement claims stands in its own words behind it.
pub(super) fn topic(group: &Group, label: &str, rules: &Rules) -> String {
    let subject = &group.subject;
    let whole = match subject.sort {
        SubjectSort::Event | SubjectSort::Story => format!("the {}", subject.name),
        SubjectSort::Name => subject.name.clone(),
        SubjectSort::News => subject.name.clone(),
    };
    if subject.name.is_empty() {
        return capitalized(label);
    }
    if group.kind == Kind::Statement {
        return match subject.sort {
            SubjectSort::Event | SubjectSort::Story => capitalized(&subject.name),
            SubjectSort::Name => whole,
            SubjectSort::News => format!("News of {whole}"),
        };
    }
    let attribute = rules.attribute.by_id(&group.attribute);
    let joint = attribute.map_or("in", |attribute| &*attribute.joint);
    let event = group.event.as_ref().map_or("", |event| &*event.label);
    if let (Some(attribute), SubjectSort::Story, false) =
        (attribute, subject.sort, subject.detail.is_empty())
    {
        let label = capitalized(&attribute.label);
        return format!("{label} {joint} the {} in {whole}", subject.detail);
    }
    match (subject.sort, label.strip_suffix(event).and_then(|it| it.strip_suffix(" of the "))) {
        (SubjectSort::Event, Some(bare)) => format!("{} of {whole}", capitalized(bare)),
        (SubjectSort::Event, None) => format!("{} {joint} {whole}", capitalized(label)),
        (SubjectSort::Name, _) if attribute.is_some() && group.kind != Kind::Name => {
            format!("{} {joint} {whole}", capitalized(label))
        }
        (SubjectSort::Name, _) => format!("{whole}, {label}"),
        (SubjectSort::Story | SubjectSort::News, _) => {
            format!("{} in news of {whole}", capitalized(label))
        }
    }
}

/// The label of the event's class where the attribute is of the event itself: its day, time or place.
fn own_class<'r>(group: &Group, rules: &'r Rules) -> Option<&'r str> {
    let class = rules.event.by_id(group.event.as_ref()?.class.as_deref()?)?;
    let own = group.attribute.strip_prefix(&*class.id)?.strip_prefix('.')? == group.kind.name();
    own.then_some(&*class.label)
}

/// An attribute that no rule names.
fn open(group: &Group, answers: &[Answer<'_>]) -> String {
    let all = || answers.iter().flat_map(|answer| &answer.given);
    let own = all().find(|given| given.claim.attribute == group.attribute).or_else(|| all().next());
    let plain = || group.attribute.replace('-', " ");
    let Some(claim) = own.map(|given| given.claim) else { return plain() };
    match &*claim.rule {
        "open.noun-verb" | "open.noun" => {
            let number = match noun(answers) {
                Some(noun) => format!("number of {noun}"),
                None => format!("number ({})", group.attribute),
            };
            with_detail(number, &verbs(answers))
        }
        "open.happened" => with_detail(group.kind.name().to_owned(), &verbs(answers)),
        "open.statement" => {
            let object = group.attribute.split_once(' ').map_or("", |(_, object)| object);
            format!("{} {object}", verbs(answers)).trim().to_owned()
        }
        "open.amount" => amount(group, claim, &verbs(answers)),
        Claim::LOOSE => String::from(Claim::NO_VERB),
        Claim::PROPERTY => claim.attribute.to_string(),
        _ => plain(),
    }
}

/// "change of the amount (cut)" of "amount change", "number (home)" of "home number".
fn amount(group: &Group, claim: &Claim, verbs: &str) -> String {
    let attribute = group.attribute.strip_prefix("rough ").unwrap_or(&group.attribute);
    let (attribute, change) = match attribute.strip_suffix(" change") {
        Some(rest) => (rest, "change of the "),
        None => (attribute, ""),
    };
    match attribute.rsplit_once(' ') {
        Some((noun, kind @ ("number" | "rank"))) if claim.unit.is_some() => {
            with_detail(format!("{change}{kind}"), noun)
        }
        Some((_, kind @ ("number" | "rank"))) => with_detail(format!("{change}{kind}"), verbs),
        Some(_) | None => with_detail(format!("{change}{}", attribute.replace('-', " ")), verbs),
    }
}

/// What is counted, as the articles write it.
fn noun(answers: &[Answer<'_>]) -> Option<String> {
    let mut nouns = answers.iter().flat_map(|answer| &answer.given).filter_map(|given| {
        let words = given.claim.span.of(&given.document.article.text);
        let (_, last) = words.rsplit_once(char::is_whitespace)?;
        last.chars().all(char::is_alphabetic).then(|| last.to_lowercase())
    });
    nouns.next()
}

/// The verb of the best supported answer, and that of the one against it where it is another.
fn verbs(answers: &[Answer<'_>]) -> String {
    let verb = |given: &Given<'_>| {
        let words = given.claim.verb?.of(&given.document.article.text);
        Some(words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
    };
    let mut found = answers.iter().take(2).filter_map(|it| it.given.iter().find_map(verb));
    match (found.next(), found.next()) {
        (Some(one), Some(other)) if one != other => format!("{one} or {other}"),
        (Some(one), _) => one,
        (None, _) => String::new(),
    }
}

fn with_detail(label: String, detail: &str) -> String {
    match (detail, label.strip_suffix(')')) {
        ("", _) => label,
        (_, Some(open)) => format!("{open}, {detail})"),
        (_, None) => format!("{label} ({detail})"),
    }
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}
