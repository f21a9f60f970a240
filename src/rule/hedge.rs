use crate::model::Problem;

use super::{Lexicon, Sources};

#[derive(Clone, Debug, Default)]
pub struct HedgeRules {}

impl HedgeRules {
    pub(super) fn compile(
        _sources: &Sources,
        _lexicon: &mut Lexicon,
        _problems: &mut Vec<Problem>,
    ) -> HedgeRules {
        HedgeRules::default()
    }
}
