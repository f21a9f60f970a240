use std::{
    fs,
    path::{Path, PathBuf},
};

use crosscheck::{
    report::{Format, spares},
    review::{Desk, Place},
    saved::{Manifest, sha256},
};

use super::target::Outputs;

/// The formats that people write into.
const SHEETS: [Format; 2] = [Format::Csv, Format::Xlsx];

/// The ledger, and what people typed since the last run: into the spreadsheets of the report folder
/// and into those that are about to be replaced. `run` is a folder that is read and not written.
pub(super) fn open(outputs: &Outputs, run: Option<&Path>, ledger: Option<&Path>) -> Desk {
    let folder = run.or(outputs.folder.as_ref().map(|(folder, _)| folder.path()));
    let mut sheets = folder.map(edited).unwrap_or_default();
    let targets = outputs.files.iter().filter(|(_, format)| SHEETS.contains(format));
    let targets: Vec<&PathBuf> = targets.map(|(path, _)| path).collect();
    for path in &targets {
        let all = std::iter::once((*path).clone()).chain(spares(path));
        sheets.extend(all.filter(|path| path.is_file()));
    }
    let beside = targets.first().filter(|_| folder.is_none());
    let beside = beside.map(|path| path.with_file_name(Desk::LEDGER));
    sheets.sort_unstable();
    sheets.dedup();
    Desk::open(Place {
        folder: folder.map(Path::to_owned),
        ledger: ledger.map(Path::to_owned).or(beside),
        sheets,
    })
}

/// The spreadsheets of a report folder that are not as the last run left them.
pub(super) fn edited(folder: &Path) -> Vec<PathBuf> {
    let left = Manifest::sheets_in(folder);
    let is_edited = |path: &PathBuf| {
        let hash = hash(path);
        hash.is_none() || hash.as_ref() != left.get(&name(path))
    };
    sheets(folder).filter(is_edited).collect()
}

/// The spreadsheets of a report folder, with their hashes, but for those that are kept.
pub(super) fn hashes(folder: &Path, kept: &[PathBuf]) -> impl Iterator<Item = (String, String)> {
    let sheets = sheets(folder).filter(|path| !kept.contains(path));
    sheets.filter_map(|path| Some((name(&path), hash(&path)?)))
}

fn sheets(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let usual = SHEETS.map(|format| folder.join(format.file_name()));
    let all = usual.into_iter().flat_map(|path| {
        let spares: Vec<PathBuf> = spares(&path).collect();
        std::iter::once(path).chain(spares)
    });
    all.filter(|path| path.is_file())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn hash(path: &Path) -> Option<String> {
    Some(sha256([fs::read(path).ok()?.as_slice()]))
}
