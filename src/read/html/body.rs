use dom_query::{Document, NodeId};
use dom_smoothie::{Config, Readability};
use rustc_hash::FxHashMap;

use crate::rule::PageRules;

use super::block::{Piece, pieces};

/// Elements above which a page is taken as it is.
const MOST_ELEMENTS: usize = 200_000;

/// The part of an article that an element may hold and still be no prose: one in so many.
const MOST_MARKED: usize = 3;

/// Which pieces of a page are its article.
pub(super) fn body(document: &Document, all: &[Piece], rules: &PageRules) -> Vec<bool> {
    let config = Config {
        disable_json_ld: true,
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let content = Readability::with_document(document.clone(), None, Some(config))
        .and_then(|mut readability| readability.parse())
        .map(|article| article.content);
    let Ok(content) = content else { return vec![true; all.len()] };
    let content = Document::fragment(content);
    let mut found: FxHashMap<String, usize> = FxHashMap::default();
    for piece in pieces(content.root(), rules) {
        *found.entry(letters(&piece.text)).or_default() += 1;
    }
    let mut main = Vec::new();
    for piece in all {
        let count = found.get_mut(&letters(&piece.text)).filter(|count| **count > 0);
        main.push(count.is_some());
        if let Some(count) = count {
            *count -= 1;
        }
    }
    leave_marked(all, &mut main);
    main
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
