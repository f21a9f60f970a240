use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use super::{Markup, Span};

/// One document of one source.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Article {
    /// Path as given, `#record` appended for a record of a container.
    pub id: String,
    pub source: String,
    pub published: Option<Published>,
    pub title: Option<String>,
    pub url: Option<String>,
    /// The whole text; every offset of later stages refers to it. For plain text it is the file.
    pub text: String,
    /// Parts of `text` that carry metadata (front matter, a date line) and are no prose.
    pub metadata: Vec<Span>,
    pub markup: Markup,
}

/// Publication date and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub date: Date,
    /// Time of day, where it is stated with the date.
    pub time: Option<Time>,
    pub origin: DateOrigin,
}

/// Where a publication date comes from, most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DateOrigin {
    Manifest,
    Field,
    FrontMatter,
    DateLine,
    Dateline,
    /// A full date stated beside a weekday in the text.
    Inferred,
    /// Taken from an article that reports the same event on the same weekday.
    Shared,
}

impl DateOrigin {
    pub const ALL: [DateOrigin; 7] = [
        DateOrigin::Manifest,
        DateOrigin::Field,
        DateOrigin::FrontMatter,
        DateOrigin::DateLine,
        DateOrigin::Dateline,
        DateOrigin::Inferred,
        DateOrigin::Shared,
    ];

    pub fn name(self) -> &'static str {
        match self {
            DateOrigin::Manifest => "manifest",
            DateOrigin::Field => "field",
            DateOrigin::FrontMatter => "front-matter",
            DateOrigin::DateLine => "date-line",
            DateOrigin::Dateline => "dateline",
            DateOrigin::Inferred => "inferred",
            DateOrigin::Shared => "shared",
        }
    }
}

impl Article {
    /// Publication day and time of day, midnight where that is not stated.
    pub fn moment(&self) -> Option<DateTime> {
        let published = self.published?;
        Some(published.date.to_datetime(published.time.unwrap_or_default()))
    }

    /// Publication day, whatever its origin.
    pub fn date(&self) -> Option<Date> {
        self.published.map(|published| published.date)
    }
}
