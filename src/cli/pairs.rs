use std::{fs, path::PathBuf};

use clap::Args;
use crosscheck::{
    model::Problem,
    pair::{Answer, pair},
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Global, Stop, exit::Exit, input, terminal};

/// Judge pairs of sentences: whether the second follows from the first or contradicts it
#[derive(Debug, Args)]
pub(super) struct Pairs {
    /// Lines of JSON: {"id", "premise", "hypothesis"}
    file: PathBuf,
}

#[derive(Deserialize)]
struct Asked {
    id: serde_json::Value,
    premise: String,
    hypothesis: String,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a serde_json::Value,
    label: &'static str,
    reason: &'static str,
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    text: &'a str,
    quote: &'a str,
}

impl Pairs {
    pub(super) fn execute(&self, global: &Global) -> Result<Exit, Stop> {
        let place = self.file.to_string_lossy();
        let text = fs::read_to_string(&self.file).map_err(|error| {
            let message = format!("cannot read the pairs: {}", Problem::reason(&error));
            Problem::error("E150", &*place, message)
        })?;
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let asked: Result<Vec<Asked>, Problem> = lines
            .map(|(number, line)| {
                serde_json::from_str(line).map_err(|error| {
                    let place = format!("{place}:{number}");
                    Problem::error("E151", place, format!("no pair of sentences: {error}"))
                        .help(r#"a line is {"id": "1", "premise": "...", "hypothesis": "..."}"#)
                })
            })
            .collect();
        let (asked, rules) = (asked?, input::rules(global)?);
        let answers: Vec<Answer> =
            asked.par_iter().map(|it| pair(&it.premise, &it.hypothesis, rules)).collect();
        terminal::print(|out| {
            asked.iter().zip(&answers).try_for_each(|(asked, answer)| {
                serde_json::to_writer(&mut *out, &line(asked, answer))?;
                writeln!(out)
            })
        })?;
        Ok(Exit::Clean)
    }
}

fn line<'a>(asked: &'a Asked, answer: &'a Answer) -> Line<'a> {
    let steps = answer.steps.iter().map(|step| Step { text: &step.text, quote: &step.quote });
    Line {
        id: &asked.id,
        label: answer.label.name(),
        reason: answer.reason.name(),
        steps: steps.collect(),
    }
}
