use std::{
    collections::BTreeMap,
    io::{self, BufRead, Cursor, Read},
    rc::Rc,
};

use flate2::read::{GzDecoder, ZlibDecoder};
use memchr::memmem;

use super::{
    super::fault::Fault,
    budget::{Budget, Unpacked},
};

/// A page of a crawl.
pub(super) struct Captured {
    pub url: Option<String>,
    pub is_html: bool,
    pub charset: Option<String>,
    pub bytes: Vec<u8>,
}

/// Header lines of a record or a response, in bytes.
const MOST_HEADERS: u64 = 256 << 10;
/// Records of a wrong length after which the rest of the file is given up.
const MOST_DAMAGED: u64 = 100;
/// What follows the last byte of a record.
const END: &[u8] = b"\r\n\r\n";
const START: &[u8] = b"WARC/";

/// Reads the records of a crawl one after the other.
pub(super) struct Records<'s> {
    from: &'s mut dyn BufRead,
    budget: Rc<Budget>,
    max: u64,
    /// Bytes that belong to the next record although they were read with the last.
    back: Cursor<Vec<u8>>,
    damaged: u64,
    pub number: u64,
    /// Records that are no pages, by kind.
    pub passed: BTreeMap<String, u64>,
}

impl<'s> Records<'s> {
    pub(super) fn new(from: &'s mut dyn BufRead, budget: Rc<Budget>, max: u64) -> Records<'s> {
        Records {
            from,
            budget,
            max,
            back: Cursor::default(),
            damaged: 0,
            number: 0,
            passed: BTreeMap::new(),
        }
    }

    /// The next page or damaged record.
    ///
    /// # Errors
    /// What reading says.
    pub(super) fn next(&mut self) -> Result<Option<Result<Captured, Fault>>, Fault> {
        loop {
            if !self.find_start()? {
                return Ok(None);
            }
            self.number += 1;
            let Some(headers) = self.headers()? else {
                return Ok(Some(Err(Fault::Warc("its header never ends"))));
            };
            let Some(length) = headers.get("content-length").and_then(|it| it.parse().ok()) else {
                return Ok(Some(Err(Fault::Warc("its header gives no Content-Length"))));
            };
            match self.body(length)? {
                Body::Whole(bytes) => match self.page(&headers, bytes) {
                    Ok(page) => return Ok(Some(page)),
                    Err(kind) => *self.passed.entry(kind).or_default() += 1,
                },
                Body::Large => {
                    if headers.get("warc-type").is_some_and(|kind| kind == "response") {
                        return Ok(Some(Err(Fault::LargeRecord { max: self.max })));
                    }
                    *self.passed.entry("large record".to_owned()).or_default() += 1;
                }
                Body::Cut => return Ok(Some(Err(Fault::Warc("the file ends inside it")))),
                Body::Wrong => {
                    return Ok(Some(Err(Fault::Warc("its Content-Length is wrong"))));
                }
            }
        }
    }

    /// Goes on to the next line that starts a record.
    fn find_start(&mut self) -> Result<bool, Fault> {
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.line(&mut line)? == 0 {
                return Ok(false);
            }
            if line.starts_with(START) {
                return Ok(true);
            }
        }
    }

