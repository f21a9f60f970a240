//! The steps of a run for machines that each see a part: what every article says, which of them belong
//! together, what is found in a cell, and all of it put together. What goes from one to the next is
//! sealed with a [`Stamp`].

use std::{borrow::Cow, collections::BTreeMap, io, sync::Arc};

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    group::{Brief, Briefs, Cell, Local, Plan},
    model::{Document, Filed, Lines, Published, Unit},
    report::{Collector, Kept, PackedFinding},
    rule::Rules,
    spill::{Room, Store, framed, pack, pieces, squeezed, stretched, unpack},
};

use super::{
    compare::in_run,
    gather::{Compared, Judged, Packed, judged},
};

/// Tells this program and its rules from any others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp([u8; 8]);

/// In which cell an article is judged, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub cell: u32,
    /// The number of the article in the run, in the order of the ids.
    pub place: u32,
    pub story: u32,
    pub origin: u32,
    pub episode: u32,
}

impl Stamp {
    /// `over` is the hash of the rules and of what else changes the result.
    pub fn new(over: &str) -> Stamp {
        Stamp(xxh3_64(format!("{} {over}", env!("CROSSCHECK_BUILD")).as_bytes()).to_le_bytes())
    }

    fn seal(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        Ok([&self.0[..], &squeezed(bytes)?].concat())
    }

    fn open(self, sealed: &[u8]) -> io::Result<Cow<'_, [u8]>> {
        let (stamp, rest) = sealed.split_first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
        if *stamp != self.0 {
            let message = "it was made by another version of the program or with other rules";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        stretched(rest)
    }
}

/// The pieces that a sealed value has.
fn opened<const N: usize>(bytes: &[u8]) -> io::Result<[&[u8]; N]> {
    let mut pieces = pieces(bytes);
    let mut opened: [&[u8]; N] = [&[]; N];
    for piece in &mut opened {
        *piece = pieces.next().ok_or(io::ErrorKind::UnexpectedEof)?;
    }
    Ok(opened)
}

impl Packed {
    /// What a [`Planner`] takes of it.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn sealed_brief(&self, stamp: Stamp) -> io::Result<Vec<u8>> {
        let day = pack(&self.published.map(|published| published.date))?;
        let [print, topic] = self.brief.pieces();
        stamp.seal(&framed([&day[..], print, topic]))
    }

    /// What [`judge`] takes of it.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn sealed(&self, stamp: Stamp) -> io::Result<Vec<u8>> {
        let counts = pack(&(self.claims, self.left_out, self.boilerplate))?;
        stamp.seal(&framed([&counts[..], &self.document, &self.filed]))
    }
}

/// Takes the briefs of all articles and tells which belong together.
#[derive(Debug)]
pub struct Planner {
    stamp: Stamp,
    ids: Vec<Box<str>>,
    briefs: Briefs,
}

impl Planner {
    pub fn new(stamp: Stamp, room: &Arc<Room>) -> Planner {
        Planner { stamp, ids: Vec::new(), briefs: Briefs::new(room) }
    }

    /// # Errors
    /// When it is not sealed with this stamp, or a temporary file cannot be written.
    pub fn push(&mut self, id: &str, brief: &[u8]) -> io::Result<()> {
        let bytes = self.stamp.open(brief)?;
        let [day, print, topic] = opened(&bytes)?;
        let day: Option<Date> = unpack(day)?;
        self.ids.push(id.into());
        self.briefs.push(Brief::from_pieces([print, topic])?, day)
    }

