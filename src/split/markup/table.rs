use std::ops::Range;

use crate::model::Block;

use super::{Part, inline::Inline, restructured::Line};

/// A table drawn with lines: columns by the place of the marks in its border.
pub(super) struct Drawn {
    columns: Vec<Range<usize>>,
    /// Whether a line of its own ends every row, as in a grid.
    grid: bool,
}

impl Drawn {
    /// The columns that a border draws: "==== ====" or "+----+----+".
    pub(super) fn of(border: &str) -> Option<Drawn> {
        let mark = border.bytes().next()?;
        let (drawn, between) = match mark {
            b'=' => (b'=', b' '),
            b'+' => (b'-', b'+'),
            _ => return None,
        };
        let plain = border.bytes().all(|byte| byte == drawn || byte == between || byte == b'=');
        let mut columns: Vec<Range<usize>> = Vec::new();
        let mut start = None;
        for (at, byte) in border.bytes().chain([between]).enumerate() {
            match (byte == between, start) {
                (false, None) => start = Some(at),
                (true, Some(from)) => {
                    columns.push(from..at);
                    start = None;
                }
                (true, None) | (false, Some(_)) => {}
            }
        }
        let table = Drawn { columns, grid: mark == b'+' };
        (plain && table.columns.len() > 1).then_some(table)
    }

    /// The cells of the lines below the first border; gives how many lines belong to the table.
    pub(super) fn cells(&self, lines: &[Line<'_>], parts: &mut Vec<Part>) -> usize {
        let mut row = 0;
        let mut cells: Vec<Part> = Vec::new();
        let mut taken = 0;
        let mut borders = 1;
        for line in lines {
            if line.is_blank() {
                if self.grid || borders > 2 {
                    break;
                }
                taken += 1;
                continue;
            }
            let border = Drawn::of(line.body).is_some();
            let inside = !self.grid || line.body.starts_with(['|', '+']);
            if !inside {
                break;
            }
            taken += 1;
            let begins = !self.grid && self.cell(line, 0).is_some_and(|range| !range.is_empty());
            if border || begins {
                row += u32::from(!cells.is_empty());
                parts.append(&mut cells);
            }
            if border {
                borders += 1;
                // A simple table ends with its third border, or its second where it has no head.
                if !self.grid && (borders > 2 || row > 1) {
                    break;
                }
                continue;
            }
            self.add(line, row, &mut cells);
        }
        parts.append(&mut cells);
        taken
    }

    fn add(&self, line: &Line<'_>, row: u32, cells: &mut Vec<Part>) {
        for (column, number) in (0..self.columns.len()).zip(0..) {
            let Some(range) = self.cell(line, column) else { continue };
            let block = Block::Cell { row, column: number };
            let known = cells.iter().position(|cell| cell.block == block);
            let place = known.unwrap_or_else(|| {
                cells.push(Part::new(block));
                cells.len() - 1
            });
            if let Some(cell) = cells.get_mut(place) {
                Inline::restructured(line.text, range).read(cell);
            }
        }
    }

    /// The part of a line that stands in a column.
    fn cell(&self, line: &Line<'_>, column: usize) -> Option<Range<usize>> {
        let range = self.columns.get(column)?;
        let last = column + 1 == self.columns.len() && !self.grid;
        // Columns are counted in letters.
        let offset = |letters: usize| {
            line.body.char_indices().nth(letters).map_or(line.body.len(), |(at, _)| at)
        };
        let end = if last { line.body.len() } else { offset(range.end) };
        let start = offset(range.start);
        let words = line.body.get(start..end.max(start))?;
        let from = line.start + start + (words.len() - words.trim_start().len());
        Some(from..from + words.trim().len())
    }
}
