use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::model::{Block, Problem};

use super::{Sources, load};

/// What the elements of a web page say of their words, out of `rules/page/`.
#[derive(Clone, Debug, Default)]
pub struct PageRules {
    marks: Vec<Mark>,
    tags: FxHashMap<String, usize>,
    /// Phrases by their first word.
    phrases: FxHashMap<String, Vec<(Vec<String>, usize)>>,
    pub field: PageFields,
}

/// Which `<meta>` elements of a page state which field, out of `rules/page/field.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PageFields {
    pub title: PageField,
    pub source: PageField,
    pub author: PageField,
    pub published: PageField,
    pub modified: PageField,
    pub url: PageField,
    pub language: PageField,
}

/// Names of `<meta>` elements, most trusted first.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PageField {
    pub opengraph: Vec<String>,
    pub meta: Vec<String>,
    /// Words at the start of a line that shows the field.
    pub words: Vec<String>,
}

impl load::Table for PageFields {
    fn overlay(&mut self, over: PageFields) {
        for (own, over) in [
            (&mut self.title, over.title),
            (&mut self.source, over.source),
            (&mut self.author, over.author),
            (&mut self.published, over.published),
            (&mut self.modified, over.modified),
            (&mut self.url, over.url),
            (&mut self.language, over.language),
        ] {
            own.opengraph.extend(over.opengraph);
            own.meta.extend(over.meta);
            own.words.extend(over.words);
        }
    }
}

/// A kind of element that is no prose of the article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    pub id: String,
    block: MarkBlock,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum MarkBlock {
    Boilerplate,
    Caption,
    Post,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    mark: Vec<Mark>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.mark.retain(|known| over.mark.iter().all(|entry| entry.id != known.id));
        self.mark.extend(over.mark);
    }
}

impl Mark {
    pub fn block(&self) -> Block {
        match self.block {
            MarkBlock::Boilerplate => Block::Boilerplate,
            MarkBlock::Caption => Block::Caption,
            MarkBlock::Post => Block::Post,
        }
    }
}

impl PageRules {
    pub(super) fn compile(sources: &Sources, problems: &mut Vec<Problem>) -> PageRules {
        let table: Table = load::table(sources, "page/mark.toml", problems);
        let field = load::table(sources, "page/field.toml", problems);
        let mut rules = PageRules { marks: table.mark, field, ..PageRules::default() };
        for (number, mark) in rules.marks.iter().enumerate() {
            for tag in &mark.tags {
                rules.tags.insert(tag.clone(), number);
            }
            for written in &mark.words {
                let words: Vec<String> = words(written).collect();
                let Some(first) = words.first() else { continue };
                rules.phrases.entry(first.clone()).or_default().push((words, number));
            }
        }
        rules
    }

    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// What elements of a tag are.
    pub fn tag(&self, tag: &str) -> Option<&Mark> {
        self.marks.get(*self.tags.get(tag)?)
    }

    /// What an element of this name is: one of its classes, its id, its role or its label.
    pub fn name(&self, name: &str) -> Option<&Mark> {
        let words: Vec<String> = words(name).collect();
        (0..words.len()).find_map(|at| {
            let tail = words.get(at..)?;
            let phrases = self.phrases.get(tail.first()?)?;
            let fitting = phrases.iter().filter(|(phrase, _)| tail.starts_with(phrase));
            let (_, number) = fitting.max_by_key(|(phrase, at)| (phrase.len(), Reverse(*at)))?;
            self.marks.get(*number)
        })
    }
}

/// The words of a name, in small letters: "relatedLinks" and "related-links" have two.
fn words(name: &str) -> impl Iterator<Item = String> {
    let mut low = false;
    let mut words = vec![String::new()];
    for letter in name.chars() {
        let ends = !letter.is_alphanumeric() || (low && letter.is_uppercase());
        if ends {
            words.push(String::new());
        }
        low = letter.is_lowercase();
        if let Some(last) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            last.extend(letter.to_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_know_their_examples() {
        let rules = PageRules::compile(&Sources::embedded(), &mut Vec::new());
        assert!(!rules.marks().is_empty());
        for mark in rules.marks() {
            let found = |name: &String| rules.name(name).map(|found| found.id.as_str());
            for example in &mark.examples {
                assert_eq!(found(example), Some(mark.id.as_str()), "{example}");
            }
            for counter in &mark.counterexamples {
                assert_ne!(found(counter), Some(mark.id.as_str()), "{counter}");
            }
        }
    }
}
