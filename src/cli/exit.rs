use std::process::ExitCode;

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
