use rust_decimal::Decimal;
use serde::Deserialize;

use crate::{
    model::{Problem, WordId},
    value::{Conversion, Figure, Measure, Symbol},
};

use super::{Lexicon, PhraseMap, Sources, WordMap, load};

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
}

/// When a number with decimals and no unit has one after all.
#[derive(Clone, Debug, Default)]
pub struct Implied {
    /// Index into the units.
    pub unit: usize,
    /// Words right before the number.
    pub behind: WordMap<()>,
    /// Words of which one stands earlier in the sentence.
    pub among: WordMap<()>,
}

/// A unit with the way to the base unit of its dimension.
#[derive(Clone, Debug)]
pub struct Unit {
    pub id: Symbol,
    pub dimension: Symbol,
    pub base: Symbol,
    pub kind: UnitKind,
    pub conversion: Conversion,
    /// Currency that this coin is a part of: USD for cents.
    pub major: Option<Symbol>,
    /// Whether "a" before it means one ("an hour").
    pub one: bool,
    /// Sentences that hold a number in this unit, and sentences that hold none.
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
}

impl Unit {
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
    /// Only for large numbers: "3 million pounds" is money, "20 pounds" is mass.
    pub large: bool,
    /// Only without a space between.
    pub glued: bool,
    /// Only without a space inside ("A$").
    pub tight: bool,
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
    prefixes: Vec<String>,
    #[serde(default)]
    tight: Vec<String>,
    #[serde(default)]
    glued: Vec<String>,
    numerator: Option<String>,
    denominator: Option<String>,
    offset: Option<String>,
    major: Option<String>,
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
        for (dimension, entry, shown) in entries {
            match conversion(&entry) {
                Some(conversion) => rules.add(&dimension, entry, conversion, lexicon),
                None => problems.push(Problem::error(
                    "E210",
                    shown,
                    format!("unit {}: a factor is no decimal number", entry.id),
                )),
            }
        }
        rules
    }

    fn add(
        &mut self,
        dimension: &Dimension,
        entry: Entry,
        conversion: Conversion,
        lexicon: &mut Lexicon,
    ) {
        let unit = self.units.len();
        let plain = Candidate { unit, exact: None, large: false, glued: false, tight: false };
        let money = dimension.kind == UnitKind::Money;
        for name in &entry.names {
            push(&mut self.after, lexicon, name, plain.clone());
        }
        for name in &entry.large_names {
            push(&mut self.after, lexicon, name, Candidate { large: true, ..plain.clone() });
        }
        for symbol in &entry.symbols {
            let exact = Some(symbol.replace(' ', "").into());
            let glued = (money || dimension.id == "temperature") && symbol.len() == 1;
            push(
                &mut self.after,
                lexicon,
                &symbol.to_lowercase(),
                Candidate { exact, glued, ..plain.clone() },
            );
        }
        for prefix in &entry.prefixes {
            push(&mut self.before, lexicon, prefix, plain.clone());
        }
        for prefix in &entry.tight {
            push(&mut self.before, lexicon, prefix, Candidate { tight: true, ..plain.clone() });
        }
        for prefix in &entry.glued {
            push(&mut self.before, lexicon, prefix, Candidate { glued: true, ..plain.clone() });
        }
        if !entry.behind.is_empty() {
            let mut words = |list: &[String]| {
                let mut map = WordMap::default();
                for word in list {
                    map.insert(lexicon.intern(word), ());
                }
                map
            };
            let (behind, among) = (words(&entry.behind), words(&entry.among));
            self.implied.push(Implied { unit, behind, among });
        }
        self.units.push(Unit {
            id: entry.id.as_str().into(),
            dimension: dimension.id.as_str().into(),
            base: dimension.base.as_str().into(),
            kind: dimension.kind,
            conversion,
            major: entry.major.as_deref().map(Symbol::from),
            one: entry.one,
            examples: entry.examples,
            counterexamples: entry.counterexamples,
        });
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

fn push(
    map: &mut PhraseMap<Vec<Candidate>>,
    lexicon: &mut Lexicon,
    phrase: &str,
    candidate: Candidate,
) {
    let ids: Vec<WordId> = lexicon.intern_phrase(phrase);
    let mut known = map
        .longest(ids.iter().copied())
        .filter(|(length, _)| *length == ids.len())
        .map(|(_, known)| known.clone())
        .unwrap_or_default();
    known.push(candidate);
    // Narrow readings are tried before the general one.
    known.sort_by_key(|one| (!one.large, one.exact.is_none()));
    map.insert(&ids, known);
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
