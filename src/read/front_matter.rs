use crate::model::Span;

/// A block that is longer than this is a text between two rules.
const MOST: usize = 64 << 10;

/// What the lines between two `---` at the start of a text say.
#[derive(Debug, Default)]
pub(super) struct FrontMatter<'t> {
    pub source: Option<&'t str>,
    /// With the number of its line.
    pub published: Option<(&'t str, u64)>,
    pub modified: Option<&'t str>,
    pub title: Option<&'t str>,
    pub url: Option<&'t str>,
    pub author: Option<&'t str>,
    pub language: Option<&'t str>,
    /// All keys, in small letters, with their values.
    pairs: Vec<(String, &'t str)>,
    /// The block with both rules.
    pub span: Span,
}

impl<'t> FrontMatter<'t> {
    /// The value of a key that is written in small letters.
    pub(super) fn get(&self, key: &str) -> Option<&'t str> {
        self.pairs.iter().find(|(own, _)| own == key).map(|(_, value)| *value)
    }
}

/// Reads the front matter at `from`, the text's first byte or that after a byte order mark.
pub(super) fn front_matter(text: &str, from: usize) -> Option<FrontMatter<'_>> {
    let head = text.get(from..text.floor_char_boundary(from + MOST))?;
    let mut found = FrontMatter::default();
    let mut keys = 0;
    let mut end = from;
    for (count, line) in head.split_inclusive('\n').enumerate() {
        end += line.len();
        let line = line.trim_end();
        if count == 0 {
            if line != "---" {
                return None;
            }
            continue;
        }
        if line == "---" || line == "..." {
            found.span = Span::new(from, end);
            return (keys > 0).then_some(found);
        }
        // Nested lists and mappings are none of ours.
        if line.is_empty() || line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        if !key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-' || c == ' ') {
            return None;
        }
        keys += 1;
        let value = unquoted(value.trim());
        if value.is_empty() {
            continue;
        }
        let key = key.trim().to_lowercase();
        match key.as_str() {
            "source" => found.source = Some(value),
            "date" | "published" => found.published = Some((value, count as u64 + 1)),
            "title" => found.title = Some(value),
            "url" => found.url = Some(value),
            "author" => found.author = Some(value),
            "lang" | "language" => found.language = Some(value),
            "modified" | "updated" | "lastmod" => found.modified = Some(value),
            _ => {}
        }
        found.pairs.push((key, value));
    }
    None
}

fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value)
}
