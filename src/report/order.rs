use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use crate::model::{Finding, Position};

/// Sorts findings for the report: gravest verdict first, then severity, number of voices, gap,
/// subject and id; the rest of the key makes the order total.
pub fn sort_findings(findings: &mut [Finding]) {
    findings.sort_by_cached_key(rank);
}

/// Bytes of a rank before its texts.
const HEAD: usize = 2 + size_of::<u32>() + size_of::<u64>();

/// The place of a finding in a report, as bytes in the order of the findings.
pub(super) fn rank(finding: &Finding) -> Vec<u8> {
    let voices = u32::try_from(finding.n_independent).unwrap_or(u32::MAX);
    let tenths = |gap: Decimal| gap.checked_mul(Decimal::TEN)?.to_u64();
    let gap = gap_percent(finding)
        .map_or(u64::MAX, |gap| (u64::MAX - 1).saturating_sub(tenths(gap).unwrap_or(u64::MAX)));
    let mut rank = vec![finding.verdict as u8, finding.severity as u8];
    rank.extend((u32::MAX - voices).to_be_bytes());
    rank.extend(gap.to_be_bytes());
    for text in [&finding.subject, &finding.id, &finding.attribute, &finding.evidence_hash] {
        rank.extend(text.bytes());
        rank.push(0);
    }
    rank
}

/// The part of a rank that stands before the id; it may be less.
pub(super) fn before_id(rank: &[u8]) -> &[u8] {
    let numbers = HEAD.min(rank.len());
    let subject = rank.iter().skip(numbers).position(|byte| *byte == 0);
    rank.get(..numbers + subject.unwrap_or(0)).unwrap_or(rank)
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
