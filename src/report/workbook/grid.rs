use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Url, Worksheet, XlsxError};

use crate::report::cell::{self, Cell, Quote};

use super::look::{Look, marked};

/// Links of a sheet; a spreadsheet drops all of them beyond 65 530.
const LINKS: usize = 65_000;
/// UTF-16 units in the target of a link.
const TARGET: usize = 2_000;
/// Bytes of a quote that takes markup.
const RICH: usize = 4_000;
/// Height of a line and of the highest row, in points.
const LINE: usize = 15;
const HIGHEST: u32 = 409;
/// Digits that a number keeps in a spreadsheet.
const DIGITS: usize = 15;

/// A column of a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) width: f64,
    pub(super) fit: Fit,
}

/// What happens to text that is wider than its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Wrap,
    OneLine,
}

/// A sheet that is filled row by row from the top.
pub(super) struct Grid<'w> {
    pub(super) sheet: &'w mut Worksheet,
    pub(super) look: &'w Look,
    pub(super) row: u32,
    tally: Tally,
    links: usize,
    /// Widths of the columns, as far as they are known.
    widths: Vec<f64>,
    /// Lines that the row takes.
    lines: usize,
}

/// What did not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Cells cut.
    pub(super) cut: usize,
    /// Links written as text.
    pub(super) unlinked: usize,
}

impl Tally {
    pub(super) fn add(&mut self, other: Tally) {
        self.cut += other.cut;
        self.unlinked += other.unlinked;
    }
}

