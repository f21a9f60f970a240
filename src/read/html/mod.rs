//! A web page to the text of its article and what the page says about it.

use crate::model::{Marked, Markup};

use super::{article::Raw, facts::Facts};

/// What is known of a page before it is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known<'a> {
    /// Where the page was found.
    pub url: Option<&'a str>,
}

/// The article of a web page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// Its blocks, a line each, with a blank line between them.
    pub text: String,
    /// The blocks in order; those that are no prose of the article too.
    pub blocks: Vec<Marked>,
    pub facts: Facts,
}

impl Page {
    /// The text to make an article of; what `facts` says goes before what the page says.
    pub(super) fn into_raw(self, facts: Facts) -> Raw {
        Raw {
            text: self.text,
            blocks: self.blocks,
            facts: facts.or(self.facts),
            markup: Markup::Plain,
            ..Raw::default()
        }
    }
}

/// Reads a web page, or a piece of one.
pub(super) fn page(text: &str, _known: &Known<'_>) -> Page {
    Page { text: text.to_owned(), ..Page::default() }
}

/// The encoding that the head of a page names, for [`super::encoding::decode`].
pub(super) fn charset(page: &[u8]) -> Option<&str> {
    let _ = page;
    None
}
