use std::{convert::Infallible, ops::Range};

use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use crate::model::Block;

use super::Part;

/// Elements whose words are no prose of the page.
const HIDDEN: [&str; 17] = [
    "script", "style", "nav", "header", "footer", "head", "noscript", "template", "svg", "math",
    "form", "button", "select", "textarea", "iframe", "object", "aside",
];
/// Elements inside a line, which end no block.
const INLINE: [&str; 31] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong",
    "sub", "sup", "tt", "u", "var",
];

/// The blocks of a page from `body` on.
pub(super) fn parts(text: &str, body: usize) -> Vec<Part> {
    let source = text.get(body..).unwrap_or_default();
    let mut reader = Reader { text, body, ..Reader::default() };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        reader.read(&event, span);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    for _ in Tokenizer::new_with_emitter(source, emitter).flatten() {}
    reader.close();
    reader.parts
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    body: usize,
    parts: Vec<Part>,
    open: Option<Part>,
    /// The hidden element that is open, and how often.
    hidden: Option<(String, usize)>,
    /// Of each table that is open, how many rows and cells of the row were read.
    tables: Vec<(u32, u32)>,
    /// How many blocks of code are open.
    code: usize,
}

impl Reader<'_> {
    fn read(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.start(&String::from_utf8_lossy(name).to_lowercase());
            }
            CallbackEvent::EndTag { name } => {
                self.end(&String::from_utf8_lossy(name).to_lowercase());
            }
            CallbackEvent::String { .. } => {
                self.words(self.body + span.start..self.body + span.end);
            }
            CallbackEvent::AttributeName { .. }
            | CallbackEvent::AttributeValue { .. }
            | CallbackEvent::CloseStartTag { .. }
            | CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn start(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(hidden == name);
            return;
        }
        if HIDDEN.contains(&name) {
            self.close();
            self.hidden = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "summary" => self.open(Block::Heading),
            "li" => self.open(Block::ListItem),
            "caption" | "figcaption" => self.open(Block::Caption),
            "table" => {
                self.close();
                self.tables.push((0, 0));
            }
            "tr" => {
                self.close();
                if let Some((rows, cells)) = self.tables.last_mut() {
                    (*rows, *cells) = (*rows + 1, 0);
                }
            }
            "td" | "th" => {
                let place = self.tables.last_mut().map(|(rows, cells)| {
                    *cells += 1;
                    Block::Cell { row: rows.saturating_sub(1), column: *cells - 1 }
                });
                self.open(place.unwrap_or(Block::Paragraph));
            }
            "pre" | "listing" | "xmp" => {
                self.open(Block::Code);
                self.code += 1;
            }
            "p" | "div" => {
                // The first paragraph of an item or a cell goes on behind its mark.
                let fresh = self.open.as_ref().is_some_and(|part| part.words.is_empty());
                if !fresh {
                    self.open(Block::Paragraph);
                }
            }
            name if INLINE.contains(&name) => {}
            _ => self.close(),
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth = depth.saturating_sub(1);
            }
            if *depth == 0 {
                self.hidden = None;
            }
            return;
        }
        match name {
            "pre" | "listing" | "xmp" => {
                self.code = self.code.saturating_sub(1);
                self.close();
            }
            "table" => {
                self.close();
                self.tables.pop();
            }
            name if INLINE.contains(&name) => {}
            _ => self.close(),
        }
    }

    fn open(&mut self, block: Block) {
        self.close();
        if self.code == 0 {
            self.open = Some(Part::new(block));
        }
    }

    fn close(&mut self) {
        self.parts.extend(self.open.take().filter(|part| !part.words.is_empty()));
    }

    /// Adds a run of text without its references to characters.
    fn words(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        if self.hidden.is_some() || self.open.is_none() && text.trim().is_empty() {
            return;
        }
        let block = if self.code > 0 { Block::Code } else { Block::Paragraph };
        let part = self.open.get_or_insert_with(|| Part::new(block));
        let blank = text.len() - text.trim_start().len();
        let lead = if part.words.is_empty() { blank } else { 0 };
        let mut from = lead;
        for (at, _) in text.match_indices('&') {
            let rest = text.get(at..).unwrap_or_default();
            let name = |letter: char| letter.is_ascii_alphanumeric() || letter == '#';
            let length = rest.get(1..).and_then(|rest| rest.find(|letter| !name(letter)));
            let Some(length) = length
                .filter(|length| rest.get(length + 1..).is_some_and(|it| it.starts_with(';')))
            else {
                continue;
            };
            if at > from {
                part.push(range.start + from..range.start + at);
            }
            from = from.max(at + length + 2);
        }
        if from < text.len() {
            part.push(range.start + from..range.end);
        }
    }
}
