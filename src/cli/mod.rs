//! The command line: arguments, terminal, exit codes. The only place that prints.

mod baseline;
mod check;
mod completions;
mod config;
mod desk;
mod eval;
mod exit;
mod explain;
mod git;
mod input;
mod inspect;
mod interrupt;
mod memory;
mod mutate;
mod pairs;
mod printing;
mod profile;
mod progress;
mod report;
mod reporting;
mod review;
mod rules;
mod run;
mod saved;
mod scan;
mod setting;
#[cfg(feature = "arrow")]
mod stream;
mod target;
mod terminal;

use std::{env, io, path::PathBuf, process::ExitCode};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use crosscheck::model::Problem;

use exit::Exit;
use terminal::Terminal;

/// Cross-checks claims between articles: who agrees, who contradicts whom, and why.
#[derive(Debug, Parser)]
#[command(version, after_help = format!("{MEASURING}\n\n{}", exit::TABLE), subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// Commands that the list of commands leaves out.
const MEASURING: &str = "\
For measuring:
  eval     Measure the findings on labelled articles: precision by match score
  mutate   Plant changed values into copies of the articles, and print which were caught
  pairs    Judge pairs of sentences: whether the second follows from the first or contradicts it";

#[derive(Debug, Subcommand)]
enum Command {
    /// Read articles, compare what they claim, write the report
    Run(run::Run),
    /// Check that the documents of a repository do not contradict one another
    Check(check::Check),
    /// Keep a list of findings that are known and let pass
    #[command(subcommand)]
    Baseline(baseline::Baseline),
    /// Print what one stage makes of the articles, as JSON lines
    Inspect(inspect::Inspect),
    /// Show why a finding was made, or what a rule says
    Explain(explain::Explain),
    #[cfg(feature = "arrow")]
    Map(stream::Map),
    #[cfg(feature = "arrow")]
    Plan(stream::MakePlan),
    #[cfg(feature = "arrow")]
    Reduce(stream::Reduce),
    #[cfg(feature = "arrow")]
    Merge(stream::Merge),
    /// Show a run again in another format, without its articles
    Report(report::Render),
    /// Take in what reviewers wrote, and show where the review stands
    #[command(subcommand)]
    Review(review::Review),
    /// List, check or test the rules
    #[command(subcommand)]
    Rules(rules::Rules),
    /// Write a commented crosscheck.toml into the working folder
    Init,
    /// Show the settings in force, or describe the file that gives them
    #[command(subcommand)]
    Config(config::Config),
    /// Print completions for a shell, or the manual page
    Completions(completions::Completions),
    #[command(hide = true)]
    Mutate(mutate::Mutate),
    /// Judge pairs of sentences: whether the second follows from the first or contradicts it
    #[command(hide = true)]
    Pairs(pairs::Pairs),
    /// Measure the findings on labelled articles: precision by match score
    #[command(hide = true)]
    Eval(eval::Eval),
}

/// Flags of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "General")]
struct Global {
    /// Lay the rules of a folder over those in the program (repeatable, later ones win)
    #[arg(long, global = true, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// How to show progress
    #[arg(long, global = true, value_enum, default_value_t = progress::Style::Auto, value_name = "HOW")]
    progress: progress::Style,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// Use ASCII marks only
    #[arg(long, global = true)]
    ascii: bool,
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Print every problem, and how long the run took
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    verbose: bool,
    /// Number of threads [default: one a core]
    #[arg(short = 'j', long = "jobs", global = true, value_name = "N")]
    jobs: Option<std::num::NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Why a command could not do its work.
#[derive(Debug)]
struct Stop {
    problems: Vec<Problem>,
    /// Last line, such as "nothing was run".
    outcome: Option<String>,
}

impl Stop {
    /// Where what does not fit into memory cannot be kept.
    fn temporary(error: &io::Error) -> Stop {
        let folder = env::temp_dir();
        let message = format!("a temporary file cannot be used: {}", Problem::reason(error));
        Problem::error("E307", folder.to_string_lossy(), message)
            .help("free some space there, name another folder in TMPDIR, or give more --memory")
            .into()
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Stop {
        Stop { problems: vec![problem], outcome: None }
    }
}

impl From<Vec<Problem>> for Stop {
    fn from(problems: Vec<Problem>) -> Stop {
        Stop { problems, outcome: Some("nothing was run".to_owned()) }
    }
}

/// Reads the command line, does what it asks for, and gives the exit code.
pub(super) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is no reason to complain about help that nobody reads.
            let _ = error.print();
            return if error.use_stderr() { Exit::DidNotRun } else { Exit::Clean }.into();
        }
    };
    let terminal = Terminal::new(&cli.global);
    if let Some(jobs) = cli.global.jobs {
        // Fails only where a pool exists already, and none does yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build_global();
    }
    let done = match &cli.command {
        Command::Run(run) => run.execute(&cli.global, &terminal),
        Command::Check(check) => check.execute(&cli.global, &terminal),
        Command::Baseline(baseline) => baseline.execute(&cli.global, &terminal),
        Command::Completions(completions) => completions.execute(),
        Command::Init => config::init(&terminal),
        Command::Config(config) => config.execute(),
        Command::Inspect(inspect) => inspect.execute(&cli.global, &terminal),
        Command::Explain(explain) => explain.execute(&cli.global, &terminal),
        #[cfg(feature = "arrow")]
        Command::Map(map) => map.execute(&cli.global),
        #[cfg(feature = "arrow")]
        Command::Plan(plan) => plan.execute(&cli.global, &terminal),
        #[cfg(feature = "arrow")]
        Command::Reduce(reduce) => reduce.execute(&cli.global),
        #[cfg(feature = "arrow")]
        Command::Merge(merge) => merge.execute(&cli.global, &terminal),
        Command::Report(render) => render.execute(&terminal),
        Command::Review(review) => review.execute(&terminal),
        Command::Rules(rules) => rules.execute(&cli.global, &terminal),
        Command::Mutate(mutate) => mutate.execute(&cli.global, &terminal),
        Command::Pairs(pairs) => pairs.execute(&cli.global),
        Command::Eval(eval) => eval.execute(&cli.global, &terminal),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(stop) => {
            terminal.problems(&stop.problems);
            if let Some(outcome) = stop.outcome {
                let count = match stop.problems.len() {
                    1 => "1 error".to_owned(),
                    count => format!("{count} errors"),
                };
                terminal.error_line(&format!("{count}; {outcome} (exit 2)"));
            }
            Exit::DidNotRun.into()
        }
    }
}
