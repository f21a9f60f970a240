use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use encoding_rs::Encoding;

use crate::{
    model::{Problem, ProblemSeverity},
    rule::{Field, RecordRules},
};

use super::{
    Request,
    fault::Fault,
    manifest::{self, Complaints, Manifest, Row},
    pattern::{InputGlob, META, Patterns},
    place::Places,
    source_file,
    text::Limits,
    walk::{absolute, is_article, walk, without_packing},
};

/// The files of a run and what the manifests say about them.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Sorted by id, each file once.
    pub files: Vec<Entry>,
    /// Folders that cannot be listed, bad manifest rows.
    pub skipped: Vec<Problem>,
    pub warnings: Vec<Problem>,
    pub(super) limits: Limits,
    pub(super) repository: bool,
    pub(super) any_language: bool,
    encodings: Vec<Forced>,
    pub(super) places: Places,
    pub(super) fields: BTreeMap<Field, Vec<String>>,
    manifest: Manifest,
}

/// An encoding that was asked for, for the files of a glob or for all.
#[derive(Clone, Debug)]
struct Forced {
    files: Option<Patterns>,
    /// `None` where it is found out.
    encoding: Option<&'static Encoding>,
}

/// One file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The path as given, or as found below the folder as given; `-` for standard input.
    pub id: String,
    /// `None` for standard input.
    pub path: Option<PathBuf>,
    key: PathBuf,
    /// Whether it was given by its name, or found in an archive that was.
    pub(super) named: bool,
    /// Length of the file's own id, where this is something inside of it.
    file: Option<usize>,
}

impl Entry {
    /// The file's name without its ending.
    pub(super) fn stem(&self) -> String {
        let stem = self.path.as_deref().map(|path| path.file_stem().unwrap_or(path.as_os_str()));
        stem.map_or_else(|| "stdin".to_owned(), |stem| stem.to_string_lossy().into_owned())
    }

    /// The id of the file that it is or is in.
    pub(super) fn container(&self) -> &str {
        self.file.and_then(|end| self.id.get(..end)).unwrap_or(&self.id)
    }

    /// Whether it is in an archive.
    pub(super) fn is_member(&self) -> bool {
        self.file.is_some()
    }

    /// The same under the name that it has when it is unpacked.
    pub(super) fn unpacked(&self) -> Entry {
        let unpacked = self.path.as_deref().map(without_packing);
        Entry { path: unpacked, ..self.clone() }
    }

    /// A file in an archive.
    pub(super) fn member(&self, name: &str) -> Entry {
        Entry {
            id: format!("{}#{name}", self.id),
            path: Some(PathBuf::from(name)),
            key: self.key.join(name),
            named: false,
            file: Some(self.file.unwrap_or(self.id.len())),
        }
    }

    /// A record of a container, by its number.
    pub(super) fn numbered(&self, number: u64) -> Entry {
        Entry {
            id: format!("{}#{number}", self.id),
            file: Some(self.file.unwrap_or(self.id.len())),
            ..self.clone()
        }
    }
}

impl Listing {
    pub(super) fn row(&self, entry: &Entry) -> Option<&Row> {
        entry.path.as_ref()?;
        // What is said of an archive holds for all that is in it.
        let above =
            entry.key.ancestors().skip(1).take(if entry.file.is_some() { usize::MAX } else { 0 });
        [&*entry.key].into_iter().chain(above).find_map(|key| self.manifest.row(key))
    }

    /// The names of fields, those that were asked for before those of the rules.
    pub(super) fn record_rules(&self, rules: &RecordRules) -> RecordRules {
        let mut own = rules.clone();
        for (field, names) in &self.fields {
            own.prefer(*field, names);
        }
        own
    }

    /// The encoding that was asked for a file.
    pub(super) fn encoding(&self, entry: &Entry) -> Option<&'static Encoding> {
        let path = entry.path.as_deref().unwrap_or(Path::new("-"));
        let fits = |forced: &&Forced| {
            let fits = |files: &Patterns| files.matching(path, Path::new("")).is_some();
            forced.files.as_ref().is_none_or(fits)
        };
        self.encodings.iter().rev().find(fits)?.encoding
    }
}

/// A file, the folder it was found in, and whether it was given by its name.
struct Found {
    path: PathBuf,
    root: PathBuf,
    named: bool,
}

