use std::{cell::OnceCell, cmp::Reverse};

use rustc_hash::FxHashMap;

use crate::{
    group::{question::days, story::Story},
    model::{Claim, Document, Group, Keyword, Member},
    rule::Rules,
    value::{DateRange, Kind, Relation, compare},
};

use super::{last, weights::Weights};

/// A claim that may answer the question of another by what its sentence is about.
#[derive(Clone)]
pub(super) struct Node<'d> {
    pub(super) member: Member,
    pub(super) document: &'d Document,
    pub(super) claim: &'d Claim,
    pub(super) kind: Kind,
    /// Index of its group, `None` for a loose claim.
    pub(super) group: Option<usize>,
    /// Its place among the members of its group.
    pub(super) place: usize,
    /// Whether its attribute is its own words.
    pub(super) open: bool,
    /// The keywords of its sentence, sorted by key.
    pub(super) context: Vec<Word>,
    /// Its verb, with what its clause does.
    pub(super) verb: Option<u32>,
    /// Whether the rules have opposites for that verb.
    pub(super) deed: bool,
    /// Keys of the names close to it.
    pub(super) names: Vec<u32>,
    /// Key of the last name in front of it.
    pub(super) lead: Option<u32>,
    /// Where its sentence starts.
    pub(super) sentence: u32,
    /// What its own clause tells.
    pub(super) own: u32,
    /// What its whole sentence tells, in quarters.
    pub(super) total: u64,
    /// What an equal value tells.
    pub(super) rarity: u32,
    /// Numbers of the claims in the words of a statement with their days, once they are asked for.
    inside: OnceCell<Vec<(usize, Option<DateRange>)>>,
}

impl<'d> Node<'d> {
    /// The numbers, days and times in the words of a statement, with their days.
    pub(super) fn inside(
        &self,
        rules: &Rules,
    ) -> impl Iterator<Item = (&'d Claim, Option<DateRange>)> + Clone {
        let (document, statement) = (self.document, self.claim);
        let inside = self.inside.get_or_init(|| {
            let first =
                document.claims.partition_point(|claim| claim.sentence < statement.sentence);
            let own = document.claims.iter().enumerate().skip(first);
            own.take_while(|(_, claim)| claim.sentence == statement.sentence)
                .filter(|(_, it)| !matches!(it.kind, Kind::Statement | Kind::Name | Kind::Place))
                .filter(|(_, claim)| {
                    statement.span.start <= claim.span.start && claim.span.end <= statement.span.end
                })
                .map(|(number, claim)| (number, days(document, claim, rules)))
                .collect()
        });
        inside.iter().filter_map(|(number, days)| Some((document.claims.get(*number)?, *days)))
    }

    /// How the values of two claims relate.
    pub(super) fn relation(&self, other: &Node<'_>) -> Relation {
        let (a, b) = (&self.member, &other.member);
        compare::values((&self.claim.value, a.days), (&other.claim.value, b.days))
    }
}

/// A keyword of a claim's sentence.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub(super) key: u32,
    /// How near to the claim it stands, in quarters.
    pub(super) near: u32,
    pub(super) weight: u32,
}

/// The keywords that two sentences share.
pub(super) fn shared<'n>(
    a: &'n [Word],
    b: &'n [Word],
) -> impl Iterator<Item = (&'n Word, &'n Word)> {
    let mut rest = b;
    a.iter().filter_map(move |word| {
        while let [first, tail @ ..] = rest
            && first.key < word.key
        {
            rest = tail;
        }
        rest.first().filter(|other| other.key == word.key).map(|other| (word, other))
    })
}

/// Keys of the verbs met so far.
type Verbs<'d> = FxHashMap<&'d str, (u32, bool)>;

/// The claims of groups.
pub(super) fn of_groups<'d>(
    documents: &'d [Document],
    groups: &[Group],
    weights: &Weights,
    rules: &Rules,
) -> Vec<Node<'d>> {
    let mut nodes = Vec::new();
    let mut verbs = Verbs::default();
    for (number, group) in groups.iter().enumerate() {
        for (place, member) in group.members.iter().enumerate() {
            let node = node(documents, member.clone(), Some(number), weights, &mut verbs, rules);
            nodes.extend(node.map(|node| Node { place, ..node }));
        }
    }
    nodes
}

