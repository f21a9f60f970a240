use std::io::{self, Write};

use crate::{
    model::{Review, ReviewState, Reviews},
    report::safe,
};

use super::{Before, Earlier, ledger::write_rows, table::ID};

const COLUMNS: [&str; 10] = [
    "subject",
    "summary",
    "verdict",
    "review_status",
    "review_note",
    "reviewer",
    "reviewed_on",
    "review_state",
    "evidence_hash",
    ID,
];

/// Writes the reviews with what their findings say, in the order of the report, then those of
/// findings that are gone.
///
/// # Errors
/// Those of `out`.
pub fn write_export(reviews: &Reviews, findings: &Earlier, out: &mut dyn Write) -> io::Result<()> {
    let here = findings.findings.iter().filter_map(|finding| {
        let past =
            reviews.by_finding.get(&finding.id).filter(|past| past.state != ReviewState::None)?;
        Some(row(Some(finding), &past.review, past.state))
    });
    let gone = reviews.orphans.iter().map(|review| row(None, review, ReviewState::Orphan));
    write_rows(out, &COLUMNS, here.chain(gone))
}

fn row(finding: Option<&Before>, review: &Review, state: ReviewState) -> Vec<String> {
    let id = finding.map_or(&review.finding_id, |finding| &finding.id);
    vec![
        finding.map(|it| safe(&it.subject)).unwrap_or_default(),
        finding.map(|it| safe(&it.summary)).unwrap_or_default(),
        finding.map(|it| it.verdict.name()).unwrap_or_default().to_owned(),
        review.status.name().to_owned(),
        review.note.clone(),
        review.reviewer.clone(),
        review.reviewed_on.map(|day| day.to_string()).unwrap_or_default(),
        state.name().to_owned(),
        finding.map_or(&review.evidence_hash, |it| &it.evidence_hash).clone(),
        id.clone(),
    ]
}
