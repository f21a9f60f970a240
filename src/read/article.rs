use std::{net::Ipv4Addr, ops::Range};

use public_suffix::{DEFAULT_PROVIDER, EffectiveTLDProvider};

use crate::{
    model::{Article, Aside, FieldOrigin, FieldOrigins, Marked, Markup, Problem, Published, Span},
    rule::LanguageRules,
};

use super::{
    date::{self, FORMS, Stamp},
    dateline,
    facts::{Facts, Stated},
    fault::{Fault, place},
    front_matter::{FrontMatter, front_matter},
    language::{Found, language},
    list::{Entry, Listing},
    manifest::Row,
};

/// A text and what is known of it beside the text.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub text: String,
    /// The blocks of the text where its format tells them.
    pub blocks: Vec<Marked>,
    /// What a page shows beside its article.
    pub asides: Vec<Aside>,
    pub markup: Markup,
    pub facts: Facts,
    /// The id that a record gives itself.
    pub id: Option<String>,
    /// The number of the record, or of its line.
    pub line: Option<u64>,
}

/// Makes an article: gathers its metadata, most trusted first.
pub(super) fn article(
    raw: Raw,
    entry: &Entry,
    (listing, rules): (&Listing, &LanguageRules),
    warnings: &mut Vec<Problem>,
) -> Result<Article, Fault> {
    let Raw { text, blocks, asides, markup, facts, id, line } = raw;
    let row = listing.row(entry);
    let body = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let front = if blocks.is_empty() { front_matter(&text, body) } else { None };
    let front = front.unwrap_or_default();
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
        if !(opens && line.is_some() && blank(span.end as usize..text.len())) {
            metadata.push(span);
            if opens {
                prose.start = span.end as usize;
            }
        }
    }
    if text.get(prose.clone()).is_none_or(|prose| prose.trim().is_empty()) {
        return Err(Fault::Empty);
    }
    let asked = listing.places.facts(&entry.id, &front, &facts);
    let heading = text.get(body..).filter(|_| markup == Markup::Markdown).and_then(heading);
    let told = Facts {
        title: heading.and_then(|heading| Stated::of(heading, FieldOrigin::Element)),
        ..Facts::default()
    };
    let at_front = line.or(front.published.map(|(_, at)| at));
    let days = [asked.published.clone(), facts.published.clone(), front.facts().published];
    let by_row = row.map(Row::facts).unwrap_or_default();
    let facts = by_row.or(asked).or(facts).or(front.facts()).or(told);
    let mut dated = |stated: &Option<Stated>| {
        let stated = stated.as_ref()?;
        let stamp = date::parse(&stated.value);
        if stamp.is_none() {
            let at = if stated.origin == FieldOrigin::FrontMatter { at_front } else { line };
            warnings.push(unreadable_date(&place(&entry.id, at), &stated.value));
        }
        stamp.map(|stamp| published(stamp, stated.origin))
    };
    let by_url = || {
        let date = date::in_url(&facts.url.as_ref()?.value)?;
        Some(Published::on(date, FieldOrigin::Url))
    };
    let by_row = row.and_then(|row| row.published);
    let day = by_row
        .map(|stamp| published(stamp, FieldOrigin::Manifest))
        .or_else(|| days.iter().find_map(&mut dated))
        .or(found.map(|(published, _)| published))
        .or_else(by_url);
    let modified = dated(&facts.modified);
    let mut tag = facts.language;
    if !listing.repository {
        let declared = tag.as_ref().map(|stated| stated.value.as_str());
        match language(text.get(prose).unwrap_or(&text), declared, rules) {
            Found::Other { tag: found, .. } if listing.any_language => {
                tag = tag.or_else(|| Stated::of(found, FieldOrigin::Text));
            }
            Found::Other { name, .. } => return Err(Fault::Language { name }),
            Found::Own if tag.is_none() => tag = Stated::of("en", FieldOrigin::Text),
            Found::Own | Found::Unknown => {}
        }
    }
    let source = facts.source.or_else(|| {
        let host = facts.url.as_ref().and_then(|url| host(&url.value));
        let host = host.and_then(|host| Stated::of(host, FieldOrigin::Url));
        host.or_else(|| Stated::of(entry.stem(), FieldOrigin::FileName))
    });
    let origin = |stated: &Option<Stated>| stated.as_ref().map(|stated| stated.origin);
    let origins = FieldOrigins {
        source: origin(&source),
        title: origin(&facts.title),
        url: origin(&facts.url),
        author: origin(&facts.author),
        language: origin(&tag),
    };
    let value = |stated: Option<Stated>| stated.map(|stated| stated.value);
    Ok(Article {
        id: own_id(id, line, entry),
        source: value(source).unwrap_or_default(),
        published: day,
        modified,
        title: value(facts.title),
        url: value(facts.url),
        author: value(facts.author),
        language: value(tag),
        origins,
        metadata,
        blocks,
        asides,
        markup,
        text,
    })
}

fn published(stamp: Stamp, origin: FieldOrigin) -> Published {
    Published { date: stamp.date, time: stamp.time, zone: stamp.zone, origin }
}

/// The part of an address that its owner registered: `bbc.co.uk` of `https://www.bbc.co.uk/news`.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?.trim_end_matches('.').to_lowercase();
    // The library reads hosts as they are on the wire, in ASCII.
    let is_name = host.is_ascii() && host.parse::<Ipv4Addr>().is_err();
    let own = is_name.then(|| DEFAULT_PROVIDER.effective_tld_plus_one(&host).ok());
    let own = own.flatten().map(str::to_owned);
    own.or_else(|| (!host.is_empty()).then_some(host))
}

/// The record's own id, else the file's with the line.
fn own_id(own: Option<String>, line: Option<u64>, entry: &Entry) -> String {
    match (own.filter(|id| !id.is_empty()), line) {
        (Some(own), _) => own,
        (None, Some(line)) => format!("{}#{line}", entry.id),
        (None, None) => entry.id.clone(),
    }
}

impl Row {
    fn facts(&self) -> Facts {
        let stated = |value: &Option<String>| Stated::of(value.as_ref()?, FieldOrigin::Manifest);
        Facts {
            source: stated(&self.source),
            title: stated(&self.title),
            url: stated(&self.url),
            ..Facts::default()
        }
    }
}

impl FrontMatter<'_> {
    fn facts(&self) -> Facts {
        let stated = |value: Option<&str>| Stated::of(value?, FieldOrigin::FrontMatter);
        Facts {
            source: stated(self.source),
            published: stated(self.published.map(|(value, _)| value)),
            title: stated(self.title),
            url: stated(self.url),
            author: stated(self.author),
            language: stated(self.language),
            modified: stated(self.modified),
        }
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
