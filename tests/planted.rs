//! What was planted in invented news is found by a run, and nothing else is flagged.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

#[path = "../examples/news/feed/mod.rs"]
pub(crate) mod feed;
#[path = "../examples/news/score.rs"]
mod score;

use std::{fs, process::Command};

use feed::{Feed, Words};

const ARTICLES: usize = 300;

#[test]
fn a_run_finds_what_was_planted_and_flags_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (news, truth) = (folder.path().join("news.jsonl"), folder.path().join("truth.jsonl"));
    let words = Words::new();
    let (mut articles, mut planted) = (String::new(), String::new());
    for (story, number) in Feed::new(&words, ARTICLES, 5) {
        articles += &(serde_json::to_string(&story.article(number, &words)).unwrap() + "\n");
        for row in story.planted(&words).iter().filter(|_| number == 0) {
            planted += &(serde_json::to_string(row).unwrap() + "\n");
        }
    }
    assert_eq!(articles.lines().count(), ARTICLES);
    fs::write(&news, articles).unwrap();
    fs::write(&truth, planted).unwrap();
    let found = folder.path().join("found");
    let run = Command::new(env!("CARGO_BIN_EXE_crosscheck"))
        .args(["run", "-q", "--isolated", "--no-cache", "-f", "jsonl"])
        .arg(&news)
        .arg("-o")
        .arg(&found)
        .status();
    assert!(run.unwrap().success());
    let score = score::score(&found.join("findings.jsonl"), &truth, 20).unwrap();
    let counts = |sort: &str| score.pairs.get(sort).unwrap_or_else(|| panic!("no {sort} planted"));
    for (sort, planted) in [("contradict", 20), ("agree", 100)] {
        let counts = counts(sort);
        assert!(counts.planted >= planted && counts.recall() > 0.95, "{score}");
    }
    for sort in ["agree", "update", "rounding"] {
        assert!(counts(sort).planted >= 20 && counts(sort).flagged == 0, "{score}");
    }
    assert_eq!((score.of_two_stories, score.not_planted), (0, 0), "{score}");
}
