use std::io::{BufRead, Read};

use memchr::{memchr, memchr_iter, memrchr};

use super::{encoding::refuse_binary, fault::Fault};

const CHUNK: usize = 256 << 10;
/// Memory set aside before reading, however large the file claims to be.
const SET_ASIDE: u64 = 16 << 20;

#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub max_line: usize,
    pub max_file: u64,
    pub max_record: u64,
    pub max_ratio: u64,
    pub max_depth: usize,
}

/// Reads a plain text of about `size` bytes; stops at the first limit that it breaks.
pub(super) fn whole(mut from: impl Read, size: u64, limits: Limits) -> Result<Vec<u8>, Fault> {
    let room = usize::try_from(size.min(SET_ASIDE)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(room + 1);
    let mut line_start = 0;
    loop {
        let old = bytes.len();
        if from.by_ref().take(CHUNK as u64).read_to_end(&mut bytes)? == 0 {
            break;
        }
        if old == 0 {
            refuse_binary(&bytes)?;
        }
        if bytes.len() as u64 > limits.max_file {
            return Err(Fault::TooLarge { max: limits.max_file });
        }
        line_start = last_line_start(&bytes, old, line_start, limits.max_line)?;
    }
    Ok(bytes)
}

/// Start of the last line, `Err` where a line that ends or goes on after `old` is too long.
fn last_line_start(bytes: &[u8], old: usize, start: usize, max: usize) -> Result<usize, Fault> {
    let new = bytes.get(old..).unwrap_or(&[]);
    if bytes.len() - start <= max {
        return Ok(memrchr(b'\n', new).map_or(start, |end| old + end + 1));
    }
    let too_long = |start: usize| {
        let before = memchr_iter(b'\n', bytes.get(..start).unwrap_or(&[])).count();
        Fault::LongLine { line: before as u64 + 1, max }
    };
    let mut start = start;
    for end in memchr_iter(b'\n', new).map(|end| old + end) {
        if end - start > max {
            return Err(too_long(start));
        }
        start = end + 1;
    }
    if bytes.len() - start > max { Err(too_long(start)) } else { Ok(start) }
}

/// What [`next_line`] found.
pub(super) enum Line {
    /// The buffer holds the line with its end.
    Whole,
    /// The line was longer than allowed and is passed over.
    Long,
    End,
}

/// Reads one line into `buffer`, never more than `max` bytes and its end. `bytes` counts along.
pub(super) fn next_line(
    from: &mut impl BufRead,
    buffer: &mut Vec<u8>,
    max: usize,
    bytes: &mut u64,
) -> Result<Line, Fault> {
    buffer.clear();
    let limit = (max as u64).saturating_add(1);
    let got = from.by_ref().take(limit).read_until(b'\n', buffer)?;
    *bytes += got as u64;
    if got == 0 {
        return Ok(Line::End);
    }
    if buffer.ends_with(b"\n") || (got as u64) < limit {
        return Ok(Line::Whole);
    }
    buffer.clear();
    loop {
        let ahead = from.fill_buf()?;
        if ahead.is_empty() {
            return Ok(Line::Long);
        }
        let end = memchr(b'\n', ahead);
        let passed = end.map_or(ahead.len(), |end| end + 1);
        from.consume(passed);
        *bytes += passed as u64;
        if end.is_some() {
            return Ok(Line::Long);
        }
    }
}
