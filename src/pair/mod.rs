//! Two sentences that are taken to be about one thing: whether the second follows from the first,
//! contradicts it, or neither.

mod derive;
mod oppose;
mod relate;
mod side;

use rust_decimal::Decimal;

use crate::{
    model::{Mention, Reason, Step},
    rule::Rules,
    value::{Kind, Qualifier},
};

use derive::{Operand, derive};
use oppose::opposes;
use relate::{Fit, fit};
use side::Side;

/// How a hypothesis relates to a premise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Agree,
    Contradict,
    Unrelated,
}

impl Label {
    pub fn name(self) -> &'static str {
        match self {
            Label::Agree => "agree",
            Label::Contradict => "contradict",
            Label::Unrelated => "unrelated",
        }
    }
}

/// A label with its reason, and how numbers were worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub label: Label,
    pub reason: Reason,
    pub steps: Vec<Step>,
}

/// Shares of the hypothesis's content words that the premise has, in percent: from here on it says
/// the same, with few words or with more; something else about the same; the opposite.
const SAME_SHORT: usize = 30;
const SAME: usize = 40;
const OTHER_VALUE: usize = 60;
const OPPOSITE: usize = 75;
const EXCLUSIVE: usize = 50;
const WORKED_OUT: usize = 40;
/// Content words up to which a hypothesis is short.
const SHORT: usize = 4;
/// Numbers of a premise beyond which nothing is worked out of them.
const OPERANDS: usize = 6;

/// Judges a hypothesis by a premise.
pub fn pair(premise: &str, hypothesis: &str, rules: &Rules) -> Answer {
    let (premise, hypothesis) = (Side::new(premise, rules), Side::new(hypothesis, rules));
    let (covered, words) = hypothesis.covered_by(&premise);
    let percent = (covered * 100).checked_div(words).unwrap_or(0);
    let fits: Vec<Fit> =
        hypothesis.numbers.iter().map(|it| fit(&premise, &hypothesis, it, percent)).collect();
    if fits.iter().any(|fit| matches!(fit, Fit::Conflict | Fit::Nothing))
        && let Some(answer) = worked_out(&premise, &hypothesis, percent)
    {
        return answer;
    }
    let (label, reason) = if fits.contains(&Fit::Conflict) && percent >= OTHER_VALUE {
        (Label::Contradict, Reason::DisjointValues)
    } else if percent >= OPPOSITE && premise.denies_otherwise(&hypothesis)
        || percent >= EXCLUSIVE && opposes(&premise, &hypothesis)
    {
        (Label::Contradict, Reason::OppositePolarity)
    } else if percent >= EXCLUSIVE && hypothesis.excludes(&premise) {
        (Label::Contradict, Reason::DisjointValues)
    } else if percent >= if words <= SHORT { SAME_SHORT } else { SAME }
        && fits.iter().all(|fit| matches!(fit, Fit::Follows | Fit::Said))
    {
        (Label::Agree, Reason::SameValue)
    } else {
        (Label::Unrelated, Reason::LowMatch)
    };
    Answer { label, reason, steps: Vec::new() }
}

/// What follows from the numbers of the premise, `None` where the hypothesis is not of that kind.
fn worked_out(premise: &Side, hypothesis: &Side, percent: usize) -> Option<Answer> {
    let given = operands(premise);
    let asked = operands(hypothesis);
    if asked.is_empty() || given.len() + asked.len() < 3 || given.len() > OPERANDS {
        return None;
    }
    for (index, target) in asked.iter().enumerate() {
        let others = asked.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, it)| it);
        let all: Vec<&Operand> = given.iter().chain(others).collect();
        if let Some(text) = derive(&all, target.value) {
            let mut steps: Vec<Step> = all
                .iter()
                .map(|it| Step { text: it.value.normalize().to_string(), quote: it.words.clone() })
                .collect();
            steps.push(Step { text, quote: target.words.clone() });
            return Some(Answer { label: Label::Agree, reason: Reason::DerivedSum, steps });
        }
    }
    let plain = |mention: &&Mention| {
        let exact = mention.value.figure().is_some_and(|it| it.qualifier == Qualifier::Exact);
        exact && mention.value.kind() != Kind::Percent
    };
    let only_amounts = premise.numbers.iter().all(|mention| match mention.value.date() {
        Some(date) => date.resolve(None).is_none(),
        None => is_amount(mention) && mention.value.kind() != Kind::Percent,
    });
    let same_noun =
        given.iter().any(|it| asked.iter().any(|other| it.of == other.of && !it.of.is_empty()));
    let asks = percent >= WORKED_OUT
        && only_amounts
        && hypothesis.numbers.iter().filter(|it| is_amount(it)).all(|it| plain(&it))
        && (same_noun || hypothesis.is_worked_out);
    let answer =
        Answer { label: Label::Contradict, reason: Reason::DisjointValues, steps: Vec::new() };
    asks.then_some(answer)
}

fn is_amount(mention: &Mention) -> bool {
    match mention.value.kind() {
        Kind::Count | Kind::Money | Kind::Duration | Kind::Quantity | Kind::Percent | Kind::Age => {
            true
        }
        Kind::Ordinal | Kind::Date | Kind::Time | Kind::Place | Kind::Name | Kind::Statement => {
            false
        }
    }
}

fn operands(side: &Side) -> Vec<Operand> {
    let amounts = side.numbers.iter().filter(|mention| is_amount(mention));
    let operand = |mention: &Mention| {
        let figure = mention.value.figure()?;
        let value: Decimal = figure.low.or(figure.high)?;
        Some(Operand {
            value,
            of: relate::of(mention),
            words: mention.span.of(&side.text).to_owned(),
        })
    };
    amounts.filter_map(operand).collect()
}
