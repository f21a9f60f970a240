use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::{
    model::{Problem, WordId},
    value::{Conversion, Figure, Measure, Symbol},
};

use super::{Lexicon, PhraseMap, Sources, WordMap, WordSet, load};

const MILLION: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// Units of measure and currencies, out of `rules/unit/*.toml`.
#[derive(Clone, Debug, Default)]
pub struct UnitRules {
    units: Vec<Unit>,
    /// Phrases behind a number.
    pub after: PhraseMap<Vec<Candidate>>,
    /// Phrases before a number: currency signs and codes, "magnitude of".
    pub before: PhraseMap<Vec<Candidate>>,
    /// Units that are left out where the sentence says enough: "a quake measuring 6.3".
    pub implied: Vec<Implied>,
    /// Words that tell whose money is meant where several share a name.
    pub home: WordMap<Vec<usize>>,
}

/// When a number with decimals and no unit has one after all.
#[derive(Clone, Debug, Default)]
pub struct Implied {
    /// Index into the units.
    pub unit: usize,
    /// Words right before the number.
    pub behind: WordSet,
    /// Words of which one stands earlier in the sentence.
    pub among: WordSet,
}

/// A unit with the way to the base unit of its dimension.
#[derive(Clone, Debug)]
pub struct Unit {
    pub id: Symbol,
    pub dimension: Symbol,
    pub base: Symbol,
    pub kind: UnitKind,
    /// Whether amounts beside each other are one: "5 feet 2 inches", but "25 ppm, 30 ppb".
    pub sums: bool,
    pub conversion: Conversion,
    /// Currency that this coin is a part of: USD for cents.
    pub major: Option<Symbol>,
    /// Whether "a" before it means one ("an hour").
    pub one: bool,
    /// Words near a number that is not large that give it this unit all the same.
    pub among: WordSet,
    /// Unit of a number that follows without one: minutes in "an hour and thirty".
    pub part: Option<Symbol>,
    /// Length in months, for units of the calendar.
    pub months: Option<u32>,
    /// Units that share this name, by their position; the article tells which one is meant.
    pub senses: Vec<usize>,
    /// The one of them that is meant where the article does not tell.
    pub otherwise: Option<usize>,
    /// Sentences that hold a number in this unit, and sentences that hold none.
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
}

impl Unit {
    /// Whether numbers behind it without a unit are in the other one: "6-foot-4".
    pub fn is_in_parts(&self, other: &Unit) -> bool {
        self.part.as_ref() == Some(&other.id)
    }

    /// Whether it tells a share of something rather than an amount of it.
    pub fn is_share(&self) -> bool {
        match self.kind {
            UnitKind::Percent | UnitKind::Points => true,
            UnitKind::Quantity | UnitKind::Duration | UnitKind::Age | UnitKind::Money => false,
        }
    }
}

/// What a number with the unit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    #[default]
    Quantity,
    Duration,
    Age,
    Money,
    Percent,
    /// Percentage points.
    Points,
}

/// A unit that a phrase may mean.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Position for [`UnitRules::unit`].
    pub unit: usize,
    /// The phrase as it must be written, where case tells units apart ("MB").
    pub exact: Option<Box<str>>,
    pub when: When,
    /// What the phrase multiplies the number with: a million in "30 MUSD", minus one in "5 degrees
    /// below zero".
    pub factor: Decimal,
}

