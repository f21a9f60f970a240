use serde::Deserialize;

use crate::model::{Block, Problem, WordId};

use super::{
    Dot, Lexicon, Sources, WordMap, WordSet,
    load::{self, Table},
};

/// What the split stage knows of a language: abbreviations, words that start sentences, and lines
/// that are no prose.
#[derive(Clone, Debug, Default)]
pub struct SentenceRules {
    /// Class of a word that keeps its dot.
    pub abbreviation: WordMap<Abbreviation>,
    /// Parts that other words play at a sentence's edge.
    pub cue: WordMap<Vec<Cue>>,
    pub lines: Vec<LineRule>,
    /// First words of the phrases that a line must start with or consist of.
    line_heads: WordSet,
    /// First words of the phrases that a line must hold or end with.
    line_words: WordSet,
    pub examples: Vec<Example>,
}

/// How an abbreviation behaves at the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// Stands before what it belongs to ("Mr.", "St.", "No."): never ends a sentence.
    Leading,
    /// Half of a clock time ("p.m."): a name after it starts a sentence, a weekday does not.
    Time,
    /// Behind a year ("B.C."): a name after it starts a sentence.
    Era,
    /// A degree ("Ph.D."): a name after it starts a sentence where a determiner stands before it.
    Degree,
    /// Ends a sentence only where a starter follows ("Inc.", "Jan.", "U.S.").
    Other,
}

/// Part that a word plays where one sentence may end and the next begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// Opens sentences and hardly ever continues a name: "The", "He", "However".
    Starter,
    /// Goes on after a clock time: "Monday", "Eastern".
    AfterTime,
    /// Verb of saying, which belongs to the quote before it.
    Speech,
    Month,
    /// Preposition that leads up to a sentence: "At 5 a.m. Mr. Lee left".
    Fronted,
    /// Unit that may be written with a dot and go on with a number: "6 ft. 3 in."
    Measure,
    /// Name that is written with a mark of its own: "Yahoo!"
    Exclaimed,
    /// Half of the day behind a clock time: "AM".
    HalfDay,
    /// Ends a letter before the name of its writer: "Regards".
    Closing,
    /// Starts a letter: "Dear".
    Salutation,
    /// Line at the head of a message: "From", "Email".
    Field,
    /// Stands before a noun: "a", "her".
    Determiner,
}

/// A line that is no prose, known by the words it starts with, ends with, holds or consists of.
#[derive(Clone, Debug)]
pub struct LineRule {
    pub id: String,
    /// What such a line is: boilerplate or a caption.
    pub block: Block,
    pub start: Vec<Box<[WordId]>>,
    pub end: Vec<Box<[WordId]>>,
    pub whole: Vec<Box<[WordId]>>,
    pub holds: Vec<Box<[WordId]>>,
    /// Longest such line, in tokens.
    pub longest: usize,
    /// Whether the line must end in a full stop, or must not.
    pub stopped: Option<bool>,
    /// Whether every word after the start must be capitalised or a joining word.
    pub names: bool,
    /// Lines the rule knows, and lines it must leave alone.
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
}

