//! Bytes to text. Every offset refers to the text as UTF-8, as it stands after decoding: for a file
//! in UTF-8 that is the file itself, byte order mark included.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr_iter, memrchr};

use super::{
    fault::{Fault, NotUtf8},
    language,
};

/// Characters and bytes shown to either side of a fault.
const SHOWN: usize = 60;
/// Bytes at the start of a text that tell UTF-16 from what is no text at all.
const SNIFFED: usize = 8 << 10;
/// Words that vote on an encoding.
const VOTERS: usize = 1000;
/// Votes of a hundred that a guess needs.
pub(super) const SAFE: u32 = 80;
/// Votes that no word has: a few words are no safe guess.
const DOUBT: usize = 2;
/// Votes of an English text for the encoding in which English is written.
const ENGLISH: usize = 4;
/// Letters beyond ASCII that UTF-8 must have for each piece that is wrong.
const GOOD: usize = 8;
/// Bytes for which one may be wrong where an encoding is declared: a page may have been cut short
/// in the middle of a letter.
const PER_WRONG: usize = 5000;

/// A text and how it was read.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    pub encoding: &'static Encoding,
    /// Byte sequences that the declared encoding does not have; each became U+FFFD.
    pub replaced: usize,
}

/// Decodes a text: by its byte order mark, else as `forced`, else as UTF-8, as `declared` (the name in
/// a page, a header or an XML declaration), or as what its words look like.
///
/// # Errors
/// [`Fault::Binary`] and, where no guess is safe, [`Fault::Encoding`].
pub(super) fn decode(
    bytes: Vec<u8>,
    declared: Option<&str>,
    forced: Option<&'static Encoding>,
) -> Result<Decoded, Fault> {
    if let Some((marked, length)) = Encoding::for_bom(&bytes).filter(|(found, _)| *found != UTF_8) {
        let body = bytes.get(length..).unwrap_or(&[]);
        return strictly(marked, body).ok_or(Fault::NotIn { encoding: marked.name() });
    }
    if let Some(forced) = forced.filter(|forced| *forced != UTF_8) {
        return strictly(forced, &bytes).ok_or(Fault::NotIn { encoding: forced.name() });
    }
    let wide = wide(&bytes)?;
    if let Some(wide) = wide {
        return strictly(wide, &bytes).ok_or(Fault::Binary);
    }
    let bytes = match String::from_utf8(bytes) {
        // No text in a legacy encoding reads as UTF-8 by chance, whatever it declares.
        Ok(text) => return Ok(Decoded { text, encoding: UTF_8, replaced: 0 }),
        Err(error) => error.into_bytes(),
    };
    if is_damaged(&bytes)
        && let Some(decoded) = leniently(UTF_8, &bytes)
    {
        return Ok(decoded);
    }
    let named = declared.and_then(|name| Encoding::for_label(name.trim().as_bytes()));
    // Text in UTF-16 would be full of NUL bytes.
    let usable = |encoding: &&Encoding| ![REPLACEMENT, UTF_16LE, UTF_16BE].contains(encoding);
    if let Some(declared) = named.filter(usable)
        && forced.is_none()
        && let Some(decoded) = leniently(declared, &bytes)
    {
        return Ok(decoded);
    }
    let votes = if forced.is_none() { votes(&bytes) } else { Vec::new() };
    if let Some((encoding, share)) = votes.first()
        && *share >= SAFE
        && let Some(decoded) = strictly(encoding, &bytes)
    {
        return Ok(decoded);
    }
    let at = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
    Err(not_utf8(&bytes, at, 1, 0, votes))
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned();
    Some(Decoded { text, encoding, replaced: 0 })
}

/// Whether a text is UTF-8 but for a few bytes: no other encoding has so many of its letters by chance.
fn is_damaged(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * GOOD
}

/// The text with at most a few sequences replaced.
fn leniently(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let own = |text: &str| text.matches('\u{FFFD}').count();
    let replaced = own(&text);
    (replaced <= 1 + bytes.len() / PER_WRONG).then(|| Decoded {
        text: text.into_owned(),
        encoding,
        replaced,
    })
}

/// UTF-16, by its mark or its first bytes.
pub(super) fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    marked.or_else(|| wide(head).ok().flatten()).filter(|encoding| *encoding != UTF_8)
}

/// Refuses what is no text by its first bytes.
pub(super) fn refuse_binary(head: &[u8]) -> Result<(), Fault> {
    if Encoding::for_bom(head).is_none() {
        wide(head)?;
    }
    Ok(())
}

/// UTF-16 without a mark, known by the half of its bytes that are NUL.
fn wide(bytes: &[u8]) -> Result<Option<&'static Encoding>, Fault> {
    let head = bytes.get(..SNIFFED).unwrap_or(bytes);
    if memchr(0, head).is_none() {
        return Ok(None);
    }
    let mut nuls = [0, 0];
    for at in memchr_iter(0, head) {
        if let Some(count) = nuls.get_mut(at % 2) {
            *count += 1;
        }
    }
    let [even, odd] = nuls;
    // Most letters of English have one byte that is NUL, and no letter has both.
    let half = head.len() / 2;
    if odd * 10 >= half * 7 && even * 50 <= half {
        Ok(Some(UTF_16LE))
    } else if even * 10 >= half * 7 && odd * 50 <= half {
        Ok(Some(UTF_16BE))
    } else {
        Err(Fault::Binary)
    }
}

