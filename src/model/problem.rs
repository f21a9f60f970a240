use std::{fmt, io};

use serde::{Deserialize, Serialize};

use super::{Lasting, lasting};

/// Something in the input or the rules that could not be used: what, where, what was done, what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    pub severity: Severity,
    /// Stable code, such as `E101`.
    #[serde(deserialize_with = "lasting::deserialize")]
    pub code: Lasting,
    pub message: String,
    /// Path with `:line:column` where known.
    pub place: String,
    /// Source line and caret line, where a line can be shown.
    pub excerpt: Option<Box<str>>,
    pub note: Option<Box<str>>,
    pub help: Option<Box<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
}

impl Problem {
    pub fn error(
        code: &'static str,
        place: impl Into<String>,
        message: impl Into<String>,
    ) -> Problem {
        Problem {
            severity: Severity::Error,
            code,
            message: message.into(),
            place: place.into(),
            excerpt: None,
            note: None,
            help: None,
        }
    }

    pub fn warning(
        code: &'static str,
        place: impl Into<String>,
        message: impl Into<String>,
    ) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(code, place, message) }
    }

    /// The operating system's reason, its first letter small, without its number.
    pub fn reason(error: &io::Error) -> String {
        let cause = error.get_ref().and_then(|inner| inner.source());
        let text = cause.map_or_else(|| error.to_string(), ToString::to_string);
        let text = text.split(" (os error").next().unwrap_or(&text);
        let text = text.split(" at path ").next().unwrap_or(text);
        let mut letters = text.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }

    pub fn note(mut self, note: impl Into<Box<str>>) -> Problem {
        self.note = Some(note.into());
        self
    }

    pub fn help(mut self, help: impl Into<Box<str>>) -> Problem {
        self.help = Some(help.into());
        self
    }

    pub fn excerpt(mut self, excerpt: impl Into<Box<str>>) -> Problem {
        self.excerpt = Some(excerpt.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{word}[{}]: {}", self.code, self.message)?;
        if !self.place.is_empty() {
            write!(f, "\n  --> {}", self.place)?;
        }
        if let Some(excerpt) = &self.excerpt {
            write!(f, "\n{excerpt}")?;
        }
        for (label, text) in [("note", &self.note), ("help", &self.help)] {
            if let Some(text) = text {
                write!(f, "\n   = {label}: {text}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
