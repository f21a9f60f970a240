use std::{path::Path, process::Command};

use crosscheck::{
    check::{Changes, Scope},
    model::Problem,
};

use super::Stop;

/// What the working folder's files are set against.
#[derive(Clone, Copy, Debug)]
pub(super) enum Since<'a> {
    /// What a branch has that REV has not.
    Revision(&'a str),
    /// What the next commit will hold.
    Staged,
}

/// The lines that changed, as git tells them.
pub(super) fn changes(since: Since<'_>, scope: Scope, working: &Path) -> Result<Changes, Stop> {
    const DIFF: [&str; 8] = [
        "diff",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-renames",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--relative",
    ];
    match since {
        Since::Staged => {
            let diff = git(&[&DIFF[..], &["--cached"]].concat(), working)?;
            Ok(Changes::parse(&diff, scope, working.to_owned()))
        }
        Since::Revision(revision) => {
            let base = base(revision, working)?;
            let diff = git(&[&DIFF[..], &[base.trim()]].concat(), working)?;
            let mut changes = Changes::parse(&diff, scope, working.to_owned());
            let new = git(&["ls-files", "--others", "--exclude-standard"], working)?;
            new.lines().for_each(|path| changes.add_file(path));
            Ok(changes)
        }
    }
}

/// The commit at which the branch left REV.
fn base(revision: &str, working: &Path) -> Result<String, Stop> {
    git(
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &format!("{revision}^{{commit}}"),
        ],
        working,
    )
    .map_err(|_| {
        let message = format!("git knows no commit `{revision}`");
        Problem::error("E161", "", message)
            .note("nothing was checked")
            .help("fetch it; in CI check out with `fetch-depth: 0`")
    })?;
    git(&["merge-base", revision, "HEAD"], working).map_err(|_| {
        let message = format!("`{revision}` and HEAD have no commit in common here");
        Problem::error("E162", "", message)
            .note("nothing was checked: in a shallow clone the commits between them are missing")
            .help("check out with `fetch-depth: 0`, or run `git fetch --unshallow`")
            .into()
    })
}

fn git(arguments: &[&str], working: &Path) -> Result<String, Stop> {
    let failed = |reason: String| {
        Problem::error(
            "E160",
            "",
            format!("git {} failed: {reason}", arguments.first().unwrap_or(&"")),
        )
        .note("nothing was checked")
        .help("--diff and --staged need git and a repository")
    };
    // Paths come as they are, not in quotes with numbers for letters.
    let mut command = Command::new("git");
    command.args(["-c", "core.quotepath=off"]).args(arguments).current_dir(working);
    let output = command.output().map_err(|error| failed(Problem::reason(&error)))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        let words = words.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
        return Err(failed(words.to_owned()).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