/// What the words with bytes beyond ASCII look like, each for itself: encodings with their share of
/// votes in percent, most first. An encoding also has the votes of those that read the word alike.
fn votes(bytes: &[u8]) -> Vec<(&'static Encoding, u32)> {
    let words: Vec<&[u8]> = bytes
        .split(|byte| byte.is_ascii_whitespace())
        .filter(|word| !word.is_ascii())
        .map(|word| word.get(..SHOWN).unwrap_or(word))
        .collect();
    let step = words.len().div_ceil(VOTERS).max(1);
    let mut guesses: Vec<(&'static Encoding, &[u8])> = Vec::new();
    for word in words.into_iter().step_by(step) {
        guesses.push((guess(&[word]), word));
    }
    let whole = guess(&guesses.iter().map(|(_, word)| *word).collect::<Vec<_>>());
    let mut named: Vec<&'static Encoding> = vec![whole];
    for (encoding, _) in &guesses {
        if !named.contains(encoding) {
            named.push(encoding);
        }
    }
    let alike = |one: &'static Encoding, other: &'static Encoding, word: &[u8]| {
        one == other
            || one.decode_without_bom_handling(word) == other.decode_without_bom_handling(word)
    };
    let english = language::is_english(&String::from_utf8_lossy(bytes));
    let extra = if english { ENGLISH } else { DOUBT };
    let share = |encoding: &'static Encoding| {
        let count = guesses.iter().filter(|(own, word)| alike(encoding, own, word)).count();
        let own = if english && encoding == WINDOWS_1252 { extra } else { 0 };
        u32::try_from((count + own) * 100 / (guesses.len() + extra)).unwrap_or(0)
    };
    let mut shares: Vec<_> =
        named.into_iter().map(|encoding| (encoding, share(encoding))).collect();
    shares.sort_by_key(|(_, share)| std::cmp::Reverse(*share));
    shares
}

fn guess(words: &[&[u8]]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for word in words {
        detector.feed(word, false);
        detector.feed(b" ", false);
    }
    detector.feed(b"", true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Checks that `bytes` are UTF-8. `first_line` is the number of their first line in the file,
/// `offset` that of their first byte.
pub(super) fn utf8(bytes: &[u8], first_line: u64, offset: u64) -> Result<&str, Fault> {
    std::str::from_utf8(bytes)
        .map_err(|error| not_utf8(bytes, error.valid_up_to(), first_line, offset, Vec::new()))
}

fn not_utf8(
    bytes: &[u8],
    at: usize,
    first_line: u64,
    offset: u64,
    guesses: Vec<(&'static Encoding, u32)>,
) -> Fault {
    let (before, after) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
    let lines = memchr_iter(b'\n', before).count();
    let start = memrchr(b'\n', before).map_or(0, |end| end + 1);
    let line = first_line.saturating_add(lines as u64);
    let left = std::str::from_utf8(before.get(start..).unwrap_or(&[])).unwrap_or("");
    let right = after.get(..memchr(b'\n', after).unwrap_or(after.len())).unwrap_or(after);
    Fault::Encoding(Box::new(NotUtf8 {
        line,
        column: left.chars().count() + 1,
        offset: at + usize::try_from(offset).unwrap_or(usize::MAX - at),
        byte: after.first().copied().unwrap_or(0),
        excerpt: excerpt(line, left, right),
        guesses,
    }))
}

/// The line with bad bytes as `<E9>` and a caret line below the first of them.
fn excerpt(line: u64, left: &str, right: &[u8]) -> String {
    let cut = left.char_indices().rev().nth(SHOWN - 1).map_or(0, |(at, _)| at);
    let mut shown = String::new();
    if cut > 0 {
        shown.push('…');
    }
    shown.extend(left.get(cut..).unwrap_or(left).chars().map(visible));
    let margin = shown.chars().count();
    let tail = right.get(..SHOWN).unwrap_or(right);
    for chunk in tail.trim_ascii_end().utf8_chunks() {
        shown.extend(chunk.valid().chars().map(visible));
        for byte in chunk.invalid() {
            shown.push_str(&format!("<{byte:02X}>"));
        }
    }
    if right.len() > SHOWN {
        shown.push('…');
    }
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    format!("{gutter} |\n{number} | {shown}\n{gutter} | {}^^^^", " ".repeat(margin))
}

/// Control characters and marks of writing direction must not reach a terminal.
fn visible(letter: char) -> char {
    let bidi = matches!(letter, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if letter == '\t' {
        ' '
    } else if letter.is_control() || bidi {
        '\u{FFFD}'
    } else {
        letter
    }
}
