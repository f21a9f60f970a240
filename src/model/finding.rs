use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::value::{Kind, Qualifier};

use super::{Signs, Span};

/// What the claims of a group add up to, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    Contradict,
    Unclear,
    Changed,
    Compatible,
    Agree,
    Single,
}

impl Verdict {
    pub const ALL: [Verdict; 6] = [
        Verdict::Contradict,
        Verdict::Unclear,
        Verdict::Changed,
        Verdict::Compatible,
        Verdict::Agree,
        Verdict::Single,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Verdict::Contradict => "contradict",
            Verdict::Unclear => "unclear",
            Verdict::Changed => "changed",
            Verdict::Compatible => "compatible",
            Verdict::Agree => "agree",
            Verdict::Single => "single",
        }
    }

    /// Mark for terminals, with its ASCII stand-in.
    pub fn mark(self) -> (&'static str, &'static str) {
        match self {
            Verdict::Contradict => ("✗", "X"),
            Verdict::Unclear => ("?", "?"),
            Verdict::Changed => ("↻", ">"),
            Verdict::Compatible => ("≈", "~"),
            Verdict::Agree => ("✓", "o"),
            Verdict::Single => ("·", "."),
        }
    }
}

/// Why a verdict was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    SameValue,
    Rounding,
    Bounds,
    ConvertedUnit,
    ConvertedCurrency,
    OrdinalCount,
    DerivedSum,
    PlaceContains,
    DateResolved,
    DisjointValues,
    HoldersDiffer,
    OppositePolarity,
    OtherDate,
    OtherPlace,
    OtherName,
    Misquote,
    LaterUpdate,
    Regression,
    DifferentScope,
    LowMatch,
    NoRate,
    AmbiguousNumber,
    AmbiguousDate,
    AlteredCopy,
    SameOrigin,
    OneSource,
}

impl Reason {
    pub const ALL: [Reason; 26] = [
        Reason::SameValue,
        Reason::Rounding,
        Reason::Bounds,
        Reason::ConvertedUnit,
        Reason::ConvertedCurrency,
        Reason::OrdinalCount,
        Reason::DerivedSum,
        Reason::PlaceContains,
        Reason::DateResolved,
        Reason::DisjointValues,
        Reason::HoldersDiffer,
        Reason::OppositePolarity,
        Reason::OtherDate,
        Reason::OtherPlace,
        Reason::OtherName,
        Reason::Misquote,
        Reason::LaterUpdate,
        Reason::Regression,
        Reason::DifferentScope,
        Reason::LowMatch,
        Reason::NoRate,
        Reason::AmbiguousNumber,
        Reason::AmbiguousDate,
        Reason::AlteredCopy,
        Reason::SameOrigin,
        Reason::OneSource,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Reason::SameValue => "same-value",
            Reason::Rounding => "rounding",
            Reason::Bounds => "bounds",
            Reason::ConvertedUnit => "converted-unit",
            Reason::ConvertedCurrency => "converted-currency",
            Reason::OrdinalCount => "ordinal-count",
            Reason::DerivedSum => "derived-sum",
            Reason::PlaceContains => "place-contains",
            Reason::DateResolved => "date-resolved",
            Reason::DisjointValues => "disjoint-values",
            Reason::HoldersDiffer => "holders-differ",
            Reason::OppositePolarity => "opposite-polarity",
            Reason::OtherDate => "other-date",
            Reason::OtherPlace => "other-place",
            Reason::OtherName => "other-name",
            Reason::Misquote => "misquote",
            Reason::LaterUpdate => "later-update",
            Reason::Regression => "regression",
            Reason::DifferentScope => "different-scope",
            Reason::LowMatch => "low-match",
            Reason::NoRate => "no-rate",
            Reason::AmbiguousNumber => "ambiguous-number",
            Reason::AmbiguousDate => "ambiguous-date",
            Reason::AlteredCopy => "altered-copy",
            Reason::SameOrigin => "same-origin",
            Reason::OneSource => "one-source",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
    Note,
    None,
}

impl Severity {
    pub const ALL: [Severity; 4] =
        [Severity::Error, Severity::Warning, Severity::Note, Severity::None];

    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
            Severity::None => "none",
        }
    }
}

