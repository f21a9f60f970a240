use std::{
    env,
    io::{self, IsTerminal, Write},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use clap::ValueEnum;
use crosscheck::pipeline::{Measure, Observer};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};

use super::{
    Global,
    profile::{Stage, Usage},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Style {
    /// A bar on a terminal, else plain lines
    Auto,
    Bar,
    Plain,
    None,
}

/// Shows how far the run is, on standard error, and keeps what its stages took.
pub(super) struct Progress {
    style: Style,
    state: Mutex<State>,
}

struct State {
    name: &'static str,
    measure: Measure,
    done: u64,
    total: u64,
    articles: usize,
    claims: usize,
    began: (Instant, Usage),
    /// When something is shown next.
    next: Instant,
    bar: Option<ProgressBar>,
    stages: Vec<Stage>,
}

/// Runs shorter than this print no line.
const FIRST: Duration = Duration::from_secs(3);
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How often the words beside a bar change.
const BLINK: Duration = Duration::from_millis(100);

impl Progress {
    pub(super) fn new(global: &Global) -> Progress {
        // Some build machines claim to have a terminal.
        let watched = io::stderr().is_terminal() && env::var_os("CI").is_none();
        let style = match global.progress {
            _ if global.quiet => Style::None,
            Style::Auto if watched => Style::Bar,
            Style::Auto => Style::Plain,
            asked @ (Style::Bar | Style::Plain | Style::None) => asked,
        };
        let now = Instant::now();
        let state = State {
            name: "",
            measure: Measure::Articles,
            done: 0,
            total: 0,
            articles: 0,
            claims: 0,
            began: (now, Usage::now()),
            next: now + FIRST,
            bar: None,
            stages: Vec::new(),
        };
        Progress { style, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the stage and takes the bar away.
    pub(super) fn finish(&self) {
        self.state().end();
    }

    /// What the stages took that have ended.
    pub(super) fn stages(&self) -> Vec<Stage> {
        self.state().stages.clone()
    }
}

impl State {
    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if !self.name.is_empty() {
            let (clock, usage) = self.began;
            self.stages.push(Stage::new(self.name, clock.elapsed(), usage));
        }
        self.name = "";
    }

    /// What was read so far.
    fn found(&self) -> String {
        if self.articles == 0 {
            return String::new();
        }
        let [articles, claims] = [self.articles, self.claims].map(|it| HumanCount(it as u64));
        format!(" · {articles} articles · {claims} claims")
    }

    fn line(&self) -> String {
        let (done, total) = (self.done, self.total);
        let far = match self.measure {
            Measure::Bytes => format!("{}/{}", HumanBytes(done), HumanBytes(total)),
            Measure::Articles => format!("{}/{}", HumanCount(done), HumanCount(total)),
        };
        let left = self.began.0.elapsed().as_secs_f64() * total.saturating_sub(done) as f64;
        let left = (left / done.max(1) as f64).round() as u64;
        format!("{} {far}{} · {}:{:02} left", self.name, self.found(), left / 60, left % 60)
    }
}

impl Observer for Progress {
    fn stage(&self, name: &'static str, total: u64, measure: Measure) {
        let mut state = self.state();
        state.end();
        (state.name, state.measure, state.done, state.total) = (name, measure, 0, total);
        state.began = (Instant::now(), Usage::now());
        if self.style == Style::Bar {
            let template = match measure {
                Measure::Bytes => "{msg} {bytes}/{total_bytes}{prefix} · {eta} left",
                Measure::Articles => "{msg} {human_pos}/{human_len} · {eta} left",
            };
            let bar = ProgressBar::new(total).with_message(name);
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            state.bar = Some(bar);
        }
    }

    fn advance(&self, by: u64) {
        let mut state = self.state();
        state.done += by;
        if let Some(bar) = &state.bar {
            bar.inc(by);
        }
        let now = Instant::now();
        if now < state.next || self.style == Style::None {
            return;
        }
        state.next = now + if self.style == Style::Bar { BLINK } else { HEARTBEAT };
        match &state.bar {
            Some(bar) => bar.set_prefix(state.found()),
            // Progress is a courtesy; a closed standard error ends nothing.
            None => _ = writeln!(io::stderr(), "{}", state.line()),
        }
    }

    fn found(&self, articles: usize, claims: usize) {
        let mut state = self.state();
        state.articles += articles;
        state.claims += claims;
    }
}
