use std::io::{self, BufRead, BufReader, Read};

/// Bytes looked at to tell the format.
const HEAD: u64 = 64 << 10;

/// A stream whose first bytes are known before it is read.
pub(super) struct Ahead<'r> {
    head: Vec<u8>,
    at: usize,
    /// What stopped the reading of the head, to be told where it would have gone on.
    error: Option<io::Error>,
    rest: BufReader<Box<dyn Read + 'r>>,
}

impl<'r> Ahead<'r> {
    pub(super) fn new(from: impl Read + 'r) -> Ahead<'r> {
        let mut head = Vec::new();
        let mut from: Box<dyn Read + 'r> = Box::new(from);
        let error = from.by_ref().take(HEAD).read_to_end(&mut head).err();
        Ahead { head, at: 0, error, rest: BufReader::with_capacity(64 << 10, from) }
    }

    /// The first bytes, as long as nothing was read.
    pub(super) fn head(&self) -> &[u8] {
        self.head.get(self.at..).unwrap_or(&[])
    }

    /// Whether the head is all there is.
    pub(super) fn is_whole(&self) -> bool {
        (self.head.len() as u64) < HEAD && self.error.is_none()
    }
}

impl Read for Ahead<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Ahead<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(self.head.get(self.at..).unwrap_or(&[]));
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        self.head = Vec::new();
        self.at = 0;
        self.rest.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.head.len() { self.at += count } else { self.rest.consume(count) }
    }
}
