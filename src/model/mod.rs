//! What flows between the stages: articles, sentences, mentions, claims, findings.

mod article;
mod claim;
mod contrast;
mod event;
mod finding;
mod group;
mod keyword;
mod lasting;
mod lines;
mod markup;
mod mention;
mod problem;
mod review;
mod role;
mod sentence;
mod sign;
mod span;
mod unit;

pub use article::{Article, Aside, FieldOrigin, FieldOrigins, Filed, Marked, Published};
pub use claim::{Claim, Document, Modality, Polarity, Scope, Unchecked, Untold};
pub use contrast::Frame;
pub use event::{Event, Identity, Likelihood};
pub use finding::{
    Conflict, ConflictKind, Evidence, Finding, Position, Reason, Score, Severity, Step, Verdict,
};
pub use group::{Group, Member, Subject, SubjectSort};
pub use keyword::Keyword;
pub use lasting::{Lasting, lasting};
pub use lines::Lines;
pub use markup::Markup;
pub use mention::{Mention, Noun, Restated};
pub use problem::{Problem, Severity as ProblemSeverity};
pub use review::{Change, Past, Review, ReviewState, ReviewStatus, Reviews};
pub use role::Role;
pub use sentence::{Block, Sentence, Token, TokenKind, WordId};
pub use sign::{Sign, Signs};
pub use span::Span;
pub use unit::Unit;
