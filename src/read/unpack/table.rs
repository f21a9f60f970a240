use std::io::BufRead;

use super::super::{
    fault::Fault,
    text::{Line, next_line},
};

/// The rows of a table, each with the number of its first line.
///
/// A row goes on over line ends inside quotes. Where a quote is never closed, only the line that it
/// stands in is lost: the lines below are read again as rows of their own.
pub(super) struct Rows<'s> {
    from: &'s mut dyn BufRead,
    delimiter: u8,
    max_line: usize,
    max_row: u64,
    /// Lines to read again, the next one last.
    back: Vec<Vec<u8>>,
    line: u64,
    /// Columns that a row has; unknown for the first.
    columns: Option<usize>,
}

pub(super) type Row = (u64, Result<Vec<Vec<u8>>, Fault>);

impl<'s> Rows<'s> {
    pub(super) fn new(
        from: &'s mut dyn BufRead,
        delimiter: u8,
        max_line: usize,
        max_row: u64,
    ) -> Rows<'s> {
        Rows { from, delimiter, max_line, max_row, back: Vec::new(), line: 0, columns: None }
    }

    /// The next row; the first one settles the number of columns.
    ///
    /// # Errors
    /// What reading says.
    pub(super) fn next(&mut self) -> Result<Option<Row>, Fault> {
        loop {
            let first = self.line + 1;
            let mut lines: Vec<Vec<u8>> = Vec::new();
            let mut state = State::Start;
            let (mut bytes, mut ended, mut torn) = (0, false, false);
            while !ended {
                let Some(line) = self.line()? else { break };
                let Ok(line) = line else {
                    self.reread(lines.split_off(1.min(lines.len())));
                    let at = self.line;
                    return Ok(Some((at, Err(Fault::LongLine { line: at, max: self.max_line }))));
                };
                bytes += line.len() as u64;
                for byte in &line {
                    let next = state.after(*byte, self.delimiter);
                    torn |= state == State::Closing && next == State::Bare && *byte != b'\r';
                    state = next;
                }
                ended = state != State::Quoted || bytes > self.max_row;
                lines.push(line);
            }
            if lines.is_empty() {
                return Ok(None);
            }
            let whole = lines.concat();
            if whole.trim_ascii().is_empty() {
                continue;
            }
            let cells = cells(&whole, self.delimiter);
            let fault = match self.columns {
                // Words behind the quote that ends a cell: it was to begin another.
                _ if state == State::Quoted || (torn && lines.len() > 1) => {
                    Some("a quote is never closed".to_owned())
                }
                Some(columns) if !fits(&cells, columns) => {
                    Some(format!("{columns} columns expected, {} found", cells.len()))
                }
                _ => None,
            };
            let Some(message) = fault else {
                self.columns.get_or_insert(cells.len());
                return Ok(Some((first, Ok(cells))));
            };
            self.reread(lines.split_off(1));
            return Ok(Some((first, Err(Fault::Row { message }))));
        }
    }

    /// The next line, `Err` where it was too long and is passed over.
    fn line(&mut self) -> Result<Option<Result<Vec<u8>, ()>>, Fault> {
        if let Some(line) = self.back.pop() {
            self.line += 1;
            return Ok(Some(Ok(line)));
        }
        let mut buffer = Vec::new();
        let found = next_line(&mut self.from, &mut buffer, self.max_line, &mut 0)?;
        self.line += u64::from(!matches!(found, Line::End));
        Ok(match found {
            Line::Whole => Some(Ok(buffer)),
            Line::Long => Some(Err(())),
            Line::End => None,
        })
    }

    fn reread(&mut self, lines: Vec<Vec<u8>>) {
        self.line -= lines.len() as u64;
        self.back.extend(lines.into_iter().rev());
    }
}

/// Trailing separators add no columns.
fn fits(cells: &[Vec<u8>], columns: usize) -> bool {
    cells.len() >= columns && cells.iter().skip(columns).all(|cell| cell.trim_ascii().is_empty())
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// At the start of a cell.
    Start,
    Bare,
    Quoted,
    /// Behind a quote inside a quoted cell: its end, or the first of two.
    Closing,
}

impl State {
    fn after(self, byte: u8, delimiter: u8) -> State {
        match (self, byte) {
            (State::Start | State::Closing, b'"') => State::Quoted,
            (State::Quoted, b'"') => State::Closing,
            (State::Quoted, _) => State::Quoted,
            (_, b'\n') => State::Start,
            (_, byte) if byte == delimiter => State::Start,
            _ => State::Bare,
        }
    }
}

/// The cells of a row, without their quotes.
pub(super) fn cells(row: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    let mut cells = vec![Vec::new()];
    let mut state = State::Start;
    for byte in row {
        let next = state.after(*byte, delimiter);
        let opens = state == State::Start && next == State::Quoted;
        let ends = next == State::Start && state != State::Quoted;
        if ends {
            cells.push(Vec::new());
        } else if !opens
            && next != State::Closing
            && let Some(cell) = cells.last_mut()
        {
            cell.push(*byte);
        }
        state = next;
    }
    cells
}
