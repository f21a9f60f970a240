use sha2::{Digest, Sha256};

use crate::model::{Group, Position, Verdict};

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// A prefix and the first `length` characters of the base-32 SHA-256 of length-prefixed parts.
fn hash<'p>(prefix: &str, parts: impl IntoIterator<Item = &'p str>, length: usize) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    let bits = |index: usize| {
        let byte = |at: usize| u16::from(digest.get(at).copied().unwrap_or_default());
        let (at, shift) = (index * 5 / 8, index * 5 % 8);
        let window = byte(at) << 8 | byte(at + 1);
        usize::from(window >> (11 - shift) & 31)
    };
    let mut id = String::with_capacity(prefix.len() + length);
    id.push_str(prefix);
    id.extend((0..length).filter_map(|index| ALPHABET.get(bits(index))).copied().map(char::from));
    id
}

/// `cx-` and ten characters over what is claimed: no path, value or source.
pub(super) fn finding_id(group: &Group) -> String {
    let scope = format!("{:?}", group.scope);
    hash("cx-", [group.kind.name(), &group.key, &group.attribute, &scope], 10)
}

/// `ev-` and eight characters over the distinct values and the verdict.
pub(super) fn evidence_hash(verdict: Verdict, positions: &[Position]) -> String {
    let mut values: Vec<String> = positions
        .iter()
        .map(|position| {
            let end = |end: Option<rust_decimal::Decimal>| {
                end.map_or(String::from("open"), |end| end.normalize().to_string())
            };
            format!("{} {} {}", end(position.low), end(position.high), position.unit)
        })
        .collect();
    values.sort();
    values.dedup();
    values.push(verdict.name().to_owned());
    hash("ev-", values.iter().map(String::as_str), 8)
}

/// `cl-` and ten characters over the document, the sentence, the kind and the value's place in it.
pub(super) fn claim_id(document: &str, sentence: &str, kind: &str, occurrence: usize) -> String {
    hash("cl-", [document, sentence, kind, &occurrence.to_string()], 10)
}

/// `cx-` and ten characters over an id that several findings got, the number of its turn, and among which
/// findings it has it.
pub(super) fn renamed(id: &str, turn: usize, within: Option<&str>) -> String {
    hash("cx-", [id, &turn.to_string()].into_iter().chain(within), 10)
}
