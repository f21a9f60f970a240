use serde::{Deserialize, Serialize};

use crate::value::{Change, DateExpr, Kind, Symbol, Value};

use super::{Article, Event, Keyword, Lasting, Lines, Span, lasting};

/// What one article says: its claims, and the events they are about.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    #[serde(skip)]
    pub article: Article,
    /// The news agency whose text it says that it is.
    pub credit: Option<Symbol>,
    pub claims: Vec<Claim>,
    pub events: Vec<Event>,
    /// Names of people, organisations and places with the number of times they occur, sorted.
    pub names: Vec<(String, u32)>,
    /// Content words with the number of times they occur, sorted.
    pub terms: Vec<(String, u32)>,
    /// What each sentence that may hold claims is about, in the order of the text.
    pub keywords: Vec<Keyword>,
    /// Hashes of overlapping runs of words, sorted, for telling copies.
    pub shingles: Vec<u64>,
    #[serde(skip)]
    pub lines: Lines,
    /// How many sentences, and blocks of a page, are no prose of the article.
    pub boilerplate: usize,
    /// Values that became no claim which another could be set against, in the order of the text.
    pub unchecked: Vec<Unchecked>,
}

/// A value that a run could not check, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unchecked {
    pub sentence: Span,
    /// The value's words.
    pub span: Span,
    /// Line of the value, from 1.
    pub line: usize,
    pub kind: Kind,
    #[serde(deserialize_with = "lasting::deserialize")]
    pub why: Lasting,
}

impl Document {
    /// Adds what it says of things, and drops what the same words say of nobody in particular.
    pub fn take_properties(&mut self, properties: Vec<Claim>) {
        let taken = |claim: &Claim| {
            claim.untold.is_some() && properties.iter().any(|property| property.span == claim.span)
        };
        self.claims.retain(|claim| !taken(claim));
        self.unchecked.retain(|value| properties.iter().all(|it| it.span != value.span));
        self.claims.extend(properties);
        self.claims.sort_by(|a, b| {
            (a.sentence, a.span, &a.attribute).cmp(&(b.sentence, b.span, &b.attribute))
        });
    }

    /// The keywords of a sentence.
    pub fn keywords_of(&self, sentence: Span) -> &[Keyword] {
        let first = self.keywords.partition_point(|keyword| keyword.sentence < sentence.start);
        let end = self.keywords.partition_point(|keyword| keyword.sentence <= sentence.start);
        self.keywords.get(first..end).unwrap_or_default()
    }

    /// A span counted in Unicode scalars.
    pub fn scalars(&self, span: Span) -> Span {
        let before = |offset| self.lines.scalars_before(&self.article.text, offset);
        Span::new(before(span.start), before(span.end))
    }

    /// Line and column of an offset, from 1; the column counts Unicode scalars.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        self.lines.line_column(&self.article.text, offset)
    }
}

/// Attribute, subject, scope, value, holder, modality and polarity, with the words behind them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// `killed`, `meeting.duration`, or for open attributes the head noun and its predicate.
    pub attribute: Symbol,
    pub kind: Kind,
    pub value: Value,
    /// For counts, what is counted: `persons` or the head noun.
    pub unit: Option<Symbol>,
    pub change: Option<Change>,
    /// Index into the document's events of the event it is about.
    pub event: Option<usize>,
    /// What the value belongs to where that is no event: a person for an age, a town for a
    /// population. Lower case, without titles.
    pub subject: Option<String>,
    pub scope: Scope,
    /// Which of several sorts of things the number is of, where its sentence says so.
    pub sort: Option<Symbol>,
    /// Whether the sentence gives it for one place or some of those concerned only.
    pub partial: bool,
    /// Who says it, outermost first.
    pub holder: Vec<String>,
    pub modality: Modality,
    pub polarity: Polarity,
    /// Why no other claim is an answer to its question, `None` where others may be.
    pub untold: Option<Untold>,
    /// The sentence.
    pub sentence: Span,
    /// The value's words.
    pub span: Span,
    /// Of the words of a statement those that show a reader what it says, without the values in its
    /// clause that answer other questions; `None` where that is all of them.
    pub core: Option<Span>,
    /// The words that name what a property is of.
    pub about: Option<Span>,
    /// For open attributes, the base form of the verb that goes with the number.
    pub predicate: Option<String>,
    /// The words of that verb as they stand, for a reader.
    pub verb: Option<Span>,
    /// The date the claim speaks of, where the sentence states one.
    pub when: Option<DateExpr>,
    pub rule: Symbol,
    /// The pattern of the rule that fitted, such as `killed.3`; none where no pattern makes it.
    pub pattern: Option<Symbol>,
    #[serde(deserialize_with = "lasting::deserialize")]
    pub normalised_by: Lasting,
}

impl Claim {
    /// Rule of what a clause says whose verb no predicate of the rules names.
    pub const LOOSE: &str = "open.clause";
    /// Attribute of such a clause without a verb.
    pub const NO_VERB: &str = "statement";

    /// Rule of what is told in a set phrase.
    pub const FACT: &str = "open.fact";

    /// Rule of how a name is spelled, which answers nothing but another spelling of it.
    pub const SPELLED: &str = "open.name";

