use crate::model::Problem;

use super::{Inflection, Lexicon, Sources};

#[derive(Clone, Debug, Default)]
pub struct AttributeRules {}

impl AttributeRules {
    pub(super) fn compile(
        _sources: &Sources,
        _inflection: &Inflection,
        _lexicon: &mut Lexicon,
        _problems: &mut Vec<Problem>,
    ) -> AttributeRules {
        AttributeRules::default()
    }
}

impl AttributeRules {
    pub fn is_beside(&self, _id: &str) -> bool {
        false
    }

    pub fn is_cumulative(&self, _id: &str) -> bool {
        false
    }

    pub fn label<'i>(&self, id: &'i str) -> &'i str {
        id
    }
}
