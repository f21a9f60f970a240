use csv::{ByteRecord, Reader, ReaderBuilder};

/// The rows of a CSV text with the numbers of their lines.
///
/// The separator is the sign that the header line has most of. The lines are counted here, since
/// the parser's own count is off after a CRLF.
pub(super) struct Table<'t> {
    text: &'t str,
    delimiter: u8,
    reader: Reader<&'t [u8]>,
    /// Where the reader started.
    base: usize,
    /// Start of the row read last, and the number of its line.
    start: usize,
    line: usize,
}

impl<'t> Table<'t> {
    pub(super) fn new(text: &'t str) -> Table<'t> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let header = text.trim_start().lines().next().unwrap_or("");
        let count = |sign: u8| header.bytes().filter(|&byte| byte == sign).count();
        let delimiter = if count(b';') > count(b',') { b';' } else { b',' };
        Table { text, delimiter, reader: reader(text, delimiter), base: 0, start: 0, line: 1 }
    }

    /// Reads the next row into `record`; gives the number of its line.
    pub(super) fn next(&mut self, record: &mut ByteRecord) -> Option<usize> {
        if !self.reader.read_byte_record(record).unwrap_or(false) {
            return None;
        }
        let position = self.offset(record.position()?);
        let rest = self.text.get(position..)?;
        let start = position + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        self.line += self.text.get(self.start..start)?.matches('\n').count();
        self.start = start;
        Some(self.line)
    }

    /// Takes the lines below the first of the row read last for rows of their own: a quote that is
    /// never closed swallows them.
    pub(super) fn reread(&mut self) {
        let row_end = self.text.get(self.start..).and_then(|row| row.find('\n'));
        if let Some(next) = row_end.map(|end| self.start + end + 1)
            && next < self.offset(self.reader.position())
        {
            self.base = next;
            self.reader = reader(self.text.get(next..).unwrap_or(""), self.delimiter);
        }
    }

    fn offset(&self, position: &csv::Position) -> usize {
        self.base + usize::try_from(position.byte()).unwrap_or(0)
    }
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}
