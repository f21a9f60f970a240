//! The file `crosscheck.toml`: the settings of a repository.

mod setting;
mod show;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    model::{Claim, Problem, Role},
    rule::parse_toml,
    value::Kind,
};

pub use setting::{schema, template};

/// What a configuration file says; keys that it leaves out have the defaults of the program.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub version: Option<u32>,
    pub input: Input,
    /// Roles of documents by glob.
    pub roles: BTreeMap<String, Role>,
    pub check: Check,
    pub review: Review,
    pub rules: Rules,
    /// The folder of the file, from which its paths are counted.
    #[serde(skip)]
    pub folder: PathBuf,
    #[serde(skip)]
    file: Option<File>,
}

/// The file as it stands.
#[derive(Clone, Debug)]
struct File {
    shown: String,
    text: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    pub include: Vec<String>,
    pub exclude: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Check {
    pub fail_on: Option<FailOn>,
    pub baseline: Option<PathBuf>,
    pub suppressions: Option<PathBuf>,
    pub require_reason: Option<bool>,
    /// Whether lists of changes are compared, too.
    pub changelogs: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Review {
    pub ledger: Option<PathBuf>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Folders of rules that lie over those of the program.
    pub paths: Vec<PathBuf>,
    /// Claim types and attributes that are not compared.
    pub disable: Vec<String>,
}

/// From which severity on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

/// Name of the file.
pub const NAME: &str = "crosscheck.toml";
const VERSION: u32 = 1;

impl Config {
    /// Reads the file named, else the nearest one from `working` up to the root of its repository; the
    /// defaults where there is none.
    ///
    /// # Errors
    /// A file that cannot be read, and all its faults.
    pub fn load(named: Option<&Path>, working: &Path) -> Result<Config, Vec<Problem>> {
        let found = named.map(Path::to_owned).or_else(|| nearest(working));
        let Some(path) = found else { return Ok(Config::default()) };
        let shown = path.strip_prefix(working).unwrap_or(&path).to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).map_err(|error| {
            let message = format!("cannot read the configuration: {}", Problem::reason(&error));
            vec![Problem::error("E150", shown.as_str(), message)]
        })?;
        let mut config: Config = parse_toml(&shown, &text)?;
        if let Some(version) = config.version.filter(|version| *version != VERSION) {
            let message = format!("a configuration of version {version}, not {VERSION}");
            return Err(vec![Problem::error("E151", shown.as_str(), message)]);
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        config.folder = folder.strip_prefix(working).unwrap_or(folder).to_owned();
        config.file = Some(File { shown, text });
        Ok(config)
    }

    /// Whether a claim is of a type or an attribute that is not compared.
    pub fn leaves_out(&self, claim: &Claim) -> bool {
        let mut disabled = self.rules.disable.iter();
        disabled.any(|name| *name == *claim.attribute || name == claim.kind.name())
    }

    /// What is wrong with the names of claim types and attributes; `known` tells an attribute of the rules.
    pub fn unknown(&self, known: impl Fn(&str) -> bool) -> Vec<Problem> {
        let shown = self.file.as_ref().map_or(NAME, |file| &file.shown);
        let unknown = self.rules.disable.iter();
        let unknown = unknown.filter(|name| Kind::parse(name).is_none() && !known(name));
        unknown
            .map(|name| {
                let message = format!("no claim type or attribute is called `{name}`");
                Problem::error("E153", shown, message)
                    .help("`crosscheck rules list` names the attributes")
            })
            .collect()
    }

    /// A path of the file as seen from the working folder.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }
}

fn nearest(working: &Path) -> Option<PathBuf> {
    for folder in working.ancestors() {
        let file = folder.join(NAME);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}
