use std::process::ExitCode;

use clap::ValueEnum;
use crosscheck::{config, model::Severity};

/// How a run ended; the format of the output never changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    Clean,
    Findings,
    DidNotRun,
    Skipped,
}

/// Status of a run that the user interrupted.
pub(super) const INTERRUPTED: i32 = 130;

pub(super) const TABLE: &str = "\
Exit codes:
  0    done; nothing at or above --fail-on
  1    done; findings at or above --fail-on (goes before 3)
  2    did not run: usage, rules, no inputs, output not writable, --bad-input fail
  3    done, nothing to fail on, but some inputs were skipped
  130  interrupted; no half-written files are left";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::DidNotRun => 2,
            Exit::Skipped => 3,
        })
    }
}

/// From which severity on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    pub(super) fn is_met_by(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity <= Severity::Error,
            FailOn::Warning => severity <= Severity::Warning,
            FailOn::Note => severity <= Severity::Note,
            FailOn::Never => false,
        }
    }
}

impl From<config::FailOn> for FailOn {
    fn from(written: config::FailOn) -> FailOn {
        match written {
            config::FailOn::Error => FailOn::Error,
            config::FailOn::Warning => FailOn::Warning,
            config::FailOn::Note => FailOn::Note,
            config::FailOn::Never => FailOn::Never,
        }
    }
}
