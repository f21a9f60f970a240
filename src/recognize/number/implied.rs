use crate::rule::{Implied, NumberPart};

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
    // "two quakes, measuring 7.6 and 7.4"
    let second =
        start > 2 && reader.is_part(start - 1, NumberPart::And) && reader.is_number(start - 2);
    let lead = if second { start - 3 } else { start - 1 };
    let says = |implied: &&Implied| {
        implied.behind.contains(reader.id(lead))
            && reader.ids_before(start).take(REACH).any(|word| implied.among.contains(word))
    };
    term.unit = reader.units().implied.iter().find(says).map(|implied| implied.unit);
}
