//! What a stage made, as JSON lines, for people who want to see why.

mod claim;
mod mention;
mod when;

use std::io::{self, Write};

use serde::Serialize;

use crate::model::{Article, Aside, Document, FieldOrigin, Mention, Published, Sentence};

use claim::ClaimLine;
use mention::MentionLine;
use when::{Calendar, When};

/// Prints the article with its metadata and where they come from.
///
/// # Errors
/// Those of `out`.
pub fn article(article: &Article, out: &mut impl Write) -> io::Result<()> {
    line(
        &ArticleLine {
            article: &article.id,
            source: &article.source,
            source_from: name(article.origins.source),
            published: article.date().map(|date| date.to_string()),
            published_at: article.published.and_then(moment),
            published_from: name(article.published.map(|published| published.origin)),
            modified: article.modified.map(|modified| modified.date.to_string()),
            modified_at: article.modified.and_then(moment),
            modified_from: name(article.modified.map(|modified| modified.origin)),
            title: article.title.as_deref(),
            title_from: name(article.origins.title),
            url: article.url.as_deref(),
            url_from: name(article.origins.url),
            author: article.author.as_deref(),
            author_from: name(article.origins.author),
            language: article.language.as_deref(),
            language_from: name(article.origins.language),
            metadata: article.metadata.iter().map(|span| [span.start, span.end]).collect(),
            text: &article.text,
        },
        out,
    )
}

fn name(origin: Option<FieldOrigin>) -> Option<&'static str> {
    origin.map(FieldOrigin::name)
}

/// The moment in UTC, or on the clock of the article where its zone is not known.
fn moment(published: Published) -> Option<String> {
    let here = || Some(published.date.to_datetime(published.time?).to_string());
    published.instant().map(|moment| format!("{moment}Z")).or_else(here)
}

/// Prints the sentences of an article, and where they would stand the blocks of a page that are no
/// prose of it, whose range is empty.
///
/// # Errors
/// Those of `out`.
pub fn sentences(
    article: &Article,
    sentences: &[Sentence],
    out: &mut impl Write,
) -> io::Result<()> {
    let mut asides = article.asides.iter().peekable();
    for sentence in sentences {
        while let Some(aside) = asides.next_if(|aside| aside.at <= sentence.span.start) {
            line(&SentenceLine::aside(aside, article), out)?;
        }
        line(
            &SentenceLine {
                article: &article.id,
                start: sentence.span.start,
                end: sentence.span.end,
                text: sentence.span.of(&article.text),
                block: sentence.block.name(),
            },
            out,
        )?;
    }
    asides.try_for_each(|aside| line(&SentenceLine::aside(aside, article), out))
}

impl<'a> SentenceLine<'a> {
    fn aside(aside: &'a Aside, article: &'a Article) -> SentenceLine<'a> {
        SentenceLine {
            article: &article.id,
            start: aside.at,
            end: aside.at,
            text: &aside.text,
            block: aside.block.name(),
        }
    }
}

/// Prints the mentions of an article, one list for each sentence; dates are resolved with the day
/// of publication. `names` keeps the numbers that only name something ("Windows 10").
///
/// # Errors
/// Those of `out`.
pub fn mentions(
    article: &Article,
    mentions: &[Vec<Mention>],
    names: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut calendar = Calendar::new(article.moment());
    for sentence in mentions {
        let days = calendar.days(sentence);
        let shown = |mention: &Mention| names || !mention.only_names();
        let found = sentence.iter().zip(days).filter(|(mention, _)| shown(mention));
        let mut found = found.peekable();
        while let Some((mention, day)) = found.next() {
            // A time and its day are one line: "Friday at 5 p.m.".
            let joined = found.next_if(|(next, _)| joins(mention, next));
            match joined {
                Some((time, moment)) if time.rule == Mention::TIME_AFTER_DATE => {
                    line(&MentionLine::of(time, moment, article).with(mention, article), out)?;
                }
                Some((date, _)) => {
                    line(&MentionLine::of(mention, day, article).with(date, article), out)?;
                }
                None => line(&MentionLine::of(mention, day, article), out)?,
            }
            for again in &mention.restated {
                let whole =
                    Mention { span: again.span, value: again.value.clone(), ..mention.clone() };
                line(&MentionLine::of(&whole, When::default(), article), out)?;
            }
        }
    }
    Ok(())
}

/// Whether one of two neighbours is a time of the day that the other names.
fn joins(mention: &Mention, next: &Mention) -> bool {
    (mention.value.date().is_some() && next.rule == Mention::TIME_AFTER_DATE)
        || (mention.rule == Mention::TIME_BEFORE_DATE && next.value.date().is_some())
}

/// Prints the claims of an article, each with the event it is about.
///
/// # Errors
/// Those of `out`.
pub fn claims(document: &Document, out: &mut impl Write) -> io::Result<()> {
    for claim in &document.claims {
        line(&ClaimLine::of(claim, document), out)?;
    }
    Ok(())
}

fn line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct ArticleLine<'a> {
    article: &'a str,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_from: Option<&'static str>,
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<String>,
    published_from: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified_from: Option<&'static str>,
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title_from: Option<&'static str>,
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url_from: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author_from: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language_from: Option<&'static str>,
    metadata: Vec<[u32; 2]>,
    text: &'a str,
}

#[derive(Serialize)]
struct SentenceLine<'a> {
    article: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
    block: &'static str,
}
