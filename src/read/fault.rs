use std::io;

use encoding_rs::Encoding;

use crate::model::Problem;

use super::encoding::SAFE;

/// Why a file or a record is left out.
#[derive(Debug)]
pub(super) enum Fault {
    Unreadable(io::Error),
    NoFile,
    Binary,
    /// Not what `--encoding` or a byte order mark says.
    NotIn {
        encoding: &'static str,
    },
    Encoding(Box<NotUtf8>),
    Empty,
    LongLine {
        line: u64,
        max: usize,
    },
    TooLarge {
        max: u64,
    },
    Record {
        message: String,
        column: Option<usize>,
    },
    Taken {
        id: String,
        first: String,
    },
}

/// The first byte that is not UTF-8.
#[derive(Debug)]
pub(super) struct NotUtf8 {
    pub line: u64,
    /// In Unicode scalars, from 1.
    pub column: usize,
    pub offset: usize,
    pub byte: u8,
    /// The line around it with a caret below.
    pub excerpt: String,
    /// What it may be, with votes of a hundred, most first.
    pub guesses: Vec<(&'static Encoding, u32)>,
}

impl NotUtf8 {
    /// The line with the best guesses beside the caret.
    fn shown(&self) -> String {
        let guesses = self.guesses.iter().take(2);
        let guesses: Vec<String> = guesses
            .map(|(encoding, votes)| format!("{} ({votes} %)", encoding.name().to_lowercase()))
            .collect();
        if guesses.is_empty() {
            return self.excerpt.clone();
        }
        format!("{} best guess {}; {SAFE} % needed", self.excerpt, guesses.join(", "))
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Unreadable(error)
    }
}

/// Path with the line, where there is one.
pub(super) fn place(id: &str, line: Option<u64>) -> String {
    line.map_or_else(|| id.to_owned(), |line| format!("{id}:{line}"))
}

const SKIPPED: &str = "skipped; the other inputs are read";

impl Fault {
    /// The problem as told to the user; `line` is that of a record.
    pub(super) fn problem(self, id: &str, line: Option<u64>) -> Problem {
        let leave_out = || format!("--exclude '{id}'");
        let here = place(id, line);
        let problem = match self {
            Fault::Unreadable(error) => {
                let message = format!("cannot read this: {}", Problem::reason(&error));
                let first = if error.kind() == io::ErrorKind::PermissionDenied {
                    "fix the permission"
                } else {
                    "check that it is still there"
                };
                Problem::warning("E101", here, message)
                    .help(format!("{first}, or leave it out: {}", leave_out()))
            }
            Fault::NoFile => Problem::warning("E115", here, "a pipe or device, not a file")
                .help("to read a stream, give `-` and redirect it to standard input"),
            Fault::Binary => {
                Problem::warning("E111", here, "a binary file: it has a NUL byte near its start")
                    .help(format!("leave it out: {}", leave_out()))
            }
            Fault::NotIn { encoding } => {
                Problem::warning("E110", here, format!("not valid {encoding}"))
                    .help("save the file as UTF-8, or name its encoding with --encoding")
            }
            Fault::Encoding(at) => {
                let unsafe_guess = if at.guesses.is_empty() { "" } else { ", and no safe guess" };
                let message = format!(
                    "not valid UTF-8{unsafe_guess}: byte {} (from 0) is 0x{:02X}",
                    at.offset, at.byte
                );
                let best = at.guesses.first().map(|(encoding, _)| encoding.name().to_lowercase());
                let help = best.map_or_else(
                    || "save the file as UTF-8".to_owned(),
                    |best| format!("save the file as UTF-8, or: --encoding '{id}={best}'"),
                );
                Problem::warning("E110", format!("{id}:{}:{}", at.line, at.column), message)
                    .excerpt(at.shown())
                    .help(help)
            }
            Fault::Empty => Problem::warning("E112", here, "there is no text in it")
                .help("check that the article was saved in full"),
            Fault::LongLine { line, max } => Problem::warning(
                "E113",
                format!("{id}:{line}"),
                format!("this line is longer than {max} bytes"),
            )
            .help("break the text into paragraphs, a line each, or allow more with --max-line"),
            Fault::TooLarge { max } => {
                Problem::warning("E114", here, format!("larger than {max} bytes"))
                    .help("split it into an article a file, or a record a line (.jsonl)")
            }
            Fault::Record { message, column } => {
                let here = column.map_or_else(|| here.clone(), |column| format!("{here}:{column}"));
                Problem::warning("E120", here, format!("this line is no record: {message}"))
                    .help("a record is one line: {\"id\": \"...\", \"text\": \"...\"}")
            }
            Fault::Taken { id, first } => {
                Problem::warning("E121", here, format!("the id `{id}` is taken by {first}"))
                    .help("give every record an id of its own")
            }
        };
        problem.note(SKIPPED)
    }
}
