//! Word lists for dates and clock times.

mod feast;
mod senses;
mod table;

use std::collections::BTreeMap;

use jiff::civil::Weekday;
use serde::Deserialize;

use super::{Lexicon, PhraseMap, Sources, WordMap, WordSet, load};
use crate::{
    model::{Problem, WordId},
    value::{DateExpr, Direction, Feast, PartOfDay, Season, Stage, Tense},
};

pub use senses::{MonthWord, Role, Senses, UnitWord, WeekdayWord};

use senses::NO_SENSES;
use table::{DateTable, HolidayEntry};

/// Word lists for dates and clock times, compiled.
#[derive(Clone, Debug, Default)]
pub struct DateRules {
    senses: WordMap<Senses>,
    phrases: PhraseMap<Phrase>,
    zones: PhraseMap<Option<i32>>,
    starts: Starts,
    examples: Vec<DateExample>,
    counterexamples: Vec<String>,
}

/// Sets of words that are asked for every token, so that most are passed over at once.
#[derive(Clone, Debug, Default)]
pub struct Starts {
    /// Words that a date or time may begin with.
    pub any: WordSet,
    /// Of these, words that may be a date by themselves ("Friday", "noon").
    pub alone: WordSet,
    /// Words with some part in a date.
    pub known: WordSet,
    /// Of these, words that only phrases give a part to ("President", of "Presidents' Day").
    pub phrasal: WordSet,
}

/// What a fixed phrase stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Phrase {
    Date {
        expr: DateExpr,
        rule: &'static str,
    },
    /// A holiday, to which a year may be added.
    Holiday(DateExpr),
    /// A name made of date words.
    Other,
}

/// A sentence of the rules with its mentions in brackets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateExample {
    pub rule: String,
    pub text: String,
    /// TIMEX3 values seen from 2025-04-15, with ` | ` between them.
    pub timex: String,
}

impl DateRules {
    pub fn senses(&self, word: WordId) -> &Senses {
        self.senses.get(word).unwrap_or(&NO_SENSES)
    }

    pub fn starts(&self) -> &Starts {
        &self.starts
    }

    fn find_starts(&mut self) {
        let mut starts = std::mem::take(&mut self.starts);
        for word in self.senses.words() {
            let Some(senses) = self.senses.get(word) else { continue };
            let sets = [
                (&mut starts.any, senses.can_start() || senses.is(Role::In)),
                (&mut starts.alone, senses.is_alone()),
                (&mut starts.known, senses.is_part()),
                (&mut starts.phrasal, senses.is_part() && !senses.is_part_alone()),
            ];
            sets.into_iter().filter(|(_, has)| *has).for_each(|(set, _)| set.extend([word]));
        }
        self.starts = starts;
    }

    /// Longest fixed phrase at the head of `words`, with its length in words.
    pub fn phrase(&self, words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &Phrase)> {
        let first = words.clone().next()?;
        if self.senses(first).phrase { self.phrases.longest(words) } else { None }
    }

    /// Time zone at the head of `words`: its length, and its offset from UTC in minutes where it has one.
    pub fn zone(
        &self,
        words: impl Iterator<Item = WordId> + Clone,
    ) -> Option<(usize, Option<i32>)> {
        self.zones.longest(words).map(|(length, offset)| (length, *offset))
    }

    pub fn examples(&self) -> &[DateExample] {
        &self.examples
    }

    /// Sentences of the rules that hold no date.
    pub fn counterexamples(&self) -> &[String] {
        &self.counterexamples
    }

    pub(super) fn compile(
        sources: &Sources,
        lexicon: &mut Lexicon,
        problems: &mut Vec<Problem>,
    ) -> DateRules {
        let table: DateTable = load::table(sources, "lang/en/date.toml", problems);
        let feasts = feast::feasts(sources, problems);
        let mut compiler = Compiler { rules: DateRules::default(), lexicon, problems };
        compiler.words(&table);
        compiler.phrases(&table, &feasts);
        let mut rules = compiler.rules;
        rules.find_starts();
        rules.examples = table.example;
        rules.counterexamples = table.counterexample.into_iter().map(|case| case.text).collect();
        rules
    }
}

struct Compiler<'a> {
    rules: DateRules,
    lexicon: &'a mut Lexicon,
    problems: &'a mut Vec<Problem>,
}

