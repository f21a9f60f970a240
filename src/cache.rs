//! What articles say, kept between runs: an article that has not changed is not read for its claims
//! again, and the result is the same byte for byte.
//!
//! One file that only grows while a program runs, so that one which is killed leaves to the next what it
//! has worked out. An entry is known by the hash of what it was made from; the file by the hash of the
//! program and its rules, so that nothing is taken over from others. What is no longer asked for is
//! dropped in the end.
//!
//! | code | what |
//! |---|---|
//! | E160 | the file is damaged or cannot be read; what is not whole is made anew |
//! | E161 | the file cannot be written |
//! | E162 | another run uses the file |
//! | E163 | the file is full; what was read last is not kept |

use std::{
    borrow::Cow,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
};

use rustc_hash::FxHashMap;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128};

use crate::{
    model::{Article, Document, Lines, Problem, Published, Unit},
    spill::{pack, squeezed, stretched, unpack},
};

/// What an entry is known by.
pub type Key = [u8; 16];

/// Entries by the hash of what they were made from.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    over: [u8; 16],
    known: FxHashMap<Key, Place>,
    tail: Mutex<Tail>,
    /// Runs in a row that asked for less than half of the file.
    idle: u8,
    asked: AtomicU64,
    hits: AtomicUsize,
    damaged: AtomicUsize,
}

#[derive(Debug)]
struct Place {
    at: u64,
    length: u32,
    sum: u64,
    asked: AtomicBool,
}

/// The file and what is not yet written to it.
#[derive(Debug)]
struct Tail {
    file: File,
    end: u64,
    pending: Vec<u8>,
    /// Where the entries of this run lie.
    new: Vec<(u64, u64)>,
    failed: Option<io::Error>,
    full: bool,
}

const MAGIC: &[u8; 19] = b"crosscheck cache 2\n";
/// Bytes before the first entry: these, the hash of the program and its rules, how often in a row the
/// file was too large; and of an entry before its value: its key, length and sum.
const HEAD: usize = MAGIC.len() + 16 + 1;
const ENTRY: usize = 16 + 4 + 8;
/// Runs in a row that ask for less than half of the file, after which the rest is dropped.
const OLDEST: u8 = 8;
/// Bytes that are written at a time.
const BLOCK: usize = 256 << 10;
/// Bytes that the file may have.
const MOST: u64 = 16 << 30;

/// The hash of what a value is made from.
///
/// # Errors
/// When it cannot be packed.
pub fn key<T: Serialize>(of: &T) -> io::Result<Key> {
    let [key, _] = *Sha256::digest(pack(of)?).as_chunks().0 else { return Ok(Key::default()) };
    Ok(key)
}

impl Cache {
    /// Opens the file of earlier runs, or a new one; `over` is the hash of the rules. What a file of other
    /// rules or of another program holds is dropped; of a damaged one, too, and the problem says so.
    /// `None` where the file cannot be used at all.
    pub fn open(path: &Path, over: &str) -> (Option<Cache>, Option<Problem>) {
        let over = format!("{} {over}", env!("CROSSCHECK_BUILD"));
        let over = xxh3_128(over.as_bytes()).to_le_bytes();
        match Cache::read(path, over) {
            Ok(Some(cache)) => (Some(cache), None),
            Ok(None) => {
                let message = "another run uses the cache";
                let problem = Problem::warning("E162", path.to_string_lossy(), message)
                    .note("this one reads all articles again");
                (None, Some(problem))
            }
            Err(error) => {
                let message = format!("the cache cannot be used: {}", Problem::reason(&error));
                let problem = Problem::warning("E160", path.to_string_lossy(), message)
                    .note("all articles are read again, and the cache is made anew");
                let made = Cache::anew(path, over);
                (made.ok(), Some(problem))
            }
        }
    }

