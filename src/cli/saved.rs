use std::path::{Path, PathBuf};

use crosscheck::{
    model::Problem,
    report::{self, Dialect, Format, Marks, Report, Saved, Style, Written},
    saved::Manifest,
};

use super::{
    Stop, desk,
    target::Outputs,
    terminal::{self, Terminal},
};

/// Writes the files of a report and keeps the record of them.
#[derive(Debug, Default)]
pub(super) struct Saving {
    dialect: Option<Dialect>,
    manifest: Option<Manifest>,
    /// Files that nothing may be written over.
    kept: Vec<PathBuf>,
    warnings: Vec<Problem>,
    saved: Saved,
}

impl Saving {
    pub(super) fn new(
        dialect: Option<&str>,
        manifest: Option<Manifest>,
        kept: &[PathBuf],
    ) -> Saving {
        let dialect = dialect.and_then(Dialect::parse);
        Saving { dialect, manifest, kept: kept.to_owned(), ..Saving::default() }
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
        for (path, format) in &outputs.files {
            let written =
                report::write_file(path, &self.kept, |out| format.write(report, style, out))?;
            let shown = written.path.to_string_lossy().into_owned();
            self.record(written);
            self.saved.files.push(shown);
        }
        terminal.problems(&self.warnings);
        if let Some(format) = outputs.stdout {
            let style = self.style(Dialect::Plain, terminal.local_marks());
            terminal::print(|out| match format {
                Format::Text => {
                    out.write_all(report::summary(report, style.marks, &self.saved).as_bytes())
                }
                Format::Csv | Format::ClaimsCsv | Format::Jsonl | Format::Xlsx | Format::Html => {
                    format.write(report, style, out).map(drop)
                }
            })?;
        }
        Ok(self.saved)
    }

    fn fill_folder(
        &mut self,
        report: &Report<'_>,
        outputs: &Outputs,
        style: Style,
    ) -> Result<(), Stop> {
        let Some((folder, formats)) = &outputs.folder else { return Ok(()) };
        let mut folder = folder.clone();
        folder.keep(&self.kept);
        let mut names = Vec::new();
        for &format in formats {
            let parts = format.parts(report, report::ROWS);
            for part in &parts {
                let written =
                    folder.write(&part.name, |out| format.write_part(report, style, part, out))?;
                names.push(self.record(written));
            }
            if parts.len() > 1 {
                self.warnings.push(split(format, parts.len()));
            }
        }
        let tables = [Format::Csv, Format::ClaimsCsv];
        if tables.iter().all(|table| formats.contains(table)) {
            let written = folder.write("datapackage.json", |out| {
                report::write_package(report, style.dialect, out).map(|()| 0)
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
            report::write_summary_markdown(report, cut, out).map(|()| 0)
        })?;
        names.push(self.record(written));
        let written = folder.write("summary.json", |out| {
            report::write_summary_json(report, cut, out).map(|()| 0)
        })?;
        names.push(self.record(written));
        if let Some(mut manifest) = self.manifest.take() {
            manifest.sheets = desk::left(folder.path(), &names, &self.kept);
            let written = folder.write(Manifest::NAME, |out| manifest.write(out).map(|()| 0))?;
            names.push(self.record(written));
        }
        self.saved.folder = Some((folder.path().to_string_lossy().into_owned(), names));
        Ok(())
    }

    fn style(&self, default: Dialect, marks: Marks) -> Style {
        Style { dialect: self.dialect.unwrap_or(default), marks }
    }

    /// Keeps count and warning; gives the file's name.
    fn record(&mut self, written: Written<usize>) -> String {
        self.saved.cut += written.result;
        self.warnings.extend(written.warning);
        let name = Path::file_name(&written.path).unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

fn split(format: Format, parts: usize) -> Problem {
    let message = format!("more than {} rows, written as {parts} files", report::ROWS);
    Problem::warning("E305", format.file_name(), message)
        .note("a spreadsheet opens no longer table")
        .help("the numbers in their names give the order; every file has the header")
}
