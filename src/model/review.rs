use std::collections::BTreeMap;

use jiff::civil::Date;

/// What a reviewer makes of a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewStatus {
    #[default]
    Open,
    Confirmed,
    NotAConflict,
    NeedsReporting,
    Fixed,
}

impl ReviewStatus {
    pub const ALL: [ReviewStatus; 5] = [
        ReviewStatus::Open,
        ReviewStatus::Confirmed,
        ReviewStatus::NotAConflict,
        ReviewStatus::NeedsReporting,
        ReviewStatus::Fixed,
    ];

    pub fn name(self) -> &'static str {
        match self {
            ReviewStatus::Open => "open",
            ReviewStatus::Confirmed => "confirmed",
            ReviewStatus::NotAConflict => "not_a_conflict",
            ReviewStatus::NeedsReporting => "needs_reporting",
            ReviewStatus::Fixed => "fixed",
        }
    }
}

/// What became of an earlier review in this run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewState {
    /// Nobody reviewed it.
    #[default]
    None,
    /// The finding has the evidence that was reviewed.
    Kept,
    /// Its values changed since.
    Reopened,
    /// Its claims stand in a finding with another id.
    Moved,
    /// No finding is left that it was about.
    Orphan,
}

impl ReviewState {
    pub const ALL: [ReviewState; 5] = [
        ReviewState::None,
        ReviewState::Kept,
        ReviewState::Reopened,
        ReviewState::Moved,
        ReviewState::Orphan,
    ];

    pub fn name(self) -> &'static str {
        match self {
            ReviewState::None => "none",
            ReviewState::Kept => "kept",
            ReviewState::Reopened => "reopened",
            ReviewState::Moved => "moved",
            ReviewState::Orphan => "orphan",
        }
    }
}

/// How a finding differs from the last run's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    #[default]
    New,
    Same,
    /// More claims, the same values.
    MoreEvidence,
    Changed,
    /// It was a conflict, and is none any more.
    Resolved,
}

impl Change {
    pub const ALL: [Change; 5] =
        [Change::New, Change::Same, Change::MoreEvidence, Change::Changed, Change::Resolved];

    pub fn name(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Same => "same",
            Change::MoreEvidence => "more_evidence",
            Change::Changed => "changed",
            Change::Resolved => "resolved",
        }
    }
}

/// A person's word on a finding, with what it rested on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    pub finding_id: String,
    pub evidence_hash: String,
    pub status: ReviewStatus,
    pub note: String,
    pub reviewer: String,
    pub reviewed_on: Option<Date>,
    pub claim_ids: Vec<String>,
}

/// What is known of a finding from before this run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    pub review: Review,
    pub state: ReviewState,
    pub change: Change,
}

/// What people and the last run know of the findings of this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviews {
    /// By the finding's id; what is not here is new and open.
    pub by_finding: BTreeMap<String, Past>,
    /// Reviews of findings that are gone.
    pub orphans: Vec<Review>,
}

impl Past {
    /// Whether anybody said anything of the finding.
    pub fn is_reviewed(&self) -> bool {
        let review = &self.review;
        self.state != ReviewState::None
            || review.status != ReviewStatus::Open
            || !review.note.is_empty()
            || !review.reviewer.is_empty()
    }
}

impl Reviews {
    pub fn change(&self, finding_id: &str) -> Change {
        self.by_finding.get(finding_id).map(|past| past.change).unwrap_or_default()
    }

    pub fn of(&self, finding_id: &str) -> Past {
        self.by_finding.get(finding_id).cloned().unwrap_or_default()
    }
}
