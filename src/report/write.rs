use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process,
};

use tempfile::NamedTempFile;

use crate::model::Problem;

/// Numbers tried for a file that cannot be replaced: `findings-2.csv` to `findings-9.csv`.
const SPARE: std::ops::RangeInclusive<u32> = 2..=9;

/// A folder that takes the report's files.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// Files that stay as they are.
    kept: Vec<PathBuf>,
}

/// A file that was written, and a warning where it is not the one asked for.
#[derive(Clone, Debug)]
pub struct Written<T> {
    pub path: PathBuf,
    pub warning: Option<Problem>,
    /// What the writing gave.
    pub result: T,
}

impl Folder {
    /// Makes the folder where it is missing and tests that it takes files.
    ///
    /// # Errors
    /// A problem that names the folder, when it cannot be made or written to.
    pub fn open(path: &Path) -> Result<Folder, Problem> {
        let refused = |error: io::Error| {
            Problem::error(
                "E300",
                shown(path),
                format!("cannot write here: {}", Problem::reason(&error)),
            )
            .note("tested before reading; nothing was run")
            .help("name another folder with --out DIR")
        };
        fs::create_dir_all(path).map_err(refused)?;
        unfinished(path).map_err(refused)?;
        Ok(Folder { path: path.to_owned(), kept: Vec::new() })
    }

    /// From now on writes beside these files instead of over them.
    pub fn keep(&mut self, files: &[PathBuf]) {
        self.kept.extend_from_slice(files);
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file of this folder; see [`write_file`].
    ///
    /// # Errors
    /// As [`write_file`].
    pub fn write<T>(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> Result<Written<T>, Problem> {
        write_file(&self.path.join(name), &self.kept, fill)
    }
}

/// Writes a file whole or not at all: under a temporary name in the same folder, then renamed. A
/// target that cannot be replaced, or is among those to be `kept`, stays, and the file gets a number.
///
/// # Errors
/// A problem that names the file, when it could not be written under any name.
pub fn write_file<T>(
    target: &Path,
    kept: &[PathBuf],
    fill: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<Written<T>, Problem> {
    let failed = |error: io::Error| {
        Problem::error(
            "E302",
            shown(target),
            format!("cannot write this file: {}", Problem::reason(&error)),
        )
        .help("free some space, or name another place with --out DIR")
    };
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let file = unfinished(folder).map_err(failed)?;
    let mut out = BufWriter::new(file);
    let result = fill(&mut out).map_err(failed)?;
    let mut file = out.into_inner().map_err(|error| failed(error.into_error()))?;
    let mut refusal = None;
    for path in std::iter::once(target.to_owned()).chain(spares(target)) {
        match replace(file, &path, kept) {
            Ok(()) => {
                let warning = refusal.map(|error: io::Error| {
                    Problem::warning(
                        "E301",
                        shown(target),
                        format!("cannot replace this file: {}", Problem::reason(&error)),
                    )
                    .note(format!("it was written to {} instead", shown(&path)))
                    .help("close the file or make it writable, then run again")
                });
                return Ok(Written { path, warning, result });
            }
            Err((back, error)) => {
                file = back;
                refusal.get_or_insert(error);
            }
        }
    }
    Err(failed(refusal.unwrap_or_else(|| io::ErrorKind::PermissionDenied.into())))
}

fn replace(
    file: NamedTempFile,
    path: &Path,
    kept: &[PathBuf],
) -> Result<(), (NamedTempFile, io::Error)> {
    if kept.iter().any(|kept| kept == path) {
        return Err((file, io::Error::other("it could not be read and is kept")));
    }
    // A rename would replace a file that its owner has made read-only.
    if fs::metadata(path).is_ok_and(|data| data.is_dir() || data.permissions().readonly()) {
        let kind = io::ErrorKind::PermissionDenied;
        return Err((file, io::Error::new(kind, "it is a folder or read-only")));
    }
    match file.persist(path) {
        Ok(_) => Ok(()),
        Err(error) => Err((error.file, error.error)),
    }
}

/// The names that a file gets where it cannot be replaced.
pub fn spares(target: &Path) -> impl Iterator<Item = PathBuf> {
    SPARE.map(move |number| numbered(target, number))
}

/// `findings.csv` as `findings-2.csv`.
fn numbered(target: &Path, number: u32) -> PathBuf {
    let stem = target.file_stem().unwrap_or_default().to_string_lossy();
    let name = match target.extension() {
        Some(end) => format!("{stem}-{number}.{}", end.to_string_lossy()),
        None => format!("{stem}-{number}"),
    };
    target.with_file_name(name)
}

/// Head of the temporary names of this process.
fn prefix() -> String {
    format!(".crosscheck-{}-", process::id())
}

fn unfinished(folder: &Path) -> io::Result<NamedTempFile> {
    let prefix = prefix();
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Removes what this process has begun to write into `folder` and not finished.
pub fn discard_unfinished(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let prefix = prefix();
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            // The process is about to end; there is nobody left to tell.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
