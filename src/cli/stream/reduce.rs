use std::io::{self, BufReader};

use clap::Args;
use crosscheck::{
    pipeline::shard::{Judgement, Seat, Stamp, judge},
    rule::Rules,
};
use rayon::prelude::*;

use super::super::{Global, Stop, exit::Exit, setting::Configured};
use super::{
    input::{Batch, Batches},
    output::{Of, Rows, Value},
    stamp, unusable,
};

/// Read what articles say, cell by cell, write what is found in each
///
/// Columns read: cell, place, story, origin, episode, said, sorted by cell and place. Columns written:
/// place and article, or turn and finding; the last row tells in `rows` how many there are before it.
#[derive(Debug, Args)]
pub(in super::super) struct Reduce {
    #[command(flatten)]
    configured: Configured,
}

const COLUMNS: [(&str, Of); 4] =
    [("place", Of::Number), ("article", Of::Bytes), ("turn", Of::Bytes), ("finding", Of::Bytes)];
/// Bytes of the cells that are judged at one time.
const AT_ONCE: usize = 16 << 20;

/// The articles of a cell.
type Members = Vec<(Seat, Vec<u8>)>;

impl Reduce {
    pub(in super::super) fn execute(&self, global: &Global) -> Result<Exit, Stop> {
        let setting = self.configured.setting()?;
        let (rules, stamp) = (setting.rules(global)?, stamp(&setting, global)?);
        let mut rows = Rows::open("findings", &COLUMNS)?;
        let (mut cells, mut size): (Vec<Members>, usize) = (Vec::new(), 0);
        for batch in Batches::open(BufReader::new(io::stdin().lock()), "-")? {
            for (seat, said) in members(&batch?)? {
                let known = cells.last().and_then(|cell| cell.last()).map(|(last, _)| last.cell);
                if known != Some(seat.cell) {
                    if size >= AT_ONCE {
                        write(&mut rows, &cells, stamp, rules)?;
                        cells.clear();
                        size = 0;
                    }
                    cells.push(Vec::new());
                }
                size += said.len();
                if let Some(cell) = cells.last_mut() {
                    cell.push((seat, said));
                }
            }
        }
        write(&mut rows, &cells, stamp, rules)?;
        rows.finish()?;
        Ok(Exit::Clean)
    }
}

fn members(batch: &Batch) -> Result<Members, Stop> {
    let names = ["cell", "place", "story", "origin", "episode"];
    let columns = names.map(|name| batch.numbers(name));
    let columns = columns.into_iter().collect::<Result<Vec<_>, Stop>>()?;
    let said = batch.bytes("said")?;
    let row = |row: usize| {
        let numbers = columns.iter().map(|it| u32::try_from(it.get(row)?).ok());
        let numbers: Option<Vec<u32>> = numbers.collect();
        if let (Some(&[cell, place, story, origin, episode]), Some(said)) =
            (numbers.as_deref(), said.get(row))
        {
            let seat = Seat { cell, place, story, origin, episode };
            return Ok((seat, said.to_vec()));
        }
        let message = "a number of the plan or what the article says is missing";
        Err(unusable("-", &io::Error::other(message)))
    };
    (0..batch.len()).map(row).collect()
}

fn write(rows: &mut Rows, cells: &[Members], stamp: Stamp, rules: &Rules) -> Result<(), Stop> {
    let judged: Vec<io::Result<Judgement>> =
        cells.par_iter().map(|cell| judge(cell, stamp, rules)).collect();
    for judgement in judged {
        let Judgement { articles, findings } = judgement.map_err(|error| unusable("-", &error))?;
        for (place, article) in articles {
            let (place, article) = (Value::Number(place.into()), Value::Bytes(article));
            rows.push(vec![place, article, Value::Nothing, Value::Nothing])?;
        }
        for (turn, finding) in findings {
            let turn = Value::Bytes(turn.to_be_bytes().to_vec());
            rows.push(vec![Value::Nothing, Value::Nothing, turn, Value::Bytes(finding)])?;
        }
    }
    Ok(())
}
