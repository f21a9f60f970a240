use std::{fmt, sync::Mutex};

use rustc_hash::FxHashMap;

use super::automaton::Automaton;

/// Deterministic states met so far, and the classes of mentions.
#[derive(Debug, Default)]
pub(super) struct Cache {
    states: Vec<State>,
    by_nodes: FxHashMap<Box<[u32]>, u32>,
    /// The state after a first element of each class, where it was asked for.
    firsts: Vec<Option<Option<u32>>>,
    steps: FxHashMap<(u32, u32), Option<u32>>,
    pub(super) mention_classes: FxHashMap<Box<[u16]>, u32>,
    pub(super) mention_symbols: Vec<Box<[u32]>>,
    /// Nodes that the state under way holds, all `false` between two.
    seen: Vec<bool>,
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
        let targets = automaton.targets_of_start(automaton.satisfied(class, self));
        let next = (!targets.is_empty()).then(|| self.state(automaton, targets));
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

    /// The state of `open` and the nodes reached from them without an element.
    fn state(&mut self, automaton: &Automaton, mut open: Vec<u32>) -> u32 {
        self.seen.resize(automaton.nodes.len(), false);
        let mut nodes: Vec<u32> = Vec::with_capacity(open.len());
        while let Some(node) = open.pop() {
            let seen = self.seen.get_mut(node as usize);
            if seen.is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            nodes.push(node);
            open.extend(automaton.nodes.get(node as usize).into_iter().flat_map(|node| &node.free));
        }
        for node in &nodes {
            if let Some(seen) = self.seen.get_mut(*node as usize) {
                *seen = false;
            }
        }
        nodes.sort_unstable();
        if let Some(&state) = self.by_nodes.get(nodes.as_slice()) {
            return state;
        }
        let accepts =
            nodes.iter().filter_map(|node| automaton.nodes.get(*node as usize)?.accepts).collect();
        let state = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        let nodes: Box<[u32]> = nodes.into();
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
