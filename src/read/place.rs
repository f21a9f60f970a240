use std::collections::BTreeMap;

use crate::model::{FieldOrigin, Problem};

use super::{
    date,
    facts::{Facts, Stated},
    front_matter::FrontMatter,
};

/// Where the fields of articles are looked for first, as asked for: by field, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    source: Vec<Place>,
    published: Vec<Place>,
    url: Vec<Place>,
    title: Vec<Place>,
    author: Vec<Place>,
}

/// One place to look.
#[derive(Clone, Debug)]
enum Place {
    /// A key between the two `---` at the head of a text.
    FrontMatter(String),
    /// A field of a record, whose names are known to those who read records.
    Field,
    Path(Template),
}

/// A path with fields in it: `articles/{source}/{date}-*.txt`.
#[derive(Clone, Debug, Default)]
struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    /// Anything, over folders too or within one.
    Any {
        deep: bool,
    },
    Slot(Slot),
}

/// What a part of a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Source,
    Date,
    Year,
    Month,
    Day,
    Title,
    Author,
}

impl Places {
    /// Reads the lists of places, each for a field; `fields` gets the names of the fields of records
    /// among them.
    pub(super) fn parse(
        asked: &[(String, Vec<String>)],
        fields: &mut Vec<(String, Vec<String>)>,
        errors: &mut Vec<Problem>,
    ) -> Places {
        let mut places = Places::default();
        for (field, list) in asked {
            let Some(own) = places.of_mut(field) else {
                errors.push(no_field(field));
                continue;
            };
            let mut names = Vec::new();
            for written in list {
                match place(written) {
                    Some((found, name)) => {
                        own.push(found);
                        names.extend(name);
                    }
                    None => errors.push(no_place(field, written)),
                }
            }
            if !names.is_empty() {
                fields.push((field.clone(), names));
            }
        }
        places
    }

    fn of_mut(&mut self, field: &str) -> Option<&mut Vec<Place>> {
        match field {
            "source" => Some(&mut self.source),
            "published" => Some(&mut self.published),
            "url" => Some(&mut self.url),
            "title" => Some(&mut self.title),
            "author" => Some(&mut self.author),
            _ => None,
        }
    }

    /// What the places say of an article, the first of each field that says anything.
    pub(super) fn facts(&self, path: &str, front: &FrontMatter<'_>, record: &Facts) -> Facts {
        let find = |places: &[Place], field: &Option<Stated>, slot: Option<Slot>| {
            places.iter().find_map(|place| match place {
                Place::FrontMatter(key) => Stated::of(front.get(key)?, FieldOrigin::FrontMatter),
                Place::Field => field.clone().filter(|stated| stated.origin == FieldOrigin::Field),
                Place::Path(template) => Stated::of(template.find(path, slot?)?, FieldOrigin::Path),
            })
        };
        Facts {
            source: find(&self.source, &record.source, Some(Slot::Source)),
            published: find(&self.published, &record.published, Some(Slot::Date)),
            title: find(&self.title, &record.title, Some(Slot::Title)),
            author: find(&self.author, &record.author, Some(Slot::Author)),
            url: find(&self.url, &record.url, None),
            ..Facts::default()
        }
    }
}

/// Reads `front-matter:KEY`, `json:NAME` (or `csv:`, `field:`) or `path:TEMPLATE`; gives the name of a
/// field along.
fn place(written: &str) -> Option<(Place, Option<String>)> {
    let (kind, rest) = written.split_once(':')?;
    let rest = rest.trim();
    if rest.is_empty() {
        return None;
    }
    match kind.trim() {
        "front-matter" => Some((Place::FrontMatter(rest.to_lowercase()), None)),
        "json" | "csv" | "field" => Some((Place::Field, Some(rest.to_owned()))),
        "path" => Some((Place::Path(Template::parse(rest)?), None)),
        _ => None,
    }
}

