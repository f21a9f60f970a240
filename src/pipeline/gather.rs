use std::{
    collections::BTreeMap,
    io, mem,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    group::{Brief, Briefs, Plan},
    model::{Document, FieldOrigin, Filed, Finding, Lines, Published, Unit},
    rule::Rules,
    spill::{Room, Store, pack},
};

use super::{
    Observer,
    compare::{Documents, Turn, in_cells},
};

/// What the articles of a run say, packed: in memory while there is room, in temporary files from then
/// on. Only those that are being compared are unpacked.
#[derive(Debug)]
pub struct Gathered {
    ids: Vec<Box<str>>,
    documents: Store<Document>,
    filed: Store<Filed>,
    briefs: Briefs,
    /// Number of claims made, without the clauses that are none but where another article's meet them.
    pub claims: usize,
    /// Number of sentences, and blocks of web pages, that are no prose of an article.
    pub boilerplate: usize,
}

/// What one article says.
#[derive(Debug)]
pub struct Packed {
    id: Box<str>,
    published: Option<Published>,
    brief: Brief,
    document: Vec<u8>,
    filed: Vec<u8>,
    claims: usize,
    boilerplate: usize,
}

/// What comparing adds to what was gathered.
#[derive(Debug)]
pub struct Compared {
    /// The articles in the order of their ids.
    pub filed: Store<Filed>,
    /// Number of each article's origin, from 1.
    pub origins: Vec<u32>,
    /// The days of articles that others of their story told.
    pub shared: BTreeMap<usize, Published>,
}

impl Packed {
    /// # Errors
    /// When it cannot be packed.
    pub fn of(mut document: Document) -> io::Result<Packed> {
        let brief = Brief::of(&document)?;
        let article = mem::take(&mut document.article);
        let (id, published) = (article.id.as_str().into(), article.published);
        let filed = Filed { article, unchecked: mem::take(&mut document.unchecked) };
        (document.terms, document.shingles) = (Vec::new(), Vec::new());
        Ok(Packed {
            id,
            published,
            brief,
            filed: pack(&filed)?,
            claims: document.claims.iter().filter(|it| !it.is_loose()).count(),
            boilerplate: document.boilerplate,
            document: pack(&document)?,
        })
    }
}

impl Gathered {
    pub fn new(room: &Arc<Room>) -> Gathered {
        Gathered {
            ids: Vec::new(),
            documents: Store::new(Arc::clone(room)),
            filed: Store::new(Arc::clone(room)),
            briefs: Briefs::new(room),
            claims: 0,
            boilerplate: 0,
        }
    }

    /// Adds an article, whose id none before it has.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn push(&mut self, packed: Packed) -> io::Result<()> {
        self.ids.push(packed.id);
        self.claims += packed.claims;
        self.boilerplate += packed.boilerplate;
        self.briefs.push(packed.brief, packed.published.map(|published| published.date))?;
        self.documents.push_packed(packed.document)?;
        self.filed.push_packed(packed.filed)
    }

    /// Cross-checks the articles with one another; the result does not depend on the order in which
    /// they were added, nor on the room. `each` is called for every finding, by several threads at
    /// once; `take` with what it gives, in no order.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn compare<T: Send>(
        mut self,
        rules: &Rules,
        observer: &dyn Observer,
        each: &(dyn Fn(Finding) -> io::Result<T> + Sync),
        take: &(dyn Fn(Turn, T) -> io::Result<()> + Sync),
    ) -> io::Result<Compared> {
        let ids = mem::take(&mut self.ids);
        let count = u32::try_from(ids.len()).map_err(io::Error::other)?;
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_unstable_by_key(|number| ids.get(*number as usize));
        drop(ids);
        self.briefs.arrange(&order)?;
        self.documents.arrange(&order)?;
        self.filed.arrange(&order)?;
        observer.stage("finding stories", 1);
        let plan = Plan::of(&self.briefs, Unit::Origin)?;
        observer.tick();
        drop(self.briefs);
        let shelf = Shelf {
            documents: self.documents,
            filed: self.filed,
            shared: Mutex::new(BTreeMap::new()),
        };
        in_cells(&shelf, &plan, Unit::Origin, rules, observer, each, take)?;
        let shared = shelf.shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Compared { filed: shelf.filed, origins: plan.origins, shared })
    }
}

struct Shelf {
    documents: Store<Document>,
    filed: Store<Filed>,
    shared: Mutex<BTreeMap<usize, Published>>,
}

impl Documents for Shelf {
    fn take(&self, index: usize) -> io::Result<Document> {
        let Filed { article, unchecked } = self.filed.get(index)?;
        let lines = Lines::new(&article.text);
        Ok(Document { article, unchecked, lines, ..self.documents.get(index)? })
    }

    fn put(&self, index: usize, document: Document) {
        let published = document.article.published;
        let told = [FieldOrigin::Inferred, FieldOrigin::Shared];
        if let Some(published) = published.filter(|it| told.contains(&it.origin)) {
            let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.insert(index, published);
        }
    }
}
