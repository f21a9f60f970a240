use std::io::{self, Write};

use crate::model::Problem;

use super::{cell::Cell, dialect::Dialect, sheet::Sheet};

pub(super) const COLUMNS: [&str; 5] = ["place", "code", "message", "note", "help"];

pub(super) fn write(
    problems: &[Problem],
    dialect: Dialect,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let mut sheet = Sheet::new(out, dialect, &COLUMNS)?;
    for problem in problems {
        sheet.row(row(problem))?;
    }
    sheet.finish()
}

pub(super) fn row(problem: &Problem) -> [Cell; 5] {
    [
        Cell::text(&problem.place),
        Cell::text(problem.code),
        Cell::text(&problem.message),
        Cell::optional_text(problem.note.as_deref()),
        Cell::optional_text(problem.help.as_deref()),
    ]
}
