use std::fmt;

use rustc_hash::FxHashSet;
use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

use crate::{
    model::{Problem, Sentence, WordId},
    value::{Kind, Symbol},
};

use super::{
    Element, EventRules, Inflection, Lexicon, Match, RuleFile, Sources, WordSet,
    assemble::Assembler,
    automaton::{Kinds, Want},
    error::{fault, unknown},
    load::{self, Spanned},
    matcher::{Matcher, Pattern, ScopeRule},
    pattern,
    word_set::{WordSets, syntax},
};

/// Attributes and the patterns that find them, out of `rules/attribute/*.toml`.
#[derive(Clone, Debug, Default)]
pub struct AttributeRules {
    attributes: Vec<Attribute>,
    matcher: Matcher,
    /// Words of the set `person`.
    persons: FxHashSet<String>,
    /// Words of the set `anybody`.
    anybody: FxHashSet<String>,
    /// Words of the set `toll`.
    tolls: FxHashSet<String>,
    /// Words of the set `sort`.
    sorts: FxHashSet<String>,
    /// Words of the set `town`.
    towns: FxHashSet<String>,
    /// Words of the set `part`.
    parts: WordSet,
}

/// What is claimed: `killed`, `magnitude`.
#[derive(Clone, Debug)]
pub struct Attribute {
    pub id: Symbol,
    /// What a reader sees.
    pub label: Symbol,
    /// What joins it with its subject in a sentence: "killed in", "age of".
    pub joint: Symbol,
    /// Kinds that the value may be of.
    pub kinds: Vec<Kind>,
    pub about: About,
    /// Whether the number can only grow with time, as a death toll does.
    pub grows: bool,
    /// Whether the number rises and falls with time, as that of the missing does.
    pub varies: bool,
    /// Whether it is a plan by its nature, so that "will" says nothing more.
    pub plan: bool,
    /// Whether it is said of anything, as an end is: what it is the end of must be told in like words.
    pub anything: bool,
    /// Whether it belongs to a place or a thing and not to what happens there, as a population does.
    pub lasts: bool,
    /// Whether the sentence itself must tell of such an event.
    pub near: bool,
    /// Whether a reader sets numbers of different scope side by side.
    pub beside: bool,
    /// Whether it is measured at a place, so that another place has another.
    pub local: bool,
    /// Scopes that tell which of several sorts of things a number is of.
    pub sorts: Vec<Symbol>,
    /// Classes of events that it goes with, empty for all.
    pub events: Vec<Symbol>,
    /// Attributes that are zero where this one is.
    pub covers: Vec<Symbol>,
    /// The covered attribute that it comes to where the others are not claimed: who was shot and
    /// not killed was injured.
    pub rest: Option<Symbol>,
    /// Number of patterns.
    pub patterns: usize,
    pub examples: Vec<AttributeExample>,
    pub counterexamples: Vec<String>,
    /// Rule file, as shown to the user.
    pub file: String,
}

/// What tells the thing that a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// The event the clause speaks of.
    Event,
    /// The name or place that the value belongs to.
    Subject,
    /// The name or place that the value belongs to where the sentence names it, else the event.
    Named,
    /// The same, and the thing that the verb is said of where it has no name.
    Thing,
    /// Those who take part in the events.
    Participants,
}

