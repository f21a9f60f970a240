/// What stands behind a claim by itself: whose claims are set against whose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Copies of one text are one, as in the news.
    #[default]
    Origin,
    /// Every document, and every place in it: a repository has one author, who says a thing once.
    Document,
}
