use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::{model::WordId, value::Kind};

use super::{
    Inflection, Lexicon,
    automaton::{Automaton, Keep, Kinds, Node, Program, Symbol, Want},
    error::unknown,
    pattern::{Part, Role, Slot, SyntaxError},
    word_set::{WordSets, spellings},
};

/// Elements that one gap may pass over.
const GAP: usize = 8;

/// Puts patterns together to an automaton.
pub(super) struct Assembler<'a> {
    sets: &'a WordSets,
    inflection: &'a Inflection,
    lexicon: &'a mut Lexicon,
    symbols: Vec<Symbol>,
    symbol_ids: FxHashMap<Symbol, u32>,
    /// What words, sets and choices of these stand for, by how they are written.
    alternatives: FxHashMap<String, Rc<Alternatives>>,
    /// Names of the sets that slots ask for; their position is their number.
    slot_sets: Vec<String>,
    nodes: Vec<Node>,
    programs: Vec<Program>,
}

/// Phrases of which one may stand at a place, as symbols.
struct Alternatives {
    /// All that are one word.
    single: Option<u32>,
    longer: Vec<Vec<u32>>,
}

impl<'a> Assembler<'a> {
    pub(super) fn new(
        sets: &'a WordSets,
        inflection: &'a Inflection,
        lexicon: &'a mut Lexicon,
    ) -> Assembler<'a> {
        Assembler {
            sets,
            inflection,
            lexicon,
            symbols: Vec::new(),
            symbol_ids: FxHashMap::default(),
            alternatives: FxHashMap::default(),
            slot_sets: Vec::new(),
            nodes: Vec::new(),
            programs: Vec::new(),
        }
    }

    /// Number of a dimension by its name.
    pub(super) fn dimension(&mut self, name: &str) -> WordId {
        self.lexicon.intern(name)
    }

    /// Adds a pattern whose value is one of those wanted, and returns its program.
    pub(super) fn pattern(&mut self, part: &Part, want: Want) -> Result<u32, SyntaxError> {
        let parts =
            if let Part::Sequence(parts) = part { parts } else { std::slice::from_ref(part) };
        if parts.first() == Some(&Part::Gap) || parts.last() == Some(&Part::Gap) {
            let message = "pattern does not compile: a gap needs something on both sides";
            return Err(SyntaxError { code: "E204", message: message.into(), at: 0..1, label: "" });
        }
        let first = self.node();
        let end = self.part(part, first, want)?;
        let program = u32::try_from(self.programs.len()).unwrap_or(u32::MAX);
        if let Some(node) = self.nodes.get_mut(end as usize) {
            node.accepts = Some(program);
        }
        self.programs.push(Program { nodes: first as usize..self.nodes.len() });
        Ok(program)
    }

    pub(super) fn finish(self) -> Automaton {
        let heads = |name: &String| {
            let phrases = self.sets.phrases(name).unwrap_or_default();
            phrases.iter().filter(|p| p.len() == 1).flatten().copied().collect()
        };
        let sets: Vec<Vec<WordId>> = self.slot_sets.iter().map(heads).collect();
        let comma = self.lexicon.intern(",");
        Automaton::seal(self.symbols, self.nodes, self.programs, &sets, comma)
    }

    fn node(&mut self) -> u32 {
        self.nodes.push(Node::default());
        u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    fn edge(&mut self, from: u32, symbol: Symbol, to: u32, keep: Keep) {
        let id = self.symbol(symbol);
        self.edge_of(from, id, to, keep);
    }

    fn edge_of(&mut self, from: u32, symbol: u32, to: u32, keep: Keep) {
        if let Some(node) = self.nodes.get_mut(from as usize) {
            node.edges.push((symbol, to, keep));
        }
    }

    fn symbol(&mut self, symbol: Symbol) -> u32 {
        let next = u32::try_from(self.symbols.len()).unwrap_or(u32::MAX);
        let id = *self.symbol_ids.entry(symbol.clone()).or_insert(next);
        if id == next {
            self.symbols.push(symbol);
        }
        id
    }

    fn free(&mut self, from: u32, to: u32) {
        if let Some(node) = self.nodes.get_mut(from as usize) {
            node.free.push(to);
        }
    }

    /// Adds the nodes of `part` behind `from` and returns the node at its end, which is the last
    /// one added: a scan relies on edges that only lead onward.
    fn part(&mut self, part: &Part, from: u32, want: Want) -> Result<u32, SyntaxError> {
        if let Some(known) = self.alternatives(part)? {
            return Ok(self.any_of(&known, from));
        }
        match part {
            Part::Word { .. } | Part::Set { .. } => Ok(from),
            Part::Slot(slot) => self.slot(slot, from, want),
            Part::Comma => {
                let to = self.node();
                self.edge(from, Symbol::Break, to, Keep::Nothing);
                Ok(to)
            }
            Part::Gap => {
                let mut steps = vec![from];
                for _ in 0..GAP {
                    let (last, next) = (steps.last().copied().unwrap_or(from), self.node());
                    self.edge(last, Symbol::Gap { stops: want }, next, Keep::Gap);
                    steps.push(next);
                }
                let to = self.node();
                for step in steps {
                    self.free(step, to);
                }
                Ok(to)
            }
            Part::Sequence(parts) => {
                parts.iter().try_fold(from, |from, part| self.part(part, from, want))
            }
            Part::Choice(parts) => {
                let mut ends = Vec::new();
                for part in parts {
                    let branch = self.node();
                    self.free(from, branch);
                    ends.push(self.part(part, branch, want)?);
                }
                let to = self.node();
                for end in ends {
                    self.free(end, to);
                }
                Ok(to)
            }
            Part::Optional(part) => {
                let end = self.part(part, from, want)?;
                let to = self.node();
                self.free(from, to);
                self.free(end, to);
                Ok(to)
            }
        }
    }

    /// The phrases that a word, a set, or a choice of these stands for.
    fn phrases(&mut self, part: &Part) -> Result<Option<Vec<Vec<WordId>>>, SyntaxError> {
        match part {
            Part::Word { word, inflected } => {
                Ok(Some(spellings(word, *inflected, self.inflection, self.lexicon)))
            }
            Part::Set { name, at } => match self.sets.phrases(name) {
                Some(phrases) => Ok(Some(phrases.to_vec())),
                None => Err(self.no_set(name, at.clone())),
            },
            Part::Choice(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    let Some(phrases) = self.phrases(part)? else { return Ok(None) };
                    all.extend(phrases);
                }
                Ok(Some(all))
            }
            Part::Slot(_) | Part::Comma | Part::Gap | Part::Sequence(_) | Part::Optional(_) => {
                Ok(None)
            }
        }
    }

    /// The alternatives that a word, a set, or a choice of these stands for.
    fn alternatives(&mut self, part: &Part) -> Result<Option<Rc<Alternatives>>, SyntaxError> {
        let mut written = String::new();
        if !write(part, &mut written) {
            return Ok(None);
        }
        if let Some(known) = self.alternatives.get(&written) {
            return Ok(Some(known.clone()));
        }
        let Some(mut phrases) = self.phrases(part)? else { return Ok(None) };
        phrases.sort();
        phrases.dedup();
        let mut found = Alternatives { single: None, longer: Vec::new() };
        let mut singles = Vec::new();
        for phrase in &phrases {
            match phrase.as_slice() {
                [] => {}
                [word] => singles.push(*word),
                words => {
                    let symbols =
                        words.iter().map(|word| self.symbol(Symbol::Words([*word].into())));
                    found.longer.push(symbols.collect());
                }
            }
        }
        if !singles.is_empty() {
            found.single = Some(self.symbol(Symbol::Words(singles.into())));
        }
        let found = Rc::new(found);
        self.alternatives.insert(written, found.clone());
        Ok(Some(found))
    }

    /// One edge for all single words, a path for each longer phrase.
    fn any_of(&mut self, alternatives: &Alternatives, from: u32) -> u32 {
        let mut last_edges = Vec::new();
        for phrase in &alternatives.longer {
            let Some((last, head)) = phrase.split_last() else { continue };
            let mut at = from;
            for word in head {
                let next = self.node();
                self.edge_of(at, *word, next, Keep::Nothing);
                at = next;
            }
            last_edges.push((at, *last));
        }
        last_edges.extend(alternatives.single.map(|symbol| (from, symbol)));
        let to = self.node();
        for (at, symbol) in last_edges {
            self.edge_of(at, symbol, to, Keep::Nothing);
        }
        to
    }

    fn slot(&mut self, slot: &Slot, from: u32, want: Want) -> Result<u32, SyntaxError> {
        let head = slot.head.as_deref().map(|set| self.slot_set(set, slot)).transpose()?;
        let with = slot.with.as_deref().map(|set| self.slot_set(set, slot)).transpose()?;
        let any = |kinds| Want { kinds, dimension: None };
        let (want, keep) = match slot.role {
            Role::Value => (want, Keep::Value),
            Role::Subject => (any(Kinds::of([Kind::Name, Kind::Place])), Keep::Subject),
            Role::Other(kind) => (any(Kinds::of([kind])), Keep::Nothing),
        };
        let to = self.node();
        self.edge(from, Symbol::Mention { want, head, with }, to, keep);
        Ok(to)
    }

    fn slot_set(&mut self, name: &str, slot: &Slot) -> Result<u16, SyntaxError> {
        if self.sets.phrases(name).is_none() {
            return Err(self.no_set(name, slot.at.clone()));
        }
        let number = self.slot_sets.iter().position(|known| known == name).unwrap_or_else(|| {
            self.slot_sets.push(name.to_owned());
            self.slot_sets.len() - 1
        });
        Ok(u16::try_from(number).unwrap_or(u16::MAX))
    }

    fn no_set(&self, name: &str, at: std::ops::Range<usize>) -> SyntaxError {
        let message = unknown("word set", name, self.sets.names());
        SyntaxError { code: "E205", message, at, label: "" }
    }
}

/// Writes a word, a set, or a choice of these, so that equal ones are written alike; says whether it is
/// one of them.
fn write(part: &Part, written: &mut String) -> bool {
    match part {
        Part::Word { word, inflected } => {
            written.push_str(word);
            if *inflected {
                written.push('~');
            }
            true
        }
        Part::Set { name, .. } => {
            written.extend(["{", name, "}"]);
            true
        }
        Part::Choice(parts) => parts.iter().all(|part| {
            written.push('|');
            write(part, written)
        }),
        Part::Slot(_) | Part::Comma | Part::Gap | Part::Sequence(_) | Part::Optional(_) => false,
    }
}
