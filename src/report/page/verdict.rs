use crate::model::Verdict;

/// Name of a verdict for people.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradict => "Contradict",
        Verdict::Unclear => "Unclear",
        Verdict::Changed => "Changed",
        Verdict::Compatible => "Compatible",
        Verdict::Agree => "Agree",
        Verdict::Single => "Single source",
    }
}

pub(super) fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradict => "The sources differ, and both cannot be right.",
        Verdict::Unclear => {
            "They differ, but perhaps not about the same thing, or the words leave room."
        }
        Verdict::Changed => "A later report has another value, such as a rising toll.",
        Verdict::Compatible => {
            "Both can be right: another precision or unit, or a bound such as “over four hours”."
        }
        Verdict::Agree => "The same answer from two sides.",
        Verdict::Single => "Only one side says it. Copies of one text count once.",
    }
}

/// Whether the finding is one that sources dispute.
pub(super) fn is_disputed(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Contradict | Verdict::Unclear | Verdict::Changed => true,
        Verdict::Compatible | Verdict::Agree | Verdict::Single => false,
    }
}
