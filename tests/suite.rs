//! The tests, but for those that open the report in another program: one binary, because linking one
//! for each file takes longer than running them.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::duplicate_mod, reason = "a file of tests brings the modules that it needs")]

#[path = "again.rs"]
mod again;
#[path = "cases.rs"]
mod cases;
#[path = "check.rs"]
mod check;
#[path = "cli.rs"]
mod cli;
#[path = "containers.rs"]
mod containers;
#[path = "date.rs"]
mod date;
#[path = "date_words.rs"]
mod date_words;
#[path = "derivations.rs"]
mod derivations;
#[path = "determinism.rs"]
mod determinism;
#[path = "examples.rs"]
mod examples;
#[path = "formats.rs"]
mod formats;
#[path = "hostile.rs"]
mod hostile;
#[path = "laws.rs"]
mod laws;
#[path = "layers.rs"]
mod layers;
#[path = "messages.rs"]
mod messages;
#[path = "name.rs"]
mod name;
#[path = "number.rs"]
mod number;
#[path = "number_text.rs"]
mod number_text;
#[path = "origins.rs"]
mod origins;
#[path = "planted.rs"]
mod planted;
#[path = "read.rs"]
mod read;
#[path = "report.rs"]
mod report;
#[path = "repository.rs"]
mod repository;
#[path = "review.rs"]
mod review;
#[path = "rules.rs"]
mod rules;
#[path = "saved.rs"]
mod saved;
#[path = "shard.rs"]
mod shard;
#[path = "split.rs"]
mod split;
#[cfg(feature = "arrow")]
#[path = "stream.rs"]
mod stream;
#[path = "tables.rs"]
mod tables;
#[path = "terminal.rs"]
mod terminal;
#[path = "value.rs"]
mod value;
#[path = "web.rs"]
mod web;
#[path = "wording.rs"]
mod wording;
#[path = "workbook.rs"]
mod workbook;

/// Files of tests that are binaries of their own.
const OTHERS: [&str; 3] = ["libreoffice", "page", "suite"];

#[test]
fn every_file_of_tests_is_run() {
    let known = include_str!("suite.rs");
    let mut missing = Vec::new();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let is_test = path.extension().is_some_and(|it| it == "rs") && !OTHERS.contains(&name);
        if is_test && !known.contains(&format!("\nmod {name};\n")) {
            missing.push(name.to_owned());
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "not in tests/suite.rs");
}
