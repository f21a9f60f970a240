use crate::{
    model::Mention,
    rule::Role,
    value::{DateExpr, Value},
};

use super::{range::is_day, words::Words};

/// Tokens that may stand between a date and its time.
const GAP: usize = 3;

impl Words<'_> {
    /// Tells times which date beside them they belong to: "Friday at 5 p.m.", "5 p.m. on Friday".
    pub(super) fn join(&self, mentions: &mut [Mention]) {
        if self.alone
            && let [only] = mentions
            && let Value::Time(_) = only.value
            && only.rule != Mention::TIME_EITHER_HALF
        {
            only.rule = Mention::TIME_ALONE;
        }
        let mut joined = false;
        for at in 1..mentions.len() {
            let Some([first, second]) = mentions.get_mut(at - 1..=at) else { continue };
            let gap = first.tokens.end as usize..second.tokens.start as usize;
            let links = |roles: &[Role]| {
                gap.len() <= GAP
                    && gap
                        .clone()
                        .all(|at| self.senses(at).is_any(roles) || self.is_mark(at, ",(@"))
            };
            joined = match (&first.value, &second.value) {
                (Value::Date(date), Value::Time(_)) if !joined && has_time(date) => {
                    let fits = links(&[
                        Role::At,
                        Role::By,
                        Role::For,
                        Role::From,
                        Role::About,
                        Role::Between,
                        Role::Before,
                        Role::After,
                        Role::Until,
                        Role::No,
                        Role::Later,
                        Role::Than,
                    ]);
                    if fits {
                        second.rule = Mention::TIME_AFTER_DATE;
                    }
                    fits
                }
                (Value::Time(_), Value::Date(date)) if !joined && has_time(date) => {
                    let fits = links(&[Role::On, Role::Of, Role::In]);
                    if fits {
                        first.rule = Mention::TIME_BEFORE_DATE;
                    }
                    fits
                }
                _ => false,
            };
        }
    }
}

/// Whether a time of day can be meant to lie on the date.
fn has_time(date: &DateExpr) -> bool {
    if let DateExpr::Part { of: day, .. }
    | DateExpr::Upcoming(day)
    | DateExpr::Within { date: day, .. } = date
    {
        return has_time(day);
    }
    is_day(date)
}
