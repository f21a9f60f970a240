use crate::model::Problem;

use super::{Lexicon, Sources};

#[derive(Clone, Debug, Default)]
pub struct NameRules {}

impl NameRules {
    pub(super) fn compile(
        _sources: &Sources,
        _lexicon: &mut Lexicon,
        _problems: &mut Vec<Problem>,
    ) -> NameRules {
        NameRules::default()
    }
}

impl NameRules {
    pub fn is_office(&self, _word: crate::model::WordId) -> bool {
        false
    }
}
