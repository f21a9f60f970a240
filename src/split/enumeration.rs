use crate::model::{Token, TokenKind};

/// Numbering that runs through a block: "1. ... 2. ...", "a) ... b) ...".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Enumeration {
    number: u32,
    /// The number that the letters make as a Roman one, else 0.
    roman: u32,
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
        let (number, roman, mut stop) = match token.kind {
            TokenKind::Number if body.len() <= 3 => (body.parse().ok()?, 0, false),
            TokenKind::Lower if body.len() <= 5 => {
                let letters = body.strip_suffix('.').unwrap_or(body);
                let roman = roman(letters);
                let number = match letters.as_bytes() {
                    [letter] => u32::from(*letter),
                    _ if roman > 0 => 0,
                    _ => return None,
                };
                (number, roman, letters.len() < body.len())
            }
            TokenKind::Lower
            | TokenKind::Capitalized
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
        let letters = token.kind == TokenKind::Lower;
        let style = Style { letters, opened, stop, closed };
        ((stop || closed) && apart).then_some((Enumeration { number, roman, style }, next - at))
    }

    /// Whether `other` is the next number of the same list.
    pub(super) fn precedes(self, other: Enumeration) -> bool {
        let follows = |number: u32, next: u32| number > 0 && number + 1 == next;
        self.style == other.style
            && (follows(self.number, other.number) || follows(self.roman, other.roman))
    }
}

/// Value of a small Roman number below 40, 0 for other letters.
pub(super) fn roman(letters: &str) -> u32 {
    let tens = letters.len() - letters.trim_start_matches('x').len();
    let ones = match letters.get(tens..) {
        Some("") if tens > 0 => 0,
        Some("i") => 1,
        Some("ii") => 2,
        Some("iii") => 3,
        Some("iv") => 4,
        Some("v") => 5,
        Some("vi") => 6,
        Some("vii") => 7,
        Some("viii") => 8,
        Some("ix") => 9,
        Some(_) | None => return 0,
    };
    if tens > 3 { 0 } else { u32::try_from(tens).map_or(0, |tens| tens * 10 + ones) }
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
