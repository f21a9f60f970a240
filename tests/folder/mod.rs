//! A folder with documents, and the program run in it.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

pub(crate) const INSTALL: &str = "# Install\n\nThe free plan includes 5 GB of storage.\n";
pub(crate) const PRICING: &str = "# Pricing\n\nThe free plan includes 10 GB of storage.\n";

pub(crate) fn repository(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(root.path(), path, text);
    }
    root
}

pub(crate) fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for name in ["LC_ALL", "LC_CTYPE", "LANG", "CLICOLOR_FORCE", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(name);
    }
    command.env("CROSSCHECK_CACHE_DIR", folder.join(".cache"));
    command
}

fn crosscheck(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Exit code, standard output and standard error.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = crosscheck(folder, arguments);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

pub(crate) fn check(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    run(folder, &[&["check"], arguments].concat())
}

pub(crate) fn two_plans() -> TempDir {
    repository(&[("docs/install.md", INSTALL), ("docs/pricing.md", PRICING)])
}
