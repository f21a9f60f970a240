use std::{collections::BTreeSet, ops::Range};

use jiff::civil::Date;

use crate::{
    model::{Article, Claim, Document, Markup, Problem, ProblemSeverity, Span},
    value::Kind,
};

/// Comments by which the author of a document takes claims out of the comparison.
#[derive(Clone, Debug, Default)]
pub struct Suppressions {
    pub(super) marks: Vec<Mark>,
    /// How many claims they took out.
    pub claims: usize,
    pub problems: Vec<Problem>,
}

/// What one comment, or one entry of a list, takes out.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub article: String,
    /// Where it is written.
    pub place: String,
    pub kinds: BTreeSet<Kind>,
    /// Where the claims stand that it takes out, in bytes.
    pub reach: Range<usize>,
    pub used: bool,
}

/// A comment as written.
struct Comment<'t> {
    /// The comment with its marks.
    range: Range<usize>,
    /// What stands behind "crosscheck:".
    words: &'t str,
}

/// The command of a comment, with its types and fields.
struct Command<'t> {
    name: &'t str,
    kinds: BTreeSet<Kind>,
    reason: bool,
    until: Option<Date>,
}

impl Suppressions {
    /// Reads the comments of the articles; those that lack a type or a reason, or whose day is over,
    /// take out nothing.
    pub fn read(articles: &[Article], require_reason: bool, today: Date) -> Suppressions {
        let mut found = Suppressions::default();
        for article in articles {
            found.read_article(article, require_reason, today);
        }
        found
    }

    fn read_article(&mut self, article: &Article, require_reason: bool, today: Date) {
        let text = article.text.as_str();
        let comments = comments(text, article.markup);
        for (number, comment) in comments.iter().enumerate() {
            let line = line_of(text, comment.range.start);
            let place = format!("{}:{line}", article.id);
            let command = match command(comment.words) {
                Ok(command) if command.name == "on" => continue,
                Ok(command) => command,
                Err(message) => {
                    self.problems.push(malformed(place, message));
                    continue;
                }
            };
            if require_reason && !command.reason {
                let message = String::from("this comment gives no reason, and takes out nothing");
                self.problems.push(malformed(place, message));
                continue;
            }
            if let Some(day) = command.until.filter(|day| *day < today) {
                let message = format!("this comment held until {day}");
                let problem = Problem::warning("E403", place, message)
                    .note("it takes out nothing any more")
                    .help("remove it, or give it a later day");
                self.problems.push(problem);
                continue;
            }
            let Some(reach) = reach(&command, comment, comments.get(number + 1..), text) else {
                let message = format!("unknown word `{}`", command.name);
                self.problems.push(malformed(place, message));
                continue;
            };
            let mark = Mark {
                article: article.id.clone(),
                place,
                kinds: command.kinds,
                reach,
                used: false,
            };
            self.marks.push(mark);
        }
    }

    /// Takes claims out of the documents.
    pub fn apply(&mut self, documents: &mut [Document]) {
        for document in documents {
            let id = document.article.id.clone();
            let mut marks: Vec<&mut Mark> =
                self.marks.iter_mut().filter(|mark| mark.article == id).collect();
            if marks.is_empty() {
                continue;
            }
            let before = document.claims.len();
            document.claims.retain(|claim| {
                let mut own = marks.iter_mut().filter(|mark| mark.holds(claim));
                own.next().is_none_or(|mark| {
                    mark.used = true;
                    false
                })
            });
            self.claims += before - document.claims.len();
        }
    }

    /// Warnings about comments that took out nothing.
    pub fn unused(&self) -> Vec<Problem> {
        let unused = self.marks.iter().filter(|mark| !mark.used);
        unused
            .map(|mark| {
                let kinds: Vec<&str> = mark.kinds.iter().map(|kind| kind.name()).collect();
                let message =
                    format!("this takes out nothing: no {} stands there", kinds.join(", "));
                Problem::warning("E402", mark.place.as_str(), message).help("remove it")
            })
            .collect()
    }
}

impl Mark {
    fn holds(&self, claim: &Claim) -> bool {
        let Span { start, .. } = claim.span;
        let opens = claim.sentence.start as usize;
        self.kinds.contains(&claim.kind)
            && (self.reach.contains(&(start as usize)) || self.reach.contains(&opens))
    }
}