    /// `None` where another program holds the file.
    fn read(path: &Path, over: [u8; 16]) -> io::Result<Option<Cache>> {
        let file = match OpenOptions::new().read(true).write(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Cache::anew(path, over).map(Some);
            }
            file => file?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let length = file.metadata()?.len();
        let mut from = BufReader::with_capacity(ENTRY, file);
        let mut head = [0; HEAD];
        from.read_exact(&mut head).map_err(|_| damaged())?;
        let (magic, rest) = head.split_first_chunk().ok_or_else(damaged)?;
        let (own, idle) = rest.split_first_chunk().ok_or_else(damaged)?;
        if magic != MAGIC {
            return Err(damaged());
        }
        if *own != over {
            return Cache::fill(from.into_inner(), path, over).map(Some);
        }
        let mut known = FxHashMap::default();
        let mut end = HEAD as u64;
        let mut entry = [0; ENTRY];
        while from.read_exact(&mut entry).is_ok() {
            let (key, rest) = entry.split_first_chunk().ok_or_else(damaged)?;
            let (size, sum) = rest.split_first_chunk().ok_or_else(damaged)?;
            let sum = sum.first_chunk().ok_or_else(damaged)?;
            let (size, sum) = (u32::from_le_bytes(*size), u64::from_le_bytes(*sum));
            let at = end + ENTRY as u64;
            // The program was ended while it wrote this.
            if at + u64::from(size) > length {
                break;
            }
            end = at + u64::from(size);
            let asked = AtomicBool::new(false);
            known.insert(*key, Place { at, length: size, sum, asked });
            from.seek_relative(i64::from(size))?;
        }
        let file = from.into_inner();
        file.set_len(end)?;
        let idle = idle.first().copied().unwrap_or_default();
        Ok(Some(Cache { known, idle, ..Cache::at(path, over, file, end) }))
    }

    fn at(path: &Path, over: [u8; 16], file: File, end: u64) -> Cache {
        Cache {
            path: path.to_owned(),
            over,
            known: FxHashMap::default(),
            tail: Mutex::new(Tail {
                file,
                end,
                pending: Vec::new(),
                new: Vec::new(),
                failed: None,
                full: false,
            }),
            idle: 0,
            asked: AtomicU64::new(0),
            hits: AtomicUsize::new(0),
            damaged: AtomicUsize::new(0),
        }
    }

