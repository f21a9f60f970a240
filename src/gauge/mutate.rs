use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use rayon::prelude::*;

use crate::{
    model::{Article, Claim, Document, Evidence, Finding, Reason, Sign, Span, Unit, Verdict},
    pipeline::{Silent, compare, document},
    rule::Rules,
    value::Kind,
};

use super::{
    change::changed,
    outcome::{Missed, outcome},
};

/// Who else says what a value was, the firmest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Support {
    /// An article of another origin, in an answer to the same question by its words.
    Words,
    /// An article of another origin whose words alone would not make it the same question: the equal
    /// value did, and a changed one leaves nothing to tell that both speak of one thing.
    Value,
    /// Nobody: the value is planted into a copy beside its article.
    Alone,
}

/// A changed value that was planted, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planted {
    pub article: String,
    pub line: usize,
    pub attribute: String,
    pub kind: Kind,
    /// Whether the attribute is one of the rules.
    pub closed: bool,
    pub support: Support,
    pub was: String,
    pub planted: String,
    /// The finding that sets the planted value against what the others say, or how near it came.
    pub outcome: Result<(Verdict, Reason), Missed>,
}

/// What the other articles say of a claim's value, and where its own article gives that answer.
struct Standing {
    support: Support,
    places: BTreeSet<usize>,
}

/// A claim by its document and its number there.
type Id = (usize, usize);

/// Plants into copies of the articles, one at a time, a changed value for each type of claim that an
/// article makes, and cross-checks them with the other articles: of the claims of a type the one that
/// others support best. An article that errs does so throughout: the value is changed wherever the
/// article gives this answer.
///
/// # Errors
/// When what is kept for the comparison cannot be packed.
pub fn mutate(mut articles: Vec<Article>, rules: &Rules) -> io::Result<Vec<Planted>> {
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    let documents: Vec<Document> =
        articles.par_iter().map(|article| document(article.clone(), rules)).collect();
    let (findings, origins) = compare(&mut documents.clone(), Unit::Origin, rules, &Silent)?;
    let standings = standings(&findings, &documents, &origins);
    let support = |id: &Id| standings.get(id).map_or(Support::Alone, |it| it.support);
    let mut trials: Vec<(Id, Support)> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let mut types = BTreeSet::new();
        let mut ids: Vec<Id> = (0..document.claims.len()).map(|number| (index, number)).collect();
        ids.sort_by_key(support);
        for id in ids {
            let Some(claim) = document.claims.get(id.1) else { continue };
            let words = claim.span.of(&document.article.text);
            if changed(claim, words, rules).is_some() && types.insert(type_of(claim)) {
                trials.push((id, support(&id)));
            }
        }
    }
    trials
        .par_iter()
        .filter_map(|(id, support)| {
            let alone = BTreeSet::from([id.1]);
            let places = standings.get(id).map_or(&alone, |standing| &standing.places);
            plant(&documents, *id, *support, places, rules)
        })
        .collect()
}

/// Attributes of the rules are types of their own, the others are of one type by their kind.
fn type_of(claim: &Claim) -> String {
    if claim.is_open() { claim.kind.name().to_owned() } else { claim.attribute.to_string() }
}

/// What others say of each claim that is shown in a finding.
fn standings(
    findings: &[Finding],
    documents: &[Document],
    origins: &[usize],
) -> BTreeMap<Id, Standing> {
    let mut known: BTreeMap<Id, Standing> = BTreeMap::new();
    for finding in findings {
        let ids: Vec<(&Evidence, Vec<Id>)> =
            finding.claims.iter().map(|it| (it, ids(it, documents))).collect();
        for (evidence, own) in &ids {
            let same = ids.iter().filter(|(other, _)| other.position == evidence.position);
            let others = || same.clone().filter(|(other, _)| other.origin != evidence.origin);
            // A copy left unchanged beside the changed one would give the old value still.
            let copied = own.first().is_none_or(|(index, _)| {
                origins.iter().filter(|it| origins.get(*index) == Some(it)).count() > 1
            });
            for id in own {
                let claim = claim(documents, *id);
                let worded = others().any(|(other, ids)| {
                    let mut claims = ids.iter().map(|id| self::claim(documents, *id));
                    claims.any(|known| is_asked_alike((evidence, claim), (other, known)))
                });
                let support = match (copied || others().next().is_none(), worded) {
                    (true, _) => Support::Alone,
                    (false, true) => Support::Words,
                    (false, false) => Support::Value,
                };
                let standing =
                    known.entry(*id).or_insert(Standing { support, places: BTreeSet::new() });
                standing.support = standing.support.min(support);
                standing.places.extend(places((evidence, claim), &ids, documents));
            }
        }
    }
    known
}

