//! Writes invented news with what stands in it, and says how much of that a run has found:
//!
//! ```sh
//! cargo run --release --example news -- --articles 10000 --out news.jsonl --truth truth.jsonl
//! cargo run --release -- run news.jsonl -o found -f jsonl
//! cargo run --release --example news -- --score found/findings.jsonl --truth truth.jsonl
//! ```

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "the program is for those who work on this one"
)]

mod feed;
mod score;

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::Parser;

use feed::{Feed, Words};

#[derive(Parser)]
struct Options {
    /// How many articles to write
    #[arg(long, default_value_t = 1000)]
    articles: usize,
    /// Where to write the articles, a line of JSON each
    #[arg(long, required_unless_present = "score")]
    out: Option<PathBuf>,
    /// Pairs of articles that agree or contradict, a line of JSON each
    #[arg(long)]
    truth: Option<PathBuf>,
    /// Another number, other news
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write nothing, and hold these findings (findings.jsonl of a run) against the truth
    #[arg(long, requires = "truth", conflicts_with = "out")]
    score: Option<PathBuf>,
    /// Print so many of the pairs that the run got wrong
    #[arg(long, default_value_t = 5)]
    show: usize,
}

fn main() -> std::io::Result<()> {
    let options = Options::parse();
    if let (Some(findings), Some(truth)) = (&options.score, &options.truth) {
        println!("{}", score::score(findings, truth, options.show)?);
        return Ok(());
    }
    let out = options.out.unwrap_or_default();
    write(options.articles, options.seed, &out, options.truth.as_deref())
}

fn write(articles: usize, seed: u64, out: &Path, truth: Option<&Path>) -> std::io::Result<()> {
    let words = Words::new();
    let mut out = BufWriter::with_capacity(1 << 20, File::create(out)?);
    let mut truth = truth.map(File::create).transpose()?.map(BufWriter::new);
    for (story, number) in Feed::new(&words, articles, seed) {
        serde_json::to_writer(&mut out, &story.article(number, &words))?;
        out.write_all(b"\n")?;
        if let Some(truth) = truth.as_mut().filter(|_| number == 0) {
            for row in story.planted(&words) {
                serde_json::to_writer(&mut *truth, &row)?;
                truth.write_all(b"\n")?;
            }
        }
    }
    if let Some(mut truth) = truth {
        truth.flush()?;
    }
    out.flush()
}