/// Lists the files of a request; the result does not depend on the order of its inputs.
///
/// # Errors
/// All inputs that do not exist, all malformed globs, globs that match nothing, and a manifest
/// that was asked for and cannot be used.
pub fn list(request: &Request) -> Result<Listing, Vec<Problem>> {
    let mut errors = Vec::new();
    let include = Patterns::compile(&request.include, "--include", &mut errors);
    let exclude = Patterns::compile(&request.exclude, "--exclude", &mut errors);
    let max_file = request.max_file.min(u64::from(u32::MAX));
    let mut listing = Listing {
        files: Vec::new(),
        skipped: Vec::new(),
        warnings: Vec::new(),
        limits: Limits {
            max_line: request.max_line,
            max_file,
            max_record: request.max_record,
            max_ratio: request.max_ratio,
            max_depth: request.max_depth,
        },
        fields: BTreeMap::new(),
        repository: request.repository,
        any_language: request.any_language,
        places: Places::default(),
        encodings: request
            .encodings
            .iter()
            .filter_map(|written| forced(written, &mut errors))
            .collect(),
        manifest: Manifest::default(),
    };
    let mut names = request.fields.clone();
    listing.places = Places::parse(&request.places, &mut names, &mut errors);
    listing.fields = fields(&names, &mut errors);
    let mut found = Vec::new();
    let inputs: BTreeSet<&str> = request.inputs.iter().map(String::as_str).collect();
    for input in inputs {
        if input == "-" {
            listing.files.push(Entry {
                id: "-".to_owned(),
                path: None,
                key: PathBuf::new(),
                named: true,
                file: None,
            });
        } else if let Err(problem) = expand(input, &mut found, &mut listing) {
            errors.push(problem);
        }
    }
    let mut folders = BTreeSet::new();
    for file in found {
        if let Some(pattern) = exclude.matching(&file.path, &file.root) {
            if file.named {
                listing.warnings.push(left_out(&file.path, pattern));
            }
            continue;
        }
        if !file.named && !include.is_empty() && include.matching(&file.path, &file.root).is_none()
        {
            continue;
        }
        folders_of(&file, &mut folders);
        let key = absolute(&file.path);
        let id = file.path.to_string_lossy().into_owned();
        let named = file.named;
        listing.files.push(Entry { id, path: Some(file.path), key, named, file: None });
    }
    unique(&mut listing.files);
    for problems in [&mut listing.skipped, &mut listing.warnings] {
        problems.sort();
        problems.dedup();
    }
    listing.add_manifests(folders, request.manifest.as_deref(), &mut errors);
    if errors.is_empty() { Ok(listing) } else { Err(errors) }
}

/// Finds the files that one input stands for.
fn expand(input: &str, found: &mut Vec<Found>, listing: &mut Listing) -> Result<(), Problem> {
    let path = Path::new(input);
    match fs::metadata(path) {
        Ok(is) if is.is_dir() => folder(path, found, listing),
        Ok(_) if is_manifest(path) => {}
        Ok(_) => found.push(named(path)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if !input.contains(META) {
                return Err(missing(input));
            }
            return glob(input, found, listing);
        }
        Err(error) => listing.skipped.push(Fault::Unreadable(error).problem(input, None)),
    }
    Ok(())
}

fn folder(root: &Path, found: &mut Vec<Found>, listing: &mut Listing) {
    let repository = listing.repository;
    let depth = (None, repository);
    walk(root, depth, &mut listing.skipped, &mut listing.warnings, |entry, is_folder| {
        if !is_folder && is_article(entry.path(), repository) && !is_manifest(entry.path()) {
            let path = entry.path().to_owned();
            found.push(Found { path, root: root.to_owned(), named: false });
        }
    });
}

/// As the shell would: a folder that matches stands for what is in it.
fn glob(input: &str, found: &mut Vec<Found>, listing: &mut Listing) -> Result<(), Problem> {
    let glob = InputGlob::parse(input)?;
    let base = glob.base.as_path();
    let mut matched = Vec::new();
    let mut folders = Vec::new();
    if base.as_os_str().is_empty() || base.is_dir() {
        let repository = listing.repository;
        let depth = (glob.depth, repository);
        walk(base, depth, &mut listing.skipped, &mut listing.warnings, |entry, is_folder| {
            let path = entry.path();
            let path = if base.as_os_str().is_empty() {
                path.strip_prefix(".").unwrap_or(path)
            } else {
                path
            };
            let Ok(below) = path.strip_prefix(base) else { return };
            let own = !below.as_os_str().is_empty() && glob.matcher.is_match(below);
            if is_folder {
                if own && glob.depth.is_some() {
                    folders.push(path.to_owned());
                }
                return;
            }
            let inherited = || {
                let above = below.ancestors().skip(1);
                above
                    .take_while(|folder| !folder.as_os_str().is_empty())
                    .any(|folder| glob.matcher.is_match(folder))
            };
            let known = is_article(path, repository);
            if !is_manifest(path)
                && ((own && (known || !glob.any_ending)) || (known && inherited()))
            {
                matched.push(path.to_owned());
            }
        });
    }
    if matched.is_empty() && folders.is_empty() {
        return Err(no_match(input));
    }
    found.extend(matched.into_iter().map(|path| Found {
        path,
        root: base.to_owned(),
        named: false,
    }));
    for root in folders {
        folder(&root, found, listing);
    }
    Ok(())
}

