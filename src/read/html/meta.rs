use dom_query::Document;
use rustc_hash::FxHashMap;

use crate::{
    model::FieldOrigin,
    read::{
        date,
        facts::{Facts, Stated},
    },
    rule::{PageField, PageRules},
};

use super::{
    block::{Piece, Time},
    json_ld::is_url,
};

/// Bytes of a line that tells when the article was written.
const LONGEST_LINE: usize = 160;
/// What stands between the name of a page and that of its site in a `<title>`.
const SEPARATORS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " « ", " » "];

/// What the `<meta>` and `<link>` elements of a page say.
pub(super) fn meta(document: &Document, rules: &PageRules) -> Facts {
    let mut said: FxHashMap<String, String> = FxHashMap::default();
    for element in document.select("meta").nodes() {
        let Some(content) = element.attr("content").filter(|it| !it.trim().is_empty()) else {
            continue;
        };
        for name in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = element.attr(name) {
                said.entry(name.to_lowercase()).or_insert_with(|| content.to_string());
            }
        }
    }
    let find = |field: &PageField| {
        let of = |names: &[String], origin| {
            names.iter().find_map(|name| Stated::of(said.get(name)?, origin))
        };
        of(&field.opengraph, FieldOrigin::OpenGraph).or_else(|| of(&field.meta, FieldOrigin::Meta))
    };
    let canonical = document.select(r#"link[rel="canonical"]"#);
    let canonical = canonical.nodes().iter().find_map(|link| link.attr("href"));
    let url = |stated: &Stated| is_url(&stated.value);
    let field = &rules.field;
    Facts {
        title: find(&field.title),
        source: find(&field.source),
        author: find(&field.author).filter(|author| !url(author)),
        published: find(&field.published),
        modified: find(&field.modified),
        url: canonical
            .and_then(|address| Stated::of(address, FieldOrigin::Meta))
            .filter(url)
            .or_else(|| find(&field.url).filter(url)),
        language: find(&field.language),
    }
}

/// What a page shows: its first heading or else its title, the times near the head of the article, and
/// what the browser noted when the page was saved. `first` is the first piece of the article.
pub(super) fn shown(
    document: &Document,
    text: &str,
    (pieces, times): (&[Piece], &[Time]),
    first: usize,
    rules: &PageRules,
) -> Facts {
    let element = |value: &str| Stated::of(value, FieldOrigin::Element);
    let mut headings = pieces.iter().filter(|piece| piece.is_title());
    let heading = headings.next().filter(|_| headings.next().is_none());
    let title = || {
        let title = document.select("title").nodes().first().map(|title| title.text())?;
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut = SEPARATORS.iter().filter_map(|sign| title.rfind(sign)).max();
        let name = cut.and_then(|cut| title.get(..cut));
        let name = name.filter(|name| name.split(' ').count() >= 3);
        element(name.unwrap_or(&title))
    };
    let language = document.select("html").nodes().first().and_then(|html| html.attr("lang"));
    let said = |time: &&Time| time.published;
    let near = || times.iter().rfind(|time| time.piece <= first + 1);
    let time = times.iter().find(said).or_else(near);
    let top = pieces.iter().position(Piece::is_title).filter(|top| *top <= first).unwrap_or(0);
    let lines = pieces.get(top..(first + 2).min(pieces.len())).unwrap_or(&[]).iter();
    let lines = lines.map(|piece| piece.text.as_str());
    let dated = lines.filter(|line| line.len() <= LONGEST_LINE && date::within(line).is_some());
    let is_later = |line: &&str| {
        let words: String =
            line.chars().map(|it| if it.is_alphanumeric() { it } else { ' ' }).collect();
        let words = words.trim_start().to_lowercase();
        rules.field.modified.words.iter().any(|word| words.starts_with(word.as_str()))
    };
    let (later, first): (Vec<&str>, Vec<&str>) = dated.partition(is_later);
    let line = |lines: &[&str]| element(date::within(lines.first()?)?);
    let published = time.and_then(|time| element(&time.value));
    Facts {
        modified: line(&later),
        title: heading.and_then(|heading| element(&heading.text)).or_else(title),
        published: published.or_else(|| line(&first)).or_else(|| line(&later)),
        url: saved_from(text).and_then(|address| Stated::of(address, FieldOrigin::Meta)),
        language: language.and_then(|language| element(&language)),
        ..Facts::default()
    }
}

/// The title without the name of the site behind it.
pub(super) fn without_site(mut facts: Facts) -> Facts {
    let Facts { title: Some(title), source: Some(source), .. } = &mut facts else { return facts };
    let cut = SEPARATORS.iter().find_map(|sign| {
        let (name, site) = title.value.rsplit_once(sign)?;
        site.trim().eq_ignore_ascii_case(&source.value).then(|| name.trim().to_owned())
    });
    if let Some(cut) = cut.filter(|cut| !cut.is_empty()) {
        title.value = cut;
    }
    facts
}

/// The address in the note that a browser leaves at the head of a page it saves.
fn saved_from(text: &str) -> Option<&str> {
    let head = text.get(..text.floor_char_boundary(2048)).unwrap_or(text);
    let note = head.find("<!--").and_then(|at| head.get(at..))?;
    let note = note.get(..note.find("-->")?)?;
    let saved = note.contains("saved from url=") || note.contains("saved with");
    let at = note.find("https://").or_else(|| note.find("http://")).filter(|_| saved)?;
    note.get(at..)?.split_whitespace().next()
}
