use std::{path::PathBuf, str::FromStr};

use crosscheck::{
    model::Problem,
    report::{Folder, Format},
};

use super::Stop;

/// `FORMAT` or `FORMAT=PATH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    format: Format,
    path: Option<PathBuf>,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Target, String> {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) => (name, Some(path)),
            None => (text, None),
        };
        let Some(format) = Format::parse(name) else {
            let known = Format::ALL.map(Format::name).join(", ");
            return Err(format!("unknown format `{name}`; known are {known}"));
        };
        match path {
            Some("") => Err("a path is missing after `=`".to_owned()),
            path => Ok(Target { format, path: path.map(PathBuf::from) }),
        }
    }
}

/// Where each format goes.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    /// The report folder, with the formats that go there.
    pub(super) folder: Option<(Folder, Vec<Format>)>,
    /// Single files.
    pub(super) files: Vec<(PathBuf, Format)>,
    pub(super) stdout: Option<Format>,
    /// Folders that get files.
    pub(super) touched: Vec<PathBuf>,
}

const DEFAULT: [Format; 5] =
    [Format::Html, Format::Xlsx, Format::Csv, Format::ClaimsCsv, Format::Jsonl];

impl Outputs {
    /// Sorts the targets out and tests every folder for writability. Without `--format` the usual
    /// files go to the report folder; a format without a path goes there when `--out` is given.
    pub(super) fn open(targets: &[Target], out: Option<&PathBuf>) -> Result<Outputs, Stop> {
        let mut outputs = Outputs::default();
        let mut in_folder = if targets.is_empty() { DEFAULT.to_vec() } else { Vec::new() };
        for target in targets {
            match &target.path {
                Some(path) if path.as_os_str() != "-" => {
                    outputs.files.push((path.clone(), target.format));
                }
                None if out.is_some() && target.format != Format::Text => {
                    in_folder.push(target.format);
                }
                Some(_) | None => outputs.take_stdout(target.format)?,
            }
        }
        // The folder is the run that later commands read.
        if !in_folder.is_empty() || out.is_some() {
            in_folder.push(Format::Jsonl);
        }
        in_folder.sort_unstable();
        in_folder.dedup();
        if !in_folder.is_empty() || out.is_some() {
            let path = out.cloned().unwrap_or_else(|| PathBuf::from("out"));
            outputs.folder = Some((Folder::open(&path)?, in_folder));
            outputs.touched.push(path);
        }
        for (path, _) in &outputs.files {
            if path.is_dir() {
                let message = "cannot write a report over a folder";
                return Err(Problem::error("E300", path.to_string_lossy(), message).into());
            }
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            let parent = parent.map_or_else(|| PathBuf::from("."), PathBuf::from);
            Folder::open(&parent)?;
            outputs.touched.push(parent);
        }
        Ok(outputs)
    }

    fn take_stdout(&mut self, format: Format) -> Result<(), Stop> {
        match self.stdout.replace(format) {
            Some(first) if first != format => {
                let (first, second) = (first.name(), format.name());
                let message = format!(
                    "only one format can go to standard output, not both {first} and {second}"
                );
                let problem = Problem::error("E304", "", message).help(format!(
                    "give one a path (--format {second}=PATH), or name a folder with --out DIR"
                ));
                Err(problem.into())
            }
            _ => Ok(()),
        }
    }
}
