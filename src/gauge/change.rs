use rust_decimal::Decimal;

use crate::{
    model::Claim,
    rule::Rules,
    value::{Kind, Qualifier},
};

/// Another value in the words of a claim's, `None` where the words offer no way to change it.
pub(super) fn changed(claim: &Claim, words: &str, rules: &Rules) -> Option<String> {
    match claim.kind {
        Kind::Count | Kind::Money | Kind::Duration | Kind::Quantity | Kind::Percent | Kind::Age => {
            let figure = claim.value.figure()?;
            let is_one = match figure.qualifier {
                Qualifier::Exact | Qualifier::About => figure.point().is_some(),
                Qualifier::MoreThan
                | Qualifier::AtLeast
                | Qualifier::LessThan
                | Qualifier::AtMost
                | Qualifier::Range => false,
            };
            // "A nine-million-pound ($12 million)" is two numbers.
            let parts = words.split(|letter: char| !letter.is_alphanumeric());
            let spelled = parts.filter(|word| is_number(word, rules)).count();
            let none = figure.point().is_none_or(|value| value.is_zero());
            if !is_one || none || spelled > 0 && digits(words).is_some() {
                return None;
            }
            in_digits(words, claim.kind).or_else(|| in_words(words, rules))
        }
        Kind::Date => day(words),
        // A second time in brackets would still say when it was.
        Kind::Time => hour(words).filter(|_| !words.contains('(')),
        Kind::Ordinal | Kind::Place | Kind::Name | Kind::Statement => None,
    }
}

/// The only number in digits, raised by half, or halved where it is a large share.
fn in_digits(words: &str, kind: Kind) -> Option<String> {
    let (start, end) = digits(words)?;
    let number = words.get(start..end)?;
    let rest = words.get(end..)?;
    if digits(rest).is_some() {
        return None;
    }
    let value: Decimal = number.replace(',', "").parse().ok()?;
    let new = other(value, kind).round_dp(value.scale());
    let new = if number.contains(',') { grouped(&new.to_string()) } else { new.to_string() };
    Some(format!("{}{new}{rest}", words.get(..start)?))
}

/// A number spelled out, replaced by digits; what it counts, such as millions, stays.
fn in_words(words: &str, rules: &Rules) -> Option<String> {
    let mut spelled = words.split(' ').filter(|word| is_number(word, rules));
    let word = spelled.next().filter(|_| spelled.next().is_none())?;
    let value = rules.number.cardinal.get(rules.lexicon.lookup(word)).copied()?;
    let new = other(value, Kind::Count);
    let at = words.find(word)?;
    Some(format!("{}{new}{}", words.get(..at)?, words.get(at + word.len()..)?))
}

fn is_number(word: &str, rules: &Rules) -> bool {
    rules.number.cardinal.contains(rules.lexicon.lookup(word))
}

fn other(value: Decimal, kind: Kind) -> Decimal {
    let half = value / Decimal::TWO;
    let high_share = kind == Kind::Percent && value > Decimal::from(60);
    if high_share {
        half
    } else if value < Decimal::TEN {
        value + Decimal::from(3)
    } else {
        (value + half).trunc()
    }
}

/// Another day of the same month.
fn day(words: &str) -> Option<String> {
    let (start, end) = digits(words).filter(|(start, end)| end - start <= 2)?;
    let day: u32 = words.get(start..end)?.parse().ok().filter(|day| (1..=31).contains(day))?;
    let new = if day > 20 { day - 9 } else { day + 7 };
    let rest = words.get(end..).filter(|rest| rest.is_empty() || rest.starts_with([' ', ',']))?;
    Some(format!("{}{new}{rest}", words.get(..start)?))
}

/// Three hours earlier or later on the same half of the day.
fn hour(words: &str) -> Option<String> {
    let (start, end) = digits(words).filter(|(start, end)| end - start <= 2)?;
    let hour: u32 = words.get(start..end)?.parse().ok().filter(|hour| (1..=23).contains(hour))?;
    let new = if hour > 6 { hour - 3 } else { hour + 3 };
    Some(format!("{}{new}{}", words.get(..start)?, words.get(end..)?))
}

/// Start and end of the first number in digits, with commas between its groups and its decimals.
fn digits(words: &str) -> Option<(usize, usize)> {
    let start = words.find(|letter: char| letter.is_ascii_digit())?;
    let tail = words.get(start..)?;
    let end = tail.find(|letter: char| !letter.is_ascii_digit() && !".,".contains(letter));
    let number = tail.get(..end.unwrap_or(tail.len()))?.trim_end_matches(['.', ',']);
    Some((start, start + number.len()))
}

/// Digits in groups of three.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_keep_their_form() {
        let cases = [
            ("5 people", Kind::Count, Some("8 people")),
            ("about 1,200 homes", Kind::Count, Some("about 1,800 homes")),
            ("$2.5 million", Kind::Money, Some("$5.5 million")),
            ("5.9-magnitude", Kind::Quantity, Some("8.9-magnitude")),
            ("80 percent", Kind::Percent, Some("40 percent")),
            ("5 ft 10 in", Kind::Quantity, None),
            ("five people", Kind::Count, None),
        ];
        for (words, kind, wanted) in cases {
            assert_eq!(in_digits(words, kind).as_deref(), wanted, "{words}");
        }
        assert_eq!(day("April 11, 2024").as_deref(), Some("April 18, 2024"));
        assert_eq!(day("Friday"), None);
        assert_eq!(hour("2:53 p.m.").as_deref(), Some("5:53 p.m."));
    }
}
