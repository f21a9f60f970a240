use std::{borrow::Cow, collections::BTreeMap, io, iter, sync::Arc};

use rustc_hash::FxHashMap;

use crate::{
    model::{Finding, Severity, Verdict},
    spill::{Room, Sorted, Sorter, pack, unpack},
    value::Kind,
};

use super::order::rank;

/// The findings of a report, every one in the order of [`super::sort_findings`].
#[derive(Clone, Copy, Debug)]
pub enum Findings<'a> {
    Held(&'a [Finding]),
    Kept(&'a Kept),
}

/// Findings that need not be in memory.
#[derive(Debug)]
pub struct Kept {
    findings: Sorted<Vec<u8>>,
    counts: BTreeMap<(Kind, Verdict), usize>,
    claims: usize,
    comparable: usize,
    gravest: Option<Severity>,
    /// The how manieth of its id a finding is, where that is not the first, by its number.
    turns: FxHashMap<u64, usize>,
    rename: fn(&str, usize) -> String,
    room: Arc<Room>,
}

/// Takes findings in any order.
#[derive(Debug)]
pub struct Collector {
    findings: Sorter<Vec<u8>>,
    ids: Sorter<(String, u64)>,
    counts: BTreeMap<(Kind, Verdict), usize>,
    claims: usize,
    comparable: usize,
    gravest: Option<Severity>,
    room: Arc<Room>,
}

/// A finding to be collected, packed.
#[derive(Debug)]
pub struct PackedFinding {
    id: String,
    rank: Vec<u8>,
    packed: Vec<u8>,
    of: (Kind, Verdict),
    severity: Severity,
    claims: usize,
}

impl PackedFinding {
    /// # Errors
    /// When it cannot be packed.
    pub fn of(finding: &Finding) -> io::Result<PackedFinding> {
        Ok(PackedFinding {
            id: finding.id.clone(),
            rank: rank(finding),
            packed: pack(finding)?,
            of: (finding.kind, finding.verdict),
            severity: finding.severity,
            claims: finding.claims.len(),
        })
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
        *self.counts.entry(finding.of).or_default() += 1;
        self.gravest = self.gravest.into_iter().chain([finding.severity]).min();
        self.claims += finding.claims;
        self.comparable += if finding.claims > 1 { finding.claims } else { 0 };
        self.ids.push((finding.id.clone(), number), pack(&(finding.id, number))?)?;
        let mut key = finding.rank;
        key.extend(number.to_be_bytes());
        let packed = [&number.to_le_bytes(), finding.packed.as_slice()].concat();
        self.findings.push(key, packed)
    }

    /// Sorts them. `rename` makes another id of one that several findings have.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn finish(self, rename: fn(&str, usize) -> String) -> io::Result<Kept> {
        let mut turns = FxHashMap::default();
        let (mut last, mut turn) = (String::new(), 0);
        let ids = self.ids.finish()?;
        for id in ids.iter()? {
            let (id, number): (String, u64) = unpack(&id?)?;
            turn = if id == last { turn + 1 } else { 1 };
            if turn > 1 {
                turns.insert(number, turn);
            }
            last = id;
        }
        Ok(Kept {
            findings: self.findings.finish()?,
            counts: self.counts,
            claims: self.claims,
            comparable: self.comparable,
            gravest: self.gravest,
            turns,
            rename,
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
        let finding = |bytes: io::Result<Cow<'_, [u8]>>| {
            let bytes = bytes?;
            let (number, packed) = bytes.split_first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
            let mut finding: Finding = unpack(packed)?;
            if let Some(turn) = self.turns.get(&u64::from_le_bytes(*number)) {
                finding.id = (self.rename)(&finding.id, *turn);
            }
            Ok(finding)
        };
        Ok(self.findings.iter()?.map(finding))
    }
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
