use clap::{Args, CommandFactory, ValueEnum};
use clap_complete::Shell;

use super::{Cli, Stop, exit::Exit, terminal};

/// Print completions for a shell, or the manual page
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// What to print
    #[arg(value_enum, value_name = "SHELL | man")]
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
    /// The manual page, for `man -l`
    Man,
}

impl Completions {
    pub(super) fn execute(&self) -> Result<Exit, Stop> {
        let mut command = Cli::command();
        let shell = match self.what {
            What::Bash => Shell::Bash,
            What::Elvish => Shell::Elvish,
            What::Fish => Shell::Fish,
            What::Powershell => Shell::PowerShell,
            What::Zsh => Shell::Zsh,
            What::Man => {
                terminal::print(|out| clap_mangen::Man::new(command).render(&mut &mut *out))?;
                return Ok(Exit::Clean);
            }
        };
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut command, "crosscheck", &mut text);
        terminal::print(|out| out.write_all(&text))?;
        Ok(Exit::Clean)
    }
}
