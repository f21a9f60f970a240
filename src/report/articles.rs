use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    io, iter,
};

use jiff::civil::Date;

use crate::{
    model::{Article, FieldOrigin, Filed, Lasting, Published, Unchecked},
    spill::Store,
};

/// The articles of a report in the order of their ids, each with the values that could not be checked.
#[derive(Clone, Copy, Debug)]
pub enum Articles<'a> {
    Held(&'a [Article], &'a [Vec<Unchecked>]),
    Kept(&'a KeptArticles),
}

/// Articles that need not be in memory.
#[derive(Debug)]
pub struct KeptArticles {
    filed: Store<Filed>,
    /// Days that other articles of their story told, by number.
    shared: BTreeMap<usize, Published>,
    census: Census,
}

/// One article of a report.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub article: Cow<'a, Article>,
    pub unchecked: Cow<'a, [Unchecked]>,
}

/// What is counted of the articles.
#[derive(Clone, Debug, Default)]
pub(super) struct Census {
    pub(super) sources: BTreeMap<String, Source>,
    /// By where the day comes from, `None` for articles without one: their number and sources.
    pub(super) dated: BTreeMap<Option<FieldOrigin>, (usize, BTreeSet<String>)>,
    /// How many values could not be checked, by reason.
    pub(super) unchecked: BTreeMap<Lasting, usize>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    pub(super) articles: usize,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

impl Census {
    fn add(&mut self, article: &Article, unchecked: &[Unchecked]) {
        let source = self.sources.entry(article.source.clone()).or_default();
        source.articles += 1;
        let date = article.date();
        source.first = source.first.into_iter().chain(date).min();
        source.last = source.last.into_iter().chain(date).max();
        let origin = article.published.map(|published| published.origin);
        let dated = self.dated.entry(origin).or_default();
        dated.0 += 1;
        if !dated.1.contains(&article.source) {
            dated.1.insert(article.source.clone());
        }
        for value in unchecked {
            *self.unchecked.entry(value.why).or_default() += 1;
        }
    }
}

impl KeptArticles {
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn new(
        filed: Store<Filed>,
        shared: BTreeMap<usize, Published>,
    ) -> io::Result<KeptArticles> {
        let mut kept = KeptArticles { filed, shared, census: Census::default() };
        let mut census = Census::default();
        for entry in kept.iter() {
            let entry = entry?;
            census.add(&entry.article, &entry.unchecked);
        }
        kept.census = census;
        Ok(kept)
    }

    pub fn len(&self) -> usize {
        self.filed.len()
    }

    pub fn is_empty(&self) -> bool {
        self.filed.is_empty()
    }

    fn iter(&self) -> impl Iterator<Item = io::Result<Entry<'_>>> {
        self.filed.iter().enumerate().map(|(index, filed)| {
            let Filed { mut article, unchecked } = filed?;
            article.published = self.shared.get(&index).copied().or(article.published);
            Ok(Entry { article: Cow::Owned(article), unchecked: Cow::Owned(unchecked) })
        })
    }
}

impl<'a> Articles<'a> {
    pub fn len(self) -> usize {
        match self {
            Articles::Held(articles, _) => articles.len(),
            Articles::Kept(kept) => kept.len(),
        }
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    pub fn iter(self) -> Box<dyn Iterator<Item = io::Result<Entry<'a>>> + 'a> {
        match self {
            Articles::Held(articles, unchecked) => {
                let unchecked = unchecked.iter().map(Vec::as_slice).chain(iter::repeat(&[][..]));
                Box::new(articles.iter().zip(unchecked).map(|(article, unchecked)| {
                    let article = Cow::Borrowed(article);
                    Ok(Entry { article, unchecked: Cow::Borrowed(unchecked) })
                }))
            }
            Articles::Kept(kept) => Box::new(kept.iter()),
        }
    }

    pub(super) fn census(self) -> Cow<'a, Census> {
        match self {
            Articles::Held(articles, unchecked) => {
                let mut census = Census::default();
                let unchecked = unchecked.iter().map(Vec::as_slice).chain(iter::repeat(&[][..]));
                for (article, unchecked) in articles.iter().zip(unchecked) {
                    census.add(article, unchecked);
                }
                Cow::Owned(census)
            }
            Articles::Kept(kept) => Cow::Borrowed(&kept.census),
        }
    }
}