impl About {
    /// What joins an attribute with what it is about where its file does not say.
    fn joint(self) -> Symbol {
        Symbol::from(match self {
            About::Event => "in",
            About::Subject | About::Named | About::Thing | About::Participants => "of",
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeExample {
    pub text: String,
    /// The value's words, as they stand in the text.
    pub value: String,
    /// The scope that narrows the claim, where one does.
    pub scope: Option<String>,
    /// The name or place that the value belongs to.
    pub subject: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned,
    label: String,
    joint: Option<String>,
    value: KindList,
    dimension: Option<String>,
    about: About,
    #[serde(default)]
    grows: bool,
    #[serde(default)]
    near: bool,
    #[serde(default)]
    lasts: bool,
    #[serde(default)]
    plan: bool,
    #[serde(default)]
    anything: bool,
    #[serde(default)]
    varies: bool,
    #[serde(default)]
    beside: bool,
    #[serde(default)]
    local: bool,
    #[serde(default)]
    events: Vec<Spanned>,
    #[serde(default)]
    covers: Vec<Spanned>,
    rest: Option<Spanned>,
    #[serde(default)]
    pattern: Vec<PatternEntry>,
    #[serde(default)]
    scope: Vec<ScopeEntry>,
    #[serde(default)]
    example: Vec<AttributeExample>,
    #[serde(default)]
    counterexample: Vec<Counterexample>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternEntry {
    #[serde(default = "english")]
    lang: Spanned,
    #[serde(rename = "match")]
    words: Spanned,
    #[serde(default)]
    not: Vec<Spanned>,
    scope: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeEntry {
    id: String,
    #[serde(rename = "match")]
    words: Spanned,
    /// Whether the words may stand anywhere in the clause, not only in or beside the match.
    #[serde(default)]
    anywhere: bool,
    /// Whether it tells which of several sorts of things the number is of: two that differ are no
    /// answers to one question, and one goes with a number of which nothing is told.
    #[serde(default)]
    sort: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counterexample {
    text: String,
}

fn english() -> Spanned {
    Spanned::new("en")
}

/// One kind or a list of kinds.
#[derive(Debug)]
struct KindList(Vec<Kind>);

impl<'de> Deserialize<'de> for KindList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<KindList, D::Error> {
        deserializer.deserialize_any(KindListVisitor)
    }
}

struct KindListVisitor;

const KIND_NAMES: &[&str] = &[
    "count", "money", "duration", "quantity", "percent", "ordinal", "date", "time", "age", "place",
    "name",
];

impl<'de> Visitor<'de> for KindListVisitor {
    type Value = KindList;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a kind of value or a list of kinds")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<KindList, E> {
        let kind = Kind::parse(name).ok_or_else(|| E::unknown_variant(name, KIND_NAMES))?;
        Ok(KindList(vec![kind]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<KindList, A::Error> {
        let mut kinds = Vec::new();
        while let Some(KindList(kind)) = list.next_element()? {
            kinds.extend(kind);
        }
        Ok(KindList(kinds))
    }
}

impl AttributeRules {
    pub(super) fn compile(
        sources: &Sources,
        inflection: &Inflection,
        lexicon: &mut Lexicon,
        events: &EventRules,
        problems: &mut Vec<Problem>,
    ) -> AttributeRules {
        let sets = WordSets::compile(sources, inflection, lexicon, problems);
        let mut entries: Vec<(&RuleFile, Entry)> = Vec::new();
        for file in sources.at("attribute/") {
            if let Some(entry) = load::parse::<Entry>(file, problems) {
                entries.retain(|(_, known)| known.id.get_ref() != entry.id.get_ref());
                entries.push((file, entry));
            }
        }
        entries.sort_by(|(_, a), (_, b)| a.id.get_ref().cmp(b.id.get_ref()));
        let mut compiler = Compiler {
            assembler: Assembler::new(&sets, inflection, lexicon),
            matcher: Matcher::default(),
            events,
            problems,
        };
        let mut attributes = Vec::new();
        let ids: Vec<Symbol> =
            entries.iter().map(|(_, entry)| entry.id.get_ref().as_str().into()).collect();
        for (file, entry) in entries {
            for covered in entry.covers.iter().chain(&entry.rest) {
                if !ids.iter().any(|id| **id == **covered.get_ref()) {
                    let known = ids.iter().map(|id| &**id);
                    let message = unknown("attribute", covered.get_ref(), known);
                    compiler.problems.push(fault(file, covered.span(), "E205", message));
                }
            }
            compiler.attribute(file, &entry, attributes.len());
            attributes.push(Attribute {
                id: entry.id.into_inner().into(),
                label: entry.label.into(),
                joint: entry.joint.map_or_else(|| entry.about.joint(), Symbol::from),
                kinds: entry.value.0,
                about: entry.about,
                grows: entry.grows,
                near: entry.near,
                plan: entry.plan,
                anything: entry.anything,
                lasts: entry.lasts,
                varies: entry.varies,
                beside: entry.beside,
                local: entry.local,
                sorts: entry
                    .scope
                    .iter()
                    .filter(|scope| scope.sort)
                    .map(|scope| Symbol::from(&*scope.id))
                    .collect(),
                events: entry.events.into_iter().map(|class| class.into_inner().into()).collect(),
                covers: entry.covers.into_iter().map(|id| id.into_inner().into()).collect(),
                rest: entry.rest.map(|id| id.into_inner().into()),
                patterns: entry.pattern.len(),
                examples: entry.example,
                counterexamples: entry.counterexample.into_iter().map(|case| case.text).collect(),
                file: file.shown.clone(),
            });
        }
        let mut matcher = compiler.matcher;
        matcher.automaton = compiler.assembler.finish();
        let words = |set: &str| {
            let phrases = sets.phrases(set).unwrap_or_default().iter();
            phrases.filter_map(|phrase| match phrase.as_slice() {
                [word] => Some(*word),
                _ => None,
            })
        };
        let nouns = |set: &str| words(set).map(|word| lexicon.word(word).to_owned()).collect();
        let mut parts = WordSet::default();
        for word in words("part") {
            parts.insert(word);
        }
        AttributeRules {
            attributes,
            matcher,
            persons: nouns("person"),
            anybody: nouns("anybody"),
            tolls: nouns("toll"),
            sorts: nouns("sort"),
            towns: nouns("town"),
            parts,
        }
    }

    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    pub fn attribute(&self, index: usize) -> Option<&Attribute> {
        self.attributes.get(index)
    }

    /// Position of the attribute with an id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.attributes.binary_search_by(|attribute| attribute.id.as_ref().cmp(id)).ok()
    }

    /// Gives the mentions of a sentence their attributes, at most one each, in the order of the
    /// mentions. Of several the one that covers more elements wins; `fits` may refuse a match,
    /// for instance when the attribute belongs to other classes of events.
    pub fn matches(
        &self,
        sentence: &Sentence,
        elements: &[Element],
        fits: impl Fn(&Attribute, &Match) -> bool,
    ) -> Vec<Match> {
        let special = |index: usize| self.attribute(index).is_some_and(|it| !it.events.is_empty());
        let fits =
            |found: &Match| self.attribute(found.attribute).is_some_and(|it| fits(it, found));
        self.matcher.matches(sentence, elements, special, fits)
    }

    /// Whether an attribute counts two others together.
    pub fn is_covered(&self, a: &str, b: &str) -> bool {
        let holds = |covers: &[Symbol], id: &str| covers.iter().any(|covered| **covered == *id);
        self.attributes.iter().any(|it| holds(&it.covers, a) && holds(&it.covers, b))
    }

    /// Whether a later, higher number is an update.
    pub fn is_cumulative(&self, id: &str) -> bool {
        self.by_id(id).is_some_and(|attribute| attribute.grows)
    }

    /// Whether the number of an attribute rises and falls with time.
    pub fn varies(&self, id: &str) -> bool {
        self.by_id(id).is_some_and(|attribute| attribute.varies)
    }

    /// Whether a reader sets numbers of different scope side by side.
    pub fn is_beside(&self, id: &str) -> bool {
        self.by_id(id).is_some_and(|attribute| attribute.beside)
    }

    /// Whether a noun, lower case and singular, is a person.
    pub fn is_person(&self, noun: &str) -> bool {
        self.persons.contains(noun)
    }

    /// Whether a noun says no more than that people were counted.
    pub fn is_anybody(&self, noun: &str) -> bool {
        self.anybody.contains(noun)
    }

    /// Whether a noun counts one sort of people among others: "women", "students".
    pub fn is_sort(&self, noun: &str) -> bool {
        self.sorts.contains(noun)
    }

    /// Whether a noun counts people whoever they are: "victims", "deaths", "arrests".
    pub fn is_toll(&self, noun: &str) -> bool {
        self.is_anybody(noun) || self.tolls.contains(noun)
    }

    /// Whether a noun stands for where people live: "town", "islands".
    pub fn is_town(&self, noun: &str) -> bool {
        self.towns.contains(noun)
    }

    /// Whether a word beside a number says that it is a part of a larger one.
    pub fn is_part(&self, word: WordId) -> bool {
        self.parts.contains(word)
    }

    pub fn by_id(&self, id: &str) -> Option<&Attribute> {
        self.attribute(self.find(id)?)
    }
}

struct Compiler<'c, 'p> {
    assembler: Assembler<'c>,
    matcher: Matcher,
    events: &'p EventRules,
    problems: &'p mut Vec<Problem>,
}

impl Compiler<'_, '_> {
    fn attribute(&mut self, file: &RuleFile, entry: &Entry, index: usize) {
        let id = entry.id.get_ref();
        if entry.example.len() < 2 || entry.counterexample.is_empty() {
            let message = format!("`{id}` needs two examples and a counter-example at least");
            self.problems.push(fault(file, entry.id.span(), "E206", message));
        }
        if !file.path.ends_with(&format!("/{id}.toml")) {
            let message = format!("the id `{id}` is not the name of the file");
            self.problems.push(fault(file, entry.id.span(), "E207", message));
        }
        let want = Want {
            kinds: Kinds::of(entry.value.0.iter().copied()),
            dimension: entry.dimension.as_ref().map(|name| self.assembler.dimension(name)),
        };
        let mut scopes = Vec::new();
        for scope in &entry.scope {
            if let Some(marker) = self.marker(file, &scope.words) {
                let id = Symbol::from(&*scope.id);
                scopes.push(ScopeRule { id, marker, anywhere: scope.anywhere });
            }
        }
        for class in &entry.events {
            let classes = self.events.classes().iter().map(|class| &*class.id);
            if !classes.clone().any(|known| known == class.get_ref()) {
                let message = unknown("class of events", class.get_ref(), classes);
                self.problems.push(fault(file, class.span(), "E205", message));
            }
        }
        for (pattern, number) in entry.pattern.iter().zip(0..) {
            if pattern.lang.get_ref() != "en" {
                let message = unknown("language", pattern.lang.get_ref(), ["en"].into_iter());
                self.problems.push(fault(file, pattern.lang.span(), "E205", message));
            }
            let not = pattern.not.iter().filter_map(|words| self.marker(file, words)).collect();
            let written = pattern.words.get_ref();
            if !written.contains("<value") {
                let message = "pattern does not compile: it has no <value> slot";
                self.problems.push(fault(file, pattern.words.span(), "E204", message));
            }
            let added =
                pattern::parse(written).and_then(|part| self.assembler.pattern(&part, want));
            match added {
                Ok(program) => self.matcher.add(
                    program,
                    Pattern {
                        attribute: index,
                        number,
                        rule: format!("{id}.{}", number + 1).into(),
                        not,
                        scope: pattern.scope.as_deref().map(Symbol::from),
                        scopes: scopes.clone(),
                    },
                ),
                Err(error) => self.problems.push(syntax(file, &pattern.words, &error)),
            }
        }
    }

    /// A pattern without a value that only marks a clause.
    fn marker(&mut self, file: &RuleFile, words: &Spanned) -> Option<u32> {
        if let Some(known) = self.matcher.markers.get(words.get_ref()) {
            return Some(*known);
        }
        let added = pattern::parse(words.get_ref())
            .and_then(|part| self.assembler.pattern(&part, Want::default()));
        match added {
            Ok(program) => {
                self.matcher.markers.insert(words.get_ref().clone(), program);
                Some(program)
            }
            Err(error) => {
                self.problems.push(syntax(file, words, &error));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        model::{Block, Sentence, Span},
        rule::{Element, Rules, Sources},
        value::Kind,
    };

    /// A word that no rule names, without digits.
    fn word(number: usize) -> String {
        format!("zz{}", "q".repeat(number + 1))
    }

    /// Rules with `count` more attributes that begin alike and end in a word of their own.
    fn rules(count: usize) -> Rules {
        let mut sources = Sources::embedded();
        for number in 0..count {
            let verb = word(number);
            let text = format!(
                r#"
                id = "a{number}"
                label = "a"
                value = "count"
                about = "event"
                pattern = [
                    {{ match = "<value:person> ... (was|were) {verb}" }},
                    {{ match = "{verb} [about] <value>", not = ["never"] }},
                ]
                example = [{{ text = "", value = "" }}, {{ text = "", value = "" }}]
                counterexample = [{{ text = "" }}]
                "#
            );
            let path = format!("attribute/a{number}.toml");
            sources.add_text(&path, &path, text);
        }
        Rules::compile(&sources).unwrap_or_default()
    }

    #[test]
    fn steps_do_not_grow_with_the_number_of_rules() {
        let visits = |count: usize| {
            let rules = rules(count);
            let mut elements = Vec::new();
            for index in 0..40u32 {
                let mention = Element::Mention {
                    index,
                    kind: Kind::Count,
                    dimension: None,
                    head: None,
                    noun: 0..0,
                };
                elements.push(mention);
                for word in ["in", "the", "town", "were", &word(3), "about"] {
                    elements.push(Element::Word { word: rules.lexicon.lookup(word), token: 0 });
                }
            }
            let sentence = Sentence {
                span: Span::new(0, 0),
                block: Block::Paragraph,
                paragraph: 0,
                tokens: Vec::new(),
            };
            let found = rules.attribute.matches(&sentence, &elements, |_, _| true);
            assert!(found.iter().filter(|found| &*found.rule == "a3.2").count() > 30);
            rules.attribute.matcher.automaton.with_cache(|cache| cache.visits)
        };
        assert_eq!(visits(10), visits(20));
        assert_eq!(visits(10), visits(40));
    }
}
