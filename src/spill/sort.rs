use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::BinaryHeap,
    io::{self, Read},
    ops::Range,
    sync::Arc,
};

use serde::{Serialize, de::DeserializeOwned};

use super::{
    Room, pack,
    scratch::{Part, Scratch},
    unpack,
};

/// What is sorted in memory at least, however little room there is.
const LEAST: usize = 1 << 20;
/// What is read at a time of all runs together.
const MERGED: usize = 32 << 20;

/// Sorts values by their keys: in memory while there is room, else by runs in a temporary file
/// that are merged when they are read.
#[derive(Debug)]
pub struct Sorter<K> {
    room: Arc<Room>,
    items: Vec<(K, Vec<u8>)>,
    /// Bytes of `items`, and those of them that were taken from the room.
    size: usize,
    taken: usize,
    file: Option<Scratch>,
    runs: Vec<Range<u64>>,
}

/// A key and the bytes of its value.
pub type Entry<'s, K> = (Cow<'s, K>, Cow<'s, [u8]>);

/// Values in the order of their keys, to be read any number of times.
#[derive(Debug)]
pub struct Sorted<K> {
    items: Vec<(K, Vec<u8>)>,
    file: Option<Scratch>,
    runs: Vec<Range<u64>>,
}

impl<K: Ord + Serialize + DeserializeOwned> Sorter<K> {
    pub fn new(room: Arc<Room>) -> Sorter<K> {
        let (items, runs) = (Vec::new(), Vec::new());
        Sorter { room, items, size: 0, taken: 0, file: None, runs }
    }

    /// Adds the bytes of a value.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn push(&mut self, key: K, packed: Vec<u8>) -> io::Result<()> {
        let size = packed.len() + 2 * size_of::<(K, Vec<u8>)>();
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
        for (key, packed) in self.items.drain(..) {
            for piece in [pack(&key)?, packed] {
                file.push(&u32::try_from(piece.len()).map_err(io::Error::other)?.to_le_bytes())?;
                file.push(&piece)?;
            }
        }
        file.flush()?;
        self.runs.push(start..file.len());
        self.room.give_back(self.taken);
        (self.size, self.taken) = (0, 0);
        Ok(())
    }

    /// # Errors
    /// As [`Sorter::push`].
    pub fn finish(mut self) -> io::Result<Sorted<K>> {
        if !self.runs.is_empty() {
            self.spill()?;
        }
        self.items.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Sorted { items: self.items, file: self.file, runs: self.runs })
    }
}

impl<K: Clone + Ord + Serialize + DeserializeOwned> Sorted<K> {
    /// The values in order, each with its key.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn iter(&self) -> io::Result<impl Iterator<Item = io::Result<Entry<'_, K>>>> {
        let held = self
            .items
            .iter()
            .map(|(key, packed)| Ok((Cow::Borrowed(key), Cow::Borrowed(packed.as_slice()))));
        let merged = self.merged()?.map(|head| {
            let (key, packed) = head?;
            Ok((Cow::Owned(key), Cow::Owned(packed)))
        });
        Ok(held.chain(merged))
    }

    fn merged(&self) -> io::Result<impl Iterator<Item = io::Result<(K, Vec<u8>)>>> {
        let mut heads = BinaryHeap::new();
        let block = MERGED / self.runs.len().max(1);
        for (number, run) in self.runs.iter().enumerate() {
            if let Some(file) = &self.file {
                let part = file.part(run.clone(), block);
                heads.extend(Head::of(number, part)?.map(Reverse));
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

/// The first value of a run that was not taken yet.
struct Head<'a, K> {
    key: K,
    number: usize,
    packed: Vec<u8>,
    rest: Part<'a>,
}

impl<'a, K: DeserializeOwned> Head<'a, K> {
    /// `None` at the end of the run.
    fn of(number: usize, mut rest: Part<'a>) -> io::Result<Option<Head<'a, K>>> {
        let Some(key) = piece(&mut rest)? else { return Ok(None) };
        let packed = piece(&mut rest)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(Some(Head { key: unpack(&key)?, number, packed, rest }))
    }
}

fn piece(from: &mut Part<'_>) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    let [first, others @ ..] = &mut length;
    if from.read(std::slice::from_mut(first))? == 0 {
        return Ok(None);
    }
    from.read_exact(others)?;
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    from.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

impl<K: Ord> Ord for Head<'_, K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.key, self.number).cmp(&(&other.key, other.number))
    }
}

impl<K: Ord> PartialOrd for Head<'_, K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord> PartialEq for Head<'_, K> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<K: Ord> Eq for Head<'_, K> {}

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
                sorter.push((key(n), n), [&n.to_le_bytes()[..], &[7; 1_000]].concat()).unwrap();
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
