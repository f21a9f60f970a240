use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    ops::Range,
    sync::{Mutex, PoisonError},
};

/// Bytes that are gathered before they are written, and read at a time.
const BLOCK: usize = 256 << 10;

/// A temporary file that grows at its end and is read anywhere.
#[derive(Debug)]
pub(super) struct Scratch {
    file: Mutex<File>,
    pending: Vec<u8>,
    written: u64,
}

impl Scratch {
    pub(super) fn new() -> io::Result<Scratch> {
        Ok(Scratch { file: Mutex::new(tempfile::tempfile()?), pending: Vec::new(), written: 0 })
    }

    /// Adds bytes; gives the place of the first.
    pub(super) fn push(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.written + self.pending.len() as u64;
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= BLOCK {
            self.flush()?;
        }
        Ok(at)
    }

    /// Writes what is pending; only what is written can be read.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.written))?;
        file.write_all(&self.pending)?;
        self.written += self.pending.len() as u64;
        self.pending.clear();
        Ok(())
    }

    pub(super) fn len(&self) -> u64 {
        self.written
    }

    pub(super) fn read(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads a part of the file from its start to its end, so many bytes at a time.
    pub(super) fn part(&self, range: Range<u64>, size: usize) -> Part<'_> {
        let size = size.clamp(BLOCK / 16, BLOCK);
        Part { scratch: self, at: range.start, end: range.end, size, block: Vec::new(), taken: 0 }
    }
}

/// A part of a file, read block by block.
pub(super) struct Part<'a> {
    scratch: &'a Scratch,
    at: u64,
    end: u64,
    size: usize,
    block: Vec<u8>,
    taken: usize,
}

impl Read for Part<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.block.len() {
            let left = usize::try_from(self.end - self.at).unwrap_or(self.size).min(self.size);
            self.block = self.scratch.read(self.at, left)?;
            (self.at, self.taken) = (self.at + left as u64, 0);
        }
        let mut rest = self.block.get(self.taken..).unwrap_or_default();
        let count = rest.read(into)?;
        self.taken += count;
        Ok(count)
    }
}