/// A text with the sentences it must give.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub text: String,
    pub sentences: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SentenceTable {
    abbreviation: Abbreviations,
    starter: Vec<String>,
    after_time: Vec<String>,
    speech: Vec<String>,
    month: Vec<String>,
    fronted: Vec<String>,
    measure: Vec<String>,
    exclaimed: Vec<String>,
    half_day: Vec<String>,
    closing: Vec<String>,
    salutation: Vec<String>,
    field: Vec<String>,
    determiner: Vec<String>,
    example: Vec<Example>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Abbreviations {
    leading: Vec<String>,
    before_number: Vec<String>,
    time: Vec<String>,
    era: Vec<String>,
    degree: Vec<String>,
    other: Vec<String>,
    /// Words of the lists above that are abbreviations only with a capital first letter.
    capital: Vec<String>,
}

impl Table for SentenceTable {
    fn overlay(&mut self, over: SentenceTable) {
        let lists = &mut self.abbreviation;
        lists.leading.extend(over.abbreviation.leading);
        lists.before_number.extend(over.abbreviation.before_number);
        lists.time.extend(over.abbreviation.time);
        lists.era.extend(over.abbreviation.era);
        lists.degree.extend(over.abbreviation.degree);
        lists.other.extend(over.abbreviation.other);
        lists.capital.extend(over.abbreviation.capital);
        self.starter.extend(over.starter);
        self.after_time.extend(over.after_time);
        self.speech.extend(over.speech);
        self.month.extend(over.month);
        self.fronted.extend(over.fronted);
        self.measure.extend(over.measure);
        self.exclaimed.extend(over.exclaimed);
        self.half_day.extend(over.half_day);
        self.closing.extend(over.closing);
        self.salutation.extend(over.salutation);
        self.field.extend(over.field);
        self.determiner.extend(over.determiner);
        self.example.extend(over.example);
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LineTable {
    line: Vec<LineEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineEntry {
    id: String,
    block: LineBlock,
    #[serde(default)]
    start: Vec<String>,
    #[serde(default)]
    end: Vec<String>,
    #[serde(default)]
    whole: Vec<String>,
    #[serde(default)]
    holds: Vec<String>,
    #[serde(default = "any_length")]
    longest: usize,
    stopped: Option<bool>,
    #[serde(default)]
    names: bool,
    examples: Vec<String>,
    counterexamples: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LineBlock {
    Boilerplate,
    Caption,
}

fn any_length() -> usize {
    usize::MAX
}

impl Table for LineTable {
    fn overlay(&mut self, over: LineTable) {
        self.line.retain(|known| over.line.iter().all(|entry| entry.id != known.id));
        self.line.extend(over.line);
    }
}

impl SentenceRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> SentenceRules {
        let mut rules = SentenceRules::default();
        let table: SentenceTable = load::table(sources, "lang/en/sentence.toml", problems);
        // Abbreviations come first: phrases are cut with their help.
        rules.abbreviations(&table.abbreviation, lexicon);
        for (words, cue) in [
            (&table.starter, Cue::Starter),
            (&table.after_time, Cue::AfterTime),
            (&table.speech, Cue::Speech),
            (&table.month, Cue::Month),
            (&table.fronted, Cue::Fronted),
            (&table.measure, Cue::Measure),
            (&table.exclaimed, Cue::Exclaimed),
            (&table.half_day, Cue::HalfDay),
            (&table.closing, Cue::Closing),
            (&table.salutation, Cue::Salutation),
            (&table.field, Cue::Field),
            (&table.determiner, Cue::Determiner),
        ] {
            for word in words {
                let id = lexicon.intern(&word.to_lowercase());
                let mut cues = rules.cue.get(id).cloned().unwrap_or_default();
                cues.push(cue);
                rules.cue.insert(id, cues);
            }
        }
        rules.examples = table.example;
        let table: LineTable = load::table(sources, "lang/en/boilerplate.toml", problems);
        rules.lines = table.line.into_iter().map(|entry| entry.compile(lexicon)).collect();
        for line in &rules.lines {
            let heads = line.start.iter().chain(&line.whole).filter_map(|phrase| phrase.first());
            heads.for_each(|word| rules.line_heads.insert(*word));
            let words = line.end.iter().chain(&line.holds).filter_map(|phrase| phrase.first());
            words.for_each(|word| rules.line_words.insert(*word));
        }
        rules
    }

    fn abbreviations(&mut self, lists: &Abbreviations, lexicon: &mut Lexicon) {
        for (words, class, dot) in [
            (&lists.leading, Abbreviation::Leading, Dot::Always),
            (&lists.before_number, Abbreviation::Leading, Dot::BeforeNumber),
            (&lists.time, Abbreviation::Time, Dot::Always),
            (&lists.era, Abbreviation::Era, Dot::Always),
            (&lists.degree, Abbreviation::Degree, Dot::Always),
            (&lists.other, Abbreviation::Other, Dot::Always),
        ] {
            for word in words {
                let word = word.to_lowercase();
                let dot = if dot == Dot::Always && lists.capital.contains(&word) {
                    Dot::Capital
                } else {
                    dot
                };
                self.abbreviation.insert(lexicon.intern_dotted(&word, dot), class);
            }
        }
    }

    /// The lines of the rules that a block of such words may be, in order.
    pub fn lines_of(
        &self,
        words: impl Iterator<Item = WordId> + Clone,
    ) -> impl Iterator<Item = &LineRule> {
        let starts = words.clone().next().is_some_and(|first| self.line_heads.contains(first));
        let holds = words.clone().any(|word| self.line_words.contains(word));
        self.lines.iter().filter(move |line| {
            if line.start.is_empty() && line.whole.is_empty() { holds } else { starts }
        })
    }

    /// Whether a word plays a part at a sentence's edge.
    pub fn has(&self, word: WordId, cue: Cue) -> bool {
        self.cue.get(word).is_some_and(|cues| cues.contains(&cue))
    }
}

impl LineEntry {
    fn compile(self, lexicon: &mut Lexicon) -> LineRule {
        let mut phrases = |list: &[String]| {
            list.iter().map(|phrase| lexicon.intern_phrase(phrase).into()).collect()
        };
        LineRule {
            start: phrases(&self.start),
            end: phrases(&self.end),
            whole: phrases(&self.whole),
            holds: phrases(&self.holds),
            id: self.id,
            block: match self.block {
                LineBlock::Boilerplate => Block::Boilerplate,
                LineBlock::Caption => Block::Caption,
            },
            longest: self.longest,
            stopped: self.stopped,
            names: self.names,
            examples: self.examples,
            counterexamples: self.counterexamples,
        }
    }
}
