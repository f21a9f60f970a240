include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

use std::{borrow::Cow, fs, io, path::Path};

use crate::model::Problem;

use super::error::unknown;

/// A rule file: its path inside the rules folder, the path to show, and its text.
#[derive(Clone, Debug)]
pub struct RuleFile {
    pub path: String,
    pub shown: String,
    pub text: Cow<'static, str>,
    /// What the text says, in a form that is read fast; without it the text is parsed.
    pub(super) packed: Option<&'static [u8]>,
}

/// The rule files of the binary and, after them, those of the overlay folders.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<RuleFile>,
    /// How many of them are the binary's own.
    embedded: usize,
}

impl Sources {
    pub fn embedded() -> Sources {
        let files: Vec<RuleFile> = EMBEDDED
            .iter()
            .map(|(path, text, packed)| RuleFile {
                path: (*path).to_owned(),
                shown: format!("rules/{path}"),
                text: Cow::Borrowed(*text),
                packed: Some(packed),
            })
            .collect();
        Sources { embedded: files.len(), files }
    }

    /// Adds the rule files under `root`; each lies over the embedded file of the same path.
    ///
    /// # Errors
    /// Every folder or file that cannot be read.
    pub fn add_folder(&mut self, root: &Path) -> Result<(), Vec<Problem>> {
        let (mut found, mut problems) = (Vec::new(), Vec::new());
        collect(root, root, &mut found, &mut problems);
        found.sort_by(|a, b| a.path.cmp(&b.path));
        self.files.extend(found);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Adds one file that is given as text, under `path` inside the rules folder.
    pub fn add_text(&mut self, path: &str, shown: &str, text: String) {
        self.files.push(RuleFile {
            path: path.to_owned(),
            shown: shown.to_owned(),
            text: Cow::Owned(text),
            packed: None,
        });
    }

    /// The same files without their packed form, so that errors have their places.
    pub(super) fn as_text(&self) -> Sources {
        let mut sources = self.clone();
        sources.files.iter_mut().for_each(|file| file.packed = None);
        sources
    }

    /// Files at `path`, or under the folder `path` where it ends in a slash; embedded ones first.
    pub fn at<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s RuleFile> {
        self.files.iter().filter(move |file| {
            if path.ends_with('/') { file.path.starts_with(path) } else { file.path == path }
        })
    }

    /// Problems for files that no area of rules reads, most likely put in the wrong place.
    pub(super) fn strays(&self) -> impl Iterator<Item = Problem> {
        let own = || self.files.iter().take(self.embedded).map(|file| file.path.as_str());
        let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let strays = self.files.iter().skip(self.embedded).filter(move |file| {
            let open = !file.path.starts_with("lang/");
            let at = folder(&file.path);
            !own().any(|path| path == file.path || open && folder(path) == at)
        });
        strays.map(move |file| {
            let message = unknown("rule file", &file.path, own());
            let help = "attributes go into attribute/, units into unit/, word lists into lang/en/";
            Problem::error("E208", &*file.shown, message).help(help)
        })
    }

    pub fn iter(&self) -> impl Iterator<Item = &RuleFile> {
        self.files.iter()
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<RuleFile>, problems: &mut Vec<Problem>) {
    let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
    let paths = match entries {
        Ok(entries) => entries.into_iter().map(|entry| entry.path()),
        Err(error) => return problems.push(unreadable(folder, &error)),
    };
    for path in paths {
        if path.is_dir() {
            collect(root, &path, found, problems);
        } else if path.extension().is_some_and(|end| end == "toml") {
            let inside = path.strip_prefix(root).unwrap_or(&path);
            match fs::read_to_string(&path) {
                Ok(text) => found.push(RuleFile {
                    path: inside.to_string_lossy().replace('\\', "/"),
                    shown: path.to_string_lossy().into_owned(),
                    text: Cow::Owned(text),
                    packed: None,
                }),
                Err(error) => problems.push(unreadable(&path, &error)),
            }
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let message = format!("cannot read the rules: {}", Problem::reason(error));
    Problem::error("E200", path.to_string_lossy(), message)
        .note("nothing was run")
        .help("check the path given to --rules")
}
