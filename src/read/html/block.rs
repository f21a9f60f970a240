use dom_query::{NodeData, NodeId, NodeRef};

use crate::{model::Block, rule::PageRules};

/// A run of words of a page that no other block breaks.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// White space is one blank each.
    pub text: String,
    pub block: Block,
    /// Letters of it that are links.
    pub linked: usize,
    /// The innermost element around it that is marked as no prose, and what it is.
    pub mark: Option<(NodeId, Block)>,
}

impl Piece {
    /// Whether it is nothing but links, as the title of another story is.
    pub(super) fn is_link(&self) -> bool {
        let words = self.text.len() - self.text.matches(' ').count();
        self.linked * 10 >= words * 9
    }

    pub(super) fn is_title(&self) -> bool {
        self.block == Block::Title
    }
}

/// A `<time>` of a page, as the machine is to read it.
#[derive(Clone, Debug)]
pub(super) struct Time {
    pub value: String,
    /// Number of the piece that it stands in.
    pub piece: usize,
    /// Whether it is said to be that of publication.
    pub published: bool,
}

/// Elements whose words a reader does not see as text.
const UNSEEN: [&str; 19] = [
    "script", "style", "template", "noscript", "svg", "math", "head", "iframe", "object", "embed",
    "select", "textarea", "button", "input", "canvas", "audio", "video", "map", "dialog",
];
/// Elements that stand inside a line.
const INLINE: [&str; 42] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "mark",
    "nobr",
    "picture",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "amp-img",
    "center-inline",
];

/// Bytes of what may be a cell of a table.
const LONGEST_CELL: usize = 160;

/// An element on the way down to the words.
struct Frame<'a> {
    node: NodeRef<'a>,
    block: Block,
    mark: Option<(NodeId, Block)>,
    link: bool,
    /// Rows of the table so far, cells of the row so far.
    rows: u32,
    columns: u32,
    breaks: bool,
}

/// The words of a page in the order of its source, cut where its elements cut them.
pub(super) fn pieces(root: NodeRef<'_>, rules: &PageRules) -> Walk {
    let mut walk = Walk::default();
    let mut stack = vec![Frame {
        node: root,
        block: Block::Paragraph,
        mark: None,
        link: false,
        rows: 0,
        columns: 0,
        breaks: true,
    }];
    let mut next = root.first_child();
    while let Some(node) = next {
        next = if let Some(frame) = walk.enter(node, &mut stack, rules)
            && let Some(child) = node.first_child()
        {
            stack.push(frame);
            walk.depth = walk.depth.max(stack.len());
            Some(child)
        } else {
            node.next_sibling()
        };
        while next.is_none()
            && let Some(done) = stack.pop()
            && !stack.is_empty()
        {
            if done.breaks {
                walk.close();
            }
            next = done.node.next_sibling();
        }
    }
    walk.close();
    walk
}

/// What the walk has gathered so far.
#[derive(Default)]
pub(super) struct Walk {
    pub pieces: Vec<Piece>,
    pub times: Vec<Time>,
    /// How deep elements lie in one another.
    pub depth: usize,
    open: Option<Piece>,
    /// Whether white space stands before the next word.
    spaced: bool,
    /// Whether a line of the open piece has just ended.
    broken: bool,
}

