use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::Path,
};

use jiff::{Timestamp, civil::Time};
use serde::{
    Deserialize, Serialize, Serializer,
    ser::{Error, SerializeSeq},
};
use serde_json::value::to_raw_value;
use sha2::{Digest, Sha256};

use crate::{
    model::{
        Article, FieldOrigin, Problem, ProblemSeverity, Published, Span, Unchecked, Verdict,
        lasting,
    },
    report::{Articles, Counts, Entry, Report},
};

use super::{
    finding::{day, kind, named},
    unreadable,
};

/// What was run on what: enough to prove it, and to show the run again.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Manifest<I = Vec<Input>> {
    schema_version: u32,
    tool: String,
    version: String,
    /// Over the paths and texts of all rules that were in force.
    rules_sha256: String,
    started: String,
    finished: String,
    counts: Numbers,
    /// The files that this run wrote beside this one.
    #[serde(default)]
    pub files: Vec<String>,
    /// Spreadsheets as this run left them, with the hash of each, so that the next run knows which
    /// of them somebody has edited.
    pub sheets: Sheets,
    inputs: I,
    skipped: Vec<Skipped>,
}

/// Hashes of spreadsheets by their names.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Sheets {
    /// Those that this run wrote.
    pub written: BTreeMap<String, String>,
    /// Those of runs before it.
    pub older: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Numbers {
    articles: usize,
    origins: usize,
    claims: usize,
    comparable: usize,
    skipped: usize,
    findings: BTreeMap<String, usize>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Input {
    article: String,
    source: String,
    published: Option<String>,
    published_at: Option<String>,
    published_from: Option<String>,
    modified: Option<String>,
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
    url: Option<String>,
    origin: Option<usize>,
    /// Of the article's text; of plain text that is the file.
    sha256: String,
    /// Values that became no claim.
    #[serde(serialize_with = "on_one_line")]
    unchecked: Vec<Value>,
}

/// Line, kind, why, sentence from and to, value from and to.
type Value = (usize, String, String, u32, u32, u32, u32);

fn on_one_line<S: Serializer>(values: &[Value], serializer: S) -> Result<S::Ok, S::Error> {
    to_raw_value(values).map_err(S::Error::custom)?.serialize(serializer)
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Skipped {
    severity: String,
    code: String,
    place: String,
    message: String,
    excerpt: Option<String>,
    note: Option<String>,
    help: Option<String>,
}

impl Manifest {
    pub const NAME: &str = "manifest.json";

    /// Of a report, before its files are written. `rules` is the hash of the rules, `origins` has
    /// the number of each article's origin, and `started` is when reading began.
    pub fn of(report: &Report<'_>, rules: &str, started: Timestamp) -> Manifest {
        let of_verdict =
            |verdict: Verdict| (verdict.name().to_owned(), report.findings.count(verdict));
        Manifest {
            schema_version: 1,
            tool: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules_sha256: rules.to_owned(),
            started: second(started),
            finished: second(started),
            counts: Numbers {
                articles: report.articles.len(),
                origins: report.counts.origins,
                claims: report.counts.claims,
                comparable: report.counts.comparable,
                skipped: report.problems.len(),
                findings: Verdict::ALL.into_iter().map(of_verdict).collect(),
            },
            files: Vec::new(),
            sheets: Sheets::default(),
            inputs: Vec::new(),
            skipped: report.problems.iter().map(Skipped::of).collect(),
        }
    }

    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// When it is missing or malformed.
    pub fn read(folder: &Path) -> Result<Manifest, Problem> {
        let path = folder.join(Manifest::NAME);
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|error| unreadable(&path, &io::Error::other(error.to_string())))?;
        manifest.check().map_err(|reason| unreadable(&path, &io::Error::other(reason)))?;
        Ok(manifest)
    }

    /// The spreadsheets that the run in a folder left, with their hashes; none where there was none.
    pub fn sheets_in(folder: &Path) -> Sheets {
        #[derive(Default, Deserialize)]
        struct Only {
            sheets: Sheets,
        }
        let text = fs::read_to_string(folder.join(Manifest::NAME)).unwrap_or_default();
        serde_json::from_str::<Only>(&text).unwrap_or_default().sheets
    }

    /// The files that the run in a folder wrote; none where there was none.
    pub fn files_in(folder: &Path) -> Vec<String> {
        #[derive(Default, Deserialize)]
        struct Only {
            #[serde(default)]
            files: Vec<String>,
        }
        let text = fs::read_to_string(folder.join(Manifest::NAME)).unwrap_or_default();
        serde_json::from_str::<Only>(&text).unwrap_or_default().files
    }

    /// Writes it with the articles of the report, each with the number of its origin.
    ///
    /// # Errors
    /// Those of `out`, and when the articles cannot be read back.
    pub fn write(
        self,
        articles: Articles<'_>,
        origins: &[u32],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let manifest = Manifest {
            schema_version: self.schema_version,
            tool: self.tool,
            version: self.version,
            rules_sha256: self.rules_sha256,
            started: self.started,
            finished: second(Timestamp::now()),
            counts: self.counts,
            files: self.files,
            sheets: self.sheets,
            inputs: Inputs { articles, origins },
            skipped: self.skipped,
        };
        serde_json::to_writer_pretty(&mut *out, &manifest)?;
        out.write_all(b"\n")
    }

    fn check(&self) -> Result<(), String> {
        if self.schema_version != 1 {
            return Err(format!("it has version {} and not 1", self.schema_version));
        }
        for input in &self.inputs {
            input.published()?;
            input.unchecked.iter().try_for_each(|value| kind(&value.1).map(drop))?;
        }
        Ok(())
    }

    pub(super) fn findings(&self) -> usize {
        self.counts.findings.values().sum()
    }

    pub(super) fn counts(&self) -> Counts {
        Counts {
            origins: self.counts.origins,
            claims: self.counts.claims,
            comparable: self.counts.comparable,
        }
    }

    pub(super) fn articles(&self) -> Vec<(Article, Vec<Unchecked>)> {
        let article = |input: &Input| Article {
            id: input.article.clone(),
            source: input.source.clone(),
            published: input.published().unwrap_or_default(),
            title: input.title.clone(),
            url: input.url.clone(),
            ..Article::default()
        };
        let inputs = self.inputs.iter();
        inputs.map(|it| (article(it), it.values().unwrap_or_default())).collect()
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let problem = |skipped: &Skipped| Problem {
            severity: match skipped.severity.as_str() {
                "error" => ProblemSeverity::Error,
                _ => ProblemSeverity::Warning,
            },
            code: lasting(&skipped.code),
            message: skipped.message.clone(),
            place: skipped.place.clone(),
            excerpt: skipped.excerpt.as_deref().map(Box::from),
            note: skipped.note.as_deref().map(Box::from),
            help: skipped.help.as_deref().map(Box::from),
        };
        self.skipped.iter().map(problem).collect()
    }
}

/// The articles of a report, one by one.
struct Inputs<'a> {
    articles: Articles<'a>,
    origins: &'a [u32],
}

