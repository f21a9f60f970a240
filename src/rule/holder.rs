use crate::model::Problem;

use super::{Lexicon, Sources};

#[derive(Clone, Debug, Default)]
pub struct HolderRules {}

impl HolderRules {
    pub(super) fn compile(
        _sources: &Sources,
        _lexicon: &mut Lexicon,
        _problems: &mut Vec<Problem>,
    ) -> HolderRules {
        HolderRules::default()
    }
}
