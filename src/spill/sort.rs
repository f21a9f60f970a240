use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::BinaryHeap,
    io::{self, Read},
    ops::Range,
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Room, pieces,
    scratch::{Part, Scratch},
    squeezed, stretched,
};

/// What is sorted in memory at least, however little room there is.
const LEAST: usize = 1 << 20;
/// What is read at a time of all runs together.
const MERGED: usize = 32 << 20;
/// Bytes that leave the memory together.
const BLOCK: usize = 32 << 10;

/// Sorts values by their keys: in memory while there is room, else by runs in a temporary file
/// that are merged when they are read.
#[derive(Debug)]
pub struct Sorter {
    room: Arc<Room>,
    items: Vec<(Vec<u8>, Vec<u8>)>,
    /// Bytes of `items`, and those of them that were taken from the room.
    size: usize,
    taken: usize,
    file: Option<Scratch>,
    runs: Vec<Range<u64>>,
}

/// A key and the bytes of its value.
pub type Entry<'s> = (Cow<'s, [u8]>, Cow<'s, [u8]>);

/// Values in the order of their keys, to be read any number of times.
#[derive(Debug)]
pub struct Sorted {
    items: Vec<(Vec<u8>, Vec<u8>)>,
    file: Option<Scratch>,
    runs: Vec<Range<u64>>,
}

impl Sorter {
    pub fn new(room: Arc<Room>) -> Sorter {
        let (items, runs) = (Vec::new(), Vec::new());
        Sorter { room, items, size: 0, taken: 0, file: None, runs }
    }

    /// Adds the bytes of a value.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn push(&mut self, key: Vec<u8>, packed: Vec<u8>) -> io::Result<()> {
        let size = key.len() + packed.len() + 2 * size_of::<(Vec<u8>, Vec<u8>)>();
        self.items.push((key, packed));
        self.size += size;
        if self.size > LEAST {
            match self.room.take(size) {
                true => self.taken += size,
                false => self.spill()?,
            }
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(Scratch::new()?),
        };
        self.items.sort_by(|a, b| a.0.cmp(&b.0));
        file.flush()?;
        let start = file.len();
        let mut block = Vec::new();
        let mut write = |block: &mut Vec<u8>| {
            let small = squeezed(block)?;
            file.push(&u32::try_from(small.len()).map_err(io::Error::other)?.to_le_bytes())?;
            file.push(&small)?;
            block.clear();
            io::Result::Ok(())
        };
        for (key, packed) in self.items.drain(..) {
            for piece in [key, packed] {
                block.extend((piece.len() as u64).to_le_bytes());
                block.extend(piece);
            }
            if block.len() >= BLOCK {
                write(&mut block)?;
            }
        }
        if !block.is_empty() {
            write(&mut block)?;
        }
        file.flush()?;
        self.runs.push(start..file.len());
        self.room.give_back(self.taken);
        (self.size, self.taken) = (0, 0);
        Ok(())
    }

    /// # Errors
    /// As [`Sorter::push`].
    pub fn finish(mut self) -> io::Result<Sorted> {
        if !self.runs.is_empty() {
            self.spill()?;
        }
        self.items.par_sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Sorted { items: self.items, file: self.file, runs: self.runs })
    }
}

impl Sorted {
    /// The values in order, each with its key.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn iter(&self) -> io::Result<impl Iterator<Item = io::Result<Entry<'_>>>> {
        let held = self.items.iter().map(|(key, packed)| {
            Ok((Cow::Borrowed(key.as_slice()), Cow::Borrowed(packed.as_slice())))
        });
        let merged = self.merged()?.map(|head| {
            let (key, packed) = head?;
            Ok((Cow::Owned(key), Cow::Owned(packed)))
        });
        Ok(held.chain(merged))
    }

    fn merged(&self) -> io::Result<impl Iterator<Item = io::Result<(Vec<u8>, Vec<u8>)>>> {
        let mut heads = BinaryHeap::new();
        let block = MERGED / self.runs.len().max(1);
        for (number, run) in self.runs.iter().enumerate() {
            if let Some(file) = &self.file {
                let rest =
                    Blocks { part: file.part(run.clone(), block), block: Vec::new(), taken: 0 };
                heads.extend(Head::of(number, rest)?.map(Reverse));
            }
        }
        Ok(std::iter::from_fn(move || {
            let Reverse(head) = heads.pop()?;
            let Head { key, number, packed, rest } = head;
            Some(Head::of(number, rest).map(|next| {
                heads.extend(next.map(Reverse));
                (key, packed)
            }))
        }))
    }
}

/// The blocks of a run, one in memory.
struct Blocks<'a> {
    part: Part<'a>,
    block: Vec<u8>,
    taken: usize,
}

impl Blocks<'_> {
    /// The next key and value, `None` at the end of the run.
    fn next(&mut self) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
        if self.taken == self.block.len() {
            let mut length = [0; 4];
            let [first, others @ ..] = &mut length;
            if self.part.read(std::slice::from_mut(first))? == 0 {
                return Ok(None);
            }
            self.part.read_exact(others)?;
            let mut small = vec![0; u32::from_le_bytes(length) as usize];
            self.part.read_exact(&mut small)?;
            (self.block, self.taken) = (stretched(&small)?.into_owned(), 0);
        }
        let mut pieces = pieces(self.block.get(self.taken..).unwrap_or_default());
        let mut next = || pieces.next().ok_or(io::ErrorKind::UnexpectedEof).map(<[u8]>::to_vec);
        let (key, packed) = (next()?, next()?);
        self.taken += 2 * size_of::<u64>() + key.len() + packed.len();
        Ok(Some((key, packed)))
    }
}

/// The first value of a run that was not taken yet.
struct Head<'a> {
    key: Vec<u8>,
    number: usize,
    packed: Vec<u8>,
    rest: Blocks<'a>,
}

impl<'a> Head<'a> {
    /// `None` at the end of the run.
    fn of(number: usize, mut rest: Blocks<'a>) -> io::Result<Option<Head<'a>>> {
        Ok(rest.next()?.map(|(key, packed)| Head { key, number, packed, rest }))
    }
}

impl Ord for Head<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.key, self.number).cmp(&(&other.key, other.number))
    }
}

impl PartialOrd for Head<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head<'_> {}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_sorted_all_the_same() {
        let key = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 50;
        let sorted = |room: Room| {
            let mut sorter = Sorter::new(Arc::new(room));
            for n in 0..9_000_u64 {
                let key = [key(n).to_be_bytes(), n.to_be_bytes()].concat();
                sorter.push(key, [&n.to_le_bytes()[..], &[7; 1_000]].concat()).unwrap();
            }
            let sorted = sorter.finish().unwrap();
            let numbers: Vec<Vec<u8>> =
                sorted.iter().unwrap().map(|it| it.unwrap().1[..8].to_vec()).collect();
            (sorted.runs.len(), numbers)
        };
        let (runs, spilled) = sorted(Room::new(0));
        let (none, held) = sorted(Room::endless());
        assert!(runs > 3 && none == 0, "{runs} {none}");
        assert!(spilled == held);
        let mut numbers: Vec<u64> = (0..9_000).collect();
        numbers.sort_by_key(|n| (key(*n), *n));
        assert!(
            held.iter().eq(numbers
                .iter()
                .map(|n| n.to_le_bytes().to_vec())
                .collect::<Vec<_>>()
                .iter())
        );
    }
}
