//! The pattern language as written; rules/README.md describes it.

use std::ops::Range;

use crate::value::Kind;

use super::error::unknown;

/// A part of a pattern. Positions are byte offsets into the pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A lower-case word; with `~` all its forms.
    Word {
        word: String,
        inflected: bool,
    },
    /// `{name}`: a word or phrase of a set.
    Set {
        name: String,
        at: Range<usize>,
    },
    Slot(Slot),
    /// `,`: the boundary of a clause.
    Comma,
    /// `...`: up to eight steps inside the clause.
    Gap,
    Sequence(Vec<Part>),
    Choice(Vec<Part>),
    Optional(Box<Part>),
}

/// `<role:head with word>`: a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) role: Role,
    /// Set that the head of the counted noun is in, where there is a noun.
    pub(super) head: Option<String>,
    /// Set that some word of the counted noun phrase is in.
    pub(super) with: Option<String>,
    pub(super) at: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The value, of the attribute's kind.
    Value,
    /// A name or place that the value belongs to.
    Subject,
    /// Any mention of a kind.
    Other(Kind),
}

/// Why a pattern cannot be read: where, and the words behind the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) at: Range<usize>,
    pub(super) label: &'static str,
}

/// Brackets that may stand inside one another.
const DEEPEST: usize = 16;

pub(super) fn parse(pattern: &str) -> Result<Part, SyntaxError> {
    let mut reader = Reader { pattern, at: 0 };
    let part = reader.choice(0)?;
    match reader.peek() {
        None if part == Part::Sequence(Vec::new()) => {
            Err(error("the pattern is empty", 0..pattern.len(), ""))
        }
        None => Ok(part),
        Some(_) => {
            Err(error("this bracket closes nothing", reader.at..reader.at + 1, "never opened"))
        }
    }
}

fn error(message: &str, at: Range<usize>, label: &'static str) -> SyntaxError {
    let message = format!("pattern does not compile: {message}");
    SyntaxError { code: "E204", message, at, label }
}

struct Reader<'p> {
    pattern: &'p str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.pattern.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn choice(&mut self, depth: usize) -> Result<Part, SyntaxError> {
        let mut choices = vec![self.sequence(depth)?];
        while self.peek() == Some('|') {
            self.at += 1;
            choices.push(self.sequence(depth)?);
        }
        if choices.len() == 1 { Ok(choices.remove(0)) } else { Ok(Part::Choice(choices)) }
    }

    fn sequence(&mut self, depth: usize) -> Result<Part, SyntaxError> {
        let mut parts = Vec::new();
        loop {
            self.skip_space();
            let start = self.at;
            let part = match self.peek() {
                None | Some(')' | ']' | '|') => break,
                Some('(') => self.bracket(depth, ')', "unclosed group")?,
                Some('[') => {
                    Part::Optional(Box::new(self.bracket(depth, ']', "unclosed option")?))
                }
                Some('{') => {
                    let name = self.enclosed('}', "unclosed set name")?;
                    Part::Set { name, at: start + 1..self.at - 1 }
                }
                Some('<') => {
                    let slot = self.enclosed('>', "unclosed slot")?;
                    Part::Slot(slot_of(&slot, start + 1..self.at - 1)?)
                }
                Some(',') => {
                    self.at += 1;
                    Part::Comma
                }
                Some('}' | '>' | '~') => {
                    return Err(error("this mark stands alone", start..start + 1, ""));
                }
                Some(_) => self.word(),
            };
            parts.push(part);
        }
        if parts.len() == 1 { Ok(parts.remove(0)) } else { Ok(Part::Sequence(parts)) }
    }

    fn bracket(&mut self, depth: usize, close: char, unclosed: &str) -> Result<Part, SyntaxError> {
        let open = self.at..self.at + 1;
        if depth == DEEPEST {
            return Err(error("brackets nest too deep", open, ""));
        }
        self.at += 1;
        let inside = self.choice(depth + 1)?;
        if self.peek() != Some(close) {
            return Err(error(unclosed, open, "never closed"));
        }
        self.at += 1;
        if inside == Part::Sequence(Vec::new()) {
            return Err(error("nothing between the brackets", open.start..self.at, ""));
        }
        Ok(inside)
    }

    fn enclosed(&mut self, close: char, unclosed: &str) -> Result<String, SyntaxError> {
        let open = self.at..self.at + 1;
        let inside = self.rest().get(1..).and_then(|rest| rest.split_once(close));
        let Some((inside, _)) = inside else {
            return Err(error(unclosed, open, "never closed"));
        };
        let inside = inside.to_owned();
        self.at += inside.len() + 2;
        Ok(inside)
    }

    fn word(&mut self) -> Part {
        let rest = self.rest();
        let end = rest
            .find(|letter: char| letter.is_whitespace() || is_mark(letter))
            .unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or("").to_lowercase();
        self.at += end;
        let inflected = self.peek() == Some('~');
        if inflected {
            self.at += 1;
        }
        if word == "..." { Part::Gap } else { Part::Word { word, inflected } }
    }
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '|' | ',' | '~')
}

fn slot_of(slot: &str, at: Range<usize>) -> Result<Slot, SyntaxError> {
    let (slot, with) = match slot.split_once(" with ") {
        Some((slot, set)) => (slot, Some(set.trim().to_owned())),
        None => (slot, None),
    };
    let (role, head) = match slot.split_once(':') {
        Some((role, set)) => (role.trim(), Some(set.trim().to_owned())),
        None => (slot.trim(), None),
    };
    let roles = ["value", "subject"].into_iter().chain(Kind::ALL.into_iter().map(Kind::name));
    let role = match (role, Kind::parse(role)) {
        ("value", _) => Role::Value,
        ("subject", _) => Role::Subject,
        (_, Some(kind)) => Role::Other(kind),
        (_, None) => {
            let message = unknown("kind of slot", role, roles);
            let at = at.start..at.start + role.len();
            return Err(SyntaxError { code: "E205", message, at, label: "" });
        }
    };
    Ok(Slot { role, head, with, at })
}
