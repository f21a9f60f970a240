use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::model::{Problem, WordId};

use super::{
    Lexicon, PhraseMap, Sources, UnitRules, WordMap, WordSet, load, no_claim::NoClaimRules,
    noun::NounRules,
};

const PATH: &str = "lang/en/number.toml";

/// Words of numbers, out of `rules/lang/en/number.toml`, with the nouns behind them and the numbers
/// that claim nothing.
#[derive(Clone, Debug, Default)]
pub struct NumberRules {
    pub cardinal: WordMap<Decimal>,
    pub scale: WordMap<Decimal>,
    /// Scales written behind digits, each with the case it must have.
    pub suffix: WordMap<Vec<(Box<str>, Decimal)>>,
    pub group: WordMap<Decimal>,
    /// Letters that look like a digit.
    pub lookalike: Vec<(char, char)>,
    /// The same letters as words.
    pub letter: WordSet,
    /// Plurals that stand for a range ("dozens").
    pub vague: WordMap<(Decimal, Decimal)>,
    /// "several", "few".
    pub several: WordMap<(Decimal, Decimal)>,
    pub ordinal: WordMap<Decimal>,
    /// Denominators in the plural ("thirds").
    pub denominator: WordMap<Decimal>,
    /// Plurals that end the denominator of "three twenty-firsts".
    pub part_of_tens: WordMap<Decimal>,
    pub multiple: WordMap<Decimal>,
    /// Behind "half" these make it a multiple: "half as many".
    pub as_many: PhraseMap<()>,
    /// Before "dozen" these make it thirteen.
    pub great_dozen: PhraseMap<()>,
    pub pair: WordMap<Decimal>,
    /// "double", and the nouns of which it counts two.
    pub double: WordMap<Decimal>,
    pub double_noun: WordSet,
    pub vulgar: WordMap<(Decimal, Decimal)>,
    /// Words by the part they play around a number.
    pub word: WordMap<Part>,
    pub nobody: PhraseMap<()>,
    /// Words for those to whom something happened: "no dead".
    pub befallen: WordSet,
    pub up: PhraseMap<()>,
    pub down: PhraseMap<()>,
    pub up_after: PhraseMap<()>,
    pub down_after: PhraseMap<()>,
    pub link: PhraseMap<()>,
    /// Words of a change that may have an object: "dropped four bombs".
    pub transitive: PhraseMap<()>,
    /// Nouns that measure a change even so: "lost 190 points".
    pub measured: WordSet,
    pub per_each: WordSet,
    pub per_article: WordSet,
    pub per_article_noun: WordSet,
    /// The same behind money alone: "5 dollars a word".
    pub per_price_noun: WordSet,
    /// Words that make "a week" a date ("a week ago").
    pub per_not_before: WordSet,
    pub per_word: WordMap<Box<str>>,
    pub month: WordSet,
    pub year_before: PhraseMap<()>,
    /// First and last number of four digits that may be a year, and from where on it always is.
    pub years: (u32, u32, u32),
    pub age_before: PhraseMap<()>,
    /// Verbs that a bare age follows: "turned 18".
    pub age_verb: PhraseMap<()>,
    /// Forms of "be" between a person and an age: "she will be 18".
    pub age_be: PhraseMap<()>,
    /// Pronouns for a person: "he was 18".
    pub age_subject: WordSet,
    /// Nouns of people whose age may stand behind: "children under 12".
    pub age_people: WordSet,
    /// Nouns of one person or more, told with their age: "the driver, 45,".
    pub age_person: WordSet,
    /// "under" and "over" between people and their age.
    pub age_limit: WordSet,
    /// "65 and older".
    pub age_older: WordSet,
    /// "his" in "his 40s".
    pub age_owner: WordSet,
    pub age_early: WordSet,
    pub age_middle: WordSet,
    pub age_late: WordSet,
    pub gap: WordSet,
    /// What a length behind a number measures: "3 in thick", "50 m freestyle".
    pub measure: WordSet,
    pub to: WordSet,
    /// Words before a number that leave its noun to the number before it.
    pub ellipsis_compare: PhraseMap<()>,
    /// Words right behind such a number.
    pub ellipsis_close: WordSet,
    pub noun: NounRules,
    pub no_claim: NoClaimRules,
    pub mark: Marks,
    /// Words that a number may start with, digits aside.
    pub starts: WordSet,
    /// Words behind "a" with which it may be a number.
    pub after_article: WordSet,
}

