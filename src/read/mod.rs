//! Bytes to articles: which files, their text, their metadata.
//!
//! [`list()`] turns the inputs of a run into a sorted list of files; [`read`] turns the list into
//! articles. What cannot be used is left out and recorded as a [`Problem`]:
//!
//! | code | what |
//! |---|---|
//! | E100 | an input does not exist (stops the run) |
//! | E101 | a file or folder cannot be read |
//! | E102 | a glob is malformed (stops the run when it is an argument) |
//! | E103 | a glob matches nothing (stops the run) |
//! | E104 | a manifest cannot be used (stops the run when it was asked for) |
//! | E105 | a manifest row cannot be used |
//! | E106 | a date cannot be read |
//! | E107 | a manifest row names a file that is not there |
//! | E108 | an input given by name is left out by an exclude pattern |
//! | E109 | a symbolic link leads back to a folder above it |
//! | E110 | not UTF-8, and no safe guess of what else |
//! | E111 | binary |
//! | E112 | no text |
//! | E113 | a line is too long |
//! | E114 | a file is too large |
//! | E115 | a pipe or device in place of a file |
//! | E116 | the name of an encoding is not known (stops the run) |
//! | E120 | a JSONL line is no record |
//! | E121 | an id is taken |

mod article;
mod date;
mod dateline;
mod encoding;
mod facts;
mod fault;
mod front_matter;
mod html;
mod jsonl;
mod language;
mod list;
mod manifest;
mod pattern;
mod source_file;
mod table;
mod text;
mod walk;

use std::{collections::hash_map::Entry as Slot, io::Read, path::PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::{Article, Problem};

pub use list::{Entry, Listing, list};

use fault::Fault;
use source_file::Part;

/// What to read.
#[derive(Clone, Debug)]
pub struct Request {
    /// Files, folders, globs, or `-` for standard input.
    pub inputs: Vec<String>,
    /// Globs; when there are any, of the files found in folders only those that match are read.
    pub include: Vec<String>,
    /// Globs of files to leave out, also of those given by name.
    pub exclude: Vec<String>,
    /// Encodings, each for the files of a glob (`GLOB=NAME`) or for all (`NAME`), `auto` for none; of
    /// several the last that fits holds. Names are the labels of the Encoding Standard.
    pub encodings: Vec<String>,
    /// Metadata beside that of the `manifest.csv` files in the folders; it goes before theirs.
    pub manifest: Option<PathBuf>,
    /// Longest line, in bytes.
    pub max_line: usize,
    /// Largest plain text, in bytes; above 4 GiB - 1 it counts as that. JSONL files are read
    /// record by record and have no limit but that of the line.
    pub max_file: u64,
    /// Whether the folders are those of a repository: its documents are read, and what it ignores is
    /// left out.
    pub repository: bool,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            inputs: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            encodings: Vec::new(),
            manifest: None,
            max_line: 64 << 20,
            max_file: 1 << 30,
            repository: false,
        }
    }
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// In the order of the listing, records in the order of their lines; ids are unique.
    pub articles: Vec<Article>,
    /// Files, folders, records and manifest rows that were left out.
    pub skipped: Vec<Problem>,
    /// What the reader should know although nothing was left out for it.
    pub warnings: Vec<Problem>,
    /// Bytes read, those of files left out later included.
    pub bytes: u64,
}

/// Reads the files of a listing; calls `tick` after each.
///
/// `stdin` is read only where the listing asks for it.
pub fn read(listing: &Listing, stdin: impl Read, tick: &(dyn Fn() + Sync)) -> Inputs {
    let mut piped = listing
        .files
        .iter()
        .find(|entry| entry.path.is_none())
        .map(|entry| source_file::standard_input(stdin, entry, listing));
    let mut parts: Vec<Option<Part>> = listing
        .files
        .par_iter()
        .map(|entry| {
            let part = entry.path.as_ref().map(|path| source_file::read_file(path, entry, listing));
            tick();
            part
        })
        .collect();
    let mut inputs = Inputs {
        skipped: listing.skipped.clone(),
        warnings: listing.warnings.clone(),
        ..Inputs::default()
    };
    let mut taken: FxHashMap<String, String> = FxHashMap::default();
    for (entry, part) in listing.files.iter().zip(&mut parts) {
        let Some(part) = part.take().or_else(|| piped.take()) else { continue };
        inputs.bytes += part.bytes;
        inputs.skipped.extend(part.skipped);
        inputs.warnings.extend(part.warnings);
        for (article, line) in part.articles {
            match taken.entry(article.id.clone()) {
                Slot::Occupied(first) => {
                    let fault = Fault::Taken { id: article.id, first: first.get().clone() };
                    inputs.skipped.push(fault.problem(&entry.id, line));
                }
                Slot::Vacant(free) => {
                    free.insert(fault::place(&entry.id, line));
                    inputs.articles.push(article);
                }
            }
        }
    }
    inputs
}