/// Where a phrase is a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Where nothing else stands in the text: "45'" in a list of goals.
    Alone,
    /// With large numbers: "3 million pounds" is money, "20 pounds" is mass.
    Large,
    /// Where a word of the unit's own stands near: "a dose of 5 R".
    Told,
    /// Without a space between, and with a number that amounts of money have: "e80 million".
    Marked,
    /// Without a space inside ("A$").
    Tight,
    /// A quotation mark that closes no quotation: `5'10"`.
    Mark,
    /// Where no other word follows, or one of measure: "3 in", "3 in thick".
    Closing,
    /// Without a space between.
    Glued,
    Always,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    dimension: Dimension,
    #[serde(default)]
    unit: Vec<Entry>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dimension {
    id: String,
    base: String,
    #[serde(default)]
    kind: UnitKind,
    #[serde(default)]
    sums: bool,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    large_names: Vec<String>,
    #[serde(default)]
    symbols: Vec<String>,
    #[serde(default)]
    told: Vec<String>,
    #[serde(default)]
    tied: Vec<String>,
    #[serde(default)]
    marks: Vec<String>,
    #[serde(default)]
    alone: Vec<String>,
    #[serde(default)]
    closing: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    millions: Vec<String>,
    #[serde(default)]
    negative: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    tight: Vec<String>,
    #[serde(default)]
    glued: Vec<String>,
    numerator: Option<String>,
    denominator: Option<String>,
    offset: Option<String>,
    major: Option<String>,
    part: Option<String>,
    months: Option<u32>,
    #[serde(default)]
    senses: Vec<String>,
    otherwise: Option<String>,
    #[serde(default)]
    home: Vec<String>,
    #[serde(default)]
    behind: Vec<String>,
    #[serde(default)]
    among: Vec<String>,
    #[serde(default)]
    one: bool,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    counterexamples: Vec<String>,
}

