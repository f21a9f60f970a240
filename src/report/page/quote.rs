use serde::Serialize;

use crate::{
    model::Evidence,
    report::{cell, link::link},
};

use super::{measure::date_text, text::Text};

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
    /// `folder` is what the paths of all articles have in common; it is left out.
    pub(super) fn of(claim: &Evidence, copies: usize, folder: &str) -> Quote {
        let [before, value, after] = cell::around(claim);
        let link = link(claim);
        let place = format!("{}:{}", claim.article, claim.line);
        Quote {
            source: Text::new(&claim.source),
            citing: citing(claim),
            published: claim.published.map(date_text),
            before: Text::piece(&before),
            value: Text::piece(&value),
            after: Text::piece(&after),
            url: (link != place).then(|| Text::new(&link)),
            place: Text::new(place.strip_prefix(folder).unwrap_or(&place)),
            copies,
        }
    }
}

pub(super) fn citing(claim: &Evidence) -> Option<Text> {
    (!claim.holder.is_empty()).then(|| Text::new(&claim.holder.join(", who cites ")))
}

/// `“six hours” (Gazette citing police, 5 Mar 2024, https://…)`.
pub(super) fn citation(claim: &Evidence) -> String {
    let holder = claim.holder.first().map(|holder| format!(" citing {holder}"));
    let published = claim.published.map(|date| format!(", {}", date_text(date)));
    format!(
        "“{}” ({}{}{}, {})",
        claim.value,
        claim.source,
        holder.unwrap_or_default(),
        published.unwrap_or_default(),
        link(claim)
    )
}