impl Walk {
    /// Takes a text; gives the frame of an element to go into.
    fn enter<'a>(
        &mut self,
        node: NodeRef<'a>,
        stack: &mut [Frame<'a>],
        rules: &PageRules,
    ) -> Option<Frame<'a>> {
        let above = stack.last_mut()?;
        let tag = node.query(|inner| match &inner.data {
            NodeData::Text { contents } => {
                self.words(contents, above);
                None
            }
            NodeData::Element(element) => Some(element.name.local.to_string()),
            NodeData::Document
            | NodeData::Fragment
            | NodeData::Doctype { .. }
            | NodeData::Comment { .. }
            | NodeData::ProcessingInstruction { .. } => None,
        });
        let tag = tag??;
        if UNSEEN.contains(&tag.as_str()) || is_hidden(node) {
            return None;
        }
        if tag == "br" {
            if self.broken {
                self.close();
            }
            self.broken = self.open.is_some();
            return None;
        }
        if tag == "time"
            && let Some(value) = node.attr("datetime")
        {
            let names = ["itemprop", "class"].map(|name| node.attr_or(name, "").to_lowercase());
            let [property, classes] = names;
            let published = property.contains("datepublished")
                || node.has_attr("pubdate")
                || classes.contains("publish") && !classes.contains("updated");
            let piece = self.pieces.len();
            self.times.push(Time { value: value.to_string(), piece, published });
        }
        let breaks = !INLINE.contains(&tag.as_str());
        if breaks {
            self.close();
        }
        let block = match tag.as_str() {
            "h1" => Block::Title,
            "h2" | "h3" | "h4" | "h5" | "h6" => Block::Heading,
            "li" | "dd" | "dt" => Block::ListItem,
            "p" if matches!(above.block, Block::Cell { .. }) => Block::Paragraph,
            "tr" => {
                above.rows += 1;
                above.block
            }
            "td" | "th" => {
                above.columns += 1;
                let row = above.rows.saturating_sub(1);
                Block::Cell { row, column: above.columns - 1 }
            }
            _ => above.block,
        };
        let rows = if tag == "table" { 0 } else { above.rows };
        Some(Frame {
            node,
            block,
            mark: mark(node, &tag, rules).map(|block| (node.id, block)).or(above.mark),
            link: above.link || tag == "a",
            rows,
            columns: 0,
            breaks,
        })
    }

    fn words(&mut self, contents: &str, frame: &Frame<'_>) {
        for (number, word) in contents.split(is_blank).enumerate() {
            self.spaced |= number > 0;
            if word.is_empty() {
                continue;
            }
            if std::mem::take(&mut self.broken) {
                self.end_line(word);
            }
            let piece = self.open.get_or_insert_with(|| Piece {
                text: String::new(),
                block: frame.block,
                linked: 0,
                mark: frame.mark,
            });
            if std::mem::take(&mut self.spaced) && !piece.text.is_empty() {
                piece.text.push(' ');
            }
            piece.text.push_str(word);
            if frame.link {
                piece.linked += word.len();
            }
        }
    }

    /// A line that goes on in the next one was only wrapped; else the next is a piece of its own.
    fn end_line(&mut self, word: &str) {
        let ended = self.open.as_ref().is_some_and(|piece| {
            piece.text.ends_with(['.', '!', '?', ':', '"', '”', '’', ')', '…'])
        });
        if ended || !word.starts_with(char::is_lowercase) {
            self.close();
        } else {
            self.spaced = true;
        }
    }

    fn close(&mut self) {
        self.pieces.extend(self.open.take().map(|piece| {
            // A table that only lays out the page.
            let lays_out =
                matches!(piece.block, Block::Cell { .. }) && piece.text.len() > LONGEST_CELL;
            let block = if lays_out { Block::Paragraph } else { piece.block };
            Piece { block, ..piece }
        }));
        self.spaced = false;
        self.broken = false;
    }
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() && letter != '\u{A0}' || letter == '\u{200B}' || letter == '\u{FEFF}'
}

fn is_hidden(node: NodeRef<'_>) -> bool {
    let style = node.attr("style");
    let unseen = style.is_some_and(|style| {
        let style: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
        style.contains("display:none") || style.contains("visibility:hidden")
    });
    unseen || node.has_attr("hidden") || node.attr("aria-hidden").is_some_and(|it| &*it == "true")
}

/// What an element is said to be by its tag and its names.
fn mark(node: NodeRef<'_>, tag: &str, rules: &PageRules) -> Option<Block> {
    if matches!(tag, "html" | "body" | "main" | "article") {
        return None;
    }
    if let Some(mark) = rules.tag(tag) {
        return Some(mark.block());
    }
    let named = |name: &str| {
        let value = node.attr(name)?;
        let mut classes = value.split_ascii_whitespace();
        classes.find_map(|class| rules.name(class).map(|mark| mark.block()))
    };
    ["class", "id", "role", "data-component", "data-testid"].into_iter().find_map(named)
}