    /// Calls for every article, cell by cell and in a cell in the order of their ids; gives the number of
    /// pairs of articles that were not looked at for the names that they share.
    ///
    /// # Errors
    /// When two articles have one id, a temporary file cannot be read, or those of `each`.
    pub fn finish(mut self, each: &mut dyn FnMut(&str, Seat) -> io::Result<()>) -> io::Result<u64> {
        let count = u32::try_from(self.ids.len()).map_err(io::Error::other)?;
        let mut order: Vec<u32> = (0..count).collect();
        let id = |number: u32| self.ids.get(number as usize).map_or("", |id| &**id);
        order.sort_unstable_by_key(|number| id(*number));
        for pair in order.windows(2) {
            if let [one, other] = pair
                && id(*one) == id(*other)
            {
                let message = format!("two articles have the id `{}`", id(*one));
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
        }
        self.briefs.arrange(&order)?;
        let plan = Plan::of(&self.briefs, Unit::Origin, &|_| ())?;
        for (number, cell) in (0..).zip(&plan.cells) {
            let mut stories = vec![0; cell.documents.len()];
            for (story, places) in &cell.stories {
                for place in places {
                    if let Some(slot) = stories.get_mut(*place as usize) {
                        *slot = *story;
                    }
                }
            }
            for (place, story) in cell.documents.iter().zip(stories) {
                let (origin, episode) = plan.of_document(*place);
                let seat = Seat { cell: number, place: *place, story, origin, episode };
                each(order.get(*place as usize).map_or("", |number| id(*number)), seat)?;
            }
        }
        Ok(plan.common.iter().map(|common| common.pairs).sum())
    }
}

/// What was found in a cell, sealed for a [`Merger`].
#[derive(Debug, Default)]
pub struct Judgement {
    /// By their places.
    pub articles: Vec<(u32, Vec<u8>)>,
    /// By their turns.
    pub findings: Vec<(u64, Vec<u8>)>,
}

/// Judges the articles of a cell, in the order of their places.
///
/// # Errors
/// When one is not sealed with this stamp, or damaged.
pub fn judge(members: &[(Seat, Vec<u8>)], stamp: Stamp, rules: &Rules) -> io::Result<Judgement> {
    let mut documents = Vec::new();
    let mut beside = Vec::new();
    for (_, sealed) in members {
        let bytes = stamp.open(sealed)?;
        let [counts, document, filed] = opened(&bytes)?;
        let Filed { article, unchecked } = unpack(filed)?;
        let lines = Lines::new(&article.text);
        documents.push(Document { article, unchecked, lines, ..unpack(document)? });
        beside.push((counts.to_vec(), filed.to_vec()));
    }
    let mut stories: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (at, (seat, _)) in (0..).zip(members) {
        stories.entry(seat.story).or_default().push(at);
    }
    let cell = Cell {
        documents: members.iter().map(|(seat, _)| seat.place).collect(),
        stories: stories.into_iter().collect(),
    };
    let local = Local::of(members.iter().map(|(seat, _)| (seat.origin, seat.episode)));
    let Judged { findings, shared, .. } = judged(documents, &cell, &local, rules)?;
    let mut judgement = Judgement::default();
    for (turn, mut finding) in findings {
        finding.renumber(|origin| in_run(&local, origin));
        judgement.findings.push((turn.number(), stamp.seal(&framed(finding.pieces()?))?));
    }
    let shared: BTreeMap<u32, Published> = shared.into_iter().collect();
    for ((at, (seat, _)), (counts, filed)) in (0..).zip(members).zip(beside) {
        let about = pack(&(seat.origin, shared.get(&at)))?;
        judgement.articles.push((seat.place, stamp.seal(&framed([about, counts, filed]))?));
    }
    Ok(judgement)
}

/// Puts together what was found in all cells.
#[derive(Debug)]
pub struct Merger {
    stamp: Stamp,
    filed: Store<Filed>,
    places: BTreeMap<u32, u32>,
    origins: Vec<u32>,
    shared: BTreeMap<usize, Published>,
    collector: Collector,
    counts: (usize, usize, usize),
}

/// The same as what a run on one machine gathers and finds.
#[derive(Debug)]
pub struct Merged {
    pub compared: Compared,
    pub kept: Kept,
    pub claims: usize,
    /// Number of claims that were left out as they were read.
    pub left_out: usize,
    pub boilerplate: usize,
}

impl Merger {
    pub fn new(stamp: Stamp, articles: &Arc<Room>, findings: &Arc<Room>) -> Merger {
        Merger {
            stamp,
            filed: Store::new(Arc::clone(articles)),
            places: BTreeMap::new(),
            origins: Vec::new(),
            shared: BTreeMap::new(),
            collector: Collector::new(findings),
            counts: (0, 0, 0),
        }
    }

    /// Adds an article.
    ///
    /// # Errors
    /// When it was added before, is not sealed with this stamp or damaged, or a temporary file cannot be
    /// written.
    pub fn article(&mut self, place: u32, sealed: &[u8]) -> io::Result<()> {
        let bytes = self.stamp.open(sealed)?;
        let [about, counts, filed] = opened(&bytes)?;
        let number = u32::try_from(self.filed.len()).map_err(io::Error::other)?;
        if self.places.insert(place, number).is_some() {
            let message = format!("article {place} of the plan stands in two parts");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let (origin, shared): (u32, Option<Published>) = unpack(about)?;
        self.origins.push(origin);
        self.shared.extend(shared.map(|published| (place as usize, published)));
        let (claims, left_out, boilerplate): (usize, usize, usize) = unpack(counts)?;
        self.counts.0 += claims;
        self.counts.1 += left_out;
        self.counts.2 += boilerplate;
        self.filed.push_packed(filed.to_vec())
    }

    /// Adds a finding.
    ///
    /// # Errors
    /// As [`Merger::article`].
    pub fn finding(&mut self, turn: u64, sealed: &[u8]) -> io::Result<()> {
        let bytes = self.stamp.open(sealed)?;
        self.collector.push(turn, PackedFinding::from_pieces(opened(&bytes)?)?)
    }

    /// # Errors
    /// When a part is missing, or a temporary file cannot be read.
    pub fn finish(mut self, rename: fn(&str, usize) -> String) -> io::Result<Merged> {
        let missing = (0..).zip(self.places.keys()).find(|(place, known)| place != *known);
        if let Some((place, _)) = missing {
            let message = format!("a part is missing: article {place} of the plan is in none");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let order: Vec<u32> = self.places.into_values().collect();
        self.filed.arrange(&order)?;
        let origin = |number: &u32| self.origins.get(*number as usize).copied();
        let origins = order.iter().filter_map(origin).collect();
        let (claims, left_out, boilerplate) = self.counts;
        let compared = Compared {
            filed: self.filed,
            origins,
            shared: self.shared,
            capped: super::Capped::default(),
        };
        let kept = self.collector.finish(rename)?;
        Ok(Merged { compared, kept, claims, left_out, boilerplate })
    }
}