/// Small words with a part of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Half,
    Quarter,
    Quarters,
    Article,
    The,
    And,
    Or,
    But,
    Point,
    Of,
    Minus,
    Another,
    Whole,
    Between,
    From,
    No,
    None,
}

impl Part {
    /// Whether a number may start with the word.
    fn starts(self) -> bool {
        match self {
            Part::Half
            | Part::Quarter
            | Part::Quarters
            | Part::Article
            | Part::Minus
            | Part::Point
            | Part::Another
            | Part::Whole
            | Part::No
            | Part::None => true,
            Part::The
            | Part::And
            | Part::Or
            | Part::But
            | Part::Of
            | Part::Between
            | Part::From => false,
        }
    }
}

/// Marks that the grammar of numbers reads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks {
    pub hyphen: WordId,
    pub dash: WordId,
    pub minus: WordId,
    pub comma: WordId,
    pub semicolon: WordId,
    pub stop: WordId,
    pub slash: WordId,
    pub open: WordId,
    pub close: WordId,
    pub open_square: WordId,
    pub close_square: WordId,
    pub plus: WordId,
    pub caret: WordId,
    pub times: WordId,
    pub x: WordId,
    pub apostrophes: [WordId; 2],
    pub fraction_slash: WordId,
    pub em_dash: WordId,
    pub over: WordId,
    pub scores: WordId,
    pub up: WordId,
    pub down: WordId,
    pub e: WordId,
    pub ordinal_ends: [WordId; 5],
    pub ago: WordId,
    pub who: WordId,
    pub was: WordId,
    pub is: WordId,
    pub has: WordId,
    pub out: WordId,
    pub in_: WordId,
    pub once: WordId,
    pub clock: [WordId; 6],
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct NumberTable {
    cardinal: BTreeMap<String, String>,
    scale: BTreeMap<String, String>,
    suffix: BTreeMap<String, String>,
    group: BTreeMap<String, String>,
    lookalike: BTreeMap<char, char>,
    vague: BTreeMap<String, (String, String)>,
    several: BTreeMap<String, (String, String)>,
    ordinal: BTreeMap<String, String>,
    multiple: BTreeMap<String, String>,
    as_many: Vec<String>,
    great_dozen: Vec<String>,
    pair: BTreeMap<String, String>,
    double: Double,
    vulgar: BTreeMap<String, String>,
    nobody: BTreeMap<String, Vec<String>>,
    change: BTreeMap<String, Vec<String>>,
    per: Per,
    month: BTreeMap<String, Vec<String>>,
    year: Year,
    age: BTreeMap<String, Vec<String>>,
    half: BTreeMap<String, Vec<String>>,
    gap: BTreeMap<String, Vec<String>>,
    join: BTreeMap<String, Vec<String>>,
    ellipsis: BTreeMap<String, Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Per {
    each: Vec<String>,
    article: Vec<String>,
    article_nouns: Vec<String>,
    price_nouns: Vec<String>,
    not_before: Vec<String>,
    word: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Double {
    words: BTreeMap<String, String>,
    nouns: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Year {
    before: Vec<String>,
    first: u32,
    last: u32,
    always_from: u32,
}

impl load::Table for NumberTable {
    fn overlay(&mut self, over: NumberTable) {
        for (into, from) in [
            (&mut self.cardinal, over.cardinal),
            (&mut self.scale, over.scale),
            (&mut self.suffix, over.suffix),
            (&mut self.group, over.group),
            (&mut self.ordinal, over.ordinal),
            (&mut self.multiple, over.multiple),
            (&mut self.pair, over.pair),
            (&mut self.double.words, over.double.words),
            (&mut self.vulgar, over.vulgar),
            (&mut self.per.word, over.per.word),
        ] {
            into.extend(from);
        }
        self.lookalike.extend(over.lookalike);
        self.vague.extend(over.vague);
        self.several.extend(over.several);
        for (into, from) in [
            (&mut self.nobody, over.nobody),
            (&mut self.change, over.change),
            (&mut self.month, over.month),
            (&mut self.age, over.age),
            (&mut self.half, over.half),
            (&mut self.gap, over.gap),
            (&mut self.join, over.join),
            (&mut self.ellipsis, over.ellipsis),
        ] {
            for (key, words) in from {
                into.entry(key).or_default().extend(words);
            }
        }
        self.as_many.extend(over.as_many);
        self.great_dozen.extend(over.great_dozen);
        self.double.nouns.extend(over.double.nouns);
        self.per.each.extend(over.per.each);
        self.per.article.extend(over.per.article);
        self.per.not_before.extend(over.per.not_before);
        self.per.article_nouns.extend(over.per.article_nouns);
        self.per.price_nouns.extend(over.per.price_nouns);
        self.year.before.extend(over.year.before);
        for (into, from) in [
            (&mut self.year.first, over.year.first),
            (&mut self.year.last, over.year.last),
            (&mut self.year.always_from, over.year.always_from),
        ] {
            if from > 0 {
                *into = from;
            }
        }
    }
}

/// Interns words and collects numbers that do not parse.
struct Compiler<'c> {
    lexicon: &'c mut Lexicon,
    problems: &'c mut Vec<Problem>,
}

impl Compiler<'_> {
    fn decimal(&mut self, text: &str) -> Option<Decimal> {
        let value = Decimal::from_str_exact(text).ok();
        if value.is_none() {
            let message = format!("\"{text}\" is no decimal number");
            self.problems.push(Problem::error("E212", format!("rules/{PATH}"), message));
        }
        value
    }

    fn values(&mut self, table: &BTreeMap<String, String>) -> WordMap<Decimal> {
        let mut map = WordMap::default();
        for (word, text) in table {
            if let Some(value) = self.decimal(text) {
                map.insert(self.lexicon.intern(word), value);
            }
        }
        map
    }

    fn pairs(&mut self, table: &BTreeMap<String, (String, String)>) -> WordMap<(Decimal, Decimal)> {
        let mut map = WordMap::default();
        for (word, (low, high)) in table {
            if let (Some(low), Some(high)) = (self.decimal(low), self.decimal(high)) {
                map.insert(self.lexicon.intern(word), (low, high));
            }
        }
        map
    }

    fn words(&mut self, words: &[String]) -> WordSet {
        let mut map = WordSet::default();
        for word in words {
            map.insert(self.lexicon.intern(word));
        }
        map
    }

    fn phrases(&mut self, words: &[String], backward: bool) -> PhraseMap<()> {
        let mut map = PhraseMap::default();
        for word in words {
            let mut ids = self.lexicon.intern_phrase(word);
            if backward {
                ids.reverse();
            }
            map.insert(&ids, ());
        }
        map
    }
}

/// Twenty, thirty and on to ninety.
fn is_tens(value: &Decimal) -> bool {
    *value > Decimal::TEN && *value < Decimal::ONE_HUNDRED && (*value % Decimal::TEN).is_zero()
}

fn list<'t>(table: &'t BTreeMap<String, Vec<String>>, key: &str) -> &'t [String] {
    table.get(key).map_or(&[], Vec::as_slice)
}

