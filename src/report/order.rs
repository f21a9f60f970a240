use std::cmp::Reverse;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::{Finding, Position};

/// Sorts findings for the report: gravest verdict first, then severity, number of voices, gap,
/// subject and id; the rest of the key makes the order total.
pub fn sort_findings(findings: &mut [Finding]) {
    findings.sort_by_cached_key(|finding| {
        let claims: Vec<String> =
            finding.claims.iter().map(|claim| claim.claim_id.clone()).collect();
        (
            (finding.verdict, finding.severity, Reverse(finding.n_independent)),
            Reverse(gap_percent(finding)),
            (finding.subject.clone(), finding.id.clone(), finding.attribute.clone()),
            (finding.evidence_hash.clone(), claims),
        )
    });
}

/// Smallest and largest number among the positions, where all are in one unit.
pub(super) fn extent(finding: &Finding) -> Option<(Decimal, Decimal)> {
    let unit = &finding.positions.first()?.unit;
    if finding.positions.iter().any(|position| position.unit != *unit) {
        return None;
    }
    let ends = |position: &Position| [position.low, position.high];
    let numbers = || finding.positions.iter().flat_map(ends).flatten();
    Some((numbers().min()?, numbers().max()?))
}

/// Distance between the smallest and the largest number in percent of the middle between them, to
/// one place; `None` without numbers in one unit.
pub fn gap_percent(finding: &Finding) -> Option<Decimal> {
    let (low, high) = extent(finding)?;
    if low == high {
        return Some(Decimal::ZERO);
    }
    let half = Decimal::TWO;
    let middle = low.checked_div(half)?.checked_add(high.checked_div(half)?)?.abs();
    let share = high.checked_sub(low)?.checked_div(middle)?;
    let percent = share.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize())
}
