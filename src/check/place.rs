use std::path::Path;

/// The path of an article's file as tools take it: below the working folder, with `/`, without the
/// number of a record.
pub fn path(article: &str, working: &Path) -> String {
    let file = article.split('#').next().unwrap_or(article);
    let below = Path::new(file).strip_prefix(working).unwrap_or(Path::new(file));
    let plain = below.strip_prefix(".").unwrap_or(below);
    plain.to_string_lossy().replace('\\', "/")
}
