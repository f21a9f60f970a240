use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::{
    model::{Article, Claim, ConflictKind, Document, Finding, Reason, Span, Verdict},
    pipeline::{Silent, compare, document},
    rule::Rules,
    value::Kind,
};

use super::change::changed;

/// A changed value that was planted, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planted {
    pub article: String,
    pub line: usize,
    pub attribute: String,
    pub kind: Kind,
    /// Whether the attribute is one of the rules.
    pub closed: bool,
    /// Whether articles of another origin say what the value was; a value that nobody else gives is
    /// planted into a copy beside its article.
    pub corroborated: bool,
    pub was: String,
    pub planted: String,
    /// The finding that sets the planted value against what the others say.
    pub caught: Option<(Verdict, Reason)>,
}

/// Plants into copies of the articles, one at a time, a changed value for each type of claim that an
/// article makes, and cross-checks them with the other articles.
pub fn mutate(mut articles: Vec<Article>, rules: &Rules) -> Vec<Planted> {
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    let documents: Vec<Document> =
        articles.par_iter().map(|article| document(article.clone(), rules)).collect();
    let (findings, origins) = compare(&mut documents.clone(), rules, &Silent);
    let corroborated = corroborated(&findings, &documents, &origins);
    let mut trials: Vec<(usize, usize, String)> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let mut types = BTreeSet::new();
        let order = |claim: &usize| !corroborated.contains(&(index, *claim));
        let mut claims: Vec<usize> = (0..document.claims.len()).collect();
        claims.sort_by_key(order);
        for number in claims {
            let Some(claim) = document.claims.get(number) else { continue };
            let words = claim.span.of(&document.article.text);
            if let Some(new) = changed(claim, words, rules)
                && types.insert(type_of(claim))
            {
                trials.push((index, number, new));
            }
        }
    }
    trials
        .par_iter()
        .filter_map(|(index, number, new)| {
            let alone = !corroborated.contains(&(*index, *number));
            plant(&documents, *index, *number, new, alone, rules)
        })
        .collect()
}

/// Attributes of the rules are types of their own, the others are of one type by their kind.
fn type_of(claim: &Claim) -> String {
    if claim.is_open() { claim.kind.name().to_owned() } else { claim.attribute.to_string() }
}

/// The claims that an article of another origin makes as well.
fn corroborated(
    findings: &[Finding],
    documents: &[Document],
    origins: &[usize],
) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    for finding in findings {
        for evidence in &finding.claims {
            let shared = finding.claims.iter().any(|other| {
                other.position == evidence.position && other.origin != evidence.origin
            });
            let place = documents.binary_search_by(|it| it.article.id.cmp(&evidence.article));
            if let (true, Ok(index)) = (shared, place) {
                let claims =
                    documents.get(index).map(|it| it.claims.as_slice()).unwrap_or_default();
                let own = claims.iter().enumerate().filter(|(_, claim)| {
                    claim.span == evidence.span && claim.kind == evidence.kind
                });
                // A copy left unchanged beside the changed one would give the old value still.
                let copied = origins.iter().filter(|it| origins.get(index) == Some(it)).count() > 1;
                found.extend(own.filter(|_| !copied).map(|(number, _)| (index, number)));
            }
        }
    }
    found
}

fn plant(
    documents: &[Document],
    index: usize,
    number: usize,
    new: &str,
    alone: bool,
    rules: &Rules,
) -> Option<Planted> {
    let original = documents.get(index)?;
    let claim = original.claims.get(number)?;
    let mut article = original.article.clone();
    let value = claim.span.start as usize..claim.span.end as usize;
    article.text.replace_range(value, new);
    let span = Span::new(claim.span.start as usize, claim.span.start as usize + new.len());
    let mut all = documents.to_vec();
    if alone {
        article.id.push_str(" (changed)");
        article.source.push_str(" (changed)");
    } else {
        all.remove(index);
    }
    let id = article.id.clone();
    let copy = document(article, rules);
    let place = all.partition_point(|it| it.article.id < id);
    all.insert(place, copy);
    let (findings, _) = compare(&mut all, rules, &Silent);
    let caught = findings.iter().filter(|finding| is_caught(finding, &id, span));
    let caught = caught.map(|finding| (finding.verdict, finding.reason)).min();
    let (line, _) = original.line_column(claim.span.start);
    Some(Planted {
        article: original.article.id.clone(),
        line,
        attribute: claim.attribute.to_string(),
        kind: claim.kind,
        closed: !claim.is_open(),
        corroborated: !alone,
        was: claim.span.of(&original.article.text).to_owned(),
        planted: new.to_owned(),
        caught,
    })
}

/// Whether a finding sets the planted value against another one, for a reason that names the fault.
fn is_caught(finding: &Finding, article: &str, span: Span) -> bool {
    let planted = finding.claims.iter().filter(|claim| {
        claim.article == article && claim.span.start < span.end && span.start < claim.span.end
    });
    let positions: BTreeSet<usize> = planted.map(|claim| claim.position).collect();
    finding.conflicts.iter().any(|conflict| {
        let named = match conflict.kind {
            ConflictKind::Contradict | ConflictKind::Changed => true,
            ConflictKind::Unclear => finding.reason == Reason::AlteredCopy,
        };
        named && (positions.contains(&conflict.a) || positions.contains(&conflict.b))
    })
}
