use super::Symbol;

/// A place with the places that contain it, nearest first ("Istanbul", then "Turkey").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub name: Symbol,
    pub within: Vec<Symbol>,
}

impl Place {
    pub fn is_or_contains(&self, other: &Place) -> bool {
        self.name == other.name || other.within.contains(&self.name)
    }
}
