use std::{fs, path::Path};

use clap::{Args, Subcommand};
use crosscheck::{
    check::Baseline as Known,
    model::Problem,
    report::{self, visible},
};

use super::{
    Global, Stop,
    exit::Exit,
    scan::{Scan, Scanned},
    setting::Setting,
    terminal::{self, Terminal},
};

/// Keep a list of findings that are known and let pass
#[derive(Debug, Subcommand)]
pub(super) enum Baseline {
    /// Write the findings of today into a new baseline
    Create(Scan),
    /// Remove what no finding needs any more, and with --accept-new take in new findings
    Update(Change),
    /// Remove what no finding needs any more
    Prune(Scan),
    /// List what the baseline holds
    Show(Scan),
}

/// Remove what no finding needs any more, and with --accept-new take in new findings
#[derive(Debug, Args)]
pub(super) struct Change {
    #[command(flatten)]
    scan: Scan,
    /// Take in new findings
    #[arg(long, help_heading = "Baseline")]
    accept_new: bool,
}

impl Baseline {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
        let (scan, accept) = match self {
            Baseline::Create(scan) => (scan, true),
            Baseline::Update(change) => (&change.scan, change.accept_new),
            Baseline::Prune(scan) | Baseline::Show(scan) => (scan, false),
        };
        let setting = scan.setting()?;
        let (path, _) = scan.baseline(&setting.config);
        if let Baseline::Show(_) = self {
            return show(&read(&path)?);
        }
        let create = matches!(self, Baseline::Create(_));
        if create && path.exists() {
            let problem =
                Problem::error("E411", path.to_string_lossy(), "there is a baseline already")
                    .help("change it with `crosscheck baseline update`, or remove it first");
            return Err(problem.into());
        }
        let mut known = if create { Known::default() } else { read(&path)? };
        let scanned = scan.run(&setting, global)?;
        terminal.problems(&scanned.skipped);
        terminal.problems(&scanned.comments);
        terminal.problems(&scanned.notices);
        write(&mut known, &scanned, accept, (&path, &setting, scan), terminal)?;
        Ok(Exit::Clean)
    }
}

/// Reads a baseline that has to be there.
pub(super) fn read(path: &Path) -> Result<Known, Stop> {
    let text = fs::read_to_string(path).map_err(|error| {
        let message = format!("cannot read the baseline: {}", Problem::reason(&error));
        Problem::error("E412", path.to_string_lossy(), message)
            .note("nothing was checked")
            .help("make it with `crosscheck baseline create`, or pass --no-baseline")
    })?;
    Ok(Known::parse(&text, &path.to_string_lossy())?)
}

fn write(
    known: &mut Known,
    scanned: &Scanned,
    accept: bool,
    (path, setting, scan): (&Path, &Setting, &Scan),
    terminal: &Terminal,
) -> Result<(), Stop> {
    let findings = scanned.told(scan.fail_on(&setting.config));
    let update = known.update(&findings, accept, setting.today);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        report::Folder::open(folder)?;
    }
    let text = known.print();
    report::write_file(path, &[], |out| out.write_all(text.as_bytes()))?;
    let left = match update.left {
        0 => String::new(),
        left => format!("; {left} new left out, --accept-new takes them in"),
    };
    let (added, removed) = (update.added, update.removed);
    terminal.say(&format!("{}: +{added} -{removed}{left}", path.display()));
    Ok(())
}

fn show(known: &Known) -> Result<Exit, Stop> {
    terminal::print(|out| {
        for entry in known.entries() {
            let values: Vec<&str> = entry.values.iter().map(String::as_str).collect();
            let values = values.join(", ");
            writeln!(out, "{} {}: {}", entry.id, entry.verdict, visible(&values))?;
            for (name, text) in [("in", entry.info.as_str()), ("reason", entry.reason.as_str())] {
                if !text.is_empty() {
                    writeln!(out, "  {name}: {}", visible(text))?;
                }
            }
            if let Some(until) = &entry.until {
                writeln!(out, "  until: {}", visible(until))?;
            }
        }
        Ok(())
    })?;
    Ok(Exit::Clean)
}
