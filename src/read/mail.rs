use mail_parser::{Message, MessageParser};

use crate::{model::FieldOrigin, rule::PageRules};

use super::{
    article::Raw,
    facts::{Facts, Stated},
    fault::Fault,
    html,
};

/// Words from which the plain text of a message stands for the whole of it.
const ENOUGH: usize = 40;

/// The article in a message: a newsletter, or a web page saved with its pictures.
pub(super) fn mail(bytes: &[u8], rules: &PageRules) -> Result<Raw, Fault> {
    let message = MessageParser::default().parse(bytes).ok_or(Fault::NoRecords)?;
    let header = |name: &'static str| message.header(name).and_then(|value| value.as_text());
    let saved_from = header("Snapshot-Content-Location").or_else(|| header("Content-Location"));
    let subject = message.subject().and_then(|subject| Stated::of(subject, FieldOrigin::Header));
    let mut facts = Facts { title: subject, ..Facts::default() };
    match saved_from {
        // Sender and date are those of the browser.
        Some(url) => facts.url = Stated::of(url, FieldOrigin::Header),
        None => {
            facts.source = sender(&message);
            let date = message.date().map(|date| date.to_rfc3339());
            facts.published = date.and_then(|date| Stated::of(date, FieldOrigin::Header));
        }
    }
    let plain = message.text_bodies().find_map(|part| {
        // The other form of a body is made up where a message has only one.
        (!part.is_text_html()).then(|| part.text_contents())?
    });
    let enough = |text: &&str| text.split_whitespace().count() >= ENOUGH;
    let page = message.html_bodies().find(|part| part.is_text_html());
    if let Some(page) = page.filter(|_| plain.as_ref().filter(|text| enough(text)).is_none())
        && let Some(page) = page.text_contents()
    {
        return Ok(html::page(page, rules)?.into_raw(facts));
    }
    let text = plain.ok_or(Fault::Empty)?.replace("\r\n", "\n");
    Ok(Raw { text, facts, ..Raw::default() })
}

/// The name of the sender, else the host of the address.
fn sender(message: &Message<'_>) -> Option<Stated> {
    let from = message.from()?.first()?;
    let host = || from.address()?.rsplit_once('@').map(|(_, host)| host);
    Stated::of(from.name().or_else(host)?, FieldOrigin::Header)
}
