use std::{ops::Range, sync::LazyLock};

use memchr::{memchr2, memmem::Finder};

use crate::model::{Span, Token, TokenKind};

use super::{Dot, Lexicon};

/// Whether a character separates words: white space of every width, soft hyphens, zero-width and
/// direction marks, control characters.
pub fn is_space(letter: char) -> bool {
    match letter {
        ' ' => true,
        '!'..='~' => false,
        _ => {
            letter.is_whitespace()
                || letter.is_control()
                || matches!(letter,
                    '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                    | '\u{2060}'..='\u{2069}' | '\u{feff}')
        }
    }
}

/// Cuts a range of a text into tokens; phrases of the rules and articles go through the same cuts.
pub(crate) struct Tokens<'t> {
    text: &'t str,
    /// The text up to the end of the range.
    bytes: &'t [u8],
    lexicon: &'t Lexicon,
    at: usize,
    end: usize,
    /// In a phrase of the rules an abbreviation keeps its dot without more ado.
    phrase: bool,
    /// Whether the range may hold a link or mail address at all.
    linked: bool,
    /// End of the run without white space that `at` stands in.
    chunk: usize,
    /// Next link or mail address of that run.
    link: Option<Range<usize>>,
}

impl<'t> Tokens<'t> {
    pub(crate) fn of(text: &'t str, range: Range<usize>, lexicon: &'t Lexicon) -> Tokens<'t> {
        let (at, end) = (range.start, range.end.min(text.len()));
        let bytes = text.as_bytes().get(..end).unwrap_or_default();
        let range = bytes.get(at..).unwrap_or_default();
        let linked = memchr2(b'@', b'/', range).is_some()
            || WEB.iter().any(|mark| mark.find(range).is_some());
        Tokens { text, bytes, lexicon, at, end, phrase: false, linked, chunk: at, link: None }
    }

    pub(super) fn of_phrase(phrase: &'t str, lexicon: &'t Lexicon) -> Tokens<'t> {
        Tokens { phrase: true, ..Tokens::of(phrase, 0..phrase.len(), lexicon) }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        let byte = self.byte_at(at)?;
        if byte < 0x80 { Some(char::from(byte)) } else { self.text.get(at..)?.chars().next() }
    }

    fn byte_at(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// First position from `start` on whose byte is not of the class.
    fn class_end(&self, start: usize, stop: usize, class: u8) -> usize {
        let bytes = self.bytes.get(start..stop.min(self.end)).unwrap_or_default();
        let end = bytes.iter().position(|byte| CLASS[usize::from(*byte)] & class == 0);
        start + end.unwrap_or(bytes.len())
    }

    fn digit_at(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(u8::is_ascii_digit)
    }

    fn letter_at(&self, at: usize) -> Option<char> {
        self.char_at(at).filter(|letter| letter.is_alphabetic())
    }

    fn skip_space(&mut self) {
        if self.byte_at(self.at) == Some(b' ') {
            self.at += 1;
        }
        if self.byte_at(self.at).is_some_and(|byte| byte.is_ascii_graphic()) {
            return;
        }
        while let Some(letter) = self.char_at(self.at).filter(|letter| is_space(*letter)) {
            self.at += letter.len_utf8();
        }
    }

    fn enter_chunk(&mut self) {
        let mut end = self.at;
        while let Some(letter) = self.char_at(end).filter(|letter| !is_space(*letter)) {
            end += letter.len_utf8();
        }
        self.chunk = end;
        self.link = self.find_link(self.at);
    }

    fn find_link(&self, from: usize) -> Option<Range<usize>> {
        let chunk = self.text.get(from..self.chunk)?;
        let bytes = chunk.as_bytes();
        (0..bytes.len()).find_map(|at| {
            let found = match bytes.get(at)? {
                b':' if bytes.get(at + 1..at + 3)? == b"//" => {
                    let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
                        at >= scheme.len()
                            && bytes
                                .get(at - scheme.len()..at)
                                .is_some_and(|head| head.eq_ignore_ascii_case(scheme.as_bytes()))
                    })?;
                    at - scheme.len()..link_end(chunk, at)
                }
                b'w' | b'W'
                    if bytes.get(at..at + 4)?.eq_ignore_ascii_case(b"www.")
                        && at.checked_sub(1).is_none_or(|before| {
                            !bytes.get(before).is_some_and(u8::is_ascii_alphanumeric)
                        }) =>
                {
                    at..link_end(chunk, at)
                }
                b'p' if bytes.get(at..)?.starts_with(b"pic.twitter.com/") => {
                    at..link_end(chunk, at)
                }
                b'@' => mail(bytes, at)?,
                _ => return None,
            };
            Some(from + found.start..from + found.end)
        })
    }

    /// The word at hand, where nothing but ASCII letters and what follows them decides.
    fn plain_word(&self) -> Option<Token> {
        let window = self.bytes.get(self.at..)?;
        let (word, len) = self.lexicon.word_at_head(window)?;
        let (letters, rest) = window.split_at_checked(len)?;
        let follows = rest.first().copied().unwrap_or(b' ');
        if matches!(follows, b'.' | b'\'') || follows >= 0x80 {
            return None;
        }
        let (first, rest) = letters.split_first()?;
        let kind = if first.is_ascii_lowercase() {
            TokenKind::Lower
        } else if rest.first().is_some_and(u8::is_ascii_uppercase)
            && rest.iter().all(u8::is_ascii_uppercase)
        {
            TokenKind::Upper
        } else {
            TokenKind::Capitalized
        };
        Some(Token { span: Span::new(self.at, self.at + len), kind, word })
    }

    /// End of the word that starts at `start`, without a dot of its own.
    fn word_end(&self, start: usize, stop: usize) -> usize {
        let mut end = start;
        loop {
            end = self.class_end(end, stop, LETTER);
            let Some(letter) = self.char_at(end).filter(|_| end < stop) else { return end };
            let inside = letter.is_alphabetic()
                || ('\u{300}'..='\u{36f}').contains(&letter)
                || (matches!(letter, '\'' | '\u{2019}')
                    && self.letter_at(end + letter.len_utf8()).is_some()
                    && self.possessive_end(end).is_none());
            if !inside {
                return end;
            }
            end += letter.len_utf8();
        }
    }

    /// End of a possessive "'s" that starts at `at`.
    fn possessive_end(&self, at: usize) -> Option<usize> {
        let mark = self.char_at(at).filter(|mark| matches!(mark, '\'' | '\u{2019}'))?;
        let s = at + mark.len_utf8();
        self.char_at(s).filter(|letter| matches!(letter, 's' | 'S'))?;
        self.letter_at(s + 1).is_none().then_some(s + 1)
    }

    /// End of a word with the dots that belong to it ("U.S.", "a.m.", "Sen.").
    fn dotted_end(&self, start: usize, end: usize) -> usize {
        if self.char_at(end) != Some('.') || self.char_at(end + 1) == Some('.') {
            return end;
        }
        let single = self.letter_at(start).is_some_and(|letter| start + letter.len_utf8() == end);
        if single {
            return self.initials_end(start, end);
        }
        let known = |stop: usize| {
            let word = self.text.get(start..stop)?;
            self.keeps_dot(word, stop).then_some(stop)
        };
        known(end + 1)
            .or_else(|| {
                self.letter_at(end + 1)?;
                let inner = self.word_end(end + 1, (end + 6).min(self.end));
                (self.char_at(inner) == Some('.')).then(|| known(inner + 1)).flatten()
            })
            .unwrap_or(end)
    }

    fn initials_end(&self, start: usize, first: usize) -> usize {
        let mut end = first;
        let mut letters = 1;
        while self.char_at(end) == Some('.') && self.char_at(end + 1) != Some('.') {
            end += 1;
            let Some(letter) = self.letter_at(end) else { break };
            let after = end + letter.len_utf8();
            if self.letter_at(after).is_some() {
                break;
            }
            letters += 1;
            end = after;
        }
        // A letter glued to a number is its unit ("1990s.", "$5m.").
        let glued = start.checked_sub(1).is_some_and(|before| self.digit_at(before));
        if letters == 1 && glued { first } else { end }
    }

    fn keeps_dot(&self, word: &str, after: usize) -> bool {
        match self.lexicon.dot(word) {
            None => false,
            Some(Dot::Always) => true,
            Some(Dot::Capital) => {
                self.phrase || word.chars().next().is_some_and(char::is_uppercase)
            }
            Some(Dot::BeforeNumber) => {
                let rest = self.text.get(after..self.end).unwrap_or("");
                let mut next = rest.chars().take(4).skip_while(|letter| is_space(*letter));
                next.next().map_or(self.phrase, |letter| letter.is_ascii_digit())
            }
        }
    }

    fn number_end(&self, start: usize) -> usize {
        let mut end = start;
        loop {
            if self.digit_at(end) {
                end += 1;
            } else if matches!(self.char_at(end), Some(',' | '.' | ':' | '/'))
                && self.digit_at(end + 1)
            {
                end += 2;
            } else {
                return end;
            }
        }
    }

    fn run_end(&self, start: usize, mark: char) -> usize {
        let mut end = start;
        while self.char_at(end) == Some(mark) {
            end += mark.len_utf8();
        }
        end
    }

    fn token(&self, end: usize, kind: TokenKind) -> Token {
        let word = self.lexicon.lookup_in(self.text, self.at, end);
        Token { span: Span::new(self.at, end), kind, word }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_space();
        if !self.linked
            && let Some(token) = self.plain_word()
        {
            self.at = token.span.end as usize;
            return Some(token);
        }
        let first = self.char_at(self.at)?;
        if self.linked && self.at >= self.chunk {
            self.enter_chunk();
        }
        let ahead = self.link.as_ref().filter(|link| link.start > self.at);
        let stop = ahead.map_or(self.end, |link| link.start);
        let (end, kind) = if let Some(link) =
            self.link.take_if(|link| link.start <= self.at && self.at < link.end)
        {
            self.link = self.find_link(link.end);
            (link.end, TokenKind::Lower)
        } else if first.is_ascii_digit() {
            (self.number_end(self.at), TokenKind::Number)
        } else if first.is_alphabetic() {
            let bare = self.word_end(self.at, stop);
            let end = if bare < stop { self.dotted_end(self.at, bare) } else { bare };
            (end, word_kind(self.text.get(self.at..end).unwrap_or("")))
        } else if let Some(end) = self.possessive_end(self.at) {
            (end, TokenKind::Lower)
        } else if is_punctuation(first) {
            (self.run_end(self.at, first), TokenKind::Punctuation)
        } else {
            (self.at + first.len_utf8(), TokenKind::Symbol)
        };
        let token = self.token(end, kind);
        self.at = end;
        Some(token)
    }
}

