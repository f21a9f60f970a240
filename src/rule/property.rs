use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::model::Problem;

use super::{Sources, load};

/// Words that decide what a document's sentence says of a thing, out of `rules/lang/en/property.toml`.
/// They stay out of the lexicon: they are no words of the news.
#[derive(Clone, Debug, Default)]
pub struct PropertyRules {
    hollow: BTreeSet<String>,
    generic: BTreeSet<String>,
    pointing: BTreeSet<String>,
    history: BTreeSet<String>,
    opening: BTreeSet<String>,
    partial: BTreeSet<String>,
    verbs: BTreeSet<String>,
    clausal: BTreeSet<String>,
    version: BTreeMap<String, VersionPart>,
    default: BTreeSet<String>,
    past: BTreeSet<String>,
    cases: BTreeSet<String>,
    conditional: BTreeSet<String>,
    measures: BTreeSet<String>,
    asking: BTreeSet<String>,
    endings: BTreeSet<String>,
    documentation: BTreeSet<String>,
    apart: BTreeSet<String>,
    aside: BTreeSet<String>,
    data: BTreeSet<String>,
    arguments: BTreeSet<String>,
    truth: BTreeMap<String, bool>,
    same: BTreeMap<String, String>,
    pub examples: Vec<PropertyExample>,
    pub counterexamples: Vec<PropertyExample>,
}

/// Two texts that answer one question, or as a counter-example do not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyExample {
    pub texts: [String; 2],
}

/// What a word does beside the version of something that is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionPart {
    /// It says that it is required.
    Need,
    /// It says that later ones will do.
    Bound,
    /// It stands between the version and that.
    Joint,
    /// It says so in front of the name: "at least".
    Least,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct VersionTable {
    needs: Vec<String>,
    bounds: Vec<String>,
    joints: Vec<String>,
    least: Vec<String>,
}

impl VersionTable {
    fn words(self) -> BTreeMap<String, VersionPart> {
        let of = |words: Vec<String>, part| words.into_iter().map(move |word| (word, part));
        of(self.needs, VersionPart::Need)
            .chain(of(self.bounds, VersionPart::Bound))
            .chain(of(self.joints, VersionPart::Joint))
            .chain(of(self.least, VersionPart::Least))
            .collect()
    }
}

/// Words that say whether something is so.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TruthTable {
    yes: Vec<String>,
    no: Vec<String>,
}

impl TruthTable {
    fn words(self) -> BTreeMap<String, bool> {
        let of = |words: Vec<String>, so| words.into_iter().map(move |word| (word, so));
        of(self.yes, true).chain(of(self.no, false)).collect()
    }
}

/// Of words that mean the same, each with the first of them.
fn same(rows: Vec<Vec<String>>) -> BTreeMap<String, String> {
    let row = |row: Vec<String>| {
        let first = row.first().cloned();
        first
            .into_iter()
            .flat_map(move |first| row.clone().into_iter().map(move |word| (word, first.clone())))
    };
    rows.into_iter().flat_map(row).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    hollow: Vec<String>,
    generic: Vec<String>,
    pointing: Vec<String>,
    history: Vec<String>,
    opening: Vec<String>,
    partial: Vec<String>,
    verbs: Vec<String>,
    clausal: Vec<String>,
    version: VersionTable,
    default: Vec<String>,
    past: Vec<String>,
    cases: Vec<String>,
    conditional: Vec<String>,
    measures: Vec<String>,
    asking: Vec<String>,
    endings: Vec<String>,
    documentation: Vec<String>,
    apart: Vec<String>,
    aside: Vec<String>,
    data: Vec<String>,
    arguments: Vec<String>,
    truth: TruthTable,
    same: Vec<Vec<String>>,
    example: Vec<PropertyExample>,
    counterexample: Vec<PropertyExample>,
}

impl load::Table for Table {
    fn overlay(&mut self, over: Table) {
        self.hollow.extend(over.hollow);
        self.generic.extend(over.generic);
        self.pointing.extend(over.pointing);
        self.history.extend(over.history);
        self.opening.extend(over.opening);
        self.partial.extend(over.partial);
        self.verbs.extend(over.verbs);
        self.clausal.extend(over.clausal);
        self.default.extend(over.default);
        self.past.extend(over.past);
        self.cases.extend(over.cases);
        self.conditional.extend(over.conditional);
        self.measures.extend(over.measures);
        self.asking.extend(over.asking);
        self.endings.extend(over.endings);
        self.documentation.extend(over.documentation);
        self.apart.extend(over.apart);
        self.aside.extend(over.aside);
        self.data.extend(over.data);
        self.arguments.extend(over.arguments);
        self.truth.yes.extend(over.truth.yes);
        self.truth.no.extend(over.truth.no);
        self.same.extend(over.same);
        self.version.needs.extend(over.version.needs);
        self.version.bounds.extend(over.version.bounds);
        self.version.joints.extend(over.version.joints);
        self.version.least.extend(over.version.least);
        self.example.extend(over.example);
        self.counterexample.extend(over.counterexample);
    }
}

