use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use csv::{ByteRecord, ReaderBuilder};
use jiff::civil::Date;

use crate::model::Problem;

use super::{article::unreadable_date, date, walk::absolute};

/// Name of the metadata file that may lie in a folder of articles.
pub(super) const NAME: &str = "manifest.csv";
/// Bad rows after which the rest of a manifest is given up.
const MOST_FAULTS: usize = 1000;

/// What manifests say, by the file's absolute path.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest {
    rows: BTreeMap<PathBuf, Row>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    pub source: Option<String>,
    pub published: Option<Date>,
    pub title: Option<String>,
    pub url: Option<String>,
}

/// Where the problems of a manifest go.
pub(super) struct Complaints<'p> {
    pub skipped: &'p mut Vec<Problem>,
    pub warnings: &'p mut Vec<Problem>,
}

/// Positions of the columns in a row.
struct Columns {
    path: usize,
    source: Option<usize>,
    published: Option<usize>,
    title: Option<usize>,
    url: Option<usize>,
    count: usize,
}

impl Columns {
    fn of(header: &ByteRecord) -> Option<Columns> {
        let at = |name: &str| {
            header.iter().position(|cell| cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
        };
        Some(Columns {
            path: at("path")?,
            source: at("source"),
            published: at("published"),
            title: at("title"),
            url: at("url"),
            count: header.len(),
        })
    }
}

impl Manifest {
    pub(super) fn row(&self, absolute: &Path) -> Option<&Row> {
        self.rows.get(absolute)
    }

    /// Adds the rows of a manifest's text; they replace those of manifests added before.
    ///
    /// # Errors
    /// When it has no column `path`.
    pub(super) fn add(
        &mut self,
        path: &Path,
        text: &str,
        to: &mut Complaints<'_>,
    ) -> Result<(), Problem> {
        let shown = path.to_string_lossy();
        let folder = absolute(path.parent().unwrap_or(Path::new("")));
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let delimiter = delimiter(text);
        let mut rows: BTreeMap<PathBuf, Row> = BTreeMap::new();
        let mut columns = None;
        let mut faults = 0;
        // Start of the part being parsed, and the number of its first line.
        let (mut base, mut base_line) = (0, 1);
        'again: loop {
            let rest = text.get(base..).unwrap_or("");
            let mut reader = ReaderBuilder::new()
                .delimiter(delimiter)
                .has_headers(false)
                .flexible(true)
                .from_reader(rest.as_bytes());
            let mut record = ByteRecord::new();
            while reader.read_byte_record(&mut record).unwrap_or(false) {
                let position = record.position().map_or((0, 1), |at| (at.byte(), at.line()));
                let start = base + usize::try_from(position.0).unwrap_or(0);
                let line = base_line + position.1 - 1;
                let Some(columns) = &columns else {
                    columns = Columns::of(&record);
                    if columns.is_none() {
                        return Err(no_path(&shown));
                    }
                    continue;
                };
                if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                    continue;
                }
                let place = format!("{shown}:{line}");
                let fault = match read_row(&record, columns, &place, to.warnings) {
                    Ok((file, row)) => {
                        let file = absolute(&folder.join(&file));
                        if rows.contains_key(&file) {
                            "the path stands in an earlier row too".to_owned()
                        } else {
                            if !file.exists() {
                                to.warnings.push(no_such_file(&place, &file));
                            }
                            rows.insert(file, row);
                            continue;
                        }
                    }
                    Err(fault) => fault,
                };
                to.skipped.push(bad_row(&place, &fault));
                faults += 1;
                if faults == MOST_FAULTS {
                    to.skipped.push(given_up(&place));
                    break 'again;
                }
                // A quote that is never closed swallows the rows below it: start anew there.
                let written = text.get(start..).unwrap_or("");
                let skip = written.len() - written.trim_start_matches(['\r', '\n']).len();
                let next = written.get(skip..).and_then(|row| row.find('\n'));
                let end = base + usize::try_from(reader.position().byte()).unwrap_or(0);
                if let Some(next) = next.map(|next| start + skip + next + 1)
                    && next < end
                {
                    let passed = text.get(base..next).unwrap_or("");
                    base_line += passed.matches('\n').count() as u64;
                    base = next;
                    continue 'again;
                }
            }
            break;
        }
        if columns.is_none() {
            return Err(no_path(&shown));
        }
        self.rows.extend(rows);
        Ok(())
    }
}

/// The separator that the header line has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or("");
    let count = |sign: u8| header.bytes().filter(|&byte| byte == sign).count();
    if count(b';') > count(b',') { b';' } else { b',' }
}

fn read_row(
    record: &ByteRecord,
    columns: &Columns,
    place: &str,
    warnings: &mut Vec<Problem>,
) -> Result<(String, Row), String> {
    if record.len() != columns.count {
        return Err(format!("{} columns expected, {} found", columns.count, record.len()));
    }
    let cell = |at: Option<usize>| {
        let cell = record.get(at?)?.trim_ascii();
        (!cell.is_empty()).then(|| String::from_utf8_lossy(cell).into_owned())
    };
    let path = cell(Some(columns.path)).ok_or("the path is empty")?;
    if path.contains('\0') {
        return Err("the path holds a NUL".to_owned());
    }
    let written = cell(columns.published);
    let published = written.as_deref().and_then(date::parse);
    if let Some(written) = written.filter(|_| published.is_none()) {
        warnings.push(unreadable_date(place, &written));
    }
    let row =
        Row { source: cell(columns.source), published, title: cell(columns.title), url: cell(columns.url) };
    Ok((path, row))
}

fn bad_row(place: &str, fault: &str) -> Problem {
    Problem::warning("E105", place, format!("cannot use this row: {fault}"))
        .note("row skipped; the other rows are used, and the article is read without it")
        .help("a cell that holds a separator or a line break needs double quotes around it")
}

fn given_up(place: &str) -> Problem {
    Problem::warning("E104", place, format!("{MOST_FAULTS} bad rows in this manifest"))
        .note("the rows below are skipped")
        .help("the columns are path, source, published, title, url, named in the first row")
}

fn no_path(shown: &str) -> Problem {
    Problem::warning("E104", shown, "cannot use this manifest: its first row names no column `path`")
        .note("manifest skipped; the articles are read without it")
        .help("the first row names the columns: path,source,published,title,url")
}

fn no_such_file(place: &str, file: &Path) -> Problem {
    Problem::warning("E107", place, format!("there is no file {}", file.to_string_lossy()))
        .note("the row is of no use; the other rows are used")
        .help("paths are relative to the folder of the manifest")
}
