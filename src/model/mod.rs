//! What flows between the stages: articles, sentences, mentions, claims, findings.

mod article;
mod claim;
mod finding;
mod mention;
mod problem;
mod sentence;
mod span;

pub use article::{Article, DateOrigin, Published};
pub use claim::{Claim, Document, Event, Modality, Polarity, Scope};
pub use finding::{
    Conflict, ConflictKind, Evidence, Finding, Position, Reason, Score, Severity, Step, Verdict,
};
pub use mention::{Mention, Noun};
pub use problem::{Problem, Severity as ProblemSeverity};
pub use sentence::{Block, Sentence, Token, TokenKind, WordId};
pub use span::Span;
