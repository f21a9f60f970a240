use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time},
};
use serde::{Deserialize, Serialize};

use super::{Block, Markup, Span, Unchecked};

/// One document of one source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Path as given, `#record` appended for a record of a container.
    pub id: String,
    pub source: String,
    pub published: Option<Published>,
    pub modified: Option<Published>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub author: Option<String>,
    /// A language tag such as `en` or `en-GB`.
    pub language: Option<String>,
    /// Where source, title, URL, author and language come from.
    pub origins: FieldOrigins,
    /// The whole text; every offset of later stages refers to it. For plain text it is the file, for
    /// another encoding the file in UTF-8, for a web page its main text.
    pub text: String,
    /// Parts of `text` that carry metadata (front matter, a date line) and are no prose.
    pub metadata: Vec<Span>,
    /// The blocks of `text` where the format tells them, as that of a web page does; else empty.
    pub blocks: Vec<Marked>,
    /// What a page shows beside its article.
    pub asides: Vec<Aside>,
    pub markup: Markup,
}

/// An article and what of it could not be checked, as a report needs it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filed {
    pub article: Article,
    pub unchecked: Vec<Unchecked>,
}

/// A range of an article's text and what the page says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    pub span: Span,
    pub block: Block,
}

/// Words of a page that are no prose of its article: navigation, a caption, a related link. No stage
/// reads them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Where in the article's text it would stand.
    pub at: u32,
    pub block: Block,
    pub text: String,
}

/// Where the fields of an article come from; `None` for what it does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOrigins {
    pub source: Option<FieldOrigin>,
    pub title: Option<FieldOrigin>,
    pub url: Option<FieldOrigin>,
    pub author: Option<FieldOrigin>,
    pub language: Option<FieldOrigin>,
}

/// A day, perhaps with a time of day, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The day on the clock of whoever wrote it: "yesterday" counts from it.
    pub date: Date,
    /// Time of day on that clock, where it is stated with the date.
    pub time: Option<Time>,
    /// Minutes of that clock from UTC, where they are stated.
    pub zone: Option<i16>,
    pub origin: FieldOrigin,
}

/// Where a field of an article's metadata comes from, most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FieldOrigin {
    Manifest,
    /// A field of a record: JSON, CSV, a feed.
    Field,
    /// A header of a message or of an HTTP response.
    Header,
    /// JSON-LD of a web page.
    JsonLd,
    OpenGraph,
    /// Another `<meta>` or `<link>` of a web page.
    Meta,
    /// What a web page shows: `<time>`, `<h1>`, a byline.
    Element,
    FrontMatter,
    DateLine,
    Dateline,
    /// A part of the path that a template names.
    Path,
    /// The host or a date in the URL.
    Url,
    FileName,
    /// The words of the text: its language.
    Text,
    /// A full date stated beside a weekday in the text.
    Inferred,
    /// Taken from an article that reports the same event on the same weekday.
    Shared,
}

impl FieldOrigin {
    pub const ALL: [FieldOrigin; 16] = [
        FieldOrigin::Manifest,
        FieldOrigin::Field,
        FieldOrigin::Header,
        FieldOrigin::JsonLd,
        FieldOrigin::OpenGraph,
        FieldOrigin::Meta,
        FieldOrigin::Element,
        FieldOrigin::FrontMatter,
        FieldOrigin::DateLine,
        FieldOrigin::Dateline,
        FieldOrigin::Path,
        FieldOrigin::Url,
        FieldOrigin::FileName,
        FieldOrigin::Text,
        FieldOrigin::Inferred,
        FieldOrigin::Shared,
    ];

    pub fn name(self) -> &'static str {
        match self {
            FieldOrigin::Manifest => "manifest",
            FieldOrigin::Field => "field",
            FieldOrigin::Header => "header",
            FieldOrigin::JsonLd => "json-ld",
            FieldOrigin::OpenGraph => "opengraph",
            FieldOrigin::Meta => "meta",
            FieldOrigin::Element => "element",
            FieldOrigin::FrontMatter => "front-matter",
            FieldOrigin::DateLine => "date-line",
            FieldOrigin::Dateline => "dateline",
            FieldOrigin::Path => "path",
            FieldOrigin::Url => "url",
            FieldOrigin::FileName => "file-name",
            FieldOrigin::Text => "text",
            FieldOrigin::Inferred => "inferred",
            FieldOrigin::Shared => "shared",
        }
    }
}

impl Published {
    /// A day without a time.
    pub fn on(date: Date, origin: FieldOrigin) -> Published {
        Published { date, time: None, zone: None, origin }
    }

    /// The moment in UTC; `None` where time or zone are not stated.
    pub fn instant(self) -> Option<DateTime> {
        let minutes = i64::from(self.zone?);
        self.date.to_datetime(self.time?).checked_sub(minutes.minutes()).ok()
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
