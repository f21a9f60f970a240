use std::{
    collections::hash_map::Entry as Slot,
    fs,
    io::Read,
    path::Path,
    sync::{
        Arc,
        mpsc::{SyncSender, sync_channel},
    },
    thread,
};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use crate::{
    model::{Article, Problem},
    rule::{RecordRules, Rules},
};

use super::{
    Inputs,
    fault::{Fault, place},
    list::{Entry, Listing},
    make::make,
    source_file::open,
    unpack::{Found, Record, Sink, Unpacker},
};

/// Bytes and records that are made into articles at one time.
const BATCH: usize = 16 << 20;
const MOST: usize = 2048;
/// Files up to this size are opened and unpacked by whoever makes articles of them.
const SMALL: u64 = 256 << 10;

/// A step in the order of the listing.
enum Work {
    /// A small file.
    File(Arc<Entry>),
    /// Something found in a larger one.
    Found(Found),
    /// The end of the larger one, with the bytes read.
    Read(u64),
}

/// What came of it.
enum Made<T> {
    Article { id: String, entry: Arc<Entry>, line: Option<u64>, value: T },
    Skipped(Problem),
    Warned(Problem),
    Passed(String, u64),
    Read(u64),
}

/// Reads the files of a listing without keeping what is done with; `tick` hears how many bytes of them
/// have been read since it last did.
///
/// `each` is called for every article, by several threads at once; `take` for what it gives, in the
/// order of the listing and of the records in a file, until it says `false`. Of articles of one id
/// only the first comes to `take`. Gives what was found beside the articles.
pub fn stream<T: Send>(
    listing: &Listing,
    rules: &Rules,
    stdin: impl Read + Send,
    each: &(dyn Fn(Article) -> T + Sync),
    take: &mut dyn FnMut(T) -> bool,
    tick: &(dyn Fn(u64) + Sync),
) -> Inputs<T> {
    let mut inputs = Inputs {
        skipped: listing.skipped.clone(),
        warnings: listing.warnings.clone(),
        ..Inputs::default()
    };
    let own;
    let names = match listing.fields.is_empty() {
        true => &rules.record,
        false => {
            own = listing.record_rules(&rules.record);
            &own
        }
    };
    let maker = Maker { listing, rules, names, each, tick };
    let mut ids = Ids::default();
    thread::scope(|scope| {
        let (to, from) = sync_channel(0);
        let feeder = Feeder { listing, rules: names, tick, batch: Vec::new(), weight: 0, to };
        scope.spawn(move || feeder.run(stdin));
        for batch in from {
            let batch: Vec<Work> = batch;
            let made: Vec<Vec<Made<T>>> =
                batch.into_par_iter().map(|work| maker.work(work)).collect();
            for made in made.into_iter().flatten() {
                match made {
                    Made::Article { id, entry, line, value } => match ids.add(&id, &entry, line) {
                        None if !take(value) => return,
                        None => {}
                        Some(first) => {
                            let fault = Fault::Taken { id, first };
                            ids.late.push(fault.problem(&entry.id, line));
                        }
                    },
                    Made::Skipped(problem) => inputs.skipped.push(problem),
                    Made::Warned(problem) => inputs.warnings.push(problem),
                    Made::Passed(kind, count) => *inputs.passed.entry(kind).or_default() += count,
                    Made::Read(bytes) => {
                        inputs.bytes += bytes;
                        inputs.skipped.append(&mut ids.late);
                    }
                }
            }
        }
    });
    inputs
}

/// The ids so far. Of each only a hash is kept, and which file and line it comes from.
#[derive(Default)]
struct Ids {
    known: FxHashMap<(u64, u64), (u32, u32)>,
    files: Vec<String>,
    /// What is told of a file's ids when the file has been read.
    late: Vec<Problem>,
}

impl Ids {
    /// Adds an id; gives the place of the article that has it already.
    fn add(&mut self, id: &str, entry: &Entry, line: Option<u64>) -> Option<String> {
        let hash = xxh3_128(id.as_bytes());
        let container = entry.container();
        if self.files.last().is_none_or(|last| *last != *container) {
            self.files.push(container.to_owned());
        }
        let file = u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX);
        // Inside of an archive the line would be that of a file without its name.
        let line = line.filter(|_| *container == *entry.id);
        let line = line.map_or(0, |line| u32::try_from(line).unwrap_or(0));
        let (high, low) = ((hash >> 64) as u64, hash as u64);
        match self.known.entry((high, low)) {
            Slot::Occupied(first) => {
                let (file, line) = *first.get();
                let file = self.files.get(file as usize).map_or("", String::as_str);
                Some(place(file, (line > 0).then_some(line.into())))
            }
            Slot::Vacant(free) => {
                free.insert((file, line));
                None
            }
        }
    }
}