fn malformed(place: String, message: String) -> Problem {
    let problem = Problem::warning("E401", place, message).note("it takes out nothing");
    let help = "write: crosscheck: ignore-next[duration] reason=\"why\" until=2027-01-01; types are those in \
                brackets behind a finding";
    Problem { severity: ProblemSeverity::Warning, ..problem.help(help) }
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// The comments that speak to this program; in code they are examples of comments.
fn comments(text: &str, markup: Markup) -> Vec<Comment<'_>> {
    const NAME: &str = "crosscheck:";
    let mut found = Vec::new();
    let fenced = if markup == Markup::Markdown { fenced(text) } else { Vec::new() };
    for (at, _) in text.match_indices(NAME) {
        let head = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
        let rest = text.get(at + NAME.len()..).unwrap_or_default();
        let opens = |mark: &str| head.strip_suffix(mark);
        let (before, words, close) = if let Some(before) = opens("<!--") {
            let Some(end) = rest.find("-->") else { continue };
            (before, rest.get(..end).unwrap_or_default(), 3)
        } else {
            let mark = match markup {
                Markup::ReStructuredText => "..",
                Markup::AsciiDoc => "//",
                Markup::Plain => "%",
                Markup::Markdown | Markup::Html => continue,
            };
            let alone = |before: &&str| {
                before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
            };
            let Some(before) = opens(mark).filter(alone) else { continue };
            (before, rest.lines().next().unwrap_or_default(), 0)
        };
        let end = at + NAME.len() + words.len() + close;
        let code = before.ends_with('`') || fenced.iter().any(|range| range.contains(&at));
        if !code {
            found.push(Comment { range: before.len()..end, words: words.trim() });
        }
    }
    found
}

/// The blocks of code between lines of "```" or "~~~".
fn fenced(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let fence = ["```", "~~~"].into_iter().find(|fence| line.trim_start().starts_with(fence));
        match (open, fence) {
            (None, Some(fence)) => open = Some((at, fence)),
            (Some((start, own)), Some(fence)) if own == fence => {
                ranges.push(start..at + line.len());
                open = None;
            }
            (None, None) | (Some(_), None | Some(_)) => {}
        }
        at += line.len();
    }
    ranges.extend(open.map(|(start, _)| start..text.len()));
    ranges
}

fn command(words: &str) -> Result<Command<'_>, String> {
    let name_end = words.find(['[', ' ']).unwrap_or(words.len());
    let (name, rest) = words.split_at_checked(name_end).unwrap_or((words, ""));
    if !["ignore-next", "ignore", "off", "on"].contains(&name) {
        return Err(format!("unknown word `{name}`; known: ignore-next, ignore, off, on"));
    }
    let (types, fields) =
        rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).unwrap_or(("", rest));
    let mut kinds = BTreeSet::new();
    for name in types.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let Some(kind) = Kind::parse(name) else {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            return Err(format!("unknown type `{name}`; known: {}", known.join(", ")));
        };
        kinds.insert(kind);
    }
    if kinds.is_empty() {
        return Err(String::from("this comment names no type"));
    }
    let field = |key: &str| {
        let value = fields.split_once(key)?.1.strip_prefix('=')?;
        let quoted = value.strip_prefix('"').and_then(|value| value.split('"').next());
        quoted.or_else(|| value.split_whitespace().next())
    };
    let until = match field("until") {
        Some(day) => Some(day.parse().map_err(|_| format!("`{day}` is no day; write 2027-01-01"))?),
        None => None,
    };
    let reason = field("reason").is_some_and(|reason| !reason.trim().is_empty());
    Ok(Command { name, kinds, reason, until })
}

/// Where the claims stand that a comment takes out.
fn reach(
    command: &Command<'_>,
    comment: &Comment<'_>,
    later: Option<&[Comment<'_>]>,
    text: &str,
) -> Option<Range<usize>> {
    let (start, end) = (comment.range.start, comment.range.end);
    let tail = text.get(end..).unwrap_or_default();
    match command.name {
        "ignore" => {
            let from = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
            Some(from..end + tail.find('\n').unwrap_or(tail.len()))
        }
        "ignore-next" => {
            // The rest of its own line, else the next line with words.
            let mut at = end;
            for line in tail.split_inclusive('\n') {
                if !line.trim_matches(['|', ' ', '\t', '\n', '\r']).is_empty() {
                    return Some(at..at + line.len());
                }
                at += line.len();
            }
            Some(at..at)
        }
        "off" => {
            let closes = |comment: &&Comment<'_>| {
                let on = self::command(comment.words).ok().filter(|other| other.name == "on");
                on.is_some_and(|on| on.kinds.is_superset(&command.kinds))
            };
            let close = later.unwrap_or_default().iter().find(closes);
            Some(end..close.map_or(text.len(), |comment| comment.range.start))
        }
        _ => None,
    }
}
