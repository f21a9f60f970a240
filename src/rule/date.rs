use crate::model::Problem;

use super::{Lexicon, Sources};

#[derive(Clone, Debug, Default)]
pub struct DateRules {}

impl DateRules {
    pub(super) fn compile(
        _sources: &Sources,
        _lexicon: &mut Lexicon,
        _problems: &mut Vec<Problem>,
    ) -> DateRules {
        DateRules::default()
    }
}
