//! The order of the stages and their threads.

mod compare;
mod gather;
pub mod shard;

use std::{collections::BTreeSet, io};

use rayon::prelude::*;

pub use compare::{Turn, compare};
pub use gather::{Capped, Compared, Gathered, Packed};

use crate::{
    cache::Cache,
    claim::{claims, properties},
    model::{
        Article, Document, FieldOrigin, Finding, Mention, Published, Sentence, Unchecked, Unit,
    },
    recognize::{infer_published, recognize},
    rule::Rules,
    split::split,
};

/// What a run found.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Articles read, with the publication dates that were inferred, in the order of their ids.
    pub articles: Vec<Article>,
    /// Every finding, in the order of the report.
    pub findings: Vec<Finding>,
    /// Number of origins among the articles.
    pub origins: usize,
    /// For each article the number of its origin, from 1.
    pub origin_of: Vec<usize>,
    /// Number of claims made, without the clauses that are none but where another article's meet them.
    pub claims: usize,
    /// Number of claims that share a question with another.
    pub comparable: usize,
    /// Number of sentences, and blocks of web pages, that are no prose of an article.
    pub boilerplate: usize,
    /// For each article the values that could not be checked.
    pub unchecked: Vec<Vec<Unchecked>>,
}

/// Is told how far a run has come.
pub trait Observer: Sync {
    /// A stage starts that will go through so much.
    fn stage(&self, name: &'static str, total: u64, measure: Measure);
    /// So much of it is done.
    fn advance(&self, by: u64);
    /// So many articles were read, with so many claims.
    fn found(&self, articles: usize, claims: usize);
}

/// What a stage goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Bytes,
    Articles,
}

/// Takes no notice.
pub struct Silent;

impl Observer for Silent {
    fn stage(&self, _name: &'static str, _total: u64, _measure: Measure) {}
    fn advance(&self, _by: u64) {}
    fn found(&self, _articles: usize, _claims: usize) {}
}

/// One article, split and recognised.
pub fn mentions(article: &Article, rules: &Rules) -> (Vec<Sentence>, Vec<Vec<Mention>>) {
    let sentences = split(article, rules);
    let mentions = recognize(&sentences, &article.text, rules);
    (sentences, mentions)
}

/// One article from text to claims. An article without a publication day takes the one it states
/// beside a weekday, if it does.
pub fn document(article: Article, rules: &Rules) -> Document {
    let (sentences, mentions) = mentions(&article, rules);
    told(article, &sentences, &mentions, rules)
}

fn told(
    mut article: Article,
    sentences: &[Sentence],
    mentions: &[Vec<Mention>],
    rules: &Rules,
) -> Document {
    if article.published.is_none() {
        let prose = sentences.iter().zip(mentions).filter(|(it, _)| it.block.makes_claims());
        let inferred = infer_published(prose.flat_map(|(_, mentions)| mentions));
        let origin = FieldOrigin::Inferred;
        article.published = inferred.map(|date| Published::on(date, origin));
    }
    let asides = std::mem::take(&mut article.asides).len();
    let beside = sentences.iter().filter(|sentence| !sentence.block.makes_claims()).count();
    Document { boilerplate: asides + beside, ..claims(article, sentences, mentions, rules) }
}

/// A document of a repository from text to claims.
fn of_repository(article: Article, rules: &Rules) -> Document {
    let (sentences, mentions) = mentions(&article, rules);
    let properties = properties(&article, &sentences, &mentions, rules);
    let mut document = told(article, &sentences, &mentions, rules);
    // What the rules for the news read says nothing of settings and limits.
    document.claims.clear();
    document.take_properties(properties);
    document
}

/// Articles from text to claims, in the order of their ids; those in the cache are taken from there.
pub fn documents(
    mut articles: Vec<Article>,
    unit: Unit,
    rules: &Rules,
    cache: Option<&Cache>,
    observer: &dyn Observer,
) -> Vec<Document> {
    let read = |article| match unit {
        Unit::Origin => document(article, rules),
        Unit::Document => of_repository(article, rules),
    };
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    observer.stage("reading claims", articles.len() as u64, Measure::Articles);
    articles
        .into_par_iter()
        .map(|article| {
            let document = match cache {
                Some(cache) => cache.document(article, unit, read),
                None => read(article),
            };
            observer.advance(1);
            document
        })
        .collect()
}

/// Cross-checks articles with one another; the result does not depend on their order or on the
/// number of threads.
///
/// # Errors
/// When what is kept for the comparison cannot be packed.
pub fn cross_check(
    articles: Vec<Article>,
    rules: &Rules,
    observer: &dyn Observer,
) -> io::Result<Outcome> {
    let documents = documents(articles, Unit::Origin, rules, None, observer);
    compared(documents, Unit::Origin, rules, observer)
}

/// What documents in the order of their ids add up to.
///
/// # Errors
/// As [`cross_check`].
pub fn compared(
    mut documents: Vec<Document>,
    unit: Unit,
    rules: &Rules,
    observer: &dyn Observer,
) -> io::Result<Outcome> {
    let (findings, origins) = compare(&mut documents, unit, rules, observer)?;
    Ok(outcome(documents, findings, origins))
}

fn outcome(documents: Vec<Document>, findings: Vec<Finding>, origins: Vec<usize>) -> Outcome {
    let shared = findings.iter().filter(|finding| finding.claims.len() > 1);
    let comparable = shared.map(|finding| finding.claims.len()).sum();
    // A clause that no other article's meets is no row.
    let claims = documents.iter().flat_map(|it| &it.claims).filter(|it| !it.is_loose()).count();
    let boilerplate = documents.iter().map(|document| document.boilerplate).sum();
    let (articles, unchecked) =
        documents.into_iter().map(|document| (document.article, document.unchecked)).unzip();
    Outcome {
        articles,
        findings,
        origins: origins.iter().collect::<BTreeSet<_>>().len(),
        origin_of: origins,
        claims,
        comparable,
        boilerplate,
        unchecked,
    }
}
