//! Measures how far the program can be trusted, by the findings it gives: on changed values that it
//! planted itself.

mod change;
mod mutate;

pub use mutate::{Planted, mutate};
