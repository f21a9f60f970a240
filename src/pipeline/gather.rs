use std::{
    collections::BTreeMap,
    io, mem,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use rayon::prelude::*;

use crate::{
    cache::{self, Cache, Key},
    group::{Brief, Briefs, Cell, Local, Plan},
    model::{Article, Document, FieldOrigin, Filed, Lines, Published, Unit},
    report::PackedFinding,
    rule::Rules,
    spill::{Room, Store, framed, pack, pieces, unpack},
};

use super::{
    Measure, Observer,
    compare::{Turn, in_cell, in_run},
};

/// What the articles of a run say, packed: in memory while there is room, in temporary files from then
/// on. Only those that are being compared are unpacked.
#[derive(Debug)]
pub struct Gathered {
    ids: Vec<Box<str>>,
    keys: Vec<Key>,
    documents: Store<Document>,
    filed: Store<Filed>,
    briefs: Briefs,
    /// Number of claims made, without the clauses that are none but where another article's meet them.
    pub claims: usize,
    /// Number of claims that were left out as they were read.
    pub left_out: usize,
    /// Number of sentences, and blocks of web pages, that are no prose of an article.
    pub boilerplate: usize,
}

/// What one article says.
#[derive(Debug)]
pub struct Packed {
    key: Key,
    id: Box<str>,
    pub(super) published: Option<Published>,
    pub(super) brief: Brief,
    pub(super) document: Vec<u8>,
    pub(super) filed: Vec<u8>,
    pub(super) claims: usize,
    pub(super) left_out: usize,
    pub(super) boilerplate: usize,
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
    pub capped: Capped,
}

/// What was not looked at, so that no name or word in every article costs the square of their number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capped {
    /// Pairs of articles at most that could not be found to tell one story by names in very many.
    pub articles: u64,
    /// The commonest of these names.
    pub names: Vec<String>,
    /// Pairs of claims of one story that were not looked at for a word that very many share.
    pub claims: u64,
}

/// Common names that are told.
const NAMED: usize = 3;

impl Packed {
    /// What an article says, as an earlier run read it or as `read` reads it now; it also gives how many
    /// claims it left out.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn read(
        article: Article,
        cache: Option<&Cache>,
        read: impl FnOnce(Article) -> (Document, usize),
    ) -> io::Result<Packed> {
        let Some(cache) = cache else { return Packed::of(Key::default(), read(article)) };
        let key = cache::key(&("article", &article))?;
        if let Some(packed) = cache.get(&key).and_then(|bytes| Packed::from_bytes(key, &bytes)) {
            cache.hit();
            return Ok(packed);
        }
        let packed = Packed::of(key, read(article))?;
        cache.put(&key, &packed.to_bytes()?);
        Ok(packed)
    }

    fn of(key: Key, (mut document, left_out): (Document, usize)) -> io::Result<Packed> {
        let brief = Brief::of(&document)?;
        let article = mem::take(&mut document.article);
        let (id, published) = (article.id.as_str().into(), article.published);
        let filed = Filed { article, unchecked: mem::take(&mut document.unchecked) };
        (document.terms, document.shingles) = (Vec::new(), Vec::new());
        Ok(Packed {
            key,
            id,
            published,
            brief,
            filed: pack(&filed)?,
            claims: document.claims.iter().filter(|it| !it.is_loose()).count(),
            left_out,
            boilerplate: document.boilerplate,
            document: pack(&document)?,
        })
    }

    fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let about =
            pack(&(&self.id, self.published, (self.claims, self.left_out, self.boilerplate)))?;
        let [print, topic] = self.brief.pieces();
        Ok(framed([&about[..], print, topic, &self.document, &self.filed]))
    }

    fn from_bytes(key: Key, bytes: &[u8]) -> Option<Packed> {
        let mut pieces = pieces(bytes);
        let (id, published, (claims, left_out, boilerplate)) = unpack(pieces.next()?).ok()?;
        let brief = [pieces.next()?, pieces.next()?];
        Some(Packed {
            key,
            id,
            published,
            brief: Brief::from_pieces(brief).ok()?,
            document: pieces.next()?.to_vec(),
            filed: pieces.next()?.to_vec(),
            claims,
            left_out,
            boilerplate,
        })
    }
}

