use std::io;

use rustc_hash::FxHashMap;

use crate::model::Unit;

use super::{brief::Briefs, origin, roots::Roots, story};

/// Which documents of a run belong together, by their numbers in order.
#[derive(Debug)]
pub struct Plan {
    /// Number of each document's origin, from 1.
    pub origins: Vec<u32>,
    /// For each document the number of its episode: those of one episode tell the same news.
    pub(super) episodes: Vec<u32>,
    /// Sets of documents, none of which has anything to do with those of another.
    pub cells: Vec<Cell>,
}

/// The documents of stories that share copies of a text.
#[derive(Debug, Default)]
pub struct Cell {
    /// Their numbers in the run, in order.
    pub documents: Vec<u32>,
    /// The number of each story in the run, and of its documents in `documents`.
    pub stories: Vec<(u32, Vec<u32>)>,
}

/// Origins and episodes of the documents of a cell, numbered from 1 for it alone: what is found in it does
/// not depend on the rest of the run.
#[derive(Clone, Debug, Default)]
pub struct Local {
    pub origins: Vec<usize>,
    pub episodes: Vec<usize>,
    /// The number in the run of each of its origins.
    pub in_run: Vec<u32>,
}

impl Plan {
    /// Finds the origins, stories and episodes of a run. `advance` hears of the documents that are done.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn of(briefs: &Briefs, unit: Unit, advance: &(dyn Fn(u64) + Sync)) -> io::Result<Plan> {
        let origins = || match unit {
            Unit::Origin => origin::origins(briefs),
            Unit::Document => Ok((1..).take(briefs.len()).collect()),
        };
        let (origins, stories) = rayon::join(origins, || story::stories(briefs, advance));
        let origins = origins?;
        let story::Stories { stories, episodes } = stories?;
        let mut roots = Roots::new(briefs.len());
        for story in &stories {
            for pair in story.windows(2) {
                if let [a, b] = pair {
                    roots.join(*a, *b);
                }
            }
        }
        let mut firsts: Vec<Option<usize>> = vec![None; briefs.len() + 1];
        for (index, origin) in origins.iter().enumerate() {
            if let Some(first) = firsts.get_mut(*origin as usize) {
                roots.join(*first.get_or_insert(index), index);
            }
        }
        let mut cell_of = vec![0_usize; briefs.len()];
        let mut cells = Vec::new();
        for (number, documents) in roots.sets().into_iter().enumerate() {
            for index in &documents {
                if let Some(cell) = cell_of.get_mut(*index) {
                    *cell = number;
                }
            }
            cells.push(Cell { documents: narrow(&documents), stories: Vec::new() });
        }
        for (number, story) in (0..).zip(&stories) {
            let cell = story.first().and_then(|index| cell_of.get(*index));
            let Some(cell) = cell.and_then(|cell| cells.get_mut(*cell)) else { continue };
            let place = |index: &u32| cell.documents.binary_search(index).ok();
            let here: Vec<usize> = narrow(story).iter().filter_map(place).collect();
            cell.stories.push((number, narrow(&here)));
        }
        Ok(Plan { origins, episodes, cells })
    }

    pub fn local(&self, cell: &Cell) -> Local {
        let (origins, in_run) = numbered(cell, &self.origins);
        let (episodes, _) = numbered(cell, &self.episodes);
        Local { origins, episodes, in_run }
    }
}

/// The numbers of a cell's documents, from 1 in the order in which they come, and which they were.
fn numbered(cell: &Cell, all: &[u32]) -> (Vec<usize>, Vec<u32>) {
    let mut known: FxHashMap<u32, usize> = FxHashMap::default();
    let mut in_run = Vec::new();
    let of = |index: &u32| all.get(*index as usize).copied().unwrap_or_default();
    let mut local = |number: u32| {
        *known.entry(number).or_insert_with(|| {
            in_run.push(number);
            in_run.len()
        })
    };
    let numbers = cell.documents.iter().map(|index| local(of(index))).collect();
    (numbers, in_run)
}

fn narrow(numbers: &[usize]) -> Vec<u32> {
    numbers.iter().map(|number| u32::try_from(*number).unwrap_or(u32::MAX)).collect()
}
