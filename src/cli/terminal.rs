use std::{
    env,
    io::{self, BufWriter, IsTerminal, Write},
};

use crosscheck::{
    model::{Problem, ProblemSeverity},
    read::Inputs,
    report::{Marks, visible},
};

use super::{Color, Global};

/// What may be printed, and how.
#[derive(Debug)]
pub(super) struct Terminal {
    quiet: bool,
    pub(super) verbose: bool,
    /// Marks asked for by name; files get these.
    pub(super) marks: Marks,
    color: Color,
}

/// Problems printed before the rest is only counted.
const SHOWN: usize = 20;

impl Terminal {
    pub(super) fn new(global: &Global) -> Terminal {
        Terminal {
            quiet: global.quiet,
            verbose: global.verbose,
            marks: if global.ascii { Marks::Ascii } else { Marks::Unicode },
            color: global.color,
        }
    }

    /// Marks that the terminal can show.
    pub(super) fn local_marks(&self) -> Marks {
        if is_utf8_locale() { self.marks } else { Marks::Ascii }
    }

    /// Prints a line for people, unless asked to be quiet.
    pub(super) fn say(&self, text: &str) {
        if !self.quiet {
            self.error_line(text);
        }
    }

    /// Prints a line for people, always.
    pub(super) fn error_line(&self, text: &str) {
        // Without standard error there is nobody to tell.
        let _ = writeln!(io::stderr().lock(), "{}", visible(text));
    }

    /// Prints problems; of many warnings the first ones, unless asked for all.
    pub(super) fn problems(&self, problems: &[Problem]) {
        let is_warning = |problem: &&Problem| problem.severity == ProblemSeverity::Warning;
        for problem in problems.iter().filter(|problem| !is_warning(problem)) {
            self.problem(problem);
        }
        if self.quiet {
            return;
        }
        let limit = if self.verbose { usize::MAX } else { SHOWN };
        let warnings: Vec<&Problem> = problems.iter().filter(is_warning).collect();
        for problem in warnings.iter().take(limit) {
            self.problem(problem);
        }
        if let Some(more) = warnings.len().checked_sub(limit).filter(|more| *more > 0) {
            self.error_line(&format!("and {more} more like these; --verbose prints all"));
        }
    }

    /// Tells what could not be used of the inputs, and what of them holds no article by its kind.
    pub(super) fn inputs<T>(&self, inputs: &Inputs<T>) {
        self.problems(&inputs.warnings);
        self.problems(&inputs.skipped);
        if !inputs.passed.is_empty() {
            let kinds: Vec<String> =
                inputs.passed.iter().map(|(kind, count)| format!("{count} × {kind}")).collect();
            self.say(&format!("Passed over: {}", kinds.join(", ")));
        }
    }

    fn problem(&self, problem: &Problem) {
        let text = problem.to_string();
        let text = visible(&text);
        if !self.colors(io::stderr().is_terminal()) {
            self.error_line(&text);
            return;
        }
        let code = match problem.severity {
            ProblemSeverity::Error => "\u{1b}[1;31m",
            ProblemSeverity::Warning => "\u{1b}[1;33m",
        };
        let (head, rest) = text.split_at(text.find(':').unwrap_or(0));
        let _ = writeln!(io::stderr().lock(), "{code}{head}\u{1b}[0m{rest}");
    }

    /// The words in bold where standard output shows it, else between stars.
    pub(super) fn marked(&self, words: &str) -> String {
        if self.paints() { format!("\u{1b}[1m{words}\u{1b}[0m") } else { format!("**{words}**") }
    }

    /// Whether standard output shows colours.
    pub(super) fn paints(&self) -> bool {
        self.colors(io::stdout().is_terminal())
    }

    fn colors(&self, is_terminal: bool) -> bool {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if set("NO_COLOR") => false,
            Color::Auto if env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            Color::Auto => is_terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }
}

/// Whether the locale writes UTF-8; without any locale it is taken to.
fn is_utf8_locale() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(env::var_os)
        .find(|value| !value.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Writes to standard output; a reader that has gone away is no error.
pub(super) fn print(fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Problem> {
    let mut out = BufWriter::new(io::stdout().lock());
    match fill(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let reason = Problem::reason(&error);
            Err(Problem::error("E303", "", format!("cannot write to standard output: {reason}")))
        }
        _ => Ok(()),
    }
}
