//! What people say of findings, kept from run to run: nothing that somebody wrote is ever dropped.
//!
//! The ledger, `review.csv`, holds their words. [`Desk::open`] reads it with the run before, takes in
//! what was typed into the spreadsheets of that run, and [`Desk::join`] says what is known of each
//! finding of this run. Only people change the ledger; a run leaves words as they are.
//!
//! | code | what |
//! |---|---|
//! | E320 | a ledger cannot be read; it stays, and the words go to another file |
//! | E321 | a row has words and no finding |
//! | E322 | an unknown review status |
//! | E323 | two people say different things of one finding |
//! | E324 | a spreadsheet cannot be read; it stays, and the report goes to another file |
//! | E325 | the last run cannot be read |
//! | E326 | a file to merge cannot be read (stops the command) |

mod conflict;
mod desk;
mod earlier;
mod export;
mod join;
mod ledger;
mod table;
mod typed;
mod word;

pub use desk::{Desk, Place, Tally};
pub use earlier::{Before, Earlier};
pub use export::write_export;
pub use join::{Each, Known, join};
pub use ledger::Ledger;