impl NumberRules {
    /// Finds the words that a number or its unit may start with, so that all others are passed over.
    pub(super) fn find_starts(&mut self, unit: &UnitRules) {
        let mark = &self.mark;
        let mut starts = WordSet::default();
        starts.extend([mark.hyphen, mark.dash, mark.minus, mark.plus, mark.stop]);
        starts.extend(self.letter.words());
        starts.extend(unit.before.heads().chain(self.nobody.heads()));
        let numbers = [
            &self.cardinal,
            &self.scale,
            &self.group,
            &self.ordinal,
            &self.denominator,
            &self.multiple,
            &self.pair,
            &self.double,
        ];
        starts.extend(numbers.into_iter().flat_map(WordMap::words));
        let ranges = [&self.vague, &self.several, &self.vulgar];
        starts.extend(ranges.into_iter().flat_map(WordMap::words));
        let parts = self.word.words();
        starts.extend(parts.filter(|word| self.word.get(*word).is_some_and(|part| part.starts())));
        let mut after = starts.clone();
        after.extend(unit.after.heads().chain(self.gap.words()));
        (self.starts, self.after_article) = (starts, after);
    }

    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> NumberRules {
        let table: NumberTable = load::table(sources, PATH, problems);
        let noun = NounRules::compile(sources, lexicon, problems);
        let no_claim = NoClaimRules::compile(sources, lexicon, problems);
        let mut c = Compiler { lexicon, problems };
        let mut word = WordMap::default();
        for (table, key, part) in [
            (&table.half, "words", Part::Half),
            (&table.half, "quarter", Part::Quarter),
            (&table.half, "quarters", Part::Quarters),
            (&table.half, "article", Part::Article),
            (&table.half, "the", Part::The),
            (&table.half, "and", Part::And),
            (&table.join, "or", Part::Or),
            (&table.join, "but", Part::But),
            (&table.half, "point", Part::Point),
            (&table.half, "of", Part::Of),
            (&table.half, "minus", Part::Minus),
            (&table.half, "another", Part::Another),
            (&table.half, "whole", Part::Whole),
            (&table.join, "between", Part::Between),
            (&table.join, "from", Part::From),
            (&table.nobody, "no", Part::No),
            (&table.nobody, "none", Part::None),
        ] {
            for text in list(table, key) {
                word.insert(c.lexicon.intern(text), part);
            }
        }
        let mut denominator = WordMap::default();
        for (text, value) in &table.ordinal {
            if let Some(value) = c.decimal(value).filter(|value| *value > Decimal::TWO) {
                denominator.insert(c.lexicon.intern(&format!("{text}s")), value);
            }
        }
        for text in list(&table.half, "halves") {
            denominator.insert(c.lexicon.intern(text), Decimal::TWO);
        }
        let mut part_of_tens = WordMap::default();
        for (text, value) in &table.ordinal {
            if let Some(value) = c.decimal(value).filter(|value| *value < Decimal::TEN) {
                part_of_tens.insert(c.lexicon.intern(&format!("{text}s")), value);
            }
        }
        let mut suffix: WordMap<Vec<(Box<str>, Decimal)>> = WordMap::default();
        for (text, value) in &table.suffix {
            let Some(value) = c.decimal(value) else { continue };
            let id = c.lexicon.intern(&text.to_lowercase());
            let mut known = suffix.get(id).cloned().unwrap_or_default();
            known.push((text.as_str().into(), value));
            suffix.insert(id, known);
        }
        let mut vulgar = WordMap::default();
        for (sign, text) in &table.vulgar {
            let parts = text.split_once('/').unwrap_or((text, "1"));
            if let (Some(over), Some(under)) = (c.decimal(parts.0), c.decimal(parts.1)) {
                vulgar.insert(c.lexicon.intern(sign), (over, under));
            }
        }
        let mut per_word = WordMap::default();
        for (text, unit) in &table.per.word {
            per_word.insert(c.lexicon.intern(text), unit.as_str().into());
        }
        // "twentyfive" and "twentyfifth", as one word
        let mut cardinal = c.values(&table.cardinal);
        let mut ordinal = c.values(&table.ordinal);
        for (tens, high) in &table.cardinal {
            let Some(high) = c.decimal(high).filter(is_tens) else { continue };
            for (units, known) in [(&table.cardinal, &mut cardinal), (&table.ordinal, &mut ordinal)]
            {
                for (unit, low) in units {
                    let low = c.decimal(low).filter(|low| *low > Decimal::ZERO);
                    if let Some(low) = low.filter(|low| *low < Decimal::TEN) {
                        known.insert(c.lexicon.intern(&format!("{tens}{unit}")), high + low);
                    }
                }
            }
        }
        let mut letter = WordSet::default();
        for one in table.lookalike.keys() {
            let one = one.to_lowercase();
            // "O.5": as an initial the letter keeps its dot.
            letter.insert(c.lexicon.intern(&format!("{one}.")));
            letter.insert(c.lexicon.intern(&one.to_string()));
        }
        NumberRules {
            cardinal,
            scale: c.values(&table.scale),
            suffix,
            group: c.values(&table.group),
            lookalike: table.lookalike.into_iter().collect(),
            letter,
            vague: c.pairs(&table.vague),
            several: c.pairs(&table.several),
            ordinal,
            denominator,
            part_of_tens,
            multiple: c.values(&table.multiple),
            as_many: c.phrases(&table.as_many, false),
            great_dozen: c.phrases(&table.great_dozen, true),
            pair: c.values(&table.pair),
            double: c.values(&table.double.words),
            double_noun: c.words(&table.double.nouns),
            vulgar,
            word,
            nobody: c.phrases(list(&table.nobody, "words"), false),
            befallen: c.words(list(&table.nobody, "befallen")),
            up: c.phrases(list(&table.change, "up"), true),
            down: c.phrases(list(&table.change, "down"), true),
            up_after: c.phrases(list(&table.change, "up_after"), false),
            down_after: c.phrases(list(&table.change, "down_after"), false),
            link: c.phrases(list(&table.change, "link"), true),
            transitive: c.phrases(list(&table.change, "transitive"), true),
            measured: c.words(list(&table.change, "measured")),
            per_each: c.words(&table.per.each),
            per_article: c.words(&table.per.article),
            per_article_noun: c.words(&table.per.article_nouns),
            per_price_noun: c.words(&table.per.price_nouns),
            per_not_before: c.words(&table.per.not_before),
            per_word,
            month: c.words(list(&table.month, "words")),
            year_before: c.phrases(&table.year.before, true),
            years: (table.year.first, table.year.last, table.year.always_from),
            age_before: c.phrases(list(&table.age, "before"), true),
            age_verb: c.phrases(list(&table.age, "verb"), true),
            age_be: c.phrases(list(&table.age, "be"), true),
            age_subject: c.words(list(&table.age, "subject")),
            age_people: c.words(list(&table.age, "people")),
            age_person: c.words(list(&table.age, "person")),
            age_limit: c.words(list(&table.age, "limit")),
            age_older: c.words(list(&table.age, "older")),
            age_owner: c.words(list(&table.age, "owner")),
            age_early: c.words(list(&table.age, "early")),
            age_middle: c.words(list(&table.age, "middle")),
            age_late: c.words(list(&table.age, "late")),
            gap: c.words(list(&table.gap, "words")),
            measure: c.words(list(&table.gap, "measure")),
            to: c.words(list(&table.join, "to")),
            ellipsis_compare: c.phrases(list(&table.ellipsis, "compare"), true),
            ellipsis_close: c.words(list(&table.ellipsis, "close")),
            noun,
            no_claim,
            mark: Marks::intern(c.lexicon),
            starts: WordSet::default(),
            after_article: WordSet::default(),
        }
    }
}

impl Marks {
    fn intern(lexicon: &mut Lexicon) -> Marks {
        let mut id = |word: &str| lexicon.intern(word);
        Marks {
            hyphen: id("-"),
            dash: id("–"),
            minus: id("−"),
            comma: id(","),
            semicolon: id(";"),
            stop: id("."),
            slash: id("/"),
            open: id("("),
            close: id(")"),
            open_square: id("["),
            close_square: id("]"),
            plus: id("+"),
            caret: id("^"),
            times: id("×"),
            x: id("x"),
            apostrophes: [id("'"), id("\u{2019}")],
            fraction_slash: id("⁄"),
            em_dash: id("—"),
            over: id("over"),
            scores: id("scores"),
            up: id("up"),
            down: id("down"),
            e: id("e"),
            ordinal_ends: [id("st"), id("nd"), id("rd"), id("th"), id("st.")],
            ago: id("ago"),
            who: id("who"),
            was: id("was"),
            is: id("is"),
            has: id("has"),
            out: id("out"),
            in_: id("in"),
            once: id("once"),
            clock: [id("am"), id("pm"), id("a.m."), id("p.m."), id("o'clock"), id("gmt")],
        }
    }
}
