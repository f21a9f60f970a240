//! The program before somebody's eyes: what a terminal is shown, and what it is spared.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::{fs, process::Command};

/// What a terminal gets of a command; `None` where there is no `script` to stand in for one.
fn in_terminal(arguments: &str, environment: &[(&str, &str)]) -> Option<String> {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("docs")).unwrap();
    for (name, size) in [("a.md", 5), ("b.md", 10)] {
        let text = format!("The free plan includes {size} GB of storage.\n");
        fs::write(root.path().join("docs").join(name), text).unwrap();
    }
    let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_crosscheck"));
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).current_dir(root.path());
    script.env_remove("CI").env_remove("NO_COLOR").env("TERM", "xterm").envs(environment.to_vec());
    script.env("CROSSCHECK_CACHE_DIR", root.path().join(".cache"));
    match script.output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            println!("skipped: no `script` that could stand in for a terminal");
            None
        }
    }
}

/// Clears a line before it is written again, as a bar does.
const AGAIN: &str = "\u{1b}[2K";

#[test]
fn a_bar_only_where_somebody_watches() {
    let Some(watched) = in_terminal("run docs", &[]) else { return };
    assert!(watched.contains(AGAIN) && watched.contains("reading "), "{watched}");
    let in_ci = in_terminal("run docs", &[("CI", "1")]).unwrap();
    assert!(!in_ci.contains(AGAIN) && in_ci.contains("Checked 2 articles"), "{in_ci}");
    let unwatched = in_terminal("run docs --progress none", &[]).unwrap();
    assert!(!unwatched.contains(AGAIN), "{unwatched}");
}

#[test]
fn without_arguments_a_terminal_gets_help_and_nothing_hangs() {
    let Some(bare) = in_terminal("", &[]) else { return };
    assert!(bare.contains("Usage:") && bare.contains("check"), "{bare}");
    let run = in_terminal("run", &[]).unwrap();
    assert!(run.contains("Name a file or folder with articles"), "{run}");
    // A repository is checked where one stands.
    let check = in_terminal("check", &[("CI", "1")]).unwrap();
    assert!(check.contains("Checked 2 documents"), "{check}");
}

#[test]
fn no_colours_where_they_are_not_wanted() {
    let Some(check) = in_terminal("check", &[]) else { return };
    assert!(check.contains("\u{1b}[1m"), "{check}");
    for plain in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let check = in_terminal("check", &[plain, ("CI", "1")]).unwrap();
        assert!(!check.contains('\u{1b}'), "{plain:?}: {check}");
    }
}
