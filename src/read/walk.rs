use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder};

use crate::model::Problem;

use super::fault::Fault;

/// Endings of the files in a folder that are articles.
const ENDINGS: [&str; 28] = [
    "txt", "md", "text", "markdown", "jsonl", "ndjson", "json", "csv", "tsv", "html", "htm",
    "xhtml", "mht", "mhtml", "xml", "rss", "atom", "warc", "pdf", "docx", "eml", "mbox", "zip",
    "tar", "tgz", "txz", "tzst", "epub",
];
/// Endings of packed files, which say nothing of what is in them.
const PACKED: [&str; 4] = ["gz", "zst", "xz", "zstd"];
/// Endings of the files in a repository that are documents.
const DOCUMENTS: [&str; 10] =
    ["md", "markdown", "mdx", "rst", "adoc", "asciidoc", "txt", "text", "html", "htm"];
const IGNORE_FILE: &str = ".crosscheckignore";

/// Whether the ending is one of an article, or of a repository's document.
pub(super) fn is_article(path: &Path, repository: bool) -> bool {
    let endings: &[&str] = if repository { &DOCUMENTS } else { &ENDINGS };
    let known = |path: &Path| ends_in(path, endings);
    if repository || known(path) {
        return known(path);
    }
    // A packed file may have any name; one that tells what is in it is taken by its word.
    ends_in(path, &PACKED) && {
        let inner = path.with_extension("");
        inner.extension().is_none() || known(&inner)
    }
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|end| end.to_str());
    ending.is_some_and(|end| endings.iter().any(|known| known.eq_ignore_ascii_case(end)))
}

/// The path without the ending of a packed file.
pub(super) fn without_packing(path: &Path) -> PathBuf {
    if ends_in(path, &["tgz", "txz", "tzst"]) {
        path.with_extension("tar")
    } else if ends_in(path, &PACKED) {
        path.with_extension("")
    } else {
        path.to_owned()
    }
}

/// The path with the working folder before it and without `.` and `..`, links left as they are.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let whole = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let whole = std::path::absolute(whole).unwrap_or_else(|_| whole.to_owned());
    let mut plain = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    plain
}

/// Visits everything below `root`, folders too; links are followed, and what
/// `.crosscheckignore` files name is left out; in a repository links are not followed, and what git
/// ignores and hidden files are left out, too.
pub(super) fn walk(
    root: &Path,
    (depth, repository): (Option<usize>, bool),
    skipped: &mut Vec<Problem>,
    warnings: &mut Vec<Problem>,
    mut visit: impl FnMut(&DirEntry, bool),
) {
    let start = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    // Trailing and double slashes would show up in the ids.
    let start: PathBuf = start.components().collect();
    let found = WalkBuilder::new(start)
        .standard_filters(repository)
        .git_global(false)
        .follow_links(!repository)
        .max_depth(depth)
        .add_custom_ignore_filename(IGNORE_FILE)
        .build();
    for entry in found {
        match entry {
            Ok(entry) => {
                if let Some(error) = entry.error() {
                    warnings.push(bad_ignore_file(entry.path(), error));
                }
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                visit(&entry, is_folder);
            }
            Err(error) => complain(error, (root, repository), skipped, warnings),
        }
    }
}

/// Records what could not be visited, if it can be an article or hold one.
fn complain(
    error: ignore::Error,
    (root, repository): (&Path, bool),
    skipped: &mut Vec<Problem>,
    warnings: &mut Vec<Problem>,
) {
    let (path, looped) = culprit(&error);
    let path = path.map_or_else(|| root.to_owned(), Path::to_owned);
    let shown = path.to_string_lossy();
    if looped {
        let problem =
            Problem::warning("E109", shown, "this symbolic link leads back to a folder above it")
                .note("not followed; the files are read at their own place")
                .help(format!("leave it out: --exclude '{}'", path.to_string_lossy()));
        warnings.push(problem);
        return;
    }
    let is_folder = fs::metadata(&path).is_ok_and(|found| found.is_dir());
    if is_folder || is_article(&path, repository) || path == root {
        let message = error.to_string();
        let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other(message));
        skipped.push(Fault::Unreadable(error).problem(&shown, None));
    }
}

/// The path that an error is about, and whether it is a loop of links.
fn culprit(error: &ignore::Error) -> (Option<&Path>, bool) {
    match error {
        ignore::Error::Loop { child, .. } => (Some(child), true),
        ignore::Error::WithPath { path, err } => {
            let (inner, looped) = culprit(err);
            (inner.or(Some(path)), looped)
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            culprit(err)
        }
        ignore::Error::Partial(errors) => errors.first().map_or((None, false), culprit),
        ignore::Error::Io(_)
        | ignore::Error::Glob { .. }
        | ignore::Error::UnrecognizedFileType(_)
        | ignore::Error::InvalidDefinition => (None, false),
    }
}

fn bad_ignore_file(folder: &Path, error: &ignore::Error) -> Problem {
    let place = folder.join(IGNORE_FILE);
    Problem::warning("E102", place.to_string_lossy(), format!("malformed line: {error}"))
        .note("the line is passed over; the other lines hold")
        .help("lines are written as in .gitignore")
}
