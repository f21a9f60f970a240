use std::{
    borrow::Cow,
    collections::{BTreeMap, VecDeque},
    io,
    iter::{self, Peekable},
    sync::Arc,
};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::{
    model::{Finding, Severity, Verdict},
    spill::{Entry, Room, Sorted, Sorter, framed, pack, pieces, unpack},
    value::Kind,
};

use super::order::{before_id, rank};

/// The findings of a report, every one in the order of [`super::sort_findings`].
#[derive(Clone, Copy, Debug)]
pub enum Findings<'a> {
    Held(&'a [Finding]),
    Kept(&'a Kept),
}

/// Findings that need not be in memory.
#[derive(Debug)]
pub struct Kept {
    findings: Sorted,
    counts: BTreeMap<(Kind, Verdict), usize>,
    claims: usize,
    comparable: usize,
    gravest: Option<Severity>,
    /// Those that get another id, as others have theirs, by their numbers: for the how manieth time they
    /// have it.
    turns: FxHashMap<u64, usize>,
    rename: fn(&str, usize) -> String,
    room: Arc<Room>,
}

/// Takes findings in any order.
#[derive(Debug)]
pub struct Collector {
    findings: Sorter,
    ids: Sorter,
    counts: BTreeMap<(Kind, Verdict), usize>,
    claims: usize,
    comparable: usize,
    gravest: Option<Severity>,
    room: Arc<Room>,
}

/// A finding to be collected, packed.
#[derive(Debug)]
pub struct PackedFinding {
    about: About,
    rank: Vec<u8>,
    packed: Vec<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
struct About {
    id: String,
    of: (Kind, Verdict),
    severity: Severity,
    claims: usize,
    /// The origins of its claims, which in the packed finding have their places in this list.
    origins: Vec<u32>,
}

impl PackedFinding {
    /// # Errors
    /// When it cannot be packed.
    pub fn of(mut finding: Finding) -> io::Result<PackedFinding> {
        let mut origins: Vec<u32> = Vec::new();
        for claim in &mut finding.claims {
            let origin = u32::try_from(claim.origin).map_err(io::Error::other)?;
            let known = origins.iter().position(|it| *it == origin);
            claim.origin = known.unwrap_or_else(|| {
                origins.push(origin);
                origins.len() - 1
            });
        }
        let about = About {
            of: (finding.kind, finding.verdict),
            severity: finding.severity,
            claims: finding.claims.len(),
            origins,
            id: finding.id.clone(),
        };
        Ok(PackedFinding { about, rank: rank(&finding), packed: pack(&finding)? })
    }

    /// Gives its origins other numbers.
    pub fn renumber(&mut self, number: impl Fn(u32) -> u32) {
        for origin in &mut self.about.origins {
            *origin = number(*origin);
        }
    }

    /// What [`PackedFinding::from_pieces`] takes.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn pieces(&self) -> io::Result<[Cow<'_, [u8]>; 3]> {
        let about = Cow::Owned(pack(&self.about)?);
        Ok([about, Cow::Borrowed(&self.rank), Cow::Borrowed(&self.packed)])
    }

    /// # Errors
    /// When they are damaged.
    pub fn from_pieces([about, rank, packed]: [&[u8]; 3]) -> io::Result<PackedFinding> {
        let about = unpack(about)?;
        Ok(PackedFinding { about, rank: rank.to_vec(), packed: packed.to_vec() })
    }
}

impl Collector {
    pub fn new(room: &Arc<Room>) -> Collector {
        Collector {
            findings: Sorter::new(Arc::clone(room)),
            ids: Sorter::new(Arc::clone(room)),
            counts: BTreeMap::new(),
            claims: 0,
            comparable: 0,
            gravest: None,
            room: Arc::clone(room),
        }
    }

    /// Adds a finding; its number tells which of one id comes first.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn push(&mut self, number: u64, finding: PackedFinding) -> io::Result<()> {
        let PackedFinding { about, rank, packed } = finding;
        *self.counts.entry(about.of).or_default() += 1;
        self.gravest = self.gravest.into_iter().chain([about.severity]).min();
        self.claims += about.claims;
        self.comparable += if about.claims > 1 { about.claims } else { 0 };
        let head = pack(&about.origins)?;
        self.ids.push(placed(about.id.into_bytes(), number), Vec::new())?;
        self.findings.push(placed(rank, number), framed([head, packed]))
    }

    /// Sorts them. `rename` makes another id of one that several findings have; it changes nothing that is
    /// before the id in the order of a report.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn finish(self, rename: fn(&str, usize) -> String) -> io::Result<Kept> {
        let mut turns: FxHashMap<u64, usize> = FxHashMap::default();
        let (mut last, mut turn) = (Vec::new(), 0);
        let ids = self.ids.finish()?;
        for entry in ids.iter()? {
            let (key, _) = entry?;
            let id = key.split_last_chunk::<NUMBER>().map_or(&*key, |(id, _)| id);
            turn = if id == last { turn + 1 } else { 1 };
            if turn > 1 {
                turns.insert(number(&key), turn);
            }
            last = id.to_vec();
        }
        let findings = self.findings.finish()?;
        Ok(Kept {
            findings,
            turns,
            rename,
            counts: self.counts,
            claims: self.claims,
            comparable: self.comparable,
            gravest: self.gravest,
            room: self.room,
        })
    }
}