impl Gathered {
    pub fn new(room: &Arc<Room>) -> Gathered {
        Gathered {
            ids: Vec::new(),
            keys: Vec::new(),
            documents: Store::new(Arc::clone(room)),
            filed: Store::new(Arc::clone(room)),
            briefs: Briefs::new(room),
            claims: 0,
            left_out: 0,
            boilerplate: 0,
        }
    }

    /// Adds an article, whose id none before it has; gives the number of its claims.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn push(&mut self, packed: Packed) -> io::Result<usize> {
        self.ids.push(packed.id);
        self.keys.push(packed.key);
        self.claims += packed.claims;
        self.left_out += packed.left_out;
        self.boilerplate += packed.boilerplate;
        self.briefs.push(packed.brief, packed.published.map(|published| published.date))?;
        self.documents.push_packed(packed.document)?;
        self.filed.push_packed(packed.filed)?;
        Ok(packed.claims)
    }

    /// Cross-checks the articles with one another; the result does not depend on the order in which
    /// they were added, on the room or on the cache. `take` is called for every finding, by several
    /// threads at once and in no order.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn compare(
        mut self,
        rules: &Rules,
        cache: Option<&Cache>,
        observer: &dyn Observer,
        take: &(dyn Fn(Turn, PackedFinding) -> io::Result<()> + Sync),
    ) -> io::Result<Compared> {
        let ids = mem::take(&mut self.ids);
        let count = u32::try_from(ids.len()).map_err(io::Error::other)?;
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_unstable_by_key(|number| ids.get(*number as usize));
        drop(ids);
        self.briefs.arrange(&order)?;
        self.documents.arrange(&order)?;
        self.filed.arrange(&order)?;
        let key = |number: &u32| self.keys.get(*number as usize).copied().unwrap_or_default();
        let keys: Vec<Key> = order.iter().map(key).collect();
        drop(order);
        let articles = self.briefs.len() as u64;
        observer.stage("finding stories", articles, Measure::Articles);
        let plan = Plan::of(&self.briefs, Unit::Origin, &|by| observer.advance(by))?;
        drop(self.briefs);
        let shelf = Shelf { documents: self.documents, filed: self.filed, keys, rules, cache };
        let shared = Mutex::new(BTreeMap::new());
        let beyond = AtomicU64::new(0);
        observer.stage("comparing", articles, Measure::Articles);
        plan.cells.par_iter().try_for_each(|cell| {
            let local = plan.local(cell);
            let judged = shelf.judged(cell, &local)?;
            beyond.fetch_add(judged.beyond, Ordering::Relaxed);
            for (turn, mut finding) in judged.findings {
                finding.renumber(|origin| in_run(&local, origin));
                take(turn, finding)?;
            }
            let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            for (at, published) in judged.shared {
                if let Some(number) = cell.documents.get(at as usize) {
                    shared.insert(*number as usize, published);
                }
            }
            observer.advance(cell.documents.len() as u64);
            io::Result::Ok(())
        })?;
        let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut names = Vec::new();
        for common in plan.common.iter().take(NAMED) {
            let document = shelf.documents.get(common.document as usize)?;
            names.extend(common.name(&document).map(str::to_owned));
        }
        let capped = Capped {
            articles: plan.common.iter().map(|common| common.pairs).sum(),
            names,
            claims: beyond.into_inner(),
        };
        Ok(Compared { filed: shelf.filed, origins: plan.origins, shared, capped })
    }
}

struct Shelf<'a> {
    documents: Store<Document>,
    filed: Store<Filed>,
    keys: Vec<Key>,
    rules: &'a Rules,
    cache: Option<&'a Cache>,
}

