use crate::{
    model::{Mention, Sentence},
    rule::Rules,
};

pub(super) fn numbers(_sentence: &Sentence, _text: &str, _rules: &Rules) -> Vec<Mention> {
    Vec::new()
}
