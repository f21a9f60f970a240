use std::io;

use encoding_rs::Encoding;

use crate::model::Problem;

use super::{encoding::SAFE, unpack::Broken};

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
    /// A page whose elements lie too deep in one another.
    Nested {
        max: usize,
    },
    /// Written in a language that is not supported.
    Language {
        name: String,
    },
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
    /// A packed file unpacks to more than so many times its size.
    Ratio {
        max: u64,
    },
    Deep {
        max: usize,
    },
    LargeRecord {
        max: u64,
    },
    Damaged {
        format: &'static str,
        message: String,
    },
    Foreign {
        name: &'static str,
    },
    /// Data without a text.
    NoRecords,
    Locked,
    /// A document without words, most likely scanned.
    Pictures,
    Row {
        message: String,
    },
    Warc(&'static str),
    /// Nobody takes what is read any more; never told.
    Stopped,
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
        match Broken::inside(&error) {
            Some(Broken::Ratio { max }) => Fault::Ratio { max: *max },
            Some(Broken::Data { format, message }) => {
                Fault::Damaged { format, message: message.clone() }
            }
            None => Fault::Unreadable(error),
        }
    }
}

/// Path with the line, where there is one.
pub(super) fn place(id: &str, line: Option<u64>) -> String {
    line.map_or_else(|| id.to_owned(), |line| format!("{id}:{line}"))
}

const PARTLY: &str = "what stands before the fault is read, and so are the other inputs";
const SKIPPED: &str = "skipped; the other inputs are read";

impl Fault {
    /// What reading says of a file of this format: that it is damaged.
    pub(super) fn of(format: &'static str, error: io::Error) -> Fault {
        let fault = Fault::from(error);
        if let Fault::Unreadable(error) = fault {
            return Fault::Damaged { format, message: error.to_string() };
        }
        fault
    }

    /// Whether it is data of another kind than articles.
    pub(super) fn is_other_data(&self) -> bool {
        matches!(self, Fault::NoRecords)
    }

    /// The problem as told to the user; `line` is that of a record.
    pub(super) fn problem(self, id: &str, line: Option<u64>) -> Problem {
        let partly = matches!(self, Fault::Damaged { .. } | Fault::Ratio { .. });
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
            Fault::Nested { max } => {
                let message = format!("its elements lie more than {max} deep in one another");
                Problem::warning("E135", here, message).help("save the page anew, or as plain text")
            }
            Fault::Language { name } => Problem::warning(
                "E134",
                here,
                format!("this article is in {name}, and only English is read"),
            )
            .help("translate it or leave it out; if it is English, say so in a field `language`"),
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
                    .help("split it into an article a file, or allow more with --max-file")
            }
            Fault::Record { message, column } => {
                let here = column.map_or_else(|| here.clone(), |column| format!("{here}:{column}"));
                Problem::warning("E120", here, format!("this is no record: {message}"))
                    .help("a record is an object: {\"id\": \"...\", \"text\": \"...\"}")
            }
            Fault::Ratio { max } => {
                let message = format!("unpacks to more than {max} times its size");
                Problem::warning("E117", here, message)
                    .help("if you trust it, allow more with --max-ratio")
            }
            Fault::Deep { max } => {
                let message = format!("packed files lie more than {max} deep in one another");
                Problem::warning("E118", here, message)
                    .help("unpack it yourself, or allow more with --max-depth")
            }
            Fault::LargeRecord { max } => {
                Problem::warning("E119", here, format!("this record is larger than {max} bytes"))
                    .help("allow more with --max-record")
            }
            Fault::Damaged { format, message } => Problem::warning(
                "E122",
                here,
                format!("damaged or cut short ({format}): {message}"),
            )
            .help("fetch or save the file again"),
            Fault::Foreign { name } => {
                Problem::warning("E123", here, format!("this is {name}, which is not read")).help(
                    "save it as text, HTML, PDF, DOCX, JSON or CSV, or pack it as zip or gzip",
                )
            }
            Fault::NoRecords => Problem::warning("E124", here, "there are no articles in it")
                .help("name the field that holds the text `text`, `body` or `content`"),
            Fault::Locked => Problem::warning("E125", here, "locked with a password")
                .help("save it without a password"),
            Fault::Pictures => {
                Problem::warning("E112", here, "there is no text in it, only pictures")
                    .help("run a text recognition (OCR) over it first")
            }
            Fault::Row { message } => {
                Problem::warning("E126", here, format!("cannot use this row: {message}")).help(
                    "a cell that holds a separator or a line break needs double quotes around it",
                )
            }
            Fault::Warc(message) => Problem::warning(
                "E127",
                here,
                format!("this record of a crawl is damaged: {message}"),
            )
            .help("the records after it are read; fetch the file again for this one"),
            Fault::Stopped => Problem::warning("E101", here, "reading was stopped"),
            Fault::Taken { id, first } => {
                Problem::warning("E121", here, format!("the id `{id}` is taken by {first}"))
                    .help("give every record an id of its own")
            }
        };
        problem.note(if partly { PARTLY } else { SKIPPED })
    }
}
