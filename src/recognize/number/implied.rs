use crate::rule::Implied;

use super::{reader::Reader, term::Term};

/// How far back the word that implies a unit may stand, in tokens.
const REACH: usize = 40;

/// Gives a number with decimals the unit that its sentence implies: "a quake measuring 6.3".
pub(super) fn read(reader: &Reader<'_>, term: &mut Term) {
    let start = term.tokens.start;
    let decimals = !term.amount.low.fract().is_zero() || !term.amount.high.fract().is_zero();
    if !term.is_bare() || !decimals || start == 0 {
        return;
    }
    let says = |implied: &&Implied| {
        implied.behind.contains(reader.id(start - 1))
            && reader.ids_before(start).take(REACH).any(|word| implied.among.contains(word))
    };
    term.unit = reader.units().implied.iter().find(says).map(|implied| implied.unit);
}
