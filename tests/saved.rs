//! A saved run: rendered again it gives the bytes of the run itself, without the articles.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use crosscheck::report::Format;

fn crosscheck(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env("LC_ALL", "C.UTF-8");
    command.output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_saved_run_gives_the_bytes_of_the_run_in_every_format() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let talks = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/envoy-talks");
    copy(&talks, &root.join("in"));
    fs::write(root.join("in/late.txt"), "date 2025-04-12 09:30\n\nCafé talks – the naïve “talks” in Istanbul lasted seven hours, €3 million was spent.\n").unwrap();
    fs::write(root.join("in/bad.txt"), b"\0\0\0\x01binary\0").unwrap();
    let paths =
        |folder: &str| Format::ALL.map(|format| format!("{0}={folder}/run.{0}", format.name()));
    let (first, second) = (paths("first"), paths("second"));
    let mut arguments = vec!["run", "in", "-o", "out"];
    first.iter().for_each(|path| arguments.extend(["-f", path]));
    let run = crosscheck(root, &arguments);
    assert_eq!(run.status.code(), Some(3), "{}", stderr(&run));
    let mut claims = csv::Reader::from_path(root.join("first/run.claims-csv")).unwrap();
    let header = claims.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (path, from, to, raw) = (at("path"), at("char_start"), at("char_end"), at("raw_text"));
    let mut late = 0;
    for row in claims.records().map(Result::unwrap).filter(|row| row[path].ends_with("late.txt")) {
        let text = fs::read_to_string(root.join("in/late.txt")).unwrap();
        let (from, to): (usize, usize) = (row[from].parse().unwrap(), row[to].parse().unwrap());
        assert_eq!(text.chars().skip(from).take(to - from).collect::<String>(), row[raw]);
        late += 1;
    }
    assert!(late > 0);
    fs::remove_dir_all(root.join("in")).unwrap();
    let mut arguments = vec!["report", "out"];
    second.iter().for_each(|path| arguments.extend(["-f", path]));
    let again = crosscheck(root, &arguments);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    for format in Format::ALL {
        let name = format.name();
        let written = |folder: &str| fs::read(root.join(format!("{folder}/run.{name}"))).unwrap();
        assert!(written("first") == written("second"), "{name}");
    }
    let text = crosscheck(root, &["report", "out", "-f", "text"]);
    assert!(String::from_utf8_lossy(&text.stdout).starts_with("Checked 6 articles"));
}

#[test]
fn the_manifest_says_what_was_read_and_only_it_has_times() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir(root.join("in")).unwrap();
    fs::write(root.join("in/a.txt"), "date 2025-03-03\n\nA bus crash in Lima killed 12 people.\n")
        .unwrap();
    crosscheck(root, &["run", "in", "-o", "out"]);
    let text = fs::read_to_string(root.join("out/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["rules_sha256"].as_str().unwrap().len(), 64);
    assert!(manifest["started"].as_str().unwrap().ends_with('Z'));
    let input = &manifest["inputs"][0];
    assert_eq!(input["article"], "in/a.txt");
    assert_eq!(input["published"], "2025-03-03");
    assert_eq!(input["published_from"], "date-line");
    assert_eq!(input["origin"], 1);
    let bytes = fs::read(root.join("in/a.txt")).unwrap();
    assert_eq!(input["sha256"], crosscheck::saved::sha256([bytes.as_slice()]));
    assert_eq!(manifest["counts"]["articles"], 1);
}

#[test]
fn a_run_that_is_not_whole_is_refused_with_its_place() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir(root.join("in")).unwrap();
    fs::write(root.join("in/a.txt"), "date 2025-03-03\n\nA bus crash in Lima killed 12 people.\n")
        .unwrap();
    let none = crosscheck(root, &["report", "out", "-f", "csv"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("E310"), "{}", stderr(&none));
    crosscheck(root, &["run", "in", "-o", "out"]);
    let findings = fs::read_to_string(root.join("out/findings.jsonl")).unwrap();
    let damaged = [
        findings.replace("\"position\":0", "\"position\":7"),
        findings.replace("\"verdict\":\"single\"", "\"verdict\":\"guilty\""),
        findings.replace("\"match_score\":0", "\"match_score\":99"),
        findings[..findings.len() / 2].to_owned(),
    ];
    for text in damaged {
        assert_ne!(text, findings);
        fs::write(root.join("out/findings.jsonl"), text).unwrap();
        let refused = crosscheck(root, &["report", "out", "-f", "csv"]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains("--> out/findings.jsonl:"), "{}", stderr(&refused));
    }
    fs::write(root.join("out/manifest.json"), "{}").unwrap();
    let refused = crosscheck(root, &["report", "out", "-f", "csv"]);
    assert!(stderr(&refused).contains("manifest.json"), "{}", stderr(&refused));
}

#[test]
fn a_run_that_was_cut_says_so_when_it_is_shown_again() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let talks = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/envoy-talks");
    copy(&talks, &root.join("in"));
    crosscheck(root, &["run", "in", "-o", "out", "--max-findings", "3"]);
    let again = crosscheck(root, &["report", "out", "-f", "csv"]);
    assert_eq!(again.status.code(), Some(0));
    assert!(stderr(&again).contains("E312"), "{}", stderr(&again));
}
