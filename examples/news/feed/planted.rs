use serde::{Deserialize, Serialize};

use super::{
    figure::{Form, Saying},
    story::{Piece, Story},
    words::{FactRow, Words},
};

/// How two articles of a story stand to one another in one fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Sort {
    Contradict,
    Agree,
    /// The toll of another day.
    Update,
    /// A rounded number beside the exact one.
    Rounding,
    /// The same words with other numbers, of two things.
    OtherThing,
}

/// Two articles that a careful reader would set side by side, with their numbers in the base unit. Of a
/// contradiction `a` is the article that all others contradict.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Planted {
    pub(crate) kind: Sort,
    /// Whether one of them uses words that the program does not always understand.
    pub(crate) hard: bool,
    pub(crate) story: u64,
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) attribute: String,
    pub(crate) value_a: f64,
    pub(crate) value_b: f64,
}

/// Most pairs of one fact by sort.
const MOST: [usize; 5] = [4, 1, 1, 1, usize::MAX];

impl Story {
    pub(crate) fn planted(&self, words: &Words) -> Vec<Planted> {
        let mut rows = Vec::new();
        for fact in 0..words.facts.len() {
            let row = &words.facts[fact].told;
            let is_hard = |saying: &Saying| saying.sentence >= words.facts[fact].sentences.len();
            let told: Vec<(usize, &Piece, &Saying)> = (self.pieces.iter().enumerate())
                .filter_map(|(at, piece)| Some((at, piece, piece.says(fact)?)))
                .collect();
            let mut counts = [MOST; 2];
            for (at, (a, left, x)) in told.iter().enumerate() {
                for (b, right, y) in told.iter().skip(at + 1) {
                    let Some(sort) = sort((left.day, x), (right.day, y), row) else { continue };
                    let hard = is_hard(x) || is_hard(y);
                    let count = &mut counts[usize::from(hard)][sort as usize];
                    if *count > 0 {
                        *count -= 1;
                        let ((a, x), (b, y)) =
                            if y.wrong { ((b, y), (a, x)) } else { ((a, x), (b, y)) };
                        rows.push(Planted {
                            kind: sort,
                            hard,
                            story: self.number,
                            a: self.id(*a),
                            b: self.id(*b),
                            attribute: row.id.clone(),
                            value_a: row.base(x.value),
                            value_b: row.base(y.value),
                        });
                    }
                }
            }
        }
        rows
    }
}

fn sort((day, x): (usize, &Saying), (other, y): (usize, &Saying), fact: &FactRow) -> Option<Sort> {
    if fact.each {
        return (x.value != y.value).then_some(Sort::OtherThing);
    }
    let ((low, high), (least, most)) = (x.interval(), y.interval());
    let same_time = !fact.moves() || day == other;
    let exact = x.form == Form::Exact && y.form == Form::Exact;
    if x.wrong || y.wrong {
        return (same_time && (high < least || most < low)).then_some(Sort::Contradict);
    }
    if !same_time {
        return (exact && x.value != y.value).then_some(Sort::Update);
    }
    match (x.form, y.form) {
        (Form::Exact, Form::Exact) => Some(Sort::Agree),
        (Form::Exact, Form::About) | (Form::About, Form::Exact) => Some(Sort::Rounding),
        _ => None,
    }
}