impl Template {
    fn parse(written: &str) -> Option<Template> {
        let mut parts = Vec::new();
        let mut rest = written.strip_prefix("./").unwrap_or(written);
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('{') {
                let (name, after) = after.split_once('}')?;
                parts.push(Part::Slot(Slot::named(name)?));
                rest = after;
            } else if rest.starts_with('*') {
                let after = rest.trim_start_matches('*');
                parts.push(Part::Any { deep: rest.len() - after.len() > 1 });
                rest = after;
            } else {
                let end = rest.find(['{', '*']).unwrap_or(rest.len());
                let (text, after) = rest.split_at_checked(end)?;
                parts.push(Part::Text(text.to_owned()));
                rest = after;
            }
        }
        Some(Template { parts })
    }

    /// What stands in a slot of a path that fits, or whose end does.
    fn find(&self, path: &str, slot: Slot) -> Option<String> {
        let path = path.strip_prefix("./").unwrap_or(path);
        let folders = path.match_indices('/').map(|(at, _)| at + 1);
        let mut starts = std::iter::once(0).chain(folders);
        let found = starts.find_map(|start| {
            let mut found = BTreeMap::new();
            fits(&self.parts, path.get(start..)?, &mut found).then_some(found)
        })?;
        if slot == Slot::Date && !found.contains_key(&Slot::Date) {
            let part = |slot| found.get(&slot).copied();
            let (year, month, day) = (part(Slot::Year)?, part(Slot::Month)?, part(Slot::Day)?);
            return Some(format!("{year}-{month:0>2}-{day:0>2}"));
        }
        found.get(&slot).map(|value| (*value).to_owned())
    }
}

/// Whether a path fits the parts, the shortest words first.
fn fits<'p>(parts: &[Part], path: &'p str, found: &mut BTreeMap<Slot, &'p str>) -> bool {
    let Some((part, rest)) = parts.split_first() else { return path.is_empty() };
    let deep = match part {
        Part::Text(text) => {
            return path.strip_prefix(text.as_str()).is_some_and(|path| fits(rest, path, found));
        }
        Part::Any { deep } => *deep,
        Part::Slot(_) => false,
    };
    let most = if deep { path.len() } else { path.find('/').unwrap_or(path.len()) };
    for end in (0..=most).filter(|end| path.is_char_boundary(*end)) {
        let Some((own, after)) = path.split_at_checked(end) else { continue };
        if let Part::Slot(slot) = part {
            if !slot.takes(own) {
                continue;
            }
            found.insert(*slot, own);
        }
        if fits(rest, after, found) {
            return true;
        }
    }
    false
}

impl Slot {
    fn named(name: &str) -> Option<Slot> {
        match name {
            "source" => Some(Slot::Source),
            "date" | "published" => Some(Slot::Date),
            "year" => Some(Slot::Year),
            "month" => Some(Slot::Month),
            "day" => Some(Slot::Day),
            "title" => Some(Slot::Title),
            "author" => Some(Slot::Author),
            _ => None,
        }
    }

    fn takes(self, own: &str) -> bool {
        let number = |least: usize, most: usize| {
            (least..=most).contains(&own.len()) && own.bytes().all(|byte| byte.is_ascii_digit())
        };
        match self {
            Slot::Source | Slot::Title | Slot::Author => !own.is_empty(),
            Slot::Date => date::parse(&own.replace('_', "-")).is_some(),
            Slot::Year => number(4, 4),
            Slot::Month | Slot::Day => number(1, 2),
        }
    }
}

fn no_field(field: &str) -> Problem {
    Problem::error("E133", field, format!("there is no field `{field}`"))
        .note("nothing was run")
        .help("the fields are source, published, title, author, url")
}

fn no_place(field: &str, written: &str) -> Problem {
    Problem::error("E133", field, format!("`{written}` is no place for a field"))
        .note("nothing was run")
        .help("write front-matter:KEY, json:NAME, or path:TEMPLATE with {source} {date} {year} {month} {day} {title} {author}, `*` and `**`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_source_and_day() {
        let cases = [
            (
                "articles/{source}/{date}-*.txt",
                "articles/echo/2025-04-11-quake.txt",
                "echo",
                "2025-04-11",
            ),
            (
                "articles/{source}/{date}-*.txt",
                "in/articles/echo/20250411-quake.txt",
                "echo",
                "20250411",
            ),
            (
                "{source}-{date}.html",
                "data/new-harbour-post-2025-04-11.html",
                "new-harbour-post",
                "2025-04-11",
            ),
            ("{source}/{year}/{month}/{day}/**", "echo/2025/4/11/a/b.txt", "echo", "2025-04-11"),
            ("{source}/**", "echo/deep/down/a.txt", "echo", ""),
        ];
        for (template, path, source, day) in cases {
            let template = Template::parse(template).unwrap_or_default();
            assert_eq!(template.find(path, Slot::Source).as_deref(), Some(source), "{path}");
            let found = template.find(path, Slot::Date);
            assert_eq!(found.as_deref(), Some(day).filter(|day| !day.is_empty()), "{path}");
        }
        let template = Template::parse("articles/{source}/{date}-*.txt").unwrap_or_default();
        assert_eq!(template.find("articles/echo/quake.txt", Slot::Source), None);
    }
}
