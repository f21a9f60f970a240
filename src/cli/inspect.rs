use std::io::{self, Write};

use clap::{Args, ValueEnum};
use crosscheck::{
    model::{Article, Unit},
    pipeline,
    report::inspect,
    rule::Rules,
    split::split,
};

use super::{
    Global, Stop,
    exit::Exit,
    input::{self, Input},
    terminal::{self, Terminal},
};

/// Print what one stage makes of the articles, as JSON lines
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// Stage to show
    #[arg(long, value_enum)]
    stage: Stage,
    /// With the mentions, print numbers that count nothing too ("Windows 10", "S&P 500"), each with
    /// its reason
    #[arg(long)]
    no_claims: bool,
    /// Read the inputs as articles (origin), or as the documents of a repository (document), as `check`
    /// does
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Reading::Origin)]
    unit: Reading,
    #[command(flatten)]
    input: Input,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    Articles,
    Sentences,
    Mentions,
    Claims,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Reading {
    Origin,
    Document,
}

impl Inspect {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
        let Some(mut request) = self.input.request()? else {
            terminal.error_line("Name a file or folder with articles; --help lists the flags.");
            return Ok(Exit::DidNotRun);
        };
        request.repository = self.unit == Reading::Document;
        let rules = input::rules(global)?;
        let inputs = self.input.gather(&request, global, terminal)?;
        let exit = if inputs.skipped.is_empty() { Exit::Clean } else { Exit::Skipped };
        let articles = input::in_order(inputs.articles);
        terminal::print(|out| {
            articles.into_iter().try_for_each(|article| self.show(article, rules, out))
        })?;
        Ok(exit)
    }

    fn show(&self, article: Article, rules: &Rules, mut out: &mut dyn Write) -> io::Result<()> {
        match self.stage {
            Stage::Articles => inspect::article(&article, &mut out),
            Stage::Sentences => inspect::sentences(&article, &split(&article, rules), &mut out),
            Stage::Mentions => {
                let (_, mentions) = pipeline::mentions(&article, rules);
                inspect::mentions(&article, &mentions, self.no_claims, &mut out)
            }
            Stage::Claims => {
                let unit = match self.unit {
                    Reading::Origin => Unit::Origin,
                    Reading::Document => Unit::Document,
                };
                let documents =
                    pipeline::documents(vec![article], unit, rules, None, &pipeline::Silent);
                documents.iter().try_for_each(|document| inspect::claims(document, &mut out))
            }
        }
    }
}
