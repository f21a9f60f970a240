use std::{fs, path::Path, time::Duration};

use crosscheck::{model::Problem, report::write_file};
use indicatif::HumanBytes;
use serde::Serialize;

/// Ticks of the processor time that Linux tells, in a second.
const TICKS: f64 = 100.0;

/// What a stage of a run took.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Stage {
    stage: &'static str,
    seconds: f64,
    /// Of all threads; `None` where the system does not tell.
    processor_seconds: Option<f64>,
    /// The most memory that the program has had up to the end of the stage.
    peak_bytes: Option<u64>,
}

/// Processor time of the program in seconds, and the most memory that it has had.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usage {
    processor: Option<f64>,
    peak: Option<u64>,
}

impl Usage {
    pub(super) fn now() -> Usage {
        let processor = fs::read_to_string("/proc/self/stat").ok().and_then(|told| {
            let mut fields = told.rsplit_once(')')?.1.split_whitespace().skip(11);
            let ticks = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
            Some(ticks / TICKS)
        });
        let peak = fs::read_to_string("/proc/self/status").ok().and_then(|told| {
            let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
            Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
        });
        Usage { processor, peak }
    }
}

impl Stage {
    pub(super) fn new(stage: &'static str, took: Duration, before: Usage) -> Stage {
        let now = Usage::now();
        let processor = now.processor.zip(before.processor).map(|(now, before)| now - before);
        let round = |seconds: f64| (seconds * 1000.0).round() / 1000.0;
        Stage {
            stage,
            seconds: round(took.as_secs_f64()),
            processor_seconds: processor.map(round),
            peak_bytes: now.peak,
        }
    }
}

/// The stages in one line.
pub(super) fn line(stages: &[Stage]) -> String {
    let told: Vec<String> =
        stages.iter().map(|it| format!("{} {:.2} s", it.stage, it.seconds)).collect();
    let peak = stages.iter().filter_map(|stage| stage.peak_bytes).max();
    let peak = peak.map(|peak| format!("; {} of memory at most", HumanBytes(peak)));
    format!("Took: {}{}", told.join(", "), peak.unwrap_or_default())
}

/// Writes the stages of a run as JSON, with what it read and found.
pub(super) fn write(path: &Path, stages: &[Stage], counts: Counts) -> Result<(), Problem> {
    #[derive(Serialize)]
    struct Profile<'a> {
        schema_version: u32,
        #[serde(flatten)]
        counts: Counts,
        stages: &'a [Stage],
    }
    let written = write_file(path, &[], |out| {
        serde_json::to_writer_pretty(&mut *out, &Profile { schema_version: 1, counts, stages })?;
        out.write_all(b"\n")
    })?;
    written.warning.map_or(Ok(()), Err)
}

/// What a run read and found.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Counts {
    pub(super) bytes: u64,
    pub(super) articles: usize,
    /// Articles whose claims were taken from the cache.
    pub(super) cached: usize,
    pub(super) claims: usize,
    pub(super) findings: usize,
}
