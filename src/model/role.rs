use serde::Deserialize;

/// What a document is to the others of its repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The others are measured against it.
    Canonical,
    /// It tells what was once so, and never fails a build.
    Historical,
}

impl Role {
    pub const ALL: [Role; 2] = [Role::Canonical, Role::Historical];

    pub fn name(self) -> &'static str {
        match self {
            Role::Canonical => "canonical",
            Role::Historical => "historical",
        }
    }

    pub fn parse(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}
