use std::io;

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
    pub(super) stories: Vec<(u32, Vec<u32>)>,
}

impl Plan {
    /// Finds the origins, stories and episodes of a run.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn of(briefs: &Briefs, unit: Unit) -> io::Result<Plan> {
        let origins = match unit {
            Unit::Origin => origin::origins(briefs)?,
            Unit::Document => (1..).take(briefs.len()).collect(),
        };
        let story::Stories { stories, episodes } = story::stories(briefs)?;
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
}

fn narrow(numbers: &[usize]) -> Vec<u32> {
    numbers.iter().map(|number| u32::try_from(*number).unwrap_or(u32::MAX)).collect()
}