/// Which side of the number a phrase stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl UnitRules {
    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> UnitRules {
        let mut entries: Vec<(Dimension, Entry, String)> = Vec::new();
        for file in sources.at("unit/") {
            let Some(table) = load::parse::<UnitFile>(file, problems) else { continue };
            for entry in table.unit {
                let row = (table.dimension.clone(), entry, file.shown.clone());
                match entries.iter_mut().find(|(_, known, _)| known.id == row.1.id) {
                    Some(known) => *known = row,
                    None => entries.push(row),
                }
            }
        }
        let mut rules = UnitRules::default();
        let shared: Vec<(String, Vec<String>, Option<String>)> = entries
            .iter()
            .filter(|(_, entry, _)| !entry.senses.is_empty())
            .map(|(_, entry, _)| (entry.id.clone(), entry.senses.clone(), entry.otherwise.clone()))
            .collect();
        let mut before = BTreeMap::new();
        let mut after = BTreeMap::new();
        for (dimension, entry, shown) in entries {
            match conversion(&entry) {
                Some(conversion) => {
                    let phrases = [&mut before, &mut after];
                    rules.add(&dimension, entry, conversion, phrases, lexicon);
                }
                None => problems.push(Problem::error(
                    "E210",
                    shown,
                    format!("unit {}: a factor is no decimal number", entry.id),
                )),
            }
        }
        rules.before = compiled(before);
        rules.after = compiled(after);
        for (id, senses, otherwise) in shared {
            rules.share(&id, &senses, otherwise.as_deref(), problems);
        }
        rules
    }

    fn add(
        &mut self,
        dimension: &Dimension,
        entry: Entry,
        conversion: Conversion,
        [before, after]: [&mut Phrases; 2],
        lexicon: &mut Lexicon,
    ) {
        let unit = self.units.len();
        let one = Decimal::ONE;
        for (phrases, side, exact, when, factor) in [
            (&entry.names, Side::After, false, When::Always, one),
            (&entry.large_names, Side::After, false, When::Large, one),
            (&entry.symbols, Side::After, true, When::Always, one),
            (&entry.told, Side::After, true, When::Told, one),
            (&entry.tied, Side::After, true, When::Glued, one),
            (&entry.marks, Side::After, true, When::Mark, one),
            (&entry.alone, Side::After, true, When::Alone, one),
            (&entry.closing, Side::After, true, When::Closing, one),
            (&entry.codes, Side::After, true, When::Always, one),
            (&entry.codes, Side::Before, true, When::Always, one),
            (&entry.millions, Side::After, false, When::Always, MILLION),
            (&entry.millions, Side::Before, false, When::Always, MILLION),
            (&entry.negative, Side::After, false, When::Always, Decimal::NEGATIVE_ONE),
            (&entry.prefixes, Side::Before, false, When::Always, one),
            (&entry.tight, Side::Before, false, When::Tight, one),
            (&entry.glued, Side::Before, false, When::Marked, one),
        ] {
            for phrase in phrases {
                let exact = exact.then(|| phrase.replace(' ', "").into());
                let candidate = Candidate { unit, exact, when, factor };
                let into = if side == Side::Before { &mut *before } else { &mut *after };
                let ids = lexicon.intern_phrase(phrase);
                into.entry(ids).or_default().push(candidate);
            }
        }
        for word in &entry.home {
            let id = lexicon.intern(word);
            let mut units = self.home.get(id).cloned().unwrap_or_default();
            units.push(unit);
            self.home.insert(id, units);
        }
        let mut words = |list: &[String]| {
            let mut map = WordSet::default();
            for word in list {
                map.insert(lexicon.intern(word));
            }
            map
        };
        let (behind, among) = (words(&entry.behind), words(&entry.among));
        if !entry.behind.is_empty() {
            self.implied.push(Implied { unit, behind, among: among.clone() });
        }
        self.units.push(Unit {
            id: entry.id.as_str().into(),
            dimension: dimension.id.as_str().into(),
            base: dimension.base.as_str().into(),
            kind: dimension.kind,
            sums: dimension.sums,
            conversion,
            major: entry.major.as_deref().map(Symbol::from),
            one: entry.one,
            among,
            part: entry.part.as_deref().map(Symbol::from),
            months: entry.months,
            senses: Vec::new(),
            otherwise: None,
            examples: entry.examples,
            counterexamples: entry.counterexamples,
        });
    }

    /// Finds the units that a shared name may mean.
    fn share(
        &mut self,
        id: &str,
        senses: &[String],
        otherwise: Option<&str>,
        problems: &mut Vec<Problem>,
    ) {
        for missing in senses.iter().map(String::as_str).chain(otherwise) {
            if self.position(missing).is_none() {
                let message = format!("unit {id}: there is no unit `{missing}`");
                problems.push(Problem::error("E210", "rules/unit".to_owned(), message));
            }
        }
        let found = senses.iter().filter_map(|sense| self.position(sense)).collect();
        let otherwise = otherwise.and_then(|id| self.position(id));
        if let Some(unit) = self.units.iter_mut().find(|unit| *unit.id == *id) {
            (unit.senses, unit.otherwise) = (found, otherwise);
        }
    }

    /// Position of the unit of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.units.iter().position(|unit| *unit.id == *id)
    }

    /// The unit of an id that several share.
    pub fn shared(&self, id: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| !unit.senses.is_empty() && *unit.id == *id)
    }

    pub fn unit(&self, index: usize) -> Option<&Unit> {
        self.units.get(index)
    }

    /// A figure in the unit that a noun names, `None` where it names none.
    pub fn measure(&self, noun: &str, figure: &Figure, lexicon: &Lexicon) -> Option<Measure> {
        let (_, candidates) = self.after.longest(std::iter::once(lexicon.lookup(noun)))?;
        let unit = self.unit(candidates.first()?.unit)?;
        Some(Measure {
            figure: figure.clone(),
            unit: unit.id.clone(),
            dimension: unit.dimension.clone(),
            base: unit.conversion.figure(figure),
            base_unit: unit.base.clone(),
        })
    }

    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter()
    }
}

type Phrases = BTreeMap<Vec<WordId>, Vec<Candidate>>;

/// The phrases with what they may mean; narrow readings are tried before the general one.
fn compiled(phrases: Phrases) -> PhraseMap<Vec<Candidate>> {
    let mut map = PhraseMap::default();
    for (ids, mut candidates) in phrases {
        candidates.sort_by_key(|one| (one.when, one.exact.is_none()));
        map.insert(&ids, candidates);
    }
    map
}

fn conversion(entry: &Entry) -> Option<Conversion> {
    let factor = |text: &Option<String>, missing: Decimal| match text {
        None => Some(missing),
        Some(text) => Decimal::from_str_exact(text).ok(),
    };
    let denominator = factor(&entry.denominator, Decimal::ONE)?;
    Some(Conversion {
        numerator: factor(&entry.numerator, Decimal::ONE)?,
        denominator: (!denominator.is_zero()).then_some(denominator)?,
        offset: factor(&entry.offset, Decimal::ZERO)?,
    })
}
