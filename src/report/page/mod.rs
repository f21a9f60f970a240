//! One page that opens offline and reads without script. Rust works out every place in a picture;
//! the templates only draw, and escape all text.

mod card;
mod grid;
mod matrix;
mod measure;
mod overview;
mod plot;
mod policy;
mod quote;
mod review;
mod scale;
mod shape;
mod sources;
mod text;
mod timeline;
mod verdict;
mod witness;

use std::{
    fmt::Display,
    io::{self, Write},
};

use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior,
    syntax::SyntaxConfig,
    value::{Kwargs, Serde, Value},
};
use serde::Serialize;

use crate::model::{Change, Finding, Verdict};

use self::{
    card::Card, grid::Grid, matrix::Matrix, overview::Overview, policy::content_policy,
    review::ReviewNote, sources::Desk, text::Text,
};
use super::{
    Report, Style,
    message::Messages,
    phrase::{grouped, verdict_meaning, verdict_word},
};

/// Findings up to which all have a card; beyond, those without a dispute are rows of a table.
const CARDS: usize = 1_000;
/// Findings on a page at most, which a browser still opens.
const MOST: usize = 20_000;
const STYLE: &str = include_str!("template/style.css");
const SCRIPT: &str = include_str!("template/script.js");
const TEMPLATES: [(&str, &str); 6] = [
    ("page", include_str!("template/page.html")),
    ("overview", include_str!("template/overview.html")),
    ("card", include_str!("template/card.html")),
    ("quote", include_str!("template/quote.html")),
    ("plot", include_str!("template/plot.html")),
    ("timeline", include_str!("template/timeline.html")),
];

#[derive(Serialize)]
struct Page {
    language: &'static str,
    policy: String,
    overview: Overview,
    grid: Option<Grid>,
    matrix: Option<Matrix>,
    sources: Vec<Text>,
    sections: Vec<Section>,
    orphans: Vec<ReviewNote>,
    shown: usize,
    all: usize,
    /// Whether every finding is new, so that the word says nothing.
    all_new: bool,
}

/// The findings with one verdict.
#[derive(Serialize)]
struct Section {
    verdict: &'static str,
    mark: &'static str,
    word: String,
    meaning: String,
    full: bool,
    cards: Vec<Card>,
}

pub(super) fn write(report: &Report<'_>, style: Style<'_>, out: &mut dyn Write) -> io::Result<()> {
    let environment = environment(style.language.messages()).map_err(io::Error::other)?;
    let template = environment.get_template("page").map_err(io::Error::other)?;
    template
        .render_captured_to(Value::from(Serde(Page::of(report, style)?)), out)
        .map_err(io::Error::other)?;
    Ok(())
}

fn environment(messages: &'static Messages) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?;
    environment.set_syntax(syntax);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    environment.add_function("t", move |key: &str, parts: Kwargs| say(messages, key, &parts));
    environment.add_global("style", Value::from_safe_string(STYLE.to_owned()));
    environment.add_global("script", Value::from_safe_string(SCRIPT.to_owned()));
    Ok(environment)
}

/// A text of the page; a number `n` chooses between one and several.
fn say(messages: &Messages, key: &str, parts: &Kwargs) -> Result<String, Error> {
    if !messages.has(key) {
        return Err(Error::new(ErrorKind::UndefinedError, format!("no message `{key}`")));
    }
    if parts.has("n") {
        let number: usize = parts.get("n")?;
        return Ok(messages.count(key, number, &grouped(&number.to_string())));
    }
    let names: Vec<&str> = parts.args().collect();
    let values = names.iter().map(|name| parts.get(name)).collect::<Result<Vec<Value>, Error>>()?;
    let parts: Vec<(&str, &dyn Display)> =
        names.iter().zip(&values).map(|(name, value)| (*name, value as &dyn Display)).collect();
    Ok(messages.fill(key, &parts))
}

impl Page {
    fn of(report: &Report<'_>, style: Style<'_>) -> io::Result<Page> {
        let messages = style.language.messages();
        let findings = report.first(MOST)?;
        let findings = findings.as_ref();
        let desk = Desk::of(findings, messages);
        let section = |verdict: Verdict| {
            let full = findings.len() <= CARDS || verdict::is_disputed(verdict);
            let card =
                |finding: &Finding| Card::of(finding, &report.reviews.of(&finding.id), &desk, full);
            let of_verdict = findings.iter().filter(|finding| finding.verdict == verdict);
            Section {
                verdict: verdict.name(),
                mark: verdict.mark().0,
                word: verdict_word(verdict, messages),
                meaning: verdict_meaning(verdict, messages),
                full,
                cards: of_verdict.map(card).collect(),
            }
        };
        let is_new = |finding: &Finding| report.reviews.of(&finding.id).change == Change::New;
        Ok(Page {
            language: style.language.name(),
            policy: content_policy(SCRIPT),
            overview: Overview::of(report, style),
            grid: Grid::of(findings, messages),
            matrix: Matrix::of(report)?,
            sources: desk.sources.keys().map(|source| Text::new(source)).collect(),
            sections: Verdict::ALL.map(section).into_iter().collect(),
            orphans: report
                .reviews
                .orphans
                .iter()
                .map(|it| ReviewNote::orphan(it, messages))
                .collect(),
            shown: findings.len(),
            all: report.findings.len(),
            all_new: findings.iter().all(is_new),
        })
    }
}