impl Serialize for Inputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.articles.len()))?;
        for (index, entry) in self.articles.iter().enumerate() {
            let Entry { article, unchecked } = entry.map_err(S::Error::custom)?;
            let origin = self.origins.get(index).map(|origin| *origin as usize);
            list.serialize_element(&Input::of(&article, origin, &unchecked))?;
        }
        list.end()
    }
}

impl Input {
    fn of(article: &Article, origin: Option<usize>, unchecked: &[Unchecked]) -> Input {
        let published = article.published;
        let value = |it: &Unchecked| {
            let (sentence, value) = (it.sentence, it.span);
            let (kind, why) = (it.kind.name().to_owned(), it.why.to_owned());
            (it.line, kind, why, sentence.start, sentence.end, value.start, value.end)
        };
        Input {
            article: article.id.clone(),
            source: article.source.clone(),
            published: published.map(|it| it.date.to_string()),
            published_at: published.and_then(|it| it.time).map(|time| time.to_string()),
            published_from: published.map(|it| it.origin.name().to_owned()),
            modified: article.modified.map(|it| it.date.to_string()),
            title: article.title.clone(),
            author: article.author.clone(),
            language: article.language.clone(),
            url: article.url.clone(),
            origin,
            sha256: sha256([article.text.as_bytes()]),
            unchecked: unchecked.iter().map(value).collect(),
        }
    }

    fn published(&self) -> Result<Option<Published>, String> {
        let time = |text: &String| text.parse::<Time>().map_err(|_| format!("`{text}` is no time"));
        let Some(date) = day(self.published.as_deref())? else { return Ok(None) };
        let from = self.published_from.as_deref().unwrap_or_default();
        let origin = named("origin of a date", from, &FieldOrigin::ALL, FieldOrigin::name)?;
        Ok(Some(Published {
            date,
            time: self.published_at.as_ref().map(time).transpose()?,
            zone: None,
            origin,
        }))
    }

    fn values(&self) -> Result<Vec<Unchecked>, String> {
        let value = |it: &Value| {
            let (line, name, why, start, end, value_start, value_end) = it;
            Ok(Unchecked {
                sentence: Span { start: *start, end: *end },
                span: Span { start: *value_start, end: *value_end },
                line: *line,
                kind: kind(name)?,
                why: lasting(why),
            })
        };
        self.unchecked.iter().map(value).collect()
    }
}

impl Skipped {
    fn of(problem: &Problem) -> Skipped {
        Skipped {
            severity: match problem.severity {
                ProblemSeverity::Error => "error",
                ProblemSeverity::Warning => "warning",
            }
            .to_owned(),
            code: problem.code.to_owned(),
            place: problem.place.clone(),
            message: problem.message.clone(),
            excerpt: problem.excerpt.as_deref().map(str::to_owned),
            note: problem.note.as_deref().map(str::to_owned),
            help: problem.help.as_deref().map(str::to_owned),
        }
    }
}

/// SHA-256 of bytes in pieces, in hexadecimal digits.
pub fn sha256<'b>(pieces: impl IntoIterator<Item = &'b [u8]>) -> String {
    let mut hasher = Sha256::new();
    pieces.into_iter().for_each(|piece| hasher.update(piece));
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// To the second, which is as fine as anybody asks.
fn second(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}
