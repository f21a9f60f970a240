//! Measures how far the program can be trusted: by changed values that it plants itself, and by
//! labels of careful readers.

mod change;
mod evaluate;
mod fit;
mod mutate;
mod outcome;

pub use evaluate::{Band, Evaluation, Expected, Labelled, Place, Sample, Share, evaluate};
pub use fit::{fit, left_out};
pub use mutate::{Planted, Support, mutate};
pub use outcome::Missed;
