//! A web page to the text of its article and what the page says about it.

mod block;
mod body;
mod json_ld;
mod meta;

use dom_query::Document;

use crate::{
    model::{Aside, Block, Marked, Markup, Span},
    rule::PageRules,
};

use super::{article::Raw, facts::Facts};

/// Bytes of a page in which it names its encoding.
const HEAD: usize = 4 << 10;

/// The article of a web page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// The paragraphs of the article, a line each, with a blank line between them.
    pub text: String,
    /// The blocks of `text`, in order.
    pub blocks: Vec<Marked>,
    /// What else the page shows.
    pub asides: Vec<Aside>,
    pub facts: Facts,
}

impl Page {
    /// The text to make an article of; what `facts` says goes before what the page says.
    pub(super) fn into_raw(self, facts: Facts) -> Raw {
        Raw {
            text: self.text,
            blocks: self.blocks,
            asides: self.asides,
            facts: facts.or(self.facts),
            markup: Markup::Plain,
            ..Raw::default()
        }
    }
}

/// Reads a web page, or a piece of one.
pub(super) fn page(text: &str, rules: &PageRules) -> Page {
    let document = Document::from(text);
    let (pieces, times) = block::pieces(document.root(), rules);
    let told = json_ld::json_ld(&document);
    let main = body::body(&document, &pieces, told.body.as_deref(), rules);
    let first = main.iter().position(|is_main| *is_main).unwrap_or(0);
    let facts = told.facts.or(meta::meta(&document, rules));
    let facts = facts.or(meta::shown(&document, text, (&pieces, &times), first, rules));
    let mut page = Page { facts, ..Page::default() };
    for (piece, is_main) in pieces.into_iter().zip(main) {
        if !is_main {
            let block = piece.mark.map_or(Block::Boilerplate, |(_, block)| block);
            page.asides.push(Aside { at: page.text.len() as u32, block, text: piece.text });
            continue;
        }
        if !page.text.is_empty() {
            page.text.push_str("\n\n");
        }
        let start = page.text.len();
        page.text.push_str(&piece.text);
        let span = Span::new(start, page.text.len());
        page.blocks.push(Marked { span, block: piece.block });
    }
    page
}

/// The encoding that the head of a page names, for [`super::encoding::decode`].
pub(super) fn charset(page: &[u8]) -> Option<&str> {
    let head = page.get(..HEAD).unwrap_or(page);
    // What a browser looks at is ASCII, and so are the names.
    let head = str::from_utf8(head)
        .or_else(|error| str::from_utf8(head.get(..error.valid_up_to()).unwrap_or(&[])));
    let head = head.ok()?;
    let lower = head.to_ascii_lowercase();
    lower.match_indices("<meta").find_map(|(start, _)| {
        let end = start + lower.get(start..)?.find('>')?;
        let at = start + lower.get(start..end)?.find("charset")? + "charset".len();
        let value = head.get(at..end)?.trim_start().strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let length = value.find(|it: char| !(it.is_ascii_alphanumeric() || "-_:.".contains(it)));
        let name = value.get(..length.unwrap_or(value.len()))?;
        (!name.is_empty()).then_some(name)
    })
}
