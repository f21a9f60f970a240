use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crosscheck::{
    report::{Format, spares},
    review::{Desk, Place},
    saved::{Manifest, Sheets, sha256},
};

use super::target::Outputs;

/// The formats that people write into.
const SHEETS: [Format; 2] = [Format::Csv, Format::Xlsx];

/// The ledger, and what people typed since the last run: into the spreadsheets of the report folder
/// and into those that are about to be replaced. `run` is a folder that is read and not written.
pub(super) fn open(outputs: &Outputs, run: Option<&Path>, ledger: Option<&Path>) -> Desk {
    let folder = run.or(outputs.folder.as_ref().map(|(folder, _)| folder.path()));
    let mut place = folder.map(of_run).unwrap_or_default();
    let targets = outputs.files.iter().filter(|(_, format)| SHEETS.contains(format));
    let targets: Vec<&PathBuf> = targets.map(|(path, _)| path).collect();
    for path in &targets {
        let all = std::iter::once((*path).clone()).chain(spares(path));
        let is_known = |path: &PathBuf| folder.is_some() && path.parent() == folder;
        place.older.extend(all.filter(|path| path.is_file() && !is_known(path)));
    }
    let beside = targets.first().filter(|_| folder.is_none());
    let beside = beside.map(|path| path.with_file_name(Desk::LEDGER));
    place.ledger = ledger.map(Path::to_owned).or(beside);
    Desk::open(place)
}

/// A report folder with its spreadsheets that are not as the last run left them.
pub(super) fn of_run(folder: &Path) -> Place {
    let left = Manifest::sheets_in(folder);
    let mut place = Place { folder: Some(folder.to_owned()), ..Place::default() };
    for path in sheets(folder) {
        let (name, hash) = (name(&path), hash(&path));
        let is_as_left = |sheets: &BTreeMap<String, String>| {
            hash.is_some() && sheets.get(&name) == hash.as_ref()
        };
        if is_as_left(&left.written) || is_as_left(&left.older) {
            continue;
        }
        match left.written.contains_key(&name) {
            true => place.sheets.push(path),
            false => place.older.push(path),
        }
    }
    place
}

/// The spreadsheets of a report folder as a run leaves them that wrote the `written` files, but for
/// those that are kept.
pub(super) fn left(folder: &Path, written: &[String], kept: &[PathBuf]) -> Sheets {
    let mut left = Sheets::default();
    for path in sheets(folder).filter(|path| !kept.contains(path)) {
        let name = name(&path);
        let of_run = if written.contains(&name) { &mut left.written } else { &mut left.older };
        of_run.extend(hash(&path).map(|hash| (name, hash)));
    }
    left
}

/// Every file of the folder that a run writes for people to type into, or wrote beside one.
fn sheets(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let made = entries.map(|entry| entry.path()).filter(|path| {
        let name = name(path);
        SHEETS.iter().any(|format| format.makes(&name))
    });
    let usual = SHEETS.map(|format| folder.join(format.file_name()));
    let mut all: Vec<PathBuf> = made.chain(usual).collect();
    let beside: Vec<PathBuf> = all.iter().flat_map(|path| spares(path)).collect();
    all.extend(beside);
    all.sort();
    all.dedup();
    all.into_iter().filter(|path| path.is_file())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn hash(path: &Path) -> Option<String> {
    Some(sha256([fs::read(path).ok()?.as_slice()]))
}
