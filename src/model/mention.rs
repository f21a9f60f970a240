use std::ops::Range;

use crate::value::{Change, Symbol, Value};

use super::Span;

/// A span of a sentence with a normalised value.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The value's words with their hedge and unit, or the noun phrase counted ("as many as 80 people").
    pub span: Span,
    /// The same as positions in the sentence's tokens.
    pub tokens: Range<u32>,
    pub value: Value,
    /// For counts: the noun phrase counted.
    pub noun: Option<Noun>,
    /// Whether the number is a rise or a fall rather than a level.
    pub change: Option<Change>,
    /// Denominator of a rate: "week" in "thousands a week", "season" in "$22 million per season".
    pub per: Option<Symbol>,
    /// Why the number is no claim ("model name", "address", "list number"), if so.
    pub no_claim: Option<&'static str>,
    /// The same value once more in another unit: "$24 billion" in "€21 billion ($24 billion)".
    pub restated: Vec<Restated>,
    /// For names and places: one key for all the ways in which the article names the same.
    pub key: Option<Symbol>,
    /// Name of the rule that made it, such as `duration.number-unit`.
    pub rule: &'static str,
}

impl Mention {
    /// Rule of a date without a calendar day: "annually", "now".
    pub const VAGUE_DATE: &str = "date.vague";
    /// Rule of a count whose noun is an abbreviation; its head says what that stands for.
    pub const SHORT_NOUN: &str = "count.short-noun";
    /// Rule of a clock time that the date before it belongs to ("Friday at 5 p.m.").
    pub const TIME_AFTER_DATE: &str = "time.after-date";
    /// Rule of a clock time that the date after it belongs to ("5 p.m. on Friday").
    pub const TIME_BEFORE_DATE: &str = "time.before-date";
    /// Rule of a clock time that is all there is of a text.
    pub const TIME_ALONE: &str = "time.alone";
    /// The same, where it is not said which half of the day is meant ("3:30").
    pub const TIME_EITHER_HALF: &str = "time.either-half";

    /// Whether its number counts and measures nothing: it names, as in "Windows 10".
    pub fn only_names(&self) -> bool {
        self.no_claim.is_some() && self.noun.is_none()
    }
}

/// Words inside a mention that say its value again.
#[derive(Clone, Debug, PartialEq)]
pub struct Restated {
    pub span: Span,
    pub value: Value,
}

/// The noun phrase that a count counts, such as "Palestinian civilians" with the head "civilian".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    pub span: Span,
    pub tokens: Range<u32>,
    /// Head noun, lower case, singular.
    pub head: String,
}
