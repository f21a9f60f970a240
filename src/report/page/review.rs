use serde::Serialize;

use crate::{
    model::{Past, Review, ReviewState, ReviewStatus},
    report::{
        message::Messages,
        phrase::{date_text, status_word},
    },
};

use super::text::Text;

/// What a person said of a finding, as a card shows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ReviewNote {
    finding_id: Text,
    status: &'static str,
    word: String,
    note: Option<Text>,
    reviewer: Option<Text>,
    reviewed_on: Option<String>,
    state: Option<String>,
}

impl ReviewNote {
    /// `None` where nobody reviewed the finding.
    pub(super) fn of(past: &Past, messages: &Messages) -> Option<ReviewNote> {
        let review = &past.review;
        past.is_reviewed().then(|| ReviewNote {
            state: state(past.state, messages),
            ..ReviewNote::orphan(review, messages)
        })
    }

    pub(super) fn orphan(review: &Review, messages: &Messages) -> ReviewNote {
        let filled = |text: &str| (!text.is_empty()).then(|| Text::new(text));
        ReviewNote {
            finding_id: Text::new(&review.finding_id),
            status: review.status.name(),
            word: status_word(review.status, messages),
            note: filled(&review.note),
            reviewer: filled(&review.reviewer),
            reviewed_on: review.reviewed_on.map(|day| date_text(day, messages)),
            state: None,
        }
    }
}

/// Whether somebody still has to look at the finding.
pub(super) fn is_open(past: &Past) -> bool {
    past.review.status == ReviewStatus::Open || past.state == ReviewState::Reopened
}

fn state(state: ReviewState, messages: &Messages) -> Option<String> {
    match state {
        ReviewState::None | ReviewState::Kept => None,
        ReviewState::Reopened | ReviewState::Moved | ReviewState::Orphan => {
            Some(messages.get(&format!("state.{}", state.name())).to_owned())
        }
    }
}