/// The same claims where they stand after groups were linked; some stand in two.
pub(super) fn regrouped<'d>(nodes: Vec<Node<'d>>, groups: &[Group]) -> Vec<Node<'d>> {
    let id = |member: &Member| (member.document, member.claim);
    let known: FxHashMap<(usize, usize), &Node<'d>> =
        nodes.iter().map(|node| (id(&node.member), node)).collect();
    let mut regrouped = Vec::with_capacity(nodes.len());
    for (number, group) in groups.iter().enumerate() {
        for (place, member) in group.members.iter().enumerate() {
            let node = known.get(&id(member)).copied().cloned();
            regrouped.extend(node.map(|node| Node {
                member: member.clone(),
                group: Some(number),
                place,
                ..node
            }));
        }
    }
    regrouped
}

/// The claims that are in no group.
pub(super) fn loose<'d>(
    documents: &'d [Document],
    story: &Story,
    origins: &[usize],
    weights: &Weights,
    rules: &Rules,
) -> Vec<Node<'d>> {
    let mut nodes = Vec::new();
    let mut verbs = Verbs::default();
    for &index in story {
        let Some(document) = documents.get(index) else { continue };
        for (number, claim) in document.claims.iter().enumerate().filter(|(_, it)| it.is_loose()) {
            let origin = origins.get(index).copied().unwrap_or_default();
            let member =
                Member { days: days(document, claim, rules), ..Member::new(index, number, origin) };
            nodes.extend(node(documents, member, None, weights, &mut verbs, rules));
        }
    }
    nodes
}

fn node<'d>(
    documents: &'d [Document],
    member: Member,
    group: Option<usize>,
    weights: &Weights,
    verbs: &mut Verbs<'d>,
    rules: &Rules,
) -> Option<Node<'d>> {
    let (document, claim) = member.of(documents)?;
    let keywords = match claim.kind {
        // Many hold one office.
        Kind::Name => &[],
        Kind::Count
        | Kind::Money
        | Kind::Duration
        | Kind::Quantity
        | Kind::Percent
        | Kind::Ordinal
        | Kind::Age
        | Kind::Date
        | Kind::Time
        | Kind::Place
        | Kind::Statement => document.keywords_of(claim.sentence),
    };
    let statement = claim.kind == Kind::Statement;
    let inside =
        |keyword: &Keyword| claim.span.start <= keyword.start && keyword.start < claim.span.end;
    let at = keywords.partition_point(|keyword| keyword.start < claim.span.start);
    let end = keywords.partition_point(|keyword| keyword.start < claim.span.end);
    let clause = keywords.get(at).or(keywords.last()).map_or(0, |keyword| keyword.clause);
    let mut context: Vec<Word> = Vec::with_capacity(keywords.len());
    // Who says it is not what it is about.
    let holder = claim.named_holder().and_then(last).map(str::to_lowercase);
    let speaker = holder.as_deref().map(Keyword::key);
    let mut names = Vec::new();
    let mut lead = None;
    for (index, keyword) in keywords.iter().enumerate() {
        if inside(keyword) && (keyword.named && !statement) {
            continue;
        }
        let distance = if index < at { at - index } else { (index + 1).saturating_sub(end) };
        let near = match distance {
            0..=4 => 4,
            5..=8 => 3,
            _ => 2,
        };
        let near = if keyword.clause == clause { near } else { near - 1 };
        context.push(Word { key: keyword.key, near, weight: 0 });
        if keyword.named && near > 2 && Some(keyword.key) != speaker {
            names.push(keyword.key);
            lead = if index < at { Some(keyword.key) } else { lead };
        }
    }
    context.sort_unstable_by_key(|word| (word.key, Reverse(word.near)));
    context.dedup_by_key(|word| word.key);
    context.iter_mut().for_each(|word| word.weight = weights.of(word.key));
    let own = context.iter().filter(|word| word.near > 2).map(|word| word.weight).sum();
    let total = context.iter().map(|word| u64::from(word.weight) * u64::from(word.near)).sum();
    let verb = claim.attribute.split(['.', ' ']).next();
    let verb = verb.filter(|_| statement || claim.attribute.contains('.'));
    let verb = verb.filter(|verb| *verb != Claim::NO_VERB);
    let verb = verb.map(|verb| {
        *verbs.entry(verb).or_insert_with(|| {
            let key = rules.keyword.key(verb, &rules.inflection);
            (key, rules.keyword.is_predicate(key))
        })
    });
    let sentence = claim.sentence.start;
    Some(Node {
        member,
        document,
        claim,
        kind: claim.kind,
        open: claim.is_open(),
        group,
        place: 0,
        context,
        verb: verb.map(|(key, _)| key),
        deed: verb.is_some_and(|(_, deed)| deed),
        names,
        lead,
        sentence,
        own,
        total,
        rarity: 0,
        inside: OnceCell::new(),
    })
}
