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
//! | E117 | a packed file unpacks to too much |
//! | E118 | packed files lie too deep in one another |
//! | E119 | a record is too large |
//! | E120 | a record cannot be read |
//! | E121 | an id is taken |
//! | E122 | a file is damaged or cut short |
//! | E123 | a format that is not read |
//! | E124 | a file holds no articles |
//! | E125 | a file is locked with a password |
//! | E126 | a row of a table cannot be used |
//! | E127 | a record of a crawl is damaged |
//! | E128 | a file grew while it was read |
//! | E129 | bytes that the declared encoding does not have |
//! | E133 | a place for a field is malformed (stops the run) |
//! | E134 | an article in a language that is not supported |
//! | E135 | the elements of a page lie too deep in one another |

mod article;
mod date;
mod dateline;
mod docx;
mod encoding;
mod facts;
mod fault;
mod front_matter;
mod html;
mod language;
mod list;
mod mail;
mod make;
mod manifest;
mod object;
mod pattern;
mod pdf;
mod place;
mod row;
mod source_file;
mod stream;
mod table;
mod text;
mod unpack;
mod walk;

use std::{collections::BTreeMap, io::Read, path::PathBuf};

use crate::{
    model::{Article, Problem},
    rule::Rules,
};

pub use list::{Entry, Listing, list};
pub use row::row;
pub use stream::stream;

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
    /// Where fields of articles are looked for first, by field (`source`, `published`, `title`,
    /// `author`, `url`): `front-matter:KEY`, `json:NAME`, `path:TEMPLATE`. The first that gives a value
    /// holds; a manifest goes before them.
    pub places: Vec<(String, Vec<String>)>,
    /// Metadata beside that of the `manifest.csv` files in the folders; it goes before theirs.
    pub manifest: Option<PathBuf>,
    /// Longest line, in bytes.
    pub max_line: usize,
    /// Largest plain text, in bytes; above 4 GiB - 1 it counts as that. Files of many records are
    /// read record by record and have no limit.
    pub max_file: u64,
    /// Largest record, in bytes: a web page, a message, a document, a file in an archive that is an
    /// article, a row, an object.
    pub max_record: u64,
    /// How many times its own size a packed file may unpack to.
    pub max_ratio: u64,
    /// How deep packed files may lie in one another.
    pub max_depth: usize,
    /// Names of the fields of records, by field (`text`, `published`, ...); they go before those of
    /// `rules/record/field.toml`.
    pub fields: Vec<(String, Vec<String>)>,
    /// Whether articles in languages that are not supported are handed over too.
    pub any_language: bool,
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
            places: Vec::new(),
            manifest: None,
            max_line: 64 << 20,
            max_file: 1 << 30,
            max_record: 64 << 20,
            max_ratio: 200,
            max_depth: 6,
            fields: Vec::new(),
            any_language: false,
            repository: false,
        }
    }
}

/// What was read.
#[derive(Clone, Debug)]
pub struct Inputs<T = Article> {
    /// The articles, or what was made of each, in the order of the listing, records in the order of
    /// their file; ids are unique.
    pub articles: Vec<T>,
    /// Files, folders, records and manifest rows that were left out.
    pub skipped: Vec<Problem>,
    /// What the reader should know although nothing was left out for it.
    pub warnings: Vec<Problem>,
    /// What holds no article by its kind, with how many there were: requests in a crawl, pictures
    /// in an archive, teasers in a feed.
    pub passed: BTreeMap<String, u64>,
    /// Bytes read, those of files left out later included; packed ones count as they are packed.
    pub bytes: u64,
}

impl<T> Default for Inputs<T> {
    fn default() -> Inputs<T> {
        Inputs {
            articles: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
            passed: BTreeMap::new(),
            bytes: 0,
        }
    }
}

/// Reads the files of a listing; `tick` hears how many bytes of them have been read since it last did.
///
/// `stdin` is read only where the listing asks for it.
pub fn read(
    listing: &Listing,
    rules: &Rules,
    stdin: impl Read + Send,
    tick: &(dyn Fn(u64) + Sync),
) -> Inputs {
    let mut articles = Vec::new();
    let mut take = |article| {
        articles.push(article);
        true
    };
    let inputs = stream(listing, rules, stdin, &|article| article, &mut take, tick);
    Inputs { articles, ..inputs }
}
