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
            let partial = self.grid && !border && self.is_ruled_in_part(line);
            let inside = !self.grid || line.body.starts_with(['|', '+']);
            if !inside {
                break;
            }
            taken += 1;
            let begins = !self.grid && self.cell(line, 0).is_some_and(|range| !range.is_empty());
            if border || begins || partial {
                row += u32::from(!cells.is_empty());
                // A head that spans rows is that of each.
                let head =
                    cells.iter().find(|cell| partial && !self.is_ruled(line, 0) && is_head(cell));
                let head =
                    head.map(|head| Part { block: Block::Cell { row, column: 0 }, ..head.clone() });
                parts.append(&mut cells);
                cells.extend(head);
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
        let mut spanned = 0;
        for (column, number) in (0..self.columns.len()).zip(0..) {
            if column < spanned || self.grid && self.is_ruled(line, column) {
                continue;
            }
            let last = self.span(line, column);
            spanned = last + 1;
            let ends = self.cell(line, column).zip(self.cell(line, last));
            let Some(range) = ends.map(|(first, last)| first.start..last.end.max(first.start))
            else {
                continue;
            };
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

    /// The last column of the cell that begins in one: no mark stands between those of a cell.
    fn span(&self, line: &Line<'_>, column: usize) -> usize {
        let ends = |column: &usize| {
            let end = self.columns.get(*column).map_or(0, |range| range.end);
            let mark = line.body.chars().nth(end);
            !self.grid || mark.is_none_or(|mark| matches!(mark, '|' | '+'))
        };
        (column..self.columns.len()).find(ends).unwrap_or(column)
    }

    fn is_ruled(&self, line: &Line<'_>, column: usize) -> bool {
        let words = self.cell(line, column).and_then(|range| line.text.get(range));
        words.is_some_and(|words| {
            words.len() > 1 && words.bytes().all(|it| matches!(it, b'-' | b'='))
        })
    }

    /// Whether a line ends some cells, and others go on.
    fn is_ruled_in_part(&self, line: &Line<'_>) -> bool {
        line.body.contains("+-")
            && (0..self.columns.len()).any(|column| self.is_ruled(line, column))
            || line.body.starts_with("+-")
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

fn is_head(cell: &Part) -> bool {
    matches!(cell.block, Block::Cell { column: 0, .. })
}
