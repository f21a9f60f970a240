//! The order of the stages and their threads.

use rayon::prelude::*;

use crate::{
    claim::claims,
    model::{Article, Document, Finding, Mention, Sentence},
    recognize::recognize,
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
    /// Number of claims made.
    pub claims: usize,
    /// Number of claims that share a question with another.
    pub comparable: usize,
    /// Why sentences with a number gave no claim, with counts.
    pub passed_over: Vec<(&'static str, u64)>,
}

/// Is told how far a run has come.
pub trait Observer: Sync {
    /// A stage starts that will take `total` ticks.
    fn stage(&self, name: &'static str, total: usize);
    fn tick(&self);
}

/// Takes no notice.
pub struct Silent;

impl Observer for Silent {
    fn stage(&self, _name: &'static str, _total: usize) {}
    fn tick(&self) {}
}

/// One article, split and recognised.
pub fn mentions(article: &Article, rules: &Rules) -> (Vec<Sentence>, Vec<Vec<Mention>>) {
    let sentences = split(article, rules);
    let mentions =
        sentences.iter().map(|sentence| recognize(sentence, &article.text, rules)).collect();
    (sentences, mentions)
}

/// One article from text to claims.
pub fn document(article: Article, rules: &Rules) -> Document {
    let (sentences, mentions) = mentions(&article, rules);
    claims(article, &sentences, &mentions, rules)
}

/// Cross-checks articles with one another; the result does not depend on their order or on the
/// number of threads.
pub fn cross_check(mut articles: Vec<Article>, rules: &Rules, observer: &dyn Observer) -> Outcome {
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    observer.stage("reading claims", articles.len());
    let documents: Vec<Document> = articles
        .into_par_iter()
        .map(|article| {
            let document = document(article, rules);
            observer.tick();
            document
        })
        .collect();
    Outcome {
        claims: documents.iter().map(|document| document.claims.len()).sum(),
        articles: documents.into_iter().map(|document| document.article).collect(),
        ..Outcome::default()
    }
}
