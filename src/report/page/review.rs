use serde::Serialize;

use crate::model::{Past, Review, ReviewState, ReviewStatus};

use super::{measure::date_text, text::Text};

/// What a person said of a finding, as a card shows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ReviewNote {
    finding_id: Text,
    status: &'static str,
    word: &'static str,
    note: Option<Text>,
    reviewer: Option<Text>,
    reviewed_on: Option<String>,
    state: Option<&'static str>,
}

impl ReviewNote {
    /// `None` where nobody reviewed the finding.
    pub(super) fn of(past: &Past) -> Option<ReviewNote> {
        let review = &past.review;
        let touched = past.state != ReviewState::None
            || review.status != ReviewStatus::Open
            || !review.note.is_empty()
            || !review.reviewer.is_empty();
        touched.then(|| ReviewNote { state: state(past.state), ..ReviewNote::orphan(review) })
    }

    pub(super) fn orphan(review: &Review) -> ReviewNote {
        let filled = |text: &str| (!text.is_empty()).then(|| Text::new(text));
        ReviewNote {
            finding_id: Text::new(&review.finding_id),
            status: review.status.name(),
            word: word(review.status),
            note: filled(&review.note),
            reviewer: filled(&review.reviewer),
            reviewed_on: review.reviewed_on.map(date_text),
            state: None,
        }
    }
}

/// Whether somebody still has to look at the finding.
pub(super) fn is_open(past: &Past) -> bool {
    past.review.status == ReviewStatus::Open || past.state == ReviewState::Reopened
}

fn word(status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Open => "Open",
        ReviewStatus::Confirmed => "Confirmed",
        ReviewStatus::NotAConflict => "Not a conflict",
        ReviewStatus::NeedsReporting => "Needs reporting",
        ReviewStatus::Fixed => "Fixed",
    }
}

fn state(state: ReviewState) -> Option<&'static str> {
    match state {
        ReviewState::None | ReviewState::Kept => None,
        ReviewState::Reopened => Some("Reopened: the values changed since this review."),
        ReviewState::Moved => Some("Moved here: the claims reviewed now stand in this finding."),
        ReviewState::Orphan => Some("The finding that this review was about is gone."),
    }
}
