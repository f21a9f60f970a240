use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crosscheck::{
    model::Problem,
    report::{self, Dialect, Format, Marks, Part, Report, Saved, Style, Written},
    saved::Manifest,
};
use rayon::prelude::*;

use super::{
    Stop, desk,
    printing::Printing,
    target::Outputs,
    terminal::{self, Terminal},
};

/// Writes the files of a report and keeps the record of them.
#[derive(Debug)]
pub(super) struct Saving<'p> {
    printing: &'p Printing,
    /// With the number of each article's origin.
    manifest: Option<(Manifest, Vec<u32>)>,
    /// Files that nothing may be written over.
    kept: Vec<PathBuf>,
    warnings: Vec<Problem>,
    saved: Saved,
}

impl<'p> Saving<'p> {
    pub(super) fn new(
        printing: &'p Printing,
        manifest: Option<(Manifest, Vec<u32>)>,
        kept: &[PathBuf],
    ) -> Saving<'p> {
        let (warnings, saved) = (Vec::new(), Saved::default());
        Saving { printing, manifest, kept: kept.to_owned(), warnings, saved }
    }

    /// Writes every file of `outputs`, then to standard output.
    pub(super) fn save(
        mut self,
        report: &Report<'_>,
        outputs: &Outputs,
        terminal: &Terminal,
    ) -> Result<Saved, Stop> {
        let style = self.style(Dialect::Excel, terminal.marks);
        self.fill_folder(report, outputs, style)?;
        let write = |(path, format): &(PathBuf, Format)| {
            let page = page_beside(path, &outputs.files);
            let style = Style { page: page.as_deref(), ..style };
            report::write_file(path, &self.kept, |out| format.write(report, style, out))
        };
        for written in at_once(&outputs.files, write) {
            let written = written?;
            let shown = written.path.to_string_lossy().into_owned();
            self.record(written);
            self.saved.files.push(shown);
        }
        terminal.problems(&self.warnings);
        if let Some(format) = outputs.stdout {
            let style = self.style(Dialect::Plain, terminal.local_marks());
            terminal::print(|out| match format {
                Format::Text => {
                    out.write_all(report::summary(report, style, &self.saved).as_bytes())
                }
                Format::Html
                | Format::Xlsx
                | Format::Csv
                | Format::ClaimsCsv
                | Format::Jsonl
                | Format::Markdown
                | Format::ClaimReview => format.write(report, style, out).map(drop),
            })?;
        }
        Ok(self.saved)
    }

    fn fill_folder(
        &mut self,
        report: &Report<'_>,
        outputs: &Outputs,
        style: Style<'_>,
    ) -> Result<(), Stop> {
        let Some((folder, formats)) = &outputs.folder else { return Ok(()) };
        let mut folder = folder.clone();
        folder.keep(&self.kept);
        let (mut names, mut page) = (Vec::new(), None);
        let most = self.printing.max_rows();
        // Others lead to the page by the name that it got.
        let (pages, others): (Vec<Format>, Vec<Format>) =
            formats.iter().partition(|format| **format == Format::Html);
        for formats in [pages, others] {
            let mut parts = Vec::new();
            for format in formats {
                let own = format.parts(report, most).map_err(|error| Stop::temporary(&error))?;
                if own.len() > 1 {
                    self.warnings.push(split(format, own.len(), most));
                }
                parts.extend(own.into_iter().map(|part| (format, part)));
            }
            let style = Style { page: page.as_deref(), ..style };
            let write = |(format, part): &(Format, Part)| {
                folder.write(&part.name, |out| format.write_part(report, style, part, out))
            };
            for written in at_once(&parts, write) {
                names.push(self.record(written?));
            }
            page = names.last().cloned();
        }
        let tables = [Format::Csv, Format::ClaimsCsv];
        if tables.iter().all(|table| formats.contains(table)) {
            let written = folder.write("datapackage.json", |out| {
                report::write_package(report, style, most, out).map(|()| 0)
            })?;
            names.push(self.record(written));
        }
        let written = folder
            .write("unchecked.csv", |out| report::write_unchecked(report, style.dialect, out))?;
        names.push(self.record(written));
        let written = folder.write("skipped.csv", |out| {
            report::write_skipped(report.problems, style.dialect, out)
        })?;
        names.push(self.record(written));
        let cut = self.saved.cut;
        let written = folder.write("summary.md", |out| {
            report::write_summary_markdown(report, style, cut, out).map(|()| 0)
        })?;
        names.push(self.record(written));
        let written = folder.write("summary.json", |out| {
            report::write_summary_json(report, cut, out).map(|()| 0)
        })?;
        names.push(self.record(written));
        self.remove_stale(folder.path(), formats, &names);
        if let Some((mut manifest, origins)) = self.manifest.take() {
            manifest.files.clone_from(&names);
            manifest.sheets = desk::left(folder.path(), &names, &self.kept);
            let written = folder.write(Manifest::NAME, |out| {
                manifest.write(report.articles, &origins, out).map(|()| 0)
            })?;
            names.push(self.record(written));
        }
        self.saved.folder = Some((folder.path().to_string_lossy().into_owned(), names));
        Ok(())
    }

    /// Removes what the last run wrote of a format that is in other files now: its parts, where there
    /// are fewer. Their words are in the ledger already.
    fn remove_stale(&mut self, folder: &Path, formats: &[Format], names: &[String]) {
        for name in Manifest::files_in(folder) {
            let path = folder.join(&name);
            let is_stale = !names.contains(&name)
                && !self.kept.contains(&path)
                && formats.iter().any(|format| format.makes(&name));
            if !is_stale {
                continue;
            }
            if let Err(error) = fs::remove_file(&path)
                && error.kind() != io::ErrorKind::NotFound
            {
                let reason = Problem::reason(&error);
                let message = format!("cannot remove this file of the last run: {reason}");
                self.warnings.push(Problem::warning("E306", path.to_string_lossy(), message));
            }
        }
    }

    fn style(&self, default: Dialect, marks: Marks) -> Style<'static> {
        let dialect = self.printing.dialect().unwrap_or(default);
        Style { dialect, marks, language: self.printing.language(), page: None }
    }

    /// Keeps count and warning; gives the file's name.
    fn record(&mut self, written: Written<usize>) -> String {
        self.saved.cut += written.result;
        self.warnings.extend(written.warning);
        let name = Path::file_name(&written.path).unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

/// What writing each file gave, in their order.
fn at_once<F: Sync>(
    files: &[F],
    write: impl Fn(&F) -> Result<Written<usize>, Problem> + Sync,
) -> Vec<Result<Written<usize>, Problem>> {
    files.par_iter().with_max_len(1).map(&write).collect()
}

/// The name of the page that goes into the same folder.
fn page_beside(path: &Path, files: &[(PathBuf, Format)]) -> Option<String> {
    let is_beside = |other: &Path| other.parent() == path.parent();
    let page = files.iter().find(|(other, format)| *format == Format::Html && is_beside(other));
    Some(page?.0.file_name()?.to_string_lossy().into_owned())
}

fn split(format: Format, parts: usize, most: usize) -> Problem {
    let message = format!("more than {most} rows, written as {parts} files");
    Problem::warning("E305", format.file_name(), message)
        .help("the numbers in their names give the order; every file has the header")
}
