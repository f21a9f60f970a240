use crate::model::FieldOrigin;

use super::date;

/// A field of the metadata as it is written, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub value: String,
    pub origin: FieldOrigin,
}

/// What is said about an article beside its text: by a record, a header, a web page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub source: Option<Stated>,
    pub published: Option<Stated>,
    pub modified: Option<Stated>,
    pub title: Option<Stated>,
    pub url: Option<Stated>,
    pub author: Option<Stated>,
    pub language: Option<Stated>,
}

impl Stated {
    /// The value without white space around it; nothing where there is nothing else.
    pub(super) fn of(value: impl AsRef<str>, origin: FieldOrigin) -> Option<Stated> {
        let value = value.as_ref().trim();
        (!value.is_empty()).then(|| Stated { value: value.to_owned(), origin })
    }
}

impl Facts {
    /// Fills what is missing here with what `other` says, a day that cannot be read too.
    pub(super) fn or(self, other: Facts) -> Facts {
        Facts {
            source: self.source.or(other.source),
            published: readable(self.published, other.published),
            modified: readable(self.modified, other.modified),
            title: self.title.or(other.title),
            url: self.url.or(other.url),
            author: self.author.or(other.author),
            language: self.language.or(other.language),
        }
    }
}

fn readable(one: Option<Stated>, other: Option<Stated>) -> Option<Stated> {
    let reads = |stated: &Option<Stated>| {
        stated.as_ref().is_some_and(|stated| date::parse(&stated.value).is_some())
    };
    if !reads(&one) && reads(&other) { other } else { one.or(other) }
}
