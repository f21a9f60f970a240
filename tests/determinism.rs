//! The same articles and rules give the same bytes.

#![allow(clippy::expect_used, reason = "a test may panic")]

mod case;

use std::{collections::BTreeMap, fs, path::Path, process::Command};

/// Every file of a report with its bytes.
type Report = BTreeMap<String, Vec<u8>>;

/// Writes the articles of all fixtures into `folder`; gives their paths from `root`, sorted.
fn articles(root: &Path, folder: &str) -> Vec<String> {
    let envoy = root.join(folder).join("envoy-talks");
    fs::create_dir_all(&envoy).expect("folder");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/envoy-talks");
    let mut files = Vec::new();
    for entry in fs::read_dir(fixtures).expect("fixtures/envoy-talks") {
        let entry = entry.expect("entry");
        fs::copy(entry.path(), envoy.join(entry.file_name())).expect("article copied");
        files.push(format!("{folder}/envoy-talks/{}", entry.file_name().to_string_lossy()));
    }
    for case in case::load() {
        let name = Path::new(&case.name).file_stem().expect("name").to_string_lossy();
        case.write(&root.join(folder).join(&*name));
        let paths = case.articles.iter().map(|article| format!("{folder}/{name}/{}", article.file));
        files.extend(paths);
    }
    files.sort();
    files
}

fn run(root: &Path, inputs: &[&str], threads: &str, out: &str) -> Report {
    run_with(root, inputs, &["-j", threads, "--no-cache"], out)
}

fn run_with(root: &Path, inputs: &[&str], flags: &[&str], out: &str) -> Report {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    command.current_dir(root).arg("run").args(inputs).args(flags).args(["-o", out]);
    let done = command.output().expect("crosscheck starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let entries = fs::read_dir(root.join(out)).expect("report folder");
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = fs::read(entry.path()).expect("report file");
        let bytes = if name == "manifest.json" { without_times(&bytes) } else { bytes };
        (name, bytes)
    };
    entries.map(|entry| read(entry.expect("entry"))).collect()
}

fn without_times(manifest: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(manifest);
    let is_time =
        |line: &&str| ["\"started\"", "\"finished\""].iter().any(|key| line.contains(key));
    let (times, rest): (Vec<&str>, Vec<&str>) = text.lines().partition(is_time);
    assert_eq!(times.len(), 2);
    rest.join("\n").into_bytes()
}

/// Files that tell in words of their own what is new.
const TELL_WHAT_IS_NEW: [&str; 5] =
    ["manifest.json", "report.html", "report.xlsx", "summary.json", "summary.md"];

/// The tables as the next run over the same articles writes them: nothing is new.
fn known(report: &Report) -> Report {
    let known = |(name, bytes): (&String, &Vec<u8>)| {
        let text = String::from_utf8_lossy(bytes);
        let text = text.replace(",new,none,", ",same,none,");
        (name.clone(), text.replace("\"change\":\"new\"", "\"change\":\"same\"").into_bytes())
    };
    let tables = report.iter().filter(|(name, _)| !TELL_WHAT_IS_NEW.contains(&name.as_str()));
    tables.map(known).collect()
}

#[test]
fn threads_order_memory_and_a_second_run_leave_the_bytes_alone() {
    let root = tempfile::tempdir().expect("temporary folder");
    let root = root.path();
    let files = articles(root, "in");
    let reversed: Vec<&str> = files.iter().rev().map(String::as_str).collect();
    let first = run(root, &["in"], "1", "one");
    assert!(first.len() >= 5, "{:?}", first.keys());
    let others = [
        ("eight threads", run(root, &["in"], "8", "eight")),
        ("no memory", run_with(root, &["in"], &["--memory", "1K", "--no-cache"], "little")),
        ("inputs in reversed order", run(root, &reversed, "8", "reversed")),
    ];
    let second = run_with(root, &["in"], &["-j8"], "one");
    assert!(known(&first) == known(&second), "a second run differs in more than what is new");
    assert!(second["findings.csv"] != first["findings.csv"], "a second run knows the first");
    let third = run_with(root, &["in"], &["-j1"], "one");
    assert!(third == second, "a third run into the same folder");
    for (what, other) in others {
        assert!(first.keys().eq(other.keys()), "{what}: {:?}", other.keys());
        for (name, bytes) in &first {
            assert!(other.get(name) == Some(bytes), "{what}: {name} differs");
        }
    }
}
