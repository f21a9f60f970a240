use rustc_hash::FxHashMap;

/// Disjoint sets of numbers; the root of a set is its lowest number.
pub(super) struct Roots {
    up: Vec<usize>,
}

impl Roots {
    /// Every number below `count` a set of its own.
    pub(super) fn new(count: usize) -> Roots {
        Roots { up: (0..count).collect() }
    }

    pub(super) fn root(&mut self, mut index: usize) -> usize {
        while let Some(up) = self.up.get(index).copied().filter(|up| *up != index) {
            let above = self.up.get(up).copied().unwrap_or(up);
            if let Some(slot) = self.up.get_mut(index) {
                *slot = above;
            }
            index = above;
        }
        index
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.up.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }

    /// The sets in the order of their roots, each in order.
    pub(super) fn sets(mut self) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = Vec::new();
        let mut numbers: FxHashMap<usize, usize> = FxHashMap::default();
        for index in 0..self.up.len() {
            let number = *numbers.entry(self.root(index)).or_insert_with(|| {
                sets.push(Vec::new());
                sets.len() - 1
            });
            if let Some(set) = sets.get_mut(number) {
                set.push(index);
            }
        }
        sets
    }
}
