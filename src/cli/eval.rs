use std::{fs, path::PathBuf};

use clap::Args;
use crosscheck::{
    gauge::{Evaluation, Labelled, Sample, Share, evaluate, fit, left_out},
    model::{Problem, Sign},
    pipeline::{Silent, cross_check},
};

use super::{
    Global, Stop,
    exit::Exit,
    input::{self, Input},
    terminal::{self, Terminal},
};

/// Measure the findings on labelled articles: precision by match score
#[derive(Debug, Args)]
pub(super) struct Eval {
    #[command(flatten)]
    input: Input,
    /// Labels: lines of JSON {"cluster", "a": {"doc", "quote", "start"}, "b", "expected"}
    #[arg(long, value_name = "FILE")]
    gold: PathBuf,
    /// Learn the weights of rules/match/score.toml from the labels and print them
    #[arg(long)]
    fit: bool,
}

/// Shares of right conflicts for which the threshold is printed, in percent.
const WANTED: [usize; 3] = [75, 90, 95];

impl Eval {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
        let Some(request) = self.input.request()? else {
            terminal.error_line("Name a folder with articles; --help lists the flags.");
            return Ok(Exit::DidNotRun);
        };
        let labels = self.labels()?;
        let rules = input::rules(global)?;
        let inputs = self.input.gather(&request, rules, global, terminal)?;
        let outcome = cross_check(inputs.articles, rules, &Silent)
            .map_err(|error| Stop::temporary(&error))?;
        let found = evaluate(&outcome.findings, &outcome.articles, &labels);
        let mut text = table(&found);
        if self.fit {
            text.push_str(&learned(&found.samples));
        }
        terminal::print(|out| out.write_all(text.as_bytes()))?;
        Ok(if inputs.skipped.is_empty() { Exit::Clean } else { Exit::Skipped })
    }

    fn labels(&self) -> Result<Vec<Labelled>, Stop> {
        let place = self.gold.to_string_lossy();
        let text = fs::read_to_string(&self.gold).map_err(|error| {
            let message = format!("cannot read the labels: {}", Problem::reason(&error));
            Problem::error("E152", &*place, message)
        })?;
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let labels: Result<Vec<Labelled>, Problem> = lines
            .map(|(number, line)| {
                serde_json::from_str(line).map_err(|error| {
                    let place = format!("{place}:{number}");
                    Problem::error("E153", place, format!("no label: {error}"))
                })
            })
            .collect();
        Ok(labels?)
    }
}

/// What was right, by match score, from a score on, and in all.
fn table(found: &Evaluation) -> String {
    let mut text = String::from("match score  conflicts         from here on      agreements\n");
    for (score, band) in &found.bands {
        let from = found.conflicts_from(*score);
        text.push_str(&format!(
            "{:<11}  {:<16}  {:<16}  {}\n",
            score.decimal(),
            shown(band.conflicts),
            shown(from),
            shown(band.agreements)
        ));
    }
    for percent in WANTED {
        let score = found.threshold(percent);
        let score = score.map_or("no score".to_owned(), |score| score.decimal().to_string());
        text.push_str(&format!("{percent} % of the conflicts are right from: {score}\n"));
    }
    text.push_str(&format!("contradictions found: {}\n", shown(found.contradictions)));
    text.push_str(&format!("agreements found: {}\n", shown(found.agreements)));
    text
}

/// The pairs of one question by score, as weights learned from the other clusters give it, and the
/// weights learned from all of them.
fn learned(samples: &[Sample]) -> String {
    let mut text = String::from("\nmatch score  one question, each cluster scored by the others\n");
    for (score, share) in left_out(samples) {
        text.push_str(&format!("{:<11}  {}\n", score.decimal(), shown(share)));
    }
    let rules = fit(samples);
    text.push_str(&format!("\nbase = {}\n\n[points]\n", rules.base()));
    for sign in Sign::ALL {
        text.push_str(&format!("{} = {}\n", sign.name(), rules.points(sign)));
    }
    text
}

fn shown(share: Share) -> String {
    match share.all {
        0 => "none".to_owned(),
        all => format!("{} of {all} ({} %)", share.right, share.right * 100 / all),
    }
}
