use crate::model::FieldOrigin;

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
    /// Fills what is missing here with what `other` says.
    pub(super) fn or(self, other: Facts) -> Facts {
        Facts {
            source: self.source.or(other.source),
            published: self.published.or(other.published),
            modified: self.modified.or(other.modified),
            title: self.title.or(other.title),
            url: self.url.or(other.url),
            author: self.author.or(other.author),
            language: self.language.or(other.language),
        }
    }
}
