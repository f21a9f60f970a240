//! Towns and divisions of the world by name, out of GeoNames: `rules/gazetteer/make.py` made the table and
//! describes its layout. It is read where it lies: a search by halves over blocks of sorted names,
//! with nothing to load or unpack before.

use std::sync::OnceLock;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use xxhash_rust::xxh3::xxh3_64;

use crate::value::{Place, Symbol};

static TABLE: &[u8] = include_bytes!("../../rules/gazetteer/places.bin");

/// Names that share a block.
const BLOCK: usize = 16;
/// Longest name looked up, in bytes.
const LONGEST: usize = 64;
/// A place this many eighths of a power of two larger is meant: four times the people.
const LARGER: u8 = 16;
/// Bytes of a place.
const RECORD: usize = 7;

/// The places that have a name, largest first.
#[derive(Clone, Copy, Debug)]
pub struct Towns {
    numbers: &'static [u8],
    needs_cue: bool,
}

#[derive(Clone, Copy)]
struct Town {
    name: usize,
    country: usize,
    division: usize,
    size: u8,
}

impl Towns {
    /// The places of a name, whatever its case, accents and full stops.
    pub fn named(name: &str) -> Option<Towns> {
        let mut folded = [0u8; LONGEST];
        let length = fold(name, &mut folded)?;
        let folded = folded.get(..length)?;
        may_hold(folded).then(|| find(folded)).flatten()
    }

    /// Whether the name is also a word or a surname, or that of something better known.
    pub fn needs_cue(&self) -> bool {
        self.needs_cue
    }

    /// The place that is much larger than its namesakes; else one that lies in what contains all.
    pub fn place(&self) -> Option<Place> {
        let mut towns = self.iter();
        let first = towns.next()?;
        let mut place = first.place()?;
        if towns.next().is_some_and(|second| first.size < second.size.saturating_add(LARGER)) {
            for other in self.iter().skip(1).filter_map(Town::place) {
                place.within.retain(|container| other.within.contains(container));
            }
        }
        Some(place)
    }

    /// The largest of them that lies in `outer`.
    pub fn inside(&self, outer: &str) -> Option<Place> {
        self.iter()
            .filter_map(Town::place)
            .find(|place| place.within.iter().any(|container| same(container, outer)))
    }

    fn iter(self) -> impl Iterator<Item = Town> {
        self.numbers.chunks_exact(2).filter_map(|number| Town::read(short(number, 0)?))
    }
}

impl Town {
    fn read(number: usize) -> Option<Town> {
        let at = number * RECORD;
        let record = section(0)?.get(at..at + RECORD)?;
        Some(Town {
            name: number_of(record.get(..3)?),
            country: usize::from(*record.get(3)?),
            division: short(record, 4)?,
            size: *record.get(6)?,
        })
    }

    fn place(self) -> Option<Place> {
        let containers = [self.division, self.country].into_iter().filter(|number| *number > 0);
        let within = containers.filter_map(|number| containers_by_number().get(number)).cloned();
        Some(Place { name: Symbol::from(text(section(1)?, self.name)?), within: within.collect() })
    }
}

fn same(a: &str, b: &str) -> bool {
    let (mut folded_a, mut folded_b) = ([0u8; LONGEST], [0u8; LONGEST]);
    a == b
        || fold(a, &mut folded_a).is_some() && {
            fold(b, &mut folded_b).is_some() && folded_a == folded_b
        }
}

/// Names of countries and divisions by their number, made when the first place is found.
fn containers_by_number() -> &'static [Symbol] {
    static CONTAINERS: OnceLock<Vec<Symbol>> = OnceLock::new();
    CONTAINERS.get_or_init(|| {
        let (all, mut at) = (section(2).unwrap_or_default(), 0);
        let mut containers = Vec::new();
        while let Some(name) = text(all, at) {
            containers.push(Symbol::from(name));
            at += name.len() + 1;
        }
        containers
    })
}

