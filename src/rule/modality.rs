use crate::model::Problem;

use super::{Lexicon, Sources};

#[derive(Clone, Debug, Default)]
pub struct ModalityRules {}

impl ModalityRules {
    pub(super) fn compile(
        _sources: &Sources,
        _lexicon: &mut Lexicon,
        _problems: &mut Vec<Problem>,
    ) -> ModalityRules {
        ModalityRules::default()
    }
}
