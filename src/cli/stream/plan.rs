use std::io::{self, BufReader};

use clap::Args;
use crosscheck::pipeline::shard::{Planner, Seat};

use super::super::{
    Global, Stop, exit::Exit, memory::Memory, setting::Configured, terminal::Terminal,
};
use super::{
    input::Batches,
    output::{Of, Rows, Value},
    stamp, unusable,
};

/// Read the briefs of all articles, write which of them belong together
///
/// Columns read: id, brief. Columns written: id, cell, place, story, origin, episode; the last row tells in
/// `rows` how many there are before it. The order of the rows read does not matter.
#[derive(Debug, Args)]
pub(in super::super) struct MakePlan {
    #[command(flatten)]
    configured: Configured,
    /// Memory for what is kept, as in 512M or 2G; the rest goes to temporary files [default: a quarter of the machine's]
    #[arg(long, value_parser = Memory::parse, value_name = "SIZE")]
    memory: Option<Memory>,
}

const COLUMNS: [(&str, Of); 6] = [
    ("id", Of::Text),
    ("cell", Of::Number),
    ("place", Of::Number),
    ("story", Of::Number),
    ("origin", Of::Number),
    ("episode", Of::Number),
];

impl MakePlan {
    pub(in super::super) fn execute(
        &self,
        global: &Global,
        terminal: &Terminal,
    ) -> Result<Exit, Stop> {
        let stamp = stamp(&self.configured.setting()?, global)?;
        let mut planner = Planner::new(stamp, &Memory::room(self.memory, 1));
        for batch in Batches::open(BufReader::new(io::stdin().lock()), "-")? {
            let batch = batch?;
            let (ids, briefs) = (batch.text("id")?, batch.bytes("brief")?);
            for row in 0..batch.len() {
                if let (Some(id), Some(brief)) = (ids.get(row), briefs.get(row)) {
                    planner.push(id, brief).map_err(|error| unusable(id, &error))?;
                }
            }
        }
        let mut rows = Rows::open("plan", &COLUMNS)?;
        let mut stop = None;
        let beyond = planner.finish(&mut |id, seat| {
            let Seat { cell, place, story, origin, episode } = seat;
            let numbers = [cell, place, story, origin, episode].map(|it| Value::Number(it.into()));
            let row = [Value::Text(id.to_owned())].into_iter().chain(numbers).collect();
            rows.push(row).map_err(|error| {
                stop = Some(error);
                io::ErrorKind::BrokenPipe.into()
            })
        });
        match (stop, beyond) {
            (Some(stop), _) => return Err(stop),
            (None, Err(error)) => return Err(unusable("-", &error)),
            (None, Ok(0)) => {}
            (None, Ok(pairs)) => terminal.say(&format!(
                "Names in very many articles lead to the latest of them only: at most {pairs} pairs of \
                 articles were not looked at for a story in common"
            )),
        }
        rows.finish()?;
        Ok(Exit::Clean)
    }
}