fn named(path: &Path) -> Found {
    let root = path.parent().unwrap_or(Path::new("")).to_owned();
    Found { path: path.to_owned(), root, named: true }
}

pub(super) fn is_manifest(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == manifest::NAME)
}

/// Adds the file's folder and those above it up to the folder given.
fn folders_of(file: &Found, folders: &mut BTreeSet<PathBuf>) {
    for folder in file.path.ancestors().skip(1) {
        if !folder.starts_with(&file.root) || !folders.insert(folder.to_owned()) {
            break;
        }
    }
}

/// Sorts by id and keeps one entry a file, that with the shortest id.
fn unique(files: &mut Vec<Entry>) {
    files.sort_by(|a, b| (&a.key, a.id.len(), &a.id).cmp(&(&b.key, b.id.len(), &b.id)));
    files.dedup_by(|a, b| {
        let same = a.key == b.key;
        b.named |= same && a.named;
        same
    });
    files.sort();
}

impl Listing {
    /// Reads the manifests of the folders, outer ones first, and that of the request last.
    fn add_manifests(
        &mut self,
        folders: BTreeSet<PathBuf>,
        asked: Option<&Path>,
        errors: &mut Vec<Problem>,
    ) {
        let paths: BTreeSet<(PathBuf, PathBuf)> = folders
            .into_iter()
            .map(|folder| folder.join(manifest::NAME))
            .filter(|path| path.is_file())
            .map(|path| (absolute(&path), path))
            .collect();
        let asked_for = asked.map(absolute);
        for (_, path) in paths.into_iter().filter(|(key, _)| Some(key) != asked_for.as_ref()) {
            if let Err(problem) = self.add_manifest(&path) {
                self.skipped.push(problem);
            }
        }
        if let Some(path) = asked
            && let Err(problem) = self.add_manifest(path)
        {
            let problem = Problem { severity: ProblemSeverity::Error, ..problem };
            errors.push(problem.note("nothing was run"));
        }
    }

    fn add_manifest(&mut self, path: &Path) -> Result<(), Problem> {
        let shown = path.to_string_lossy();
        let text = source_file::open(path)
            .and_then(|(file, size)| super::text::whole(file, size, self.limits))
            .and_then(|bytes| super::encoding::decode(bytes, None, None));
        let text = text.map_err(|fault| {
            let problem = if let Fault::Unreadable(error) = fault {
                let message = format!("cannot read this manifest: {}", Problem::reason(&error));
                Problem::warning("E104", &*shown, message).help("check its path and permission")
            } else {
                fault.problem(&shown, None)
            };
            problem.note("manifest skipped; the articles are read without it")
        })?;
        let mut to = Complaints { skipped: &mut self.skipped, warnings: &mut self.warnings };
        self.manifest.add(path, &text.text, &mut to)
    }
}

/// Reads `[GLOB=]NAME`.
fn forced(written: &str, errors: &mut Vec<Problem>) -> Option<Forced> {
    let (glob, name) = match written.rsplit_once('=') {
        Some((glob, name)) => (Some(glob), name),
        None => (None, written),
    };
    let encoding = Encoding::for_label(name.trim().as_bytes());
    if encoding.is_none() && name.trim() != "auto" {
        errors.push(no_encoding(written, name));
        return None;
    }
    let files = glob.map(|glob| Patterns::compile(&[glob.to_owned()], "--encoding", errors));
    Some(Forced { files, encoding })
}

/// The names of fields that were asked for, by field.
fn fields(
    asked: &[(String, Vec<String>)],
    errors: &mut Vec<Problem>,
) -> BTreeMap<Field, Vec<String>> {
    let mut fields = BTreeMap::new();
    for (name, names) in asked {
        match Field::named(name) {
            Some(field) => {
                fields.insert(field, names.clone());
            }
            None => errors.push(Field::unknown(name, "")),
        }
    }
    fields
}

fn no_encoding(written: &str, name: &str) -> Problem {
    Problem::error(
        "E116",
        format!("--encoding {written}"),
        format!("no encoding `{name}` is known"),
    )
    .note("nothing was run")
    .help("write utf-8, windows-1252, iso-8859-2, shift_jis, gbk, or auto")
}

fn missing(input: &str) -> Problem {
    Problem::error("E100", input, "there is no such file or folder")
        .note("nothing was run")
        .help("check the path; a glob needs `*`, `?`, `[` or `{`")
}

fn no_match(input: &str) -> Problem {
    Problem::error("E103", input, "no file matches this glob")
        .note("nothing was run")
        .help("`**` goes into folders, `*` stays inside one")
}

fn left_out(path: &Path, pattern: &str) -> Problem {
    Problem::warning("E108", path.to_string_lossy(), format!("left out by --exclude '{pattern}'"))
        .note("excludes hold for paths given by name too")
        .help("drop the exclude to read it")
}
