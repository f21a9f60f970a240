use crate::{
    model::{Token, TokenKind},
    rule::{Abbreviation, LineCue, SentenceRules},
};

use super::enumeration::Enumeration;

/// Ends of the sentences of a block, as indexes behind their last tokens.
pub(super) fn ends(tokens: &[Token], text: &str, rules: &SentenceRules) -> Vec<usize> {
    let mut cutter = Cutter { tokens, text, rules, start: 0, quoted: false };
    let mut ends = Vec::new();
    let mut list = None;
    let mut at = 0;
    if let Some((first, taken)) = Enumeration::read(tokens, 0, text) {
        list = Some(first);
        at = taken;
    }
    while at < tokens.len() {
        let found = list.and_then(|last: Enumeration| {
            let (found, taken) = Enumeration::read(tokens, at, text)?;
            last.precedes(found).then_some((found, taken))
        });
        if let Some((found, taken)) = found.filter(|(_, taken)| cutter.is_high(at + taken)) {
            let bulleted = at == cutter.start + 1 && cutter.is_bullet(cutter.start);
            if at > cutter.start && !bulleted {
                ends.push(at);
                cutter.start = at;
            }
            list = Some(found);
            at += taken;
            continue;
        }
        if cutter.is_inside(at) {
            at += 1;
            continue;
        }
        if cutter.is_bullet(at) && at > cutter.start {
            ends.push(at);
            cutter.start = at;
        }
        cutter.quoted ^= cutter.word(at) == "\"";
        match cutter.stop(at) {
            Some(stop) => {
                let closed = cutter.close(stop.after);
                if cutter.splits(at, &stop, closed) {
                    ends.push(closed);
                    cutter.start = closed;
                    // Quotes do not pair across a doubtful mark for ever: a sentence that closes
                    // its own quote starts afresh.
                    cutter.quoted = false;
                } else {
                    let marks = (at + 1..closed).filter(|at| cutter.word(*at) == "\"").count();
                    cutter.quoted ^= marks % 2 == 1;
                }
                at = closed.max(at + 1);
            }
            None => at += 1,
        }
    }
    if cutter.start < tokens.len() {
        ends.push(tokens.len());
    }
    ends
}

/// Whether a token is a single letter with its dot.
pub(super) fn is_initial(token: &Token, text: &str) -> bool {
    let word = token.span.of(text);
    token.kind.is_word() && word.strip_suffix('.').is_some_and(|head| head.chars().count() == 1)
}

/// A mark that may end a sentence.
struct Stop {
    mark: Mark,
    /// Token behind the run of such marks.
    after: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Full,
    Loud,
    Ellipsis,
    /// The dot of an abbreviation or initial.
    Dotted,
}

struct Cutter<'a> {
    tokens: &'a [Token],
    text: &'a str,
    rules: &'a SentenceRules,
    /// First token of the sentence under way.
    start: usize,
    /// Whether a straight double quote is open.
    quoted: bool,
}

