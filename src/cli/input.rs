use std::{
    fs,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use crosscheck::{
    config::{Config, Encoding},
    model::{Article, Problem},
    pipeline::{Measure, Observer},
    read::{self, Inputs, Request},
    rule::{Rules, Sources},
    saved::sha256,
};

use super::{Global, Stop, progress::Progress, terminal::Terminal};

/// What to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(super) struct Input {
    /// Files, folders, globs, or - for standard input
    #[arg(value_name = "INPUT", help_heading = "Arguments")]
    inputs: Vec<String>,
    /// Read more inputs from a file, one a line (# starts a comment, - is standard input)
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Read files as this encoding, or those that match a glob: 'articles/**=windows-1252' (repeatable) [default: auto]
    #[arg(long, value_name = "[GLOB=]NAME")]
    encoding: Vec<String>,
    /// Metadata of the articles: path,source,published,title,url
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Of the files in folders read only those that match (repeatable)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Leave out files that match, also those given by name (repeatable)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// What to do about an input that cannot be used [default: skip, for check and baseline fail]
    #[arg(long, value_enum, value_name = "WHAT")]
    bad_input: Option<BadInput>,
    /// Longest line in bytes; a plain text with a longer one is left out, a longer record too
    #[arg(long, value_name = "BYTES", default_value_t = Request::default().max_line)]
    max_line: usize,
    /// Largest plain text in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Request::default().max_file)]
    max_file: u64,
    /// Largest record in bytes: a web page, a message, a document, a row
    #[arg(long, value_name = "BYTES", default_value_t = Request::default().max_record)]
    max_record: u64,
    /// How many times its own size a packed file may unpack to
    #[arg(long, value_name = "N", default_value_t = Request::default().max_ratio)]
    max_ratio: u64,
    /// How deep packed files may lie in one another
    #[arg(long, value_name = "N", default_value_t = Request::default().max_depth)]
    max_depth: usize,
    /// Take it for no error when there is nothing to read
    #[arg(long)]
    allow_empty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum BadInput {
    /// Leave it out and say so
    Skip,
    /// Stop, exit 2
    Fail,
}

impl Input {
    /// The request, `None` when no input is named and nothing is piped in.
    pub(super) fn request(&self) -> Result<Option<Request>, Stop> {
        let mut inputs = self.inputs.clone();
        let mut stdin_taken = false;
        if let Some(list) = &self.files_from {
            stdin_taken = list == Path::new("-");
            let text = if stdin_taken {
                io::read_to_string(io::stdin().lock())
            } else {
                fs::read_to_string(list)
            };
            let text = text.map_err(|error| {
                let message =
                    format!("cannot read the list of inputs: {}", Problem::reason(&error));
                Problem::error("E131", list.to_string_lossy(), message)
                    .help("check the path given to --files-from")
            })?;
            let text = text.trim_start_matches('\u{feff}');
            let lines = text.lines().map(str::trim);
            let named = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
            inputs.extend(named.map(str::to_owned));
        } else if inputs.is_empty() {
            if io::stdin().is_terminal() {
                return Ok(None);
            }
            inputs.push("-".to_owned());
        }
        if stdin_taken && inputs.iter().any(|input| input == "-") {
            let message = "standard input cannot be both the list of inputs and an article";
            return Err(Problem::error("E132", "-", message).into());
        }
        Ok(Some(self.of(inputs)))
    }

    /// The request for these inputs.
    fn of(&self, inputs: Vec<String>) -> Request {
        Request {
            inputs,
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            encodings: self.encoding.clone(),
            manifest: self.manifest.clone(),
            max_line: self.max_line,
            max_file: self.max_file,
            max_record: self.max_record,
            max_ratio: self.max_ratio,
            max_depth: self.max_depth,
            ..Request::default()
        }
    }

    /// Lays what the configuration says of inputs under what the command line says.
    pub(super) fn configure(request: &mut Request, config: &Config) {
        let input = &config.input;
        request.exclude.extend(input.exclude.iter().cloned());
        let written = input.encoding.as_ref().map(Encoding::written).unwrap_or_default();
        request.encodings.splice(0..0, written);
        if !input.text.is_empty() {
            request.fields.push(("text".to_owned(), input.text.clone()));
        }
        let places = [
            ("source", &input.source),
            ("published", &input.published),
            ("title", &input.title),
            ("author", &input.author),
            ("url", &input.url),
        ];
        let told = places.into_iter().filter(|(_, list)| !list.is_empty());
        request.places.extend(told.map(|(field, list)| (field.to_owned(), list.clone())));
    }

    /// The request for the documents of a repository: without inputs those that the configuration
    /// includes, else the working folder.
    pub(super) fn documents(&self, config: &Config) -> Result<Request, Stop> {
        let below = |path: &String| config.path(Path::new(path)).to_string_lossy().into_owned();
        let mut request = match self.inputs.is_empty() && self.files_from.is_none() {
            true if config.input.include.is_empty() => self.of(vec![String::from(".")]),
            true => self.of(config.input.include.iter().map(below).collect()),
            false => self.request()?.unwrap_or_default(),
        };
        Input::configure(&mut request, config);
        request.repository = true;
        Ok(request)
    }

    /// Reads the articles and tells of what could not be used.
    pub(super) fn gather(
        &self,
        request: &Request,
        rules: &Rules,
        global: &Global,
        terminal: &Terminal,
    ) -> Result<Inputs, Stop> {
        let progress = Progress::new(global);
        let inputs = self.read(request, rules, &|article| article, &progress)?;
        progress.finish();
        terminal.inputs(&inputs);
        Ok(inputs)
    }

    /// Reads the articles, as far as they can be used, and keeps what `each` makes of them.
    pub(super) fn read<T: Send>(
        &self,
        request: &Request,
        rules: &Rules,
        each: &(dyn Fn(Article) -> T + Sync),
        observer: &dyn Observer,
    ) -> Result<Inputs<T>, Stop> {
        let mut articles = Vec::new();
        let mut take = |made| {
            articles.push(made);
            true
        };
        let inputs = self.stream(request, rules, each, &mut take, observer)?;
        Ok(Inputs { articles, ..inputs })
    }

    /// Reads the articles and hands over what `each` makes of them, until `take` wants no more.
    pub(super) fn stream<T: Send>(
        &self,
        request: &Request,
        rules: &Rules,
        each: &(dyn Fn(Article) -> T + Sync),
        take: &mut dyn FnMut(T) -> bool,
        observer: &dyn Observer,
    ) -> Result<Inputs<T>, Stop> {
        let listing = read::list(request)?;
        let size = |path: &PathBuf| fs::metadata(path).map_or(0, |found| found.len());
        let bytes = listing.files.iter().filter_map(|entry| entry.path.as_ref()).map(size).sum();
        observer.stage("reading", bytes, Measure::Bytes);
        let mut any = false;
        let mut counted = |made| {
            any = true;
            take(made)
        };
        let tick = |bytes| observer.advance(bytes);
        let mut inputs = read::stream(&listing, rules, io::stdin(), each, &mut counted, &tick);
        if request.repository {
            // A document that is empty says nothing wrong.
            inputs.skipped.retain(|problem| problem.code != "E112");
        }
        let default = if request.repository { BadInput::Fail } else { BadInput::Skip };
        let fail = self.bad_input.unwrap_or(default) == BadInput::Fail;
        if fail && !inputs.skipped.is_empty() {
            return Err(Stop {
                problems: inputs.skipped,
                outcome: Some("stopped, as --bad-input fail asks".to_owned()),
            });
        }
        if !any && !self.allow_empty {
            let place = match request.inputs.as_slice() {
                [] => String::new(),
                [one] => one.clone(),
                [first, rest @ ..] => format!("{first} and {} more", rest.len()),
            };
            let nothing = Problem::error("E130", place, "no article to read")
                .note("nothing was checked")
                .help("name a file or folder with articles, or pass --allow-empty");
            let problems = inputs.warnings.into_iter().chain(inputs.skipped);
            return Err(Stop { problems: problems.chain([nothing]).collect(), outcome: None });
        }
        Ok(inputs)
    }
}

/// The rules of the program with the folders of `--rules` over them.
pub(super) fn sources(global: &Global) -> Result<Sources, Stop> {
    over(Sources::embedded(), global)
}

/// Some rules with the folders of `--rules` over them.
pub(super) fn over(mut sources: Sources, global: &Global) -> Result<Sources, Stop> {
    for folder in &global.rules {
        sources.add_folder(folder)?;
    }
    Ok(sources)
}

/// The compiled rules of the program, under those of the command line. They stay until the program
/// ends, and nothing waits for them to be freed.
pub(super) fn rules(global: &Global) -> Result<&'static Rules, Stop> {
    Ok(Box::leak(Box::new(Rules::compile(&sources(global)?)?)))
}

/// What tells these rules from any others.
pub(super) fn rules_hash(sources: &Sources) -> String {
    let pieces = sources.iter().flat_map(|file| {
        [file.path.as_bytes(), b"\0".as_slice(), file.text.as_bytes(), b"\0".as_slice()]
    });
    sha256(pieces)
}
