use std::path::Path;

use crosscheck::{
    model::Problem,
    report::{self, Format, Report, Saved, Style, Written},
};

use super::{Stop, target::Outputs, terminal::Terminal};

/// Writes the files of a report and keeps the record of them.
#[derive(Debug, Default)]
pub(super) struct Saving {
    warnings: Vec<Problem>,
    saved: Saved,
}

impl Saving {
    /// Writes every file of `outputs`; standard output is not touched.
    pub(super) fn save(
        mut self,
        report: &Report<'_>,
        outputs: &Outputs,
        style: Style,
        terminal: &Terminal,
    ) -> Result<Saved, Stop> {
        if let Some((folder, formats)) = &outputs.folder {
            let mut names = Vec::new();
            for &format in formats {
                let parts = format.parts(report, report::ROWS);
                for part in &parts {
                    let written = folder
                        .write(&part.name, |out| format.write_part(report, style, part, out))?;
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
            let written = folder.write("unchecked.csv", |out| {
                report::write_unchecked(report, style.dialect, out)
            })?;
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
            self.saved.folder = Some((folder.path().to_string_lossy().into_owned(), names));
        }
        for (path, format) in &outputs.files {
            let written = report::write_file(path, |out| format.write(report, style, out))?;
            let shown = written.path.to_string_lossy().into_owned();
            self.record(written);
            self.saved.files.push(shown);
        }
        terminal.problems(&self.warnings);
        Ok(self.saved)
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