/// What was found in a cell, with its own numbers of the origins.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) findings: Vec<(Turn, PackedFinding)>,
    /// The days of articles that others told, by their places in the cell.
    pub(super) shared: Vec<(u32, Published)>,
    /// Pairs of claims that were not looked at for a word that they share.
    beyond: u64,
}

impl Shelf<'_> {
    /// What is found in a cell, as an earlier run found it or as it is found now.
    fn judged(&self, cell: &Cell, local: &Local) -> io::Result<Judged> {
        let Some(cache) = self.cache else { return self.judge(cell, local) };
        let key = |number: &u32| self.keys.get(*number as usize);
        let keys: Vec<Option<&Key>> = cell.documents.iter().map(key).collect();
        let stories: Vec<&Vec<u32>> = cell.stories.iter().map(|(_, story)| story).collect();
        let key = cache::key(&("cell", keys, stories, &local.origins, &local.episodes))?;
        if let Some(judged) = cache.get(&key).and_then(|it| Judged::from_bytes(&it, cell)) {
            return Ok(judged);
        }
        let judged = self.judge(cell, local)?;
        cache.put(&key, &judged.to_bytes(cell)?);
        Ok(judged)
    }

    fn judge(&self, cell: &Cell, local: &Local) -> io::Result<Judged> {
        let numbers = cell.documents.iter().map(|number| *number as usize);
        let read: io::Result<Vec<Document>> = numbers.map(|number| self.document(number)).collect();
        judged(read?, cell, local, self.rules)
    }

    fn document(&self, number: usize) -> io::Result<Document> {
        let Filed { article, unchecked } = self.filed.get(number)?;
        let lines = Lines::new(&article.text);
        Ok(Document { article, unchecked, lines, ..self.documents.get(number)? })
    }
}

/// What is found among the documents of a cell.
pub(super) fn judged(
    mut documents: Vec<Document>,
    cell: &Cell,
    local: &Local,
    rules: &Rules,
) -> io::Result<Judged> {
    let (found, beyond) = in_cell(&mut documents, cell, local, Unit::Origin, rules);
    let packed = found.into_iter().map(|(turn, it)| Ok((turn, PackedFinding::of(it)?)));
    let told = [FieldOrigin::Inferred, FieldOrigin::Shared];
    let shared = (0..).zip(&documents).filter_map(|(at, document)| {
        let published = document.article.published?;
        told.contains(&published.origin).then_some((at, published))
    });
    let findings = packed.collect::<io::Result<_>>()?;
    Ok(Judged { findings, shared: shared.collect(), beyond })
}

impl Judged {
    fn to_bytes(&self, cell: &Cell) -> io::Result<Vec<u8>> {
        let mut bytes = vec![pack(&(&self.shared, self.beyond))?];
        for (turn, finding) in &self.findings {
            let story = |(number, _): &(u32, Vec<u32>)| *number as usize == turn.story;
            let story = cell.stories.iter().position(story);
            bytes.push(pack(&(turn.derived, story, turn.number))?);
            bytes.push(framed(finding.pieces()?));
        }
        Ok(framed(bytes))
    }

    fn from_bytes(bytes: &[u8], cell: &Cell) -> Option<Judged> {
        let mut all = pieces(bytes);
        let (shared, beyond) = unpack(all.next()?).ok()?;
        let mut findings = Vec::new();
        while let Some(turn) = all.next() {
            let (derived, story, number): (bool, Option<usize>, usize) = unpack(turn).ok()?;
            let story = story.and_then(|at| cell.stories.get(at)).map_or(0, |it| it.0 as usize);
            let mut own = pieces(all.next()?);
            let own = [own.next()?, own.next()?, own.next()?];
            let finding = PackedFinding::from_pieces(own).ok()?;
            findings.push((Turn { derived, story, number }, finding));
        }
        Some(Judged { findings, shared, beyond })
    }
}
