use std::io;

use rustc_hash::FxHashMap;

use crate::model::Unit;

use super::{
    brief::Briefs,
    origin,
    roots::Roots,
    story::{self, Common},
};

/// Which documents of a run belong together, by their numbers in order.
#[derive(Debug)]
pub struct Plan {
    /// Number of each document's origin, from 1.
    pub origins: Vec<u32>,
    /// For each document the number of its episode: those of one episode tell the same news.
    pub(super) episodes: Vec<u32>,
    /// Sets of documents, none of which has anything to do with those of another.
    pub cells: Vec<Cell>,
    /// Names in so many documents that not all of these were looked at for a story, those that most
    /// pairs share first.
    pub common: Vec<Common>,
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
        let story::Stories { stories, episodes, common } = stories?;
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
        Ok(Plan { origins, episodes, cells, common })
    }

    pub fn local(&self, cell: &Cell) -> Local {
        Local::of(cell.documents.iter().map(|document| self.of_document(*document)))
    }

    /// The numbers of a document's origin and episode.
    pub fn of_document(&self, document: u32) -> (u32, u32) {
        let of = |all: &[u32]| all.get(document as usize).copied().unwrap_or_default();
        (of(&self.origins), of(&self.episodes))
    }
}

impl Local {
    /// Of the numbers of origins and episodes that a cell's documents have in the run.
    pub fn of(documents: impl Iterator<Item = (u32, u32)>) -> Local {
        let (origins, episodes): (Vec<u32>, Vec<u32>) = documents.unzip();
        let (origins, in_run) = numbered(origins);
        let (episodes, _) = numbered(episodes);
        Local { origins, episodes, in_run }
    }
}

/// Numbers from 1 in the order in which they come, and which they were.
fn numbered(all: Vec<u32>) -> (Vec<usize>, Vec<u32>) {
    let mut known: FxHashMap<u32, usize> = FxHashMap::default();
    let mut in_run = Vec::new();
    let local = |number: u32| {
        *known.entry(number).or_insert_with(|| {
            in_run.push(number);
            in_run.len()
        })
    };
    (all.into_iter().map(local).collect(), in_run)
}

fn narrow(numbers: &[usize]) -> Vec<u32> {
    numbers.iter().map(|number| u32::try_from(*number).unwrap_or(u32::MAX)).collect()
}
