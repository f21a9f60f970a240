use crate::model::Verdict;

/// Whether the finding is one that sources dispute.
pub(super) fn is_disputed(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Contradict | Verdict::Unclear | Verdict::Changed => true,
        Verdict::Compatible | Verdict::Agree | Verdict::Single => false,
    }
}
