use std::{ops::Deref, sync::LazyLock};

use memchr::{memchr2, memmem::Finder};

use crate::{
    model::{Token, TokenKind},
    rule::{Abbreviation, LineCue, SentenceRules},
};

use super::{enumeration::Enumeration, seam, view::View};

/// Ends of the sentences of a block, as indexes behind their last tokens.
pub(super) fn ends(tokens: &[Token], text: &str, rules: &SentenceRules) -> Vec<usize> {
    let mut cutter = Cutter {
        view: View { tokens, text, rules },
        start: 0,
        quoted: false,
        single: false,
        bracketed: false,
    };
    let linked = linked(tokens, text);
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
        if cutter.is_inside(at) && !(linked && cutter.kind(at) == Some(TokenKind::Lower)) {
            at += 1;
            continue;
        }
        if cutter.is_bullet(at) && at > cutter.start {
            ends.push(at);
            cutter.start = at;
        }
        if let Some(end) = seam::end(&cutter, cutter.start, at) {
            ends.push(end);
            cutter.begin(end);
            at = end;
            continue;
        }
        cutter.pair(at);
        match cutter.stop(at) {
            Some(stop) => {
                let closed = cutter.close(stop.after);
                if cutter.splits(at, &stop, closed) {
                    ends.push(closed);
                    cutter.begin(closed);
                } else {
                    for at in at + 1..closed {
                        cutter.pair(at);
                    }
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

/// Whether a block may hold a link or a mail address.
fn linked(tokens: &[Token], text: &str) -> bool {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
    let bytes = first.span.cover(last.span).of(text).as_bytes();
    memchr2(b'@', b'/', bytes).is_some() || WEB.find(bytes).is_some()
}

static WEB: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));

/// How far into its sentence a clock time may stand that only leads up to it, in tokens.
const FRONTED: usize = 12;

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
    view: View<'a>,
    /// First token of the sentence under way.
    start: usize,
    /// Whether a straight double quote is open.
    quoted: bool,
    /// Whether a quote of straight single marks is open; it may run over several sentences.
    single: bool,
    /// Whether a bracket is open.
    bracketed: bool,
}

impl<'a> Deref for Cutter<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl Cutter<'_> {
    /// Starts a sentence. Quotes and brackets do not pair across a doubtful mark for ever.
    fn begin(&mut self, at: usize) {
        self.start = at;
        self.quoted = false;
        self.bracketed = false;
    }

    fn pair(&mut self, at: usize) {
        if self.kind(at) != Some(TokenKind::Punctuation) {
            return;
        }
        match self.word(at) {
            "\"" => self.quoted = !self.quoted,
            "`" | "``" => self.single = true,
            "''" => self.single = !self.single,
            // An apostrophe is glued to its word.
            "'" if !self.glued(at) => self.single = self.glued(at + 1) || !self.single,
            "'" => self.single = false,
            "(" | "[" | "{" => self.bracketed = true,
            ")" | "]" | "}" => self.bracketed = false,
            _ => {}
        }
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
            // "The end. . . . It began" is a stop and then three dots.
            let cropped = after == at + 1 && mark == Mark::Full && self.crops(at);
            if spaced || cropped {
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

    /// Whether the stop at token `at` closes its word and dots for what is left out follow, and then
    /// a sentence.
    fn crops(&self, at: usize) -> bool {
        if !self.glued(at) || self.glued(at + 1) {
            return false;
        }
        let single = |at: usize| self.word(at) == "." && !self.glued(at);
        let dots = if (at + 1..at + 4).all(single) { 3 } else { 1 };
        let row = dots == 3 || matches!(self.word(at + 1), ".." | "..." | "…");
        row && self.is_high(at + 1 + dots)
    }

    /// Token behind the quotes and brackets that close after a stop.
    fn close(&self, from: usize) -> usize {
        let mut at = from;
        let mut quoted = self.quoted;
        let stopped = from.checked_sub(1).is_some_and(|stop| self.glued(stop));
        while at < self.tokens.len() {
            let before = self.glued(at);
            let after = self.glued(at + 1);
            let closes = match self.word(at) {
                ")" | "]" | "}" | "”" | "»" => true,
                // Loose between words it opens or closes; behind a stop that closes its word it closes.
                "''" => before || self.quoted || self.single || stopped,
                "’" => before || !after,
                "'" => before || (!after && self.single),
                "`" | "``" => before && !after,
                "\"" => match (before, after) {
                    (true, true) => quoted || !self.is_high(at + 1),
                    (true, false) => true,
                    (false, false) => quoted,
                    (false, true) => false,
                },
                "[" => {
                    // A note's number, or "[...]" for what is left out.
                    let inner = self.kind(at + 1) == Some(TokenKind::Number)
                        || mark_of(self.word(at + 1)) == Some(Mark::Ellipsis);
                    let note = inner && self.word(at + 2) == "]";
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
        if stop.mark == Mark::Full && stop.after == at + 1 && self.crops(at) {
            return true;
        }
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
                self.is_link(first)
                    || is_camel(self.word(first))
                    || self.starts_low(at, stop, closed, first)
            }
            TokenKind::Punctuation => self.is_bullet(first),
        };
        if !high {
            return false;
        }
        match stop.mark {
            Mark::Full => {
                let goes_on = self.bracketed
                    || at.checked_sub(1).is_some_and(|before| {
                        self.cue(before, LineCue::Measure) || self.word(before) == "°"
                    });
                kind != TokenKind::Number || !goes_on
            }
            Mark::Loud => {
                let named =
                    at.checked_sub(1).is_some_and(|name| self.cue(name, LineCue::Exclaimed))
                        && !self.cue(first, LineCue::Starter);
                !named && !self.is_attributed(first, stop.after < closed)
            }
            Mark::Ellipsis => {
                // "I" has a capital anywhere; with no space before it it starts afresh.
                let goes_on =
                    matches!(self.word(first), "I" | "I'm" | "I’m") && !self.glued(closed);
                self.word(stop.after) != "]"
                    && at > self.start
                    && matches!(kind, TokenKind::Capitalized | TokenKind::Upper)
                    && !goes_on
            }
            Mark::Dotted => self.splits_dotted(at, closed, first),
        }
    }

    /// Whether a sentence may start in lower case here, as in careless writing: a full stop that is
    /// no abbreviation's is hardly ever followed by a small letter in the middle of a sentence.
    fn starts_low(&self, at: usize, stop: &Stop, closed: usize, first: usize) -> bool {
        let word = self.word(first);
        let bare = closed == stop.after
            && (first == closed || matches!(self.word(closed), "(" | "\"" | "“" | "‘"))
            && (word.len() > 1 || word == "i")
            && !word.ends_with('.')
            && !self.bracketed
            && mark_of(self.word(stop.after - 1)) != Some(Mark::Ellipsis);
        let Some(before) = at.checked_sub(1).filter(|_| bare) else { return false };
        let (careless, starter) = (self.is_careless(), self.cue(first, LineCue::Starter));
        // Not behind an initial, nor behind what is glued to a number: "the 13th. of May".
        let long = self.word(before).len() > 1 && !self.glued(before);
        match (stop.mark, self.kind(before)) {
            (Mark::Full, Some(TokenKind::Lower)) => long && !self.cue(before, LineCue::Measure),
            (Mark::Loud, Some(TokenKind::Lower)) => long,
            (Mark::Full | Mark::Loud, Some(TokenKind::Punctuation)) => true,
            // Unknown abbreviations have a capital, and so have names such as "Oklahoma!"
            (Mark::Full, Some(TokenKind::Capitalized)) => careless || starter,
            (Mark::Full | Mark::Loud, Some(TokenKind::Number)) => careless || starter,
            (Mark::Full, Some(TokenKind::Upper))
            | (Mark::Loud, Some(TokenKind::Capitalized | TokenKind::Upper)) => careless,
            (Mark::Full | Mark::Loud, Some(TokenKind::Symbol) | None)
            | (Mark::Ellipsis | Mark::Dotted, _) => false,
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
        // A hyphen goes on: "Sec.-Gen. Hill".
        if self.word(closed) == "-" {
            return false;
        }
        let quoted = first > closed || closed > stop.after;
        let starter = self.cue(first, LineCue::Starter);
        let Some(before) = at.checked_sub(1) else { return false };
        let low = match self.kind(before) {
            Some(TokenKind::Lower) => self.word(before).len() > 1,
            Some(TokenKind::Number) => true,
            // "Booking.Com" is a name, "Idaho Street.Police" is not.
            Some(TokenKind::Capitalized | TokenKind::Upper) => {
                self.word(before).len() > 2
                    && (self.word(first).len() > 3 || starter || self.word(first).ends_with('.'))
            }
            Some(TokenKind::Punctuation) => matches!(self.word(before), ")" | "”" | "\""),
            Some(TokenKind::Symbol) => self.word(before) == "%",
            None => false,
        };
        let worded = self.kind(first) == Some(TokenKind::Capitalized)
            && (self.word(first).len() > 1 || starter);
        let asked =
            stop.mark == Mark::Loud && self.kind(first) == Some(TokenKind::Lower) && !quoted;
        let free = matches!(stop.mark, Mark::Full | Mark::Loud)
            || (stop.mark == Mark::Ellipsis && self.kind(before) == Some(TokenKind::Lower));
        (worded && quoted) || ((worded || asked) && low && apart && free)
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
                let fronted = self.cue(self.start, LineCue::Fronted) && at < self.start + FRONTED;
                starter || (!goes_on && !numeric && !fronted)
            }
            Some(Abbreviation::Era) => {
                let year = at.checked_sub(1).map(|before| self.kind(before))
                    == Some(Some(TokenKind::Number));
                let fronted = self.cue(self.start, LineCue::Fronted) && at < self.start + FRONTED;
                starter || (year && !numeric && !fronted && self.is_high(first))
            }
            Some(Abbreviation::Degree) => {
                // "Her Ph.D." is no title of the name that follows.
                let owned =
                    at.checked_sub(1).is_some_and(|before| self.cue(before, LineCue::Determiner));
                (starter || (owned && self.is_high(first))) && at > self.start
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
