use crate::model::{Token, TokenKind};

/// Numbering that runs through a block: "1. ... 2. ...", "a) ... b) ...".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Enumeration {
    number: u32,
    style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    letters: bool,
    opened: bool,
    stop: bool,
    closed: bool,
}

impl Enumeration {
    /// Reads a number with its marks at token `at`; also how many tokens it takes.
    pub(super) fn read(tokens: &[Token], at: usize, text: &str) -> Option<(Enumeration, usize)> {
        let word = |at: usize| tokens.get(at).map_or("", |token| token.span.of(text));
        let mut next = at;
        let opened = word(next) == "(";
        next += usize::from(opened);
        let token = tokens.get(next)?;
        let body = word(next);
        let (number, letters, mut stop) = match token.kind {
            TokenKind::Number if body.len() <= 3 => (body.parse().ok()?, false, false),
            TokenKind::Lower => {
                let letter = body.strip_suffix('.').unwrap_or(body);
                let [letter] = letter.as_bytes() else { return None };
                (u32::from(*letter), true, body.len() > 1)
            }
            TokenKind::Capitalized
            | TokenKind::Upper
            | TokenKind::Number
            | TokenKind::Punctuation
            | TokenKind::Symbol => return None,
        };
        next += 1;
        if word(next) == "." {
            stop = true;
            next += 1;
        }
        let closed = word(next) == ")";
        next += usize::from(closed);
        let marks_end = tokens.get(next.checked_sub(1)?)?.span.end;
        let apart = tokens.get(next).is_some_and(|after| after.span.start > marks_end);
        let style = Style { letters, opened, stop, closed };
        ((stop || closed) && apart).then_some((Enumeration { number, style }, next - at))
    }

    /// Whether `other` is the next number of the same list.
    pub(super) fn precedes(self, other: Enumeration) -> bool {
        self.style == other.style && self.number + 1 == other.number
    }
}

/// How many tokens at the head of a sentence are the number of a list item.
pub(super) fn numbering(tokens: &[Token], text: &str, listed: bool) -> usize {
    if !listed {
        return 0;
    }
    match Enumeration::read(tokens, 0, text) {
        Some((found, taken)) if !found.style.letters => taken,
        Some(_) | None => 0,
    }
}
