use jiff::civil::{Date, Weekday};

use crate::{
    model::Mention,
    value::{DateExpr, Value},
};

use super::TODAY;

/// Days that a day with a stated year may lie from the year given to a weekday's date.
const NEAR: i32 = 60;

/// Publication date out of a date stated beside a weekday ("on Friday (April 11)"): its year is
/// stated with it, or follows from full dates near by in the same article. A day that the text calls
/// today goes first.
pub fn infer_published<'a>(mentions: impl Iterator<Item = &'a Mention>) -> Option<Date> {
    let mentions: Vec<&Mention> = mentions.collect();
    let days: Vec<&DateExpr> = mentions.iter().copied().filter_map(stated_day).collect();
    let full = |expr: &DateExpr| {
        matches!(expr, DateExpr::Day { .. }).then(|| expr.resolve(None)?.day()).flatten()
    };
    let today = mentions
        .iter()
        .filter(|mention| mention.rule == TODAY)
        .find_map(|mention| full(stated_day(mention)?));
    if today.is_some() {
        return today;
    }
    let stated: Vec<Date> = days.iter().filter_map(|expr| full(expr)).collect();
    days.iter().find_map(|expr| {
        let DateExpr::Day { year, month, day, weekday: Some(weekday) } = expr else { return None };
        if year.is_some() {
            return full(expr).filter(|date| date.weekday() == *weekday);
        }
        stated
            .iter()
            .flat_map(|near| [0, -1, 1].map(|step| (near, near.year().saturating_add(step))))
            .filter_map(|(near, year)| Some((near, Date::new(year, *month, *day).ok()?)))
            .find(|(near, date)| {
                let days = near.duration_until(*date).as_hours() / 24;
                date.weekday() == *weekday && days.abs() <= i64::from(NEAR)
            })
            .map(|(_, date)| date)
    })
}

/// Weekday, month and day of dates stated beside a weekday without a year, in the order of the text.
pub fn stated_weekday_day<'a>(
    mentions: impl Iterator<Item = &'a Mention>,
) -> impl Iterator<Item = (Weekday, i8, i8)> {
    mentions.filter_map(stated_day).filter_map(|expr| {
        let DateExpr::Day { year: None, month, day, weekday: Some(weekday) } = expr else {
            return None;
        };
        Some((*weekday, *month, *day))
    })
}

fn stated_day(mention: &Mention) -> Option<&DateExpr> {
    let Value::Date(expr) = &mention.value else { return None };
    Some(inner_day(expr))
}

fn inner_day(expr: &DateExpr) -> &DateExpr {
    if let DateExpr::Part { of: inner, .. }
    | DateExpr::Before { date: inner }
    | DateExpr::After { date: inner }
    | DateExpr::Between { start: Some(inner), end: None }
    | DateExpr::Between { start: None, end: Some(inner) } = expr
    {
        inner
    } else {
        expr
    }
}
