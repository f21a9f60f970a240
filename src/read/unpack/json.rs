use std::io::BufRead;

use memchr::memchr2;

use crate::rule::{Field, RecordRules};

use super::super::fault::Fault;

/// An object that may be a record, with its place.
pub(super) struct Object {
    pub bytes: Vec<u8>,
    /// The line where it starts, and which of its list it is, from 1; 0 outside of a list.
    pub line: u64,
    pub number: u64,
}

/// Goes over JSON text of any size and hands over the objects that are records: those of an array, of
/// a list in an object under one of the names for lists, or those that follow one another.
pub(super) struct Objects<'r> {
    rules: &'r RecordRules,
    max: u64,
    /// Brackets that are open.
    depth: usize,
    /// Whether the outermost bracket is one of an array.
    in_array: bool,
    /// Whether the outermost object holds a list of records, and whether that is open.
    is_wrapper: bool,
    in_list: bool,
    in_string: bool,
    escaped: bool,
    /// The last string of the outermost object, which may be a key, and the key.
    string: Vec<u8>,
    key: Option<Field>,
    has_text: bool,
    /// A list under a fitting name has been opened, and its first item is not known.
    may_be_list: bool,
    /// The record being read: its bytes, whether they are too many, the depth that it started at.
    record: Vec<u8>,
    too_large: bool,
    from_depth: Option<usize>,
    start_line: u64,
    line: u64,
    number: u64,
    handed: u64,
    stray: Option<u64>,
}

/// The longest key of interest.
const KEY: usize = 64;

impl<'r> Objects<'r> {
    pub(super) fn new(rules: &'r RecordRules, max: u64) -> Objects<'r> {
        Objects {
            rules,
            max,
            depth: 0,
            in_array: false,
            is_wrapper: false,
            in_list: false,
            in_string: false,
            escaped: false,
            string: Vec::new(),
            key: None,
            has_text: false,
            may_be_list: false,
            record: Vec::new(),
            too_large: false,
            from_depth: None,
            start_line: 1,
            line: 1,
            number: 0,
            handed: 0,
            stray: None,
        }
    }

    /// Reads to the end.
    ///
    /// # Errors
    /// What reading says, and what `each` says.
    pub(super) fn read(
        mut self,
        from: &mut dyn BufRead,
        each: &mut dyn FnMut(u64, Result<Object, Fault>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        loop {
            let chunk = from.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let length = chunk.len();
            let mut rest = chunk;
            while let Some(byte) = rest.first() {
                let passed = if self.in_string { self.plain(rest) } else { 0 };
                if passed > 0 {
                    let (plain, after) = rest.split_at_checked(passed).unwrap_or((rest, &[]));
                    self.keep(plain);
                    rest = after;
                    continue;
                }
                self.byte(*byte, each)?;
                rest = rest.get(1..).unwrap_or(&[]);
            }
            from.consume(length);
        }
        if self.from_depth.is_some() {
            let message = "the data ends inside this record".to_owned();
            let fault = Fault::Record { message, column: None };
            each(self.start_line, Err(fault))?;
            self.handed += 1;
        }
        if let Some(line) = self.stray {
            let message = "there are words between the records".to_owned();
            each(line, Err(Fault::Record { message, column: None }))?;
        } else if self.handed == 0 {
            return Err(Fault::NoRecords);
        }
        Ok(())
    }

    /// Bytes of a string that neither end it nor are escaped.
    fn plain(&self, rest: &[u8]) -> usize {
        if self.escaped { 0 } else { memchr2(b'"', b'\\', rest).unwrap_or(rest.len()) }
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
        if self.depth == 1 && self.string.len() < KEY {
            self.string.extend(bytes.iter().take(KEY));
        }
        if self.from_depth.is_some() && !self.too_large {
            self.record.extend_from_slice(bytes);
            if self.record.len() as u64 > self.max {
                self.too_large = true;
                self.record = Vec::new();
            }
        }
    }

    fn byte(
        &mut self,
        byte: u8,
        each: &mut dyn FnMut(u64, Result<Object, Fault>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if self.in_string {
            self.keep(&[byte]);
            if self.escaped {
                self.escaped = false;
            } else if byte == b'\\' {
                self.escaped = true;
            } else if byte == b'"' {
                self.in_string = false;
                self.string.pop();
            }
            return Ok(());
        }
        if self.may_be_list && !byte.is_ascii_whitespace() {
            self.may_be_list = false;
            if byte == b'{' {
                // The object is no record but holds records.
                (self.is_wrapper, self.in_list) = (true, true);
                (self.from_depth, self.too_large) = (None, false);
                self.record = Vec::new();
                self.number = 0;
            }
        }
        match byte {
            b'{' if self.opens_record() => {
                self.from_depth = Some(self.depth);
                self.start_line = self.line;
                self.has_text = false;
                self.key = None;
                self.keep(&[byte]);
                self.depth += 1;
            }
            b'{' | b'[' => {
                self.keep(&[byte]);
                if self.depth == 0 {
                    self.in_array = true;
                    self.number = 0;
                }
                let lists = self.key == Some(Field::Records) && !self.has_text;
                let outer = self.is_wrapper || self.from_depth == Some(0);
                self.may_be_list =
                    byte == b'[' && self.depth == 1 && lists && outer && !self.in_array;
                self.depth += 1;
            }
            b'}' | b']' => {
                self.keep(&[byte]);
                self.depth = self.depth.saturating_sub(1);
                if self.from_depth == Some(self.depth) {
                    self.hand_over(each)?;
                }
                if self.depth <= 1 {
                    self.in_list = false;
                }
                if self.depth == 0 {
                    (self.in_array, self.is_wrapper) = (false, false);
                }
            }
            b'"' => {
                self.string.clear();
                self.keep(&[byte]);
                self.string.clear();
                self.in_string = true;
            }
            b':' if self.depth == 1 => {
                self.keep(&[byte]);
                let key = std::str::from_utf8(&self.string).unwrap_or_default();
                self.key = self.rules.field(key).map(|(field, _)| field);
                self.has_text |= self.key == Some(Field::Text);
            }
            _ => {
                let between = self.depth == 0 && !byte.is_ascii_whitespace();
                // A byte order mark, commas and the separators of JSON sequences part records.
                if between && !b",\x1e\xef\xbb\xbf".contains(&byte) {
                    self.stray.get_or_insert(self.line);
                }
                self.keep(&[byte]);
            }
        }
        Ok(())
    }

    fn opens_record(&self) -> bool {
        self.from_depth.is_none()
            && match self.depth {
                0 => true,
                1 => self.in_array,
                2 => self.in_list,
                _ => false,
            }
    }

    fn hand_over(
        &mut self,
        each: &mut dyn FnMut(u64, Result<Object, Fault>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let listed = self.from_depth != Some(0);
        self.from_depth = None;
        self.handed += 1;
        self.number += 1;
        let number = if listed { self.number } else { 0 };
        let bytes = std::mem::take(&mut self.record);
        let large = std::mem::take(&mut self.too_large);
        let object = Object { bytes, line: self.start_line, number };
        let max = self.max;
        each(self.start_line, if large { Err(Fault::LargeRecord { max }) } else { Ok(object) })
    }
}
