//! What articles say, kept between runs: an article that has not changed is not read for its claims
//! again, and the result is the same byte for byte.
//!
//! One file, written whole. An entry is known by the hash of its article; the file by the hash of the
//! program and its rules, so that nothing is taken over from others. What no run has asked for in a
//! while is dropped.
//!
//! | code | what |
//! |---|---|
//! | E160 | the file is damaged or cannot be read; it is made anew |
//! | E161 | the file cannot be written |

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Article, Document, Lines, Problem, Published, Unit};

type Key = [u8; 32];

/// Claims by the article they were read from.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    over: String,
    kept: FxHashMap<Key, Kept>,
    new: Mutex<BTreeMap<Key, Vec<u8>>>,
    hits: AtomicUsize,
}

#[derive(Debug)]
struct Kept {
    /// How many rewritings of the file ago it was last asked for.
    age: u8,
    packed: Vec<u8>,
    asked: AtomicBool,
}

/// An entry of the file.
type Entry = (Key, u8, Vec<u8>);

const MAGIC: &[u8] = b"crosscheck cache 1\n";
/// Rewritings of the file that an entry outlives without being asked for.
const OLDEST: u8 = 8;

impl Cache {
    /// Reads the file of an earlier run, if there is one; `over` is the hash of the rules. A file of other
    /// rules or of another program is passed over; a damaged one, too, and the problem says so.
    pub fn open(path: &Path, over: &str) -> (Cache, Option<Problem>) {
        let over = format!("{} {over}", env!("CROSSCHECK_BUILD"));
        let (entries, problem) = match read(path, &over) {
            Ok(entries) => (entries, None),
            Err(reason) => {
                let message = format!("the cache cannot be used: {reason}");
                let problem = Problem::warning("E160", path.to_string_lossy(), message)
                    .note("all documents are read again, and the cache is made anew");
                (Vec::new(), Some(problem))
            }
        };
        let kept = |(key, age, packed)| (key, Kept { age, packed, asked: AtomicBool::new(false) });
        let cache = Cache {
            path: path.to_owned(),
            over,
            kept: entries.into_iter().map(kept).collect(),
            new: Mutex::default(),
            hits: AtomicUsize::new(0),
        };
        (cache, problem)
    }

    /// What an article says: as it was read before, else as `read` reads it now.
    pub fn document(
        &self,
        article: Article,
        unit: Unit,
        read: impl FnOnce(Article) -> Document,
    ) -> Document {
        let Some(key) = key(&article, unit) else { return read(article) };
        if let Some(kept) = self.kept.get(&key)
            && let Ok((published, document)) =
                rmp_serde::from_slice::<(Option<Published>, Document)>(&kept.packed)
        {
            kept.asked.store(true, Ordering::Relaxed);
            self.hits.fetch_add(1, Ordering::Relaxed);
            let lines = Lines::new(&article.text);
            return Document { article: Article { published, ..article }, lines, ..document };
        }
        let document = read(article);
        if let Ok(packed) = rmp_serde::to_vec(&(document.article.published, &document)) {
            self.new.lock().unwrap_or_else(PoisonError::into_inner).insert(key, packed);
        }
        document
    }

    /// How many articles were not read again.
    pub fn hits(&self) -> usize {
        self.hits.load(Ordering::Relaxed)
    }

    /// Writes the file for the next run, where this one has read something new.
    ///
    /// # Errors
    /// A problem that names the file, which then stays as it was.
    pub fn save(self) -> Result<(), Problem> {
        let new = self.new.into_inner().unwrap_or_else(PoisonError::into_inner);
        if new.is_empty() {
            return Ok(());
        }
        let mut entries: Vec<Entry> = new.into_iter().map(|(key, it)| (key, 0, it)).collect();
        let aged = self.kept.into_iter().map(|(key, kept)| {
            let age = if kept.asked.into_inner() { 0 } else { kept.age.saturating_add(1) };
            (key, age, kept.packed)
        });
        entries.extend(aged.filter(|(_, age, _)| *age <= OLDEST));
        entries.sort_unstable();
        write(&self.path, &self.over, &entries).map_err(|error| {
            let message = format!("the cache cannot be written: {}", Problem::reason(&error));
            Problem::warning("E161", self.path.to_string_lossy(), message)
                .note("the next run reads all documents again")
                .help("name another folder with CROSSCHECK_CACHE_DIR, or pass --no-cache")
        })
    }
}

fn key(article: &Article, unit: Unit) -> Option<Key> {
    let mut hasher = Sha256::new();
    hasher.update([u8::from(unit == Unit::Document)]);
    hasher.update(rmp_serde::to_vec(article).ok()?);
    Some(hasher.finalize().into())
}

fn read(path: &Path, over: &str) -> Result<Vec<Entry>, String> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Problem::reason(&error)),
    };
    let damaged = || String::from("it is damaged");
    let (rest, sum) = bytes.split_last_chunk().ok_or_else(damaged)?;
    if xxh3_64(rest) != u64::from_le_bytes(*sum) {
        return Err(damaged());
    }
    let rest = rest.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let (own, entries): (String, Vec<Entry>) =
        rmp_serde::from_slice(rest).map_err(|_| damaged())?;
    Ok(if own == over { entries } else { Vec::new() })
}

fn write(path: &Path, over: &str, entries: &[Entry]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let mut bytes = MAGIC.to_vec();
    rmp_serde::encode::write(&mut bytes, &(over, entries)).map_err(io::Error::other)?;
    bytes.extend(xxh3_64(&bytes).to_le_bytes());
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(&bytes)?;
    file.persist(path)?;
    Ok(())
}
