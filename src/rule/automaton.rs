//! All patterns as one automaton over words, mentions and clause boundaries. Its deterministic
//! states are made when a text first needs them, so that a step costs the same whatever the
//! number of patterns.

use rustc_hash::FxHashMap;

use crate::{
    model::{Sentence, WordId},
    value::Kind,
};

use super::{Element, WordMap, states::Cache, states::Pool};

/// A set of kinds, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) fn of(kinds: impl IntoIterator<Item = Kind>) -> Kinds {
        Kinds(kinds.into_iter().fold(0, |bits, kind| bits | 1 << kind as u16))
    }

    fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }
}

/// The mentions that may be a value: of one of the kinds and, where one is named, of a dimension.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Want {
    pub(super) kinds: Kinds,
    pub(super) dimension: Option<WordId>,
}

impl Want {
    fn admits(self, kind: Kind, dimension: Option<WordId>) -> bool {
        self.kinds.contains(kind) && self.dimension.is_none_or(|want| dimension == Some(want))
    }
}

/// What an edge asks of an element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Symbol {
    Words(Box<[WordId]>),
    /// A mention; `head` and `with` are numbers of word sets.
    Mention {
        want: Want,
        head: Option<u16>,
        with: Option<u16>,
    },
    /// Any word, and any mention but a possible value.
    Gap {
        stops: Want,
    },
    Break,
}

/// What an edge keeps of the element it passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    Nothing,
    Value,
    Subject,
    /// The element is passed over.
    Gap,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// Symbol, target, and what is kept; targets always lie behind.
    pub(super) edges: Vec<(u32, u32, Keep)>,
    /// Nodes that are reached without an element; they lie behind, too.
    pub(super) free: Vec<u32>,
    /// Program that is complete here.
    pub(super) accepts: Option<u32>,
}

/// One pattern: its nodes, the first of which is its start.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) nodes: std::ops::Range<usize>,
}

/// Where a program matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) program: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// What a match keeps: positions of elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Capture {
    pub(super) value: Option<usize>,
    pub(super) subject: Option<usize>,
    /// Elements passed over by gaps.
    pub(super) skipped: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Automaton {
    pub(super) symbols: Vec<Symbol>,
    pub(super) nodes: Vec<Node>,
    pub(super) programs: Vec<Program>,
    /// Edges out of the start state, symbol and target, sorted.
    start_edges: Vec<(u32, u32)>,
    /// Symbols that the words of a class satisfy, sorted; class 0 is for words no pattern names,
    /// class 1 for boundaries.
    classes: Vec<Box<[u32]>>,
    class_of: WordMap<u32>,
    /// Numbers of the word sets a word is in, for the sets that slots name.
    sets_of: WordMap<Vec<u16>>,
    pool: Pool,
}

const BOUNDARY: u32 = 1;

