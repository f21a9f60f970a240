use std::io;

use lz4_flex::block::{compress_into, decompress, get_maximum_output_size};
use serde::{Serialize, de::DeserializeOwned};

/// Bytes from which on it is tried to make them fewer.
const LARGE: usize = 512;

/// Packs a value: as MessagePack, and with LZ4 where that makes it smaller.
///
/// # Errors
/// When the value is of a type that cannot be packed.
pub fn pack<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    let mut plain = vec![0; 4];
    rmp_serde::encode::write(&mut plain, value).map_err(io::Error::other)?;
    let (_, whole) = plain.split_at(4);
    if whole.len() < LARGE {
        return Ok(plain);
    }
    // Zero says that the bytes are as they were.
    let size = u32::try_from(whole.len()).map_err(io::Error::other)?;
    let mut small = vec![0; 4 + get_maximum_output_size(whole.len())];
    let (head, body) = small.split_at_mut(4);
    let length = compress_into(whole, body).map_err(io::Error::other)?;
    if length >= whole.len() {
        return Ok(plain);
    }
    head.copy_from_slice(&size.to_le_bytes());
    small.truncate(4 + length);
    small.shrink_to_fit();
    Ok(small)
}

/// Unpacks what [`pack()`] made.
///
/// # Errors
/// When it is damaged.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    let (size, rest) = bytes.split_first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
    let read = |whole: &[u8]| rmp_serde::from_slice(whole).map_err(io::Error::other);
    match u32::from_le_bytes(*size) {
        0 => read(rest),
        size => read(&decompress(rest, size as usize).map_err(io::Error::other)?),
    }
}
