use std::{
    cell::Cell,
    io::{self, BufRead, Read},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::model::FieldOrigin;

use super::super::{
    facts::{Facts, Stated},
    fault::Fault,
};

/// An article of a feed.
pub(super) struct Item {
    /// Which item of the feed it is, from 1.
    pub number: u64,
    /// The content as written, mostly HTML.
    pub content: String,
    pub facts: Facts,
}

/// Words from which an item's content counts as an article, and those from which its summary does.
const CONTENT: usize = 25;
const SUMMARY: usize = 100;
/// Ends of a summary that stops in the middle.
const BREAKS: [&str; 5] = ["…", "...", "[…]", "[...]", "[&#8230;]"];

/// The elements of a channel or an item that matter, as far as they were read.
#[derive(Default)]
struct Parts {
    title: String,
    url: String,
    published: String,
    modified: String,
    source: String,
    author: String,
    language: String,
    content: String,
    summary: String,
}

impl Parts {
    /// Takes the text of an element; of several the first counts, of contents the longest.
    fn take(&mut self, element: &str, text: String) {
        let text = text.trim();
        let slot = match element {
            "title" => &mut self.title,
            "link" => &mut self.url,
            "pubdate" | "published" | "issued" | "dc:date" | "dcterms:issued" => {
                &mut self.published
            }
            "updated" | "modified" | "dcterms:modified" => &mut self.modified,
            "source" | "dc:publisher" => &mut self.source,
            "dc:creator" | "author" | "name" => &mut self.author,
            "language" | "dc:language" => &mut self.language,
            "content" | "content:encoded" | "fulltext" | "yandex:full-text" => &mut self.content,
            "description" | "summary" => &mut self.summary,
            _ => return,
        };
        let longer = matches!(element, "content" | "content:encoded" | "description" | "summary");
        if slot.is_empty() || (longer && text.len() > slot.len()) {
            text.clone_into(slot);
        }
    }

    fn facts(&self, channel: &Parts) -> Facts {
        let stated = |own: &str, other: &str| {
            Stated::of(if own.is_empty() { other } else { own }, FieldOrigin::Field)
        };
        let published = if self.published.is_empty() { &self.modified } else { &self.published };
        Facts {
            title: stated(&self.title, ""),
            url: stated(&self.url, ""),
            published: stated(published, ""),
            modified: stated(&self.modified, ""),
            source: stated(&self.source, &channel.title),
            author: stated(&self.author, ""),
            language: stated(&self.language, &channel.language),
        }
    }

    /// The article, if the item has one and not only a teaser of it.
    fn article(&mut self) -> Option<String> {
        let words = |text: &str| text.split_whitespace().count();
        if words(&self.content) >= CONTENT {
            return Some(std::mem::take(&mut self.content));
        }
        let cut = BREAKS.iter().any(|end| self.summary.trim_end_matches("</p>").ends_with(end));
        (!cut && words(&self.summary) >= SUMMARY).then(|| std::mem::take(&mut self.summary))
    }
}

/// Ends a stream where an item has too many bytes.
struct Gate<'g> {
    inner: &'g mut dyn BufRead,
    left: &'g Cell<u64>,
}

impl Read for Gate<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Gate<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left.get() == 0 { Ok(&[]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, count: usize) {
        self.left.set(self.left.get().saturating_sub(count as u64));
        self.inner.consume(count);
    }
}

/// Reads a feed item by item; counts the items that hold a teaser only.
///
/// # Errors
/// What reading says, or what `each` says, and where the feed is no XML at all.
pub(super) fn items(
    from: &mut dyn BufRead,
    max: u64,
    teasers: &mut u64,
    each: &mut dyn FnMut(Item) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let left = Cell::new(max);
    let mut reader = Reader::from_reader(Gate { inner: from, left: &left });
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut walk = Walk::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(_) if left.get() == 0 => return Err(Fault::LargeRecord { max }),
            Err(quick_xml::Error::Io(error)) => {
                return Err(io::Error::new(error.kind(), error.to_string()).into());
            }
            Err(error) => {
                return Err(Fault::Damaged { format: "feed", message: error.to_string() });
            }
        };
        match event {
            Event::Start(start) => walk.open(&start),
            Event::Empty(start) => {
                walk.open(&start);
                walk.close(start.name().as_ref(), true);
            }
            Event::End(end) => {
                let item = walk.close(end.name().as_ref(), false);
                *teasers = walk.teasers;
                if let Some(item) = item {
                    each(item)?;
                }
                if walk.item.is_none() {
                    left.set(max);
                }
            }
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let name = name.into_inner();
                walk.text(&resolved(&name));
            }
            Event::Eof if left.get() == 0 => return Err(Fault::LargeRecord { max }),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if walk.item.is_some() {
        let message = "it ends inside an item".to_owned();
        return Err(Fault::Damaged { format: "feed", message });
    }
    if walk.count == 0 {
        return Err(Fault::NoRecords);
    }
    Ok(())
}

