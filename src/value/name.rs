use serde::{Deserialize, Serialize};

use super::Symbol;

/// A person or organisation as written, without titles, or a phrase that stands for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The words of the name; for a role phrase its words ("Russian leader").
    pub text: String,
    pub kind: NameKind,
    /// The office that stands beside the name.
    pub role: Option<Role>,
}

/// Shortest word that may be spelled in two ways, in letters.
const SPELLED: usize = 4;

impl Name {
    /// Whether two names of people differ in one letter of one word, as "Gareth Roe" and "Garreth Roe".
    pub fn is_spelled_like(&self, other: &Name) -> bool {
        if (self.kind, other.kind) != (NameKind::Person, NameKind::Person) {
            return false;
        }
        let (mut left, mut right) = (self.text.split(' '), other.text.split(' '));
        let mut odd = 0;
        loop {
            match (left.next(), right.next()) {
                (Some(a), Some(b)) if a == b => {}
                (Some(a), Some(b)) if is_one_letter_off(a, b) => odd += 1,
                (None, None) => return odd == 1,
                (Some(_) | None, Some(_) | None) => return false,
            }
        }
    }
}

/// Whether one letter is another, or is left out.
fn is_one_letter_off(a: &str, b: &str) -> bool {
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    let more = long.chars().count() - short.chars().count();
    if short.chars().count() < SPELLED || more > 1 {
        return false;
    }
    let same = short.chars().zip(long.chars()).take_while(|(a, b)| a == b).count();
    let rest = |word: &'_ str, skip: usize| word.chars().skip(skip).collect::<String>();
    rest(short, same + 1 - more) == rest(long, same + 1)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NameKind {
    Person,
    Organisation,
    /// "the Russian leader", "Trump's envoy": no name, but stands for a person.
    Role,
    Unknown,
}

/// An office or function, such as "Russian president".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// As written, the office in lower case.
    pub text: String,
    /// The office as the rules name it, such as `president`.
    pub office: Symbol,
    /// Whose office it is: a place by its name in the rules, else a name as written.
    pub of: Option<String>,
}