impl<'a> Cutter<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn cue(&self, at: usize, cue: LineCue) -> bool {
        self.tokens.get(at).is_some_and(|token| self.rules.has(token.word, cue))
    }

    /// Whether no white space stands between a token and the one before it.
    fn glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        match (before, self.tokens.get(at)) {
            (Some(before), Some(token)) => before.span.end == token.span.start,
            (None, _) | (_, None) => false,
        }
    }

    fn is_high(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(TokenKind::Capitalized | TokenKind::Upper))
    }

    /// Whether a token can neither end a sentence nor open or close a quote.
    fn is_inside(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(TokenKind::Lower | TokenKind::Capitalized | TokenKind::Upper) => {
                let last = self.tokens.get(at).map_or(0, |token| token.span.end as usize);
                self.text.as_bytes().get(last.wrapping_sub(1)) != Some(&b'.')
            }
            Some(TokenKind::Number | TokenKind::Symbol) => true,
            Some(TokenKind::Punctuation) | None => false,
        }
    }

    fn is_bullet(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Punctuation)
            && matches!(self.word(at), "•" | "⁃" | "▪" | "●" | "‣" | "■")
    }

    fn stop(&self, at: usize) -> Option<Stop> {
        let word = self.word(at);
        let mut mark = match self.kind(at)? {
            TokenKind::Punctuation => mark_of(word)?,
            TokenKind::Lower | TokenKind::Capitalized | TokenKind::Upper => {
                word.ends_with('.').then_some(Mark::Dotted)?
            }
            TokenKind::Number | TokenKind::Symbol => return None,
        };
        let mut after = at + 1;
        while let Some(next) = mark_of(self.word(after)) {
            let spaced = !self.glued(after) && next == Mark::Full && mark == Mark::Loud;
            if spaced {
                break;
            }
            mark = match (mark, next) {
                (_, Mark::Loud) | (Mark::Loud, _) => Mark::Loud,
                (Mark::Full | Mark::Ellipsis | Mark::Dotted, _) => Mark::Ellipsis,
            };
            after += 1;
        }
        Some(Stop { mark, after })
    }

    /// Token behind the quotes and brackets that close after a stop.
    fn close(&self, from: usize) -> usize {
        let mut at = from;
        let mut quoted = self.quoted;
        while at < self.tokens.len() {
            let before = self.glued(at);
            let after = self.glued(at + 1);
            let closes = match self.word(at) {
                ")" | "]" | "}" | "”" | "''" | "»" => true,
                "’" | "'" => before || !after,
                "`" | "``" => before && !after,
                "\"" => match (before, after) {
                    (true, true) => quoted || !self.is_high(at + 1),
                    (true, false) => true,
                    (false, false) => quoted,
                    (false, true) => false,
                },
                "[" => {
                    let note =
                        self.kind(at + 1) == Some(TokenKind::Number) && self.word(at + 2) == "]";
                    if note {
                        at += 2;
                    }
                    note
                }
                _ => false,
            };
            if !closes {
                break;
            }
            quoted ^= self.word(at) == "\"";
            at += 1;
        }
        at
    }

    /// First token behind the quotes, brackets and dashes that open a sentence.
    fn opened(&self, from: usize) -> usize {
        let mut at = from;
        while matches!(
            self.word(at),
            "\"" | "“"
                | "‘"
                | "'"
                | "``"
                | "`"
                | "("
                | "["
                | "«"
                | "„"
                | "¿"
                | "¡"
                | "—"
                | "–"
                | "-"
                | "--"
                | "*"
                | "***"
                | "'s"
        ) {
            at += 1;
        }
        at
    }

    fn splits(&self, at: usize, stop: &Stop, closed: usize) -> bool {
        if closed >= self.tokens.len() {
            return true;
        }
        let first = self.opened(closed);
        if self.glued(closed) && !self.splits_glued(at, stop, closed, first) {
            return false;
        }
        let Some(kind) = self.kind(first) else { return false };
        let high = match kind {
            TokenKind::Capitalized | TokenKind::Upper => true,
            TokenKind::Number => true,
            TokenKind::Symbol => {
                !matches!(self.word(first), "%" | "°" | "&" | "+" | "=" | "|" | "/" | "<" | ">")
            }
            TokenKind::Lower => {
                self.word(first).contains("://")
                    || is_camel(self.word(first))
                    || (self.is_careless() && matches!(stop.mark, Mark::Full | Mark::Loud))
            }
            TokenKind::Punctuation => self.is_bullet(first),
        };
        if !high {
            return false;
        }
        match stop.mark {
            Mark::Full => {
                let before =
                    at.checked_sub(1).is_some_and(|before| self.cue(before, LineCue::Measure));
                kind != TokenKind::Number || !before
            }
            Mark::Loud => {
                let named =
                    at.checked_sub(1).is_some_and(|name| self.cue(name, LineCue::Exclaimed))
                        && !self.cue(first, LineCue::Starter);
                !named && !self.is_attributed(first, stop.after < closed)
            }
            Mark::Ellipsis => {
                self.word(stop.after) != "]"
                    && matches!(kind, TokenKind::Capitalized | TokenKind::Upper)
                    && !matches!(self.word(first), "I" | "I'm" | "I’m")
            }
            Mark::Dotted => self.splits_dotted(at, closed, first),
        }
    }

    /// Whether the sentence under way starts in lower case, so that the next one may.
    fn is_careless(&self) -> bool {
        let first = self.opened(self.start);
        self.kind(first) == Some(TokenKind::Lower) && !self.word(first).contains('.')
    }

    /// Whether a sentence starts right behind the stop of another: "done.The next".
    fn splits_glued(&self, at: usize, stop: &Stop, closed: usize, first: usize) -> bool {
        let apart =
            !self.glued(first + 1) || matches!(self.word(first + 1), "," | "'s" | "’s" | "-" | ";");
        let quoted = first > closed || closed > stop.after;
        let low = at.checked_sub(1).is_some_and(|before| match self.kind(before) {
            Some(TokenKind::Lower) => self.word(before).len() > 1,
            Some(TokenKind::Number) => true,
            // "Booking.Com" is a name, "Idaho Street.Police" is not.
            Some(TokenKind::Capitalized | TokenKind::Upper) => {
                self.word(before).len() > 2
                    && (self.word(first).len() > 3 || self.cue(first, LineCue::Starter))
            }
            Some(TokenKind::Punctuation) => matches!(self.word(before), ")" | "”" | "\""),
            Some(TokenKind::Symbol) => self.word(before) == "%",
            None => false,
        });
        let worded = self.kind(first) == Some(TokenKind::Capitalized)
            && (self.word(first).len() > 1 || self.cue(first, LineCue::Starter));
        worded && (quoted || (low && apart && matches!(stop.mark, Mark::Full | Mark::Loud)))
    }

    /// Whether `"Stop!" Smith shouted` goes on: a name, then a verb of saying.
    fn is_attributed(&self, first: usize, quote: bool) -> bool {
        quote
            && (first..first + 5)
                .take_while(|at| *at == first || self.kind(*at).is_some_and(TokenKind::is_word))
                .any(|at| self.cue(at, LineCue::Speech))
    }

    fn splits_dotted(&self, at: usize, closed: usize, first: usize) -> bool {
        let starter =
            self.cue(first, LineCue::Starter) && self.kind(first) != Some(TokenKind::Number);
        let numeric = matches!(self.kind(first), Some(TokenKind::Number | TokenKind::Symbol));
        let Some(token) = self.tokens.get(at) else { return false };
        match self.rules.abbreviation.get(token.word) {
            Some(Abbreviation::Leading) => false,
            Some(Abbreviation::Time) => {
                let goes_on = self.cue(first, LineCue::AfterTime)
                    || self.kind(first) == Some(TokenKind::Upper)
                    || closed > at + 1;
                // "At 5 a.m. on Monday" only leads up to the sentence.
                let fronted = self.cue(self.start, LineCue::Fronted) && at < self.start + 10;
                starter || (!goes_on && !numeric && !fronted)
            }
            Some(Abbreviation::Other) => starter && at > self.start,
            None if is_initial(token, self.text) => self.splits_initial(at, starter),
            None => starter && at > self.start,
        }
    }

    fn splits_initial(&self, at: usize, starter: bool) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| at > self.start) else { return false };
        match self.kind(before) {
            Some(TokenKind::Lower | TokenKind::Number) => starter || self.word(at) == "I.",
            Some(TokenKind::Capitalized | TokenKind::Upper) => {
                starter && !self.word(before).ends_with('.') && self.word(at) != "I."
            }
            Some(TokenKind::Punctuation | TokenKind::Symbol) | None => false,
        }
    }
}

fn mark_of(word: &str) -> Option<Mark> {
    match word.chars().next()? {
        '.' if word.len() == 1 => Some(Mark::Full),
        '.' | '…' if word.chars().all(|mark| matches!(mark, '.' | '…')) => Some(Mark::Ellipsis),
        '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' => Some(Mark::Loud),
        '。' => Some(Mark::Full),
        _ => None,
    }
}

/// Whether a word is a name such as "iPhone".
fn is_camel(word: &str) -> bool {
    word.chars().nth(1).is_some_and(char::is_uppercase)
}
