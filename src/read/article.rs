use std::ops::Range;

use jiff::civil::Date;

use crate::model::{Article, DateOrigin, Markup, Problem, Published, Span};

use super::{
    date::{self, FORMS},
    dateline,
    fault::{Fault, place},
    front_matter::front_matter,
    jsonl::Record,
    list::{Entry, Listing},
};

/// A text and what is known of it beside the text.
pub(super) struct Raw {
    pub text: String,
    /// The record it was taken from, with its line.
    pub record: Option<(Record, u64)>,
    pub markup: Markup,
}

/// Makes an article: gathers its metadata, most trusted first.
pub(super) fn article(
    raw: Raw,
    entry: &Entry,
    listing: &Listing,
    warnings: &mut Vec<Problem>,
) -> Result<Article, Fault> {
    let text = raw.text;
    let line = raw.record.as_ref().map(|(_, line)| *line);
    let record = raw.record.as_ref().map(|(record, _)| record);
    let row = listing.row(entry);
    let body = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let front = front_matter(&text, body).unwrap_or_default();
    let mut metadata = Vec::new();
    let body = body.max(front.span.end as usize);
    if body > 0 {
        metadata.push(Span::new(0, body));
    }
    let found = dateline::find(&text, body);
    let mut prose = body..text.len();
    let blank = |part: Range<usize>| text.get(part).is_some_and(|part| part.trim().is_empty());
    if let Some((_, Some(span))) = found {
        let opens = blank(body..span.start as usize);
        // A record that is nothing but a date is what its author wanted read.
        if !(opens && record.is_some() && blank(span.end as usize..text.len())) {
            metadata.push(span);
            if opens {
                prose.start = span.end as usize;
            }
        }
    }
    if text.get(prose).is_none_or(|prose| prose.trim().is_empty()) {
        return Err(Fault::Empty);
    }
    let mut stated = |written: Option<(&str, Option<u64>)>, origin| {
        let (written, line) = written.filter(|(written, _)| !written.trim().is_empty())?;
        let date = date::parse(written);
        if date.is_none() {
            warnings.push(unreadable_date(&place(&entry.id, line), written));
        }
        date.map(|date| Published { date, time: date::time(written), origin })
    };
    let field = stated(
        record.and_then(|record| Some((record.published.as_deref()?, line))),
        DateOrigin::Field,
    );
    let front_date = stated(
        front.published.map(|(date, at)| (date, line.or(Some(at)))),
        DateOrigin::FrontMatter,
    );
    let manifest = row.and_then(|row| row.published).map(|date: Date| Published {
        date,
        time: None,
        origin: DateOrigin::Manifest,
    });
    let owned = |value: Option<&str>| {
        value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let source = row
        .and_then(|row| row.source.clone())
        .or_else(|| owned(record?.source.as_deref()))
        .or_else(|| owned(front.source))
        .unwrap_or_else(|| entry.stem());
    let title = row
        .and_then(|row| row.title.clone())
        .or_else(|| owned(record?.title.as_deref()))
        .or_else(|| owned(front.title))
        .or_else(|| {
            owned(text.get(body..).filter(|_| raw.markup == Markup::Markdown).and_then(heading))
        });
    let url = row
        .and_then(|row| row.url.clone())
        .or_else(|| owned(record?.url.as_deref()))
        .or_else(|| owned(front.url));
    Ok(Article {
        id: id(record, line, entry),
        source,
        published: manifest.or(field).or(front_date).or(found.map(|(published, _)| published)),
        title,
        url,
        metadata,
        markup: raw.markup,
        text,
    })
}

/// The record's own id, else the file's with the line.
fn id(record: Option<&Record>, line: Option<u64>, entry: &Entry) -> String {
    let own = record.and_then(|record| record.id.as_ref()).map(|id| id.text());
    match (own.filter(|id| !id.is_empty()), line) {
        (Some(own), _) => own.into_owned(),
        (None, Some(line)) => format!("{}#{line}", entry.id),
        (None, None) => entry.id.clone(),
    }
}

pub(super) fn unreadable_date(place: &str, written: &str) -> Problem {
    Problem::warning("E106", place, format!("cannot read the date `{}`", written.trim()))
        .note("the date is passed over; the rest is used")
        .help(format!("write it as {FORMS}"))
}

/// The first `# ` heading of a Markdown text, code blocks aside.
fn heading(text: &str) -> Option<&str> {
    let mut in_code = false;
    for line in text.lines() {
        if line.starts_with("```") || line.starts_with("~~~") {
            in_code = !in_code;
        } else if !in_code && let Some(heading) = line.strip_prefix("# ") {
            return Some(heading.trim().trim_end_matches('#').trim_end());
        }
    }
    None
}
