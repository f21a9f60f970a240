use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::{model::Verdict, report::message::Messages};

/// How the cells of the workbook look, and the words that are ours.
pub(super) struct Look {
    pub(super) messages: &'static Messages,
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) header: Format,
    /// Header of the columns that a reviewer fills.
    pub(super) yours: Format,
    pub(super) text: Format,
    /// Text that stays on one line.
    pub(super) line: Format,
    pub(super) link: Format,
    pub(super) whole: Format,
    pub(super) number: Format,
    pub(super) percent: Format,
    pub(super) date: Format,
    pub(super) count: Format,
    /// What says little or nothing.
    pub(super) faint: Format,
    /// Where a source would meet itself.
    pub(super) same: Format,
    /// A percentage of a few.
    pub(super) few: Format,
    /// The words compared, inside a quote; only properties of the font work there.
    pub(super) words: Format,
    pub(super) plain: Format,
}

const INK: Color = Color::RGB(0x1F_2933);
const RULE: Color = Color::RGB(0xD5_DAE0);

impl Look {
    pub(super) fn new(messages: &'static Messages) -> Look {
        let cell = || {
            Format::new()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin)
                .set_border_color(RULE)
        };
        let figure = || cell().set_align(FormatAlign::Right).set_indent(1);
        let header = || {
            Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_border_bottom(FormatBorder::Thin)
        };
        let faint = || {
            cell()
                .set_background_color(Color::RGB(0xEC_EEF0))
                .set_font_color(Color::RGB(0x59_6570))
                .set_align(FormatAlign::Center)
        };
        Look {
            messages,
            title: Format::new().set_bold().set_font_size(18).set_font_color(INK),
            heading: Format::new().set_bold().set_font_size(13).set_font_color(INK),
            header: header()
                .set_background_color(Color::RGB(0x24_3B53))
                .set_font_color(Color::White),
            yours: header().set_background_color(Color::RGB(0xFF_D966)).set_font_color(INK),
            text: cell().set_text_wrap().set_align(FormatAlign::Left),
            line: cell().set_align(FormatAlign::Left),
            link: cell()
                .set_text_wrap()
                .set_align(FormatAlign::Left)
                .set_font_color(Color::RGB(0x0B_4F8A))
                .set_underline(FormatUnderline::Single),
            whole: figure().set_num_format("0"),
            number: figure().set_num_format("General"),
            percent: cell().set_num_format("0\" %\"").set_align(FormatAlign::Center),
            date: cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            count: cell().set_num_format("0").set_align(FormatAlign::Center),
            faint: faint(),
            same: cell().set_background_color(Color::RGB(0xB8_C0C8)),
            few: faint().set_num_format("0\" %\""),
            words: Format::new()
                .set_bold()
                .set_underline(FormatUnderline::Single)
                .set_font_color(Color::RGB(0x9C_1C00)),
            plain: Format::new(),
        }
    }
}

impl Look {
    /// The formats of the tables.
    pub(super) fn of_tables(&self) -> [&Format; 10] {
        [
            &self.header,
            &self.yours,
            &self.text,
            &self.line,
            &self.link,
            &self.whole,
            &self.number,
            &self.date,
            &self.words,
            &self.plain,
        ]
    }
}

/// Colours of a verdict: blue and orange, which most eyes tell apart, dark enough on light to read.
pub(super) fn tint(verdict: Verdict) -> Format {
    let (ground, ink) = match verdict {
        Verdict::Contradict => (0xF9_C9A3, 0x6B_2B00),
        Verdict::Unclear => (0xFF_EFC2, 0x57_4300),
        Verdict::Changed => (0xE4_DFF3, 0x40_2F73),
        Verdict::Compatible => (0xE1_EEF9, 0x1B_4A73),
        Verdict::Agree => (0xB9_D7F0, 0x0A_3A63),
        Verdict::Single => (0xF1_F3F5, 0x4A_5560),
    };
    Format::new()
        .set_background_color(Color::RGB(ground))
        .set_font_color(Color::RGB(ink))
        .set_bold()
}

/// A reviewed row that asks nothing more.
pub(super) fn done() -> Format {
    Format::new().set_background_color(Color::RGB(0xE9_EBED)).set_font_color(Color::RGB(0x5C_6670))
}

/// `contradict ✗`: the mark comes after the word, so that no cell starts with a sign.
pub(super) fn marked(verdict: Verdict) -> String {
    format!("{} {}", verdict.name(), verdict.mark().0)
}