/// Goes through the files in order and sends on what it finds, in batches.
struct Feeder<'a> {
    listing: &'a Listing,
    rules: &'a RecordRules,
    tick: &'a (dyn Fn(u64) + Sync),
    batch: Vec<Work>,
    weight: usize,
    to: SyncSender<Vec<Work>>,
}

impl Feeder<'_> {
    fn run(mut self, stdin: impl Read) {
        // The only fault is that nobody listens any more.
        let _ = self.files(stdin).and_then(|()| self.send());
    }

    fn files(&mut self, stdin: impl Read) -> Result<(), Fault> {
        let mut stdin = Some(stdin);
        let (listing, tick) = (self.listing, self.tick);
        for entry in &listing.files {
            let entry = Arc::new(entry.clone());
            let size = entry.path.as_ref().map(|path| fs::metadata(path).map_or(0, |it| it.len()));
            if size.is_some_and(|size| size <= SMALL) {
                let weight = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
                self.push(Work::File(entry), weight)?;
                continue;
            }
            let rules = self.rules;
            let mut push = |found: Found| {
                let weight =
                    if let Found::Record(record) = &found { record.form.weight() } else { 0 };
                self.push(Work::Found(found), weight)
            };
            let done = match &entry.path {
                Some(path) => read_file(path, &entry, (listing, rules), &mut push, tick),
                None => match stdin.take() {
                    Some(stdin) => {
                        Unpacker::new((listing, rules), &mut push, tick).stream(stdin, &entry)
                    }
                    None => Ok(0),
                },
            };
            let bytes = done?;
            self.push(Work::Read(bytes), 0)?;
        }
        Ok(())
    }

    fn push(&mut self, work: Work, weight: usize) -> Result<(), Fault> {
        self.batch.push(work);
        self.weight += weight;
        if self.weight >= BATCH || self.batch.len() >= MOST { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> Result<(), Fault> {
        self.weight = 0;
        self.to.send(std::mem::take(&mut self.batch)).map_err(|_| Fault::Stopped)
    }
}

/// Reads a file that has a path; gives the bytes read.
fn read_file(
    path: &Path,
    entry: &Arc<Entry>,
    what: (&Listing, &RecordRules),
    sink: &mut Sink<'_>,
    tick: &(dyn Fn(u64) + Sync),
) -> Result<u64, Fault> {
    match open(path) {
        Ok((file, size)) => Unpacker::new(what, sink, tick).file(file, size, entry),
        Err(fault) => {
            sink(Found::Skipped(fault.problem(&entry.id, None)))?;
            Ok(0)
        }
    }
}

/// Makes articles of records, and of articles what `each` makes of them.
struct Maker<'a, T> {
    listing: &'a Listing,
    rules: &'a Rules,
    names: &'a RecordRules,
    each: &'a (dyn Fn(Article) -> T + Sync),
    tick: &'a (dyn Fn(u64) + Sync),
}

impl<T> Maker<'_, T> {
    fn work(&self, work: Work) -> Vec<Made<T>> {
        let mut made = Vec::new();
        match work {
            Work::Read(bytes) => made.push(Made::Read(bytes)),
            Work::Found(found) => self.found(found, &mut made),
            Work::File(entry) => {
                let path = entry.path.clone().unwrap_or_default();
                let mut sink = |found: Found| {
                    self.found(found, &mut made);
                    Ok(())
                };
                let what = (self.listing, self.names);
                let bytes = read_file(&path, &entry, what, &mut sink, self.tick);
                made.push(Made::Read(bytes.unwrap_or(0)));
            }
        }
        made
    }

    fn found(&self, found: Found, made: &mut Vec<Made<T>>) {
        match found {
            Found::Record(record) => self.record(record, made),
            Found::Skipped(problem) => made.push(Made::Skipped(problem)),
            Found::Warned(problem) => made.push(Made::Warned(problem)),
            Found::Passed(kind, count) => made.push(Made::Passed(kind, count)),
        }
    }

    fn record(&self, record: Box<Record>, made: &mut Vec<Made<T>>) {
        let (entry, line) = (record.entry.clone(), record.line);
        let mut warnings = Vec::new();
        let article = make(*record, self.listing, (self.rules, self.names), &mut warnings);
        made.extend(warnings.into_iter().map(Made::Warned));
        made.push(match article {
            Ok(article) => {
                Made::Article { id: article.id.clone(), entry, line, value: (self.each)(article) }
            }
            Err(fault) => Made::Skipped(fault.problem(&entry.id, line)),
        });
    }
}
