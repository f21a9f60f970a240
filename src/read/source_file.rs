use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    path::Path,
};

use crate::model::{Article, Markup, Problem};

use super::{
    article::{Raw, article},
    fault::Fault,
    jsonl::{is_record, records},
    list::{Entry, Listing},
    text::{Limits, whole},
};

/// What one file gave.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Articles, with the line of those that are records.
    pub articles: Vec<(Article, Option<u64>)>,
    pub skipped: Vec<Problem>,
    pub warnings: Vec<Problem>,
    pub bytes: u64,
}

/// Opens a regular file; gives it and its size. A pipe is never opened, which could wait forever.
pub(super) fn open(path: &Path) -> Result<(File, u64), Fault> {
    if !fs::metadata(path)?.is_file() {
        return Err(Fault::NoFile);
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    Ok((file, size))
}

pub(super) fn read_file(path: &Path, entry: &Entry, listing: &Listing) -> Part {
    let ends = |end: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(end));
    let mut part = Part::default();
    let done = open(path).and_then(|(file, size)| {
        if ends("jsonl") {
            part.records(BufReader::new(file), entry, listing)
        } else if size > listing.limits.max_file {
            Err(Fault::TooLarge { max: listing.limits.max_file })
        } else {
            let text = whole(file, size, listing.limits)?;
            let told = Markup::of(path);
            let guess = told == Markup::Plain && listing.repository;
            let markup = if guess { Markup::guessed(&text) } else { told };
            part.plain(text, markup, entry, listing)
        }
    });
    part.finish(done, entry)
}

/// Standard input: records when its first line that is not blank is one, else a plain text.
pub(super) fn standard_input(stdin: impl Read, entry: &Entry, listing: &Listing) -> Part {
    let mut part = Part::default();
    let mut stdin = BufReader::new(stdin);
    let done = head(&mut stdin, listing.limits).and_then(|head| {
        let first = head.trim_ascii_start();
        let records = is_record(first);
        let whole_stream = head.chain(stdin);
        if records {
            part.records(BufReader::new(whole_stream), entry, listing)
        } else {
            let text = whole(whole_stream, 0, listing.limits)?;
            part.plain(text, Markup::Plain, entry, listing)
        }
    });
    part.finish(done, entry)
}

/// Blank lines and the first line that is not, at most a line's limit in all.
fn head(stdin: &mut impl BufRead, limits: Limits) -> Result<Vec<u8>, Fault> {
    let mut head = Vec::new();
    let mut stdin = stdin.take((limits.max_line as u64).saturating_add(1));
    while stdin.read_until(b'\n', &mut head)? > 0 {
        if !head.trim_ascii().is_empty() {
            break;
        }
    }
    Ok(head)
}

impl Part {
    fn plain(
        &mut self,
        text: String,
        markup: Markup,
        entry: &Entry,
        listing: &Listing,
    ) -> Result<(), Fault> {
        self.bytes = text.len() as u64;
        let raw = Raw { text, markup, ..Raw::default() };
        self.articles.push((article(raw, entry, listing, &mut self.warnings)?, None));
        Ok(())
    }

    fn records(
        &mut self,
        from: impl BufRead,
        entry: &Entry,
        listing: &Listing,
    ) -> Result<(), Fault> {
        let mut bytes = 0;
        let done = records(from, listing.limits, &mut bytes, |line, record| {
            let made = record.and_then(|record| {
                article(record.into_raw(line), entry, listing, &mut self.warnings)
            });
            match made {
                Ok(article) => self.articles.push((article, Some(line))),
                Err(fault) => self.skipped.push(fault.problem(&entry.id, Some(line))),
            }
        });
        self.bytes = bytes;
        done
    }

    fn finish(mut self, done: Result<(), Fault>, entry: &Entry) -> Part {
        if let Err(fault) = done {
            self.skipped.push(fault.problem(&entry.id, None));
        }
        self
    }
}