    /// Rule of what a document says of a thing, in words that another document may share.
    pub const PROPERTY: &str = "property";
    /// Patterns of a property: the place that describes a setting, one that speaks of it, one that does so in
    /// what describes another; a row of a table; a sentence below the title of its document, one that
    /// hardly tells what it is of; a version in a document of what is required.
    pub const ENTRY: &str = "setting.entry";
    pub const TOLD: &str = "setting.told";
    pub const WITHIN: &str = "setting.within";
    pub const TOP: &str = "sentence.top";
    pub const VAGUE: &str = "sentence.vague";
    pub const ASKED: &str = "version.asked";
    /// What a property of a version is read by.
    pub const VERSION: &str = "version";
    pub const ROW: &str = "table.row";

    /// A claim of a value's words in a sentence, of which nothing else is told yet.
    pub fn new(attribute: Symbol, value: Value, sentence: Span, span: Span) -> Claim {
        let kind = value.kind();
        Claim {
            rule: attribute.clone(),
            attribute,
            kind,
            value,
            unit: None,
            change: None,
            event: None,
            subject: None,
            scope: Scope::default(),
            sort: None,
            partial: false,
            holder: Vec::new(),
            modality: Modality::default(),
            polarity: Polarity::default(),
            untold: None,
            sentence,
            span,
            core: None,
            about: None,
            predicate: None,
            verb: None,
            when: None,
            pattern: None,
            normalised_by: kind.name(),
        }
    }

    /// The words that a reader is shown as its value.
    pub fn shown(&self) -> Span {
        self.core.unwrap_or(self.span)
    }

    /// Whether its attribute is its own words rather than one of the rules.
    pub fn is_open(&self) -> bool {
        self.rule.starts_with("open.")
    }

    /// Whether it says that something is so in the words of its clause alone, which answer nothing
    /// but a clause of another article about the same.
    pub fn is_loose(&self) -> bool {
        &*self.rule == Claim::LOOSE
    }

    /// Whether it says how much, how many, how long or when of a thing, in a document.
    pub fn is_property(&self) -> bool {
        &*self.rule == Claim::PROPERTY
    }

    /// Whether the pattern that made it has this name.
    pub fn is_made_by(&self, pattern: &str) -> bool {
        self.pattern.as_deref() == Some(pattern)
    }

    /// Whether it only says how a name is spelled.
    pub fn is_spelling(&self) -> bool {
        &*self.rule == Claim::SPELLED
    }

    /// The outermost holder with a name: "officials" alone is nobody in particular.
    pub fn named_holder(&self) -> Option<&str> {
        let has_name = |holder: &&String| holder.chars().any(char::is_uppercase);
        self.holder.iter().find(has_name).map(String::as_str)
    }
}

/// What a sentence leaves out without which a claim cannot be set against those of other sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Untold {
    /// Who or what it is about has no name.
    Subject,
    /// What an amount is of.
    Topic,
    /// Whom or what a verb is done to.
    Object,
    /// What happened: there is only a word for saying it.
    Deed,
    /// Which of the things that happen in a place.
    Occasion,
}

impl Untold {
    /// The same for a reader.
    pub fn why(self) -> &'static str {
        match self {
            Untold::Subject => "about nobody named",
            Untold::Topic => "what it is of is not told",
            Untold::Object => "done to nobody named",
            Untold::Deed => "when or where something was said",
            Untold::Occasion => "a place beside a verb",
        }
    }
}

/// What part of the whole a number covers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// "week" for a number per week.
    pub per: Option<Symbol>,
    /// Words that narrow the number ("newly pledged", "critically", "first quarter"), sorted.
    pub qualifiers: Vec<Symbol>,
    /// Modifiers of the counted noun ("police", "off-duty") or of what a statement is about, sorted.
    pub modifiers: Vec<String>,
}

impl Scope {
    /// Modifier of a number that is a part of a larger one ("two others").
    pub const PART: &str = "(part)";
    /// Modifier of what is told for the first time ("a plan").
    pub const ANY: &str = "(any)";

    pub fn is_part(&self) -> bool {
        self.modifiers.iter().any(|modifier| modifier == Scope::PART)
    }

    /// Whether the words of two statements allow that they are about one thing: neither is told from
    /// the other ("an earlier plan"), and one has all the words of the other.
    pub fn may_be_one(&self, other: &Scope) -> bool {
        let any = |scope: &Scope| scope.modifiers.iter().any(|it| it == Scope::ANY);
        let told = |scope: &Scope| -> (Vec<String>, Vec<String>) {
            let words = scope.modifiers.iter().filter(|it| *it != Scope::ANY).cloned();
            words.partition(|it| it.starts_with('('))
        };
        let ((marks, words), (other_marks, other_words)) = (told(self), told(other));
        let (few, many) = match words.len() <= other_words.len() {
            true => (&words, &other_words),
            false => (&other_words, &words),
        };
        let vague = match (few.is_empty(), many.is_empty()) {
            (true, true) => any(self) && any(other),
            (true, false) => any(self) || any(other),
            (false, _) => false,
        };
        marks == other_marks && few.iter().all(|word| many.contains(word)) && !vague
    }
}

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Modality {
    #[default]
    Happened,
    Planned,
    Conditional,
    /// Feared, alleged or estimated without a source that stands behind it.
    Possible,
}

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Polarity {
    #[default]
    Affirmed,
    Denied,
}
