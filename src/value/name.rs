use super::Symbol;

/// A person or organisation as written, without titles, or a phrase that stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The words of the name; for a role phrase its words ("Russian leader").
    pub text: String,
    pub kind: NameKind,
    /// The office that stands beside the name.
    pub role: Option<Role>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    Person,
    Organisation,
    /// "the Russian leader", "Trump's envoy": no name, but stands for a person.
    Role,
    Unknown,
}

/// An office or function, such as "Russian president".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// As written, the office in lower case.
    pub text: String,
    /// The office as the rules name it, such as `president`.
    pub office: Symbol,
    /// Whose office it is: a place by its name in the rules, else a name as written.
    pub of: Option<String>,
}
