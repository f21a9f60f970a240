use std::num::NonZeroUsize;

use clap::{Args, builder::PossibleValuesParser};
use crosscheck::report::{Dialect, Language, ROWS};

/// How reports are printed.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Printing {
    /// How CSV is written [default: excel, on standard output plain]
    #[arg(long, value_name = "DIALECT",
        value_parser = PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))]
    csv_dialect: Option<String>,
    /// Language of headers and labels; the columns of CSV and the fields of JSON keep their names
    #[arg(long, value_name = "LANGUAGE", default_value = Language::English.name(),
        value_parser = PossibleValuesParser::new(Language::ALL.map(Language::name)))]
    lang: String,
    /// Rows of a CSV file in the report folder; a longer table becomes several files [default: 1000000]
    #[arg(long, value_name = "N")]
    max_rows: Option<NonZeroUsize>,
}

impl Printing {
    pub(super) fn dialect(&self) -> Option<Dialect> {
        self.csv_dialect.as_deref().and_then(Dialect::parse)
    }

    pub(super) fn language(&self) -> Language {
        Language::parse(&self.lang).unwrap_or_default()
    }

    pub(super) fn max_rows(&self) -> usize {
        self.max_rows.map_or(ROWS, NonZeroUsize::get)
    }
}