impl<'w> Grid<'w> {
    pub(super) fn new(
        sheet: &'w mut Worksheet,
        name: &str,
        look: &'w Look,
    ) -> Result<Grid<'w>, XlsxError> {
        sheet.set_name(name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3).set_footer("&L&A&R&P / &N");
        Ok(Grid {
            sheet,
            look,
            row: 0,
            tally: Tally::default(),
            links: 0,
            widths: Vec::new(),
            lines: 1,
        })
    }

    pub(super) fn widths(&mut self, widths: &[f64]) -> Result<(), XlsxError> {
        for (column, width) in (0..).zip(widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        self.widths = widths.to_vec();
        Ok(())
    }

    /// Goes to the next row. Not every spreadsheet makes a row as high as its text, so we do.
    pub(super) fn next(&mut self) -> Result<(), XlsxError> {
        if self.lines > 1 {
            let height = u32::try_from(self.lines * LINE).unwrap_or(HIGHEST).min(HIGHEST);
            self.sheet.set_row_height(self.row, height)?;
        }
        self.lines = 1;
        self.row += 1;
        Ok(())
    }

    /// Sets the widths and writes the names of the columns; they stay in sight and on every page. Those
    /// that are `yours` to fill have another colour.
    pub(super) fn header(&mut self, columns: &[Column], yours: &[&str]) -> Result<(), XlsxError> {
        let widths: Vec<f64> = columns.iter().map(|column| column.width).collect();
        self.widths(&widths)?;
        for (column, Column { name, .. }) in (0..).zip(columns) {
            let header = self.look.messages.header(name);
            let is_yours = yours.contains(name);
            let format = if is_yours { &self.look.yours } else { &self.look.header };
            self.sheet.write_string_with_format(self.row, column, header, format)?;
            self.measure(column, Fit::Wrap, header);
        }
        self.sheet.set_repeat_rows(self.row, self.row)?;
        self.lines = self.lines.max(2);
        self.next()
    }

    pub(super) fn row(
        &mut self,
        columns: &[Column],
        cells: impl IntoIterator<Item = Cell>,
    ) -> Result<(), XlsxError> {
        for ((at, column), cell) in (0..).zip(columns).zip(cells) {
            self.cell(at, column.fit, cell)?;
        }
        self.next()
    }

    /// Text of ours in a format of its own.
    pub(super) fn say(
        &mut self,
        column: u16,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let text = self.fitting(cell::safe(text));
        self.sheet.write_string_with_format(self.row, column, text, format)?;
        Ok(())
    }

    /// Text that leads to a place in a file beside the workbook or in the workbook.
    pub(super) fn leads(&mut self, column: u16, text: &str, target: &str) -> Result<(), XlsxError> {
        let text = self.fitting(cell::safe(text));
        self.measure(column, Fit::Wrap, &text);
        self.link(column, text, target)
    }

    pub(super) fn cell(&mut self, column: u16, fit: Fit, cell: Cell) -> Result<(), XlsxError> {
        let (row, look) = (self.row, self.look);
        let format = match fit {
            Fit::Wrap => &look.text,
            Fit::OneLine => &look.line,
        };
        match cell {
            Cell::Empty => {
                self.sheet.write_blank(row, column, format)?;
            }
            Cell::Text(text) => {
                let text = self.fitting(cell::safe(&text));
                self.measure(column, fit, &text);
                self.sheet.write_string_with_format(row, column, text, format)?;
            }
            Cell::Verdict(verdict) => {
                self.sheet.write_string_with_format(row, column, marked(verdict), format)?;
            }
            Cell::Quote(quote) => self.quote(column, &quote, format)?,
            Cell::Link(target) => {
                let text = self.fitting(cell::safe(bare(&target)));
                let web = target.starts_with("http://") || target.starts_with("https://");
                if web {
                    self.link(column, text, &target)?;
                } else {
                    self.measure(column, fit, &text);
                    self.sheet.write_string_with_format(row, column, text, format)?;
                }
            }
            Cell::Number(number) => match exact(number) {
                Some(float) => {
                    self.sheet.write_number_with_format(row, column, float, &look.number)?;
                }
                None => {
                    let digits = cell::safe(&number.normalize().to_string());
                    self.sheet.write_string_with_format(row, column, digits, format)?;
                }
            },
            Cell::Whole(number) => match exact(Decimal::from(number)) {
                Some(float) => {
                    self.sheet.write_number_with_format(row, column, float, &look.whole)?;
                }
                None => {
                    self.sheet.write_string_with_format(row, column, number.to_string(), format)?;
                }
            },
            Cell::Date(date) => match excel(date) {
                Some(day) => {
                    self.sheet.write_datetime_with_format(row, column, day, &look.date)?;
                }
                None => {
                    let day = cell::safe(&date.to_string());
                    self.sheet.write_string_with_format(row, column, day, format)?;
                }
            },
            Cell::Flag(flag) => {
                let word = if flag { "true" } else { "false" };
                self.sheet.write_string_with_format(row, column, word, format)?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Tally {
        self.tally
    }

    fn quote(&mut self, column: u16, quote: &Quote, format: &Format) -> Result<(), XlsxError> {
        let whole = quote.whole();
        let text = self.fitting(whole.clone());
        self.measure(column, Fit::Wrap, &text);
        let (plain, words) = (&self.look.plain, &self.look.words);
        let parts = [(plain, &*quote.before), (words, &*quote.value), (plain, &*quote.after)];
        // A part without a letter makes a file that no spreadsheet opens, and the markup counts.
        if quote.value.trim().is_empty() || whole.len() > RICH {
            self.sheet.write_string_with_format(self.row, column, text, format)?;
        } else {
            self.sheet.write_rich_string_with_format(self.row, column, &parts, format)?;
        }
        Ok(())
    }

    fn link(&mut self, column: u16, text: String, target: &str) -> Result<(), XlsxError> {
        let fits = target.encode_utf16().count() <= TARGET
            && !target.chars().any(|letter| letter.is_control() || letter.is_whitespace());
        if fits && self.links < LINKS && !text.is_empty() {
            self.links += 1;
            let url = Url::new(target).set_text(text);
            self.sheet.write_url_with_format(self.row, column, url, &self.look.link)?;
        } else {
            self.tally.unlinked += 1;
            self.sheet.write_string_with_format(self.row, column, text, &self.look.text)?;
        }
        Ok(())
    }

    fn measure(&mut self, column: u16, fit: Fit, text: &str) {
        if let (Fit::Wrap, Some(width)) = (fit, self.widths.get(usize::from(column))) {
            self.lines = self.lines.max(lines(text, *width));
        }
    }

    /// Text that a cell takes. What stands between these tags is written to the file as it is.
    fn fitting(&mut self, text: String) -> String {
        let text = if text.starts_with("<r>") { format!("“{text}”") } else { text };
        match cell::cut(&text) {
            Some(short) => {
                self.tally.cut += 1;
                short
            }
            None => text,
        }
    }
}

/// Lines that text takes in a column: words are not broken unless they are wider than it.
fn lines(text: &str, width: f64) -> usize {
    let units = |word: &str| -> f64 {
        word.chars().map(|letter| if letter < '\u{1100}' { 0.85 } else { 1.7 }).sum()
    };
    let (mut lines, mut used) = (1, 0.0);
    for word in text.split(' ') {
        let word = units(word);
        if used > 0.0 && used + 1.0 + word > width {
            lines += 1;
            used = 0.0;
        } else if used > 0.0 {
            used += 1.0;
        }
        used += word;
        while used > width {
            lines += 1;
            used -= width;
        }
    }
    lines
}

/// A URL without the words that it points at in the page.
fn bare(url: &str) -> &str {
    let url = url.split(":~:text=").next().unwrap_or(url);
    url.strip_suffix('#').unwrap_or(url)
}

/// The number as a spreadsheet keeps it, where no digit is lost.
fn exact(number: Decimal) -> Option<f64> {
    let digits = number.normalize().to_string();
    let significant = digits.trim_start_matches(['-', '0', '.']).bytes();
    if significant.filter(u8::is_ascii_digit).count() > DIGITS {
        return None;
    }
    digits.parse().ok()
}

fn excel(date: Date) -> Option<ExcelDateTime> {
    let [year, month, day] = [date.year(), date.month().into(), date.day().into()];
    let (year, month, day) = (year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}
