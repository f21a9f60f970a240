use std::{fmt, sync::Mutex};

use rustc_hash::FxHashMap;

use super::automaton::Automaton;

/// Deterministic states met so far, and the classes of mentions.
#[derive(Debug, Default)]
pub(super) struct Cache {
    states: Vec<State>,
    by_nodes: FxHashMap<Box<[u32]>, u32>,
    steps: FxHashMap<(u32, u32), Option<u32>>,
    pub(super) mention_classes: FxHashMap<Box<[u16]>, u32>,
    pub(super) mention_symbols: Vec<Box<[u32]>>,
    /// Steps taken, whether or not the state was known.
    #[cfg(test)]
    pub(super) visits: usize,
}

#[derive(Debug)]
struct State {
    nodes: Box<[u32]>,
    accepts: Box<[u32]>,
}

/// Most states kept; a text that needs more starts over with an empty cache.
const MOST_STATES: usize = 20_000;

impl Cache {
    /// The state before any element.
    pub(super) fn start(&mut self, automaton: &Automaton) -> u32 {
        if self.states.len() > MOST_STATES {
            self.states.clear();
            self.by_nodes.clear();
            self.steps.clear();
        }
        if self.states.is_empty() {
            let starts = automaton.programs.iter().map(|program| program.nodes.start);
            let starts = starts.filter_map(|node| u32::try_from(node).ok()).collect();
            self.state(automaton, starts);
        }
        0
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
        let satisfied = automaton.satisfied(class, self);
        let nodes = self.states.get(from as usize).map_or(&[][..], |state| &state.nodes);
        let edges = nodes
            .iter()
            .filter_map(|node| automaton.nodes.get(*node as usize))
            .flat_map(|node| &node.edges)
            .filter(|(symbol, ..)| satisfied.binary_search(symbol).is_ok());
        let targets: Vec<u32> = edges.map(|(_, target, _)| *target).collect();
        let next = (!targets.is_empty()).then(|| self.state(automaton, targets));
        self.steps.insert((from, class), next);
        next
    }

    /// Programs that are complete in a state.
    pub(super) fn accepts(&self, state: u32) -> &[u32] {
        self.states.get(state as usize).map_or(&[], |state| &state.accepts)
    }

    /// The state of `nodes` and those reached from them without an element.
    fn state(&mut self, automaton: &Automaton, mut nodes: Vec<u32>) -> u32 {
        let mut seen: Vec<u32> = Vec::new();
        nodes.sort_unstable();
        nodes.dedup();
        let mut known: rustc_hash::FxHashSet<u32> = nodes.iter().copied().collect();
        while let Some(node) = nodes.pop() {
            seen.push(node);
            let free = automaton.nodes.get(node as usize).map_or(&[][..], |node| &node.free);
            nodes.extend(free.iter().filter(|target| known.insert(**target)));
        }
        seen.sort_unstable();
        if let Some(&state) = self.by_nodes.get(seen.as_slice()) {
            return state;
        }
        let accepts =
            seen.iter().filter_map(|node| automaton.nodes.get(*node as usize)?.accepts).collect();
        let state = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        let nodes: Box<[u32]> = seen.into();
        self.states.push(State { nodes: nodes.clone(), accepts });
        self.by_nodes.insert(nodes, state);
        state
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
