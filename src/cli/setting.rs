use std::{env, path::PathBuf};

use clap::Args;
use crosscheck::{
    config::Config,
    model::Problem,
    rule::{Rules, Sources},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Global, Stop, input};

/// Which configuration holds.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(super) struct Configured {
    /// Configuration [default: the nearest crosscheck.toml up to the root of the repository]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    isolated: bool,
}

/// Where and when a command runs, and what it was told.
pub(super) struct Setting {
    pub(super) config: Config,
    pub(super) working: PathBuf,
    pub(super) today: Date,
}

impl Configured {
    pub(super) fn setting(&self) -> Result<Setting, Stop> {
        let working = env::current_dir().map_err(|error| {
            let message = format!("the working folder cannot be told: {}", Problem::reason(&error));
            Problem::error("E152", "", message)
        })?;
        let config = match self.isolated {
            true => Config::default(),
            false => Config::load(self.config.as_deref(), &working)?,
        };
        let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
        Ok(Setting { config, working, today })
    }
}

impl Setting {
    /// The sources of the rules, with those that the configuration and the command line lay over them.
    pub(super) fn sources(&self, global: &Global) -> Result<Sources, Stop> {
        let mut sources = Sources::embedded();
        for folder in &self.config.rules.paths {
            sources.add_folder(&self.config.path(folder))?;
        }
        input::over(sources, global)
    }

    /// The compiled rules. They stay until the program ends, and nothing waits for them to be freed.
    pub(super) fn rules(&self, global: &Global) -> Result<&'static Rules, Stop> {
        let rules: &Rules = Box::leak(Box::new(Rules::compile(&self.sources(global)?)?));
        let unknown = self.config.unknown(|name| rules.attribute.by_id(name).is_some());
        if unknown.is_empty() { Ok(rules) } else { Err(unknown.into()) }
    }

    /// What tells these rules from any others.
    pub(super) fn rules_hash(&self, global: &Global) -> Result<String, Stop> {
        Ok(input::rules_hash(&self.sources(global)?))
    }

    /// The file of this folder that keeps what articles or documents say for the next run: in the folder that
    /// `CROSSCHECK_CACHE_DIR` names, else where the system keeps such files.
    pub(super) fn cache(&self, of: &str) -> Option<PathBuf> {
        let folder = |name: &str| {
            let path = env::var_os(name).map(PathBuf::from)?;
            Some(path).filter(|path| path.is_absolute())
        };
        let own = env::var_os("CROSSCHECK_CACHE_DIR").filter(|path| !path.is_empty());
        let system = || {
            let usual = match env::consts::OS {
                "windows" => folder("LOCALAPPDATA"),
                "macos" => folder("HOME").map(|home| home.join("Library/Caches")),
                _ => folder("XDG_CACHE_HOME").or(folder("HOME").map(|home| home.join(".cache"))),
            };
            usual.map(|folder| folder.join(env!("CARGO_PKG_NAME")))
        };
        let folder = own.map(PathBuf::from).or_else(system)?;
        let here = self.working.join(&self.config.folder);
        let hash = crosscheck::saved::sha256([here.to_string_lossy().as_bytes()]);
        Some(folder.join(format!("{}.{of}", hash.get(..16)?)))
    }
}