    fn anew(path: &Path, over: [u8; 16]) -> io::Result<Cache> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(path)?;
        if let Err(TryLockError::Error(error)) = file.try_lock() {
            return Err(error);
        }
        Cache::fill(file, path, over)
    }

    fn fill(mut file: File, path: &Path, over: [u8; 16]) -> io::Result<Cache> {
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&head(over, 0))?;
        Ok(Cache::at(path, over, file, HEAD as u64))
    }

    /// What was put under a key, by this run's forerunners.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let place = self.known.get(key)?;
        let mut bytes = vec![0; place.length as usize];
        {
            let mut tail = self.tail();
            tail.file.seek(SeekFrom::Start(place.at)).ok()?;
            tail.file.read_exact(&mut bytes).ok()?;
        }
        if sum(key, &bytes) != place.sum {
            self.damaged.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        if !place.asked.swap(true, Ordering::Relaxed) {
            self.asked.fetch_add((bytes.len() + ENTRY) as u64, Ordering::Relaxed);
        }
        stretched(&bytes).ok().map(Cow::into_owned)
    }

    /// Keeps a value for the next run.
    pub fn put(&self, key: &Key, bytes: &[u8]) {
        let Ok(bytes) = squeezed(bytes) else { return };
        let Ok(length) = u32::try_from(bytes.len()) else { return };
        let mut tail = self.tail();
        let whole = (ENTRY + bytes.len()) as u64;
        let at = tail.end + tail.pending.len() as u64;
        if at + whole > MOST {
            tail.full = true;
            return;
        }
        tail.new.push((at, whole));
        tail.pending.extend_from_slice(key);
        tail.pending.extend_from_slice(&length.to_le_bytes());
        tail.pending.extend_from_slice(&sum(key, &bytes).to_le_bytes());
        tail.pending.extend_from_slice(&bytes);
        self.asked.fetch_add(whole, Ordering::Relaxed);
        if tail.pending.len() >= BLOCK {
            tail.flush();
        }
    }

    /// What an article says: as it was read before, else as `read` reads it now.
    pub fn document(
        &self,
        article: Article,
        unit: Unit,
        read: impl FnOnce(Article) -> Document,
    ) -> Document {
        let Ok(key) = key(&(unit == Unit::Document, &article)) else { return read(article) };
        if let Some(packed) = self.get(&key)
            && let Ok((published, document)) = unpack::<(Option<Published>, Document)>(&packed)
        {
            self.hit();
            let lines = Lines::new(&article.text);
            return Document { article: Article { published, ..article }, lines, ..document };
        }
        let document = read(article);
        if let Ok(packed) = pack(&(document.article.published, &document)) {
            self.put(&key, &packed);
        }
        document
    }

    /// Counts an article that was not read again.
    pub fn hit(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    /// How many articles were not read again.
    pub fn hits(&self) -> usize {
        self.hits.load(Ordering::Relaxed)
    }

    fn tail(&self) -> MutexGuard<'_, Tail> {
        self.tail.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves the file to the next run, without what has not been asked for in a while.
    ///
    /// # Errors
    /// A problem that names the file, where it is damaged or cannot be written.
    pub fn finish(mut self) -> Result<(), Problem> {
        let damaged = self.damaged.load(Ordering::Relaxed);
        self.close().map_err(|error| {
            let message = format!("the cache cannot be written: {}", Problem::reason(&error));
            Problem::warning("E161", self.path.to_string_lossy(), message)
                .note("the next run reads all articles again")
                .help("name another folder with CROSSCHECK_CACHE_DIR, or pass --no-cache")
        })?;
        if damaged == 0 && self.tail().full {
            let message = format!("the cache has {} GiB and takes no more", MOST >> 30);
            return Err(Problem::warning("E163", self.path.to_string_lossy(), message)
                .note("what was read last is read again by the next run"));
        }
        if damaged == 0 {
            return Ok(());
        }
        let message = format!("the cache is damaged: {damaged} of its entries");
        Err(Problem::warning("E160", self.path.to_string_lossy(), message)
            .note("what they stood for was read again"))
    }

    fn close(&mut self) -> io::Result<()> {
        let asked = self.asked.load(Ordering::Relaxed);
        let tail = self.tail.get_mut().unwrap_or_else(PoisonError::into_inner);
        tail.flush();
        if let Some(error) = tail.failed.take() {
            return Err(error);
        }
        let is_idle = asked < (tail.end - HEAD as u64) / 2;
        let idle = if is_idle { self.idle + 1 } else { 0 };
        if idle < OLDEST {
            if idle != self.idle {
                tail.file.seek(SeekFrom::Start(0))?;
                tail.file.write_all(&head(self.over, idle))?;
            }
            return Ok(());
        }
        let known = self.known.values().filter(|place| place.asked.load(Ordering::Relaxed));
        let known = known.map(|it| (it.at - ENTRY as u64, ENTRY as u64 + u64::from(it.length)));
        let mut kept: Vec<(u64, u64)> = known.chain(tail.new.drain(..)).collect();
        kept.sort_unstable();
        let mut fresh = NamedTempFile::new_in(self.path.parent().unwrap_or(Path::new("")))?;
        fresh.write_all(&head(self.over, 0))?;
        for (at, length) in kept {
            tail.file.seek(SeekFrom::Start(at))?;
            io::copy(&mut Read::by_ref(&mut tail.file).take(length), &mut fresh)?;
        }
        fresh.persist(&self.path)?;
        Ok(())
    }
}

impl Tail {
    fn flush(&mut self) {
        if self.failed.is_some() {
            self.pending.clear();
            return;
        }
        let written = self
            .file
            .seek(SeekFrom::Start(self.end))
            .and_then(|_| self.file.write_all(&self.pending));
        self.end += self.pending.len() as u64;
        self.pending.clear();
        self.failed = written.err();
    }
}

fn head(over: [u8; 16], idle: u8) -> Vec<u8> {
    [MAGIC.as_slice(), &over, &[idle]].concat()
}

fn sum(key: &Key, bytes: &[u8]) -> u64 {
    let (first, _) = key.split_at(8);
    let seed = first.first_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk));
    xxh3_64_with_seed(bytes, seed)
}

fn damaged() -> io::Error {
    io::Error::other("it is damaged")
}
