use serde::{Deserialize, Serialize};

/// What speaks for or against a claim answering the question of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// The rules name its attribute.
    Attribute,
    /// Its attribute is its own words, and its verb is told.
    Verb,
    /// Brought in by its equal value and the words around it.
    Linked,
    /// A clause of any verb.
    Clause,
    /// Its sentence tells of the event.
    Event,
    /// It names what it is about.
    Subject,
    /// Its sentence leaves out what other claims would have to share.
    Untold,
    /// Words narrow it to some of those concerned.
    Narrowed,
    /// What it says has happened.
    Happened,
    /// Somebody with a name says it.
    Holder,
    /// Its value is exact.
    Exact,
    /// It speaks of days that the calendar knows.
    Days,
    /// Another article of the group shares two keywords of its sentence.
    Words,
    /// The same for five.
    ManyWords,
    /// One of them is a name.
    Name,
}

impl Sign {
    pub const ALL: [Sign; 15] = [
        Sign::Attribute,
        Sign::Verb,
        Sign::Linked,
        Sign::Clause,
        Sign::Event,
        Sign::Subject,
        Sign::Untold,
        Sign::Narrowed,
        Sign::Happened,
        Sign::Holder,
        Sign::Exact,
        Sign::Days,
        Sign::Words,
        Sign::ManyWords,
        Sign::Name,
    ];

    /// Its key in the rules and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Sign::Attribute => "attribute",
            Sign::Verb => "verb",
            Sign::Linked => "linked",
            Sign::Clause => "clause",
            Sign::Event => "event",
            Sign::Subject => "subject",
            Sign::Untold => "untold",
            Sign::Narrowed => "narrowed",
            Sign::Happened => "happened",
            Sign::Holder => "holder",
            Sign::Exact => "exact",
            Sign::Days => "days",
            Sign::Words => "words",
            Sign::ManyWords => "many-words",
            Sign::Name => "name",
        }
    }
}

/// The signs of one claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Signs(u16);

impl Signs {
    pub fn has(self, sign: Sign) -> bool {
        self.0 & 1 << sign as u16 != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Sign> {
        Sign::ALL.into_iter().filter(move |sign| self.has(*sign))
    }
}

impl FromIterator<Sign> for Signs {
    fn from_iter<I: IntoIterator<Item = Sign>>(signs: I) -> Signs {
        Signs(signs.into_iter().fold(0, |all, sign| all | 1 << sign as u16))
    }
}
