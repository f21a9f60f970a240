use std::hash::{BuildHasher, Hash};

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::Span;

/// A sentence with its tokens; `span` and the tokens' spans are offsets into the article's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub span: Span,
    pub block: Block,
    /// Number of the paragraph or other block the sentence stands in, counted from the top.
    pub paragraph: u32,
    pub tokens: Vec<Token>,
}

/// What kind of block a sentence stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Block {
    Title,
    Heading,
    Paragraph,
    ListItem,
    Caption,
    /// A pasted social-media post with its link or signature line.
    Post,
    /// Share, credit, advert or navigation line: no claim is made from it.
    Boilerplate,
    /// A cell of a table, by its place in it; the head of the table is row 0.
    Cell {
        row: u32,
        column: u32,
    },
    /// Code, which says nothing: it has no tokens.
    Code,
}

impl Block {
    pub fn name(self) -> &'static str {
        match self {
            Block::Title => "title",
            Block::Heading => "heading",
            Block::Paragraph => "paragraph",
            Block::ListItem => "list-item",
            Block::Caption => "caption",
            Block::Post => "post",
            Block::Boilerplate => "boilerplate",
            Block::Cell { .. } => "cell",
            Block::Code => "code",
        }
    }

    /// Whether numbers in such a block may be claims.
    pub fn makes_claims(self) -> bool {
        match self {
            Block::Title | Block::Heading | Block::Paragraph | Block::ListItem | Block::Caption => {
                true
            }
            Block::Post | Block::Boilerplate | Block::Cell { .. } | Block::Code => false,
        }
    }
}

/// Number of a word in the lexicon. A word that no rule names has a number of its own made from
/// its letters, so that equal words have equal numbers; 0 stands for no word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

/// Numbers from here on belong to words that no rule names.
const UNNAMED: u32 = 1 << 31;

impl WordId {
    pub const UNKNOWN: WordId = WordId(0);

    /// Number of a word that no rule names.
    pub(crate) fn unnamed(word: impl Hash) -> WordId {
        WordId(FxBuildHasher.hash_one(word) as u32 | UNNAMED)
    }

    /// Whether some rule names the word.
    pub fn is_known(self) -> bool {
        self.0.wrapping_sub(1) < UNNAMED - 1
    }
}

/// A word, a run of digits with its separators, or one punctuation mark or symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
    /// The case-folded word in the lexicon, curly apostrophes straightened.
    pub word: WordId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters only, first letter lower case; inner apostrophes belong to it ("don't"), a possessive "'s" is a token of its own.
    Lower,
    /// First letter upper case.
    Capitalized,
    /// Two or more letters, all upper case; "U.S." is one such token.
    Upper,
    /// Starts with an ASCII digit: digits with inner separators ("21,000", "4.5", "1/2", "10:30"); letters after it are a token of their own ("bn" in "21bn").
    Number,
    /// One punctuation mark, or a run of the same mark ("...", "--").
    Punctuation,
    /// One currency sign, percent sign, degree sign or other symbol.
    Symbol,
}

impl TokenKind {
    pub fn is_word(self) -> bool {
        match self {
            TokenKind::Lower | TokenKind::Capitalized | TokenKind::Upper => true,
            TokenKind::Number | TokenKind::Punctuation | TokenKind::Symbol => false,
        }
    }
}

impl Sentence {
    /// Text of token `index`, empty when there is none.
    pub fn word<'t>(&self, index: usize, text: &'t str) -> &'t str {
        self.tokens.get(index).map_or("", |token| token.span.of(text))
    }

    /// Lexicon word of token `index`, unknown when there is none.
    pub fn id(&self, index: usize) -> WordId {
        self.tokens.get(index).map_or(WordId::UNKNOWN, |token| token.word)
    }
}
