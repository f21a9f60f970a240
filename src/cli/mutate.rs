use std::collections::BTreeMap;

use clap::Args;
use crosscheck::gauge::{self, Missed, Planted, Support};
use serde::Serialize;

use super::{
    Global, Stop,
    exit::Exit,
    input::{self, Input},
    terminal::{self, Terminal},
};

/// Plant changed values into copies of the articles, one at a time, and print which were caught
///
/// For each type of claim that an article makes (an attribute of the rules, else the kind of value), one
/// value is changed wherever the article gives that answer: the one that most firmly stands in other
/// articles, too. A number is changed by half or more, a day by a week or more, an hour by three. Then all
/// articles are cross-checked again.
///
/// A change is caught where a finding sets the changed value itself against the answer of another article
/// as `contradict` or `changed`, or names the text as an altered copy of another. Anything else is a miss:
/// `unclear` (a finding doubts it), `allowed` (it stands beside other answers without a conflict), `apart`
/// (it stands in no finding with another article) or `unread` (it stands in no finding).
///
/// The rates are given for changes against another article that answers the same question by its words (an
/// attribute of the rules, or noun and verb), against one where only the equal value told so, and beside
/// the article itself where nobody else gives the value. The last is the easy part, as both texts are alike.
#[derive(Debug, Args)]
pub(super) struct Mutate {
    #[command(flatten)]
    input: Input,
}

/// A planted value as one line.
#[derive(Serialize)]
struct Line<'a> {
    caught: bool,
    article: &'a str,
    line: usize,
    attribute: &'a str,
    kind: &'static str,
    closed: bool,
    corroborated: bool,
    /// Whether nothing but the equal value told that the other article answers the same question.
    by_value: bool,
    was: &'a str,
    planted: &'a str,
    verdict: Option<&'static str>,
    reason: Option<&'static str>,
    /// How near it came where it was missed.
    missed: Option<&'static str>,
}

impl Mutate {
    pub(super) fn execute(&self, global: &Global, terminal: &Terminal) -> Result<Exit, Stop> {
        let Some(request) = self.input.request()? else {
            terminal.error_line("Name a file or folder with articles; --help lists the flags.");
            return Ok(Exit::DidNotRun);
        };
        let rules = input::rules(global)?;
        let inputs = self.input.gather(&request, rules, global, terminal)?;
        let planted =
            gauge::mutate(inputs.articles, rules).map_err(|error| Stop::temporary(&error))?;
        terminal::print(|out| {
            planted.iter().try_for_each(|it| {
                serde_json::to_writer(&mut *out, &line(it))?;
                writeln!(out)
            })
        })?;
        terminal.say(&table(&planted));
        Ok(if inputs.skipped.is_empty() { Exit::Clean } else { Exit::Skipped })
    }
}

fn line(planted: &Planted) -> Line<'_> {
    Line {
        caught: planted.outcome.is_ok(),
        article: &planted.article,
        line: planted.line,
        attribute: &planted.attribute,
        kind: planted.kind.name(),
        closed: planted.closed,
        corroborated: planted.support != Support::Alone,
        by_value: planted.support == Support::Value,
        was: &planted.was,
        planted: &planted.planted,
        verdict: planted.outcome.ok().map(|(verdict, _)| verdict.name()),
        reason: planted.outcome.ok().map(|(_, reason)| reason.name()),
        missed: planted.outcome.err().map(|missed| match missed {
            Missed::Unclear => "unclear",
            Missed::Allowed => "allowed",
            Missed::Apart => "apart",
            Missed::Unread => "unread",
        }),
    }
}

/// What was caught of what was planted, in parts and in all.
fn table(planted: &[Planted]) -> String {
    let mut counts: BTreeMap<(u8, &str), (usize, usize)> = BTreeMap::new();
    for it in planted {
        let group =
            if it.closed { (0, "attributes of the rules") } else { (2, "other attributes") };
        let worded = match (it.closed, it.support) {
            (true, Support::Words | Support::Alone) => {
                Some((1, "attributes of the rules, without those joined by their value alone"))
            }
            (false, Support::Words | Support::Alone) => {
                Some((3, "other attributes, without those joined by their value alone"))
            }
            (true | false, Support::Value) => None,
        };
        let beside = match it.support {
            Support::Words => (4, "against another article that answers the same question"),
            Support::Value => (5, "against another article, joined by their value alone"),
            Support::Alone => (6, "beside the article itself"),
        };
        for part in [Some(group), worded, Some(beside), Some((7, "in all"))].into_iter().flatten() {
            let (caught, all) = counts.entry(part).or_default();
            *caught += usize::from(it.outcome.is_ok());
            *all += 1;
        }
    }
    let rows = counts.into_iter().map(|((_, name), (caught, all))| {
        format!("{name}: {caught} of {all} caught ({} %)", caught * 100 / all.max(1))
    });
    rows.collect::<Vec<_>>().join("\n")
}