/// Writes a name as the table has it: lower case, without accents and full stops, single spaces.
fn fold(name: &str, folded: &mut [u8; LONGEST]) -> Option<usize> {
    let mut length = 0;
    let mut gap = false;
    for word in name.split_whitespace() {
        if std::mem::replace(&mut gap, true) {
            *folded.get_mut(length)? = b' ';
            length += 1;
        }
        if word.is_ascii() {
            for letter in word.bytes().filter(|letter| *letter != b'.') {
                *folded.get_mut(length)? = letter.to_ascii_lowercase();
                length += 1;
            }
            continue;
        }
        let mut push = |letter: char| {
            let mut utf8 = [0u8; 4];
            let utf8 = letter.encode_utf8(&mut utf8).as_bytes();
            folded.get_mut(length..length + utf8.len())?.copy_from_slice(utf8);
            length += utf8.len();
            Some(())
        };
        for letter in word.nfkd().filter(|letter| !is_combining_mark(*letter) && *letter != '.') {
            match letter {
                '\u{2018}' | '\u{2019}' => push('\'')?,
                letter => letter.to_lowercase().try_for_each(&mut push)?,
            }
        }
    }
    (length > 0).then_some(length)
}

/// Bits of the filter that turns most names away, 16 a name.
const BITS: usize = 1 << 19;

/// Whether the table may have a name: a bit for every name that it has.
fn may_hold(name: &[u8]) -> bool {
    static FILTER: OnceLock<Vec<u64>> = OnceLock::new();
    let bit = |name: &[u8]| xxh3_64(name) as usize % BITS;
    let filter = FILTER.get_or_init(|| {
        let mut filter = vec![0u64; BITS / 64];
        each_name(&mut |name| {
            let bit = bit(name);
            if let Some(bits) = filter.get_mut(bit / 64) {
                *bits |= 1 << (bit % 64);
            }
        });
        filter
    });
    let bit = bit(name);
    filter.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
}

/// Goes through all names as they are folded.
fn each_name(take: &mut dyn FnMut(&[u8])) -> Option<()> {
    let mut rest = section(4)?;
    let mut name = Vec::new();
    while let [shared, length, after @ ..] = rest {
        let (suffix, after) = after.split_at_checked(usize::from(*length))?;
        name.truncate(usize::from(*shared));
        name.extend(suffix);
        take(&name);
        let (count, after) = after.split_first()?;
        rest = after.get(2 * usize::from(count & 0x7f)..)?;
    }
    Some(())
}

fn find(wanted: &[u8]) -> Option<Towns> {
    let (blocks, keys) = (section(3)?, section(4)?);
    let block = |number: usize| {
        let at = word(blocks, number * 4)?;
        keys.get(at..)
    };
    let (mut low, mut high) = (0, blocks.len() / 4);
    while high - low > 1 {
        let middle = low.midpoint(high);
        let first = block(middle).and_then(|block| {
            let length = usize::from(*block.get(1)?);
            block.get(2..2 + length)
        })?;
        if first <= wanted { low = middle } else { high = middle }
    }
    let mut rest = block(low)?;
    let mut key = [0u8; LONGEST];
    for _ in 0..BLOCK {
        let (shared, length) = (usize::from(*rest.first()?), usize::from(*rest.get(1)?));
        let suffix = rest.get(2..2 + length)?;
        key.get_mut(shared..shared + length)?.copy_from_slice(suffix);
        let count = *rest.get(2 + length)?;
        let end = 3 + length + 2 * usize::from(count & 0x7f);
        let here = key.get(..shared + length)?;
        if here >= wanted {
            let numbers = rest.get(3 + length..end)?;
            return (here == wanted).then_some(Towns { numbers, needs_cue: count & 0x80 != 0 });
        }
        rest = rest.get(end..)?;
    }
    None
}

fn section(number: usize) -> Option<&'static [u8]> {
    TABLE.get(word(TABLE, number * 4)?..word(TABLE, number * 4 + 4)?)
}

/// The text at `at`, its length before it.
fn text(bytes: &'static [u8], at: usize) -> Option<&'static str> {
    let length = usize::from(*bytes.get(at)?);
    std::str::from_utf8(bytes.get(at + 1..at + 1 + length)?).ok()
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..)?.first_chunk().map(|bytes| usize::from(u16::from_le_bytes(*bytes)))
}

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes) as usize)
}

/// A number with its lowest byte first.
fn number_of(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_table_is_found() {
        let mut count = 0;
        let read = each_name(&mut |name| {
            let name = String::from_utf8_lossy(name);
            let found = Towns::named(&name).and_then(|towns| towns.place());
            assert!(found.is_some(), "{name}");
            count += 1;
        });
        assert!(read.is_some() && count > 33_000);
    }
}
