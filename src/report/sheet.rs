use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{
    cell::{self, Cell},
    dialect::Dialect,
};

/// A CSV file in the making: header first, then rows of typed cells.
pub(super) struct Sheet<'w> {
    out: csv::Writer<&'w mut dyn Write>,
    dialect: Dialect,
    cut: usize,
}

impl<'w> Sheet<'w> {
    pub(super) fn new(
        out: &'w mut dyn Write,
        dialect: Dialect,
        header: &[&str],
    ) -> io::Result<Sheet<'w>> {
        if dialect.has_byte_order_mark() {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let terminator = match dialect.line_end() {
            "\r\n" => Terminator::CRLF,
            _ => Terminator::Any(b'\n'),
        };
        let mut out = WriterBuilder::new()
            .delimiter(u8::try_from(dialect.delimiter()).unwrap_or(b','))
            .terminator(terminator)
            .quote_style(QuoteStyle::Necessary)
            .from_writer(out);
        out.write_record(header)?;
        Ok(Sheet { out, dialect, cut: 0 })
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> io::Result<()> {
        for cell in cells {
            let text = self.print(cell);
            self.out.write_field(text)?;
        }
        self.out.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Ends the file; gives the number of cells cut.
    pub(super) fn finish(mut self) -> io::Result<usize> {
        self.out.flush()?;
        Ok(self.cut)
    }

    fn print(&mut self, cell: Cell) -> String {
        let text = match cell {
            Cell::Empty => return String::new(),
            Cell::Text(text) | Cell::Link(text) => cell::safe(&text),
            Cell::Quote(quote) => quote.whole(),
            Cell::Verdict(verdict) => return verdict.name().to_owned(),
            Cell::Number(number) => {
                let digits = number.normalize().to_string();
                return match self.dialect.decimal_mark() {
                    '.' => digits,
                    mark => digits.replace('.', mark.encode_utf8(&mut [0; 4])),
                };
            }
            Cell::Whole(number) => return number.to_string(),
            Cell::Date(date) => return date.to_string(),
            Cell::Flag(flag) => return flag.to_string(),
        };
        match cell::cut(&text) {
            Some(short) => {
                self.cut += 1;
                short
            }
            None => text,
        }
    }
}
