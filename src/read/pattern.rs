use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::model::Problem;

/// Globs of `--include` or `--exclude`.
///
/// A glob without a slash matches a file or folder of that name at any depth under the folder
/// given, one with a slash the path as given or the path under that folder; a folder stands for
/// all that is in it.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    set: GlobSet,
    /// As written; each stands for two globs of the set.
    written: Vec<String>,
}

impl Patterns {
    pub(super) fn compile(globs: &[String], flag: &str, problems: &mut Vec<Problem>) -> Patterns {
        let mut set = GlobSetBuilder::new();
        for written in globs {
            let bare = written.trim_end_matches('/');
            let bare = if has_slash(written) {
                bare.strip_prefix("./").unwrap_or(bare).to_owned()
            } else {
                format!("**/{bare}")
            };
            for pattern in [format!("{bare}/**"), bare] {
                match glob(&pattern) {
                    Ok(glob) => {
                        set.add(glob);
                    }
                    Err(error) => {
                        problems.push(bad_glob(&format!("{flag} {written}"), &error));
                        break;
                    }
                }
            }
        }
        let set = set.build().unwrap_or_else(|error| {
            problems.push(bad_glob(flag, &error));
            GlobSet::empty()
        });
        Patterns { set, written: globs.to_vec() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// The first glob, as written, that matches the path as given or the path under `root`.
    pub(super) fn matching(&self, path: &Path, root: &Path) -> Option<&str> {
        let given = path.strip_prefix(".").unwrap_or(path);
        let under = path.strip_prefix(root).unwrap_or(given);
        let found = |path: &Path| self.set.matches(path).into_iter().map(|at| at / 2);
        // Names of folders above the one given say nothing about what is in it.
        let by_path = |at: &usize| self.written.get(*at).is_some_and(|glob| has_slash(glob));
        let at = found(under).chain(found(given).filter(by_path)).min()?;
        self.written.get(at).map(String::as_str)
    }
}

fn has_slash(glob: &str) -> bool {
    glob.trim_end_matches('/').contains('/')
}

/// A glob given as an input: the folder to start from and what to match below it.
pub(super) struct InputGlob {
    pub base: PathBuf,
    pub matcher: globset::GlobMatcher,
    /// Folders to go down, `None` for all.
    pub depth: Option<usize>,
    /// Whether the glob leaves the file's ending open, as `articles/*` does.
    pub any_ending: bool,
}

/// Characters that make an input a glob.
pub(super) const META: [char; 4] = ['*', '?', '[', '{'];

impl InputGlob {
    pub(super) fn parse(input: &str) -> Result<InputGlob, Problem> {
        let meta = input.find(META).unwrap_or(input.len());
        let start = input.get(..meta).and_then(|head| head.rfind('/')).map_or(0, |slash| slash + 1);
        let (base, rest) = input.split_at_checked(start).unwrap_or(("", input));
        let matcher = glob(rest).map_err(|error| bad_glob(input, &error))?.compile_matcher();
        let deep = rest.contains("**") || rest.contains('{');
        Ok(InputGlob {
            base: PathBuf::from(base),
            matcher,
            depth: (!deep).then(|| rest.trim_end_matches('/').split('/').count()),
            any_ending: rest.ends_with('*'),
        })
    }
}

fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).build()
}

fn bad_glob(place: &str, error: &globset::Error) -> Problem {
    Problem::error("E102", place, format!("malformed glob: {}", error.kind()))
        .note("nothing was run")
        .help("`*` `?` `[a-z]` `{a,b}` and `**` are special; a backslash before one takes it as it is")
}