impl Automaton {
    /// Puts the words into classes; `sets` are the word sets that slots name, `comma` is the word
    /// that stands for a boundary as well.
    pub(super) fn seal(
        symbols: Vec<Symbol>,
        nodes: Vec<Node>,
        programs: Vec<Program>,
        sets: &[Vec<WordId>],
        comma: WordId,
    ) -> Automaton {
        let mut gaps = Vec::new();
        let mut boundary = Vec::new();
        let mut by_word: Vec<(WordId, u32)> = Vec::new();
        for (symbol, id) in symbols.iter().zip(0u32..) {
            match symbol {
                Symbol::Words(words) => {
                    by_word.extend(words.iter().map(|word| (*word, id)));
                }
                Symbol::Gap { .. } => gaps.push(id),
                Symbol::Break => {
                    boundary.push(id);
                    by_word.push((comma, id));
                }
                Symbol::Mention { .. } => {}
            }
        }
        let start_edges = start_edges(&nodes, &programs);
        let mut automaton =
            Automaton { symbols, nodes, programs, start_edges, ..Automaton::default() };
        automaton.classes = vec![gaps.clone().into(), boundary.into()];
        let mut ids: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        by_word.sort_unstable();
        for same in by_word.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((word, _)) = same.first() else { continue };
            let own: Vec<u32> = same.iter().map(|(_, id)| *id).collect();
            let class = match ids.get(&own) {
                Some(class) => *class,
                None => {
                    let class = u32::try_from(automaton.classes.len()).unwrap_or(0);
                    let mut satisfied = [own.as_slice(), &gaps].concat();
                    satisfied.sort_unstable();
                    automaton.classes.push(satisfied.into());
                    ids.insert(own, class);
                    class
                }
            };
            automaton.class_of.insert(*word, class);
        }
        for (set, id) in sets.iter().zip(0u16..) {
            for word in set {
                let mut all = automaton.sets_of.get(*word).cloned().unwrap_or_default();
                if !all.contains(&id) {
                    all.push(id);
                }
                automaton.sets_of.insert(*word, all);
            }
        }
        automaton
    }

    /// Runs `work` with a cache of states that no other thread uses meanwhile.
    pub(super) fn with_cache<T>(&self, work: impl FnOnce(&mut Cache) -> T) -> T {
        let mut cache = self.pool.take();
        let result = work(&mut cache);
        self.pool.put(cache);
        result
    }

    /// Class of a word outside mentions.
    pub(super) fn word_class(&self, word: WordId) -> u32 {
        self.class_of.get(word).copied().unwrap_or_default()
    }

    /// Class of every element; the tokens of `sentence` tell the words of noun phrases.
    pub(super) fn classify(
        &self,
        elements: &[Element],
        sentence: &Sentence,
        cache: &mut Cache,
    ) -> Vec<u32> {
        let mut key = Vec::new();
        elements
            .iter()
            .map(|element| match element {
                Element::Word { word, .. } => self.word_class(*word),
                Element::Break => BOUNDARY,
                Element::Mention { kind, dimension, head, noun, .. } => {
                    let sets = |word| self.sets_of.get(word).map_or(&[][..], Vec::as_slice);
                    let head_sets = head.map(sets);
                    key.clear();
                    key.extend(noun.clone().flat_map(|token| sets(sentence.id(token as usize))));
                    key.sort_unstable();
                    key.dedup();
                    self.mention_class(*kind, *dimension, head_sets, &mut key, cache)
                }
            })
            .collect()
    }

    /// `words` holds the sets that the noun phrase's words are in; it is used as scratch space.
    fn mention_class(
        &self,
        kind: Kind,
        dimension: Option<WordId>,
        head: Option<&[u16]>,
        words: &mut Vec<u16>,
        cache: &mut Cache,
    ) -> u32 {
        let inside = words.len();
        words.extend(head.unwrap_or_default());
        let [low, high] = dimension.map_or([0; 2], |word| [word.0 as u16, (word.0 >> 16) as u16]);
        words.extend([kind as u16, u16::from(head.is_some()), low, high]);
        words.push(u16::try_from(inside).unwrap_or(u16::MAX));
        if let Some(&class) = cache.mention_classes.get(words.as_slice()) {
            return class;
        }
        let with = words.get(..inside).unwrap_or_default();
        let satisfied = self.symbols.iter().zip(0u32..).filter(|(symbol, _)| match symbol {
            Symbol::Mention { want, head: want_head, with: want_with } => {
                want.admits(kind, dimension)
                    && want_head.is_none_or(|set| head.is_none_or(|sets| sets.contains(&set)))
                    && want_with.is_none_or(|set| with.contains(&set))
            }
            Symbol::Gap { stops } => !stops.admits(kind, dimension),
            Symbol::Words(_) | Symbol::Break => false,
        });
        let satisfied: Box<[u32]> = satisfied.map(|(_, id)| id).collect();
        let class = self.classes.len() + cache.mention_symbols.len();
        let class = u32::try_from(class).unwrap_or_default();
        cache.mention_symbols.push(satisfied);
        cache.mention_classes.insert(words.as_slice().into(), class);
        class
    }

    /// Symbols that an element of `class` satisfies, sorted.
    pub(super) fn satisfied<'c>(&'c self, class: u32, mentions: &'c [Box<[u32]>]) -> &'c [u32] {
        let class = class as usize;
        match self.classes.get(class) {
            Some(symbols) => symbols,
            None => mentions.get(class - self.classes.len()).map_or(&[], |s| s),
        }
    }

    /// Targets of the edges that lead out of the start state with one of the symbols.
    pub(super) fn targets_of_start(&self, satisfied: &[u32]) -> impl Iterator<Item = u32> {
        satisfied.iter().flat_map(|symbol| {
            let from = self.start_edges.partition_point(|(known, _)| known < symbol);
            let edges = self.start_edges.iter().skip(from);
            edges.take_while(move |(it, _)| it == symbol).map(|(_, target)| *target)
        })
    }

    /// Every place where a program matches, by start.
    pub(super) fn scan(&self, classes: &[u32], cache: &mut Cache) -> Vec<Hit> {
        let mut hits = Vec::new();
        let number = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        for (start, first) in classes.iter().enumerate() {
            let mut end = start;
            let mut next = cache.first(self, *first);
            while let Some(state) = next {
                end += 1;
                let hit = |program: &u32| Hit {
                    program: *program,
                    start: number(start),
                    end: number(end),
                };
                hits.extend(cache.accepts(state).iter().map(hit));
                let class = classes.get(end);
                next = class.and_then(|class| cache.step(self, state, *class));
            }
        }
        hits
    }

    /// What a hit keeps, on the way through the program that passes over the fewest elements.
    pub(super) fn capture(&self, hit: Hit, classes: &[u32], cache: &Cache) -> Option<Capture> {
        let start = self.programs.get(hit.program as usize)?.nodes.start;
        // The nodes under way with the best way to each, by number.
        let mut ways: Vec<(usize, Capture)> = vec![(start, Capture::default())];
        let mut next = Vec::new();
        for position in hit.start as usize..=hit.end as usize {
            let mut index = 0;
            while let Some(&(node, way)) = ways.get(index) {
                index += 1;
                let Some(node) = self.nodes.get(node) else { continue };
                for target in &node.free {
                    keep_better(&mut ways, *target as usize, way);
                }
                if position == hit.end as usize && node.accepts.is_some() {
                    return Some(way);
                }
            }
            let satisfied = self.satisfied(*classes.get(position)?, &cache.mention_symbols);
            for (node, way) in ways.drain(..) {
                for (symbol, target, keep) in
                    self.nodes.get(node).into_iter().flat_map(|it| &it.edges)
                {
                    if satisfied.binary_search(symbol).is_err() {
                        continue;
                    }
                    let mut way = way;
                    match keep {
                        Keep::Nothing => {}
                        Keep::Value => way.value = Some(position),
                        Keep::Subject => way.subject = Some(position),
                        Keep::Gap => way.skipped += 1,
                    }
                    keep_better(&mut next, *target as usize, way);
                }
            }
            std::mem::swap(&mut ways, &mut next);
        }
        None
    }
}

