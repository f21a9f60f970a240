use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding};

const CHUNK: usize = 16 << 10;

/// A stream in another encoding, as UTF-8.
pub(super) struct Transcoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Transcoded<R> {
    pub(super) fn new(inner: R, from: &'static Encoding) -> Transcoded<R> {
        let decoder = from.new_decoder_with_bom_removal();
        Transcoded { inner, decoder, raw: vec![0; CHUNK], out: Vec::new(), at: 0, ended: false }
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() && !self.ended {
            let count = self.inner.read(&mut self.raw)?;
            self.ended = count == 0;
            let most = self.decoder.max_utf8_buffer_length(count).unwrap_or(CHUNK * 4);
            self.out.resize(most, 0);
            let raw = self.raw.get(..count).unwrap_or(&[]);
            let (_, _, written, _) = self.decoder.decode_to_utf8(raw, &mut self.out, self.ended);
            self.out.truncate(written);
            self.at = 0;
        }
        let mut left = self.out.get(self.at..).unwrap_or(&[]);
        let count = left.read(buffer)?;
        self.at += count;
        Ok(count)
    }
}