impl Compiler<'_> {
    fn sense(&mut self, word: &str, set: impl FnOnce(&mut Senses)) {
        let id = self.lexicon.intern(word);
        let mut senses = self.rules.senses(id).clone();
        set(&mut senses);
        self.rules.senses.insert(id, senses);
    }

    fn each(&mut self, words: &[String], set: impl Fn(&mut Senses)) {
        for word in words {
            self.sense(word, &set);
        }
    }

    /// Abbreviations, whose token holds their dot where one is written.
    fn short(&mut self, words: &[String], set: impl Fn(&mut Senses)) {
        for word in words {
            self.sense(word, &set);
            self.sense(&format!("{word}."), &set);
        }
    }

    fn unknown(&mut self, list: &str, id: &str) {
        let message = format!("`{id}` is no {list} that is known");
        self.problems.push(Problem::error("E202", "lang/en/date.toml", message));
    }

    fn words(&mut self, table: &DateTable) {
        for entry in &table.month {
            let word = |short| MonthWord { number: entry.number, short, doubtful: entry.doubtful };
            self.each(&entry.words, |senses| senses.month = Some(word(false)));
            self.short(&entry.short, |senses| senses.month = Some(word(true)));
        }
        for entry in &table.weekday {
            let Ok(weekday) = Weekday::from_monday_one_offset(entry.number) else {
                self.unknown("weekday", &entry.id);
                continue;
            };
            let word = |short| Some(WeekdayWord { weekday, short });
            self.each(&entry.words, |senses| senses.weekday = word(false));
            self.short(&entry.short, |senses| senses.weekday = word(true));
        }
        for entry in &table.unit {
            let word = |many| Some(UnitWord { unit: entry.id.days(), many });
            self.each(&entry.words, |senses| senses.unit = word(false));
            self.each(&entry.many, |senses| senses.unit = word(true));
        }
        for entry in &table.clock_unit {
            let lapse = Some(entry.id.lapse());
            self.each(&entry.words, |senses| senses.clock_unit = lapse);
        }
        for entry in &table.part {
            match part_of_day(&entry.id) {
                Some(part) => self.each(&entry.words, |senses| senses.part = Some(part)),
                None => self.unknown("part of day", &entry.id),
            }
        }
        for entry in &table.season {
            let season = match &*entry.id {
                "spring" => Season::Spring,
                "summer" => Season::Summer,
                "autumn" => Season::Autumn,
                "winter" => Season::Winter,
                _ => {
                    self.unknown("season", &entry.id);
                    continue;
                }
            };
            let doubtful = entry.doubtful;
            self.each(&entry.words, |senses| senses.season = Some((season, doubtful)));
        }
        for entry in &table.stage {
            let Some(stage) = stage_of_period(&entry.id) else {
                self.unknown("stage", &entry.id);
                continue;
            };
            self.each(&entry.words, |senses| senses.stage = Some((stage, true)));
            self.each(&entry.nouns, |senses| senses.stage = Some((stage, false)));
        }
        for entry in &table.pointer {
            let direction = match &*entry.id {
                "last" => Direction::Last,
                "next" => Direction::Next,
                "this" => Direction::This,
                _ => {
                    self.unknown("pointer", &entry.id);
                    continue;
                }
            };
            self.each(&entry.words, |senses| senses.pointer = Some(direction));
        }
        for (word, value) in &table.cardinal {
            self.sense(word, |senses| senses.cardinal = Some(*value));
        }
        for (word, value) in &table.ordinal {
            self.sense(word, |senses| senses.ordinal = Some(*value));
        }
        for (word, value) in &table.quarter {
            self.sense(word, |senses| senses.quarter = Some(*value));
        }
        for (word, value) in &table.half {
            self.sense(word, |senses| senses.half = Some(*value));
        }
        for (word, value) in &table.decade {
            self.sense(word, |senses| senses.decade = Some(*value));
        }
        for (role, words) in &table.role {
            self.each(words, |senses| senses.roles |= role.bit());
        }
        self.each(&table.tense.past, |senses| senses.tense = Some(Tense::Past));
        self.each(&table.tense.future, |senses| senses.tense = Some(Tense::Future));
        self.each(&table.tense.other, |senses| senses.no_tense = true);
    }

    fn phrase(&mut self, words: &[String], phrase: &Phrase) {
        for words in words {
            // Text is cut before a possessive "'s", but not inside "b'shvat".
            let cut = format!("{words} ").replace("'s ", " 's ");
            let ids = self.lexicon.intern_phrase(cut.trim_end());
            let Some(&first) = ids.first() else { continue };
            let mut senses = self.rules.senses(first).clone();
            senses.phrase = true;
            self.rules.senses.insert(first, senses);
            self.rules.phrases.insert(&ids, phrase.clone());
        }
    }

    fn phrases(&mut self, table: &DateTable, feasts: &BTreeMap<String, Feast>) {
        let timed = table.relative.iter().map(|entry| (entry, false));
        let told = table.narrated.iter().map(|entry| (entry, true));
        for (entry, narrated) in timed.chain(told) {
            let (unit, count) = (entry.unit.days(), entry.count);
            let day = if narrated {
                DateExpr::Narrated { unit, count }
            } else {
                DateExpr::Relative { unit, count }
            };
            let rule = if narrated { "date.narrated" } else { "date.relative" };
            if let Some(stage) = &entry.stage {
                match stage_of_period(stage) {
                    Some(stage) => {
                        let expr = DateExpr::Stage { of: Box::new(day), stage };
                        self.phrase(&entry.words, &Phrase::Date { expr, rule: "date.stage" });
                    }
                    None => self.unknown("stage", stage),
                }
                continue;
            }
            let date = match entry.part.as_deref().map(|part| (part, part_of_day(part))) {
                None => Phrase::Date { expr: day, rule },
                Some((_, Some(part))) => Phrase::Date {
                    expr: DateExpr::Part { of: Box::new(day), part },
                    rule: "date.part",
                },
                Some((part, None)) => {
                    self.unknown("part of day", part);
                    continue;
                }
            };
            self.phrase(&entry.words, &date);
        }
        for entry in &table.vague {
            let expr = DateExpr::Vague { timex: entry.timex.clone() };
            self.phrase(&entry.words, &Phrase::Date { expr, rule: "date.vague" });
        }
        for entry in &table.holiday {
            match holiday(entry, feasts) {
                Some(expr) => self.phrase(&entry.words, &Phrase::Holiday(expr)),
                None => self.unknown("holiday with a day", &entry.id),
            }
        }
        for entry in &table.other {
            self.phrase(&entry.words, &Phrase::Other);
        }
        for entry in &table.zone {
            for words in &entry.words {
                let ids = self.lexicon.intern_phrase(words);
                self.rules.starts.known.extend(ids.first().copied());
                self.rules.zones.insert(&ids, entry.offset);
            }
        }
    }
}