/// Puts a way to a node beside the others, where no way to it is known that passes over as few
/// elements.
fn keep_better(ways: &mut Vec<(usize, Capture)>, node: usize, way: Capture) {
    match ways.binary_search_by_key(&node, |(node, _)| *node) {
        Ok(at) => {
            if let Some((_, known)) = ways.get_mut(at).filter(|(_, it)| way.skipped < it.skipped) {
                *known = way;
            }
        }
        Err(at) => ways.insert(at, (node, way)),
    }
}

/// Edges of all nodes that are reached without an element, symbol and target, sorted.
fn start_edges(nodes: &[Node], programs: &[Program]) -> Vec<(u32, u32)> {
    let mut edges = Vec::new();
    let mut seen = vec![false; nodes.len()];
    let mut open: Vec<usize> = programs.iter().map(|program| program.nodes.start).collect();
    while let Some(index) = open.pop() {
        let (Some(node), Some(seen)) = (nodes.get(index), seen.get_mut(index)) else { continue };
        if !std::mem::replace(seen, true) {
            edges.extend(node.edges.iter().map(|(symbol, target, _)| (*symbol, *target)));
            open.extend(node.free.iter().map(|target| *target as usize));
        }
    }
    edges.sort_unstable();
    edges.dedup();
    edges
}
