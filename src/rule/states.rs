use std::{
    fmt,
    ops::Range,
    sync::{Arc, Mutex},
};

use rustc_hash::FxHashMap;

use super::automaton::Automaton;

/// Deterministic states met so far, and the classes of mentions.
#[derive(Debug, Default)]
pub(super) struct Cache {
    states: Vec<State>,
    by_nodes: FxHashMap<Arc<[u32]>, u32>,
    /// The state after a first element of each class, where it was asked for.
    firsts: Vec<Option<Option<u32>>>,
    steps: FxHashMap<(u32, u32), Option<u32>>,
    pub(super) mention_classes: FxHashMap<Box<[u16]>, u32>,
    pub(super) mention_symbols: Vec<Box<[u32]>>,
    /// Whether an element satisfies a symbol, all `false` between two.
    asked: Vec<bool>,
    /// Nodes of the state under way, none between two.
    open: Open,
    /// The same in order; kept for its room.
    nodes: Vec<u32>,
    /// Steps taken, whether or not the state was known.
    #[cfg(test)]
    pub(super) visits: usize,
}

#[derive(Debug)]
struct State {
    nodes: Arc<[u32]>,
    accepts: Box<[u32]>,
}

/// Most states kept; a text that needs more starts over with an empty cache.
const MOST_STATES: usize = 40_000;

impl Cache {
    /// The state after a first element of `class`, `None` where no pattern begins with it.
    pub(super) fn first(&mut self, automaton: &Automaton, class: u32) -> Option<u32> {
        #[cfg(test)]
        {
            self.visits += 1;
        }
        if self.states.len() > MOST_STATES {
            self.states.clear();
            self.by_nodes.clear();
            self.firsts.clear();
            self.steps.clear();
        }
        let index = class as usize;
        if let Some(Some(known)) = self.firsts.get(index) {
            return *known;
        }
        let satisfied = automaton.satisfied(class, &self.mention_symbols);
        automaton.targets_of_start(satisfied).for_each(|target| self.open.add(target));
        let next = self.state(automaton);
        self.firsts.resize(self.firsts.len().max(index + 1), None);
        if let Some(first) = self.firsts.get_mut(index) {
            *first = Some(next);
        }
        next
    }

    /// The state after an element of `class`, `None` where no pattern goes on.
    pub(super) fn step(&mut self, automaton: &Automaton, from: u32, class: u32) -> Option<u32> {
        #[cfg(test)]
        {
            self.visits += 1;
        }
        if let Some(known) = self.steps.get(&(from, class)) {
            return *known;
        }
        let satisfied = automaton.satisfied(class, &self.mention_symbols);
        self.asked.resize(automaton.symbols.len(), false);
        mark(&mut self.asked, satisfied, true);
        let nodes = self.states.get(from as usize).map_or(&[][..], |state| &state.nodes);
        for node in nodes.iter().filter_map(|node| automaton.nodes.get(*node as usize)) {
            for (symbol, target, _) in &node.edges {
                if self.asked.get(*symbol as usize) == Some(&true) {
                    self.open.add(*target);
                }
            }
        }
        mark(&mut self.asked, satisfied, false);
        let next = self.state(automaton);
        self.steps.insert((from, class), next);
        next
    }

    /// Programs that are complete in a state.
    pub(super) fn accepts(&self, state: u32) -> &[u32] {
        self.states.get(state as usize).map_or(&[], |state| &state.accepts)
    }

    /// The state of the nodes of `open`, which is empty then, and of those reached from them without
    /// an element; `None` where there is no node.
    fn state(&mut self, automaton: &Automaton) -> Option<u32> {
        let mut nodes = std::mem::take(&mut self.nodes);
        nodes.clear();
        self.open.take(automaton, &mut nodes);
        let state = if nodes.is_empty() { None } else { Some(self.known(automaton, &nodes)) };
        self.nodes = nodes;
        state
    }

    /// The state of some nodes, made where it is new.
    fn known(&mut self, automaton: &Automaton, nodes: &[u32]) -> u32 {
        if let Some(&state) = self.by_nodes.get(nodes) {
            return state;
        }
        let accepts =
            nodes.iter().filter_map(|node| automaton.nodes.get(*node as usize)?.accepts).collect();
        let state = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        let nodes: Arc<[u32]> = nodes.into();
        self.states.push(State { nodes: nodes.clone(), accepts });
        self.by_nodes.insert(nodes, state);
        state
    }
}

fn mark(asked: &mut [bool], symbols: &[u32], yes: bool) {
    for symbol in symbols {
        if let Some(asked) = asked.get_mut(*symbol as usize) {
            *asked = yes;
        }
    }
}

/// A set of nodes, a bit each.
#[derive(Debug, Default)]
struct Open {
    bits: Vec<u64>,
    /// The part of `bits` that may hold any.
    part: Range<usize>,
}

impl Open {
    fn add(&mut self, node: u32) {
        let index = node as usize / 64;
        if self.bits.len() <= index {
            self.bits.resize(index + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(index) {
            *bits |= 1 << (node % 64);
        }
        let Range { start, end } = self.part;
        let free = start >= end;
        self.part = if free { index..index + 1 } else { start.min(index)..end.max(index + 1) };
    }

    /// Takes all nodes out, sorted, with those reached from them without an element, which lie behind;
    /// nodes that only lead to such others are left out.
    fn take(&mut self, automaton: &Automaton, nodes: &mut Vec<u32>) {
        while let Some(index) = self.part.next() {
            let mut taken = 0;
            while let Some(bits) = self.bits.get(index).map(|bits| bits & !taken)
                && bits != 0
            {
                taken |= bits & bits.wrapping_neg();
                let number = (index * 64) as u32 + bits.trailing_zeros();
                let Some(node) = automaton.nodes.get(number as usize) else { continue };
                if !node.edges.is_empty() || node.accepts.is_some() {
                    nodes.push(number);
                }
                node.free.iter().for_each(|target| self.add(*target));
            }
            // What was added to this part of the bits was taken, too.
            self.part.start = self.part.start.max(index + 1);
            if let Some(bits) = self.bits.get_mut(index) {
                *bits = 0;
            }
        }
    }
}

/// Caches that wait for the next thread that scans.
#[derive(Default)]
pub(super) struct Pool(Mutex<Vec<Cache>>);

impl Pool {
    pub(super) fn take(&self) -> Cache {
        self.0.lock().ok().and_then(|mut caches| caches.pop()).unwrap_or_default()
    }

    pub(super) fn put(&self, cache: Cache) {
        if let Ok(mut caches) = self.0.lock() {
            caches.push(cache);
        }
    }
}

/// A copy starts without caches.
impl Clone for Pool {
    fn clone(&self) -> Pool {
        Pool::default()
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pool")
    }
}
