use serde::Serialize;

use crate::{
    model::Evidence,
    report::{
        cell,
        link::link,
        message::Messages,
        phrase::{date_text, sayer},
    },
};

use super::{sources::Desk, text::Text};

/// A sentence with the value's words apart, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Quote {
    source: Text,
    citing: Option<Text>,
    published: Option<String>,
    before: Text,
    value: Text,
    after: Text,
    place: Text,
    /// Where the article is on the web, with the value's words to go to.
    url: Option<Text>,
    /// Other articles with the same text.
    copies: usize,
}

impl Quote {
    /// What the paths of all articles have in common is left out.
    pub(super) fn of(claim: &Evidence, copies: usize, desk: &Desk<'_>) -> Quote {
        let [before, value, after] = cell::around(claim);
        let link = link(claim);
        let place = format!("{}:{}", claim.article, claim.line);
        Quote {
            source: Text::new(&claim.source),
            citing: citing(claim, desk.messages),
            published: claim.published.map(|day| date_text(day, desk.messages)),

            before: Text::piece(&before),
            value: Text::piece(&value),
            after: Text::piece(&after),
            url: (link != place).then(|| Text::new(&link)),
            place: Text::new(place.strip_prefix(desk.folder).unwrap_or(&place)),
            copies,
        }
    }
}

pub(super) fn citing(claim: &Evidence, messages: &Messages) -> Option<Text> {
    let chain = messages.get("quote.chain");
    (!claim.holder.is_empty()).then(|| Text::new(&claim.holder.join(chain)))
}

/// `“six hours” (Gazette citing police, 5 Mar 2024, https://…)`.
pub(super) fn citation(claim: &Evidence, messages: &Messages) -> String {
    let published = claim.published.map(|date| format!(", {}", date_text(date, messages)));
    format!(
        "“{}” ({}{}, {})",
        claim.value,
        sayer(claim, messages),
        published.unwrap_or_default(),
        link(claim)
    )
}