    /// A line, or the first bytes of one that is longer than all headers may be.
    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        let both = self.back.by_ref().chain(&mut *self.from);
        both.take(MOST_HEADERS).read_until(b'\n', line)
    }

    /// The named fields up to the blank line.
    fn headers(&mut self) -> Result<Option<BTreeMap<String, String>>, Fault> {
        let mut bytes = Vec::new();
        loop {
            let start = bytes.len();
            let length = self.line(&mut bytes)?;
            let line = bytes.get(start..).unwrap_or(&[]);
            if length == 0 || bytes.len() as u64 > MOST_HEADERS {
                return Ok(None);
            }
            if line.trim_ascii().is_empty() {
                return Ok(Some(named(&bytes)));
            }
        }
    }

    fn body(&mut self, length: u64) -> Result<Body, Fault> {
        let mut both = self.back.by_ref().chain(&mut *self.from);
        if length > self.max {
            let passed = io::copy(&mut both.take(length), &mut io::sink())?;
            return Ok(if passed < length { Body::Cut } else { Body::Large });
        }
        let mut bytes = Vec::new();
        let got = both.by_ref().take(length).read_to_end(&mut bytes)? as u64;
        let ended = both.by_ref().take(END.len() as u64).read_to_end(&mut bytes)?;
        let end = bytes.get(bytes.len() - ended..).unwrap_or(&[]);
        if got == length && (end == END || ended == 0) {
            bytes.truncate(bytes.len() - ended);
            return Ok(Body::Whole(bytes));
        }
        self.damaged += 1;
        if self.damaged > MOST_DAMAGED {
            return Err(Fault::Damaged {
                format: "WARC",
                message: format!("{MOST_DAMAGED} damaged records"),
            });
        }
        // The record is longer or shorter than it says: the next one may have been read with it.
        let marked: Vec<u8> = [END, START].concat();
        let next = memmem::find(&bytes, &marked).map(|at| at + END.len());
        let keep = next.unwrap_or(bytes.len().saturating_sub(marked.len()));
        let mut back = bytes.split_off(keep);
        self.back.read_to_end(&mut back)?;
        self.back = Cursor::new(back);
        Ok(if got < length && next.is_none() { Body::Cut } else { Body::Wrong })
    }

    /// The page in a record, or the kind of what is none.
    fn page(
        &self,
        headers: &BTreeMap<String, String>,
        bytes: Vec<u8>,
    ) -> Result<Result<Captured, Fault>, String> {
        let url = headers.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let kind = headers.get("warc-type").map_or("untyped", String::as_str);
        if kind != "response" && kind != "resource" && kind != "conversion" {
            return Err(format!("WARC {kind} record"));
        }
        if kind != "response" {
            let (media, charset) = media(headers.get("content-type"));
            let is_html = is_html(&media).ok_or_else(|| format!("WARC record of {media}"))?;
            return Ok(Ok(Captured { url, is_html, charset, bytes }));
        }
        let (head, body) = parted(&bytes).ok_or("WARC response that is not HTTP")?;
        let status = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let status = String::from_utf8_lossy(status.get(..64).unwrap_or(status));
        let status = status.split_ascii_whitespace().nth(1).unwrap_or("none").to_owned();
        if status != "200" {
            return Err(format!("WARC response with status {status}"));
        }
        let response = named(head);
        let (media, charset) = media(response.get("content-type"));
        let Some(is_html) = is_html(&media) else {
            return Err(format!("WARC response of {media}"));
        };
        let field = |name: &str| response.get(name).map(|it| it.to_ascii_lowercase());
        let chunked = field("transfer-encoding").is_some_and(|it| it.contains("chunked"));
        let body = if chunked { unchunked(body) } else { None }.unwrap_or_else(|| body.to_vec());
        // Some crawlers keep the header of what they have already unpacked.
        let bytes = match field("content-encoding").as_deref().map(str::trim) {
            Some("gzip" | "x-gzip") if body.starts_with(b"\x1f\x8b") => {
                self.unpacked(GzDecoder::new(&*body))
            }
            Some("deflate") if body.starts_with(b"\x78") => self.unpacked(ZlibDecoder::new(&*body)),
            Some("br") if std::str::from_utf8(&body).is_err() => {
                return Err("WARC response packed with Brotli".to_owned());
            }
            _ => Ok(body),
        };
        Ok(bytes.map(|bytes| Captured { url, is_html, charset, bytes }))
    }

    fn unpacked(&self, inner: impl Read) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        let from = Unpacked { inner, budget: self.budget.clone(), format: "HTTP" };
        from.take(self.max.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > self.max {
            return Err(Fault::LargeRecord { max: self.max });
        }
        Ok(bytes)
    }
}

enum Body {
    Whole(Vec<u8>),
    Large,
    Cut,
    Wrong,
}

/// Fields of a header, their names in small letters; the first line counts for none.
fn named(head: &[u8]) -> BTreeMap<String, String> {
    let text = String::from_utf8_lossy(head);
    let fields = text.lines().filter_map(|line| line.split_once(':'));
    fields
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect()
}

/// The header and the body of a response.
fn parted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if !bytes.starts_with(b"HTTP/") {
        return None;
    }
    let ends = [b"\r\n\r\n".as_slice(), b"\n\n"];
    let found = ends.into_iter().filter_map(|end| Some((memmem::find(bytes, end)?, end.len())));
    let (at, length) = found.min()?;
    Some((bytes.get(..at)?, bytes.get(at + length..)?))
}

/// Media type and charset of a Content-Type.
fn media(value: Option<&String>) -> (String, Option<String>) {
    let value = value.map_or("", String::as_str);
    let mut parts = value.split(';');
    let media = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"').to_owned())
    });
    (if media.is_empty() { "no type".to_owned() } else { media }, charset)
}

fn is_html(media: &str) -> Option<bool> {
    match media {
        "text/html" | "application/xhtml+xml" => Some(true),
        "text/plain" => Some(false),
        _ => None,
    }
}

/// The body without the lengths of its chunks; nothing where it has none.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut rest = body;
    loop {
        let end = memmem::find(rest, b"\r\n")?;
        let size = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        let start = end + 2;
        whole.extend_from_slice(rest.get(start..start.checked_add(size)?)?);
        rest = rest.get(start + size..)?.strip_prefix(b"\r\n")?;
    }
}
