use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use crosscheck::{
    example::{self, Trial, Unreached},
    model::Problem,
    report::visible,
    rule::{Listed, Rules as Compiled, Sources},
};
use toml::{Table, Value};

use super::{
    Global, Stop,
    exit::Exit,
    input,
    terminal::{self, Terminal},
};

/// List, check or test the rules
#[derive(Debug, Subcommand)]
pub(super) enum Rules {
    /// Print every rule with its file
    List {
        /// Only what no example of the rule files reaches; exit 1 where that is a whole rule
        #[arg(long)]
        unused: bool,
    },
    /// Check rule files without running anything
    Validate {
        /// Rule file or folder of rules, laid over the rules in the program
        path: Option<PathBuf>,
    },
    /// Run the examples and counter-examples of the rules
    Test {
        /// Only those of this rule file or folder, laid over the rules in the program
        file: Option<PathBuf>,
    },
}

impl Rules {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
        match self {
            Rules::List { unused } => {
                let sources = input::sources(global)?;
                let rules = Compiled::compile(&sources)?;
                if *unused {
                    return show_unused(&example::unreached(&sources, &rules), terminal);
                }
                let list = list(&rules.list(&sources));
                terminal::print(|out| out.write_all(list.as_bytes()))?;
            }
            Rules::Validate { path } => {
                let sources = with(input::sources(global)?, path.as_deref())?;
                Compiled::compile(&sources)?;
                terminal.say(&format!("{} are right", files(&sources)));
            }
            Rules::Test { file } => {
                let sources = with(input::sources(global)?, file.as_deref())?;
                let compiled = Compiled::compile(&sources)?;
                let ids = file.as_deref().map(ids_in).transpose()?;
                let wanted = |id: &str| ids.as_ref().is_none_or(|ids| ids.contains(id));
                return test(&example::trials(&compiled, &wanted), terminal);
            }
        }
        Ok(Exit::Clean)
    }
}

/// Prints the examples that fail, and the count.
fn test(trials: &[Trial], terminal: &Terminal) -> Result<Exit, Stop> {
    let faults = trials.iter().filter_map(|trial| Some((trial, trial.fault.as_ref()?)));
    let mut failed = 0;
    terminal::print(|out| {
        for (trial, fault) in faults {
            failed += 1;
            let (rule, text) = (&trial.rule, visible(&trial.text));
            writeln!(out, "{rule}: “{text}”\n  wanted {}\n  found {}", fault.wanted, fault.found)?;
        }
        Ok(())
    })?;
    let examples = match trials.len() {
        1 => "1 example".to_owned(),
        count => format!("{count} examples"),
    };
    terminal.say(&format!("Ran {examples}: {} passed, {failed} failed", trials.len() - failed));
    Ok(if failed == 0 { Exit::Clean } else { Exit::Findings })
}

/// Ids of the rules in a file or folder, and the paths of the files.
fn ids_in(path: &Path) -> Result<BTreeSet<String>, Stop> {
    let mut ids = BTreeSet::new();
    for file in with(Sources::default(), Some(path))?.iter() {
        ids.insert(file.path.clone());
        if let Ok(table) = file.text.parse::<Table>() {
            rules_in(&table, &mut |id, _| {
                ids.insert(id.to_owned());
            });
        }
    }
    Ok(ids)
}

fn files(sources: &Sources) -> String {
    match sources.iter().count() {
        1 => "1 rule file".to_owned(),
        count => format!("{count} rule files"),
    }
}

/// The sources with one more file or folder over them.
fn with(mut sources: Sources, path: Option<&Path>) -> Result<Sources, Stop> {
    let Some(path) = path else { return Ok(sources) };
    if path.is_dir() {
        sources.add_folder(path)?;
        return Ok(sources);
    }
    let shown = path.to_string_lossy();
    let text = fs::read_to_string(path).map_err(|error| {
        let message = format!("cannot read the rules: {}", Problem::reason(&error));
        Problem::error("E200", shown.clone(), message).help("name a rule file or a folder of rules")
    })?;
    sources.add_text(&inside(path), &shown, text);
    Ok(sources)
}

