use std::{io, marker::PhantomData, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

use super::{Room, pack, scratch::Scratch, squeezed, stretched, unpack};

/// A list of packed values: in memory while there is room, in a temporary file from then on.
#[derive(Debug)]
pub struct Store<T> {
    room: Arc<Room>,
    places: Vec<Place>,
    held: Vec<Box<[u8]>>,
    taken: usize,
    file: Option<Scratch>,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Held(u32),
    File { at: u64, length: u32 },
}

impl<T: Serialize + DeserializeOwned> Store<T> {
    pub fn new(room: Arc<Room>) -> Store<T> {
        let (places, held) = (Vec::new(), Vec::new());
        Store { room, places, held, taken: 0, file: None, of: PhantomData }
    }

    /// Adds a value at the end.
    ///
    /// # Errors
    /// When the temporary file cannot be written.
    pub fn push(&mut self, value: &T) -> io::Result<()> {
        self.push_packed(pack(value)?)
    }

    /// Adds a value that [`pack()`] made.
    ///
    /// # Errors
    /// As [`Store::push`].
    pub fn push_packed(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        if self.file.is_none() {
            if self.room.take(bytes.len()) {
                self.taken += bytes.len();
                self.places.push(Place::Held(number(self.held.len())?));
                self.held.push(bytes.into_boxed_slice());
                return Ok(());
            }
            self.file = Some(Scratch::new()?);
        }
        if let Some(file) = &mut self.file {
            let bytes = squeezed(&bytes)?;
            let length = number(bytes.len())?;
            self.places.push(Place::File { at: file.push(&bytes)?, length });
        }
        Ok(())
    }

    /// Makes what was added readable, in another order: the first is that of the first number.
    ///
    /// # Errors
    /// As [`Store::push`].
    pub fn arrange(&mut self, order: &[u32]) -> io::Result<()> {
        let place = |number: &u32| self.places.get(*number as usize).copied();
        self.places = order.iter().filter_map(place).collect();
        self.file.as_mut().map_or(Ok(()), Scratch::flush)
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Reads a value back.
    ///
    /// # Errors
    /// When there is none of this number, or the temporary file cannot be read.
    pub fn get(&self, index: usize) -> io::Result<T> {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        match self.places.get(index).ok_or_else(missing)? {
            Place::Held(at) => unpack(self.held.get(*at as usize).ok_or_else(missing)?),
            Place::File { at, length } => {
                let file = self.file.as_ref().ok_or_else(missing)?;
                unpack(&stretched(&file.read(*at, *length as usize)?)?)
            }
        }
    }

    /// All values in order.
    pub fn iter(&self) -> impl Iterator<Item = io::Result<T>> {
        (0..self.len()).map(|index| self.get(index))
    }
}

impl<T> Drop for Store<T> {
    fn drop(&mut self) {
        self.room.give_back(self.taken);
    }
}

fn number(count: usize) -> io::Result<u32> {
    u32::try_from(count).map_err(io::Error::other)
}
