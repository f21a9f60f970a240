use std::path::Path;

use clap::Subcommand;
use crosscheck::{config, model::Problem, report};

use super::{
    Stop,
    exit::Exit,
    setting::Configured,
    terminal::{self, Terminal},
};

/// Show the settings in force, or describe the file that gives them
#[derive(Debug, Subcommand)]
pub(super) enum Config {
    /// Print every setting with the file and line that it comes from
    Show(Configured),
    /// Print a JSON Schema of crosscheck.toml
    Schema,
}

impl Config {
    pub(super) fn execute(&self) -> Result<Exit, Stop> {
        let text = match self {
            Config::Show(configured) => configured.setting()?.config.show(),
            Config::Schema => config::schema(),
        };
        terminal::print(|out| out.write_all(text.as_bytes()))?;
        Ok(Exit::Clean)
    }
}

/// Writes a commented `crosscheck.toml` into the working folder.
pub(super) fn init(terminal: &Terminal) -> Result<Exit, Stop> {
    let path = Path::new(config::NAME);
    if path.exists() {
        let problem = Problem::error("E154", config::NAME, "there is a configuration already")
            .note("nothing was written")
            .help("change it by hand; `crosscheck config show` prints what holds");
        return Err(problem.into());
    }
    report::write_file(path, &[], |out| out.write_all(config::template().as_bytes()))?;
    terminal.say(&format!("Wrote {}", config::NAME));
    Ok(Exit::Clean)
}