/// Path of a rule file inside its rules folder: what follows `rules/`, else its folder and name.
fn inside(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let path = path.to_string_lossy().replace('\\', "/");
    if let Some((_, inside)) = path.rsplit_once("/rules/") {
        return inside.to_owned();
    }
    let mut parts: Vec<&str> = path.rsplit('/').take(2).collect();
    parts.reverse();
    parts.join("/")
}

/// A line for each rule and each list of words: id, file, and what it holds.
fn list(rules: &[Listed]) -> String {
    let lines = rules.iter().map(|rule| {
        let counted = [
            (rule.patterns.len(), "pattern"),
            (rule.words.len(), "word"),
            (rule.examples, "example"),
        ];
        let counted = counted.iter().filter(|(count, _)| *count > 0);
        let counted: Vec<String> = counted.map(|(count, noun)| plural(*count, noun)).collect();
        let kinds = rule.kinds.join(", ");
        let gap = if kinds.is_empty() || counted.is_empty() { "" } else { "; " };
        let details = format!("{kinds}{gap}{}", counted.join(", "));
        [rule.id.clone(), rule.file.clone(), details]
    });
    columns(&lines.collect::<Vec<_>>())
}

/// Prints what no example reaches. Words of a list that has others in examples are no failure.
fn show_unused(unused: &[Unreached], terminal: &Terminal) -> Result<Exit, Stop> {
    let lines = unused.iter().map(|rule| {
        let words = rule.words.join(", ");
        let details = match (rule.words.len(), rule.of) {
            (0, _) => rule.pattern.clone(),
            (missing, all) => format!("{missing} of {}: {words}", plural(all, "word")),
        };
        [rule.id.clone(), rule.file.clone(), details]
    });
    let shown = columns(&lines.collect::<Vec<_>>());
    terminal::print(|out| out.write_all(shown.as_bytes()))?;
    let whole = unused.iter().filter(|rule| rule.is_whole()).count();
    let words: usize = unused.iter().filter(|it| !it.is_whole()).map(|it| it.words.len()).sum();
    terminal.say(&format!(
        "No example reaches {}, nor {} of other rules",
        plural(whole, "rule"),
        plural(words, "word")
    ));
    Ok(if whole == 0 { Exit::Clean } else { Exit::Findings })
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Lines with their cells under one another.
fn columns<const N: usize>(lines: &[[String; N]]) -> String {
    let widths: Vec<usize> = (0..N)
        .map(|at| lines.iter().filter_map(|line| line.get(at)).map(|it| it.chars().count()).max())
        .map(Option::unwrap_or_default)
        .collect();
    let line = |line: &[String; N]| {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    lines.iter().map(line).collect()
}

/// Calls `visit` with every table that has an id, and its id.
fn rules_in(table: &Table, visit: &mut dyn FnMut(&str, &Table)) {
    if let Some(Value::String(id)) = table.get("id") {
        visit(id, table);
    }
    // The scopes of an attribute are parts of it.
    for value in table.iter().filter(|(key, _)| *key != "scope").map(|(_, value)| value) {
        match value {
            Value::Table(table) => rules_in(table, visit),
            Value::Array(values) => {
                values.iter().filter_map(Value::as_table).for_each(|table| rules_in(table, visit));
            }
            Value::String(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Datetime(_) => {}
        }
    }
}

/// The rules with this id as they are written, each with its file; empty where there is none. A
/// file that is about one rule is shown whole.
pub(super) fn describe(sources: &Sources, id: &str) -> String {
    let mut text = String::new();
    for file in sources.iter() {
        let Ok(table) = file.text.parse::<Table>() else { continue };
        let mut found = Vec::new();
        rules_in(&table, &mut |known, rule| {
            if known == id {
                found.push(rule.clone());
            }
        });
        let is_whole = |rule: &Table| {
            table.get("id") == rule.get("id")
                || table.get("attribute").and_then(Value::as_table) == Some(rule)
        };
        for rule in &found {
            text.push_str(&format!("# {}\n", file.shown));
            if is_whole(rule) {
                text.push_str(&file.text);
            } else {
                text.push_str(&toml::to_string_pretty(rule).unwrap_or_default());
            }
        }
    }
    text
}
