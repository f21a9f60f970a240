//! Texts with markup: blocks as the markup says, their words without its marks.

mod admonition;
mod asciidoc;
mod html;
mod inline;
mod markdown;
mod restructured;
mod table;

use std::ops::Range;

use crate::{
    model::{Article, Block, Markup, Sentence, Span, Token},
    rule::{Rules, Tokens},
};

use super::cut;

/// A block with the parts of the text that are its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) block: Block,
    pub(super) words: Vec<Range<usize>>,
}

impl Part {
    fn new(block: Block) -> Part {
        Part { block, words: Vec::new() }
    }

    /// Adds a range, which may go on with the last one.
    fn push(&mut self, range: Range<usize>) {
        match self.words.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            Some(_) | None if range.is_empty() => {}
            Some(_) | None => self.words.push(range),
        }
    }
}

/// The sentences of a text with markup.
pub(super) fn split(article: &Article, rules: &Rules) -> Vec<Sentence> {
    let text = article.text.as_str();
    let body = article.metadata.iter().map(|span| span.end as usize).max().unwrap_or(0);
    let parts = match article.markup {
        Markup::Markdown => markdown::parts(text, body),
        Markup::ReStructuredText => restructured::parts(text, body),
        Markup::AsciiDoc => asciidoc::parts(text, body),
        Markup::Html => html::parts(text, body),
        Markup::Plain => Vec::new(),
    };
    let mut sentences = Vec::new();
    let mut titled = false;
    let mut paragraph = 0;
    let mut cell = None;
    for part in &parts {
        let Some((first, last)) = part.words.first().zip(part.words.last()) else { continue };
        let first_heading = part.block == Block::Heading && !titled;
        let block = if first_heading { Block::Title } else { part.block };
        titled |= block == Block::Title;
        // The cells of a table are one block.
        let goes_on =
            matches!((cell, block), (Some(above), Block::Cell { row, .. }) if above <= row);
        paragraph += u32::from(!goes_on);
        cell = if let Block::Cell { row, .. } = block { Some(row) } else { None };
        if block == Block::Code {
            let span = Span::new(first.start, last.end);
            sentences.push(Sentence { span, block, paragraph, tokens: Vec::new() });
            continue;
        }
        let words = part.words.iter().cloned();
        let tokens: Vec<Token> =
            words.flat_map(|range| Tokens::of(text, range, &rules.lexicon)).collect();
        if cell.is_some() {
            let ends = tokens.first().zip(tokens.last());
            let span = ends.map(|(first, last)| first.span.cover(last.span));
            sentences.extend(span.map(|span| Sentence { span, block, paragraph, tokens }));
        } else {
            cut(block == Block::ListItem, block, paragraph, &tokens, text, rules, &mut sentences);
        }
    }
    sentences
}
