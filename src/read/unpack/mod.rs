//! Files to records: what is packed is unpacked as it is read, nothing is written to a disk.
//!
//! [`Unpacker`] goes down one level at a time, guarded by a [`Budget`]: how deep, how large a record,
//! how many times its own size a file may become.

mod ahead;
mod archive;
mod budget;
mod feed;
mod format;
mod frames;
mod json;
mod mailbox;
mod table;
mod transcode;
mod warc;

use std::{
    fs::File,
    io::{Cursor, Read, Seek},
    rc::Rc,
    sync::Arc,
};

use encoding_rs::{Encoding, UTF_8};
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;

use crate::{
    model::{FieldOrigin, Markup, Problem},
    rule::{Field, RecordRules},
};

use super::{
    encoding::{decode, refuse_binary, utf8, utf16},
    facts::{Facts, Stated},
    fault::Fault,
    list::{Entry, Listing},
    object::Fields,
    text::{Limits, Line, next_line, whole},
};

use ahead::Ahead;
pub(super) use budget::Broken;
use budget::{Budget, Counted, Unpacked};
use format::Format;
use frames::Frames;
use transcode::Transcoded;
use warc::Captured;

/// Memory that an xz stream may ask for, in KiB.
const XZ_MEMORY: u32 = 256 << 10;

/// A record as it stands in its file.
#[derive(Debug)]
pub(super) struct Record {
    /// Its file, or its place in a container.
    pub entry: Arc<Entry>,
    /// Its line, where it is one of many.
    pub line: Option<u64>,
    pub form: Form,
    pub facts: Facts,
    /// The encoding that is told beside it.
    pub charset: Option<String>,
}

/// The bytes of a record and what they are.
#[derive(Debug)]
pub(super) enum Form {
    Text(Vec<u8>, Markup),
    Html(Vec<u8>),
    Mail(Vec<u8>),
    Pdf(Vec<u8>),
    Docx(Vec<u8>),
    /// An object of JSON, with the place of its first byte in the file.
    Object(Vec<u8>, u64),
    Row(Box<Fields>),
}

impl Form {
    /// About the memory that it takes.
    pub(super) fn weight(&self) -> usize {
        match self {
            Form::Text(bytes, _)
            | Form::Html(bytes)
            | Form::Mail(bytes)
            | Form::Pdf(bytes)
            | Form::Docx(bytes)
            | Form::Object(bytes, _) => bytes.len(),
            Form::Row(fields) => fields.weight(),
        }
    }
}

/// What an unpacker comes across.
#[derive(Debug)]
pub(super) enum Found {
    Record(Box<Record>),
    Skipped(Problem),
    Warned(Problem),
    /// What holds no article by its kind, and how many of them.
    Passed(String, u64),
}

/// Takes what is found; `Err` when nobody listens any more.
pub(super) type Sink<'s> = dyn FnMut(Found) -> Result<(), Fault> + 's;

/// Reads one file of a listing down to its records.
pub(super) struct Unpacker<'a> {
    listing: &'a Listing,
    rules: &'a RecordRules,
    budget: Rc<Budget>,
    sink: &'a mut Sink<'a>,
    /// Hears of the bytes of the file as they are read.
    tick: &'a (dyn Fn(u64) + Sync),
}

