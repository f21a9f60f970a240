use std::{
    collections::{BTreeMap, btree_map::Entry as Slot},
    path::{Path, PathBuf},
};

use crate::model::Problem;
use csv::ByteRecord;

use super::{
    article::unreadable_date,
    date::{self, Stamp},
    table::Table,
    walk::absolute,
};

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
    pub published: Option<Stamp>,
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
        let mut table = Table::new(text);
        let mut record = ByteRecord::new();
        table.next(&mut record);
        let columns = Columns::of(&record).ok_or_else(|| no_path(&shown))?;
        let mut rows: BTreeMap<PathBuf, Row> = BTreeMap::new();
        let mut faults = 0;
        while let Some(line) = table.next(&mut record) {
            if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            let place = format!("{shown}:{line}");
            let read =
                read_row(&record, &columns, &place, to.warnings).and_then(|(file, row)| match rows
                    .entry(absolute(&folder.join(file)))
                {
                    Slot::Occupied(_) => Err("the path stands in an earlier row too".to_owned()),
                    Slot::Vacant(free) => {
                        if !free.key().exists() {
                            to.warnings.push(no_such_file(&place, free.key()));
                        }
                        free.insert(row);
                        Ok(())
                    }
                });
            if let Err(fault) = read {
                to.skipped.push(bad_row(&place, &fault));
                faults += 1;
                if faults == MOST_FAULTS {
                    to.skipped.push(given_up(&place));
                    break;
                }
                table.reread();
            }
        }
        self.rows.extend(rows);
        Ok(())
    }
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
    let row = Row {
        source: cell(columns.source),
        published,
        title: cell(columns.title),
        url: cell(columns.url),
    };
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
    Problem::warning(
        "E104",
        shown,
        "cannot use this manifest: its first row names no column `path`",
    )
    .note("manifest skipped; the articles are read without it")
    .help("the first row names the columns: path,source,published,title,url")
}

fn no_such_file(place: &str, file: &Path) -> Problem {
    Problem::warning("E107", place, format!("there is no file {}", file.to_string_lossy()))
        .note("the row is of no use; the other rows are used")
        .help("paths are relative to the folder of the manifest")
}
