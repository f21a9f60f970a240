use std::{
    fs::File,
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use clap::Args;
use crosscheck::{
    judge::{self, Within},
    model::Problem,
    pipeline::shard::{Merged, Merger},
    read::Inputs,
    report::KeptArticles,
    spill::unpack,
};
use jiff::Timestamp;

use super::super::{
    Global, Stop,
    exit::Exit,
    interrupt,
    memory::Memory,
    reporting::{Found, Reporting},
    setting::Configured,
    terminal::Terminal,
};
use super::{
    input::{Batch, Batches},
    stamp, unusable,
};

/// Make the report of the parts that reduce and map wrote
///
/// Each part is a file with one stream: what reduce wrote, or what map wrote, of which only the problems
/// are taken.
#[derive(Debug, Args)]
pub(in super::super) struct Merge {
    /// Files with a stream each, in any order
    #[arg(required = true, value_name = "PART", help_heading = "Arguments")]
    parts: Vec<PathBuf>,
    #[command(flatten)]
    configured: Configured,
    #[command(flatten)]
    reporting: Reporting,
    /// Memory for what is kept, as in 512M or 2G; the rest goes to temporary files [default: a quarter of the machine's]
    #[arg(long, value_parser = Memory::parse, value_name = "SIZE")]
    memory: Option<Memory>,
}

/// Shares of the memory for articles and for findings.
const SHARE: u64 = 2;

impl Merge {
    pub(in super::super) fn execute(
        &self,
        global: &Global,
        terminal: &Terminal,
    ) -> Result<Exit, Stop> {
        let began = Timestamp::now();
        let setting = self.configured.setting()?;
        let outputs = self.reporting.outputs()?;
        interrupt::clean_up_in(outputs.touched.clone(), None);
        let room = || Memory::room(self.memory, SHARE);
        let mut parts = Parts {
            merger: Merger::new(stamp(&setting, global)?, &room(), &room()),
            inputs: Inputs::default(),
        };
        for path in &self.parts {
            parts.add(path)?;
        }
        let Parts { merger, mut inputs } = parts;
        inputs.skipped.sort();
        inputs.warnings.sort();
        let merged = merger.finish(|id, turn| judge::renamed(id, turn, Within::Run));
        let merged = merged.map_err(|error| unusable("-", &error))?;
        let Merged { compared, kept, claims, left_out, .. } = merged;
        terminal.inputs(&inputs);
        if left_out > 0 {
            terminal.say(&format!("Not compared: {left_out} claims of disabled types"));
        }
        let articles = KeptArticles::new(compared.filed, compared.shared);
        let found = Found {
            kept,
            articles: articles.map_err(|error| Stop::temporary(&error))?,
            origins: compared.origins,
            claims,
            skipped: &inputs.skipped,
            rules: &setting.rules_hash(global)?,
            began,
        };
        self.reporting.write(found, &outputs, &setting, terminal, |_| Ok(()))
    }
}

struct Parts {
    merger: Merger,
    inputs: Inputs<()>,
}

impl Parts {
    fn add(&mut self, path: &Path) -> Result<(), Stop> {
        let place = path.to_string_lossy();
        let cut = |reason: &str| {
            let message = format!("cannot read this part: {reason}");
            Stop::from(Problem::error("E174", place.clone(), message).help("write it again"))
        };
        let file = File::open(path).map_err(|error| cut(&Problem::reason(&error)))?;
        let (mut rows, mut told) = (0, None);
        for batch in Batches::open(BufReader::new(file), &place)? {
            let batch = batch?;
            let counts = batch.numbers("rows")?;
            for row in 0..batch.len() {
                match counts.get(row) {
                    Some(count) => told = Some(count),
                    None if told.is_some() => return Err(cut("rows follow the last one")),
                    None => rows += 1,
                }
            }
            let taken = match batch.has("finding") {
                true => self.found(&batch)?,
                false => self.problems(&batch)?,
            };
            taken.map_err(|error| unusable(&place, &error))?;
        }
        match told {
            Some(told) if told == rows => Ok(()),
            Some(told) => Err(cut(&format!("{rows} rows of {told}"))),
            None => Err(cut("it is cut short, its last row is missing")),
        }
    }

    fn found(&mut self, batch: &Batch) -> Result<io::Result<()>, Stop> {
        let (places, articles) = (batch.numbers("place")?, batch.bytes("article")?);
        let (turns, findings) = (batch.bytes("turn")?, batch.bytes("finding")?);
        let mut take = |row: usize| {
            if let (Some(place), Some(article)) = (places.get(row), articles.get(row)) {
                let place = u32::try_from(place).map_err(io::Error::other)?;
                self.merger.article(place, article)?;
            }
            if let (Some(turn), Some(finding)) = (turns.get(row), findings.get(row)) {
                let turn = turn.first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
                self.merger.finding(u64::from_be_bytes(*turn), finding)?;
            }
            Ok(())
        };
        Ok((0..batch.len()).try_for_each(&mut take))
    }

    fn problems(&mut self, batch: &Batch) -> Result<io::Result<()>, Stop> {
        let problems = batch.bytes("problem")?;
        let mut take = |row: usize| {
            let Some(problem) = problems.get(row) else { return Ok(()) };
            let (skipped, problem): (bool, Problem) = unpack(problem)?;
            match skipped {
                true => self.inputs.skipped.push(problem),
                false => self.inputs.warnings.push(problem),
            }
            Ok(())
        };
        Ok((0..batch.len()).try_for_each(&mut take))
    }
}