impl PropertyRules {
    pub(super) fn compile(sources: &Sources, problems: &mut Vec<Problem>) -> PropertyRules {
        let table: Table = load::table(sources, "lang/en/property.toml", problems);
        PropertyRules {
            hollow: table.hollow.into_iter().collect(),
            generic: table.generic.into_iter().collect(),
            pointing: table.pointing.into_iter().collect(),
            history: table.history.into_iter().collect(),
            opening: table.opening.into_iter().collect(),
            partial: table.partial.into_iter().collect(),
            verbs: table.verbs.into_iter().collect(),
            clausal: table.clausal.into_iter().collect(),
            version: table.version.words(),
            default: table.default.into_iter().collect(),
            past: table.past.into_iter().collect(),
            cases: table.cases.into_iter().collect(),
            conditional: table.conditional.into_iter().collect(),
            measures: table.measures.into_iter().collect(),
            asking: table.asking.into_iter().collect(),
            endings: table.endings.into_iter().collect(),
            documentation: table.documentation.into_iter().collect(),
            apart: table.apart.into_iter().collect(),
            aside: table.aside.into_iter().collect(),
            data: table.data.into_iter().collect(),
            arguments: table.arguments.into_iter().collect(),
            truth: table.truth.words(),
            same: same(table.same),
            examples: table.example,
            counterexamples: table.counterexample,
        }
    }

    /// Whether a word in lower case says nothing of what a value is of.
    pub fn is_hollow(&self, word: &str) -> bool {
        self.hollow.contains(word)
    }

    /// Whether many things share a word in lower case.
    pub fn is_generic(&self, word: &str) -> bool {
        self.generic.contains(word)
    }

    /// Whether a sentence that opens with this word holds in one case only.
    pub fn is_opening(&self, word: &str) -> bool {
        self.opening.contains(word)
    }

    /// Whether what this word names belongs to something that the sentence may leave out.
    pub fn is_partial(&self, word: &str) -> bool {
        self.partial.contains(word)
    }

    /// Whether a word in lower case says that what comes is the default of a setting.
    pub fn is_default(&self, word: &str) -> bool {
        self.default.contains(word)
    }

    /// Whether a word in lower case tells of what was so.
    pub fn is_past(&self, word: &str) -> bool {
        self.past.contains(word)
    }

    /// Whether a sentence with this word in lower case holds in one case of several.
    pub fn is_case(&self, word: &str) -> bool {
        self.cases.contains(word)
    }

    /// Whether a value with this word behind it, or in a sentence that opens with it, may be one of several.
    pub fn is_conditional(&self, word: &str) -> bool {
        self.conditional.contains(word)
    }

    /// Whether a word in lower case says what sort of value a default is.
    pub fn is_measure(&self, word: &str) -> bool {
        self.measures.contains(word)
    }

    /// Whether a heading or file with this name asks for what is needed.
    pub fn is_asking(&self, word: &str) -> bool {
        self.asking.contains(word)
    }

    /// Whether names that end so are those of files and sites.
    pub fn is_ending(&self, ending: &str) -> bool {
        self.endings.contains(ending)
    }

    /// Whether a folder of this name holds the documents of what stands above it.
    pub fn is_documentation(&self, folder: &str) -> bool {
        self.documentation.contains(folder)
    }

    /// Whether every folder in one of this name is of a thing of its own.
    pub fn is_apart(&self, folder: &str) -> bool {
        self.apart.contains(folder)
    }

    /// Whether what is in a folder of this name is no document: data of tests.
    pub fn is_aside(&self, folder: &str) -> bool {
        self.aside.contains(folder)
    }

    /// Whether a name with this word behind it is one of what is described around it.
    pub fn is_argument(&self, word: &str) -> bool {
        self.arguments.contains(word)
    }

    /// Whether a file of this name is read by a program, not by people.
    pub fn is_data(&self, file: &str) -> bool {
        self.data.contains(file)
    }

    /// Whether a word in lower case says that something is so, or is not.
    pub fn truth(&self, word: &str) -> Option<bool> {
        self.truth.get(word).copied()
    }

    /// The word for all that mean the same as this one.
    pub fn same<'w>(&'w self, word: &'w str) -> &'w str {
        self.same.get(word).map_or(word, String::as_str)
    }

    /// What a word in lower case does beside a version.
    pub fn version(&self, word: &str) -> Option<VersionPart> {
        self.version.get(word).copied()
    }

    /// Whether the name of a thing does not hold this word.
    pub fn is_clausal(&self, word: &str) -> bool {
        self.clausal.contains(word)
    }

    /// Whether a word is a verb that follows the name of a thing.
    pub fn is_verb(&self, word: &str) -> bool {
        self.verbs.contains(word)
    }

    /// Whether a file or folder of this name, in lower case with hyphens, tells of changes.
    pub fn is_history(&self, name: &str) -> bool {
        self.history.contains(name)
    }

    /// Whether a sentence with this word in lower case speaks of what another one has told.
    pub fn is_pointing(&self, word: &str) -> bool {
        self.pointing.contains(word)
    }
}
