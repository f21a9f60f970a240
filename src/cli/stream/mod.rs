//! The steps of a run for a cluster: each reads a stream of Arrow from standard input, or files, and
//! writes one to standard output.
//!
//! | code | what |
//! |---|---|
//! | E170 | standard input is no stream of Arrow, or cut short |
//! | E171 | a column is missing, or of another type |
//! | E172 | a value cannot be used: damaged, of another version, twice, missing |
//! | E173 | the stream cannot be written |
//! | E174 | a part cannot be read, or is cut short |

mod input;
mod map;
mod merge;
mod output;
mod plan;
mod reduce;

pub(super) use map::Map;
pub(super) use merge::Merge;
pub(super) use plan::MakePlan;
pub(super) use reduce::Reduce;

use std::io;

use crosscheck::{model::Problem, pipeline::shard::Stamp};

use super::{Global, Stop, setting::Setting};

/// What tells the streams of this program, rules and configuration from others.
fn stamp(setting: &Setting, global: &Global) -> Result<Stamp, Stop> {
    let disabled = &setting.config.rules.disable;
    Ok(Stamp::new(&format!("{} {disabled:?}", setting.rules_hash(global)?)))
}

fn unusable(place: &str, error: &io::Error) -> Stop {
    let message = format!("cannot use this: {}", Problem::reason(error));
    Problem::error("E172", place, message)
        .help("run every step with one version of the program, the same rules and configuration")
        .into()
}
