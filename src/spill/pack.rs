use std::{borrow::Cow, io};

use lz4_flex::block::{compress_into, decompress, get_maximum_output_size};
use serde::{Serialize, de::DeserializeOwned};

/// Bytes from which on it is tried to make them fewer.
const LARGE: usize = 512;

/// Packs a value, in the format of the Postcard specification.
///
/// # Errors
/// When the value is of a type that cannot be packed.
pub fn pack<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    postcard::to_extend(value, Vec::new()).map_err(io::Error::other)
}

/// Unpacks what [`pack()`] made.
///
/// # Errors
/// When it is damaged.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    postcard::from_bytes(bytes).map_err(io::Error::other)
}

/// Makes bytes that leave the memory fewer with LZ4, where they are.
///
/// # Errors
/// When there are too many for one piece.
pub fn squeezed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let size = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    // Zero says that the bytes are as they were.
    let plain = || [&[0; 4], bytes].concat();
    if bytes.len() < LARGE {
        return Ok(plain());
    }
    let mut small = vec![0; 4 + get_maximum_output_size(bytes.len())];
    let (head, body) = small.split_at_mut(4);
    let length = compress_into(bytes, body).map_err(io::Error::other)?;
    if length >= bytes.len() {
        return Ok(plain());
    }
    head.copy_from_slice(&size.to_le_bytes());
    small.truncate(4 + length);
    Ok(small)
}

/// The bytes of which [`squeezed`] made these.
///
/// # Errors
/// When they are damaged.
pub fn stretched(bytes: &[u8]) -> io::Result<Cow<'_, [u8]>> {
    let (size, rest) = bytes.split_first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
    match u32::from_le_bytes(*size) {
        0 => Ok(Cow::Borrowed(rest)),
        size => decompress(rest, size as usize).map(Cow::Owned).map_err(io::Error::other),
    }
}
