//! A web page to the text of its article and what the page says about it.

mod block;
mod body;
mod json_ld;
mod meta;

use dom_query::Document;
use memchr::memchr_iter;

use crate::{
    model::{Aside, Block, Marked, Markup, Span},
    rule::PageRules,
};

use super::{article::Raw, date, facts::Facts, fault::Fault};

use block::Walk;
use body::Frame;

/// Depth of elements at which the library is not asked any more, and at which a page is not read.
const DEEP: usize = 256;
const DEEPEST: usize = 2000;
/// Elements, by the start of their names, that stay open until they are closed.
const NESTING: [&str; 14] = [
    "div",
    "span",
    "table",
    "section",
    "article",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "main",
    "aside",
    "svg",
    "g>",
    "form",
];
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
    fn add(&mut self, words: &str, block: Block) {
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.blocks.push(Marked { span: Span::new(start, self.text.len()), block });
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

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
///
/// # Errors
/// [`Fault::Nested`], since such a page would take very long.
pub(super) fn page(text: &str, rules: &PageRules) -> Result<Page, Fault> {
    if is_nested(text) {
        return Err(Fault::Nested { max: DEEPEST });
    }
    let document = Document::from(text);
    let Walk { pieces, times, depth, .. } = block::pieces(document.root(), rules);
    let told = json_ld::json_ld(&document);
    let frame = match is_whole(text) {
        false => Frame::None,
        true if depth > DEEP => Frame::Deep,
        true => Frame::Whole,
    };
    let main = body::body(&document, &pieces, (frame, told.body.as_deref()), rules);
    let first = main.iter().position(|is_main| *is_main).unwrap_or(0);
    let facts = told.facts.or(meta::meta(&document, rules));
    let facts = facts.or(meta::shown(&document, text, (&pieces, &times), first, rules));
    let mut page = Page { facts: meta::without_site(facts), ..Page::default() };
    let hidden = told.body.filter(|told| body::is_hidden(told, &pieces, &main));
    for paragraph in hidden.iter().flat_map(|told| told.lines()) {
        let paragraph = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        page.add(&paragraph, Block::Paragraph);
    }
    for (piece, is_main) in pieces.into_iter().zip(main) {
        let is_date = date::parse(&piece.text).is_some();
        if is_main && hidden.is_none() && !is_date {
            page.add(&piece.text, piece.block);
            continue;
        }
        let shown = if piece.is_title() { Block::Title } else { Block::Boilerplate };
        let block = piece.mark.map_or(shown, |(_, block)| block);
        page.asides.push(Aside { at: page.end(), block, text: piece.text });
    }
    Ok(page)
}

/// Whether elements that must be closed lie too deep in one another.
fn is_nested(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    for at in memchr_iter(b'<', bytes) {
        let Some(rest) = bytes.get(at + 1..) else { break };
        let (closes, rest) = match rest.strip_prefix(b"/") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let nests = NESTING.iter().any(|name| {
            rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
        });
        match (nests, closes) {
            (true, true) => depth = depth.saturating_sub(1),
            (true, false) => depth += 1,
            (false, _) => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Whether a text is a whole page and not the article of one.
fn is_whole(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text).to_ascii_lowercase();
    ["<html", "<head", "<body", "<title", "<meta", "<!doctype"].iter().any(|tag| head.contains(tag))
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
