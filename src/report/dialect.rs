/// How a CSV file is written, by what is to open it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// For a spreadsheet in a language with a decimal point.
    #[default]
    Excel,
    /// For a spreadsheet in a language with a decimal comma.
    ExcelEu,
    /// For programs.
    Plain,
}

impl Dialect {
    pub const ALL: [Dialect; 3] = [Dialect::Excel, Dialect::ExcelEu, Dialect::Plain];

    pub fn name(self) -> &'static str {
        match self {
            Dialect::Excel => "excel",
            Dialect::ExcelEu => "excel-eu",
            Dialect::Plain => "plain",
        }
    }

    pub fn parse(name: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// Whether the file starts with a byte order mark, without which Excel misreads UTF-8.
    pub(super) fn has_byte_order_mark(self) -> bool {
        match self {
            Dialect::Excel | Dialect::ExcelEu => true,
            Dialect::Plain => false,
        }
    }

    pub(super) fn delimiter(self) -> char {
        match self {
            Dialect::Excel | Dialect::Plain => ',',
            Dialect::ExcelEu => ';',
        }
    }

    pub(super) fn decimal_mark(self) -> char {
        match self {
            Dialect::Excel | Dialect::Plain => '.',
            Dialect::ExcelEu => ',',
        }
    }

    pub(super) fn line_end(self) -> &'static str {
        match self {
            Dialect::Excel | Dialect::ExcelEu => "\r\n",
            Dialect::Plain => "\n",
        }
    }
}