impl<'a> Unpacker<'a> {
    pub(super) fn new(
        (listing, rules): (&'a Listing, &'a RecordRules),
        sink: &'a mut Sink<'a>,
        tick: &'a (dyn Fn(u64) + Sync),
    ) -> Unpacker<'a> {
        let budget = Rc::new(Budget::new(listing.limits.max_ratio));
        Unpacker { listing, rules, budget, sink, tick }
    }

    /// Reads a file of so many bytes; gives the bytes read. What cannot be used is told to the sink.
    ///
    /// # Errors
    /// When nobody listens any more.
    pub(super) fn file(mut self, file: File, size: u64, entry: &Arc<Entry>) -> Result<u64, Fault> {
        let done = self.opened(&file, size, entry);
        let now = file.metadata().map_or(size, |found| found.len());
        if done.is_ok() && size > 0 && now > size {
            (self.sink)(Found::Warned(grown(&entry.id, size)))?;
        }
        self.finish(done, entry)
    }

    /// The same with a stream.
    ///
    /// # Errors
    /// When nobody listens any more.
    pub(super) fn stream(mut self, from: impl Read, entry: &Arc<Entry>) -> Result<u64, Fault> {
        let from = Counted { inner: from, budget: self.budget.clone(), tick: self.tick };
        let done = self.contents(Ahead::new(from), entry, 0);
        self.finish(done, entry)
    }

    fn finish(mut self, done: Result<(), Fault>, entry: &Entry) -> Result<u64, Fault> {
        match done {
            Err(Fault::Stopped) => return Err(Fault::Stopped),
            Err(fault) => self.tell(fault, entry, None)?,
            Ok(()) => {}
        }
        Ok(self.budget.read.get())
    }

    /// Tells that a file or a record is left out.
    fn tell(&mut self, fault: Fault, entry: &Entry, line: Option<u64>) -> Result<(), Fault> {
        // A file that a folder holds beside its articles is no article left out.
        let is_other = fault.is_other_data() && !entry.named && line.is_none();
        let problem = fault.problem(&entry.id, line);
        (self.sink)(if is_other { Found::Warned(problem) } else { Found::Skipped(problem) })
    }

    fn opened(&mut self, mut file: &File, size: u64, entry: &Arc<Entry>) -> Result<(), Fault> {
        let mut magic = [0; 4];
        let is_zip = file.read_exact(&mut magic).is_ok()
            && (&magic == b"PK\x03\x04" || &magic == b"PK\x05\x06");
        if file.rewind().is_ok() && is_zip && !self.listing.repository {
            self.budget.read.set(size);
            let done = self.zip(file, entry, 0);
            (self.tick)(size);
            return done;
        }
        // What is added while it is read belongs to the next run.
        let most = if size > 0 { size } else { u64::MAX };
        let inner = file.take(most);
        let from = Counted { inner, budget: self.budget.clone(), tick: self.tick };
        self.contents(Ahead::new(from), entry, 0)
    }

    /// Reads a stream by what its first bytes say that it is.
    fn contents(&mut self, from: Ahead<'_>, entry: &Arc<Entry>, depth: usize) -> Result<(), Fault> {
        let path = entry.path.clone().unwrap_or_default();
        if self.listing.repository {
            return self.leaf(from, Format::Text(Markup::of(&path)), entry, depth);
        }
        let forced = self.listing.encoding(entry);
        let wide = utf16(from.head());
        let readable = wide.map(|wide| wide.decode(from.head()).0.into_owned().into_bytes());
        let head = readable.as_deref().unwrap_or(from.head());
        let format = Format::of(head, &path, from.is_whole(), &|line, delimiter| {
            self.names_text(line, delimiter)
        });
        let (mut from, mut encoding) = (from, wide.or(forced));
        if encoding.is_none() && format.is_read_as_utf8() {
            let head = from.head();
            encoding = if format == Format::Feed { declared(head) } else { guessed(head) };
        }
        if format.is_read_as_utf8()
            && let Some(encoding) = encoding.filter(|it| *it != UTF_8)
        {
            from = Ahead::new(Transcoded::new(from, encoding));
        }
        match format {
            Format::Gzip => self.packed(MultiGzDecoder::new(from), "gzip", entry, depth),
            Format::Xz => {
                let decoder = XzReader::new_mem_limit(from, true, XZ_MEMORY);
                self.packed(decoder, "xz", entry, depth)
            }
            Format::Zstandard => self.packed(Frames::new(from), "zstd", entry, depth),
            Format::Zip => {
                let bytes = self.bytes(from)?;
                self.zip(Cursor::new(bytes), entry, depth)
            }
            Format::Tar => self.tar(from, entry, depth),
            Format::Warc => self.warc(from, entry),
            Format::Mbox => self.mailbox(from, entry),
            Format::Feed => self.feed(from, entry),
            Format::JsonLines => self.lines(from, entry),
            Format::Json => self.json(from, entry),
            Format::Table { delimiter } => self.table(from, delimiter, entry),
            Format::Text(_) if entry.is_member() && path.extension().is_none() => {
                let kind = "file without an ending in an archive".to_owned();
                (self.sink)(Found::Passed(kind, 1))
            }
            Format::Mail | Format::Html | Format::Pdf | Format::Text(_) => {
                self.leaf(from, format, entry, depth)
            }
            Format::Data => Err(Fault::NoRecords),
            Format::Foreign(name) => Err(Fault::Foreign { name }),
        }
    }

    fn packed(
        &mut self,
        decoder: impl Read,
        format: &'static str,
        entry: &Arc<Entry>,
        depth: usize,
    ) -> Result<(), Fault> {
        self.check_depth(depth)?;
        let from = Unpacked { inner: decoder, budget: self.budget.clone(), format };
        self.contents(Ahead::new(from), &Arc::new(entry.unpacked()), depth + 1)
    }

    fn check_depth(&self, depth: usize) -> Result<(), Fault> {
        let max = self.listing.limits.max_depth;
        if depth < max { Ok(()) } else { Err(Fault::Deep { max }) }
    }

    /// The whole stream, which must not be larger than a record may be.
    fn bytes(&self, from: impl Read) -> Result<Vec<u8>, Fault> {
        let max = self.listing.limits.max_record;
        let mut bytes = Vec::new();
        from.take(max.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > max { Err(Fault::LargeRecord { max }) } else { Ok(bytes) }
    }

    /// What is one article.
    fn leaf(
        &mut self,
        from: Ahead<'_>,
        format: Format,
        entry: &Arc<Entry>,
        depth: usize,
    ) -> Result<(), Fault> {
        let form = if let Format::Text(markup) = format {
            let limits = self.listing.limits;
            let max = if depth == 0 { limits.max_file } else { limits.max_record };
            let bytes = whole(from, 0, Limits { max_file: max, ..limits });
            if let Err(Fault::TooLarge { max }) = bytes
                && depth > 0
            {
                return Err(Fault::LargeRecord { max });
            }
            Form::Text(bytes?, markup)
        } else {
            let bytes = self.bytes(from)?;
            match format == Format::Mail {
                true => Form::Mail(bytes),
                false if format == Format::Pdf => Form::Pdf(bytes),
                false => Form::Html(bytes),
            }
        };
        self.hand_over(entry, None, form, Facts::default(), None)
    }

    fn hand_over(
        &mut self,
        entry: &Arc<Entry>,
        line: Option<u64>,
        form: Form,
        facts: Facts,
        charset: Option<String>,
    ) -> Result<(), Fault> {
        let entry = entry.clone();
        let record = Record { entry, line, form, facts, charset };
        (self.sink)(Found::Record(Box::new(record)))
    }

    fn warc(&mut self, mut from: Ahead<'_>, entry: &Arc<Entry>) -> Result<(), Fault> {
        let budget = self.budget.clone();
        let mut records =
            warc::Records::new(&mut from, budget.clone(), self.listing.limits.max_record);
        let done = loop {
            let found = match records.next() {
                Ok(Some(found)) => found,
                Ok(None) => break Ok(()),
                Err(fault) => break Err(fault),
            };
            let own = Arc::new(entry.numbered(records.number));
            match found {
                Ok(page) => {
                    let Captured { url, is_html, charset, bytes } = page;
                    let url = url.and_then(|url| Stated::of(url, FieldOrigin::Header));
                    let facts = Facts { url, ..Facts::default() };
                    let text = |bytes| Form::Text(bytes, Markup::Plain);
                    let form = if is_html { Form::Html(bytes) } else { text(bytes) };
                    self.hand_over(&own, None, form, facts, charset)?;
                }
                Err(_) if budget.is_spent() => break Err(self.ratio()),
                Err(fault) => self.tell_record(fault, &own, None)?,
            }
        };
        for (kind, count) in records.passed {
            (self.sink)(Found::Passed(kind, count))?;
        }
        if done.is_ok() && records.number == 0 { Err(Fault::NoRecords) } else { done }
    }

    fn ratio(&self) -> Fault {
        Fault::Ratio { max: self.listing.limits.max_ratio }
    }

    fn tell_record(&mut self, fault: Fault, entry: &Entry, line: Option<u64>) -> Result<(), Fault> {
        (self.sink)(Found::Skipped(fault.problem(&entry.id, line)))
    }

    fn mailbox(&mut self, mut from: Ahead<'_>, entry: &Arc<Entry>) -> Result<(), Fault> {
        let Limits { max_record, max_line, .. } = self.listing.limits;
        mailbox::messages(&mut from, max_record, max_line, &mut |number, message| {
            let own = Arc::new(entry.numbered(number));
            match message {
                Ok(bytes) => self.hand_over(&own, None, Form::Mail(bytes), Facts::default(), None),
                Err(fault) => self.tell_record(fault, &own, None),
            }
        })
    }

    fn feed(&mut self, mut from: Ahead<'_>, entry: &Arc<Entry>) -> Result<(), Fault> {
        let max = self.listing.limits.max_record;
        let mut teasers = 0;
        let done = feed::items(&mut from, max, &mut teasers, &mut |item| {
            let own = Arc::new(entry.numbered(item.number));
            let is_html = item.content.contains('<') || item.content.contains('&');
            let bytes = item.content.into_bytes();
            let form = if is_html { Form::Html(bytes) } else { Form::Text(bytes, Markup::Plain) };
            self.hand_over(&own, None, form, item.facts, Some("utf-8".to_owned()))
        });
        if teasers > 0 {
            (self.sink)(Found::Passed("feed item with a teaser only".to_owned(), teasers))?;
        }
        done
    }

    fn lines(&mut self, mut from: Ahead<'_>, entry: &Arc<Entry>) -> Result<(), Fault> {
        refuse_binary(from.head())?;
        let max = self.listing.limits.max_line;
        let (mut number, mut offset, mut any) = (0, 0, false);
        loop {
            let (start, mut line) = (offset, Vec::new());
            let found = next_line(&mut from, &mut line, max, &mut offset)?;
            number += 1;
            match found {
                Line::End if any => return Ok(()),
                Line::End => return Err(Fault::Empty),
                Line::Long => {
                    self.tell_record(Fault::LongLine { line: number, max }, entry, Some(number))?;
                }
                Line::Whole => {
                    let bom = if number == 1 && line.starts_with(BOM) { BOM.len() } else { 0 };
                    line.drain(..bom);
                    if line.trim_ascii().is_empty() {
                        continue;
                    }
                    let form = Form::Object(line, start + bom as u64);
                    self.hand_over(entry, Some(number), form, Facts::default(), None)?;
                }
            }
            any = true;
        }
    }

    fn json(&mut self, mut from: Ahead<'_>, entry: &Arc<Entry>) -> Result<(), Fault> {
        refuse_binary(from.head())?;
        let objects = json::Objects::new(self.rules, self.listing.limits.max_record);
        // The only object of a file is the file.
        let mut first: Option<json::Object> = None;
        let mut any = false;
        objects.read(&mut from, &mut |line, object| {
            if let Some(first) = first.take() {
                self.object(first, false, entry)?;
            }
            match object {
                Ok(object) if object.number == 0 && !any => first = Some(object),
                Ok(object) => self.object(object, false, entry)?,
                Err(fault) => self.tell_record(fault, entry, Some(line))?,
            }
            any = true;
            Ok(())
        })?;
        first.map_or(Ok(()), |first| self.object(first, true, entry))
    }

    fn object(
        &mut self,
        object: json::Object,
        only: bool,
        entry: &Arc<Entry>,
    ) -> Result<(), Fault> {
        let form = Form::Object(object.bytes, 0);
        if object.number > 0 {
            let own = Arc::new(entry.numbered(object.number));
            return self.hand_over(&own, None, form, Facts::default(), None);
        }
        let line = Some(object.line).filter(|_| !only);
        self.hand_over(entry, line, form, Facts::default(), None)
    }

    fn table(
        &mut self,
        mut from: Ahead<'_>,
        delimiter: u8,
        entry: &Arc<Entry>,
    ) -> Result<(), Fault> {
        refuse_binary(from.head())?;
        let Limits { max_record, max_line, .. } = self.listing.limits;
        let mut rows = table::Rows::new(&mut from, delimiter, max_line, max_record);
        let Some((_, header)) = rows.next()? else { return Err(Fault::Empty) };
        let columns: Vec<Option<(Field, usize)>> =
            header?.iter().map(|name| self.column(name)).collect();
        if !columns.iter().flatten().any(|(field, _)| *field == Field::Text) {
            return Err(Fault::NoRecords);
        }
        while let Some((line, row)) = rows.next()? {
            let cells = match row {
                Ok(cells) => cells,
                Err(fault) => {
                    self.tell_record(fault, entry, Some(line))?;
                    continue;
                }
            };
            let mut fields = Fields::default();
            let mut fault = None;
            for (column, cell) in columns.iter().zip(cells) {
                let Some((field, rank)) = *column else { continue };
                match utf8(&cell, line, 0) {
                    Ok(cell) => fields.put(field, rank, cell.to_owned()),
                    Err(found) => fault = Some(found),
                }
            }
            match fault {
                Some(fault) => self.tell_record(fault, entry, Some(line))?,
                None => {
                    self.hand_over(
                        entry,
                        Some(line),
                        Form::Row(Box::new(fields)),
                        Facts::default(),
                        None,
                    )?;
                }
            }
        }
        Ok(())
    }

    fn column(&self, name: &[u8]) -> Option<(Field, usize)> {
        let name = name.strip_prefix(BOM).unwrap_or(name);
        self.rules.field(std::str::from_utf8(name).ok()?).filter(|it| it.0 != Field::Records)
    }

    /// Whether a line names a column with a text, and another.
    fn names_text(&self, line: &[u8], delimiter: u8) -> bool {
        let cells = table::cells(line, delimiter);
        let mut known: Vec<Field> =
            cells.iter().filter_map(|name| self.column(name)).map(|(field, _)| field).collect();
        known.sort();
        known.dedup();
        known.len() > 1 && known.contains(&Field::Text)
    }
}

const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.get(..head.iter().position(|byte| *byte == b'>')?)?;
    let text = std::str::from_utf8(declaration.strip_prefix(BOM).unwrap_or(declaration)).ok()?;
    let value = text.trim_start().strip_prefix("<?xml")?.split_once("encoding")?.1;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let name = value.get(1..)?.split(quote).next()?;
    // A declaration that can be read is not in UTF-16, whatever it says.
    Encoding::for_label(name.trim().as_bytes())
        .map(|found| if found.is_ascii_compatible() { found } else { UTF_8 })
}

/// The encoding that the first bytes of a table or of records look like.
fn guessed(head: &[u8]) -> Option<&'static Encoding> {
    // Where other letters are in UTF-8, the one that is not is a fault of its record.
    let is_mixed = head.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    if is_mixed || head.is_ascii() {
        return None;
    }
    let end = memchr::memrchr(b'\n', head).unwrap_or(head.len());
    let lines = head.get(..end)?.to_vec();
    decode(lines, None, None).ok().map(|decoded| decoded.encoding)
}

fn grown(id: &str, size: u64) -> Problem {
    Problem::warning("E128", id, "this file grew while it was read")
        .note(format!("its first {size} bytes are read, as many as it had at the start"))
        .help("run again when it is complete")
}