impl Kept {
    /// Number of claims that share a question with another.
    pub fn comparable(&self) -> usize {
        self.comparable
    }

    pub fn gravest(&self) -> Option<Severity> {
        self.gravest
    }

    fn iter(&self) -> io::Result<impl Iterator<Item = io::Result<Finding>>> {
        let mut entries = self.findings.iter()?.peekable();
        let mut ready = VecDeque::new();
        Ok(iter::from_fn(move || {
            if ready.is_empty() {
                match self.alike(&mut entries) {
                    Ok(alike) => ready = alike,
                    Err(error) => return Some(Err(error)),
                }
            }
            let (_, bytes): (Vec<u8>, Vec<u8>) = ready.pop_front()?;
            Some(restored(&bytes))
        }))
    }

    /// The next findings, between which only their ids tell who comes first, those that get another id
    /// in the places that they have by it.
    fn alike<'s>(
        &self,
        entries: &mut Peekable<impl Iterator<Item = io::Result<Entry<'s>>>>,
    ) -> io::Result<VecDeque<(Vec<u8>, Vec<u8>)>> {
        let mut alike = VecDeque::new();
        let mut renamed = false;
        let mut same: Option<Vec<u8>> = None;
        let is_alike = |entry: &io::Result<Entry<'_>>, same: &Option<Vec<u8>>| match (entry, same) {
            (Ok((key, _)), Some(same)) => !self.turns.is_empty() && before_id(key) == same,
            (Ok(_), None) | (Err(_), _) => same.is_none(),
        };
        while let Some(entry) = entries.next_if(|entry| is_alike(entry, &same)) {
            let (key, bytes) = entry?;
            same.get_or_insert_with(|| before_id(&key).to_vec());
            let number = number(&key);
            alike.push_back(match self.turns.get(&number) {
                None => (key.into_owned(), bytes.into_owned()),
                Some(turn) => {
                    renamed = true;
                    let (head, mut finding) = opened(&bytes)?;
                    finding.id = (self.rename)(&finding.id, *turn);
                    (placed(rank(&finding), number), framed([head, &pack(&finding)?]))
                }
            });
        }
        if renamed {
            alike.make_contiguous().sort_by(|a, b| a.0.cmp(&b.0));
        }
        Ok(alike)
    }
}

/// A finding with the numbers that its origins have in the run.
fn restored(bytes: &[u8]) -> io::Result<Finding> {
    let (head, mut finding) = opened(bytes)?;
    let origins: Vec<u32> = unpack(head)?;
    for claim in &mut finding.claims {
        let origin = origins.get(claim.origin).copied().unwrap_or_default();
        claim.origin = origin as usize;
    }
    Ok(finding)
}

/// A finding of the collector, and the origins of its claims before it, packed.
fn opened(bytes: &[u8]) -> io::Result<(&[u8], Finding)> {
    let mut pieces = pieces(bytes);
    let mut next = || pieces.next().ok_or(io::ErrorKind::UnexpectedEof);
    Ok((next()?, unpack(next()?)?))
}

/// Bytes of a number at the end of a key.
const NUMBER: usize = size_of::<u64>();

/// The key of a finding: its rank, or its id, and its number.
fn placed(mut rank: Vec<u8>, number: u64) -> Vec<u8> {
    rank.extend(number.to_be_bytes());
    rank
}

fn number(key: &[u8]) -> u64 {
    key.last_chunk().map_or(0, |number| u64::from_be_bytes(*number))
}

impl<'a> From<&'a [Finding]> for Findings<'a> {
    fn from(findings: &'a [Finding]) -> Findings<'a> {
        Findings::Held(findings)
    }
}

impl<'a> Findings<'a> {
    pub fn len(self) -> usize {
        match self {
            Findings::Held(findings) => findings.len(),
            Findings::Kept(kept) => kept.counts.values().sum(),
        }
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    pub fn iter(self) -> Box<dyn Iterator<Item = io::Result<Cow<'a, Finding>>> + 'a> {
        match self {
            Findings::Held(findings) => {
                Box::new(findings.iter().map(|finding| Ok(Cow::Borrowed(finding))))
            }
            Findings::Kept(kept) => match kept.iter() {
                Ok(findings) => Box::new(findings.map(|finding| finding.map(Cow::Owned))),
                Err(error) => Box::new(iter::once(Err(error))),
            },
        }
    }

    pub fn counts(self) -> BTreeMap<(Kind, Verdict), usize> {
        match self {
            Findings::Held(findings) => {
                let mut counts: BTreeMap<_, usize> = BTreeMap::new();
                for finding in findings {
                    *counts.entry((finding.kind, finding.verdict)).or_default() += 1;
                }
                counts
            }
            Findings::Kept(kept) => kept.counts.clone(),
        }
    }

    pub fn count(self, verdict: Verdict) -> usize {
        let counts = self.counts();
        counts.iter().filter(|((_, it), _)| *it == verdict).map(|(_, count)| count).sum()
    }

    /// Number of the claims of all.
    pub(super) fn claims(self) -> usize {
        match self {
            Findings::Held(findings) => findings.iter().map(|it| it.claims.len()).sum(),
            Findings::Kept(kept) => kept.claims,
        }
    }

    pub(super) fn room(self) -> Arc<Room> {
        match self {
            Findings::Held(_) => Arc::new(Room::endless()),
            Findings::Kept(kept) => Arc::clone(&kept.room),
        }
    }
}
