use std::ops::Range;

use crate::{
    model::{Mention, WordId},
    value::{Kind, Symbol, Value},
};

use super::Lexicon;

/// A step of a sentence as patterns see it: a word, a mention in place of its words, or the
/// boundary of a clause in place of its punctuation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// A word or mark outside mentions; `token` is its position in the sentence.
    Word { word: WordId, token: u32 },
    /// A mention; `index` is its position among the sentence's mentions.
    Mention {
        index: u32,
        kind: Kind,
        /// Name of what is measured, for quantities and percents.
        dimension: Option<WordId>,
        /// Head of the noun phrase counted, `None` where the mention has no noun phrase.
        head: Option<WordId>,
        /// Tokens of the noun phrase counted.
        noun: Range<u32>,
    },
    /// A comma, a dash, or the start of a subordinate clause.
    Break,
}

impl Element {
    /// The element that stands for mention `index` of a sentence.
    pub fn mention(index: u32, mention: &Mention, lexicon: &Lexicon) -> Element {
        Element::Mention {
            index,
            kind: mention.value.kind(),
            dimension: dimension(&mention.value).map(|name| lexicon.lookup(name)),
            head: mention.noun.as_ref().map(|noun| lexicon.lookup(&noun.head)),
            noun: mention.noun.as_ref().map_or(0..0, |noun| noun.tokens.clone()),
        }
    }
}

/// Percentage points are no percents: they measure a difference.
fn dimension(value: &Value) -> Option<&str> {
    match value {
        Value::Quantity(measure) => Some(&measure.dimension),
        Value::Percent { points, .. } => {
            Some(if *points { "percentage points" } else { "percent" })
        }
        Value::Count(_)
        | Value::Money(_)
        | Value::Duration(_)
        | Value::Ordinal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Age(_)
        | Value::Place(_)
        | Value::Name(_)
        | Value::Statement { .. } => None,
    }
}

/// A mention that a pattern gives an attribute to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Position of the attribute in the rules.
    pub attribute: usize,
    /// Position of the pattern in the attribute.
    pub pattern: usize,
    /// Name of the rule, such as `killed.3`.
    pub rule: Symbol,
    /// Position of the value among the sentence's mentions.
    pub value: u32,
    /// Position of the name or place that the value belongs to.
    pub subject: Option<u32>,
    /// Elements that the pattern covers.
    pub elements: Range<usize>,
    /// Names of the scopes that narrow the claim, sorted.
    pub scopes: Vec<Symbol>,
}
