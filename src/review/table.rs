use std::{collections::BTreeMap, fs, io::Cursor, panic::catch_unwind, path::Path};

use calamine::{DataRef, Reader, SheetType, Xlsx};
use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{model::Problem, report::column_key};

use super::ledger;

/// Rows above the header that are looked through for it.
const ABOVE: usize = 20;
/// Columns of a sheet; only a damaged workbook has more.
const COLUMNS: usize = 16_384;
pub(super) const ID: &str = "finding_id";
/// Columns that hold people's words.
const WORDS: [&str; 3] = ["review_status", "review_note", "reviewer"];

/// Rows of a file that has a column of findings' ids, by the names of the columns.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// Names of the columns, in the order of the file.
    pub(super) columns: Vec<String>,
    /// Whether letters may be lost, since it was in an encoding that lacks most.
    pub(super) legacy: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Sheet and line.
    pub(super) place: String,
    cells: BTreeMap<String, String>,
}

impl Row {
    /// The cell of a column, `None` where the file has no such column or the row ends before it.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(|cell| cell.trim())
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str()))
    }

    pub(super) fn has_words(&self) -> bool {
        WORDS
            .iter()
            .any(|name| self.get(name).is_some_and(|cell| !cell.is_empty() && cell != "open"))
    }
}

impl Table {
    /// Reads a CSV file of any usual separator and encoding, or a workbook.
    ///
    /// # Errors
    /// In words, why it cannot be used.
    pub(super) fn read(path: &Path) -> Result<Table, String> {
        let bytes = fs::read(path).map_err(|error| Problem::reason(&error))?;
        let shown = path.to_string_lossy();
        if bytes.starts_with(b"PK\x03\x04") {
            // The reader of workbooks may panic over damaged bytes; a review is not worth the run.
            let read = catch_unwind(|| workbook(bytes, &shown));
            return read.unwrap_or_else(|_| Err("it is no whole workbook".to_owned()));
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err("it is locked with a password or in the old format .xls".to_owned());
        }
        let (text, legacy) = decoded(&bytes);
        let table = [b',', b';', b'\t'].into_iter().find_map(|sign| rows(&text, sign, &shown));
        match table {
            Some(table) => Ok(Table { legacy, ..table? }),
            None if text.trim().is_empty() => Ok(Table::default()),
            None if WORDS.iter().any(|name| text.to_lowercase().contains(name)) => Err(no_ids()),
            None => Ok(Table::default()),
        }
    }
}

fn no_ids() -> String {
    "it has reviews and no column finding_id that says of which findings".to_owned()
}

fn decoded(bytes: &[u8]) -> (String, bool) {
    let nuls = |odd: usize| bytes.iter().skip(odd).step_by(2).take(64).filter(|b| **b == 0).count();
    let encoding: &Encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if nuls(1) > 16 && nuls(0) == 0 => UTF_16LE,
        None if nuls(0) > 16 && nuls(1) == 0 => UTF_16BE,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    (encoding.decode(bytes).0.into_owned(), encoding == WINDOWS_1252)
}

/// The rows below a header that names the ids; `None` where `sign` is not what separates its cells.
fn rows(text: &str, sign: u8, shown: &str) -> Option<Result<Table, String>> {
    let mut reader = ReaderBuilder::new()
        .delimiter(sign)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut record, mut columns, mut above) = (ByteRecord::new(), Vec::new(), 0);
    let mut rows = Vec::new();
    let is_odd = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    let (mut line, mut counted) = (1, 0);
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let rest = text.get(start..).unwrap_or("");
        let start = start + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        line += text.get(counted..start).unwrap_or("").matches('\n').count();
        counted = start;
        let cells: Vec<String> =
            record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        if columns.is_empty() {
            columns = header(&cells);
            above += 1;
            if columns.is_empty() && above > ABOVE {
                return None;
            }
            continue;
        }
        let place = format!("{shown}:{line}");
        if is_odd && cells.iter().any(|cell| cell.contains('\n')) {
            let fault = "a quotation mark that is never closed swallows the rows below it";
            return Some(Err(format!("line {line}: {fault}")));
        }
        rows.extend(row(place, &columns, cells));
    }
    (!columns.is_empty()).then_some(Ok(Table { rows, columns, legacy: false }))
}

fn row(place: String, columns: &[String], cells: Vec<String>) -> Option<Row> {
    let is_empty = cells.iter().all(|cell| cell.trim().is_empty());
    let mut by_name = BTreeMap::new();
    for (name, cell) in columns.iter().zip(cells) {
        if !name.is_empty() {
            by_name.entry(name.clone()).or_insert(cell);
        }
    }
    (!is_empty).then_some(Row { place, cells: by_name })
}

/// The names of the columns, none where these cells are no header.
fn header(cells: &[String]) -> Vec<String> {
    let names = names(cells);
    if names.iter().any(|name| name == ID) { names } else { Vec::new() }
}

/// Cells as names of columns, however they are spelled, and in whatever language a workbook names them.
fn names(cells: &[String]) -> Vec<String> {
    let name = |cell: &String| {
        let cell = cell.trim_start_matches('\u{feff}').trim();
        let spelled = || cell.to_lowercase().replace([' ', '-'], "_");
        let key = column_key(cell).filter(|key| ledger::COLUMNS.contains(key));
        key.map_or_else(spelled, str::to_owned)
    };
    cells.iter().map(name).collect()
}

/// The rows of every sheet that has a column of ids and one of words.
fn workbook(bytes: Vec<u8>, shown: &str) -> Result<Table, String> {
    let fault = |error: &dyn std::fmt::Display| format!("it is no whole workbook: {error}");
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let (mut table, mut words) = (Table::default(), false);
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    for sheet in sheets {
        // Cell by cell: a stray word in the last row would fill the memory with empty rows.
        let mut reader = book.worksheet_cells_reader(&sheet).map_err(|error| fault(&error))?;
        let mut part = Part { place: format!("{shown}:{sheet}"), ..Part::default() };
        while let Some(cell) = reader.next_cell().map_err(|error| fault(&error))? {
            let (number, column) = cell.get_position();
            if part.number != number {
                part.end_row();
                part.number = number;
            }
            let column = column as usize;
            if column >= COLUMNS {
                continue;
            }
            if part.cells.len() <= column {
                part.cells.resize(column + 1, String::new());
            }
            if let Some(place) = part.cells.get_mut(column) {
                *place = printed(cell.get_value());
            }
        }
        part.end_row();
        words |= part.words;
        if part.words && !part.columns.is_empty() {
            table.rows.append(&mut part.rows);
            table.columns = part.columns;
        }
    }
    match table.columns.is_empty() && words {
        true => Err(no_ids()),
        false => Ok(table),
    }
}

/// A sheet of a workbook, as far as it is read.
#[derive(Debug, Default)]
struct Part {
    place: String,
    columns: Vec<String>,
    rows: Vec<Row>,
    /// Whether a column is of people's words.
    words: bool,
    /// The row being read, from 0, and its cells.
    number: u32,
    cells: Vec<String>,
}

impl Part {
    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if !self.columns.is_empty() {
            let place = format!("{}:{}", self.place, self.number + 1);
            self.rows.extend(row(place, &self.columns, cells));
        } else if self.number as usize <= ABOVE {
            let names = names(&cells);
            self.words |= names.iter().any(|name| WORDS.contains(&name.as_str()));
            if names.iter().any(|name| name == ID) {
                self.columns = names;
            }
        }
    }
}

/// What a person sees in a cell.
fn printed(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}
