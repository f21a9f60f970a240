use crate::{
    model::{ConflictKind, Evidence, Finding, Reason, Span, Verdict},
    value::Kind,
};

/// How far a planted value came that no finding sets against another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missed {
    /// A finding doubts that both answer one question.
    Unclear,
    /// It stands in a finding beside answers of other articles, which are taken to allow it.
    Allowed,
    /// It answers a question that no other article answers.
    Apart,
    /// The changed words are not read as an answer to anything.
    Unread,
}

/// Whether a finding sets the planted value against another one, for a reason that names the fault;
/// `None` where it shows no planted value.
pub(super) fn outcome(
    finding: &Finding,
    (article, kind): (&str, Kind),
    spans: &[Span],
) -> Option<Result<(Verdict, Reason), Missed>> {
    let is_planted = |claim: &&Evidence| {
        let met = |span: &Span| claim.span.start < span.end && span.start < claim.span.end;
        claim.article == article && claim.kind == kind && spans.iter().any(met)
    };
    let planted: Vec<&Evidence> = finding.claims.iter().filter(is_planted).collect();
    let holds = |claims: &[&Evidence], position| claims.iter().any(|it| it.position == position);
    // What copies each other differ in is always doubted, and always named.
    let copies = |a: usize, b: usize| {
        let mut pairs = planted.iter().filter(|it| it.position == a);
        pairs.any(|it| {
            let mut others = finding.claims.iter().filter(|other| other.position == b);
            others.any(|other| other.article != article && other.origin == it.origin)
        })
    };
    let conflicts = finding.conflicts.iter().filter_map(|conflict| {
        let (a, b) = (conflict.a, conflict.b);
        let sides = [(a, b), (b, a)].into_iter().find(|(a, _)| holds(&planted, *a))?;
        Some(match conflict.kind {
            ConflictKind::Contradict | ConflictKind::Changed => {
                Ok((conflict.kind.verdict(), finding.reason))
            }
            ConflictKind::Unclear if copies(sides.0, sides.1) => {
                Ok((Verdict::Unclear, Reason::AlteredCopy))
            }
            ConflictKind::Unclear => Err(Missed::Unclear),
        })
    });
    let beside = finding.claims.iter().any(|claim| claim.article != article);
    let rest = planted.first().map(|_| Err(if beside { Missed::Allowed } else { Missed::Apart }));
    conflicts.chain(rest).min()
}
