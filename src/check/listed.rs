//! `suppressions.toml`: claims taken out of files that hold no comments, known by their words.

use std::{fs, io, ops::Range, path::Path};

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use crate::{
    model::{Article, Problem},
    rule::parse_toml,
    value::Kind,
};

use super::suppression::{Mark, Suppressions};

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    suppress: Vec<Spanned<Entry>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The document, as seen from the folder of the configuration.
    path: String,
    /// Words of the document in which the values stand.
    quote: String,
    types: Vec<String>,
    reason: String,
    until: Option<String>,
}

impl Suppressions {
    /// Takes in the entries of a file, if it is there; `id` gives an article's id for a path.
    ///
    /// # Errors
    /// A file that cannot be read, and all its faults.
    pub fn read_list(
        &mut self,
        file: &Path,
        articles: &[Article],
        id: impl Fn(&str) -> String,
        today: Date,
    ) -> Result<(), Vec<Problem>> {
        let shown = file.to_string_lossy();
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                let message = format!("cannot read this list: {}", Problem::reason(&error));
                return Err(vec![Problem::error("E405", shown, message)]);
            }
        };
        let list: List = parse_toml(&shown, &text)?;
        for entry in list.suppress {
            let line = text.get(..entry.span().start).unwrap_or_default().matches('\n').count() + 1;
            let place = format!("{shown}:{line}");
            match entry.into_inner().marks(&place, articles, &id, today) {
                Ok(marks) => self.marks.extend(marks),
                Err(message) => {
                    let problem = Problem::warning("E404", place, message);
                    self.problems.push(problem.note("it takes out nothing"));
                }
            }
        }
        Ok(())
    }
}

impl Entry {
    fn marks(
        &self,
        place: &str,
        articles: &[Article],
        id: impl Fn(&str) -> String,
        today: Date,
    ) -> Result<Vec<Mark>, String> {
        let kinds = self.types.iter().map(|name| Kind::parse(name).ok_or(name));
        let kinds = kinds.collect::<Result<_, _>>();
        let kinds = kinds.map_err(|name| format!("unknown type `{name}`"))?;
        if self.reason.trim().is_empty() {
            return Err(String::from("this entry gives no reason"));
        }
        let until = self.until.as_deref().map(|day| {
            day.parse::<Date>().map_err(|_| format!("`{day}` is no day; write 2027-01-01"))
        });
        if let Some(day) = until.transpose()?.filter(|day| *day < today) {
            return Err(format!("this entry held until {day}"));
        }
        let article = id(&self.path);
        let Some(article) = articles.iter().find(|it| it.id == article) else {
            return Err(format!("no document `{}` was read", self.path));
        };
        let reaches = places(&self.quote, &article.text);
        if reaches.is_empty() {
            return Err(format!("the words do not stand in {}", self.path));
        }
        let mark = |reach| Mark {
            article: article.id.clone(),
            place: place.to_owned(),
            kinds: std::collections::BTreeSet::clone(&kinds),
            reach,
            used: false,
        };
        Ok(reaches.into_iter().map(mark).collect())
    }
}

/// Where the words stand in a text, whatever the spaces and line breaks between them.
fn places(quote: &str, text: &str) -> Vec<Range<usize>> {
    let words: Vec<&str> = quote.split_whitespace().collect();
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let starts = text.match_indices(first);
    let reach = |(start, _): (usize, &str)| {
        let mut at = start + first.len();
        for word in rest {
            let left = text.get(at..)?;
            let trimmed = left.trim_start();
            let spaces = left.len() - trimmed.len();
            if spaces == 0 || !trimmed.starts_with(word) {
                return None;
            }
            at += spaces + word.len();
        }
        Some(start..at)
    };
    starts.filter_map(reach).collect()
}