fn stage_of_period(id: &str) -> Option<Stage> {
    match id {
        "early" => Some(Stage::Early),
        "middle" => Some(Stage::Middle),
        "late" => Some(Stage::Late),
        "earlier" => Some(Stage::Earlier),
        "later" => Some(Stage::Later),
        _ => None,
    }
}

fn part_of_day(id: &str) -> Option<PartOfDay> {
    match id {
        "morning" => Some(PartOfDay::Morning),
        "midday" => Some(PartOfDay::Midday),
        "afternoon" => Some(PartOfDay::Afternoon),
        "evening" => Some(PartOfDay::Evening),
        "night" => Some(PartOfDay::Night),
        _ => None,
    }
}

fn holiday(entry: &HolidayEntry, feasts: &BTreeMap<String, Feast>) -> Option<DateExpr> {
    let year = None;
    if let Some(feast) = &entry.feast {
        let feast = feasts.get(feast)?;
        let feast = match entry.offset {
            Some(offset) => feast.day_after(i16::from(offset)),
            None => feast.clone(),
        };
        return Some(DateExpr::Feast { feast, year });
    }
    match (entry.month, entry.day, entry.weekday, entry.nth, entry.easter) {
        (Some(month), Some(day), None, None, None) => {
            Some(DateExpr::Day { year, month, day, weekday: None })
        }
        (Some(month), None, Some(weekday), Some(nth), None) => Some(DateExpr::NthWeekday {
            nth,
            weekday: Weekday::from_monday_one_offset(weekday).ok()?,
            month,
            offset: entry.offset.unwrap_or_default(),
            year,
        }),
        (None, None, None, None, Some(offset)) => {
            Some(DateExpr::Easter { offset, orthodox: entry.orthodox, year })
        }
        _ => None,
    }
}