/// The end of "www." in a link without a scheme.
static WEB: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["ww.", "WW."].map(Finder::new));

/// Class of ASCII letters.
const LETTER: u8 = 1;

static CLASS: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphabetic() {
            classes[byte] |= LETTER;
        }
        byte += 1;
    }
    classes
};

fn word_kind(word: &str) -> TokenKind {
    if word.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
        return TokenKind::Lower;
    }
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    if !letters.next().is_some_and(char::is_uppercase) {
        return TokenKind::Lower;
    }
    match letters.next() {
        Some(second) if second.is_uppercase() && letters.all(char::is_uppercase) => {
            TokenKind::Upper
        }
        Some(_) | None => TokenKind::Capitalized,
    }
}

fn is_punctuation(mark: char) -> bool {
    match mark {
        '$' | '%' | '&' | '#' | '@' | '+' | '<' | '=' | '>' | '^' | '|' | '~' => false,
        '\u{2030}' | '\u{2031}' | '\u{2044}' | '\u{2052}' => false,
        '«' | '»' | '¡' | '¿' | '·' | '¶' => true,
        '\u{2010}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301f}' => true,
        '▪' | '●' | '■' | '□' | '◦' | '\u{fe50}'..='\u{fe61}' => true,
        _ => mark.is_ascii_punctuation(),
    }
}

/// End of a link that starts at `from`: the marks that close its sentence do not belong to it.
fn link_end(chunk: &str, from: usize) -> usize {
    let rest = chunk.get(from..).unwrap_or("");
    let rest = rest.split(['<', '>', '"', '\u{201c}', '\u{201d}', '|']).next().unwrap_or("");
    let rest = rest.trim_end_matches([
        '.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '\u{2019}', '\u{2026}', '*',
    ]);
    from + rest.len().max(1)
}

fn mail(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let user = |byte: &u8| host(byte) || matches!(byte, b'_' | b'+' | b'%');
    let (before, after) = (bytes.get(..at)?, bytes.get(at + 1..)?);
    let host_len = after.iter().position(|byte| !host(byte)).unwrap_or(after.len());
    let domain = after.get(..host_len)?;
    let trimmed = domain.iter().rposition(|byte| *byte != b'.')? + 1;
    let dotted = domain.get(..trimmed)?.contains(&b'.');
    let user_len = before.iter().rev().take_while(|byte| user(byte)).count();
    (dotted && user_len > 0).then(|| at - user_len..at + 1 + trimmed)
}
