//! A second run: what was read and found before is taken over, and the report is the same.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs::{self, OpenOptions},
    path::Path,
    thread,
    time::Instant,
};

use tempfile::TempDir;

use super::{
    check::folder::{command, repository, run, write},
    planted::feed::{Feed, Words},
};

/// Lines of JSON with so many articles.
fn news(articles: usize, seed: u64) -> Vec<String> {
    let words = Words::new();
    let feed = Feed::new(&words, articles, seed);
    feed.map(|(story, number)| serde_json::to_string(&story.article(number, &words)).unwrap())
        .collect()
}

fn folder_with(lines: &[String]) -> TempDir {
    repository(&[("news.jsonl", &lines.join("\n"))])
}

/// The tables of a run, and what it says.
fn report(root: &Path, more: &[&str]) -> (Vec<Vec<u8>>, String) {
    let flags = ["run", "news.jsonl", "-v", "-o", "out"];
    let (code, _, err) = run(root, &[&flags, more].concat());
    assert_eq!(code, 0, "{err}");
    let names = ["findings.csv", "claims.csv", "findings.jsonl", "unchecked.csv", "report.html"];
    let tables = names.map(|name| fs::read(root.join("out").join(name)).unwrap()).into();
    fs::remove_dir_all(root.join("out")).unwrap();
    (tables, err)
}

#[test]
fn what_was_added_changed_or_removed_leaves_the_rest_as_it_was() {
    let mut lines = news(30, 3);
    let late: Vec<String> = lines.iter().step_by(9).cloned().collect();
    let early: Vec<String> = lines.iter().filter(|it| !late.contains(it)).cloned().collect();
    let root = folder_with(&early);
    let (fresh, err) = report(root.path(), &[]);
    assert!(err.contains(&format!("0 of {} articles had been read", early.len())), "{err}");
    let (again, err) = report(root.path(), &["-j1"]);
    assert!(err.contains(&format!("{0} of {0} articles had been read", early.len())), "{err}");
    assert!(again == fresh);

    write(root.path(), "news.jsonl", &lines.join("\n"));
    let (more, err) = report(root.path(), &["--memory", "1M"]);
    assert!(err.contains(&format!("{} of 30 articles had been read", early.len())), "{err}");
    assert!(more != fresh && more == report(root.path(), &["--no-cache"]).0);

    lines.remove(17);
    lines[20] = lines[20].replacen("\"text\":\"", "\"text\":\"It was a cold day. ", 1);
    write(root.path(), "news.jsonl", &lines.join("\n"));
    let (fewer, err) = report(root.path(), &[]);
    assert!(err.contains("28 of 29 articles had been read"), "{err}");
    assert!(fewer == report(root.path(), &["--no-cache"]).0);

    let (none, err) = report(root.path(), &["--isolated", "--rules", "."]);
    assert!(none == fewer, "an empty folder of rules changes nothing");
    assert!(err.contains("29 of 29 articles had been read"), "{err}");
}

#[test]
fn a_run_that_was_killed_is_gone_on_with() {
    let root = folder_with(&news(40, 4));
    let began = Instant::now();
    let whole = report(root.path(), &["--no-cache"]).0;
    let took = began.elapsed();
    let mut taken_over = false;
    for share in [0, 40, 70] {
        let _ = fs::remove_dir_all(root.path().join(".cache"));
        let mut killed =
            command(root.path(), &["run", "news.jsonl", "-q", "-o", "out"]).spawn().unwrap();
        thread::sleep(took * share / 100);
        killed.kill().unwrap();
        killed.wait().unwrap();
        let _ = fs::remove_dir_all(root.path().join("out"));
        let (resumed, err) = report(root.path(), &["--resume"]);
        assert!(resumed == whole, "killed after {share} % of the time");
        taken_over |= !err.contains("\n0 of 40 articles") && !err.starts_with("0 of 40 articles");
    }
    assert!(taken_over, "no run left anything to the next");
}

#[test]
fn a_cache_that_is_damaged_cut_short_or_in_use_is_told_and_changes_nothing() {
    let root = folder_with(&news(16, 5));
    let fresh = report(root.path(), &[]).0;
    let cache = fs::read_dir(root.path().join(".cache")).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read(&cache).unwrap();
    let mut other = whole.clone();
    other[whole.len() / 2] ^= 1;
    for (bytes, told) in [
        (&whole[..whole.len() / 2], None),
        (&whole[..whole.len() - 1], None),
        (&whole[..9], Some("E160")),
        (&other[..], Some("E160")),
    ] {
        fs::write(&cache, bytes).unwrap();
        let (again, err) = report(root.path(), &[]);
        assert!(again == fresh);
        assert_eq!(err.contains("E160"), told.is_some(), "{err}");
        assert!(fs::metadata(&cache).unwrap().len() >= whole.len() as u64, "made whole");
    }
    let held = OpenOptions::new().write(true).open(&cache).unwrap();
    held.lock().unwrap();
    let (again, err) = report(root.path(), &[]);
    assert!(again == fresh && err.contains("E162"), "{err}");
}
