use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::model::Block;

use super::{Part, admonition::Flat};

/// The blocks of a Markdown text from `body` on.
pub(super) fn parts(text: &str, body: usize) -> Vec<Part> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let source = text.get(body..).unwrap_or_default();
    let flat = Flat::new(source);
    let mut reader = Reader { text, ..Reader::default() };
    for (event, range) in Parser::new_ext(&flat.text, options).into_offset_iter() {
        let range = flat.place(&range);
        reader.read(&event, body + range.start..body + range.end);
    }
    reader.close();
    reader.parts
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    parts: Vec<Part>,
    open: Option<Part>,
    /// How many elements are open whose words are not read: images, code, bare links.
    hidden: usize,
    /// Of the links that are open, whether each hides its words.
    links: Vec<bool>,
    row: u32,
    column: u32,
}

impl Reader<'_> {
    fn open(&mut self, block: Block) {
        self.close();
        self.open = Some(Part::new(block));
    }

    fn close(&mut self) {
        self.parts.extend(self.open.take());
    }

    fn read(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(*end),
            Event::Text(_) => self.words(range),
            Event::Code(_) => {
                let code = self.text.get(range.clone()).unwrap_or_default();
                let inner = code.trim_matches('`');
                let start = range.start + (code.len() - code.trim_start_matches('`').len());
                self.words(start..start + inner.len());
            }
            Event::Html(_) => self.behind_comment(range),
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }

    /// A line that opens with a comment is markup by the rules, but what stands behind it is shown.
    fn behind_comment(&mut self, range: Range<usize>) {
        let html = self.text.get(range.clone()).unwrap_or_default();
        let Some(close) = html.rfind("-->") else { return };
        let words = html.get(close + 3..).unwrap_or_default();
        if words.trim().is_empty() || words.contains('<') {
            return;
        }
        let start = range.end - words.trim_start().len();
        let part = self.open.get_or_insert_with(|| Part::new(Block::Paragraph));
        part.push(start..start + words.trim().len());
    }

    fn words(&mut self, range: Range<usize>) {
        if let Some(part) = self.open.as_mut().filter(|_| self.hidden == 0) {
            part.push(range);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                // The first paragraph of an item goes on behind its bullet.
                let item = self.open.as_ref().is_some_and(|part| part.words.is_empty());
                if !item {
                    self.open(Block::Paragraph);
                }
            }
            Tag::Heading { .. } => self.open(Block::Heading),
            Tag::Item => self.open(Block::ListItem),
            Tag::CodeBlock(_) => {
                self.close();
                self.parts.push(Part { block: Block::Code, words: vec![range] });
                self.hidden += 1;
            }
            Tag::TableHead => (self.row, self.column) = (0, 0),
            Tag::TableRow => (self.row, self.column) = (self.row + 1, 0),
            Tag::TableCell => self.open(Block::Cell { row: self.row, column: self.column }),
            Tag::Image { .. } | Tag::MetadataBlock(_) | Tag::HtmlBlock => self.hidden += 1,
            Tag::Link { link_type, .. } => {
                let bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.links.push(bare);
                self.hidden += usize::from(bare);
            }
            Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_) => self.close(),
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::List(_)
            | TagEnd::BlockQuote(_) => self.close(),
            TagEnd::TableCell => {
                self.close();
                self.column += 1;
            }
            TagEnd::CodeBlock | TagEnd::Image | TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            TagEnd::Link => {
                let bare = self.links.pop().unwrap_or_default();
                self.hidden = self.hidden.saturating_sub(usize::from(bare));
            }
            TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }
}
