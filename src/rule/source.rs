include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

use std::{borrow::Cow, fs, path::Path};

use crate::model::Problem;

use super::error::unknown;

/// A rule file: its path inside the rules folder, the path to show, and its text.
#[derive(Clone, Debug)]
pub struct RuleFile {
    pub path: String,
    pub shown: String,
    pub text: Cow<'static, str>,
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
            .map(|(path, text)| RuleFile {
                path: (*path).to_owned(),
                shown: format!("rules/{path}"),
                text: Cow::Borrowed(*text),
            })
            .collect();
        Sources { embedded: files.len(), files }
    }

    /// Adds the rule files under `root`; each lies over the embedded file of the same path.
    pub fn add_folder(&mut self, root: &Path) -> Result<(), Problem> {
        let mut found = Vec::new();
        collect(root, root, &mut found)?;
        found.sort_by(|a, b| a.path.cmp(&b.path));
        self.files.extend(found);
        Ok(())
    }

    /// Adds one file that is given as text, under `path` inside the rules folder.
    pub fn add_text(&mut self, path: &str, shown: &str, text: String) {
        self.files.push(RuleFile {
            path: path.to_owned(),
            shown: shown.to_owned(),
            text: Cow::Owned(text),
        });
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

fn collect(root: &Path, folder: &Path, found: &mut Vec<RuleFile>) -> Result<(), Problem> {
    let unreadable = |path: &Path, error: std::io::Error| {
        Problem::error("E200", path.to_string_lossy(), format!("cannot read the rules: {error}"))
            .note("nothing was run")
            .help("check the path given to --rules")
    };
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.is_dir() {
            collect(root, &path, found)?;
        } else if path.extension().is_some_and(|end| end == "toml") {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            let inside = path.strip_prefix(root).unwrap_or(&path);
            found.push(RuleFile {
                path: inside.to_string_lossy().replace('\\', "/"),
                shown: path.to_string_lossy().into_owned(),
                text: Cow::Owned(text),
            });
        }
    }
    Ok(())
}