/// How sure it is that the claims answer one question, in hundredths.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Score(pub u8);

impl Score {
    /// How sure two claims are together.
    pub fn mean(a: Score, b: Score) -> Score {
        Score(a.0.midpoint(b.0))
    }

    pub fn decimal(self) -> Decimal {
        Decimal::new(i64::from(self.0), 2)
    }
}

/// A group of claims with a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// `cx-` and ten characters; depends on what is claimed, not on values, paths or sources.
    pub id: String,
    /// `ev-` and eight characters over the distinct values and the verdict.
    pub evidence_hash: String,
    pub verdict: Verdict,
    pub reason: Reason,
    pub severity: Severity,
    pub subject: String,
    pub attribute: String,
    pub kind: Kind,
    pub summary: String,
    pub match_score: Score,
    pub n_independent: usize,
    pub n_sources: usize,
    pub asof_first: Option<Date>,
    pub asof_last: Option<Date>,
    /// Answers, best supported first.
    pub positions: Vec<Position>,
    pub conflicts: Vec<Conflict>,
    /// Claims in the order of article and place.
    pub claims: Vec<Evidence>,
    pub steps: Vec<Step>,
}

/// One answer inside a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// As first written.
    pub value: String,
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub unit: String,
    /// Number of origins behind it.
    pub origins: usize,
}

/// Two positions that differ, `a < b`, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Conflict {
    pub a: usize,
    pub b: usize,
    pub kind: ConflictKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ConflictKind {
    Contradict,
    Unclear,
    Changed,
}

impl ConflictKind {
    pub const ALL: [ConflictKind; 3] =
        [ConflictKind::Contradict, ConflictKind::Unclear, ConflictKind::Changed];

    pub fn verdict(self) -> Verdict {
        match self {
            ConflictKind::Contradict => Verdict::Contradict,
            ConflictKind::Unclear => Verdict::Unclear,
            ConflictKind::Changed => Verdict::Changed,
        }
    }
}

/// A claim as it is reported, with everything a reader needs to check it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// `cl-` and ten characters.
    pub claim_id: String,
    pub article: String,
    pub source: String,
    pub published: Option<Date>,
    pub title: Option<String>,
    pub url: Option<String>,
    /// Who says it inside the article, outermost first; empty where the article itself does.
    pub holder: Vec<String>,
    /// Number of the answer it supports, an index into the finding's positions.
    pub position: usize,
    /// Whether its source gives no other answer on a later day.
    pub current: bool,
    /// The sentence.
    pub quote: String,
    pub sentence: Span,
    /// The value's words.
    pub span: Span,
    /// Line and column of the value, from 1; columns in Unicode scalars.
    pub line: usize,
    pub column: usize,
    /// The value's words again, counted in Unicode scalars instead of bytes.
    pub scalars: Span,
    /// The value's words as written, white space made single.
    pub value: String,
    pub kind: Kind,
    pub subject: String,
    pub attribute: String,
    pub asof: Option<Date>,
    /// In the base unit; `None` where open.
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub unit: String,
    pub qualifier: Qualifier,
    pub denied: bool,
    /// Number of the origin among those of the run, from 1.
    pub origin: usize,
    /// Rule that made the claim.
    pub rule: String,
    /// Rule that made the mention.
    pub normalised_by: String,
    pub match_score: Score,
    /// What speaks for the claim answering the question.
    pub signs: Signs,
}

/// One step of the reasoning behind a finding, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub text: String,
    /// The words that the step rests on, empty where it rests on none.
    pub quote: String,
}
