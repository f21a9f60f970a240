use dom_query::{Document, NodeId};
use dom_smoothie::{Config, Readability};
use rustc_hash::FxHashMap;

use crate::rule::PageRules;

use super::block::{Piece, pieces};

/// Elements above which a page is taken as it is.
const MOST_ELEMENTS: usize = 200_000;

/// The part of an article that an element may hold and still be no prose: one in so many.
const MOST_MARKED: usize = 3;

/// Letters of a piece that is looked for in the text that the page gives for its article.
const LEAST_TOLD: usize = 20;
/// Letters of such a text that stands for a page which shows no article.
const LEAST_HIDDEN: usize = 120;
/// Bytes of a paragraph.
const PARAGRAPH: usize = 80;

/// What stands around an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// Nothing, as in a feed.
    None,
    Whole,
    /// A page whose elements lie so deep in one another that looking for the article would take long.
    Deep,
}

/// Which pieces of a page are its article; `told` is the text that the page gives for it.
pub(super) fn body(
    document: &Document,
    all: &[Piece],
    (whole, told): (Frame, Option<&str>),
    rules: &PageRules,
) -> Vec<bool> {
    let mut main = match whole {
        Frame::None => vec![true; all.len()],
        Frame::Deep => long(all),
        Frame::Whole => readable(document, all, rules).unwrap_or_else(|| long(all)),
    };
    leave_marked(all, &mut main);
    for (piece, main) in all.iter().zip(&mut main) {
        *main &= !piece.is_link() && !piece.is_title();
    }
    if let Some(told) = told {
        keep_told(all, &letters(told), &mut main);
    }
    main
}

/// Whether what a page gives for the text of its article is far more than what it shows of it.
pub(super) fn is_hidden(told: &str, all: &[Piece], main: &[bool]) -> bool {
    let shown = all.iter().zip(main).filter(|(_, main)| **main);
    let shown: usize = shown.map(|(piece, _)| letters(&piece.text).len()).sum();
    let told = letters(told).len();
    told >= LEAST_HIDDEN && told > shown * 2
}

/// Pieces as long as a paragraph, where the library finds nothing.
fn long(all: &[Piece]) -> Vec<bool> {
    all.iter().map(|piece| piece.text.len() >= PARAGRAPH && piece.mark.is_none()).collect()
}

/// What the library takes for the article.
fn readable(document: &Document, all: &[Piece], rules: &PageRules) -> Option<Vec<bool>> {
    let config =
        Config { disable_json_ld: true, max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let readability = Readability::with_document(document.clone(), None, Some(config));
    let content = readability.and_then(|mut it| it.parse()).ok()?.content;
    let content = Document::fragment(content);
    let mut found: FxHashMap<String, usize> = FxHashMap::default();
    for piece in pieces(content.root(), rules).pieces {
        *found.entry(letters(&piece.text)).or_default() += 1;
    }
    let is_main = |piece: &Piece| {
        let count = found.get_mut(&letters(&piece.text)).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    };
    Some(all.iter().map(is_main).collect())
}

/// Goes by the text that the page itself gives for its article, where it gives all of it.
fn keep_told(all: &[Piece], told: &str, main: &mut [bool]) {
    let pieces: Vec<String> = all.iter().map(|piece| letters(&piece.text)).collect();
    let holds: Vec<bool> =
        pieces.iter().map(|piece| piece.len() >= LEAST_TOLD && told.contains(piece)).collect();
    let length = |chosen: &[bool]| {
        pieces
            .iter()
            .zip(chosen)
            .filter(|(_, it)| **it)
            .map(|(piece, _)| piece.len())
            .sum::<usize>()
    };
    let (own, shared) = (length(main), length(&holds));
    if shared * 2 < own || shared * 4 < told.len() * 3 {
        return;
    }
    let first = holds.iter().position(|it| *it).unwrap_or(0);
    let last = holds.iter().rposition(|it| *it).unwrap_or(all.len());
    for (at, (main, holds)) in main.iter_mut().zip(holds).enumerate() {
        *main = holds || *main && (first..=last).contains(&at);
    }
}

/// Takes out what stands in elements that are marked as no prose, unless it is most of the article:
/// then the mark speaks of the page.
fn leave_marked(all: &[Piece], main: &mut [bool]) {
    let mut length = 0;
    let mut marked: FxHashMap<NodeId, usize> = FxHashMap::default();
    for (piece, _) in all.iter().zip(&*main).filter(|(_, main)| **main) {
        length += piece.text.len();
        if let Some((element, _)) = piece.mark {
            *marked.entry(element).or_default() += piece.text.len();
        }
    }
    for (piece, main) in all.iter().zip(main) {
        let share = piece.mark.and_then(|(element, _)| marked.get(&element)).copied();
        if share.is_some_and(|share| share * MOST_MARKED < length) {
            *main = false;
        }
    }
}

/// Letters and digits of a text, by which two readings of it are compared.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
