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
    input::Input,
    progress::Progress,
    setting::Configured,
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
    #[command(flatten)]
    configured: Configured,
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
        request.any_language = matches!(self.stage, Stage::Articles);
        let setting = self.configured.setting()?;
        let rules = setting.rules(global)?;
        Input::configure(&mut request, &setting.config);
        let mut told = None;
        terminal::print(|out| {
            let mut lines = Lines::new(out);
            let each = |article: Article| (article.id.clone(), self.lines(article, rules));
            let mut take = |(id, text)| lines.take(id, text);
            let progress = Progress::new(global);
            told = Some(self.input.stream(&request, rules, &each, &mut take, &progress));
            progress.finish();
            lines.finish()
        })?;
        let Some(inputs) = told.transpose()? else { return Ok(Exit::DidNotRun) };
        terminal.inputs(&inputs);
        Ok(if inputs.skipped.is_empty() { Exit::Clean } else { Exit::Skipped })
    }

    fn lines(&self, article: Article, rules: &Rules) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        self.show(article, rules, &mut text)?;
        Ok(text)
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

/// Text that is kept to be put in order.
const KEPT: usize = 64 << 20;

/// Prints the lines of articles: as long as all of them can be kept in the order of the ids, else as
/// they come.
struct Lines<'o> {
    out: &'o mut dyn Write,
    kept: Vec<(String, Vec<u8>)>,
    bytes: usize,
    done: io::Result<()>,
}

impl<'o> Lines<'o> {
    fn new(out: &'o mut dyn Write) -> Lines<'o> {
        Lines { out, kept: Vec::new(), bytes: 0, done: Ok(()) }
    }

    /// Takes the lines of an article; `false` when they cannot be written.
    fn take(&mut self, id: String, text: io::Result<Vec<u8>>) -> bool {
        self.done = text.and_then(|text| {
            self.bytes = self.bytes.saturating_add(text.len());
            if self.bytes <= KEPT {
                self.kept.push((id, text));
                return Ok(());
            }
            self.write()?;
            self.out.write_all(&text)
        });
        self.done.is_ok()
    }

    fn write(&mut self) -> io::Result<()> {
        self.kept.drain(..).try_for_each(|(_, text)| self.out.write_all(&text))
    }

    fn finish(mut self) -> io::Result<()> {
        std::mem::replace(&mut self.done, Ok(()))?;
        self.kept.sort_by(|a, b| a.0.cmp(&b.0));
        self.write()
    }
}
