//! What does not fit into memory: kept in temporary files that no name leads to, so that nothing of
//! them is left behind however the program ends.

mod frame;
mod pack;
mod scratch;
mod sort;
mod store;

use std::sync::atomic::{AtomicUsize, Ordering};

pub use frame::{framed, pieces};
pub use pack::{pack, squeezed, stretched, unpack};
pub use sort::{Entry, Sorted, Sorter};
pub use store::Store;

/// The bytes that what is kept may take up in memory.
#[derive(Debug)]
pub struct Room {
    free: AtomicUsize,
}

impl Room {
    pub const fn new(bytes: usize) -> Room {
        Room { free: AtomicUsize::new(bytes) }
    }

    /// Room without an end.
    pub const fn endless() -> Room {
        Room::new(usize::MAX)
    }

    /// Takes so many bytes, if they are free.
    fn take(&self, bytes: usize) -> bool {
        let left = |free: usize| free.checked_sub(bytes);
        self.free.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_ok()
    }

    fn give_back(&self, bytes: usize) {
        self.free.fetch_add(bytes, Ordering::Relaxed);
    }
}
