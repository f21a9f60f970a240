use jiff::civil::{Date, Weekday};

use crate::{
    model::Mention,
    value::{DateExpr, Value},
};

/// Days that a day with a stated year may lie from the year given to a weekday's date.
const NEAR: i32 = 60;

/// Publication date out of a date stated beside a weekday ("on Friday (April 11)"): its year is
/// stated with it, or follows from full dates near by in the same article.
pub fn infer_published<'a>(mentions: impl Iterator<Item = &'a Mention>) -> Option<Date> {
    let days: Vec<&DateExpr> = mentions.filter_map(stated_day).collect();
    let full = |expr: &DateExpr| match expr {
        DateExpr::Day { year: Some(_), .. } => expr.resolve(None)?.day(),
        _ => None,
    };
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
    mentions.filter_map(stated_day).filter_map(|expr| match expr {
        DateExpr::Day { year: None, month, day, weekday: Some(weekday) } => {
            Some((*weekday, *month, *day))
        }
        _ => None,
    })
}

fn stated_day(mention: &Mention) -> Option<&DateExpr> {
    match &mention.value {
        Value::Date(expr) => Some(inner_day(expr)),
        _ => None,
    }
}

fn inner_day(expr: &DateExpr) -> &DateExpr {
    match expr {
        DateExpr::Part { of, .. } => of,
        DateExpr::Between { start: Some(only), end: None }
        | DateExpr::Between { start: None, end: Some(only) } => only,
        _ => expr,
    }
}
