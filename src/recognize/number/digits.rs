use rust_decimal::Decimal;

use super::amount::whole_step;

/// Longest run of digits that is read; longer ones are no numbers of an article.
const LONGEST: usize = 24;

/// A number in digits with the unit of its last digit.
pub(super) fn parse(text: &str) -> Option<(Decimal, Decimal)> {
    if text.len() > LONGEST {
        return None;
    }
    if let Some(found) = short_whole(text) {
        return Some(found);
    }
    if let Some((over, under)) = text.split_once('/') {
        return fraction(over, under);
    }
    let plain = plain(text)?;
    let value = Decimal::from_str_exact(&plain).ok()?;
    let step = if value.scale() > 0 { Decimal::new(1, value.scale()) } else { whole_step(value) };
    Some((value, step))
}

/// A few digits alone, as most numbers are.
fn short_whole(text: &str) -> Option<(Decimal, Decimal)> {
    if text.len() > 9 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: u32 = text.parse().ok()?;
    let mut step = 1;
    while value >= 100 && value.is_multiple_of(step * 10) {
        step *= 10;
    }
    Some((value.into(), step.into()))
}

fn fraction(over: &str, under: &str) -> Option<(Decimal, Decimal)> {
    let whole = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Decimal::from_str_exact(text).ok()).flatten()
    };
    let value = whole(over)?.checked_div(whole(under)?)?.normalize();
    Some((value, exact_step(value)))
}

/// A fraction is exact: its step is a thousandth of it.
pub(super) fn exact_step(value: Decimal) -> Decimal {
    value.abs().checked_mul(Decimal::new(1, 3)).unwrap_or_default().normalize()
}

/// The digits with a decimal point and without other separators; `None` for what is no number.
fn plain(text: &str) -> Option<String> {
    let groups = |text: &str, mark: char| {
        let mut parts = text.split(mark);
        let first = parts.next().is_some_and(|part| (1..=3).contains(&part.len()));
        let rest: Vec<usize> = parts.map(str::len).collect();
        let last = rest.last() == Some(&3);
        // Indian grouping has pairs between the first and the last group.
        let inner = rest.iter().rev().skip(1);
        first
            && last
            && (rest.iter().all(|length| *length == 3) || inner.clone().all(|length| *length == 2))
    };
    let commas = text.matches(',').count();
    let points = text.matches('.').count();
    match (commas, points) {
        (0, 0 | 1) => Some(text.to_owned()),
        (0, _) => groups(text, '.').then(|| text.replace('.', "")),
        (_, 0) if groups(text, ',') => Some(text.replace(',', "")),
        (1, 0) => Some(text.replace(',', ".")),
        (_, 1) => {
            let (comma, point) = (text.rfind(',')?, text.rfind('.')?);
            let (whole, part, mark) = if comma < point {
                (text.get(..point)?, text.get(point + 1..)?, ',')
            } else if commas == 1 {
                (text.get(..comma)?, text.get(comma + 1..)?, '.')
            } else {
                return None;
            };
            groups(whole, mark).then(|| format!("{}.{part}", whole.replace(mark, "")))
        }
        (1, _) => {
            let (whole, part) = text.split_once(',')?;
            groups(whole, '.').then(|| format!("{}.{part}", whole.replace('.', "")))
        }
        _ => None,
    }
    .filter(|plain| plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators() {
        for (text, value, step) in [
            ("8", "8", "1"),
            ("14,000", "14000", "1000"),
            ("4.50", "4.50", "0.01"),
            ("1.111,11", "1111.11", "0.01"),
            ("12,34,567.89", "1234567.89", "0.01"),
            ("5,00", "5.00", "0.01"),
            ("1/2", "0.5", "0.0005"),
        ] {
            let (found, found_step) = parse(text).unwrap_or_default();
            assert_eq!((found.to_string(), found_step.to_string()), (value.into(), step.into()));
        }
        for text in ["10:30", "192.168.1.2", "1/0", "99999999999999999999999999999999"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