/// A reference to a character; one that XML does not know is left for HTML to read.
fn resolved(name: &str) -> String {
    let written = format!("&{name};");
    quick_xml::escape::unescape(&written).map_or_else(|_| written.clone(), |it| it.into_owned())
}

/// Where in the feed the reader is.
#[derive(Default)]
struct Walk {
    channel: Parts,
    item: Option<Parts>,
    /// Open elements below the item, or below the channel.
    depth: usize,
    /// The element of interest, its depth and its text so far.
    element: Option<(String, usize)>,
    text: String,
    /// The web page that an element's attribute names.
    href: Option<String>,
    count: u64,
    teasers: u64,
}

impl Walk {
    fn open(&mut self, start: &BytesStart<'_>) {
        let name = start.name().as_ref().to_ascii_lowercase();
        if self.element.is_some() {
            // Markup that stands in the feed as it is.
            self.depth += 1;
            self.text.push('<');
            self.text.push_str(start);
            self.text.push('>');
            return;
        }
        match name.as_str() {
            "item" | "entry" if self.item.is_none() => {
                self.item = Some(Parts::default());
                self.depth = 0;
                return;
            }
            "rss" | "feed" | "rdf:rdf" | "channel" if self.item.is_none() => return,
            _ => {}
        }
        self.depth += 1;
        let is_name = name == "name" && self.depth == 2;
        if self.depth == 1 && name != "author" || is_name {
            let attribute = |key: &str| {
                let found = start.try_get_attribute(key).ok().flatten()?;
                let value = String::from(&*found.value);
                Some(
                    quick_xml::escape::unescape(&value).map_or(value.clone(), |it| it.into_owned()),
                )
            };
            let other = attribute("rel").is_some_and(|rel| rel != "alternate");
            self.href = attribute("href").filter(|_| !other);
            let name = if name == "link" && other { "other".to_owned() } else { name };
            self.element = Some((name, self.depth));
            self.text.clear();
        }
    }

    fn text(&mut self, text: &str) {
        if self.element.is_some() {
            self.text.push_str(text);
        }
    }

    fn close(&mut self, name: &str, empty: bool) -> Option<Item> {
        let lower = name.to_ascii_lowercase();
        if let Some((element, depth)) = &self.element {
            if *depth < self.depth {
                if !empty {
                    self.text.push_str(&format!("</{name}>"));
                }
                self.depth -= 1;
                // An end that closes the item, whatever else was left open.
                if !matches!(lower.as_str(), "item" | "entry") {
                    return None;
                }
            }
            let element = element.clone();
            let mut text = std::mem::take(&mut self.text);
            if let Some(href) = self.href.take().filter(|_| text.trim().is_empty()) {
                text = href;
            }
            self.item.as_mut().unwrap_or(&mut self.channel).take(&element, text);
            self.element = None;
            self.depth = self.depth.saturating_sub(1);
            if !matches!(lower.as_str(), "item" | "entry") {
                return None;
            }
        } else {
            self.depth = self.depth.saturating_sub(1);
        }
        if !matches!(lower.as_str(), "item" | "entry") {
            return None;
        }
        let mut item = self.item.take()?;
        self.depth = 0;
        self.count += 1;
        let Some(content) = item.article() else {
            self.teasers += 1;
            return None;
        };
        Some(Item { number: self.count, content, facts: item.facts(&self.channel) })
    }
}