/// The claims of an article that give the answer of one of them in a finding.
fn places(
    (evidence, claim): (&Evidence, Option<&Claim>),
    ids: &[(&Evidence, Vec<Id>)],
    documents: &[Document],
) -> BTreeSet<usize> {
    // "About 20" is an answer of its own beside "20".
    let number = |claim: Option<&Claim>| claim?.value.base_number();
    let is_one = |other: &Evidence, it: &Id| {
        let equal = number(claim).is_some() && number(claim) == number(self::claim(documents, *it));
        other.position == evidence.position || equal
    };
    let own = ids.iter().filter(|(other, _)| other.article == evidence.article);
    let places = own.flat_map(|(other, ids)| ids.iter().filter(|it| is_one(other, it)));
    places.map(|(_, number)| *number).collect()
}

/// The claims that a piece of evidence shows.
fn ids(evidence: &Evidence, documents: &[Document]) -> Vec<Id> {
    let place = documents.binary_search_by(|it| it.article.id.cmp(&evidence.article));
    let Ok(index) = place else { return Vec::new() };
    let claims = documents.get(index).map(|it| it.claims.as_slice()).unwrap_or_default();
    let shown = claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.span == evidence.span && claim.kind == evidence.kind);
    shown.map(|(number, _)| (index, number)).collect()
}

fn claim(documents: &[Document], (index, number): Id) -> Option<&Claim> {
    documents.get(index)?.claims.get(number)
}

/// Whether the words of two claims make them answers to one question, whatever the answer: an attribute
/// of the rules, or noun and verb.
fn is_asked_alike(
    (a, x): (&Evidence, Option<&Claim>),
    (b, y): (&Evidence, Option<&Claim>),
) -> bool {
    let (Some(x), Some(y)) = (x, y) else { return false };
    let named = x.attribute == y.attribute;
    let linked = |it: &Evidence| it.signs.has(Sign::Linked);
    match (x.is_open(), y.is_open()) {
        (false, false) => linked(a) == linked(b) && (named || !linked(a)),
        (true, true) => {
            named && x.predicate.is_some() && x.predicate == y.predicate && !x.is_loose()
        }
        (true, false) | (false, true) => false,
    }
}

fn plant(
    documents: &[Document],
    (index, number): Id,
    support: Support,
    places: &BTreeSet<usize>,
    rules: &Rules,
) -> Option<io::Result<Planted>> {
    let original = documents.get(index)?;
    let claim = original.claims.get(number)?;
    let mut article = original.article.clone();
    let mut changes: BTreeMap<Span, String> = BTreeMap::new();
    for claim in places.iter().chain([&number]).filter_map(|place| original.claims.get(*place)) {
        let new = changed(claim, claim.span.of(&original.article.text), rules);
        changes.extend(new.map(|new| (claim.span, new)));
    }
    let new = changes.get(&claim.span)?.clone();
    let spans = replace(&mut article.text, &changes);
    let mut all = documents.to_vec();
    if support == Support::Alone {
        article.id.push_str(" (changed)");
        article.source.push_str(" (changed)");
    } else {
        all.remove(index);
    }
    let id = article.id.clone();
    let copy = document(article, rules);
    let place = all.partition_point(|it| it.article.id < id);
    all.insert(place, copy);
    let findings = match compare(&mut all, Unit::Origin, rules, &Silent) {
        Ok((findings, _)) => findings,
        Err(error) => return Some(Err(error)),
    };
    let outcomes =
        findings.iter().filter_map(|finding| outcome(finding, (&id, claim.kind), &spans));
    let outcome = outcomes.min().unwrap_or(Err(Missed::Unread));
    let (line, _) = original.line_column(claim.span.start);
    Some(Ok(Planted {
        article: original.article.id.clone(),
        line,
        attribute: claim.attribute.to_string(),
        kind: claim.kind,
        closed: !claim.is_open(),
        support,
        was: claim.span.of(&original.article.text).to_owned(),
        planted: new,
        outcome,
    }))
}

/// Writes the changes into a text, and where they stand then. Of two that overlap the first counts.
fn replace(text: &mut String, changes: &BTreeMap<Span, String>) -> Vec<Span> {
    let mut spans = Vec::with_capacity(changes.len());
    let mut written = String::with_capacity(text.len());
    let mut rest = 0;
    for (span, new) in changes {
        let Some(before) = text.get(rest..span.start as usize) else { continue };
        written.push_str(before);
        spans.push(Span::new(written.len(), written.len() + new.len()));
        written.push_str(new);
        rest = span.end as usize;
    }
    written.push_str(text.get(rest..).unwrap_or_default());
    *text = written;
    spans
}
