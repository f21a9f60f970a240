use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{
    model::{Claim, Document, Group, Keyword, Member},
    rule::Rules,
    value::{DateRange, Kind, Relation, compare},
};

/// Claims that may answer one question.
pub(super) struct Part {
    pub(super) members: Vec<Member>,
    /// Whether they are so far from the story's answer that they are about something else.
    pub(super) aside: bool,
    /// Whether they contradict what their own article says first.
    pub(super) apart: bool,
}

/// Parts the claims of one question that cannot be answers to it.
pub(super) fn parts(documents: &[Document], members: Vec<Member>, rules: &Rules) -> Vec<Part> {
    let mut articles = members.iter().map(|member| member.document);
    let first = articles.next();
    if articles.all(|article| Some(article) == first) {
        return vec![Part { members, aside: false, apart: false }];
    }
    let dates = members
        .iter()
        .any(|member| claim(documents, member).is_some_and(|claim| claim.kind == Kind::Date));
    let parts = if dates { vec![members] } else { by_days(documents, members) };
    parts
        .into_iter()
        .flat_map(|members| by_reach(documents, members, rules))
        .flat_map(|part| {
            let aside = part.aside;
            by_predicate(documents, part.members)
                .into_iter()
                .flat_map(|members| by_lead(documents, members).into_iter().enumerate())
                .map(move |(place, members)| Part { members, aside, apart: place > 0 })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The second quarter is no answer about the third; a claim that names no period goes with those
/// that name one only where the values agree.
fn by_days(documents: &[Document], members: Vec<Member>) -> Vec<Vec<Member>> {
    let is_statement = |member: &Member| {
        claim(documents, member).is_some_and(|claim| claim.kind == Kind::Statement)
    };
    let mut parts: Vec<(Option<DateRange>, Vec<Member>)> = Vec::new();
    for member in members {
        let found = parts.iter_mut().find(|(days, members)| match (days, &member.days) {
            (Some(a), Some(b)) => a.overlaps(b),
            (None, None) => true,
            // What is so or not so stands until it is told otherwise.
            (Some(_), None) | (None, Some(_)) if members.iter().all(is_statement) => true,
            (Some(_), None) | (None, Some(_)) => members.iter().any(|known| {
                relation(documents, known, &member).is_some_and(agrees)
                    || is_of_one_event(documents, known, &member)
                    || is_recent_age(documents, known) && is_recent_age(documents, &member)
            }),
        });
        match found {
            Some((_, members)) => members.push(member),
            None => parts.push((member.days, vec![member])),
        }
    }
    parts.into_iter().map(|(_, members)| members).collect()
}

/// Whether an attribute of the rules is told of one event, which has its own day: that one sentence
/// repeats the day and the other does not makes them no two.
fn is_of_one_event(documents: &[Document], a: &Member, b: &Member) -> bool {
    let told = |member: &Member| {
        claim(documents, member).is_some_and(|claim| !claim.is_open() && claim.subject.is_none())
    };
    a.event.is_some() && a.event == b.event && told(a) && told(b)
}

/// Days in which nobody grows older by more than a year.
const YEAR: i32 = 366;

/// Whether an age is told of about the day of the news: "turns 30 on 4 May" says no other one than "is 30".
fn is_recent_age(documents: &[Document], member: &Member) -> bool {
    member.of(documents).is_some_and(|(document, claim)| {
        let near = member.days.zip(document.article.date());
        claim.kind == Kind::Age
            && (member.days.is_none()
                || near.is_some_and(|(days, day)| (days.start - day).get_days().abs() <= YEAR))
    })
}

/// Numbers farther apart than this are about other things, even those that grow by the hour.
const FAR_GROWN: Decimal = Decimal::ONE_THOUSAND;
/// The same for numbers that do not grow.
const FAR: Decimal = Decimal::TEN;

/// What is far from an answer, or is told of another event, or only planned where the answer happened,
/// answers something else.
fn by_reach(documents: &[Document], members: Vec<Member>, rules: &Rules) -> Vec<Part> {
    let is_far = |a: &Member, b: &Member| {
        let (Some(x), Some(y)) = (claim(documents, a), claim(documents, b)) else { return false };
        let grows = || rules.attribute.is_cumulative(&x.attribute);
        x.value.is_far(&y.value, FAR)
            && (!grows() || x.value.is_far(&y.value, FAR_GROWN))
            && !relation(documents, a, b).is_some_and(agrees)
    };
    let is_other = |a: &Member, b: &Member| {
        let events = a.event.is_some() && b.event.is_some() && a.event != b.event;
        events && relation(documents, a, b) == Some(Relation::Conflict)
    };
    // What is planned is no answer about what happened; among answers that are meant alike it is one.
    let is_meant_otherwise = |part: &Part, member: &Member| {
        let modality = |it: &Member| claim(documents, it).map(|claim| claim.modality);
        let dates = claim(documents, member)
            .is_some_and(|claim| matches!(claim.kind, Kind::Date | Kind::Age));
        let alike = part.members.iter().any(|known| modality(known) == modality(member));
        let conflicts =
            |known: &Member| relation(documents, known, member) == Some(Relation::Conflict);
        !alike && !dates && part.members.iter().any(conflicts)
    };
    let mut parts: Vec<(Part, Option<Ends>)> = Vec::new();
    for member in members {
        let number = claim(documents, &member).and_then(|claim| claim.value.base_number());
        let number = number.map(|number| number.abs()).filter(|number| !number.is_zero());
        let place = parts.iter().position(|(part, ends)| {
            let may_be_far = number.zip(*ends).is_some_and(|(number, ends)| ends.is_far(number));
            let far = may_be_far && part.members.iter().any(|known| is_far(known, &member));
            let other = || part.members.iter().any(|known| is_other(known, &member));
            !far && !other() && !is_meant_otherwise(part, &member)
        });
        match place.and_then(|place| parts.get_mut(place)) {
            Some((part, ends)) => {
                part.members.push(member);
                *ends = ends.take().into_iter().chain(number.map(Ends::of)).reduce(Ends::with);
            }
            None => {
                let mut lead = parts.first().into_iter().flat_map(|(part, _)| &part.members);
                let aside = lead.any(|known| is_far(known, &member));
                let part = Part { members: vec![member], aside, apart: false };
                parts.push((part, number.map(Ends::of)));
            }
        }
    }
    parts.into_iter().map(|(part, _)| part).collect()
}

/// The smallest and the largest number of a part, without their signs and zero: what is not far from
/// both is far from none of it.
#[derive(Clone, Copy)]
struct Ends {
    low: Decimal,
    high: Decimal,
}

impl Ends {
    fn of(number: Decimal) -> Ends {
        Ends { low: number, high: number }
    }

    fn with(self, other: Ends) -> Ends {
        Ends { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    fn is_far(self, number: Decimal) -> bool {
        let Ends { low, high } = self.with(Ends::of(number));
        low.checked_mul(FAR).is_some_and(|limit| high > limit)
    }
}

/// Parts measures of one question by those that one article tells of two things: a quake of 6.1 and one
/// of 7.6 are two, and each measure of the others belongs to the nearer.
pub(super) fn by_measure(documents: &[Document], groups: Vec<Group>) -> Vec<Group> {
    let mut parts = Vec::with_capacity(groups.len());
    for mut group in groups {
        let told = two_measures(documents, &group);
        let Some((first, second)) = told else {
            parts.push(group);
            continue;
        };
        let number = |member: &Member| claim(documents, member)?.value.base_number();
        let gap = |member: &Member, to: Decimal| {
            number(member).and_then(|number| Some(number.checked_sub(to)?.abs()))
        };
        let members = std::mem::take(&mut group.members);
        let (near, far): (Vec<Member>, Vec<Member>) =
            members.into_iter().partition(|member| gap(member, first) <= gap(member, second));
        let other = Group { members: far, apart: true, ..group.clone() };
        group.members = near;
        parts.extend([group, other]);
    }
    parts
}

/// Measurements of one thing are within this factor of one another.
const MEASURED: Decimal = Decimal::from_parts(11, 0, 0, false, 1);

fn is_of_two(one: Decimal, other: Decimal) -> bool {
    let (less, more) = (one.abs().min(other.abs()), one.abs().max(other.abs()));
    less.checked_mul(MEASURED).is_some_and(|limit| more > limit)
}

/// Two measures that one article gives in a question of the rules and that cannot be one.
fn two_measures(documents: &[Document], group: &Group) -> Option<(Decimal, Decimal)> {
    if group.kind != Kind::Quantity {
        return None;
    }
    group.members.iter().enumerate().filter(|(_, a)| !a.linked).find_map(|(at, a)| {
        let x = claim(documents, a).filter(|claim| !claim.is_open())?;
        let later = group.members.iter().skip(at + 1);
        let mut later = later.take_while(|b| b.document == a.document);
        let b = later.find(|b| {
            !b.linked
                && same_holder(documents, a, b)
                // What a quake of such a size can do is told of none.
                && claim(documents, b).is_some_and(|b| b.modality == x.modality)
                && relation(documents, a, b) == Some(Relation::Conflict)
        })?;
        let (one, other) = (x.value.base_number()?, claim(documents, b)?.value.base_number()?);
        // A measure that nobody else gives may be a wrong one.
        let is_known = |measure: Decimal| {
            let others = group.members.iter().filter(|known| known.document != a.document);
            let mut numbers = others.filter_map(|it| claim(documents, it)?.value.base_number());
            numbers.any(|number| !is_of_two(measure, number))
        };
        (is_of_two(one, other) && is_known(one) && is_known(other)).then_some((one, other))
    })
}

/// Things counted with another verb or adjective are another question, unless the numbers agree ("40 ships
/// waited", "40 ships lay at anchor").
fn by_predicate(documents: &[Document], members: Vec<Member>) -> Vec<Vec<Member>> {
    let mut parts: Vec<Vec<Member>> = Vec::new();
    for member in members {
        let place = parts.iter().position(|part| {
            part.iter().any(|known| match (claim(documents, known), claim(documents, &member)) {
                (Some(a), Some(b)) => {
                    is_told_alike(a, b) || relation(documents, known, &member).is_some_and(agrees)
                }
                _ => false,
            })
        });
        match place.and_then(|place| parts.get_mut(place)) {
            Some(part) => part.push(member),
            None => parts.push(vec![member]),
        }
    }
    parts
}

/// Whether two claims tell of the same thing in the same words.
fn is_told_alike(a: &Claim, b: &Claim) -> bool {
    let told = a.untold.is_none() && b.untold.is_none() || a.kind == Kind::Statement;
    let same = match a.kind == Kind::Statement {
        true => a.scope.may_be_one(&b.scope),
        false => a.scope.modifiers == b.scope.modifiers,
    };
    told && a.predicate == b.predicate && same
}

/// What an article says first is its answer; what it says later and what cannot be true beside
/// that is about something else, unless somebody else says it. What it quotes of a holder goes with what
/// another article quotes of that holder.
fn by_lead(documents: &[Document], members: Vec<Member>) -> Vec<Vec<Member>> {
    let mut lead: Vec<Member> = Vec::new();
    let mut apart: Vec<Vec<Member>> = Vec::new();
    let mut first = 0;
    for member in members {
        if lead.get(first).is_none_or(|known| known.document != member.document) {
            first = lead.len();
        }
        let odd = lead.get(first).is_some_and(|known| {
            same_holder(documents, known, &member)
                && relation(documents, known, &member) == Some(Relation::Conflict)
        });
        if odd { apart.push(vec![member]) } else { lead.push(member) }
    }
    // Whom the answers quote, by the first article that does and whether another does, too.
    let mut quoted: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for member in &lead {
        if let Some(holder) = holder(documents, member) {
            let (first, several) = quoted.entry(holder).or_insert((member.document, false));
            *several |= *first != member.document;
        }
    }
    let is_quoted = |member: &Member| {
        let known = holder(documents, member).and_then(|holder| quoted.get(holder));
        known.is_some_and(|(first, several)| *several || *first != member.document)
    };
    let (fitting, apart): (Vec<_>, Vec<_>) =
        apart.into_iter().partition(|members| members.iter().all(is_quoted));
    lead.extend(fitting.into_iter().flatten());
    lead.sort_by_key(|member| (member.document, member.claim));
    std::iter::once(lead).chain(apart).collect()
}

/// The last name of who says it.
fn holder<'d>(documents: &'d [Document], member: &Member) -> Option<&'d str> {
    claim(documents, member).and_then(Claim::named_holder).map(Keyword::last_name)
}

/// Two named holders may differ inside one article, and a holder may be quoted with two numbers.
fn same_holder(documents: &[Document], a: &Member, b: &Member) -> bool {
    match (claim(documents, a), claim(documents, b)) {
        (Some(a), Some(b)) => {
            a.scope.qualifiers == b.scope.qualifiers
                && (a.named_holder().is_none() || b.named_holder().is_none())
        }
        _ => true,
    }
}

fn agrees(relation: Relation) -> bool {
    match relation {
        Relation::Agree(_) | Relation::Compatible(_) => true,
        Relation::Doubtful | Relation::Conflict | Relation::Incomparable => false,
    }
}

fn claim<'d>(documents: &'d [Document], member: &Member) -> Option<&'d Claim> {
    member.of(documents).map(|(_, claim)| claim)
}

fn relation(documents: &[Document], a: &Member, b: &Member) -> Option<Relation> {
    let (x, y) = (claim(documents, a)?, claim(documents, b)?);
    Some(compare::values((&x.value, a.days), (&y.value, b.days)))
}
