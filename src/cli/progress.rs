use std::{
    env,
    io::{self, IsTerminal, Write},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use clap::ValueEnum;
use crosscheck::pipeline::Observer;
use indicatif::{ProgressBar, ProgressStyle};

use super::Global;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Style {
    /// A bar on a terminal, else plain lines
    Auto,
    Bar,
    Plain,
    None,
}

/// Shows how far the run is, on standard error.
pub(super) enum Progress {
    Bar(Mutex<Option<ProgressBar>>),
    Plain { state: Mutex<Stage>, done: AtomicUsize },
    None,
}

/// What the plain lines tell.
pub(super) struct Stage {
    name: &'static str,
    total: usize,
    next: Instant,
}

/// Runs shorter than this print no line.
const FIRST: Duration = Duration::from_secs(3);
const HEARTBEAT: Duration = Duration::from_secs(30);

impl Progress {
    pub(super) fn new(global: &Global) -> Progress {
        let plain = || Progress::Plain {
            state: Mutex::new(Stage { name: "", total: 0, next: Instant::now() + FIRST }),
            done: AtomicUsize::new(0),
        };
        // Some build machines claim to have a terminal.
        let watched = io::stderr().is_terminal() && env::var_os("CI").is_none();
        match global.progress {
            _ if global.quiet => Progress::None,
            Style::None => Progress::None,
            Style::Bar => Progress::Bar(Mutex::default()),
            Style::Auto if watched => Progress::Bar(Mutex::default()),
            Style::Auto | Style::Plain => plain(),
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Progress::Bar(bar) = self
            && let Ok(mut bar) = bar.lock()
            && let Some(bar) = bar.take()
        {
            bar.finish_and_clear();
        }
    }
}

impl Observer for Progress {
    fn stage(&self, name: &'static str, total: usize) {
        self.finish();
        match self {
            Progress::Bar(slot) => {
                let bar = ProgressBar::new(total as u64).with_message(name);
                if let Ok(style) = ProgressStyle::with_template("{msg} {pos}/{len} · {eta} left") {
                    bar.set_style(style);
                }
                if let Ok(mut slot) = slot.lock() {
                    *slot = Some(bar);
                }
            }
            Progress::Plain { state, done } => {
                done.store(0, Ordering::Relaxed);
                if let Ok(mut state) = state.lock() {
                    (state.name, state.total) = (name, total);
                }
            }
            Progress::None => {}
        }
    }

    fn tick(&self) {
        match self {
            Progress::Bar(bar) => {
                if let Ok(bar) = bar.lock()
                    && let Some(bar) = &*bar
                {
                    bar.inc(1);
                }
            }
            Progress::Plain { state, done } => {
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                if let Ok(mut stage) = state.try_lock()
                    && Instant::now() >= stage.next
                {
                    stage.next = Instant::now() + HEARTBEAT;
                    // Progress is a courtesy; a closed standard error ends nothing.
                    let _ = writeln!(io::stderr(), "{} {done}/{}", stage.name, stage.total);
                }
            }
            Progress::None => {}
        }
    }
}
