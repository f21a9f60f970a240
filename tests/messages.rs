//! The words that are ours: all of them in one file, none missing and none left over.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crosscheck::{
    model::{Change, Reason, ReviewState, ReviewStatus, Verdict},
    report::{Language, column_key},
    value::Kind,
};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|end| end == "rs" || end == "html") {
            files.push(path);
        }
    }
    files
}

/// What stands between quotation marks in the code of the reports.
fn literals() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
    let texts = files(&folder).into_iter().map(|path| fs::read_to_string(path).unwrap());
    texts.flat_map(|text| text.split('"').map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Keys that the code puts together, out of names that are closed lists.
fn composed() -> BTreeSet<String> {
    let verdicts = Verdict::ALL.map(|it| it.name());
    let verdicts = verdicts
        .iter()
        .flat_map(|name| [format!("verdict.{name}.word"), format!("verdict.{name}.meaning")]);
    let mut keys: BTreeSet<String> = verdicts.collect();
    keys.extend(Reason::ALL.map(|it| format!("reason.{}", it.name())));
    keys.extend(ReviewStatus::ALL.map(|it| format!("status.{}", it.name())));
    let told = [ReviewState::Reopened, ReviewState::Moved, ReviewState::Orphan];
    keys.extend(told.map(|it| format!("state.{}", it.name())));
    let told = Change::ALL.into_iter().filter(|it| *it != Change::Same);
    keys.extend(told.map(|it| format!("change.{}", it.name())));
    let sheets = ["findings", "claims", "agreement", "sources", "orphans", "skipped", "run"].iter();
    keys.extend(sheets.flat_map(|name| [format!("sheet.{name}"), format!("workbook.{name}")]));
    keys.extend(Kind::ALL.map(|it| format!("kind.{}", it.name())));
    let nouns = ["articles", "claims", "copies", "findings", "sources", "origins", "texts"];
    keys.extend(nouns.into_iter().chain(["voices", "cells"]).map(|it| format!("several.{it}")));
    keys
}

#[test]
fn every_word_of_the_reports_is_in_the_file_and_every_word_of_the_file_is_used() {
    let literals = literals();
    let composed = composed();
    for language in Language::ALL {
        let messages = language.messages();
        let keys: BTreeSet<String> = messages.keys().map(str::to_owned).collect();
        assert!(keys.len() > 150, "{} keys", keys.len());
        let areas: BTreeSet<&str> =
            keys.iter().filter_map(|it| Some(it.split_once('.')?.0)).collect();
        for key in literals.iter().chain(&composed) {
            let is_key = key.split_once('.').is_some_and(|(area, name)| {
                let is_name =
                    |letter: char| letter.is_ascii_lowercase() || "._12345-".contains(letter);
                areas.contains(area) && !name.is_empty() && name.chars().all(is_name)
            });
            let ends = ["csv", "html", "json", "jsonl", "md", "txt", "xlsx"];
            let is_file = key.rsplit_once('.').is_some_and(|(_, end)| ends.contains(&end));
            assert!(
                !is_key || is_file || key.ends_with('.') || keys.contains(key),
                "no message `{key}`"
            );
        }
        for key in &keys {
            let is_column = key.starts_with("column.");
            assert!(
                is_column || literals.contains(key) || composed.contains(key),
                "`{key}` is not used"
            );
            let text = messages.get(key);
            assert!(!text.trim().is_empty(), "{key}");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{key}");
        }
    }
}

#[test]
fn a_column_is_found_by_what_people_call_it() {
    let columns = [
        ("Finding ID", "finding_id"),
        (" review status ", "review_status"),
        ("Review note", "review_note"),
        ("Reviewer", "reviewer"),
        ("Reviewed on", "reviewed_on"),
    ];
    for (header, key) in columns {
        assert_eq!(column_key(header), Some(key));
    }
    assert_eq!(column_key("Budget"), None);
    let messages = Language::English.messages();
    let mut headers = BTreeSet::new();
    for key in messages.keys().filter(|key| key.ends_with(".header")) {
        assert!(headers.insert(messages.get(key).to_lowercase()), "two columns are called {key}");
    }
}
